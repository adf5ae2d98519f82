#include "engine/text/normalizer_rules.h"

#include <algorithm>
#include <array>

#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

// "Jan." and the like stand with their number in normalize_dates.cpp.

// Up to 3999, spelled as one spells it; 0 = none.
unsigned romanValue(const std::string &word) {
    struct Sign {
        std::string_view letters;
        unsigned value;
    };
    static constexpr std::array<Sign, 13> kSigns = {{{"M", 1000},
                                                     {"CM", 900},
                                                     {"D", 500},
                                                     {"CD", 400},
                                                     {"C", 100},
                                                     {"XC", 90},
                                                     {"L", 50},
                                                     {"XL", 40},
                                                     {"X", 10},
                                                     {"IX", 9},
                                                     {"V", 5},
                                                     {"IV", 4},
                                                     {"I", 1}}};
    std::string_view rest = word;
    unsigned value = 0;
    for (const Sign &sign : kSigns) {
        const int most = sign.letters.size() == 2 || sign.value == 500 || sign.value == 50 || sign.value == 5 ? 1 : 3;
        for (int n = 0; n < most && rest.starts_with(sign.letters); ++n) {
            value += sign.value;
            rest.remove_prefix(sign.letters.size());
        }
    }
    return rest.empty() ? value : 0;
}

Found roman(const WrittenLine &line, std::size_t at) {
    const std::string word = line.wordAt(at);
    const std::size_t end = at + word.size();
    if (word.empty() || word.size() > 8 || isAlphanumeric(line.at(end)) || line.before(at) != U' ')
        return {};
    const unsigned value = romanValue(word);
    if (value == 0 || line.at(end) == U'\'' || line.at(end) == U'’')
        return {};
    const std::string previous = line.wordBefore(line.beforeBlanks(at));
    if (previous.empty() || !isCapital(char32_t(previous[0])))
        return {};
    const std::string before = lower(previous);
    const char32_t next = line.at(line.afterBlanks(end));
    // "I" is a word, and so, in a name, may V, X, C, D, M be.
    const bool sure = word != "I" || next == 0 || next == U'.' || next == U',' || next == U':' || next == U'-' ||
                      next == U'?' || next == U'!' || next == U')' || next == U'，' || next == U'。' || next == U'？' ||
                      next == U'！' || lower(line.wordAt(line.afterBlanks(end))) == "of" ||
                      isOneOf(lower(line.wordAt(line.afterBlanks(end))), "was is and in ended began");
    if (!sure)
        return {};
    const std::string digits = std::to_string(value);
    if (isOneOf(before, "chapter part volume book act scene section article title phase stage type level grade class "
                        "episode season appendix war fantasy rocky bowl mark gta vi quest warcraft souls soul tier "
                        "figure table unit lesson round division group schedule factor league saturn apollo mk evil "
                        "civilization os diablo playstation dlss"))
        return {end, englishCardinal(digits)};
    if (value <= 30 &&
        isOneOf(before,
                "henry louis george edward charles william james elizabeth richard paul pius benedict leo gregory "
                "philip napoleon alexander catherine nicholas ivan peter frederick francis ramesses ramses otto mary "
                "john clement innocent urban ferdinand alfonso christian gustav haakon harald olav darius xerxes "
                "ptolemy cleopatra wilhelm friedrich leopold albert umberto emmanuel maximilian rudolf baldwin "
                "malcolm robert kenneth david constantine theodosius justinian magnus eric boniface sixtus julius "
                "victor stephen thutmose amenhotep mehmed murad selim suleiman joseph isabella juan carlos felipe "
                "franz margrethe beatrix"))
        return {end, "the " + englishOrdinal(digits)};
    return {};
}

// v1.2.3, V2
Found version(const WrittenLine &line, std::size_t at) {
    if ((line.at(at) != U'v' && line.at(at) != U'V') || !isDigit(line.at(at + 1)))
        return {};
    std::size_t end = at + 1;
    while (isDigit(line.at(end)) || (line.at(end) == U'.' && isDigit(line.at(end + 1))))
        ++end;
    // "V8" is an engine, "v2" a version; after a name both are said with their letter.
    const bool points = line.numberAt(at + 1)->end < end || !line.numberAt(at + 1)->fraction.empty();
    if (isAlphanumeric(line.at(end)) || line.isChinese(at, end) || (line.at(at) == U'V' && !points))
        return {};
    if (wordBefore(line, at) == "version")
        return {at + 1, ""};
    return {at + 1, "version "};
}

// S02E07
Found episode(const WrittenLine &line, std::size_t at) {
    const auto numberBehind = [&line](std::size_t letter, char32_t small, std::size_t most) {
        const char32_t c = line.at(letter);
        const std::string digits = c == small || c == small - 32 ? line.digitsAt(letter + 1) : "";
        return digits.size() <= most ? digits : "";
    };
    const std::string season = numberBehind(at, U's', 2);
    const std::string number = season.empty() ? "" : numberBehind(at + 1 + season.size(), U'e', 3);
    const std::size_t end = at + 2 + season.size() + number.size();
    if (number.empty() || isAlphanumeric(line.at(end)))
        return {};
    const auto plain = [](const std::string &digits) {
        return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    };
    if (line.isChinese(at, end))
        return {end, "第" + chineseCardinal(plain(season)) + "季第" + chineseCardinal(plain(number)) + "集"};
    return {end, "season " + englishCardinal(plain(season)) + " episode " + englishCardinal(plain(number))};
}

// C++, C#, F#
Found languageName(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    if (line.has(at + 1, U"++") && isLatin(c) && !isAlphanumeric(line.at(at + 3)))
        return {at + 3, std::string(1, char(c)) + (line.isChinese(at, at + 3) ? "加加" : " plus plus")};
    if ((c == U'C' || c == U'F') && line.at(at + 1) == U'#' && !isAlphanumeric(line.at(at + 2)))
        return {at + 2, std::string(1, char(c)) + (line.isChinese(at, at + 2) ? "井" : " sharp")};
    return {};
}

} // namespace

std::string wordBefore(const WrittenLine &line, std::size_t at) {
    std::size_t end = line.beforeBlanks(at);
    if (line.before(end) == U':' || line.before(end) == U'.')
        end = line.beforeBlanks(end - 1);
    return lower(line.wordBefore(end));
}

bool isOneOf(std::string_view word, std::string_view words) {
    if (word.empty())
        return false;
    for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' '))
            return true;
    }
    return false;
}

Found readWord(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    if (!(isCapital(c) || isSmall(c)) || isAlphanumeric(line.before(at)) || line.before(at) == U'\'' ||
        line.before(at) == U'’')
        return {};
    if (const Found found = languageName(line, at))
        return found;
    if (const Found found = version(line, at))
        return found;
    if (const Found found = episode(line, at))
        return found;
    if (const Found found = readTimes(line, at))
        return found;
    if (line.before(at) != U'.' && line.before(at) != U'-')
        if (const Found found = readAbbreviation(line, at))
            return found;
    return roman(line, at);
}

} // namespace engine::text
