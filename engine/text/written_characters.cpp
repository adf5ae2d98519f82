#include "engine/text/written_characters.h"

#include "engine/text/characters.h"

namespace engine::text {

namespace {} // namespace

char32_t plainCharacter(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c == U'！' || c == U'，' || c == U'？' ? c : c - 0xFEE0;
    if (c >= 0x1D400 && c <= 0x1D6A3) {
        const char32_t letter = (c - 0x1D400) % 52;
        return letter < 26 ? U'A' + letter : U'a' + letter - 26;
    }
    if (c >= 0x1D7CE && c <= 0x1D7FF)
        return U'0' + (c - 0x1D7CE) % 10;
    if (c >= 0x2080 && c <= 0x2089)
        return U'0' + (c - 0x2080);
    if (c >= 0x24B6 && c <= 0x24CF)
        return U'A' + (c - 0x24B6);
    if (c >= 0x24D0 && c <= 0x24E9)
        return U'a' + (c - 0x24D0);
    switch (c) {
    case 0xFFE5:
        return U'¥';
    case 0xFFE1:
        return U'£';
    case 0xFFE0:
        return U'¢';
    case U'｡':
        return U'。';
    case U'､':
        return U'、';
    case U'〜':
        return U'~';
    case U'『':
        return U'「';
    case U'』':
        return U'」';
    case U'〈':
        return U'《';
    case U'〉':
        return U'》';
    case U'〖':
    case U'〔':
        return U'【';
    case U'〗':
    case U'〕':
        return U'】';
    case U'﹣':
        return U'-';
    default:
        return c;
    }
}

bool isUnseen(char32_t c) {
    return within(c, 0xFE00, 0xFE0F) || within(c, 0x200B, 0x200F) || within(c, 0x202A, 0x202E) ||
           within(c, 0x2060, 0x206F) || c == 0xFEFF || c == 0xAD || c == 0x20E3 || c == 0x034F || c == 0x180E ||
           within(c, 0xE0000, 0xE01EF) || within(c, 0xFFF9, 0xFFFD) || (c < 0x20 && !isSpace(c)) ||
           within(c, 0x7F, 0x84) || within(c, 0x86, 0x9F) || within(c, 0x335, 0x338) || within(c, 0x1AB0, 0x1AFF) ||
           within(c, 0x1DC0, 0x1DFF) || within(c, 0x20D0, 0x20FF) || within(c, 0xFE20, 0xFE2F);
}

bool isAccent(char32_t c) {
    return within(c, 0x300, 0x36F);
}

bool isBase(char32_t c) {
    return isLatin(c) || within(c, 0x370, 0x52F);
}

bool isDigit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool isCapital(char32_t c) {
    return c >= U'A' && c <= U'Z';
}

bool isSmall(char32_t c) {
    return c >= U'a' && c <= U'z';
}

bool isLatin(char32_t c) {
    return isCapital(c) || isSmall(c) || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
           (c >= 0x1E00 && c <= 0x1EFF);
}

bool isAlphanumeric(char32_t c) {
    return isLatin(c) || isDigit(c);
}

} // namespace engine::text
