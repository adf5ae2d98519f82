#include "engine/distances/time_warp.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace engine::distances {

namespace {

using Path = std::vector<std::pair<std::size_t, std::size_t>>;

struct Band { // of a row: [from, to)
    std::size_t from = 0;
    std::size_t to = 0;
};

double apart(const Sequence &first, std::size_t a, const Sequence &second, std::size_t b) {
    double squares = 0;
    for (std::size_t i = 0; i < first.size; ++i) {
        const double difference = first.values[a * first.size + i] - second.values[b * second.size + i];
        squares += difference * difference;
    }
    return std::sqrt(squares);
}

Sequence halved(const Sequence &whole) {
    Sequence half{whole.size, {}};
    for (std::size_t frame = 0; frame + 1 < whole.frames(); frame += 2) {
        for (std::size_t i = 0; i < whole.size; ++i)
            half.values.push_back((whole.values[frame * whole.size + i] + whole.values[(frame + 1) * whole.size + i]) /
                                  2);
    }
    return half;
}

// Which columns each row may use: those within `radius` of the half-rate path, in both directions.
std::vector<Band> bandsAround(const Path &path, std::size_t rows, std::size_t columns, std::size_t radius) {
    std::vector<Band> bands(rows, {columns, 0});
    for (const auto &[i, j] : path) {
        const std::size_t from = 2 * (j > radius ? j - radius : 0), to = 2 * (j + radius) + 2;
        const std::size_t last = std::min(rows, 2 * (i + radius) + 2);
        for (std::size_t row = 2 * (i > radius ? i - radius : 0); row < last; ++row)
            bands[row] = {std::min(bands[row].from, from), std::max(bands[row].to, std::min(to, columns))};
    }
    return bands;
}

enum Step : std::uint8_t { Up, Left, Both }; // which frame the pair before had less

Path warped(const Sequence &first, const Sequence &second, const std::vector<Band> &bands) {
    constexpr double kNever = std::numeric_limits<double>::infinity();
    std::vector<std::vector<Step>> steps(bands.size());
    std::vector<double> before;
    Band last;
    // Of the pair (i, j), counted from 1 as there is a pair (0, 0) before the first one.
    const auto known = [](const std::vector<double> &row, const Band &band, std::size_t j) {
        return j >= band.from && j < band.to ? row[j - band.from] : kNever;
    };
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const Band band = bands[i];
        std::vector<double> row(band.to - band.from);
        steps[i].resize(row.size());
        for (std::size_t j = band.from; j < band.to; ++j) {
            const double cost = apart(first, i, second, j);
            const double up = i > 0 ? known(before, last, j) : kNever;
            const double left = j > band.from ? row[j - 1 - band.from] : kNever;
            const double both = i == 0 && j == 0 ? 0 : i > 0 && j > 0 ? known(before, last, j - 1) : kNever;
            // The first of equals, in this order.
            double best = up + cost;
            Step step = Up;
            if (left + cost < best) {
                best = left + cost;
                step = Left;
            }
            if (both + cost < best) {
                best = both + cost;
                step = Both;
            }
            row[j - band.from] = best;
            steps[i][j - band.from] = step;
        }
        before = std::move(row);
        last = band;
    }
    Path path;
    std::size_t i = first.frames(), j = second.frames();
    while (i > 0 && j > 0) {
        path.emplace_back(i - 1, j - 1);
        const Step step = steps[i - 1][j - 1 - bands[i - 1].from];
        i -= step != Left;
        j -= step != Up;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

} // namespace

Path warpPath(const Sequence &first, const Sequence &second, std::size_t radius) {
    const std::size_t rows = first.frames(), columns = second.frames();
    if (std::min(rows, columns) < radius + 2)
        return warped(first, second, std::vector<Band>(rows, {0, columns}));
    return warped(first, second, bandsAround(warpPath(halved(first), halved(second), radius), rows, columns, radius));
}

} // namespace engine::distances
