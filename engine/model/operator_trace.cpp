#include "engine/model/operator_trace.h"

#include <ATen/record_function.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <mutex>

#include "engine/error.h"
#include "engine/model/operator_scope.h"

namespace engine::model {
namespace {

struct ThreadLog {
    std::vector<Span> open; // innermost last
    std::vector<Span> done;
};

struct Recording {
    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
    std::uint64_t number = 0;
    bool waitForDevice = false;
    std::mutex mutex;
    std::vector<std::unique_ptr<ThreadLog>> threads = {}; // in the order in which they came

    std::int64_t now() const {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin).count();
    }
};

std::atomic<Recording *> current = nullptr;

// This thread's part of the recording that goes on.
ThreadLog &ownLog(Recording &recording) {
    thread_local std::uint64_t number = 0;
    thread_local ThreadLog *log = nullptr;
    if (number != recording.number) {
        const std::lock_guard lock(recording.mutex);
        log = recording.threads.emplace_back(std::make_unique<ThreadLog>()).get();
        number = recording.number;
    }
    return *log;
}

void keepShape(Span &span, std::size_t which, at::IntArrayRef sizes) {
    SpanShape &shape = span.shapes.at(which);
    shape.axes = std::int32_t(std::min(sizes.size(), shape.extents.size()));
    for (std::size_t i = 0; i < std::size_t(shape.axes); ++i)
        shape.extents.at(i) = std::int32_t(std::min<std::int64_t>(sizes[i], std::numeric_limits<std::int32_t>::max()));
}

void begin(Recording &recording, Span span) {
    ThreadLog &log = ownLog(recording);
    span.begin = recording.now();
    log.open.push_back(span);
}

void end(Recording &recording) {
    ThreadLog &log = ownLog(recording);
    if (log.open.empty()) // began before the recording
        return;
    const bool isOperator = log.open.back().kind == SpanKind::Operator;
    const bool outermost =
        isOperator && (log.open.size() == 1 || log.open[log.open.size() - 2].kind != SpanKind::Operator);
    if (outermost && recording.waitForDevice)
        c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA)->synchronizeDevice(0);
    Span span = log.open.back();
    log.open.pop_back();
    span.end = recording.now();
    if (isOperator && !log.open.empty())
        log.open.back().inside += span.end - span.begin;
    log.done.push_back(span);
}

std::unique_ptr<at::ObserverContext> operatorBegins(const at::RecordFunction &function) {
    if (Recording *recording = current.load(std::memory_order_relaxed)) {
        Span span;
        span.name = function.name();
        std::size_t shapes = 0;
        for (const c10::IValue &input : function.inputs())
            if (shapes < span.shapes.size() && input.isTensor() && input.toTensor().defined())
                keepShape(span, shapes++, input.toTensor().sizes());
        begin(*recording, span);
    }
    return nullptr;
}

void operatorEnds(const at::RecordFunction & /*function*/, at::ObserverContext * /*context*/) {
    if (Recording *recording = current.load(std::memory_order_relaxed))
        end(*recording);
}

// What LibTorch tells of its allocations.
class AllocationListener : public c10::MemoryReportingInfoBase {
public:
    explicit AllocationListener(ThreadLog &log) : m_log(log) {}
    void reportMemoryUsage(void * /*where*/, std::int64_t bytes, std::size_t /*all*/, std::size_t /*reserved*/,
                           c10::Device /*device*/) override {
        if (bytes > 0 && !m_log.open.empty())
            m_log.open.back().allocated += bytes;
    }
    bool memoryProfilingEnabled() const override { return true; }

private:
    ThreadLog &m_log;
};

class Observers { // while it lives
public:
    Observers()
        : m_handle(at::addGlobalCallback(at::RecordFunctionCallback(operatorBegins, operatorEnds)
                                             .needsInputs(true)
                                             .scopes({at::RecordScope::FUNCTION}))) {}
    ~Observers() {
        at::removeCallback(m_handle);
        current = nullptr;
    }
    Observers(const Observers &) = delete;
    Observers &operator=(const Observers &) = delete;

private:
    at::CallbackHandle m_handle;
};

} // namespace

OperatorScope::OperatorScope(const char *name, SpanKind kind) {
    Recording *recording = current.load(std::memory_order_relaxed);
    m_open = recording != nullptr;
    if (m_open)
        begin(*recording, {.name = name, .kind = kind});
}

OperatorScope::OperatorScope(const char *name, const at::Tensor &x, SpanKind kind) {
    Recording *recording = current.load(std::memory_order_relaxed);
    m_open = recording != nullptr;
    if (!m_open)
        return;
    Span span{.name = name, .kind = kind};
    keepShape(span, 0, x.sizes());
    begin(*recording, span);
}

OperatorScope::OperatorScope(const char *name, const at::Tensor &x, const at::Tensor &weight) {
    Recording *recording = current.load(std::memory_order_relaxed);
    m_open = recording != nullptr;
    if (!m_open)
        return;
    Span span{.name = name};
    keepShape(span, 0, x.sizes());
    if (weight.defined())
        keepShape(span, 1, weight.sizes());
    begin(*recording, span);
}

OperatorScope::~OperatorScope() {
    if (Recording *recording = m_open ? current.load(std::memory_order_relaxed) : nullptr)
        end(*recording);
}

std::vector<Span> traced(const std::function<void()> &work, bool waitForDevice) {
    static std::atomic<std::uint64_t> recordings = 0;
    Recording recording;
    recording.number = ++recordings;
    recording.waitForDevice = waitForDevice;
    ThreadLog &own = ownLog(recording);
    Recording *none = nullptr;
    if (!current.compare_exchange_strong(none, &recording))
        throw failure("Another profile is being made in this program.", "Wait until it is done.");
    {
        const Observers observers;
        const c10::DebugInfoGuard allocations(c10::DebugInfoKind::PROFILER_STATE,
                                              std::make_shared<AllocationListener>(own));
        work();
    }
    std::vector<Span> spans;
    for (std::size_t thread = 0; thread < recording.threads.size(); ++thread)
        for (Span span : recording.threads[thread]->done) {
            span.thread = std::int32_t(thread);
            spans.push_back(span);
        }
    return spans;
}

} // namespace engine::model
