#include "engine/audio/resample.h"

#include <cstdint>
#include <string>

#include <soxr.h>

#include "engine/error.h"

namespace engine::audio {

std::vector<float> resample(std::span<const float> mono, int fromRate, int toRate) {
    if (fromRate < 1 || toRate < 1)
        throw badInput("A sound cannot be converted from " + std::to_string(fromRate) + " Hz to " +
                           std::to_string(toRate) + " Hz.",
                       "Give sample rates above zero.");
    if (fromRate == toRate || mono.empty())
        return {mono.begin(), mono.end()};

    const std::uint64_t product = std::uint64_t(mono.size()) * std::uint64_t(toRate);
    // soxr rounds its length to nearest; the sample that ceil adds stays zero.
    std::vector<float> out(std::size_t((product + std::uint64_t(fromRate) - 1) / std::uint64_t(fromRate)));
    const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
    const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    std::size_t used = 0;
    std::size_t made = 0;
    const soxr_error_t error = soxr_oneshot(fromRate, toRate, 1, mono.data(), mono.size(), &used, out.data(),
                                            out.size(), &made, &io, &quality, &runtime);
    if (error || made + 1 < out.size())
        throw failure("The sound could not be converted from " + std::to_string(fromRate) + " Hz to " +
                          std::to_string(toRate) + " Hz (" + (error ? error : "it came out too short") + ").",
                      "Convert the recording to 24000 Hz with another program.");
    return out;
}

} // namespace engine::audio
