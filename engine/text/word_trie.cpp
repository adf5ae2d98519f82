#include "engine/text/word_trie.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace engine::text {

bool WordTrie::isSound(std::size_t longest, std::uint64_t largest) const {
    const std::size_t nodes = m_characters.size();
    if (nodes == 0 || m_values.size() != nodes || m_firstChild.size() != nodes + 1 || m_values[kRoot] != 0)
        return false;
    if (m_firstChild[0] != 1 || m_firstChild[nodes] != nodes)
        return false;
    std::vector<std::uint32_t> depth(nodes, 0);
    for (std::size_t node = 0; node < nodes; ++node) {
        const std::size_t begin = m_firstChild[node];
        const std::size_t end = m_firstChild[node + 1];
        if (begin > end || end > nodes || begin <= node)
            return false;
        if (m_values[node] != 0 && m_values[node] + std::uint64_t(depth[node]) > largest)
            return false;
        if (begin < end && depth[node] == longest)
            return false;
        for (std::size_t at = begin; at < end; ++at) {
            if (at > begin && m_characters[at] <= m_characters[at - 1])
                return false;
            depth[at] = depth[node] + 1;
        }
    }
    return true;
}

std::uint32_t WordTrie::child(std::uint32_t node, char32_t character) const {
    const auto begin = m_characters.begin() + m_firstChild[node];
    const auto end = m_characters.begin() + m_firstChild[node + 1];
    const auto found = std::lower_bound(begin, end, std::uint32_t(character));
    return found != end && *found == character ? std::uint32_t(found - m_characters.begin()) : kNowhere;
}

void WordTrie::visit(const std::function<void(std::u32string_view, std::uint32_t)> &each) const {
    if (m_characters.empty())
        return;
    std::u32string word;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> rest{{m_firstChild[kRoot], m_firstChild[kRoot + 1]}};
    while (!rest.empty()) { // of each node on the way here: the children that are left
        auto &[next, end] = rest.back();
        if (next == end) {
            rest.pop_back();
            if (!word.empty())
                word.pop_back();
            continue;
        }
        const std::uint32_t node = next++;
        word += char32_t(m_characters[node]);
        if (const std::uint32_t value = m_values[node]; value != 0)
            each(word, value);
        rest.emplace_back(m_firstChild[node], m_firstChild[node + 1]);
    }
}

bool WordTrie::contains(std::u32string_view word) const {
    std::uint32_t node = kRoot;
    for (const char32_t character : word) {
        node = child(node, character);
        if (node == kNowhere)
            return false;
    }
    return value(node) != 0;
}

} // namespace engine::text
