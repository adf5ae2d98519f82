#include "engine/text/numbers_chinese.h"

#include <array>
#include <cstddef>

namespace engine::text {

namespace {

using Words = std::string_view;

constexpr std::array<Words, 10> kDigits = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::array<Words, 4> kPlaces = {"", "十", "百", "千"};
constexpr std::array<Words, 4> kChineseScales = {"", "万", "亿", "万亿"};
constexpr std::size_t kMostChineseDigits = 16;

// Four digits or fewer, not all zero. `leads`: nothing is said before them.
std::string group(std::string_view digits, bool leads) {
    std::string result;
    bool zero = !leads && digits[0] == '0';
    bool first = leads;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const std::size_t place = digits.size() - 1 - i;
        const std::size_t digit = std::size_t(digits[i] - '0');
        if (digit == 0) {
            zero = zero || !result.empty();
            continue;
        }
        if (zero)
            result += kDigits[0];
        zero = false;
        const bool two = digit == 2 && (place == 3 || (place == 2 && first));
        const bool bareTen = digit == 1 && place == 1 && first;
        if (!bareTen)
            result += two ? Words("两") : kDigits[digit];
        result += kPlaces[place];
        first = false;
    }
    return result;
}

bool isZero(std::string_view digits) {
    return digits.find_first_not_of('0') == std::string_view::npos;
}

std::string byDigits(std::string_view digits, Words one) {
    std::string result;
    result.reserve(digits.size() * 3);
    for (const char c : digits)
        result += c == '1' ? one : kDigits[std::size_t(c - '0')];
    return result;
}

} // namespace

std::string chineseDigits(std::string_view digits) {
    return byDigits(digits, kDigits[1]);
}

std::string chineseTelephone(std::string_view digits) {
    return byDigits(digits, "幺");
}

std::string chineseCardinal(std::string_view digits, bool counting) {
    if (digits.empty() || (digits.size() > 1 && digits[0] == '0') || digits.size() > kMostChineseDigits)
        return chineseDigits(digits);
    if (digits == "2" && counting)
        return "两";
    if (isZero(digits))
        return std::string(kDigits[0]);
    std::string result;
    bool gap = false; // a whole group of zeros
    for (std::size_t scale = (digits.size() - 1) / 4 + 1; scale-- > 0;) {
        const std::size_t end = digits.size() - scale * 4;
        const std::string_view part = digits.substr(end < 4 ? 0 : end - 4, end < 4 ? end : 4);
        if (isZero(part)) {
            gap = true;
            continue;
        }
        const bool leads = result.empty();
        if (gap && !leads && part[0] != '0')
            result += kDigits[0];
        gap = false;
        const bool two = scale > 0 && part.find_first_not_of('0') == part.size() - 1 && part.back() == '2';
        if (two && leads)
            result += "两";
        else
            result += group(part, leads);
        // 万亿 is said whole only where no 亿 of its own follows.
        const bool moreOfHundredMillions = scale == 3 && !isZero(digits.substr(digits.size() - 12, 4));
        result += moreOfHundredMillions ? Words("万") : kChineseScales[scale];
    }
    return result;
}

} // namespace engine::text
