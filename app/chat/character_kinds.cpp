#include "app/chat/character_kinds.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace app::chat {

namespace {

struct Range {
    char32_t first, last;
};

constexpr std::array kEmoji = std::to_array<Range>({
    {0x2194, 0x2199},   {0x21A9, 0x21AA},   {0x231A, 0x231B},   {0x2328, 0x2328},   {0x2388, 0x2388},
    {0x23CF, 0x23CF},   {0x23E9, 0x23F3},   {0x23F8, 0x23FA},   {0x25AA, 0x25AB},   {0x25B6, 0x25B6},
    {0x25C0, 0x25C0},   {0x25FB, 0x25FE},   {0x2600, 0x2605},   {0x2607, 0x2612},   {0x2614, 0x2685},
    {0x2690, 0x2705},   {0x2708, 0x2712},   {0x2714, 0x2714},   {0x2716, 0x2716},   {0x271D, 0x271D},
    {0x2721, 0x2721},   {0x2728, 0x2728},   {0x2733, 0x2734},   {0x2744, 0x2744},   {0x2747, 0x2747},
    {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2763, 0x2767},
    {0x2795, 0x2797},   {0x27A1, 0x27A1},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2934, 0x2935},
    {0x2B05, 0x2B07},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x1F000, 0x1F0FF},
    {0x1F10D, 0x1F10F}, {0x1F12F, 0x1F12F}, {0x1F16C, 0x1F171}, {0x1F17E, 0x1F17F}, {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A}, {0x1F1AD, 0x1F1FF}, {0x1F201, 0x1F20F}, {0x1F249, 0x1F53D}, {0x1F546, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F774, 0x1F77F}, {0x1F7D5, 0x1F7FF}, {0x1F80C, 0x1F80F}, {0x1F848, 0x1F84F},
    {0x1F85A, 0x1F85F}, {0x1F888, 0x1F88F}, {0x1F8AE, 0x1F8FF}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945},
    {0x1F947, 0x1FAFF}, {0x1FC00, 0x1FFFD},
});

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

} // namespace

bool isEmoji(char32_t c) {
    if (c < kEmoji.front().first)
        return false;
    const auto after = std::upper_bound(kEmoji.begin(), kEmoji.end(), c,
                                        [](char32_t one, const Range &range) { return one < range.first; });
    return after != kEmoji.begin() && c <= std::prev(after)->last;
}

bool isSkinTone(char32_t c) {
    return within(c, 0x1F3FB, 0x1F3FF);
}

bool isInvisible(char32_t c) {
    if (c < 0x7F)
        return c < 0x20;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
        return true;
    case QChar::Other_NotAssigned:
        return !isEmoji(c);
    default:
        break;
    }
    return c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x17B4 || c == 0x17B5 ||
           within(c, 0x180B, 0x180F) || within(c, 0xFE00, 0xFE0F) || within(c, 0xE0000, 0xE0FFF) || c == 0x2800 ||
           c == 0xFFFC || c == 0xFFFD;
}

bool isMark(char32_t c) {
    if (c < 0x300)
        return false;
    const QChar::Category category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_SpacingCombining ||
           category == QChar::Mark_Enclosing;
}

bool isChinese(char32_t c) {
    if (c < 0x2E80)
        return false;
    const QChar::Script script = QChar::script(c);
    return script == QChar::Script_Han || script == QChar::Script_Bopomofo;
}

bool isKana(char32_t c) {
    if (c < 0x3040)
        return false;
    const QChar::Script script = QChar::script(c);
    return script == QChar::Script_Hiragana || script == QChar::Script_Katakana;
}

bool isHangul(char32_t c) {
    return c >= 0x1100 && QChar::script(c) == QChar::Script_Hangul;
}

bool isWordAlone(char32_t c) {
    if (c < 0x0E00)
        return false;
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Bopomofo:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

} // namespace app::chat
