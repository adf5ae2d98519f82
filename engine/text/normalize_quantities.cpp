#include "engine/text/normalize_quantities.h"
#include "engine/text/normalizer_rules.h"

#include <algorithm>

#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

Measure measureAt(const WrittenLine &line, std::size_t at) {
    const bool blank = line.at(at) == U' ';
    const std::size_t begin = at + (blank ? 1 : 0);
    std::u32string text;
    while (text.size() < kLongestUnit && line.at(begin + text.size()) != 0)
        text += line.at(begin + text.size());
    for (; !text.empty(); text.pop_back()) { // "m2" is none in "m23", "m" is
        const Unit *unit = unitAt(text);
        if (unit == nullptr)
            return {};
        const std::size_t end = begin + unit->sign.size();
        const bool letters = isAlphanumeric(unit->sign.back());
        const bool ends = !letters || (!isAlphanumeric(line.at(end)) && line.at(end) != U'_');
        // "6 ft. tall"
        const bool point = letters && line.at(end) == U'.' && line.at(end + 1) == U' ' && isSmall(line.at(end + 2));
        // "5 m" is five meters, "I gave 5 in" and "5 s" are not.
        if (ends && (!blank || unit->spaced) && !(letters && line.at(end) == U'\''))
            return {unit, end + (point ? 1 : 0)};
        text.resize(std::min(text.size(), unit->sign.size()));
    }
    return {};
}

namespace {

Measure measureAt(const WrittenLine &line, std::size_t begin, const Number &number) {
    if (const Measure measure = measureAt(line, number.end); measure.unit != nullptr)
        return measure;
    const Unit *magnitude = magnitudeAt(line, begin, number);
    return magnitude != nullptr ? Measure{magnitude, number.end + 1} : Measure{};
}

} // namespace

Quantity quantityAt(const WrittenLine &line, std::size_t at, const Number &first, bool minus) {
    Quantity q{first, at, minus, measureAt(line, at, first), std::nullopt, 0, false, false, first.end};
    if (q.measure.unit != nullptr)
        q.end = q.measure.end;
    const std::size_t second = rangeSignAt(line, q.end);
    if (second == 0)
        return q;
    const bool lastMinus = line.at(second) == U'-';
    const std::optional<Number> last = line.numberAt(second + (lastMinus ? 1 : 0));
    if (!last)
        return q;
    const Measure measure = measureAt(line, second + (lastMinus ? 1 : 0), *last);
    const std::size_t end = measure.unit != nullptr ? measure.end : last->end;
    // 1-2-3 is something else, and so is 5km-3.
    if ((isRangeSign(line.at(end)) && isAlphanumeric(line.at(end + 1))) ||
        (q.measure.unit != nullptr && measure.unit == nullptr))
        return q;
    if (measure.unit == nullptr && isAlphanumeric(line.at(end)))
        return q;
    if (line.at(end) == U'.' && isDigit(line.at(end + 1)))
        return q;
    q.unitTwice = q.measure.unit != nullptr;
    if (q.unitTwice && q.measure.unit != measure.unit)
        return q;
    q.last = last;
    q.lastAt = second;
    q.lastMinus = lastMinus;
    q.measure = measure;
    q.end = end;
    return q;
}

namespace {

std::string english(const WrittenLine &line, const Quantity &q) {
    const bool plain = q.measure.unit == nullptr;
    const auto number = [&](const Number &n, std::size_t at, bool minus) {
        const bool year = q.last && isYearInEnglish(line, q.first, q.firstAt) && n.whole.size() == 4 && n.isWhole();
        return (minus ? "minus " : "") + (!plain ? sayEnglish(n)
                                          : year ? englishYear(n.whole)
                                                 : sayEnglish(line, n, at));
    };
    std::string text = number(q.first, q.firstAt, q.minus);
    if (q.last)
        text += " to " + number(*q.last, q.lastAt, q.lastMinus);
    if (!plain) {
        const bool one = (!q.last && q.first.isOne()) || isAttribute(line, q.firstAt, q.end);
        text += " " + std::string(one ? q.measure.unit->one : q.measure.unit->many);
    }
    return text;
}

std::string chinese(const WrittenLine &line, const Quantity &q) {
    const Unit *unit = q.measure.unit;
    const std::string sign = unit != nullptr ? std::string(unit->chinese) : "";
    if (unit == nullptr) {
        std::string text = q.minus ? "负" : "";
        const bool year = q.last && line.at(q.end) == U'年' && q.first.whole.size() == 4 && q.last->whole.size() == 4;
        text += year     ? chineseDigits(q.first.whole)
                : q.last ? sayChinese(q.first)
                         : sayChinese(line, q.first, q.firstAt);
        if (q.last)
            text += (q.lastMinus ? "到负" : "到") + sayChinese(line, *q.last, q.lastAt);
        return text;
    }
    if (sign.ends_with("分之")) {
        const bool whole = !q.last && q.first.isWhole() && q.first.whole == "100";
        std::string text = (q.minus ? "负" : "") + sign + (whole ? "百" : sayChinese(q.first));
        if (q.last)
            text += "到" + std::string(q.lastMinus ? "负" : "") + (q.unitTwice ? sign : "") + sayChinese(*q.last);
        return text;
    }
    const bool letters = static_cast<unsigned char>(sign.front()) < 0x80;
    const bool degrees = sign == "摄氏度";
    const auto minus = [&](bool is) { return !is ? "" : degrees ? "零下" : "负"; };
    std::string text = minus(q.minus) + sayChinese(q.first, !letters && !q.last);
    if (q.last && q.minus && !q.lastMinus)
        text += sign; // else "零下三到五" would be below zero, too
    if (q.last)
        text += "到" + std::string(minus(q.lastMinus)) + sayChinese(*q.last, !letters);
    return text + sign;
}

// "比分2-1", "2-1战胜"
bool isScore(const WrittenLine &line, std::size_t at, std::size_t end) {
    for (std::size_t i = at, n = 0; n < 5 && i > 0; --i, ++n)
        for (const std::u32string_view cue : {U"比分", U"胜", U"负", U"赢", U"输", U"击败", U"战平"})
            if (line.endsWith(i, cue))
                return true;
    for (std::size_t i = end; i < end + 3; ++i)
        for (const std::u32string_view cue :
             {U"战胜", U"击败", U"获胜", U"取胜", U"险胜", U"大胜", U"战平", U"落败", U"领先"})
            if (line.has(i, cue))
                return true;
    return false;
}

} // namespace

Found sayQuantity(const WrittenLine &line, const Quantity &q, std::size_t begin) {
    if (!line.isChinese(begin, q.end))
        return {q.end, english(line, q)};
    if (q.last && q.measure.unit == nullptr && isScore(line, begin, q.end))
        return {q.end, sayChinese(q.first) + "比" + sayChinese(*q.last)};
    return {q.end, chinese(line, q)};
}

} // namespace engine::text
