// Whether two figures of the same cells go together: a metric and the votes. Sources: C. Spearman, American Journal of
// Psychology 15 (1904); M. Kendall, Biometrika 30 (1938) and 33 (1945) for ties. Equal to scipy.stats.spearmanr and
// kendalltau. Pure functions; any thread.
#pragma once

#include <optional>
#include <span>

namespace engine::statistics {

struct Association {
    double value = 0; // −1…1
    double p = 1;     // two-sided
    bool exact = false;
};

// The correlation of ranks; p by Student's t with n − 2 degrees of freedom, 1 for two pairs. None when all of one side
// are equal. Error(BadInput) with fewer than two pairs, unequal lengths, or values that are not finite numbers.
std::optional<Association> spearman(std::span<const double> x, std::span<const double> y);

// Tau-b. p is exact without ties and up to 33 pairs (or when at most one pair of pairs is out of order), else by the
// normal distribution. At most 20,000 pairs. None and errors as above.
std::optional<Association> kendall(std::span<const double> x, std::span<const double> y);

} // namespace engine::statistics
