// UTF-8, decoded strictly: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace engine {

struct Utf8Char {
    char32_t codePoint = 0;
    std::size_t bytes = 0; // 0: the bytes here are no UTF-8
};

// The character that starts at `position` (< text.size()).
inline Utf8Char decodeUtf8(std::string_view text, std::size_t position) {
    const auto byteAt = [&](std::size_t i) { return char32_t(static_cast<unsigned char>(text[position + i])); };
    const char32_t first = byteAt(0);
    if (first < 0x80)
        return {first, 1};
    std::size_t bytes = 0;
    char32_t codePoint = 0;
    char32_t smallest = 0;
    if ((first & 0xE0) == 0xC0) {
        bytes = 2, codePoint = first & 0x1F, smallest = 0x80;
    } else if ((first & 0xF0) == 0xE0) {
        bytes = 3, codePoint = first & 0x0F, smallest = 0x800;
    } else if ((first & 0xF8) == 0xF0) {
        bytes = 4, codePoint = first & 0x07, smallest = 0x10000;
    } else {
        return {};
    }
    if (text.size() - position < bytes)
        return {};
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byteAt(i) & 0xC0) != 0x80)
            return {};
        codePoint = (codePoint << 6) | (byteAt(i) & 0x3F);
    }
    const bool surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    if (codePoint < smallest || codePoint > 0x10FFFF || surrogate)
        return {};
    return {codePoint, bytes};
}

// Where the first wrong byte stands, or npos when all is well.
inline std::size_t findInvalidUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t bytes = decodeUtf8(text, i).bytes;
        if (bytes == 0)
            return i;
        i += bytes;
    }
    return std::string_view::npos;
}

} // namespace engine
