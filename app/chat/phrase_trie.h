// Many words at once in one walk over a text (Aho and Corasick, 1975): the number of steps depends on the text alone,
// at most two for each character.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace app::chat {

class PhraseTrie {
public:
    void add(std::u32string_view word, int number); // before build(); an empty one is left out
    void build();
    bool isEmpty() const { return m_nodes.size() == 1; }

    // The number of the word that ends first in the text (any of those that end there); -1: none.
    int find(std::u32string_view text, std::size_t &steps) const;
    // The same where each place of the text stands for any of some words, the likeliest first. Of all the ways through
    // it the likelier ones are followed, kWays at a time.
    static constexpr std::size_t kWays = 16;
    int findAny(std::span<const std::vector<std::u32string>> text, std::size_t &steps) const;

private:
    struct Node {
        std::int32_t fail = 0;
        std::int32_t number = -1; // of a word that ends here, or is the end of what does
    };
    using Key = std::uint64_t;
    static Key key(std::int32_t node, char32_t c) { return (Key(std::uint32_t(node)) << 32) | c; }

    // The next node, or -1. From the root, where most characters of a text come to nothing, without looking anything
    // up.
    std::int32_t follow(std::int32_t node, char32_t c, std::size_t &steps) const;
    std::int32_t next(std::int32_t node, char32_t c) const {
        if (node == 0 && c < m_fromRoot.size())
            return m_fromRoot[c];
        const auto place = m_next.find(key(node, c));
        return place == m_next.end() ? -1 : place->second;
    }

    std::vector<Node> m_nodes{Node{}};
    std::array<std::int32_t, 128> m_fromRoot{};
    std::unordered_map<Key, std::int32_t> m_next;
    struct Edge {
        std::int32_t from, to;
        char32_t by;
    };
    std::vector<Edge> m_edges; // in the order in which nodes came; emptied by build()
};

} // namespace app::chat
