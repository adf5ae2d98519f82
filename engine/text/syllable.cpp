#include "engine/text/syllable.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace engine::text {

namespace {

constexpr std::size_t kLongest = 6; // letters: zhuang

// Every syllable of the tables for Chinese, without its tone. The test engine.text.syllable compares them.
struct SyllableRow {
    std::string_view finals;
    std::string_view initials; // "-" is none
};
constexpr std::array<SyllableRow, 29> kSyllables{{
    {"a", "- b p m f d t n l g k h zh ch sh z c s y w"},
    {"ai", "- b p m d t n l g k h zh ch sh z c s w"},
    {"an ang", "- b p m f d t n l g k h zh ch sh r z c s y w"},
    {"ao", "- b p m d t n l g k h zh ch sh r z c s y"},
    {"e", "- m d t n l g k h zh ch sh r z c s y"},
    {"ei", "- b p m f d n l g h sh z c w"},
    {"en", "- b p m f d n g k h zh ch sh r z c s w"},
    {"eng", "- b p m f d t n l g k h zh ch sh r z c s w"},
    {"er hm m n", "-"},
    {"i", "b p m d t n l j q x zh ch sh r z c s y"},
    {"ia", "d l j q x"},
    {"ian ie", "b p m d t n l j q x"},
    {"iang", "b n l j q x"},
    {"iao", "b p m f d t n l j q x"},
    {"in", "b p m d n l j q x y"},
    {"ing", "b p m d t n l j q x y"},
    {"iong", "j q x"},
    {"iu", "m d n l j q x"},
    {"o", "- b p m f l y w"},
    {"ong", "b d t n l g k h zh ch r z c s y w"},
    {"ou", "- p m f d t n l g k h zh ch sh r z c s y"},
    {"u", "b p m f d t n l g k h j q x zh ch sh r z c s y w"},
    {"ua", "g k h zh ch sh r"},
    {"uai uang", "g k h zh ch sh"},
    {"uan un", "d t n l g k h j q x zh ch sh r z c s y"},
    {"ue", "j q x y"},
    {"ui", "d t g k h zh ch sh r z c s"},
    {"uo", "d t n l g k h zh ch sh r z c s"},
    {"v ve", "n l"},
}};

bool hasWord(std::string_view list, std::string_view word) {
    for (std::size_t at = list.find(word); at != list.npos; at = list.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' '))
            return true;
    }
    return false;
}

bool isSyllable(std::string_view letters) {
    if (letters.empty() || letters.size() > kLongest)
        return false;
    const std::size_t two = letters.size() > 2 && letters[1] == 'h' ? 2 : 1;
    return std::any_of(kSyllables.begin(), kSyllables.end(), [&](const SyllableRow &row) {
        return (hasWord(row.initials, "-") && hasWord(row.finals, letters)) ||
               (letters.size() > two && hasWord(row.initials, letters.substr(0, two)) &&
                hasWord(row.finals, letters.substr(two)));
    });
}

// One letter of a syllable, as bytes; v for all spellings of ü. 0: none is here.
struct Letter {
    char letter = 0;
    std::size_t bytes = 0;
};

Letter letterAt(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("u:"))
        return {'v', 2};
    if (rest.starts_with("\u00FC"))
        return {'v', 2};
    if (!rest.empty() && rest.front() >= 'a' && rest.front() <= 'z')
        return {rest.front(), 1};
    return {};
}

// ü is written with its dots only where n and l could be followed by u as well.
void settle(std::string &letters) {
    if (letters.size() > 1 && letters[1] == 'v' && std::string_view("jqxy").find(letters[0]) != std::string_view::npos)
        letters[1] = 'u';
    if (letters == "lue" || letters == "nue")
        letters[1] = 'v';
}

} // namespace

std::vector<Syllable> readSyllables(std::string_view written) {
    std::vector<Syllable> result;
    for (std::size_t at = 0; at < written.size();) {
        if (written[at] == ' ' && !result.empty()) {
            ++at;
            continue;
        }
        std::string letters;
        for (Letter next = letterAt(written, at); next.bytes > 0; next = letterAt(written, at)) {
            letters += next.letter;
            at += next.bytes;
        }
        if (letters.empty() || at == written.size() || written[at] < '0' || written[at] > '9')
            return {};
        const char tone = written[at++];
        settle(letters);
        Syllable syllable;
        syllable.spelled = isSyllable(letters);
        syllable.possible = syllable.spelled && tone >= '1' && tone <= '5';
        syllable.spelling = std::move(letters) + tone;
        result.push_back(std::move(syllable));
    }
    return result;
}

std::string tokenOfSyllable(std::string_view spelling) {
    return std::string(spelling.ends_with('5') ? spelling.substr(0, spelling.size() - 1) : spelling);
}

} // namespace engine::text
