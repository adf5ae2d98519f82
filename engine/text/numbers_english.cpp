#include "engine/text/numbers_english.h"

#include <array>
#include <cstdint>

namespace engine::text {

namespace {

using Words = std::string_view;

constexpr std::array<Words, 20> kSmall = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<Words, 10> kTens = {"",      "",      "twenty",  "thirty", "forty",
                                         "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<Words, 6> kEnglishScales = {"", " thousand", " million", " billion", " trillion", " quadrillion"};
constexpr std::uint64_t kLargestInWords = 1'000'000'000'000'000;

std::string below100(unsigned n) {
    if (n < 20)
        return std::string(kSmall[n]);
    std::string result(kTens[n / 10]);
    if (n % 10 != 0)
        result.append("-").append(kSmall[n % 10]);
    return result;
}

std::string below1000(unsigned n) {
    if (n < 100)
        return below100(n);
    std::string result = std::string(kSmall[n / 100]) + " hundred";
    if (n % 100 != 0)
        result += " " + below100(n % 100);
    return result;
}

// At most 16 digits.
std::uint64_t value(std::string_view digits) {
    std::uint64_t result = 0;
    for (const char c : digits)
        result = result * 10 + std::uint64_t(c - '0');
    return result;
}

bool isSaidByDigits(std::string_view digits) {
    return digits.empty() || (digits.size() > 1 && digits[0] == '0') || digits.size() > 16 ||
           value(digits) > kLargestInWords;
}

} // namespace

std::string englishDigits(std::string_view digits) {
    std::string result;
    result.reserve(digits.size() * 6);
    for (const char c : digits) {
        if (!result.empty())
            result += ' ';
        result += kSmall[std::size_t(c - '0')];
    }
    return result;
}

std::string englishCardinal(std::string_view digits) {
    if (isSaidByDigits(digits))
        return englishDigits(digits);
    std::uint64_t rest = value(digits);
    if (rest == 0)
        return "zero";
    std::string result;
    for (std::size_t scale = 0; rest > 0; ++scale, rest /= 1000) {
        const unsigned group = unsigned(rest % 1000);
        if (group == 0)
            continue;
        std::string words = below1000(group).append(kEnglishScales[scale]);
        if (!result.empty())
            words += " " + result;
        result = std::move(words);
    }
    return result;
}

std::string englishOrdinal(std::string_view digits) {
    static constexpr std::array<std::array<Words, 2>, 7> kOwn = {{{"one", "first"},
                                                                  {"two", "second"},
                                                                  {"three", "third"},
                                                                  {"five", "fifth"},
                                                                  {"eight", "eighth"},
                                                                  {"nine", "ninth"},
                                                                  {"twelve", "twelfth"}}};
    std::string words = englishCardinal(digits);
    const std::size_t last = words.find_last_of(" -") == std::string::npos ? 0 : words.find_last_of(" -") + 1;
    for (const auto &own : kOwn)
        if (Words(words).substr(last) == own[0])
            return words.replace(last, std::string::npos, own[1]);
    if (words.back() == 'y')
        words.replace(words.size() - 1, 1, "ie");
    return words + "th";
}

std::string englishYear(std::string_view digits) {
    if (digits.size() != 4 || digits[0] == '0')
        return englishCardinal(digits);
    const unsigned century = unsigned(value(digits.substr(0, 2)));
    const unsigned rest = unsigned(value(digits.substr(2)));
    if (rest == 0)
        return century % 10 == 0 ? englishCardinal(digits) : below100(century) + " hundred";
    if (rest < 10)
        return century % 10 == 0 ? englishCardinal(digits) : below100(century) + " oh " + below100(rest);
    return below100(century) + " " + below100(rest);
}

std::string englishModelNumber(std::string_view digits) {
    if (digits.empty() || digits[0] == '0' || digits.size() > 4)
        return englishDigits(digits);
    if (digits.size() == 4)
        return digits[1] == '0' && digits[2] == '0' ? englishCardinal(digits) : englishYear(digits);
    if (digits.size() < 3 || digits.substr(1) == "00")
        return englishCardinal(digits);
    const std::string first = below100(unsigned(digits[0] - '0'));
    return first + (digits[1] == '0' ? " oh " : " ") + below100(unsigned(value(digits.substr(1))));
}

std::string englishDecade(std::string words) {
    if (words.back() == 'y')
        return words.replace(words.size() - 1, 1, "ies");
    return words + "s";
}

} // namespace engine::text
