#include "engine/text/normalizer_rules.h"

#include "engine/text/normalize_quantities.h"
#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

// "Under 3s free": children of that age. "The lap took under 3s" are seconds.
Found ageGroup(const WrittenLine &line, std::size_t at, const Number &n) {
    const std::size_t end = n.end + 1;
    const std::optional<unsigned> years = n.upTo(18);
    if (line.at(n.end) != U's' || isAlphanumeric(line.at(end)) || !years || *years == 0)
        return {};
    if (!isOneOf(lower(line.wordBefore(line.beforeBlanks(at))), "under over") ||
        !isOneOf(lower(line.wordAt(line.afterBlanks(end))), "free go eat stay travel ride play get"))
        return {};
    const std::string age = englishCardinal(n.whole);
    return {end, age + (age.back() == 'x' ? "es" : "s")};
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
    if (letters == "ers" && !line.isChinese(at, end)) { // the 49ers
        const std::string number = englishCardinal(n.whole);
        return {end, number + (number.back() == 'e' ? "rs" : "ers")};
    }
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

// "Q2'24", "FY'24"
bool isQuarter(const WrittenLine &line, std::size_t end) {
    const bool half = line.endsWith(end, U"H1") || line.endsWith(end, U"H2") || line.endsWith(end, U"FY");
    const bool quarter = line.before(end) >= U'1' && line.before(end) <= U'4' && line.before(end - 1) == U'Q';
    return (half || quarter) && !isAlphanumeric(line.before(end - 2));
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
        } else if ((sign == U'\'' || sign == U'’') && isDigit(line.at(at + 1)) &&
                   (!isAlphanumeric(before) || isQuarter(line, at))) {
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
    for (const Found &found : {dotted(line, at, *number), ageGroup(line, at, *number),
                               ordinalOrDecade(line, at, *number), feetAndInches(line, *number)})
        if (found)
            return {found.end, (minus ? line.isChinese(at, found.end) ? "负" : "minus " : "") + found.text};
    const bool isPart = isAlphanumeric(before) || before == U'_';
    if (!isPart) {
        if (const Found found = readSequence(line, at, *number); found && !minus)
            return found;
        for (const Found &found : {readFraction(line, at, *number, minus), readMixedFraction(line, at, *number, minus)})
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
    return sayQuantity(line, q, begin);
}

} // namespace engine::text
