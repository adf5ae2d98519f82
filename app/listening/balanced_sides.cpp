#include "app/listening/balanced_sides.h"

#include <algorithm>

namespace app::listening {

namespace {

struct Edge {
    int group = 0; // vertices
    int half = 0;
    bool used = false;
    bool side = false;
};

// Vertices: groups from 0, then the group of no meaning, then both halves, then the half of no meaning.
struct Graph {
    std::vector<Edge> edges;
    std::vector<std::vector<std::size_t>> at; // edges of each vertex

    void add(int group, int half) {
        at[std::size_t(group)].push_back(edges.size());
        at[std::size_t(half)].push_back(edges.size());
        edges.push_back({group, half});
    }
    bool isOdd(int vertex) const { return at[std::size_t(vertex)].size() % 2 == 1; }
};

Graph evenGraph(const std::vector<BalancedItem> &items) {
    int groups = 0;
    for (const BalancedItem &item : items)
        groups = std::max(groups, item.group + 1);
    const int noGroup = groups;
    const int firstHalf = groups + 1;
    const int noHalf = groups + 3;
    Graph graph;
    graph.at.resize(std::size_t(groups) + 4);
    for (const BalancedItem &item : items)
        graph.add(item.group, firstHalf + item.half);
    for (int group = 0; group < groups; ++group) {
        if (graph.isOdd(group))
            graph.add(group, noHalf);
    }
    for (const int half : {firstHalf, firstHalf + 1}) {
        if (graph.isOdd(half))
            graph.add(noGroup, half);
    }
    if (graph.isOdd(noGroup)) // then the other one is odd too
        graph.add(noGroup, noHalf);
    return graph;
}

} // namespace

std::vector<bool> balancedSides(const std::vector<BalancedItem> &items, DrawnNumbers &lot) {
    Graph graph = evenGraph(items);
    for (auto &edges : graph.at)
        lot.shuffle(edges);
    const auto unused = [&](int vertex) {
        auto &edges = graph.at[std::size_t(vertex)];
        while (!edges.empty() && graph.edges[edges.back()].used)
            edges.pop_back();
        return edges.empty() ? nullptr : &graph.edges[edges.back()];
    };
    for (int start = 0; start < int(graph.at.size()); ++start) {
        while (unused(start)) {
            bool side = lot.coin();
            int vertex = start;
            while (Edge *edge = unused(vertex)) { // ends where it began: every vertex is even
                edge->used = true;
                edge->side = side;
                side = !side;
                vertex = vertex == edge->group ? edge->half : edge->group;
            }
        }
    }
    std::vector<bool> sides;
    for (std::size_t i = 0; i < items.size(); ++i)
        sides.push_back(graph.edges[i].side);
    return sides;
}

std::vector<std::vector<int>> williamsSquare(int count) {
    std::vector<std::vector<int>> orders;
    for (int shift = 0; shift < count; ++shift) {
        std::vector<int> order;
        for (int place = 0; place < count; ++place) // 0, 1, n-1, 2, n-2 …
            order.push_back((shift + (place % 2 == 1 ? (place + 1) / 2 : count - place / 2)) % count);
        orders.push_back(order);
    }
    if (count % 2 == 1 && count > 1) {
        for (int shift = 0; shift < count; ++shift) {
            orders.push_back(orders[std::size_t(shift)]);
            std::reverse(orders.back().begin(), orders.back().end());
        }
    }
    return orders;
}

} // namespace app::listening
