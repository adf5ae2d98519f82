// One entry of a lexicon: what is written, and what is said for it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

inline constexpr std::size_t kMostLexiconEntries = 10'000; // of one lexicon
inline constexpr std::size_t kMostLexiconPatterns = 200;   // of them; each may take a MiB while it is used
inline constexpr std::size_t kLongestLexiconWord = 256;    // bytes
inline constexpr std::size_t kLongestLexiconPattern = 1'024;
inline constexpr std::size_t kLongestLexiconSaid = 1'024;
inline constexpr std::size_t kLongestLexiconNote = 1'024;

enum class LexiconKind {
    Plain,   // words, and the words that are said for them
    Pattern, // a regular expression as RE2 writes them, and what is said for what it finds; \1…\9 are its groups, \0
             // all
    Pinyin,  // Chinese characters, and how each of them is read: "重庆", "chong2 qing4"
};

std::string toString(LexiconKind kind); // "plain", "regex", "pinyin"
std::optional<LexiconKind> lexiconKindFromString(std::string_view text);

struct LexiconEntry {
    LexiconKind kind = LexiconKind::Plain;
    std::string from;
    std::string to;         // may be empty, but for pinyin: then it is not said
    bool matchCase = false; // else capitals and small letters are the same (Latin, Greek, Cyrillic, Armenian)
    bool wholeWord = true;  // of Plain: not as a part of a longer word. Chinese, Japanese and Korean know no borders
    bool enabled = true;
    std::string note = {};   // for people
    std::string others = {}; // what another version wrote about it: a JSON object, or empty

    bool operator==(const LexiconEntry &) const = default;
};

// Why an entry is left out.
struct LexiconFault {
    enum class Place { Entry, From, To, Note };

    std::size_t entry = 0; // its number in the list, from 0
    Place place = Place::Entry;
    std::size_t at = 0; // the byte there at which it goes wrong, as far as that is known
    std::string what;   // one sentence, which names the entry
    std::string remedy; // one sentence

    bool operator==(const LexiconFault &) const = default;
};

// What is wrong with the entry by itself, but for what RE2 says of a pattern (lexicon.h); `entry` of it is 0.
std::optional<LexiconFault> faultOf(const LexiconEntry &entry);

// "chong2 qing4" as one reading for each character: small letters, ü written v, a digit from 1 to 5, which where it is
// missing is 5. None when something else stands there, or syllables that Mandarin does not have.
std::optional<std::vector<std::string>> syllablesOf(std::string_view text);

// Letters, digits and _: what a border of a word lies beside. Not Chinese, Japanese and Korean.
bool isWordCharacter(char32_t c);

} // namespace engine::text
