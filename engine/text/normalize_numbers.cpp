#include "engine/text/normalizer_rules.h"

#include <algorithm>

#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"
#include "engine/text/units.h"

namespace engine::text {

namespace {

struct Measure {
    const Unit *unit = nullptr;
    std::size_t end = 0;
};

// The unit behind a number that ends at `at`.
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

struct Quantity {
    Number first;
    std::size_t firstAt = 0;
    bool minus = false;
    Measure measure;
    std::optional<Number> last;
    std::size_t lastAt = 0;
    bool lastMinus = false;
    bool unitTwice = false;
    std::size_t end = 0;
};

Measure measureAt(const WrittenLine &line, std::size_t begin, const Number &number) {
    if (const Measure measure = measureAt(line, number.end); measure.unit != nullptr)
        return measure;
    const Unit *magnitude = magnitudeAt(line, begin, number);
    return magnitude != nullptr ? Measure{magnitude, number.end + 1} : Measure{};
}

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

// 3/4, 2 1/2, 8/10, 24/7
Found fraction(const WrittenLine &line, std::size_t at, const Number &first, bool minus) {
    const std::size_t slash = first.end;
    if (line.at(slash) != U'/' || !first.isWhole() || first.whole.size() > 4)
        return {};
    const std::optional<Number> second = line.numberAt(slash + 1);
    if (!second || !second->isWhole() || second->grouped || second->whole.size() > 4)
        return {};
    const std::size_t end = second->end;
    if (line.at(end) == U'/' || isAlphanumeric(line.at(end)))
        return {};
    const std::string &a = first.whole, &b = second->whole;
    if (line.isChinese(at, end)) {
        if (a == "24" && b == "7")
            return {end, "七乘二十四"};
        if (a == b)
            return {end, chineseCardinal(a) + "比" + chineseCardinal(b)};
        return {end, (minus ? "负" : "") + chineseCardinal(b) + "分之" + chineseCardinal(a)};
    }
    const std::string sign = minus ? "minus " : "";
    if (a == "24" && b == "7")
        return {end, "twenty-four seven"};
    if (a == "9" && b == "11")
        return {end, "nine eleven"};
    if (a == b && (a == "50" || a == "20"))
        return {end, englishCardinal(a) + "-" + englishCardinal(b)};
    const std::optional<unsigned> over = first.upTo(9999), under = second->upTo(9999);
    if (*under == 0 || *over == 0 || *over >= *under || *under == 10 || *under >= 100)
        return {end, sign + englishCardinal(a) + (*over > *under ? " over " : " out of ") + englishCardinal(b)};
    const bool one = *over == 1;
    std::string name = *under == 2 ? "half" : *under == 4 ? "quarter" : englishOrdinal(b);
    return {end, sign + englishCardinal(a) + " " + name + (one ? "" : "s")};
}

// 2 1/2
Found mixedFraction(const WrittenLine &line, std::size_t at, const Number &whole, bool minus) {
    if (!whole.isWhole() || line.at(whole.end) != U' ')
        return {};
    const std::optional<Number> part = line.numberAt(whole.end + 1);
    const std::optional<unsigned> over = part ? part->upTo(99) : std::nullopt;
    const std::optional<Number> under =
        over && line.at(part->end) == U'/' ? line.numberAt(part->end + 1) : std::nullopt;
    if (!under || !under->upTo(64) || *over >= *under->upTo(64))
        return {};
    const Found found = fraction(line, whole.end + 1, *part, false);
    if (!found)
        return {};
    const bool chinese = line.isChinese(at, found.end);
    if (chinese)
        return {found.end, (minus ? "负" : "") + sayChinese(whole) + "又" + found.text};
    const bool half = found.text == "one half";
    return {found.end, (minus ? "minus " : "") + sayEnglish(whole) + " and " + (half ? "a half" : found.text)};
}

// 1st, 22nd; 1980s, 80s
Found ordinalOrDecade(const WrittenLine &line, std::size_t at, const Number &n) {
    if (!n.isWhole())
        return {};
    const std::string letters = line.wordAt(n.end);
    const std::size_t end = n.end + letters.size();
    if (letters.empty() && (line.at(n.end) == U'\'' || line.at(n.end) == U'’') && line.at(n.end + 1) == U's' &&
        !isAlphanumeric(line.at(n.end + 2)) && n.whole.back() == '0' && (n.whole.size() == 4 || n.whole.size() == 2))
        return {n.end + 2, englishDecade(n.whole.size() == 4 ? englishYear(n.whole) : englishCardinal(n.whole))};
    if (isAlphanumeric(line.at(end)))
        return {};
    if (isOneOf(lower(letters), "st nd rd th"))
        return {end, englishOrdinal(n.whole)};
    if (letters != "s" || n.whole.back() != '0' || n.grouped)
        return {};
    if (n.whole.size() == 4 && n.whole[0] <= '2')
        return {end, englishDecade(englishYear(n.whole))};
    if (n.whole.size() == 2 && n.whole[0] >= '2' &&
        isOneOf(wordBefore(line, at), "the early late mid his her their my"))
        return {end, englishDecade(englishCardinal(n.whole))};
    return {};
}

// 1920x1080, 3 × 4
Found product(const WrittenLine &line, std::size_t at, const Number &first) {
    std::size_t sign = first.end;
    const bool blank = line.at(sign) == U' ';
    if (blank)
        ++sign;
    const char32_t c = line.at(sign);
    if ((c != U'x' && c != U'X' && c != U'×' && c != U'*') || (c == U'x' && first.whole == "0"))
        return {};
    const std::size_t next = sign + (blank && line.at(sign + 1) == U' ' ? 2 : 1);
    const std::optional<Number> second = line.numberAt(next);
    if (!second || (blank && next == sign + 1))
        return {};
    const bool chinese = line.isChinese(at, second->end);
    const auto isSize = [](const Number &n) { return n.isWhole() && !n.grouped && n.whole.size() >= 3; };
    const bool sizes = isSize(first) && isSize(*second);
    // The second number is read when it is its turn: it may be the first of another product.
    if (chinese)
        return {next, (sizes ? chineseDigits(first.whole) : sayChinese(first)) + "乘"};
    const bool by = sizes || c == U'x' || c == U'X';
    return {next, (sizes ? englishModelNumber(first.whole) : sayEnglish(first)) + (by ? " by " : " times ")};
}

bool isAfterProduct(const WrittenLine &line, std::size_t at) {
    const std::size_t sign = line.beforeBlanks(at);
    const char32_t c = line.before(sign);
    return (c == U'x' || c == U'X' || c == U'×' || c == U'*') && sign > 1 &&
           isDigit(line.before(line.beforeBlanks(sign - 1)));
}

// 1.2.3
Found dotted(const WrittenLine &line, std::size_t at, const Number &first) {
    if (first.fraction.empty() || first.grouped || line.at(first.end) != U'.' || !isDigit(line.at(first.end + 1)))
        return {};
    const auto ends = [&](std::size_t from) {
        while (line.at(from) == U'.' && isDigit(line.at(from + 1)))
            for (++from; isDigit(line.at(from));)
                ++from;
        return from;
    };
    const std::size_t end = ends(first.end);
    const bool chinese = line.isChinese(at, end);
    const auto say = [&](const std::string &digits) {
        return chinese ? chineseCardinal(digits) : englishCardinal(digits);
    };
    const std::string point = chinese ? "点" : " point ";
    std::string text = say(first.whole) + point + say(first.fraction);
    for (std::size_t i = first.end; i < end;) {
        const std::string digits = line.digitsAt(i + 1);
        text += point + say(digits);
        i += 1 + digits.size();
    }
    return {end, text};
}

// 3:2
Found ratio(const WrittenLine &line, std::size_t at, const Number &first) {
    const std::optional<Number> second = line.at(first.end) == U':' ? line.numberAt(first.end + 1) : std::nullopt;
    if (!second || (line.at(second->end) == U':' && isDigit(line.at(second->end + 1))))
        return {};
    if (line.isChinese(at, second->end))
        return {second->end, sayChinese(first) + "比" + sayChinese(*second)};
    return {second->end, sayEnglish(first) + " to " + sayEnglish(*second)};
}

// GPT-4, i7-12700K
bool isAfterNameAndHyphen(const WrittenLine &line, std::size_t at) {
    if (line.before(at) != U'-')
        return false;
    std::size_t i = at - 1;
    for (int n = 0; n < 8 && isDigit(line.before(i)); ++n)
        --i;
    return isLatin(line.before(i));
}

// 5'10"
Found feetAndInches(const WrittenLine &line, const Number &feet) {
    const auto isMark = [&](std::size_t i, char32_t plain, char32_t prime, char32_t curly) {
        return line.at(i) == plain || line.at(i) == prime || line.at(i) == curly;
    };
    if (!feet.upTo(9) || !isMark(feet.end, U'\'', U'′', U'’'))
        return {};
    const std::optional<Number> inches = line.numberAt(feet.end + 1);
    if (!inches || !inches->upTo(11) || !isMark(inches->end, U'"', U'″', U'”'))
        return {};
    return {inches->end + 1, sayEnglish(feet) + " foot " + sayEnglish(*inches)};
}

// A number that is part of a name: RTX4090, 3D, 1080p.
Found glued(const WrittenLine &line, std::size_t at, const Number &n) {
    const bool after = isLatin(line.before(at)) || line.before(at) == U'_';
    const bool name = isAfterNameAndHyphen(line, at);
    const bool before = isLatin(line.at(n.end));
    if (!(after || name || before) || n.grouped)
        return {};
    if (before && !after && !name && line.at(n.end) == U'x' && !isAlphanumeric(line.at(n.end + 1)))
        return {n.end + 1, line.isChinese(at, n.end) ? sayChinese(n, true) + "倍" : sayEnglish(n) + " times"};
    if (line.isChinese(at, n.end)) {
        const bool digits =
            n.whole.size() >= 3 && n.isWhole() && (after || name || line.at(n.end) == U'p' || line.at(n.end) == U'P');
        if (digits && isFlightInChinese(line, at, n.end))
            return {n.end, chineseTelephone(n.whole)};
        return {n.end, digits ? chineseDigits(n.whole) : sayChinese(n)};
    }
    if (n.isWhole() &&
        (after || line.at(n.end) == U'p' || (name && n.whole.size() == 4 && !isYearInEnglish(line, n, at))))
        return {n.end, englishModelNumber(n.whole)};
    return before && !after && !name ? Found{n.end, sayEnglish(n)} : Found{n.end, sayEnglish(line, n, at)};
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

Found readNumber(const WrittenLine &line, std::size_t at) {
    const std::size_t begin = at;
    const char32_t sign = line.at(at);
    const char32_t before = line.before(at);
    bool minus = false;
    if (!isDigit(sign)) {
        // -5, −5; 5-3 and "top-5" have another sign there. '90s
        if ((sign == U'-' || sign == U'−') && isDigit(line.at(at + 1)) && !isAlphanumeric(before) && before != U')' &&
            before != U'-' && before != U'%')
            minus = true;
        else if (sign == U'.' && isDigit(line.at(at + 1)) && !isAlphanumeric(before) && before != U'.' &&
                 !isHan(before)) {
            const std::string digits = line.digitsAt(at + 1);
            if (line.at(at + 1 + digits.size()) == U'.' && isDigit(line.at(at + 2 + digits.size())))
                return {};
            const std::size_t end = at + 1 + digits.size();
            if (line.isChinese(at, end))
                return {end, "零点" + chineseDigits(digits)};
            return {end, "point " + englishDigits(digits)};
        } else if ((sign == U'\'' || sign == U'’') && isDigit(line.at(at + 1)) && !isAlphanumeric(before)) {
            const std::optional<Number> n = line.numberAt(at + 1);
            if (n->whole.size() == 2 && n->isWhole() && !isAlphanumeric(line.at(n->end)) && line.at(n->end) != U'\'')
                return {n->end, line.isChinese(at, n->end) ? chineseDigits(n->whole) : englishModelNumber(n->whole)};
            const Found decade = n->whole.size() == 2 && line.at(n->end) == U's' && n->whole.back() == '0'
                                     ? Found{n->end + 1, englishDecade(englishCardinal(n->whole))}
                                     : Found{};
            return decade && !isAlphanumeric(line.at(decade.end)) ? decade : Found{};
        }
        if (!minus)
            return {};
        ++at;
    }
    const std::optional<Number> number = line.numberAt(at);
    if (!number)
        return {};
    for (const Found &found :
         {dotted(line, at, *number), ordinalOrDecade(line, at, *number), feetAndInches(line, *number)})
        if (found)
            return {found.end, (minus ? line.isChinese(at, found.end) ? "负" : "minus " : "") + found.text};
    const bool isPart = isAlphanumeric(before) || before == U'_';
    if (!isPart) {
        for (const Found &found : {fraction(line, at, *number, minus), mixedFraction(line, at, *number, minus)})
            if (found)
                return found;
        if (const Found found = product(line, at, *number); found && !minus)
            return found;
        if (const Found found = ratio(line, at, *number); found && !minus)
            return found;
        if (const Found found = readChineseMagnitude(line, at, *number); found && !minus)
            return found;
    }
    if (isAfterProduct(line, at) && number->isWhole() && number->whole.size() >= 3 &&
        !isAlphanumeric(line.at(number->end)))
        return {number->end,
                line.isChinese(at, number->end) ? chineseDigits(number->whole) : englishModelNumber(number->whole)};
    const Quantity q = quantityAt(line, at, *number, minus);
    if (q.measure.unit == nullptr && !minus)
        if (const Found found = glued(line, at, *number))
            return found;
    if (q.measure.unit != nullptr && isPart) // "H2O", "A4m": nobody measures there
        if (const Found found = glued(line, at, *number))
            return found;
    if (!line.isChinese(begin, q.end))
        return {q.end, english(line, q)};
    if (q.last && q.measure.unit == nullptr && isScore(line, begin, q.end))
        return {q.end, sayChinese(q.first) + "比" + sayChinese(*q.last)};
    return {q.end, chinese(line, q)};
}

} // namespace engine::text
