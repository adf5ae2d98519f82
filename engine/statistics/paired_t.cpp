#include "engine/statistics/paired_t.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"

namespace engine::statistics {

PairedT pairedT(std::span<const double> differences) {
    requireFinite(differences, "the differences");
    requireAtLeast(differences.size(), 2, "a t test");
    PairedT sample;
    sample.count = differences.size();
    const auto n = double(sample.count);
    for (const double difference : differences)
        sample.mean += difference / n;
    double squares = 0;
    for (const double difference : differences)
        squares += (difference - sample.mean) * (difference - sample.mean);
    // Equal differences are equal: their mean may be off in its last bit.
    if (std::all_of(differences.begin(), differences.end(), [&](double d) { return d == differences[0]; })) {
        sample.mean = differences[0];
        squares = 0;
    }
    sample.freedom = n - 1;
    sample.deviation = std::sqrt(squares / sample.freedom);
    sample.error = sample.deviation / std::sqrt(n);
    return sample;
}

double tStatistic(const PairedT &sample, double against) {
    const double distance = sample.mean - against;
    if (sample.error > 0)
        return distance / sample.error;
    return distance == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), distance);
}

double tTest(const PairedT &sample, double against, Alternative alternative) {
    requireAtLeast(sample.count, 2, "a t test");
    const double t = tStatistic(sample, against);
    switch (alternative) {
    case Alternative::Greater:
        return studentTail(t, sample.freedom);
    case Alternative::Less:
        return studentTail(-t, sample.freedom);
    case Alternative::TwoSided:
        break;
    }
    return std::min(1.0, 2 * studentTail(std::fabs(t), sample.freedom));
}

Interval tInterval(const PairedT &sample, double confidence, Alternative alternative) {
    requireAtLeast(sample.count, 2, "a t interval");
    requireBetweenZeroAndOne(confidence, "confidence");
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double tail = alternative == Alternative::TwoSided ? (1 - confidence) / 2 : 1 - confidence;
    const double half = sample.error > 0 ? studentQuantile(1 - tail, sample.freedom) * sample.error : 0;
    return {alternative == Alternative::Less ? -infinity : sample.mean - half,
            alternative == Alternative::Greater ? infinity : sample.mean + half};
}

Equivalence equivalence(const PairedT &sample, double low, double high) {
    if (!(low < high))
        throw badInput("The lower margin is not below the upper one.", "Choose two margins, such as −0.4 and 0.4.");
    Equivalence result;
    result.tLow = tStatistic(sample, low);
    result.tHigh = tStatistic(sample, high);
    result.aboveLow = tTest(sample, low, Alternative::Greater);
    result.belowHigh = tTest(sample, high, Alternative::Less);
    result.p = std::max(result.aboveLow, result.belowHigh);
    return result;
}

} // namespace engine::statistics
