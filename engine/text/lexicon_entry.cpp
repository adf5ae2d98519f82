#include "engine/text/lexicon_entry.h"

#include <algorithm>

#include "engine/text/characters.h"
#include "engine/text/syllable.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

using FaultPlace = LexiconFault::Place;

bool hasReadings(char32_t c) {
    return c == 0x3007 || within(c, 0x3400, 0x4DBF) || within(c, 0x4E00, 0x9FFF) || within(c, 0xF900, 0xFAFF) ||
           within(c, 0x20000, 0x3FFFF);
}

std::string shown(const std::string &from) { // the beginning of what may be long
    constexpr std::size_t longest = 60;
    std::size_t end = 0;
    while (end < from.size()) {
        const std::size_t bytes = std::max<std::size_t>(decodeUtf8(from, end).bytes, 1);
        if (end + bytes > longest)
            return '"' + from.substr(0, end) + "…\"";
        end += bytes;
    }
    return '"' + from + '"';
}

bool isBlank(std::string_view text) {
    const std::u32string all = decode(text);
    return std::all_of(all.begin(), all.end(), isSpace);
}

LexiconFault faultAt(FaultPlace place, std::size_t at, std::string what, std::string remedy) {
    return {0, place, at, std::move(what), std::move(remedy)};
}

std::optional<LexiconFault> faultOfText(const LexiconEntry &entry, FaultPlace place, const std::string &text,
                                        std::size_t longest, const std::string &name) {
    if (text.size() > longest)
        return faultAt(place, longest,
                       name + " of " + shown(entry.from) + " has " + std::to_string(text.size()) + " bytes; at most " +
                           std::to_string(longest) + " are possible.",
                       "Shorten it.");
    if (const std::size_t at = findInvalidUtf8(text); at != std::string::npos)
        return faultAt(place, at, name + " of an entry is not UTF-8.", "Save the file as UTF-8.");
    if (const std::size_t at = text.find('\0'); at != std::string::npos)
        return faultAt(place, at, name + " of an entry holds a NUL character.", "Remove it.");
    return {};
}

std::optional<LexiconFault> faultOfPinyin(const LexiconEntry &entry) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < entry.from.size(); ++characters) {
        const Utf8Char c = decodeUtf8(entry.from, at);
        if (!hasReadings(c.codePoint))
            return faultAt(FaultPlace::From, at,
                           "The pinyin entry " + shown(entry.from) + " holds something else than Chinese characters.",
                           "Give readings to Chinese characters only; make a plain entry of everything else.");
        at += c.bytes;
    }
    const auto syllables = syllablesOf(entry.to);
    if (!syllables)
        return faultAt(FaultPlace::To, 0, "The readings of " + shown(entry.from) + " are no pinyin.",
                       "Write one syllable with its tone for each character, such as \"chong2 qing4\".");
    if (syllables->size() != characters)
        return faultAt(FaultPlace::To, 0,
                       shown(entry.from) + " has " + std::to_string(characters) + " characters and " +
                           std::to_string(syllables->size()) + " readings.",
                       "Write one syllable with its tone for each character.");
    return {};
}

// A letter of a syllable at `at`; 0 when there is none. Moves on.
char syllableLetter(std::string_view text, std::size_t &at) {
    const Utf8Char c = decodeUtf8(text, at);
    const char32_t lower = lowerCase(c.codePoint);
    if (c.bytes == 0 || !(within(lower, U'a', U'z') || lower == 0xFC))
        return 0;
    at += c.bytes;
    if (lower == U'u' && at < text.size() && text[at] == ':') { // "nu:3"
        ++at;
        return 'v';
    }
    return lower == 0xFC ? 'v' : char(lower);
}

} // namespace

std::string toString(LexiconKind kind) {
    return kind == LexiconKind::Plain ? "plain" : kind == LexiconKind::Pattern ? "regex" : "pinyin";
}

std::optional<LexiconKind> lexiconKindFromString(std::string_view text) {
    for (const LexiconKind kind : {LexiconKind::Plain, LexiconKind::Pattern, LexiconKind::Pinyin}) {
        if (text == toString(kind))
            return kind;
    }
    return {};
}

std::optional<LexiconFault> faultOf(const LexiconEntry &entry) {
    const bool pattern = entry.kind == LexiconKind::Pattern;
    const std::size_t longest = pattern ? kLongestLexiconPattern : kLongestLexiconWord;
    if (auto wrong = faultOfText(entry, FaultPlace::From, entry.from, longest, pattern ? "The pattern" : "The word"))
        return wrong;
    if (auto wrong = faultOfText(entry, FaultPlace::To, entry.to, kLongestLexiconSaid, "What is said instead"))
        return wrong;
    if (auto wrong = faultOfText(entry, FaultPlace::Note, entry.note, kLongestLexiconNote, "The note"))
        return wrong;
    if (pattern ? entry.from.empty() : isBlank(entry.from))
        return faultAt(FaultPlace::From, 0, "An entry does not say what it stands for.",
                       "Write the word as it stands in the text, or remove the entry.");
    return entry.kind == LexiconKind::Pinyin ? faultOfPinyin(entry) : std::nullopt;
}

std::optional<std::vector<std::string>> syllablesOf(std::string_view text) {
    constexpr std::size_t longest = 6; // "zhuang"
    std::vector<std::string> syllables;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        std::string syllable;
        while (at < text.size()) {
            const char letter = syllableLetter(text, at);
            if (letter == 0)
                break;
            syllable += letter;
        }
        if (syllable.empty() || syllable.size() > longest)
            return {};
        const bool toned = at < text.size() && text[at] >= '1' && text[at] <= '5';
        syllable += toned ? text[at++] : '5';
        if (at < text.size() && text[at] != ' ')
            return {};
        std::vector<Syllable> read = readSyllables(syllable);
        if (read.size() != 1 || !read.front().possible) // "blorp4"
            return {};
        syllables.push_back(std::move(read.front().spelling));
    }
    return syllables;
}

bool isWordCharacter(char32_t c) {
    if (c < 0x80)
        return within(c, U'0', U'9') || within(c, U'A', U'Z') || within(c, U'a', U'z') || c == U'_';
    if (c < 0xC0)
        return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c < 0x2000)
        return c != 0xD7 && c != 0xF7 && !within(c, 0x1100, 0x11FF) && !isSpace(c);
    return within(c, 0x2C00, 0x2DFF) || within(c, 0xA640, 0xA69F) || within(c, 0xA720, 0xABFF) ||
           within(c, 0xFF10, 0xFF19) || within(c, 0xFF21, 0xFF3A) || within(c, 0xFF41, 0xFF5A) ||
           within(c, 0x10000, 0x16FFF);
}

} // namespace engine::text
