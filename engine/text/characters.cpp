#include "engine/text/characters.h"

#include <cstddef>

#include "engine/utf8.h"

namespace engine::text {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// How many bytes the ill-formed part at `at` has: as many as could still have begun a character (Unicode standard,
// table 3-7, which says what second byte may follow which first byte), at least one.
std::size_t illFormedBytes(std::string_view bytes, std::size_t at) {
    const auto byteAt = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned first = byteAt(at);
    if (first < 0xC2 || first > 0xF4)
        return 1;
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    unsigned lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    std::size_t part = 1;
    while (part < length && at + part < bytes.size()) {
        const unsigned next = byteAt(at + part);
        if (next < lowest || next > highest)
            break;
        ++part;
        lowest = 0x80;
        highest = 0xBF;
    }
    return part;
}

bool isEven(char32_t c) {
    return c % 2 == 0;
}

// Alphabets whose capitals and small letters take turns.
bool isAlternatingCapital(char32_t c) {
    if (within(c, 0x100, 0x137) || within(c, 0x14A, 0x177) || within(c, 0x460, 0x481) || within(c, 0x48A, 0x4BF) ||
        within(c, 0x4D0, 0x52F) || within(c, 0x1E00, 0x1E95) || within(c, 0x1EA0, 0x1EFF))
        return isEven(c);
    if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17E) || within(c, 0x4C1, 0x4CE))
        return !isEven(c);
    return false;
}

} // namespace

std::u32string decode(std::string_view bytes) {
    std::u32string result;
    result.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const Utf8Char one = decodeUtf8(bytes, at);
        result.push_back(one.bytes > 0 ? one.codePoint : kReplacement);
        at += one.bytes > 0 ? one.bytes : illFormedBytes(bytes, at);
    }
    return result;
}

std::string encode(std::u32string_view codePoints) {
    std::string result;
    result.reserve(codePoints.size());
    const auto tail = [&result](char32_t c, int shift) { result.push_back(char(0x80 | ((c >> shift) & 0x3F))); };
    for (const char32_t c : codePoints) {
        switch (encodedBytes(c)) {
        case 1:
            result.push_back(char(c));
            break;
        case 2:
            result.push_back(char(0xC0 | (c >> 6)));
            tail(c, 0);
            break;
        case 3:
            result.push_back(char(0xE0 | (c >> 12)));
            tail(c, 6);
            tail(c, 0);
            break;
        default:
            result.push_back(char(0xF0 | (c >> 18)));
            tail(c, 12);
            tail(c, 6);
            tail(c, 0);
        }
    }
    return result;
}

int encodedBytes(char32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

bool isSpace(char32_t c) {
    return within(c, 0x09, 0x0D) || within(c, 0x1C, 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           within(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool isIdeograph(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool isKanaOrHangul(char32_t c) {
    return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3105 && c <= 0x312F);
}

char32_t lowerCase(char32_t c) {
    if (within(c, U'A', U'Z'))
        return c + 32;
    if (c < 0xC0)
        return c;
    if (within(c, 0xC0, 0xDE))
        return c == 0xD7 ? c : c + 32;
    if (c == 0x130)
        return U'i';
    if (c == 0x178)
        return 0xFF;
    if (c == 0x1E9E)
        return 0xDF;
    if (isAlternatingCapital(c))
        return c + 1;
    if (c == 0x386)
        return 0x3AC;
    if (within(c, 0x388, 0x38A))
        return c + 37;
    if (c == 0x38C)
        return 0x3CC;
    if (c == 0x38E || c == 0x38F)
        return c + 63;
    if (within(c, 0x391, 0x3AB))
        return c == 0x3A2 ? c : c + 32;
    if (within(c, 0x400, 0x40F))
        return c + 80;
    if (within(c, 0x410, 0x42F))
        return c + 32;
    if (c == 0x4C0)
        return 0x4CF;
    if (within(c, 0x531, 0x556))
        return c + 48;
    return c;
}

} // namespace engine::text
