#include "engine/statistics/signed_rank.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"
#include "engine/statistics/ranks.h"
#include "engine/statistics/sign_flip.h"

namespace engine::statistics {

namespace {

constexpr std::size_t kMostExact = 400;
constexpr std::size_t kMostWalsh = 3000;

// Twice the rank of the size of each difference that is not zero, with the sign of the difference.
std::vector<std::int64_t> signedDoubledRanks(std::span<const double> differences, ZeroRule zeros) {
    requireFinite(differences, "the differences");
    std::vector<double> sizes;
    std::vector<int> signs;
    for (const double difference : differences) {
        if (difference == 0 && zeros == ZeroRule::Wilcox)
            continue;
        sizes.push_back(std::fabs(difference));
        signs.push_back(difference > 0 ? 1 : difference < 0 ? -1 : 0);
    }
    const std::vector<long> ranks = doubledRanks(sizes);
    std::vector<std::int64_t> result;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        if (signs[i] != 0)
            result.push_back(signs[i] * std::int64_t(ranks[i]));
    }
    return result;
}

} // namespace

SignedRank signedRank(std::span<const double> differences, ZeroRule zeros) {
    const std::vector<std::int64_t> ranks = signedDoubledRanks(differences, zeros);
    if (ranks.size() > kMostExact)
        throw badInput("The exact signed-rank test takes at most " + std::to_string(kMostExact) +
                           " differences, and there are " + std::to_string(ranks.size()) + ".",
                       "Use the approximation, which is as good with so many.");
    SignedRank result;
    result.used = ranks.size();
    for (const std::int64_t rank : ranks)
        (rank > 0 ? result.plus : result.minus) += double(std::abs(rank)) / 2;
    if (ranks.empty())
        return result;
    result.rankBiserial = (result.plus - result.minus) / (result.plus + result.minus);
    const SignFlip flips = signFlip(ranks);
    result.twoSided = flips.twoSided;
    result.greater = flips.greater;
    result.less = flips.less;
    return result;
}

SignedRankApproximation signedRankApproximation(std::span<const double> differences, ZeroRule zeros, bool corrected) {
    const std::vector<std::int64_t> ranks = signedDoubledRanks(differences, zeros);
    SignedRankApproximation result;
    if (ranks.empty())
        return result;
    double distance = 0, squares = 0; // of the sum of positive ranks from its mean; of the ranks
    for (const std::int64_t rank : ranks) {
        distance += double(rank) / 4;
        squares += double(rank) * double(rank) / 4;
    }
    const double deviation = std::sqrt(squares / 4);
    const auto z = [&](double shift) { return (distance - shift) / deviation; };
    const double half = corrected ? 0.5 : 0;
    const double towardsMiddle = distance > 0 ? half : distance < 0 ? -half : 0;
    result.z = z(towardsMiddle);
    result.twoSided = std::min(1.0, 2 * normalTail(std::fabs(result.z)));
    // A single direction is corrected towards the other one, as scipy does.
    result.greater = normalTail(z(half));
    result.less = normalTail(-z(-half));
    return result;
}

double hodgesLehmann(std::span<const double> differences) {
    requireFinite(differences, "the differences");
    requireAtLeast(differences.size(), 1, "the Hodges–Lehmann estimate");
    if (differences.size() > kMostWalsh)
        throw badInput("The Hodges–Lehmann estimate takes at most " + std::to_string(kMostWalsh) + " differences.",
                       "Use the median instead.");
    std::vector<double> means;
    means.reserve(differences.size() * (differences.size() + 1) / 2);
    for (std::size_t i = 0; i < differences.size(); ++i) {
        for (std::size_t j = i; j < differences.size(); ++j)
            means.push_back((differences[i] + differences[j]) / 2);
    }
    const auto middle = means.begin() + std::ptrdiff_t(means.size() / 2);
    std::nth_element(means.begin(), middle, means.end());
    if (means.size() % 2 == 1)
        return *middle;
    return (*std::max_element(means.begin(), middle) + *middle) / 2;
}

} // namespace engine::statistics
