#include "engine/text/normalizer_rules.h"

#include <vector>

#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

constexpr std::size_t kLongestSequence = 8; // numbers

} // namespace

// 24/7/365, 10/20/30: one after another.
Found readSequence(const WrittenLine &line, std::size_t at, const Number &first) {
    std::vector<std::string> numbers{first.whole};
    std::size_t end = first.end;
    while (line.at(end) == U'/' && isDigit(line.at(end + 1)) && numbers.size() < kLongestSequence) {
        const std::optional<Number> next = line.numberAt(end + 1);
        if (!next->isWhole() || next->grouped || next->whole.size() > 4)
            return {};
        numbers.push_back(next->whole);
        end = next->end;
    }
    if (numbers.size() < 3 || line.at(end) == U'/' || isAlphanumeric(line.at(end)) || line.before(at) == U'/')
        return {};
    const bool always =
        numbers[0] == "24" && numbers[1] == "7" && numbers.size() == 3 && (numbers[2] == "365" || numbers[2] == "366");
    if (line.isChinese(at, end)) {
        if (always)
            return {end, "七乘二十四，" + chineseCardinal(numbers[2]) + (line.at(end) == U'天' ? "" : "天")};
        std::string text;
        for (const std::string &number : numbers)
            text += (text.empty() ? "" : "、") + chineseCardinal(number);
        return {end, text};
    }
    if (always)
        return {end, "twenty-four seven three sixty-" + std::string(numbers[2] == "365" ? "five" : "six")};
    std::string text;
    for (const std::string &number : numbers)
        text += (text.empty() ? "" : ", ") + englishCardinal(number);
    return {end, text};
}

namespace {

// 4.7/5, 9/10分: points of a score, of so many.
Found readScore(const WrittenLine &line, std::size_t at, const Number &first) {
    const std::optional<Number> most = line.at(first.end) == U'/' ? line.numberAt(first.end + 1) : std::nullopt;
    if (!most || !isOneOf(most->whole, "5 10 100") || !most->isWhole() || isAlphanumeric(line.at(most->end)) ||
        line.at(most->end) == U'/')
        return {};
    if (!line.isChinese(at, most->end))
        return first.isWhole() ? Found{}
                               : Found{most->end, sayEnglish(first) + " out of " + englishCardinal(most->whole)};
    const std::size_t unit = line.at(most->end) == U' ' ? most->end + 1 : most->end;
    const bool points = line.at(unit) == U'分' && line.at(unit + 1) != U'钟' && line.at(unit + 1) != U'之';
    if (first.isWhole() && !points)
        return {}; // nine tenths
    return {most->end, sayChinese(first) + "，满分" + chineseCardinal(most->whole) + (points ? "" : "分")};
}

// 9/8c: the same broadcast in Eastern and in Central time, an hour earlier there.
Found readBroadcastHours(const WrittenLine &line, std::size_t at, const Number &first) {
    const std::optional<Number> second = line.at(first.end) == U'/' ? line.numberAt(first.end + 1) : std::nullopt;
    if (!second || (line.at(second->end) != U'c' && line.at(second->end) != U'C') ||
        isAlphanumeric(line.at(second->end + 1)) || line.isChinese(at, second->end))
        return {};
    const std::optional<unsigned> eastern = first.upTo(12), central = second->upTo(12);
    if (!eastern || !central || *central == 0 || *eastern != *central % 12 + 1)
        return {};
    return {second->end + 1, englishCardinal(first.whole) + ", " + englishCardinal(second->whole) + " Central"};
}

} // namespace

Found readFraction(const WrittenLine &line, std::size_t at, const Number &first, bool minus) {
    const std::size_t slash = first.end;
    if (!minus) {
        for (const Found &found : {readScore(line, at, first), readBroadcastHours(line, at, first)})
            if (found)
                return found;
    }
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

Found readMixedFraction(const WrittenLine &line, std::size_t at, const Number &whole, bool minus) {
    if (!whole.isWhole() || line.at(whole.end) != U' ')
        return {};
    const std::optional<Number> part = line.numberAt(whole.end + 1);
    const std::optional<unsigned> over = part ? part->upTo(99) : std::nullopt;
    const std::optional<Number> under =
        over && line.at(part->end) == U'/' ? line.numberAt(part->end + 1) : std::nullopt;
    if (!under || !under->upTo(64) || *over >= *under->upTo(64))
        return {};
    const Found found = readFraction(line, whole.end + 1, *part, false);
    if (!found)
        return {};
    const bool chinese = line.isChinese(at, found.end);
    if (chinese)
        return {found.end, (minus ? "负" : "") + sayChinese(whole) + "又" + found.text};
    const bool half = found.text == "one half";
    return {found.end, (minus ? "minus " : "") + sayEnglish(whole) + " and " + (half ? "a half" : found.text)};
}

} // namespace engine::text
