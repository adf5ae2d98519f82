// In place of file.cpp and resample.cpp where libsndfile or soxr was missing when this was built.
#include "engine/audio/file.h"
#include "engine/audio/resample.h"
#include "engine/error.h"

namespace engine::audio {

Sound readSound(const std::filesystem::path &file, double) {
    throw failure("This build cannot read '" + file.string() + "': libsndfile and soxr were missing when it was built.",
                  "Install libsndfile1-dev and libsoxr-dev and build again.");
}

std::vector<float> resample(std::span<const float> mono, int fromRate, int toRate) {
    if (fromRate == toRate)
        return {mono.begin(), mono.end()};
    throw failure("This build cannot convert sample rates: soxr was missing when it was built.",
                  "Install libsndfile1-dev and libsoxr-dev and build again.");
}

} // namespace engine::audio
