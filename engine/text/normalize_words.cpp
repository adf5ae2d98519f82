#include "engine/text/normalizer_rules.h"

#include <array>

#include "engine/text/characters.h"
#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

enum class Needs { nothing, number, name }; // what must follow

struct Abbreviation {
    std::u32string_view sign;
    std::string_view said;
    Needs needs = Needs::nothing;
    bool mayEnd = false; // its point may be the end of a sentence, too
};

constexpr Abbreviation kAbbreviations[] = {
    {U"Mr.", "Mister"},
    {U"Mrs.", "Missus"},
    {U"Ms.", "Miss"},
    {U"Prof.", "Professor"},
    {U"Rev.", "Reverend", Needs::name},
    {U"Gen.", "General", Needs::name},
    {U"Col.", "Colonel", Needs::name},
    {U"Lt.", "Lieutenant", Needs::name},
    {U"Sgt.", "Sergeant", Needs::name},
    {U"Capt.", "Captain", Needs::name},
    {U"Cpt.", "Captain", Needs::name},
    {U"Gov.", "Governor", Needs::name},
    {U"Sen.", "Senator", Needs::name},
    {U"Rep.", "Representative", Needs::name},
    {U"Pres.", "President", Needs::name},
    {U"Hon.", "Honorable", Needs::name},
    {U"Mt.", "Mount", Needs::name},
    {U"Ft.", "Fort", Needs::name},
    {U"Jr.", "Junior", Needs::nothing, true},
    {U"Sr.", "Senior", Needs::nothing, true},
    {U"Ave.", "Avenue", Needs::nothing, true},
    {U"Blvd.", "Boulevard", Needs::nothing, true},
    {U"Rd.", "Road", Needs::nothing, true},
    {U"Inc.", "Incorporated", Needs::nothing, true},
    {U"Ltd.", "Limited", Needs::nothing, true},
    {U"Corp.", "Corporation", Needs::nothing, true},
    {U"Co.", "Company", Needs::nothing, true},
    {U"Dept.", "Department"},
    {U"dept.", "department"},
    {U"e.g.", "for example"},
    {U"E.g.", "For example"},
    {U"eg.", "for example"},
    {U"i.e.", "that is"},
    {U"I.e.", "That is"},
    {U"etc.", "et cetera", Needs::nothing, true},
    {U"vs.", "versus"},
    {U"Vs.", "Versus"},
    {U"vs", "versus"},
    {U"VS", "versus"},
    {U"approx.", "approximately"},
    {U"est.", "established", Needs::number},
    {U"et al.", "et al", Needs::nothing, true},
    {U"cf.", "compare"},
    {U"ca.", "circa", Needs::number},
    {U"a.k.a.", "also known as"},
    {U"w/out", "without"},
    {U"w/o", "without"},
    {U"w/", "with"},
    {U"b/c", "because"},
    {U"No.", "number", Needs::number},
    {U"no.", "number", Needs::number},
    {U"NO.", "number", Needs::number},
    {U"Nos.", "numbers", Needs::number},
    {U"Apt.", "Apartment", Needs::number},
    {U"apt.", "apartment", Needs::number},
    {U"Nr.", "number", Needs::number},
    {U"Fig.", "Figure", Needs::number},
    {U"fig.", "figure", Needs::number},
    {U"Eq.", "Equation", Needs::number},
    {U"Sec.", "Section", Needs::number},
    {U"sec.", "section", Needs::number},
    {U"Ch.", "Chapter", Needs::number},
    {U"ch.", "chapter", Needs::number},
    {U"Vol.", "Volume", Needs::number},
    {U"vol.", "volume", Needs::number},
    {U"Ep.", "Episode", Needs::number},
    {U"ep.", "episode", Needs::number},
    {U"Art.", "Article", Needs::number},
    {U"pp.", "pages", Needs::number},
    {U"p.", "page", Needs::number},
    {U"Ph.D.", "PhD", Needs::nothing, true},
    {U"U.S.A.", "USA", Needs::nothing, true},
    {U"U.S.", "US", Needs::nothing, true},
    {U"U.K.", "UK", Needs::nothing, true},
    {U"U.N.", "UN", Needs::nothing, true},
    {U"E.U.", "EU", Needs::nothing, true},
    {U"B.C.", "BC", Needs::nothing, true},
    {U"A.D.", "AD", Needs::nothing, true},
    {U"P.S.", "PS"},
    {U"a.m.", "AM", Needs::nothing, true},
    {U"p.m.", "PM", Needs::nothing, true},
    {U"D.C.", "DC", Needs::nothing, true},
};

// Nothing more comes, or a new sentence.
bool sentenceEndsAt(const WrittenLine &line, std::size_t end) {
    const std::size_t next = line.afterBlanks(end);
    return next == line.size() || (next > end && isCapital(line.at(next)));
}

// "Main St." is a street, "St. Paul" a saint; likewise Dr.
Found streetOrTitle(const WrittenLine &line, std::size_t at) {
    const bool saint = line.has(at, U"St.");
    if (!saint && !line.has(at, U"Dr."))
        return {};
    const std::size_t end = at + 3;
    const std::size_t next = line.afterBlanks(end);
    const bool nameFollows = isCapital(line.at(next)) && next <= end + 1;
    const std::size_t previousEnd = line.beforeBlanks(at);
    const std::string previous = previousEnd < at ? line.wordBefore(previousEnd) : "";
    const bool nameBefore =
        !previous.empty() && isCapital(char32_t(previous[0])) &&
        !isOneOf(lower(previous), "in at the on from to of and by for with ask see dear hi hello thanks "
                                  "yes no when visit meet call our my this is was as but so is ok");
    if (nameBefore && (!nameFollows || isDigit(line.before(line.beforeBlanks(previousEnd - previous.size()))))) {
        const bool ends = sentenceEndsAt(line, end);
        return {end, std::string(saint ? "Street" : "Drive") + (ends ? "." : "")};
    }
    if (!nameFollows)
        return saint ? Found{end, "Street"} : Found{end, "Doctor"};
    return {end, saint ? "Saint" : "Doctor"};
}

Found abbreviation(const WrittenLine &line, std::size_t at) {
    if (const Found found = streetOrTitle(line, at))
        return found;
    for (const Abbreviation &each : kAbbreviations) {
        if (!line.has(at, each.sign))
            continue;
        const std::size_t end = at + each.sign.size();
        const bool point = each.sign.back() == U'.';
        if (isAlphanumeric(line.at(end)) && !(each.sign == U"w/" && isLatin(line.at(end))) &&
            !(each.needs == Needs::number && isDigit(line.at(end))))
            continue;
        if (!point && each.sign != U"w/" && line.at(end) == U'.' && isAlphanumeric(line.at(end + 1)))
            continue;
        const char32_t next = line.at(line.afterBlanks(end));
        if (each.needs == Needs::number && !isDigit(next))
            continue;
        if (each.needs == Needs::name && !isCapital(next))
            continue;
        std::string text(each.said);
        if (each.said == "versus" && line.isChinese(at, end))
            text = "对";
        const bool capitals = each.said.size() <= 3;
        const bool ends = capitals ? line.afterBlanks(end) == line.size() : sentenceEndsAt(line, end);
        if (point && each.mayEnd && ends)
            text += ".";
        if (!point && isLatin(next) && each.sign.back() == U'/')
            text += line.at(end) == U' ' ? "" : " ";
        return {end, text};
    }
    return {};
}

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
                      next == U'?' || next == U'!' || next == U')' ||
                      lower(line.wordAt(line.afterBlanks(end))) == "of" ||
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
    if (const Found found = readTimes(line, at))
        return found;
    if (line.before(at) != U'.' && line.before(at) != U'-')
        if (const Found found = abbreviation(line, at))
            return found;
    return roman(line, at);
}

} // namespace engine::text
