#include "engine/audio/file.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include <fcntl.h>
#include <sndfile.h>
#include <sys/stat.h>

#include "engine/descriptor.h"
#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr int kMaxChannels = 8;
constexpr int kMinRate = 4000;
constexpr int kMaxRate = 768000;
constexpr std::int64_t kMaxSamples = 64'000'000; // a compressed file may claim hours of eight channels
constexpr std::int64_t kBlockFrames = 1 << 16;

const char *const kChooseAnother = "Choose a WAV, FLAC, Ogg or MP3 file with 3 to 12 seconds of clear speech.";

std::string quoted(const std::filesystem::path &file) {
    return "'" + file.string() + "'";
}

// A FIFO would block for ever and a device never ends, so only regular files are read.
void requireRegularFile(const std::filesystem::path &file, const Descriptor &descriptor) {
    if (descriptor.get() < 0) {
        const int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR)
            throw badInput("There is no file " + quoted(file) + ".", "Check the name and the folder.");
        if (reason == EACCES || reason == EPERM)
            throw badInput("The file " + quoted(file) + " may not be read by this user.",
                           "Give yourself permission to read it, or choose another file.");
        throw badInput("The file " + quoted(file) + " cannot be opened (" + std::strerror(reason) + ").",
                       kChooseAnother);
    }
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0)
        throw badInput("The file " + quoted(file) + " cannot be examined (" + std::strerror(errno) + ").",
                       kChooseAnother);
    if (S_ISDIR(status.st_mode))
        throw badInput(quoted(file) + " is a folder, not a sound file.", kChooseAnother);
    if (!S_ISREG(status.st_mode))
        throw badInput(quoted(file) + " is a device, not a sound file.", kChooseAnother);
    if (status.st_size == 0)
        throw badInput("The file " + quoted(file) + " is empty (0 bytes).", kChooseAnother);
}

void checkFormat(const std::filesystem::path &file, const SF_INFO &info) {
    if (info.channels < 1 || info.channels > kMaxChannels)
        throw badInput("The file " + quoted(file) + " has " + std::to_string(info.channels) + " channels; at most " +
                           std::to_string(kMaxChannels) + " are read.",
                       "Save it as a mono or stereo file.");
    if (info.samplerate < kMinRate || info.samplerate > kMaxRate)
        throw badInput("The file " + quoted(file) + " has a sample rate of " + std::to_string(info.samplerate) +
                           " Hz; 4000 to 768000 Hz are read.",
                       "Save it with a sample rate of 24000 or 48000 Hz.");
    if (info.frames <= 0)
        throw badInput("The file " + quoted(file) + " holds no sound (0 samples).", kChooseAnother);
}

} // namespace

Sound readSound(const std::filesystem::path &file, double maxSeconds) {
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    requireRegularFile(file, descriptor);

    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE *)> handle(sf_open_fd(descriptor.get(), SFM_READ, &info, SF_FALSE),
                                                              sf_close);
    if (!handle)
        throw badInput("The file " + quoted(file) + " is not a sound file that can be read (" + sf_strerror(nullptr) +
                           ").",
                       kChooseAnother);
    checkFormat(file, info);

    // The header's length is a claim; memory is taken only for what is really there.
    Sound sound{info.samplerate, info.channels, {}};
    const double wanted = std::max(0.0, maxSeconds) * info.samplerate;
    const std::int64_t limit = std::int64_t(std::min(wanted, double(kMaxSamples / info.channels)));
    std::vector<float> block(std::size_t(kBlockFrames * info.channels));
    for (std::int64_t done = 0; done < limit;) {
        const sf_count_t got = sf_readf_float(handle.get(), block.data(), std::min(kBlockFrames, limit - done));
        if (got <= 0)
            break;
        sound.interleaved.insert(sound.interleaved.end(), block.begin(), block.begin() + got * info.channels);
        done += got;
    }
    if (sf_error(handle.get()) != SF_ERR_NO_ERROR)
        throw badInput("The file " + quoted(file) + " is damaged: reading stopped after " +
                           std::to_string(sound.frames()) + " of " + std::to_string(info.frames) + " samples (" +
                           sf_strerror(handle.get()) + ").",
                       "Copy or export the file again, or choose another one.");
    if (limit > 0 && sound.interleaved.empty())
        throw badInput("The file " + quoted(file) + " holds no sound: it ends after its header.", kChooseAnother);
    if (!std::all_of(sound.interleaved.begin(), sound.interleaved.end(), [](float x) { return std::isfinite(x); }))
        throw badInput("The file " + quoted(file) + " holds samples that are not numbers.",
                       "Export it again as 16-bit WAV, or choose another file.");
    return sound;
}

} // namespace engine::audio
