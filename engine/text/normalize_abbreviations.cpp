#include "engine/text/normalizer_rules.h"

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
    {U"Ext.", "Extension", Needs::number},
    {U"ext.", "extension", Needs::number},
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

} // namespace

Found readAbbreviation(const WrittenLine &line, std::size_t at) {
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
        if (each.said == "number" && line.isChinese(at, end)) // No.1
            text = "第";
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

} // namespace engine::text
