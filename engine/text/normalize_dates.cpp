#include "engine/text/normalizer_rules.h"

#include <array>

#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

struct Date {
    std::string year; // "" = none
    unsigned month = 0;
    unsigned day = 0; // 0 = none
};

bool isMonth(unsigned n) {
    return n >= 1 && n <= 12;
}

bool isDay(unsigned n) {
    return n >= 1 && n <= 31;
}

std::string said(const Date &date, bool chinese) {
    const std::string day = std::to_string(date.day);
    if (chinese) {
        std::string text = date.year.empty() ? "" : chineseDigits(date.year) + "年";
        text += chineseCardinal(std::to_string(date.month)) + "月";
        return date.day > 0 ? text + chineseCardinal(day) + "日" : text;
    }
    std::string text(kMonths[date.month - 1]);
    if (date.day > 0)
        text += " " + englishOrdinal(day);
    if (!date.year.empty())
        text += (date.day > 0 ? ", " : " ") + englishYear(date.year);
    return text;
}

// One or two digits, or four.
struct Part {
    std::string digits;
    std::size_t end = 0;

    unsigned value() const { return unsigned(std::stoul(digits)); }
};

std::optional<Part> partAt(const WrittenLine &line, std::size_t at) {
    Part part;
    while (isDigit(line.at(at + part.digits.size())) && part.digits.size() <= 4)
        part.digits += char(line.at(at + part.digits.size()));
    part.end = at + part.digits.size();
    if (part.digits.empty() || part.digits.size() > 4)
        return std::nullopt;
    return part;
}

bool isSeparator(char32_t c) {
    return c == U'-' || c == U'/' || c == U'.';
}

// A date of a standard may go on with a time.
Found finished(const WrittenLine &line, std::size_t end, std::string text, bool chinese) {
    if (line.at(end) == U'T' && isDigit(line.at(end + 1)))
        return {end + 1, text + (chinese ? "" : ", ")};
    if (isAlphanumeric(line.at(end)))
        return {};
    return {end, std::move(text)};
}

bool isYear(const std::string &digits) {
    return digits.size() == 4 && digits[0] != '0' && digits[0] <= '2';
}

// a, b are day and month or the other way round.
std::optional<Date> dayAndMonth(unsigned a, unsigned b, bool dayFirst) {
    if (dayFirst ? isDay(a) && isMonth(b) : isDay(a) && isMonth(b) && !isMonth(a))
        return Date{"", b, a};
    if (isMonth(a) && isDay(b))
        return Date{"", a, b};
    return std::nullopt;
}

Found threeParts(const WrittenLine &line, const Part &a, const Part &b, const Part &c, char32_t sign) {
    const std::size_t end = c.end;
    const std::size_t begin = a.end - a.digits.size();
    const bool chinese = line.isChinese(begin, end);
    if (isDigit(line.at(end)) || (isSeparator(line.at(end)) && isDigit(line.at(end + 1))))
        return {};
    if (isYear(a.digits) && b.digits.size() <= 2 && c.digits.size() <= 2 && isMonth(b.value()) && isDay(c.value()))
        return finished(line, end, said({a.digits, b.value(), c.value()}, chinese), chinese);
    const bool shortYear = c.digits.size() == 2 && sign == U'/';
    if (a.digits.size() > 2 || b.digits.size() > 2 || !(isYear(c.digits) || shortYear))
        return {};
    std::optional<Date> date = dayAndMonth(a.value(), b.value(), line.options().dayFirst || sign == U'.');
    if (!date)
        return {};
    date->year = !shortYear ? c.digits : (c.value() < 70 ? "20" : "19") + c.digits;
    return finished(line, end, said(*date, chinese), chinese);
}

// 5/1, which may be a fraction, too.
Found twoParts(const WrittenLine &line, std::size_t at, const Part &a, const Part &b, char32_t sign) {
    if (isAlphanumeric(line.at(b.end)) || (isSeparator(line.at(b.end)) && isDigit(line.at(b.end + 1))) ||
        line.at(b.end) == U'%')
        return {};
    const bool chinese = line.isChinese(at, b.end);
    if (isYear(a.digits) && sign != U'.' && b.digits.size() == 2 && isMonth(b.value()) &&
        (b.digits[0] == '0' || (chinese && sign == U'/')))
        return finished(line, b.end, said({a.digits, b.value(), 0}, chinese), chinese);
    if (sign != U'/' || a.digits.size() > 2 || b.digits.size() > 2)
        return {};
    const bool cue = isOneOf(wordBefore(line, at), "on by until till since due before after");
    const unsigned x = a.value(), y = b.value();
    const bool likeAFraction = x < y && (y <= 12 || y == 16 || y == 20 || y == 32 || y == 64);
    const bool special = (x == 24 && y == 7) || (x == 9 && y == 11) || x == y;
    if (!cue && (likeAFraction || special))
        return {};
    const std::optional<Date> date = dayAndMonth(x, y, line.options().dayFirst);
    return date ? finished(line, b.end, said(*date, chinese), chinese) : Found{};
}

unsigned monthNamed(const std::string &word) {
    for (unsigned i = 0; i < kMonths.size(); ++i)
        if (word == kMonths[i] || (word.size() == 3 && kMonths[i].starts_with(word)) || (i == 8 && word == "Sept"))
            return i + 1;
    return 0;
}

// st, nd, rd, th
std::size_t ordinalEnd(const WrittenLine &line, std::size_t at) {
    const std::string letters = lower(line.wordAt(at));
    return isOneOf(letters, "st nd rd th") ? at + 2 : at;
}

struct Year {
    std::string digits;
    std::size_t end = 0;
};

// ", 2024" or " 2024"
std::optional<Year> yearAfter(const WrittenLine &line, std::size_t at) {
    if (line.at(at) == U',')
        ++at;
    if (line.at(at) != U' ' || !isDigit(line.at(at + 1)))
        return std::nullopt;
    const std::optional<Part> part = partAt(line, at + 1);
    if (!part || !isYear(part->digits) || isAlphanumeric(line.at(part->end)) || line.at(part->end) == U'%' ||
        (line.at(part->end) == U':' && isDigit(line.at(part->end + 1))))
        return std::nullopt;
    return Year{part->digits, part->end};
}

// May 1st, 2024; Jan. 5
Found monthFirst(const WrittenLine &line, std::size_t at) {
    const std::string word = line.wordAt(at);
    const unsigned month = monthNamed(word);
    if (month == 0)
        return {};
    std::size_t end = at + word.size();
    if (line.at(end) == U'.' && word.size() < kMonths[month - 1].size())
        ++end;
    if (line.at(end) != U' ' || !isDigit(line.at(end + 1)))
        return {};
    const std::optional<Part> day = partAt(line, end + 1);
    if (!day)
        return {};
    if (isYear(day->digits)) // "Jan. 2024": the year follows as a number
        return isAlphanumeric(line.at(day->end))
                   ? Found{}
                   : Found{day->end, std::string(kMonths[month - 1]) + " " + englishYear(day->digits)};
    if (day->digits.size() > 2 || !isDay(day->value()))
        return {};
    std::string text = std::string(kMonths[month - 1]) + " " + englishOrdinal(std::to_string(day->value()));
    end = ordinalEnd(line, day->end);
    const char32_t next = line.at(end);
    if (isAlphanumeric(next) || next == U'%' || next == U'/' ||
        ((next == U':' || next == U'.') && isDigit(line.at(end + 1))))
        return {};
    if (const std::size_t second = rangeSignAt(line, end); second > 0)
        if (const std::optional<Part> last = partAt(line, second);
            last && last->digits.size() <= 2 && isDay(last->value())) {
            end = ordinalEnd(line, last->end);
            text += " to " + englishOrdinal(std::to_string(last->value()));
        }
    if (const std::optional<Year> year = yearAfter(line, end))
        return {year->end, text + ", " + englishYear(year->digits)};
    return {end, text};
}

// 1 May 2024, the 1st of May
Found dayFirst(const WrittenLine &line, std::size_t at) {
    const std::optional<Part> day = partAt(line, at);
    if (!day || day->digits.size() > 2 || !isDay(day->value()) || isAlphanumeric(line.before(at)))
        return {};
    std::size_t end = ordinalEnd(line, day->end);
    const bool ordinal = end > day->end;
    if (line.at(end) != U' ')
        return {};
    ++end;
    if (ordinal && line.has(end, U"of "))
        end += 3;
    const std::string word = line.wordAt(end);
    const unsigned month = monthNamed(word);
    if (month == 0)
        return {};
    end += word.size();
    const std::optional<Year> year = yearAfter(line, end);
    const std::string before = wordBefore(line, at);
    // "5 May apply": the month that is a verb.
    if (word == "May" && !ordinal && !year && !isOneOf(before, "on by until till since from before after of the") &&
        line.at(end) == U' ' && isSmall(line.at(end + 1)))
        return {};
    std::string text = before == "the" ? "" : "the ";
    text += englishOrdinal(std::to_string(day->value())) + " of " + std::string(kMonths[month - 1]);
    if (line.at(end) == U'.' && word.size() == 3 && word != "May" && line.at(end + 1) == U' ')
        ++end;
    return year ? Found{year->end, text + ", " + englishYear(year->digits)} : Found{end, text};
}

// Mon-Fri, Mon. – Fri., Monday-Friday
Found weekdays(const WrittenLine &line, std::size_t at) {
    static constexpr std::array<std::string_view, 7> kDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                              "Friday", "Saturday", "Sunday"};
    const auto dayAt = [&](std::size_t begin, std::size_t &end) {
        const std::string word = line.wordAt(begin);
        end = begin + word.size();
        for (const std::string_view day : kDays)
            if (word == day || (word.size() >= 3 && word.size() <= 5 && day.starts_with(word))) {
                end += line.at(end) == U'.' && isRangeSign(line.at(line.afterBlanks(end + 1))) ? 1 : 0;
                return day;
            }
        return std::string_view();
    };
    std::size_t end = 0;
    const std::string_view first = dayAt(at, end);
    const std::size_t sign = line.at(end) == U' ' ? end + 1 : end;
    if (first.empty() || !isRangeSign(line.at(sign)))
        return {};
    const std::string_view last = dayAt(line.at(sign + 1) == U' ' ? sign + 2 : sign + 1, end);
    if (last.empty() || isAlphanumeric(line.at(end)))
        return {};
    return {end, std::string(first) + " to " + std::string(last)};
}

} // namespace

Found readDate(const WrittenLine &line, std::size_t at) {
    if (isAlphanumeric(line.before(at)))
        return {};
    if (isCapital(line.at(at))) {
        const Found found = weekdays(line, at);
        return found ? found : monthFirst(line, at);
    }
    if (!isDigit(line.at(at)))
        return {};
    const std::optional<Part> a = partAt(line, at);
    if (!a)
        return {};
    const char32_t sign = line.at(a->end);
    if (!isSeparator(sign))
        return dayFirst(line, at);
    const std::optional<Part> b = isDigit(line.at(a->end + 1)) ? partAt(line, a->end + 1) : std::nullopt;
    if (!b)
        return dayFirst(line, at);
    if (line.at(b->end) == sign && isDigit(line.at(b->end + 1)))
        if (const std::optional<Part> c = partAt(line, b->end + 1))
            return threeParts(line, *a, *b, *c, sign);
    return twoParts(line, at, *a, *b, sign);
}

} // namespace engine::text
