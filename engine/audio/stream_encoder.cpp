#include "engine/audio/stream_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include <sndfile.h>

#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr std::array<std::pair<StreamFormat, const char *>, 5> kStreamNames{{{StreamFormat::Wav, "wav"},
                                                                             {StreamFormat::Pcm, "pcm"},
                                                                             {StreamFormat::Flac, "flac"},
                                                                             {StreamFormat::Opus, "opus"},
                                                                             {StreamFormat::Mp3, "mp3"}}};

// 0: written here.
int streamedAs(StreamFormat format) {
    switch (format) {
    case StreamFormat::Wav:
    case StreamFormat::Pcm:
        return 0;
    case StreamFormat::Flac:
        return SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
    case StreamFormat::Opus:
        return SF_FORMAT_OGG | SF_FORMAT_OPUS;
    case StreamFormat::Mp3:
        return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    }
    return 0;
}

SF_INFO streamInfo(StreamFormat format, int sampleRate) {
    SF_INFO info{};
    info.channels = 1;
    info.samplerate = sampleRate;
    info.format = streamedAs(format);
    return info;
}

// What an encoder writes. It may go back to what was taken out already: those bytes are gone, and it need not know.
struct Outlet {
    std::string bytes; // from `taken` on
    sf_count_t taken = 0;
    sf_count_t position = 0;

    sf_count_t length() const { return taken + sf_count_t(bytes.size()); }
    std::string take() {
        taken = length();
        return std::exchange(bytes, {});
    }
    static Outlet &of(void *self) { return *static_cast<Outlet *>(self); }
    static sf_count_t lengthOf(void *self) { return of(self).length(); }
    static sf_count_t tell(void *self) { return of(self).position; }
    static sf_count_t seek(sf_count_t offset, int from, void *self) {
        Outlet &to = of(self);
        const sf_count_t start = from == SEEK_SET ? 0 : from == SEEK_CUR ? to.position : to.length();
        return to.position = std::clamp<sf_count_t>(start + offset, 0, to.length());
    }
    static sf_count_t read(void *, sf_count_t, void *) { return 0; }
    static sf_count_t write(const void *from, sf_count_t count, void *self) {
        Outlet &to = of(self);
        const char *data = static_cast<const char *>(from);
        const sf_count_t gone = std::clamp<sf_count_t>(to.taken - to.position, 0, count);
        const auto at = std::size_t(std::max<sf_count_t>(to.position - to.taken, 0));
        const auto left = std::size_t(count - gone);
        if (at + left > to.bytes.size())
            to.bytes.resize(at + left);
        std::memcpy(to.bytes.data() + at, data + gone, left);
        to.position += count;
        return count;
    }
};

void putNumber(std::string &to, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i)
        to.push_back(char((number >> (8 * i)) & 0xff));
}

void putWavHeader(std::string &to, int sampleRate) {
    to.append("RIFF", 4);
    putNumber(to, 0xffffffffu, 4);
    to.append("WAVEfmt ", 8);
    putNumber(to, 16, 4);
    putNumber(to, 1, 2); // PCM
    putNumber(to, 1, 2); // mono
    putNumber(to, std::uint32_t(sampleRate), 4);
    putNumber(to, std::uint32_t(sampleRate) * 2, 4);
    putNumber(to, 2, 2);
    putNumber(to, 16, 2);
    to.append("data", 4);
    putNumber(to, 0xffffffffu, 4);
}

std::int16_t scaled(float sample) {
    return std::int16_t(std::lrint(std::clamp(double(sample) * 32768.0, -32768.0, 32767.0)));
}

Error notEncoded(StreamFormat format, const std::string &why) {
    return failure("The sound could not be encoded as " + toString(format) + " (" + why + ").",
                   "Ask for another format, for example wav.");
}

} // namespace

std::string toString(StreamFormat format) {
    for (const auto &[each, name] : kStreamNames)
        if (each == format)
            return name;
    return {};
}

std::optional<StreamFormat> streamFormatFromString(std::string_view text) {
    for (const auto &[format, name] : kStreamNames)
        if (text == name)
            return format;
    return std::nullopt;
}

std::string mimeTypeOf(StreamFormat format) {
    switch (format) {
    case StreamFormat::Wav:
        return "audio/wav";
    case StreamFormat::Pcm:
        return "audio/pcm";
    case StreamFormat::Flac:
        return "audio/flac";
    case StreamFormat::Opus:
        return "audio/ogg; codecs=opus";
    case StreamFormat::Mp3:
        return "audio/mpeg";
    }
    return {};
}

bool canStream(StreamFormat format) {
    const SF_INFO info = streamInfo(format, kSampleRate);
    return info.format == 0 || sf_format_check(&info) != 0;
}

struct StreamEncoder::Inside {
    StreamFormat format;
    Outlet outlet;
    std::unique_ptr<SNDFILE, int (*)(SNDFILE *)> handle{nullptr, sf_close}; // null: written here

    void open(int sampleRate) {
        if (!canStream(format))
            throw notEncoded(format, "the libsndfile of this machine has no encoder for it");
        if (streamedAs(format) == 0) {
            if (format == StreamFormat::Wav)
                putWavHeader(outlet.bytes, sampleRate);
            return;
        }
        SF_INFO info = streamInfo(format, sampleRate);
        SF_VIRTUAL_IO io{Outlet::lengthOf, Outlet::seek, Outlet::read, Outlet::write, Outlet::tell};
        handle.reset(sf_open_virtual(&io, SFM_WRITE, &info, &outlet));
        if (!handle)
            throw notEncoded(format, sf_strerror(nullptr));
        if (format == StreamFormat::Mp3) { // constant: nobody can say the length of the whole in its first frame
            int mode = SF_BITRATE_MODE_CONSTANT;
            double level = (160.0 - 64.0) / 152.0; // (160 - level × 152) kbit/s
            sf_command(handle.get(), SFC_SET_BITRATE_MODE, &mode, sizeof mode);
            sf_command(handle.get(), SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
        }
        if (format == StreamFormat::Opus) {
            double level = (256.0 - 64.0) / 250.0; // (256 - level × 250) kbit/s
            double latency = 200;                  // ms of sound in a page, at most
            sf_command(handle.get(), SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
            sf_command(handle.get(), SFC_SET_OGG_PAGE_LATENCY_MS, &latency, sizeof latency);
        }
    }
};

StreamEncoder::StreamEncoder(StreamFormat format, int sampleRate) : m_inside(std::make_unique<Inside>()) {
    m_inside->format = format;
    m_inside->open(sampleRate);
}

StreamEncoder::~StreamEncoder() = default;
StreamEncoder::StreamEncoder(StreamEncoder &&) noexcept = default;

std::string StreamEncoder::append(std::span<const float> samples) {
    if (!std::all_of(samples.begin(), samples.end(), [](float x) { return std::isfinite(x); }))
        throw notEncoded(m_inside->format, "it holds samples that are not numbers");
    Outlet &outlet = m_inside->outlet;
    if (!m_inside->handle) {
        for (const float sample : samples)
            putNumber(outlet.bytes, std::uint16_t(scaled(sample)), 2);
        return outlet.take();
    }
    std::vector<short> block(samples.size());
    std::transform(samples.begin(), samples.end(), block.begin(), scaled);
    if (sf_writef_short(m_inside->handle.get(), block.data(), sf_count_t(block.size())) != sf_count_t(block.size()))
        throw notEncoded(m_inside->format, sf_strerror(m_inside->handle.get()));
    return outlet.take();
}

std::string StreamEncoder::finish() {
    if (m_inside->handle) {
        if (const int error = sf_close(m_inside->handle.release()); error != 0)
            throw notEncoded(m_inside->format, sf_error_number(error));
    }
    return m_inside->outlet.take();
}

} // namespace engine::audio
