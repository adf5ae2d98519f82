#include "engine/statistics/mcnemar.h"

#include <cmath>

#include "engine/error.h"
#include "engine/statistics/binomial.h"

namespace engine::statistics {

double mcnemarExact(std::int64_t onlyFirst, std::int64_t onlySecond, Alternative alternative) {
    if (onlyFirst < 0 || onlySecond < 0)
        throw badInput("A number of pairs is negative.", "Count pairs from 0.");
    return binomialTest(onlyFirst, onlyFirst + onlySecond, 0.5, alternative);
}

double pairedRateUpperBound(std::int64_t onlyFirst, std::int64_t onlySecond, std::int64_t pairs, double confidence) {
    if (onlyFirst < 0 || onlySecond < 0 || onlyFirst + onlySecond > pairs)
        throw badInput("More pairs differ than there are pairs.", "Count each pair once.");
    if (pairs == 0)
        return 1;
    const double first = double(onlyFirst) / double(pairs), second = double(onlySecond) / double(pairs);
    const double above = clopperPearson(onlyFirst, pairs, confidence, Alternative::Less).high - first;
    const double below = second - clopperPearson(onlySecond, pairs, confidence, Alternative::Greater).low;
    return std::fmin(1.0, first - second + std::hypot(above, below));
}

double pairedRateLowerBound(std::int64_t onlyFirst, std::int64_t onlySecond, std::int64_t pairs, double confidence) {
    return -pairedRateUpperBound(onlySecond, onlyFirst, pairs, confidence);
}

} // namespace engine::statistics
