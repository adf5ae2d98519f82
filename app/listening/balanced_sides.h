// Which of two sides each of many pairs gets, by lot and yet balanced twice over. Any thread.
#pragma once

#include <vector>

#include "app/listening/drawn_numbers.h"

namespace app::listening {

struct BalancedItem {
    int group = 0; // from 0
    int half = 0;  // 0 or 1
};

// True for one side, false for the other: within each group and within each half the numbers of both differ by at most
// 1, and so they do in all. Each item gets either side with a probability of exactly 1/2.
//
// Items are edges of a graph between groups and halves; where a vertex has an odd number of them an edge to a vertex of
// no meaning is added. Such a graph falls apart into closed walks (Euler), which are of even length as it has two
// sides; along each walk the sides take turns, beginning by lot.
std::vector<bool> balancedSides(const std::vector<BalancedItem> &items, DrawnNumbers &lot);

// Orders in which to show `count` things, each thing at each place equally often, and each following each other equally
// often (Williams 1949): `count` of them where it is even, twice as many where it is odd. Each is a permutation of
// 0…count-1.
std::vector<std::vector<int>> williamsSquare(int count);

} // namespace app::listening
