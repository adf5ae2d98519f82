#include "engine/statistics/anytime.h"

#include <cmath>

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"

namespace engine::statistics {

namespace {

void check(std::int64_t hits, std::int64_t trials, double chance) {
    if (hits < 0 || hits > trials)
        throw badInput("There are more hits than trials.", "Count each vote once.");
    requireBetweenZeroAndOne(chance, "probability of a hit");
}

} // namespace

double logEvalue(std::int64_t hits, std::int64_t trials, double chance) {
    check(hits, trials, chance);
    const double k = double(hits), misses = double(trials - hits);
    return logBeta(1 + k, 1 + misses) - k * std::log(chance) - misses * std::log1p(-chance);
}

double eValue(std::int64_t hits, std::int64_t trials, double chance) {
    return std::exp(logEvalue(hits, trials, chance));
}

bool evidenceSuffices(std::int64_t hits, std::int64_t trials, double chance, double level) {
    requireBetweenZeroAndOne(level, "level");
    return logEvalue(hits, trials, chance) >= -std::log(level);
}

double logLikelihoodRatio(std::int64_t hits, std::int64_t trials, double chance, double alternative) {
    check(hits, trials, chance);
    requireBetweenZeroAndOne(alternative, "probability of a hit under the alternative");
    return double(hits) * std::log(alternative / chance) +
           double(trials - hits) * (std::log1p(-alternative) - std::log1p(-chance));
}

SequentialBounds sequentialBounds(double level, double missed) {
    requireBetweenZeroAndOne(level, "level");
    requireBetweenZeroAndOne(missed, "share of alternatives that may be missed");
    return {std::log((1 - missed) / level), std::log(missed / (1 - level))};
}

} // namespace engine::statistics
