#include "engine/text/segmenter.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "engine/text/characters.h"
#include "engine/text/chinese_tables.h"
#include "engine/text/unknown_words.h"

namespace engine::text {

namespace {

using View = std::u32string_view;
using Cuts = std::vector<View>;

bool isCutAsHan(char32_t c) {
    return within(c, 0x3400, 0x4DBF) || within(c, 0x4E00, 0x9FFF) || within(c, 0xF900, 0xFAFF) ||
           within(c, 0x20000, 0x2A6DF) || within(c, 0x2A700, 0x2EBEF) || within(c, 0x2F800, 0x2FA1F);
}

// The characters that the HMM knows; rarer Han characters go the way of signs.
bool isCommonHan(char32_t c) {
    return within(c, 0x4E00, 0x9FD5);
}

bool isAlphanumeric(char32_t c) {
    return within(c, U'0', U'9') || within(c, U'A', U'Z') || within(c, U'a', U'z');
}

bool isRunCharacter(char32_t c) {
    return isAlphanumeric(c) || isCutAsHan(c) || View(U"+#&._%-").find(c) != View::npos;
}

bool isJoiner(char32_t c) {
    return c == U'.' || c == U'_' || c == U'-';
}

template <typename Predicate> std::size_t lengthWhile(View text, std::size_t from, Predicate holds) {
    std::size_t at = from;
    while (at < text.size() && holds(text[at]))
        ++at;
    return at - from;
}

// How many characters the dictionary's word without Chinese characters at the start of `text` has; 0 = none starts
// here. The five words cannot overlap, so the first match is the most probable route.
std::size_t latinDictionaryWord(View text) {
    static constexpr std::array<View, 5> words = {U"AT&T", U"c++", U"C++", U"c#", U"C#"};
    for (const View word : words)
        if (text.substr(0, word.size()) == word)
            return word.size();
    return 0;
}

void cutIntoCharacters(View text, Cuts &words) {
    for (std::size_t at = 0; at < text.size(); ++at)
        words.push_back(text.substr(at, 1));
}

std::size_t latinWord(View text, std::size_t from) {
    std::size_t end = from + lengthWhile(text, from, isAlphanumeric);
    while (end + 1 < text.size() && isJoiner(text[end]) && isAlphanumeric(text[end + 1]))
        end += 1 + lengthWhile(text, end + 1, isAlphanumeric);
    if (end < text.size() && text[end] == U'%')
        ++end;
    return end - from;
}

void cutLatin(View text, Cuts &words) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = isAlphanumeric(text[at])
                                       ? latinWord(text, at)
                                       : lengthWhile(text, at, [](char32_t c) { return !isAlphanumeric(c); });
        words.push_back(text.substr(at, length));
        at += length;
    }
}

// A part of a run that holds no dictionary word.
void cutUnknown(View text, const ChineseTables *tables, Cuts &words) {
    for (std::size_t at = 0; at < text.size();) {
        const bool han = isCommonHan(text[at]);
        const std::size_t length = lengthWhile(text, at, [han](char32_t c) { return isCommonHan(c) == han; });
        const View part = text.substr(at, length);
        if (!han)
            cutLatin(part, words);
        else if (tables)
            cutUnknownWords(part, tables->places(), words);
        else
            cutIntoCharacters(part, words);
        at += length;
    }
}

void cutLatinRun(View run, Cuts &words) {
    std::size_t unknownFrom = 0;
    for (std::size_t at = 0; at < run.size();) {
        const std::size_t length = latinDictionaryWord(run.substr(at));
        if (length == 0) {
            ++at;
            continue;
        }
        cutUnknown(run.substr(unknownFrom, at - unknownFrom), nullptr, words);
        words.push_back(run.substr(at, length));
        at += length;
        unknownFrom = at;
    }
    cutUnknown(run.substr(unknownFrom), nullptr, words);
}

// Where the word at each character ends on the most probable way through the run; a character that begins no word of
// the dictionary is one as rare as can be.
std::vector<std::size_t> mostProbableEnds(View run, const ChineseTables &tables) {
    const WordTrie &dictionary = tables.dictionary();
    std::vector<double> weights(run.size() + 1, 0); // of the way from here to the end
    std::vector<std::size_t> ends(run.size());
    for (std::size_t at = run.size(); at-- > 0;) {
        bool found = false;
        std::uint32_t node = WordTrie::kRoot;
        for (std::size_t end = at; end < run.size();) {
            node = dictionary.child(node, run[end++]);
            if (node == WordTrie::kNowhere)
                break;
            const std::uint32_t frequency = dictionary.value(node);
            if (frequency == 0)
                continue;
            const double weight = std::log(double(frequency)) - tables.logTotal() + weights[end];
            if (!found || weight >= weights[at]) {
                weights[at] = weight;
                ends[at] = end;
            }
            found = true;
        }
        if (!found) {
            weights[at] = weights[at + 1] - tables.logTotal();
            ends[at] = at + 1;
        }
    }
    return ends;
}

// What the way leaves as single characters one after another: perhaps words that the dictionary has not.
void cutSingles(View text, const ChineseTables &tables, Cuts &words) {
    if (text.size() == 1 || tables.dictionary().contains(text))
        cutIntoCharacters(text, words);
    else
        cutUnknown(text, &tables, words);
}

void cutRun(View run, const ChineseTables &tables, Cuts &words) {
    const std::vector<std::size_t> ends = mostProbableEnds(run, tables);
    std::size_t singlesFrom = 0;
    for (std::size_t at = 0; at < run.size(); at = ends[at]) {
        if (ends[at] == at + 1)
            continue;
        cutSingles(run.substr(singlesFrom, at - singlesFrom), tables, words);
        words.push_back(run.substr(at, ends[at] - at));
        singlesFrom = ends[at];
    }
    cutSingles(run.substr(singlesFrom), tables, words);
}

} // namespace

std::vector<std::u32string_view> segment(std::u32string_view line, const ChineseTables *tables) {
    Cuts words;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t length = lengthWhile(line, at, isRunCharacter);
        if (length > 0) {
            const View run = line.substr(at, length);
            if (tables)
                cutRun(run, *tables, words);
            else
                cutLatinRun(run, words);
        } else {
            length = line.substr(at, 2) == U"\r\n" ? 2 : 1;
            words.push_back(line.substr(at, length));
        }
        at += length;
    }
    return words;
}

std::vector<std::string> segment(std::string_view utf8, const ChineseTables *tables) {
    const std::u32string line = decode(utf8);
    std::vector<std::string> words;
    for (const View word : segment(View(line), tables))
        words.push_back(encode(word));
    return words;
}

} // namespace engine::text
