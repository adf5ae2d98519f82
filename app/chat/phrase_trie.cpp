#include "app/chat/phrase_trie.h"

#include <algorithm>

namespace app::chat {

void PhraseTrie::add(std::u32string_view word, int number) {
    if (word.empty())
        return;
    std::int32_t node = 0;
    for (const char32_t c : word) {
        const auto [place, fresh] = m_next.try_emplace(key(node, c), std::int32_t(m_nodes.size()));
        if (fresh) {
            m_nodes.emplace_back();
            m_edges.push_back({node, place->second, c});
        }
        node = place->second;
    }
    if (m_nodes[std::size_t(node)].number < 0)
        m_nodes[std::size_t(node)].number = number;
}

void PhraseTrie::build() {
    m_fromRoot.fill(-1);
    for (const Edge &edge : m_edges)
        if (edge.from == 0 && edge.by < m_fromRoot.size())
            m_fromRoot[edge.by] = edge.to;
    // Shallow nodes first, as a node's fail is shallower than itself.
    std::vector<int> depth(m_nodes.size(), 0);
    for (const Edge &edge : m_edges)
        depth[std::size_t(edge.to)] = depth[std::size_t(edge.from)] + 1;
    std::stable_sort(m_edges.begin(), m_edges.end(),
                     [&](const Edge &a, const Edge &b) { return depth[std::size_t(a.to)] < depth[std::size_t(b.to)]; });
    for (const Edge &edge : m_edges) {
        Node &node = m_nodes[std::size_t(edge.to)];
        if (edge.from != 0) {
            std::int32_t fail = m_nodes[std::size_t(edge.from)].fail;
            for (;;) {
                if (const std::int32_t to = next(fail, edge.by); to >= 0) {
                    node.fail = to;
                    break;
                }
                if (fail == 0)
                    break;
                fail = m_nodes[std::size_t(fail)].fail;
            }
        }
        if (node.number < 0)
            node.number = m_nodes[std::size_t(node.fail)].number;
    }
    m_edges.clear();
    m_edges.shrink_to_fit();
}

int PhraseTrie::find(std::u32string_view text, std::size_t &steps) const {
    if (isEmpty())
        return -1;
    std::int32_t node = 0;
    for (const char32_t c : text) {
        node = follow(node, c, steps);
        if (const int number = m_nodes[std::size_t(node)].number; number >= 0)
            return number;
    }
    return -1;
}

int PhraseTrie::findAny(std::span<const std::vector<std::u32string>> text, std::size_t &steps) const {
    if (isEmpty())
        return -1;
    std::vector<std::int32_t> ways{0}, after;
    for (const std::vector<std::u32string> &words : text) {
        after.clear();
        for (const std::int32_t way : ways) {
            for (const std::u32string &word : words) {
                std::int32_t node = way;
                for (const char32_t c : word) {
                    node = follow(node, c, steps);
                    if (const int number = m_nodes[std::size_t(node)].number; number >= 0)
                        return number;
                }
                if (after.size() < kWays && std::find(after.begin(), after.end(), node) == after.end())
                    after.push_back(node);
            }
        }
        ways.swap(after);
    }
    return -1;
}

std::int32_t PhraseTrie::follow(std::int32_t node, char32_t c, std::size_t &steps) const {
    for (;;) {
        ++steps;
        if (const std::int32_t to = next(node, c); to >= 0)
            return to;
        if (node == 0)
            return 0;
        node = m_nodes[std::size_t(node)].fail;
    }
}

} // namespace app::chat
