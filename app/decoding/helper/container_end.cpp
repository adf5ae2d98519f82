#include "app/decoding/helper/container_end.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

extern "C" {
#include <libavformat/avformat.h>
}

namespace decode {

namespace {

double secondsOf(std::int64_t time, const AVStream &stream) {
    return double(time) * av_q2d(stream.time_base);
}

// As after a seek to `at`; the reader's own place in the file is kept.
template <std::size_t Count> bool readAt(InputFile &file, std::int64_t at, std::array<std::uint8_t, Count> &bytes) {
    const std::int64_t before = file.at();
    const bool read = file.seek(at) && file.read(bytes.data(), Count) == std::int64_t(Count);
    return file.seek(before) && read;
}

// A number of EBML: the first byte says how many there are. Below 0: none, or the one that means "not known".
std::int64_t ebmlSize(const std::uint8_t *bytes, std::size_t count, std::size_t &length) {
    length = 1;
    while (length <= 8 && (bytes[0] & (0x80 >> (length - 1))) == 0)
        ++length;
    if (length > 8 || length > count)
        return -1;
    std::uint64_t value = bytes[0] & (0x7f >> (length - 1));
    for (std::size_t i = 1; i < length; ++i)
        value = (value << 8) | bytes[i];
    const bool isUnknown = value == (std::uint64_t(1) << (7 * length)) - 1;
    return isUnknown ? -1 : std::int64_t(value);
}

// Matroska: a header, then one segment that says how many bytes it has.
bool isSegmentCutOff(InputFile &file) {
    constexpr std::size_t kId = 4;
    std::array<std::uint8_t, 12> head{};
    std::size_t length = 0;
    if (file.size() < 24 || !readAt(file, 0, head))
        return false;
    const std::int64_t header = ebmlSize(head.data() + kId, head.size() - kId, length);
    const std::int64_t segment = std::int64_t(kId + length) + header;
    constexpr std::array<std::uint8_t, kId> kSegment{0x18, 0x53, 0x80, 0x67};
    if (header < 0 || header > file.size() || segment > file.size() - std::int64_t(head.size()) ||
        !readAt(file, segment, head) || std::memcmp(head.data(), kSegment.data(), kId) != 0)
        return false;
    const std::int64_t bytes = ebmlSize(head.data() + kId, head.size() - kId, length);
    return bytes > file.size() - segment - std::int64_t(kId + length);
}

bool isRiffCutOff(InputFile &file) {
    std::array<std::uint8_t, 8> head{};
    if (file.size() < 12 || !readAt(file, 0, head) || std::memcmp(head.data(), "RIFF", 4) != 0)
        return false;
    std::uint32_t bytes = 0;
    for (unsigned i = 0; i < 4; ++i)
        bytes |= std::uint32_t(head[4 + i]) << (8 * i);
    return std::int64_t(bytes) > file.size() - 8;
}

} // namespace

ContainerEnd::ContainerEnd(const AVFormatContext &format, const AVStream &stream, InputFile &file)
    : m_file(file), m_stream(stream) {
    // What is guessed from a bit rate is no length.
    if (format.duration <= 0 || format.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE)
        return;
    m_claimed = double(format.duration) / AV_TIME_BASE;
    const double start = format.start_time != AV_NOPTS_VALUE ? double(format.start_time) / AV_TIME_BASE : 0;
    m_end = start + m_claimed;
    if (stream.duration > 0) { // it may be shorter than the pictures
        const double begin = stream.start_time != AV_NOPTS_VALUE ? secondsOf(stream.start_time, stream) : start;
        m_claimed = std::min(m_claimed, secondsOf(stream.duration, stream));
        m_end = std::min(m_end, begin + secondsOf(stream.duration, stream));
    }
    const std::string_view kind = format.iformat->name;
    if (kind.starts_with("mov,")) { // its index says where each sample lies
        auto *const indexed = const_cast<AVStream *>(&stream);
        for (int i = 0, count = avformat_index_get_entries_count(&stream); i < count && !m_cutOff; ++i) {
            const AVIndexEntry *entry = avformat_index_get_entry(indexed, i);
            m_cutOff = entry->pos + entry->size > file.size();
            if (m_cutOff)
                m_end = std::min(m_end, secondsOf(entry->timestamp, stream));
        }
    } else if (kind.starts_with("matroska") || kind == "avi") {
        m_cutOff = kind == "avi" ? isRiffCutOff(file) : isSegmentCutOff(file);
        if (m_cutOff)
            m_end = -1;
    }
}

double ContainerEnd::share(const AVPacket &packet) {
    const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    const std::int64_t at = packet.pos >= 0 ? packet.pos : m_file.at();
    if (m_firstByte < 0) {
        m_firstByte = at;
        m_begin = time != AV_NOPTS_VALUE ? secondsOf(time, m_stream) : 0;
    }
    if (m_end > m_begin && time != AV_NOPTS_VALUE)
        return (secondsOf(time + packet.duration, m_stream) - m_begin) / (m_end - m_begin);
    const std::int64_t bytes = m_file.size() - m_firstByte;
    return bytes > 0 ? double(at + packet.size - m_firstByte) / double(bytes) : 0;
}

} // namespace decode
