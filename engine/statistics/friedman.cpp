#include "engine/statistics/friedman.h"

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"
#include "engine/statistics/ranks.h"

namespace engine::statistics {

Friedman friedman(const std::vector<std::vector<double>> &rows) {
    requireAtLeast(rows.size(), 2, "Friedman's test (rows)");
    const std::size_t columns = rows[0].size();
    requireAtLeast(columns, 3, "Friedman's test (columns)");
    std::vector<double> sums(columns, 0.0);
    double ties = 0;
    for (const std::vector<double> &row : rows) {
        if (row.size() != columns)
            throw badInput("The rows of Friedman's test have different lengths.", "Leave out incomplete rows.");
        requireFinite(row, "a row");
        const std::vector<long> ranks = doubledRanks(row);
        for (std::size_t j = 0; j < columns; ++j)
            sums[j] += double(ranks[j]) / 2;
        for (const long size : tieSizes(row))
            ties += double(size) * (double(size) * double(size) - 1);
    }
    const auto n = double(rows.size()), k = double(columns);
    Friedman result;
    result.freedom = k - 1;
    const double correction = 1 - ties / (k * (k * k - 1) * n);
    if (correction <= 0)
        return result;
    double squares = 0;
    for (const double sum : sums)
        squares += (sum - n * (k + 1) / 2) * (sum - n * (k + 1) / 2);
    result.chiSquare = 12 / (k * n * (k + 1)) * squares / correction;
    result.p = chiSquareTail(result.chiSquare, result.freedom);
    return result;
}

} // namespace engine::statistics
