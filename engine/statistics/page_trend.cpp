#include "engine/statistics/page_trend.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"
#include "engine/statistics/ranks.h"

namespace engine::statistics {

PageTrend pageTrend(const std::vector<std::vector<double>> &rows) {
    requireAtLeast(rows.size(), 2, "Page's test (rows)");
    const std::size_t columns = rows[0].size();
    requireAtLeast(columns, 3, "Page's test (columns)");
    PageTrend result;
    for (const std::vector<double> &row : rows) {
        if (row.size() != columns)
            throw badInput("The rows of Page's test have different lengths.", "Leave out incomplete rows.");
        requireFinite(row, "a row");
        const std::vector<long> ranks = doubledRanks(row);
        for (std::size_t j = 0; j < columns; ++j)
            result.l += double(j + 1) * double(ranks[j]) / 2;
        result.hasTies = result.hasTies || !tieSizes(row).empty();
    }
    const auto m = double(rows.size()), n = double(columns);
    const double mean = m * n * (n + 1) * (n + 1) / 4;
    const double variance = m * n * n * (n + 1) * (n * n - 1) / 144;
    result.p = normalTail((result.l - mean) / std::sqrt(variance));
    return result;
}

double pageTrendExact(double l, std::size_t rows, std::size_t columns) {
    if (columns < 2 || columns > 9 || rows < 1 || rows > 200 || !std::isfinite(l))
        throw badInput("Page's exact test takes 2 to 9 columns and 1 to 200 rows.", "Use the approximation.");
    // How probable each sum of one row is, counted from the smallest one.
    std::vector<std::size_t> order(columns);
    std::iota(order.begin(), order.end(), std::size_t(1));
    std::size_t least = 0, most = 0, orders = 0;
    for (std::size_t i = 1; i <= columns; ++i) {
        most += i * i;
        least += i * (columns + 1 - i);
    }
    std::vector<double> one(most - least + 1, 0.0);
    do {
        std::size_t sum = 0;
        for (std::size_t i = 0; i < columns; ++i)
            sum += (i + 1) * order[i];
        one[sum - least] += 1;
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    for (double &each : one)
        each /= double(orders);

    std::vector<double> all{1};
    for (std::size_t row = 0; row < rows; ++row) {
        std::vector<double> next(all.size() + one.size() - 1, 0.0);
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t j = 0; j < one.size(); ++j)
                next[i + j] += all[i] * one[j];
        }
        all = std::move(next);
    }
    const double from = std::floor(l) - double(rows * least);
    if (from <= 0)
        return 1;
    double p = 0; // the rare ones first
    for (std::size_t i = all.size(); i-- > 0 && double(i) >= from;)
        p += all[i];
    return std::min(1.0, p);
}

} // namespace engine::statistics
