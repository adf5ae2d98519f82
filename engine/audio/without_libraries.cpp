// In place of file.cpp, resample.cpp and sound_file.cpp where libsndfile or soxr was missing when this was built.
#include "engine/audio/file.h"
#include "engine/audio/long_sound.h"
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

bool canWrite(SoundFormat) {
    return false;
}

std::vector<std::byte> encodeSound(const std::filesystem::path &file, const Clip &, SoundFormat format,
                                   const SoundTags &) {
    throw failure("This build cannot write '" + file.string() + "' as " + toString(format) +
                      ": libsndfile and soxr were missing when it was built.",
                  "Install libsndfile1-dev and libsoxr-dev and build again; plain WAV files need neither.");
}

void writeSound(const std::filesystem::path &file, const Clip &clip, SoundFormat format, const SoundTags &tags) {
    encodeSound(file, clip, format, tags);
}

double truePeakOf(const std::vector<std::byte> &) {
    throw failure("This build cannot read sound files.", "Install libsndfile1-dev and libsoxr-dev and build again.");
}

void writeLongSound(const std::filesystem::path &file, const LongSound &, SoundFormat format, const SoundTags &) {
    encodeSound(file, {}, format);
}

double truePeakOf(const std::filesystem::path &) {
    return truePeakOf(std::vector<std::byte>());
}

} // namespace engine::audio
