#include "engine/text/normalizer_rules.h"

#include "engine/text/characters.h"

namespace engine::text {

namespace {

constexpr std::size_t kMostLetters = 3;
constexpr std::size_t kMostPairs = 3;

// A number may say the same again and again.
bool isNumeral(char32_t c) {
    return std::u32string_view(U"零〇一二三四五六七八九十百千万亿两幺点").find(c) != std::u32string_view::npos;
}

Found repeatedHan(const WrittenLine &line, std::size_t at, std::size_t &wordEnd) {
    const char32_t c = line.at(at);
    std::size_t end = at + 1;
    while (line.at(end) == c)
        ++end;
    wordEnd = end;
    if (line.isGiven(at) || isNumeral(c))
        return {};
    if (end - at > kMostLetters)
        return {end, encode(std::u32string(kMostLetters, c))};
    const char32_t second = line.at(at + 1);
    if (end > at + 1 || !isHan(second) || line.isGiven(at + 1) || isNumeral(second))
        return {};
    while (line.at(end) == line.at(end - 2) || (end == at + 1 && line.at(end) == second))
        ++end;
    const std::size_t pairs = (end - at) / 2;
    if (pairs <= kMostPairs)
        return {};
    std::u32string text;
    for (std::size_t n = 0; n < kMostPairs; ++n)
        text += {c, second};
    wordEnd = at + pairs * 2;
    return {wordEnd, encode(text)};
}

} // namespace

Found readRepeats(const WrittenLine &line, std::size_t at, std::size_t &wordEnd) {
    if (!isLatin(line.at(at)))
        return repeatedHan(line, at, wordEnd);
    std::u32string text;
    bool pairs = true;
    std::size_t same = 0;
    wordEnd = at;
    bool shortened = false;
    bool dressed = false;
    for (; isLatin(line.at(wordEnd)); ++wordEnd) {
        const char32_t c = line.at(wordEnd);
        const std::size_t i = wordEnd - at;
        same = i > 0 && lowerCase(c) == lowerCase(line.at(wordEnd - 1)) ? same + 1 : 1;
        pairs = pairs && (i < 2 || lowerCase(c) == lowerCase(line.at(wordEnd - 2))) && (i == 0 || same == 1);
        dressed = dressed || line.isFullWidth(wordEnd);
        if (same <= kMostLetters)
            text += c;
        else
            shortened = true;
    }
    if (pairs && (wordEnd - at) / 2 > kMostPairs)
        return {wordEnd, encode(text.substr(0, kMostPairs * 2))};
    return shortened || dressed ? Found{wordEnd, encode(text)} : Found{};
}

// !!!!! ???? 。。。
Found readRepeatedSign(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    using View = std::u32string_view;
    static constexpr View kLoud = U"!?！？";
    if (isOneOfSigns(c, kLoud)) {
        const std::size_t end = runEnd(line, at, kLoud);
        bool asks = false, calls = false;
        for (std::size_t i = at; i < end; ++i) {
            const bool question = line.at(i) == U'?' || line.at(i) == U'？';
            (question ? asks : calls) = true;
        }
        if (end == at + 1 || (end == at + 2 && asks && calls))
            return {};
        const bool wide = c == U'！' || c == U'？';
        return {end, asks && calls ? wide ? "？！" : "?!" : asks ? wide ? "？" : "?" : wide ? "！" : "!"};
    }
    struct Run {
        View sign;
        std::size_t most;
        std::string_view said;
    };
    static constexpr Run kRuns[] = {{U".", 3, "..."}, {U"。", 1, "。"}, {U"，", 1, "，"}, {U",", 1, ","},
                                    {U"、", 1, "、"}, {U"…", 2, "……"},  {U"—", 2, "——"},  {U";", 1, ";"},
                                    {U":", 1, ":"},   {U"·", 1, "·"},   {U"'", 2, "'"},   {U"\"", 2, "\""}};
    for (const Run &run : kRuns)
        if (c == run.sign[0])
            if (const std::size_t end = runEnd(line, at, run.sign); end > at + run.most)
                return {end, std::string(run.said)};
    return {};
}

} // namespace engine::text
