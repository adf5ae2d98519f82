#include "app/decoding/helper/sndfile_reader.h"

#include <algorithm>
#include <cctype>
#include <memory>

#include <sndfile.h>

namespace decode {

namespace {

constexpr sf_count_t kBlockFrames = 1 << 13;

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

} // namespace

bool readWithSndfile(InputFile &file, SoundPipe &pipe) {
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
    const bool knowsLength = info.frames > 0 && info.frames < SF_COUNT_MAX / 2;
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
        pipe.write(mono);
        done += got;
        if (knowsLength)
            pipe.progress(double(done) / double(info.frames));
    }
    pipe.end(sf_error(sound.get()) != SF_ERR_NO_ERROR || (knowsLength && done < info.frames));
    return true;
}

} // namespace decode
