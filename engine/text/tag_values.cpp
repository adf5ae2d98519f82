#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "engine/text/tag_letters.h"
#include "engine/text/tags.h"

namespace engine::text {

using namespace tag_letters;

namespace {

// A decimal number with digits alone, a sign and a point; no exponent. Far outside every range when there are too many
// digits.
struct Number {
    bool is = false;
    double value = 0;
    std::string_view rest; // what follows, without blanks before it
};

Number numberAtStart(std::string_view text) {
    Number number;
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const bool negative = at == 1 && text[0] == '-';
    const std::size_t whole = lengthWhile(text.substr(at), isDigit);
    std::size_t end = at + whole;
    if (end < text.size() && text[end] == '.') {
        const std::size_t fraction = lengthWhile(text.substr(end + 1), isDigit);
        end += fraction > 0 ? 1 + fraction : 0;
    }
    if (end == at)
        return number;
    number.is = true;
    const std::string_view digits = text.substr(at, end - at);
    const auto [last, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number.value, std::chars_format::fixed);
    if (problem != std::errc() || last != digits.data() + digits.size()) // out of what a double holds
        number.value = digits.substr(0, whole).find_first_not_of('0') == digits.npos ? 0 : HUGE_VAL;
    if (negative)
        number.value = -number.value;
    number.rest = trimmed(text.substr(end));
    return number;
}

std::string inQuotes(std::string_view value) {
    return "\"" + shownInMessage(value) + "\"";
}

double secondsOf(std::string_view unit) {
    struct Unit {
        std::string_view name;
        double seconds;
    };
    static constexpr std::array<Unit, 16> units{{{"ms", 0.001},
                                                 {"msec", 0.001},
                                                 {"millisecond", 0.001},
                                                 {"milliseconds", 0.001},
                                                 {"s", 1},
                                                 {"sec", 1},
                                                 {"secs", 1},
                                                 {"second", 1},
                                                 {"seconds", 1},
                                                 {"m", 60},
                                                 {"min", 60},
                                                 {"minute", 60},
                                                 {"minutes", 60},
                                                 {"h", 3600},
                                                 {"hour", 3600},
                                                 {"hours", 3600}}};
    const auto found = std::find_if(units.begin(), units.end(), [unit](const Unit &u) { return u.name == unit; });
    return found == units.end() ? 0 : found->seconds;
}

} // namespace

TagMeaning readPause(std::string_view time) {
    const Number number = numberAtStart(trimmed(time));
    const double unit = number.is ? secondsOf(lowered(number.rest)) : 0;
    const std::string remedy = "Write {pause 500ms} or {pause 1.5s}.";
    if (!number.is || (unit == 0 && !number.rest.empty()))
        return wrong("A pause is a time from 0 to 60 seconds, not " + inQuotes(trimmed(time)) + ".", remedy);
    if (unit == 0)
        return wrong("The pause of " + inQuotes(trimmed(time)) + " has no unit, ms or s; it may last 0 to 60 seconds.",
                     remedy);
    TagMeaning meaning;
    meaning.kind = TagMeaning::Pause;
    // So that 500ms is 0.5 exactly.
    meaning.seconds = unit < 1 ? number.value / 1000 : number.value * unit;
    if (!(meaning.seconds >= 0 && meaning.seconds <= kLongestPause))
        return wrong("A pause lasts 0 to 60 seconds, not " + inQuotes(trimmed(time)) + ".", remedy);
    return meaning;
}

TagMeaning readSpeed(std::string_view number) {
    TagMeaning meaning;
    meaning.kind = TagMeaning::Speed;
    if (lowered(number) == "line")
        return meaning;
    const Number read = numberAtStart(trimmed(number));
    if (!read.is || !(read.rest.empty() || lowered(read.rest) == "x") || !(read.value >= 0.3 && read.value <= 3))
        return wrong("A speed is a number from 0.3 to 3, not " + inQuotes(trimmed(number)) + ".",
                     "Write {speed 0.9}, or {speed line} for the speed of the line.");
    meaning.speed = read.value;
    return meaning;
}

TagMeaning readSeed(std::string_view number) {
    TagMeaning meaning;
    meaning.kind = TagMeaning::Seed;
    if (lowered(number) == "line")
        return meaning;
    const std::string_view digits = trimmed(number);
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem != std::errc() || end != digits.data() + digits.size())
        return wrong("A seed is a whole number from 0 to 18446744073709551615, not " + inQuotes(digits) + ".",
                     "Write {seed 7}, or {seed line} for the seed of the line.");
    meaning.seed = value;
    return meaning;
}

} // namespace engine::text
