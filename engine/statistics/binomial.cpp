#include "engine/statistics/binomial.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"

namespace engine::statistics {

namespace {

constexpr std::int64_t kMostTrials = 10'000'000;

void check(std::int64_t hits, std::int64_t trials) {
    if (trials < 0 || hits < 0 || hits > trials || trials > kMostTrials)
        throw badInput(std::to_string(hits) + " hits of " + std::to_string(trials) + " trials cannot be.",
                       "Hits lie between 0 and the trials, of which there are at most " + std::to_string(kMostTrials) +
                           ".");
}

double logProbability(std::int64_t hits, std::int64_t trials, double chance) {
    const double k = double(hits), n = double(trials);
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(chance) +
           (n - k) * std::log1p(-chance);
}

double atLeast(std::int64_t hits, std::int64_t trials, double chance) {
    return hits <= 0 ? 1 : hits > trials ? 0 : betaShare(chance, double(hits), double(trials - hits + 1));
}

double atMost(std::int64_t hits, std::int64_t trials, double chance) {
    return hits < 0 ? 0 : hits >= trials ? 1 : betaShare(1 - chance, double(trials - hits), double(hits + 1));
}

double twoSided(std::int64_t hits, std::int64_t trials, double chance) {
    const double limit = logProbability(hits, trials, chance) + std::log1p(1e-7);
    const auto rare = [&](std::int64_t k) { return logProbability(k, trials, chance) <= limit; };
    // Probabilities rise to the mode and fall after it: both ends are found by halving.
    const auto mode = std::clamp(std::int64_t(double(trials + 1) * chance), std::int64_t(0), trials);
    if (rare(mode))
        return 1;
    std::int64_t below = -1, notBelow = mode; // the last rare one below the mode
    while (notBelow - below > 1) {
        const std::int64_t middle = below + (notBelow - below) / 2;
        (rare(middle) ? below : notBelow) = middle;
    }
    std::int64_t above = trials + 1, notAbove = mode;
    while (above - notAbove > 1) {
        const std::int64_t middle = notAbove + (above - notAbove) / 2;
        (rare(middle) ? above : notAbove) = middle;
    }
    return std::min(1.0, atMost(below, trials, chance) + atLeast(above, trials, chance));
}

} // namespace

double binomialTest(std::int64_t hits, std::int64_t trials, double chance, Alternative alternative) {
    check(hits, trials);
    requireBetweenZeroAndOne(chance, "probability of a hit");
    if (trials == 0)
        return 1;
    switch (alternative) {
    case Alternative::Greater:
        return atLeast(hits, trials, chance);
    case Alternative::Less:
        return atMost(hits, trials, chance);
    case Alternative::TwoSided:
        break;
    }
    return twoSided(hits, trials, chance);
}

Interval clopperPearson(std::int64_t hits, std::int64_t trials, double confidence, Alternative alternative) {
    check(hits, trials);
    requireBetweenZeroAndOne(confidence, "confidence");
    const double tail = alternative == Alternative::TwoSided ? (1 - confidence) / 2 : 1 - confidence;
    const double k = double(hits), n = double(trials);
    Interval interval{0, 1};
    if (alternative != Alternative::Less && hits > 0)
        interval.low = betaQuantile(tail, k, n - k + 1);
    if (alternative != Alternative::Greater && hits < trials)
        interval.high = betaQuantile(1 - tail, k + 1, n - k);
    return interval;
}

Interval wilson(std::int64_t hits, std::int64_t trials, double confidence, Alternative alternative) {
    check(hits, trials);
    requireBetweenZeroAndOne(confidence, "confidence");
    if (trials == 0)
        return {0, 1};
    const double tail = alternative == Alternative::TwoSided ? (1 - confidence) / 2 : 1 - confidence;
    const double z = -normalQuantile(tail);
    const double k = double(hits), n = double(trials);
    const double middle = (k + z * z / 2) / (n + z * z);
    const double half = z / (n + z * z) * std::sqrt(k * (n - k) / n + z * z / 4);
    Interval interval{0, 1};
    if (alternative != Alternative::Less && hits > 0)
        interval.low = std::max(0.0, middle - half);
    if (alternative != Alternative::Greater && hits < trials)
        interval.high = std::min(1.0, middle + half);
    return interval;
}

std::int64_t criticalHits(std::int64_t trials, double chance, double level, Alternative alternative) {
    check(0, trials);
    requireBetweenZeroAndOne(level, "level");
    if (alternative == Alternative::Less)
        throw badInput("Critical hits are asked for in the direction of fewer hits.", "Ask for Greater or TwoSided.");
    // p-values fall with more hits than are expected.
    std::int64_t critical = trials + 1, tooFew = std::max(std::int64_t(-1), std::int64_t(double(trials) * chance) - 1);
    while (critical - tooFew > 1) {
        const std::int64_t middle = tooFew + (critical - tooFew) / 2;
        (binomialTest(middle, trials, chance, alternative) <= level ? critical : tooFew) = middle;
    }
    return critical;
}

} // namespace engine::statistics
