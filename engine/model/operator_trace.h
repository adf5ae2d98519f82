// What a synthesis does, operator by operator and with times, for `ishowtts profile`: LibTorch's own operators by its
// observers (ATen/record_function.h) and what this engine computes itself by scopes (operator_scope.h). Where nothing
// is recorded a scope costs a look at one number. Free of LibTorch, so that whoever reads it need not see it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace engine::model {

enum class SpanKind : std::uint8_t {
    Stage,    // of an utterance: "text", "reference", "dit", "vocoder", "joining"
    Part,     // of a stage: "step"
    Operator, // what computes
};

struct SpanShape { // of what goes in; at most five axes are kept
    std::int32_t axes = 0;
    std::array<std::int32_t, 5> extents = {};
};

struct Span {
    const char *name = ""; // as long as the program runs
    SpanKind kind = SpanKind::Operator;
    std::int32_t thread = 0; // 0: that which asked
    std::int64_t begin = 0;  // ns since the recording began
    std::int64_t end = 0;
    std::int64_t inside = 0;    // ns of it that operators within it took, on the same thread
    std::int64_t allocated = 0; // bytes of tensors, without those of operators within; on thread 0 only
    std::array<SpanShape, 3> shapes = {};
};

// Runs `work` and gives every span that ended meanwhile, on any thread, by thread and end. One at a time, and nothing
// else may compute in this program meanwhile. waitForDevice: after each outermost operator the GPU is waited for, so
// that its time is counted where it was spent. Throws what `work` throws.
std::vector<Span> traced(const std::function<void()> &work, bool waitForDevice);

} // namespace engine::model
