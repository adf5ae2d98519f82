#include "tests/app/archive/raw_zip.h"

namespace raw_zip {

namespace {

QByteArray little(std::uint64_t value, int size) {
    QByteArray bytes;
    for (int i = 0; i < size; ++i)
        bytes.append(char(value >> (8 * i) & 0xff));
    return bytes;
}

std::uint32_t crc32(const QByteArray &content) {
    std::uint32_t crc = 0xffffffff;
    for (const char byte : content) {
        crc ^= std::uint8_t(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

// What qCompress() gives is a length, a zlib header, the deflated bytes and a checksum.
QByteArray deflated(const QByteArray &content) {
    const QByteArray zlib = qCompress(content, 9);
    return zlib.mid(6, zlib.size() - 10);
}

} // namespace

QByteArray bytes(const std::vector<Entry> &entries, const End &end) {
    QByteArray archive;
    QByteArray directory;
    for (const Entry &entry : entries) {
        const QByteArray packed = entry.deflated ? deflated(entry.content) : entry.content;
        const int method = entry.method.value_or(entry.deflated ? 8 : 0);
        const std::uint32_t offset = entry.offset.value_or(std::uint32_t(archive.size()));
        const QByteArray sizes = little(entry.crc.value_or(crc32(entry.content)), 4) +
                                 little(entry.packed.value_or(std::uint32_t(packed.size())), 4) +
                                 little(entry.size.value_or(std::uint32_t(entry.content.size())), 4);
        const QByteArray localName = entry.localName.isEmpty() ? entry.name : entry.localName;
        archive += little(0x04034b50, 4) + little(20, 2) + little(std::uint64_t(entry.flags), 2) +
                   little(std::uint64_t(method), 2) + little(0x210000, 4) + sizes +
                   little(std::uint64_t(localName.size()), 2) + little(0, 2) + localName + packed;
        directory += little(0x02014b50, 4) + little(3 << 8 | 20, 2) + little(20, 2) +
                     little(std::uint64_t(entry.flags), 2) + little(std::uint64_t(method), 2) + little(0x210000, 4) +
                     sizes + little(std::uint64_t(entry.name.size()), 2) + little(0, 8) +
                     little(std::uint64_t(entry.mode) << 16, 4) + little(offset, 4) + entry.name;
    }
    const auto count = std::uint64_t(end.entries.value_or(int(entries.size())));
    return archive + directory + little(0x06054b50, 4) + little(std::uint64_t(end.disk), 2) +
           little(std::uint64_t(end.disk), 2) + little(count, 2) + little(count, 2) +
           little(end.size.value_or(std::uint32_t(directory.size())), 4) +
           little(end.offset.value_or(std::uint32_t(archive.size())), 4) +
           little(std::uint64_t(end.comment.size()), 2) + end.comment;
}

} // namespace raw_zip
