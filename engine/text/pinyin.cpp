#include "engine/text/pinyin.h"

#include "engine/text/characters.h"

namespace engine::text {

namespace {

struct Phrase {
    std::uint32_t value = 0; // in the trie of phrases
    std::size_t length = 0;  // 0 = none
    bool goesOn = true;      // all of the text is the beginning of some phrase
};

Phrase longestPhrase(std::u32string_view text, const WordTrie &phrases) {
    Phrase longest;
    std::uint32_t node = WordTrie::kRoot;
    for (std::size_t at = 0; at < text.size(); ++at) {
        node = phrases.child(node, text[at]);
        if (node == WordTrie::kNowhere) {
            longest.goesOn = false;
            break;
        }
        if (const std::uint32_t value = phrases.value(node); value != 0)
            longest = {value, at + 1};
    }
    return longest;
}

} // namespace

std::vector<std::string> pinyin(std::u32string_view word, const ChineseTables &tables) {
    std::vector<std::string> result;
    result.reserve(word.size());
    for (std::size_t at = 0; at < word.size();) {
        const Phrase phrase = longestPhrase(word.substr(at), tables.phrases());
        for (std::size_t i = 0; i < phrase.length; ++i)
            result.emplace_back(tables.syllable(phrase.value, i));
        at += phrase.length;
        if (phrase.length > 0)
            continue;
        // pypinyin looks no further where the rest begins a phrase that does not end: 眼不见 holds no 不见.
        for (const char32_t c : word.substr(at, phrase.goesOn ? word.npos : 1)) {
            const std::string_view alone = tables.syllable(c);
            result.push_back(alone.empty() ? encode(std::u32string_view(&c, 1)) : std::string(alone));
            ++at;
        }
    }
    return result;
}

} // namespace engine::text
