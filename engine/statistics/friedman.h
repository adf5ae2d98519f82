// Whether more than two columns differ, by the order in which each row (a listener, or a listener and a sentence) puts
// them. Source: M. Friedman, Journal of the American Statistical Association 32 (1937), with the correction for ties;
// equal to scipy.stats.friedmanchisquare. Pure; any thread.
#pragma once

#include <vector>

namespace engine::statistics {

struct Friedman {
    double chiSquare = 0;
    double freedom = 0; // columns − 1
    double p = 1;       // by the chi-square distribution: good from about 10 rows or 5 columns on
};

// rows[i][j]: what row i says of column j. 0 and p 1 when every row finds all columns equal. Error(BadInput) with fewer
// than 3 columns, fewer than 2 rows, rows of unequal length, and values that are not finite numbers.
Friedman friedman(const std::vector<std::vector<double>> &rows);

} // namespace engine::statistics
