#include "engine/audio/sound_file.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sndfile.h>

#include "engine/audio/long_sound.h"
#include "engine/audio/resample.h"
#include "engine/descriptor.h"
#include "engine/error.h"
#include "engine/replacing_file.h"
#include "engine/utf8.h"

namespace engine::audio {

namespace {

constexpr int kMinWrittenRate = 4000;
constexpr int kMaxWrittenRate = 192000;
constexpr std::size_t kLongestTag = 1000;
constexpr std::size_t kLongestSoftware = 90; // libsndfile puts its own name behind it, both in 127 bytes
constexpr std::size_t kWrittenAtOnce = 4096; // samples at a time
constexpr std::size_t kMostBytes = 0xffff0000u;

int sndfileFormat(SoundFormat format) {
    switch (format) {
    case SoundFormat::Wav16:
        return SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    case SoundFormat::Wav24:
        return SF_FORMAT_WAV | SF_FORMAT_PCM_24;
    case SoundFormat::WavFloat:
        return SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    case SoundFormat::Flac16:
        return SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
    case SoundFormat::Flac24:
        return SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
    case SoundFormat::Vorbis:
        return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    case SoundFormat::Opus:
        return SF_FORMAT_OGG | SF_FORMAT_OPUS;
    }
    return 0;
}

bool isOpusRate(int rate) {
    return rate == 8000 || rate == 12000 || rate == 16000 || rate == 24000 || rate == 48000;
}

using Handle = std::unique_ptr<SNDFILE, int (*)(SNDFILE *)>;

// A file in memory, as libsndfile sees it.
struct Memory {
    std::vector<std::byte> bytes;
    std::size_t position = 0;

    Handle open(int mode, SF_INFO &info) {
        SF_VIRTUAL_IO io{length, seek, read, write, tell};
        return {sf_open_virtual(&io, mode, &info, this), sf_close};
    }
    static Memory &of(void *self) { return *static_cast<Memory *>(self); }
    static sf_count_t length(void *self) { return sf_count_t(of(self).bytes.size()); }
    static sf_count_t tell(void *self) { return sf_count_t(of(self).position); }
    static sf_count_t seek(sf_count_t offset, int from, void *self) {
        const sf_count_t start = from == SEEK_SET ? 0 : from == SEEK_CUR ? tell(self) : length(self);
        of(self).position = std::size_t(std::max<sf_count_t>(start + offset, 0));
        return tell(self);
    }
    static sf_count_t read(void *to, sf_count_t count, void *self) {
        Memory &memory = of(self);
        const std::size_t left = memory.bytes.size() - std::min(memory.position, memory.bytes.size());
        const std::size_t taken = std::min(left, std::size_t(std::max<sf_count_t>(count, 0)));
        if (taken > 0)
            std::memcpy(to, memory.bytes.data() + memory.position, taken);
        memory.position += taken;
        return sf_count_t(taken);
    }
    static sf_count_t write(const void *from, sf_count_t count, void *self) {
        Memory &memory = of(self);
        if (count <= 0)
            return 0;
        const std::size_t end = memory.position + std::size_t(count);
        if (end > memory.bytes.size())
            memory.bytes.resize(end);
        std::memcpy(memory.bytes.data() + memory.position, from, std::size_t(count));
        memory.position = end;
        return count;
    }
};

Error notWritten(const std::filesystem::path &file, const std::string &why) {
    return failure("The sound for '" + file.string() + "' could not be encoded (" + why + "); nothing was written.",
                   "Choose another format, for example 16-bit WAV.");
}

void checkTag(const std::string &tag) {
    if (findInvalidUtf8(tag) != std::string_view::npos || tag.find('\0') != std::string::npos)
        throw badInput("A tag of the sound is not UTF-8: byte " +
                           std::to_string(std::min(findInvalidUtf8(tag), tag.find('\0')) + 1) + " is wrong.",
                       "Use the text without that character.");
}

// Cut between two characters. U+FFFE and U+FFFF, which are no characters, become U+FFFD: where libFLAC refuses a tag,
// libsndfile 1.2.0 frees the one before it twice.
std::string prepared(const std::string &tag, std::size_t longest) {
    std::string text;
    for (std::size_t i = 0; i < tag.size();) {
        const Utf8Char c = decodeUtf8(tag, i);
        if (tag.size() > longest && text.size() + c.bytes > longest - 3)
            return text + "…";
        text += c.codePoint == 0xFFFE || c.codePoint == 0xFFFF ? "\uFFFD" : tag.substr(i, c.bytes);
        i += c.bytes;
    }
    return text;
}

void setTags(SNDFILE *handle, const std::filesystem::path &file, SoundFormat format, const SoundTags &tags) {
    for (const std::string *tag : {&tags.title, &tags.artist, &tags.comment, &tags.software, &tags.licence})
        checkTag(*tag);
    if (tags.comment.size() > kLongestComment)
        throw badInput("The comment of the sound has " + std::to_string(tags.comment.size()) + " bytes; at most " +
                           std::to_string(kLongestComment) + " fit into the tags.",
                       "Leave the text out of the settings that are written.");
    const auto set = [&](int kind, const std::string &text) {
        if (!text.empty() && sf_set_string(handle, kind, text.c_str()) != 0)
            throw notWritten(file, sf_strerror(handle));
    };
    const bool wav = (sndfileFormat(format) & SF_FORMAT_TYPEMASK) == SF_FORMAT_WAV;
    set(SF_STR_TITLE, prepared(tags.title, kLongestTag));
    set(SF_STR_ARTIST, prepared(tags.artist, kLongestTag));
    set(SF_STR_COMMENT, prepared(tags.comment, kLongestComment));
    set(SF_STR_SOFTWARE, prepared(tags.software, kLongestSoftware));
    set(wav ? SF_STR_COPYRIGHT : SF_STR_LICENSE, prepared(tags.licence, kLongestTag));
}

template <typename Sample, typename Write, typename Convert>
bool writeBlocks(SNDFILE *handle, std::span<const float> samples, Write write, Convert convert) {
    std::vector<Sample> block(kWrittenAtOnce);
    for (std::size_t done = 0; done < samples.size(); done += block.size()) {
        const auto part = samples.subspan(done, std::min(kWrittenAtOnce, samples.size() - done));
        block.resize(part.size());
        std::transform(part.begin(), part.end(), block.begin(), convert);
        if (write(handle, block.data(), sf_count_t(block.size())) != sf_count_t(block.size()))
            return false;
    }
    return true;
}

bool writeSamples(SNDFILE *handle, SoundFormat format, std::span<const float> samples) {
    const auto scaled = [](float sample, double full) {
        return std::lrint(std::clamp(double(sample) * full, -full, full - 1));
    };
    switch (format) {
    case SoundFormat::Wav16:
    case SoundFormat::Flac16:
        return writeBlocks<short>(handle, samples, sf_writef_short, [&](float x) { return short(scaled(x, 32768.0)); });
    case SoundFormat::Wav24:
    case SoundFormat::Flac24: // the upper three bytes count
        return writeBlocks<int>(handle, samples, sf_writef_int,
                                [&](float x) { return int(scaled(x, 8388608.0) * 256); });
    case SoundFormat::WavFloat:
        return writeBlocks<float>(handle, samples, sf_writef_float, [](float x) { return x; });
    case SoundFormat::Vorbis:
    case SoundFormat::Opus:
        return writeBlocks<float>(handle, samples, sf_writef_float, [](float x) { return std::clamp(x, -1.0f, 1.0f); });
    }
    return false;
}

void configure(SNDFILE *handle, SoundFormat format) {
    if (format == SoundFormat::WavFloat)
        sf_command(handle, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE); // it holds the time of day
    // libsndfile counts from 0, the best, to 1: Vorbis quality 0.5; Opus (256 - level × 250) kbit/s a channel.
    double level = format == SoundFormat::Opus ? (256.0 - 64.0) / 250.0 : 0.5;
    if (format == SoundFormat::Opus || format == SoundFormat::Vorbis)
        sf_command(handle, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
}

Error notNumbers(const std::filesystem::path &file) {
    return failure("The sound for '" + file.string() + "' holds samples that are not numbers; nothing was written.",
                   "Make the sound again; try the precision fp32 if it happens twice.");
}

void requireWritable(const std::filesystem::path &file, std::size_t samples, int sampleRate, SoundFormat format) {
    if (samples == 0 || sampleRate < kMinWrittenRate || sampleRate > kMaxWrittenRate)
        throw badInput("A sound of " + std::to_string(samples) + " samples at " + std::to_string(sampleRate) +
                           " Hz cannot be written.",
                       "Choose a sound that is not empty, with 4000 to 192000 Hz.");
    if (!canWrite(format))
        throw failure("The libsndfile of this machine cannot write " + toString(format) + ".",
                      "Choose another format, for example 16-bit WAV or FLAC.");
    if (samples > kMostBytes / 4)
        throw failure("The sound for '" + file.string() + "' is too long for one file.",
                      "Write the sound in several files of less than 4 GB.");
}

SF_INFO infoFor(int sampleRate, SoundFormat format) {
    SF_INFO info{};
    info.channels = 1;
    info.samplerate = sampleRate;
    info.format = sndfileFormat(format);
    return info;
}

// One meter from the first sample to the last, as an export may last for hours: a cut through a loud tone would count
// as a peak of its own.
double truePeakOf(SNDFILE *handle, const SF_INFO &info) {
    if (!handle || info.channels != 1 || info.frames < 0)
        throw failure("What was encoded cannot be read again.", "Choose another format, for example 16-bit WAV.");
    return measureLoudness(LongSound{info.samplerate, std::size_t(info.frames),
                                     [&](std::size_t, std::span<float> to) {
                                         const sf_count_t got =
                                             sf_readf_float(handle, to.data(), sf_count_t(to.size()));
                                         std::fill(to.begin() + std::max<sf_count_t>(got, 0), to.end(), 0.0f);
                                     }})
        .truePeak;
}

} // namespace

bool canWrite(SoundFormat format) {
    SF_INFO info{};
    info.channels = 1;
    info.samplerate = 48000;
    info.format = sndfileFormat(format);
    return sf_format_check(&info) != 0;
}

std::vector<std::byte> encodeSound(const std::filesystem::path &file, const Clip &clip, SoundFormat format,
                                   const SoundTags &tags) {
    requireWritable(file, clip.samples.size(), clip.sampleRate, format);
    if (!std::all_of(clip.samples.begin(), clip.samples.end(), [](float x) { return std::isfinite(x); }))
        throw notNumbers(file);

    const bool convert = format == SoundFormat::Opus && !isOpusRate(clip.sampleRate);
    const std::vector<float> converted =
        convert ? resample(clip.samples, clip.sampleRate, 48000) : std::vector<float>();
    SF_INFO info = infoFor(convert ? 48000 : clip.sampleRate, format);
    Memory memory;
    Handle handle = memory.open(SFM_WRITE, info);
    if (!handle)
        throw notWritten(file, sf_strerror(nullptr));
    configure(handle.get(), format);
    setTags(handle.get(), file, format, tags);
    if (!writeSamples(handle.get(), format, convert ? converted : clip.samples))
        throw notWritten(file, sf_strerror(handle.get()));
    if (const int error = sf_close(handle.release()); error != 0)
        throw notWritten(file, sf_error_number(error));
    return std::move(memory.bytes);
}

void writeSound(const std::filesystem::path &file, const Clip &clip, SoundFormat format, const SoundTags &tags) {
    const std::vector<std::byte> bytes = encodeSound(file, clip, format, tags);
    replaceFile(file, {std::span<const std::byte>(bytes)});
}

double truePeakOf(const std::vector<std::byte> &encoded) {
    SF_INFO info{};
    Memory memory{encoded};
    const Handle handle = memory.open(SFM_READ, info);
    return truePeakOf(handle.get(), info);
}

double truePeakOf(const std::filesystem::path &file) {
    SF_INFO info{};
    const Handle handle(sf_open(file.c_str(), SFM_READ, &info), sf_close);
    return truePeakOf(handle.get(), info);
}

void writeLongSound(const std::filesystem::path &file, const LongSound &sound, SoundFormat format,
                    const SoundTags &tags) {
    requireWritable(file, sound.samples, sound.sampleRate, format);
    if (format == SoundFormat::Opus && !isOpusRate(sound.sampleRate))
        throw badInput("Opus cannot be written at " + std::to_string(sound.sampleRate) + " Hz.",
                       "Give a sound at 24000 or 48000 Hz.");
    const auto stopped = [&](const std::string &why) {
        return failure("The sound could not be written (" + why + ").", "Make room on the disk or choose another one.");
    };
    Descriptor descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (descriptor.get() < 0)
        throw stopped(std::strerror(errno));
    SF_INFO info = infoFor(sound.sampleRate, format);
    Handle handle(sf_open_fd(descriptor.get(), SFM_WRITE, &info, SF_FALSE), sf_close);
    if (!handle)
        throw notWritten(file, sf_strerror(nullptr));
    configure(handle.get(), format);
    setTags(handle.get(), file, format, tags);
    std::vector<float> block;
    for (std::size_t at = 0; at < sound.samples; at += block.size()) {
        block.resize(std::min(kPiece, sound.samples - at));
        sound.read(at, block);
        if (!std::all_of(block.begin(), block.end(), [](float x) { return std::isfinite(x); }))
            throw notNumbers(file);
        if (!writeSamples(handle.get(), format, block))
            throw stopped(sf_strerror(handle.get()));
    }
    if (const int error = sf_close(handle.release()); error != 0)
        throw stopped(sf_error_number(error));
    if (const int error = syncDescriptor(descriptor.get()); error != 0)
        throw stopped(std::strerror(error));
    if (descriptor.close() != 0)
        throw stopped(std::strerror(errno));
}

} // namespace engine::audio
