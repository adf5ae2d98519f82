#include "app/chat/spoken_name.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "app/chat/character_kinds.h"
#include "app/chat/filter_line.h"
#include "app/chat/look_alikes.h"
#include "app/chat/text_cleaning.h"

namespace app::chat {

namespace {

using View = std::u32string_view;
using Words = std::vector<std::u32string>;

constexpr std::size_t kLongest = 200; // code points that are looked at
constexpr std::size_t kMostDigits = 3;

bool isDigit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool isLatin(char32_t c) {
    return c < 0x80 ? (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')
                    : QChar::isLetter(c) && QChar::script(c) == QChar::Script_Latin;
}

bool isUpper(char32_t c) {
    return isLatin(c) && QChar::isUpper(c);
}

bool isVowel(char32_t c) {
    return View(U"aeiouy").find(skeletonOf(c)) != View::npos;
}

enum class Sort { Latin, Digit, Chinese, Gap };

Sort sortOf(char32_t c) {
    return isDigit(c)                                   ? Sort::Digit
           : isLatin(c)                                 ? Sort::Latin
           : isChinese(c) && QChar::isLetterOrNumber(c) ? Sort::Chinese
                                                        : Sort::Gap;
}

// "l33t" and "n00b": digits that look like letters, with letters on both sides.
void readLeet(std::u32string &name) {
    for (std::size_t at = 1; at < name.size(); ++at) {
        if (!isDigit(name[at]) || !isLatin(name[at - 1]))
            continue;
        std::size_t end = at;
        while (end < name.size() && isDigit(name[end]))
            ++end;
        const bool letters = end - at <= 2 && end < name.size() && isLatin(name[end]) &&
                             std::all_of(name.begin() + std::ptrdiff_t(at), name.begin() + std::ptrdiff_t(end),
                                         [](char32_t c) { return View(U"013457").find(c) != View::npos; });
        for (; letters && at < end; ++at)
            name[at] = leetLetter(name[at], U'i');
        at = end;
    }
}

// Before a capital with a small letter behind it: "TTV" of "TTVPlayer", "xX" of "xXSlayerXx"; not "X" of "XRay".
bool mayEnd(const Words &words) {
    return words.back().size() > 1 || (words.size() == 2 && words[0] == U"x" && words[1] == U"X");
}

Words wordsOf(View name) {
    Words words;
    Sort before = Sort::Gap;
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char32_t c = name[at];
        const Sort kind = sortOf(c);
        if (kind != Sort::Gap) {
            const bool camel = kind == Sort::Latin && before == Sort::Latin && isUpper(c) &&
                               (!isUpper(name[at - 1]) || (at + 1 < name.size() && isLatin(name[at + 1]) &&
                                                           !isUpper(name[at + 1]) && mayEnd(words)));
            if (kind != before || camel)
                words.emplace_back();
            words.back() += c;
        }
        before = kind;
    }
    return words;
}

bool isOrnament(View word) { // "xX", "xx", "Xx"
    return word.size() <= 2 && std::all_of(word.begin(), word.end(), [](char32_t c) { return c == U'x' || c == U'X'; });
}

bool canBeRead(View word) {
    if (sortOf(word.front()) != Sort::Latin)
        return true;
    std::size_t consonants = 0;
    for (const char32_t c : word) {
        consonants = isVowel(c) ? 0 : consonants + 1;
        if (consonants > 5)
            return false;
    }
    return word.size() <= 4 || std::any_of(word.begin(), word.end(), isVowel);
}

// How many characters of the word hold at most `most` syllables, and how many those have.
struct Part {
    std::size_t length = 0;
    int syllables = 0;
};

Part partOf(View word, int most) {
    const bool anyVowel = std::any_of(word.begin(), word.end(), isVowel);
    const bool latin = sortOf(word.front()) == Sort::Latin;
    Part part;
    bool inVowels = false;
    for (const char32_t c : word) {
        const bool vowel = isVowel(c);
        const bool begins = latin && anyVowel ? vowel && !inVowels : true;
        if (begins && part.syllables == most)
            break;
        part.syllables += begins ? 1 : 0;
        inVowels = vowel;
        ++part.length;
    }
    return part;
}

} // namespace

QString spokenName(const QString &shown, int syllables) {
    std::u32string name = codePoints(cleaned(shown.left(qsizetype(kLongest) * 4)));
    name.resize(std::min(name.size(), kLongest));
    std::erase_if(name, isMark); // what did not become part of a letter
    readLeet(name);
    Words words = wordsOf(name);
    const auto isNumber = [](const std::u32string &word) { return isDigit(word.front()); };
    while (words.size() > 1 && isOrnament(words.front()))
        words.erase(words.begin());
    while (words.size() > 1 && isOrnament(words.back()))
        words.pop_back();
    if (words.size() > 1 && isNumber(words.back()) && words.back().size() > kMostDigits)
        words.pop_back();
    if (!std::all_of(words.begin(), words.end(), canBeRead))
        return {};
    std::u32string out;
    int left = std::clamp(syllables, 1, 40);
    for (const std::u32string &word : words) {
        const Part part = partOf(word, left);
        const bool whole = part.length == word.size();
        if (part.length == 0 || (!whole && !out.empty() && sortOf(word.front()) != Sort::Chinese))
            break; // better a name that ends after a word
        const bool chinese = sortOf(word.front()) == Sort::Chinese;
        if (!out.empty() && !(chinese && isChinese(out.back())))
            out += U' ';
        out += word.substr(0, part.length);
        left -= part.syllables;
        if (!whole)
            break;
    }
    const bool digitsOnly = std::all_of(out.begin(), out.end(), [](char32_t c) { return isDigit(c) || c == U' '; });
    return digitsOnly && out.size() > 4 ? QString() : fromCodePoints(out);
}

QString spokenName(const Message &message, int syllables) {
    const QString name = spokenName(message.user, syllables);
    return name.isEmpty() ? spokenName(message.login, syllables) : name;
}

} // namespace app::chat
