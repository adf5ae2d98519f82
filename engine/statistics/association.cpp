#include "engine/statistics/association.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"
#include "engine/statistics/ranks.h"

namespace engine::statistics {

namespace {

constexpr std::size_t kMostPairs = 20'000;

// False when one side does not vary.
bool vary(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size() || x.size() > kMostPairs)
        throw badInput("Two figures that are to be compared have different or too many values.",
                       "Give both for the same cells, at most " + std::to_string(kMostPairs) + ".");
    requireAtLeast(x.size(), 2, "a correlation");
    requireFinite(x, "the first figure");
    requireFinite(y, "the second figure");
    const auto varies = [](std::span<const double> v) {
        return std::any_of(v.begin(), v.end(), [&](double each) { return each != v[0]; });
    };
    return varies(x) && varies(y);
}

// P(at most `inversions` pairs are out of order) among all orders of n, each equally likely.
double inversionsAtMost(std::int64_t inversions, std::size_t n) {
    std::vector<double> share(std::size_t(inversions) + 1, 0.0);
    share[0] = 1;
    for (std::size_t k = 2; k <= n; ++k) { // the k-th lies before 0 … k − 1 of those there
        std::vector<double> next(share.size(), 0.0);
        double window = 0;
        for (std::size_t i = 0; i < share.size(); ++i) {
            window += share[i] - (i >= k ? share[i - k] : 0);
            next[i] = window / double(k);
        }
        share = std::move(next);
    }
    double sum = 0;
    for (const double each : share)
        sum += each;
    return sum;
}

struct Ties {
    double pairs = 0;  // Σ t(t − 1) / 2
    double triple = 0; // Σ t(t − 1)(t − 2)
    double five = 0;   // Σ t(t − 1)(2t + 5)
};

Ties tiesOf(std::span<const double> values) {
    Ties ties;
    for (const long size : tieSizes(values)) {
        const double t = double(size);
        ties.pairs += t * (t - 1) / 2;
        ties.triple += t * (t - 1) * (t - 2);
        ties.five += t * (t - 1) * (2 * t + 5);
    }
    return ties;
}

} // namespace

std::optional<Association> spearman(std::span<const double> x, std::span<const double> y) {
    if (!vary(x, y))
        return std::nullopt;
    const std::vector<long> a = doubledRanks(x), b = doubledRanks(y);
    const double n = double(x.size()), middle = n + 1;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (double(a[i]) - middle) * (double(b[i]) - middle);
        aa += (double(a[i]) - middle) * (double(a[i]) - middle);
        bb += (double(b[i]) - middle) * (double(b[i]) - middle);
    }
    Association result;
    result.value = std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
    if (x.size() == 2)
        return result;
    const double rest = (1 - result.value) * (1 + result.value);
    const double t =
        rest > 0 ? std::fabs(result.value) * std::sqrt((n - 2) / rest) : std::numeric_limits<double>::infinity();
    result.p = std::min(1.0, 2 * studentTail(t, n - 2));
    return result;
}

std::optional<Association> kendall(std::span<const double> x, std::span<const double> y) {
    if (!vary(x, y))
        return std::nullopt;
    const std::size_t count = x.size();
    std::int64_t agreeing = 0, contrary = 0;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const int sign = (x[i] > x[j] ? 1 : x[i] < x[j] ? -1 : 0) * (y[i] > y[j] ? 1 : y[i] < y[j] ? -1 : 0);
            agreeing += sign > 0 ? 1 : 0;
            contrary += sign < 0 ? 1 : 0;
        }
    }
    const double n = double(count), pairs = n * (n - 1) / 2;
    const Ties tx = tiesOf(x), ty = tiesOf(y);
    const double difference = double(agreeing - contrary);
    Association result;
    result.value = std::clamp(difference / std::sqrt(pairs - tx.pairs) / std::sqrt(pairs - ty.pairs), -1.0, 1.0);
    const std::int64_t fewer = std::min(agreeing, contrary);
    if (tx.pairs == 0 && ty.pairs == 0 && (count <= 33 || fewer <= 1)) {
        result.exact = true;
        result.p = agreeing == contrary ? 1 : std::min(1.0, 2 * inversionsAtMost(fewer, count));
        return result;
    }
    const double m = n * (n - 1);
    double variance = (m * (2 * n + 5) - tx.five - ty.five) / 18 + 2 * tx.pairs * ty.pairs / m;
    if (count > 2)
        variance += tx.triple * ty.triple / (9 * m * (n - 2));
    result.p = variance > 0 ? std::min(1.0, 2 * normalTail(std::fabs(difference) / std::sqrt(variance))) : 1;
    return result;
}

} // namespace engine::statistics
