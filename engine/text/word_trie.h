// Words with a number each, as a tree of characters in three arrays that lie elsewhere (engine/text/chinese_tables.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace engine::text {

class WordTrie {
public:
    using Numbers = std::span<const std::uint32_t>;

    static constexpr std::uint32_t kRoot = 0;
    static constexpr std::uint32_t kNowhere = 0; // no child is the root

    WordTrie() = default;
    // Node n has the character characters[n], the children firstChild[n] up to firstChild[n + 1], and values[n]. The
    // arrays are viewed, not copied. Only a tree that isSound() may be walked.
    WordTrie(Numbers characters, Numbers firstChild, Numbers values)
        : m_characters(characters), m_firstChild(firstChild), m_values(values) {}

    // Children come after their parent and are sorted, no word has more than `longest` characters, and a value, if it
    // is not 0, is at most `largest` less the word's length: so walking ends, stays inside, and so does what values
    // say.
    bool isSound(std::size_t longest, std::uint64_t largest) const;

    // The child of `node` with this character, or kNowhere.
    std::uint32_t child(std::uint32_t node, char32_t character) const;
    // Of the word that ends at `node`; 0 = none ends there.
    std::uint32_t value(std::uint32_t node) const { return m_values[node]; }

    bool contains(std::u32string_view word) const;
    // All words, sorted, with their values.
    void visit(const std::function<void(std::u32string_view word, std::uint32_t value)> &each) const;

private:
    Numbers m_characters;
    Numbers m_firstChild; // one more than there are nodes
    Numbers m_values;
};

} // namespace engine::text
