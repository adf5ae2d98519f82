#include "app/decoding/helper/sndfile_reader.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <string_view>
#include <vector>

#include <sndfile.h>

namespace decode {

namespace {

constexpr sf_count_t kBlockFrames = 1 << 13;
constexpr std::int64_t kTags = 1 << 16; // behind the sound of an MP3 file

InputFile &fileOf(void *self) {
    return *static_cast<InputFile *>(self);
}

sf_count_t seekFrom(sf_count_t offset, int whence, void *self) {
    InputFile &file = fileOf(self);
    const std::int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at() : file.size();
    std::int64_t to = 0;
    if (__builtin_add_overflow(base, std::int64_t(offset), &to) || !file.seek(to))
        return -1;
    return to;
}

std::string nameOf(int format) {
    SF_FORMAT_INFO info{};
    info.format = format & SF_FORMAT_TYPEMASK;
    if (sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info) != 0 || !info.name)
        return "sound";
    const std::string name = info.name; // "WAV (Microsoft)"
    return name.substr(0, name.find(" ("));
}

std::uint32_t number(const std::uint8_t *bytes, bool bigEndian) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value |= std::uint32_t(bytes[bigEndian ? 3 - i : i]) << (8 * i);
    return value;
}

// The chunk with the samples says how many bytes it has; who writes while it records says more than any file has.
bool isChunkCutOff(InputFile &file, std::string_view sound, bool bigEndian) {
    constexpr std::uint32_t kUnknown = 0x7fff0000;
    std::int64_t at = 12;
    for (int chunk = 0; chunk < 1000; ++chunk) {
        std::array<std::uint8_t, 8> head{};
        if (!file.seek(at) || file.read(head.data(), head.size()) != std::int64_t(head.size()))
            return false;
        const std::uint32_t bytes = number(head.data() + 4, bigEndian);
        at += std::int64_t(head.size());
        if (std::equal(sound.begin(), sound.end(), head.begin()))
            return bytes < kUnknown && at + bytes > file.size();
        at += std::int64_t(bytes) + bytes % 2;
    }
    return false;
}

// The last page of Ogg is whole and says that it is the last one.
bool isOggCutOff(InputFile &file) {
    constexpr std::int64_t kLongestPage = 27 + 255 + 255 * 255;
    constexpr std::string_view kPage = "OggS";
    std::vector<std::uint8_t> end(std::size_t(std::min(file.size(), kLongestPage)));
    if (!file.seek(file.size() - std::int64_t(end.size())) ||
        file.read(end.data(), std::int64_t(end.size())) != std::int64_t(end.size()))
        return true;
    const auto last = std::find_end(end.begin(), end.end(), kPage.begin(), kPage.end());
    const std::size_t left = std::size_t(end.end() - last);
    return left < 27 || (last[5] & 4) == 0 || left < 27u + last[26] ||
           left < std::accumulate(last + 27, last + 27 + last[26], std::size_t(27) + last[26]);
}

bool isCutOff(InputFile &file, int type) {
    switch (type) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
        return isChunkCutOff(file, "data", false);
    case SF_FORMAT_AIFF:
        return isChunkCutOff(file, "SSND", true);
    case SF_FORMAT_OGG:
        return isOggCutOff(file);
    default:
        return false;
    }
}

} // namespace

bool readWithSndfile(InputFile &file, SoundPipe &pipe, bool mpeg) {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void *self) { return sf_count_t(fileOf(self).size()); };
    io.seek = seekFrom;
    io.read = [](void *bytes, sf_count_t count, void *self) {
        return sf_count_t(std::max<std::int64_t>(0, fileOf(self).read(bytes, count)));
    };
    io.write = [](const void *, sf_count_t, void *) { return sf_count_t(0); };
    io.tell = [](void *self) { return sf_count_t(fileOf(self).at()); };
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE *)> sound(sf_open_virtual(&io, SFM_READ, &info, &file), sf_close);
    if (!sound)
        return false;
    const int type = info.format & SF_FORMAT_TYPEMASK;
    const bool isMpeg = (info.format & SF_FORMAT_SUBMASK) >= SF_FORMAT_MPEG_LAYER_I &&
                        (info.format & SF_FORMAT_SUBMASK) <= SF_FORMAT_MPEG_LAYER_III;
    if (isMpeg && !mpeg)
        return false;
    const bool knowsLength = !isMpeg && info.frames > 0 && info.frames < SF_COUNT_MAX / 2;
    pipe.begin(info.samplerate, info.channels, knowsLength ? double(info.frames) / std::max(1, info.samplerate) : -1,
               nameOf(info.format));

    const auto channels = std::size_t(info.channels);
    std::vector<float> block(std::size_t(kBlockFrames) * channels), mono;
    sf_count_t done = 0;
    for (;;) {
        const sf_count_t got = sf_readf_float(sound.get(), block.data(), kBlockFrames);
        if (got <= 0 || got > kBlockFrames)
            break;
        mono.resize(std::size_t(got));
        for (std::size_t frame = 0; frame < mono.size(); ++frame) {
            float sum = 0;
            for (std::size_t channel = 0; channel < channels; ++channel)
                sum += block[frame * channels + channel];
            mono[frame] = sum / float(channels);
        }
        pipe.look({block.data(), std::size_t(got) * channels}, info.channels);
        pipe.write(mono);
        done += got;
        pipe.progress(knowsLength ? double(done) / double(info.frames) : file.share());
    }
    const bool failed = sf_error(sound.get()) != SF_ERR_NO_ERROR;
    if (isMpeg)
        pipe.end(failed || file.at() < file.size() - kTags);
    else
        pipe.end(failed || (knowsLength && done < info.frames) || isCutOff(file, type));
    return true;
}

} // namespace decode
