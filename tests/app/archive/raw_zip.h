// Zip archives written byte by byte, so that a test can make what no tool makes.
#pragma once

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <vector>

namespace raw_zip {

struct Entry {
    QByteArray name;
    QByteArray content = {};
    bool deflated = false;
    std::uint32_t mode = 0100644; // Unix; 0 = none is given
    int flags = 0x800;            // the name is UTF-8
    std::optional<int> method = std::nullopt;
    std::optional<std::uint32_t> size = std::nullopt;   // claimed, unpacked
    std::optional<std::uint32_t> packed = std::nullopt; // claimed
    std::optional<std::uint32_t> crc = std::nullopt;
    std::optional<std::uint32_t> offset = std::nullopt; // claimed place of its local header
    QByteArray localName = {};                          // when it differs
};

struct End {
    std::optional<int> entries = std::nullopt; // claimed
    std::optional<std::uint32_t> size = std::nullopt;
    std::optional<std::uint32_t> offset = std::nullopt;
    int disk = 0;
    QByteArray comment = {};
};

QByteArray bytes(const std::vector<Entry> &entries, const End &end = {});

} // namespace raw_zip
