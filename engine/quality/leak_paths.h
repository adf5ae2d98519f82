// How like a reference a stretch of a take sounds, for each length of the stretch: dynamic time warping with an open
// begin (Sakoe & Chiba 1978, slope constraint 1). Pure; any thread. All in frames of 10.7 ms.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/quality/take_sound.h"

namespace engine::quality {

inline constexpr std::size_t kShortestPath = 20;
inline constexpr std::size_t kLongestPath = 110;

enum class Direction { Forwards, Backwards };

// Distances between frames of the take and all of the reference; from the last to the first of both when backwards.
class Distances {
public:
    // Frames [from, to) of the take.
    Distances(const Timbre &take, std::size_t from, std::size_t to, const Timbre &reference, Direction direction);

    std::size_t rows() const { return m_rows; }
    std::size_t columns() const { return m_columns; }
    double at(std::size_t i, std::size_t j) const { return double(m_values[i * m_columns + j]); }

private:
    std::size_t m_rows, m_columns;
    std::vector<float> m_values;
};

struct Zone { // columns
    std::size_t from = 0;
    std::size_t to = 0;
};

// Element i: the cost per frame of the i + 1 rows from `from` on, laid as well as it goes along the reference at half
// to double its pace, such that they end in the zone; above kNoPath where they cannot.
inline constexpr double kNoPath = 2;
std::vector<double> pathCosts(const Distances &distances, std::size_t from, const Zone &end);
// What the costs are where nothing leaked: the mean over places that do not begin the rows; 0 where too few tell.
std::vector<double> usualCosts(const Distances &distances, const Zone &end);

} // namespace engine::quality
