// Page's test: whether columns that stand in an order (NFE 5, 6, 7, 16) are rated in that order. Source: E. Page,
// Journal of the American Statistical Association 58 (1963); equal to scipy.stats.page_trend_test. Pure; any thread.
#pragma once

#include <cstddef>
#include <vector>

namespace engine::statistics {

struct PageTrend {
    double l = 0;         // the sum over columns of place × sum of ranks
    double p = 1;         // by the normal distribution
    bool hasTies = false; // in a row: the exact p-value is for rows without ties and only near then
};

// rows[i][j]: what row i says of column j; columns stand in the order in which ratings are expected to rise. Small p:
// they do. Error(BadInput) as friedman().
PageTrend pageTrend(const std::vector<std::vector<double>> &rows);

// P(L ≥ l) over all orders in all rows, each equally likely. `l` is rounded down to a whole number. Error(BadInput)
// with fewer than 2 or more than 9 columns, without rows or with more than 200.
double pageTrendExact(double l, std::size_t rows, std::size_t columns);

} // namespace engine::statistics
