#include "engine/statistics/sign_flip.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "engine/error.h"

namespace engine::statistics {

namespace {

constexpr std::int64_t kMostSum = 4'000'000;
constexpr std::int64_t kMostWork = 2'000'000'000;

} // namespace

SignFlip signFlip(std::span<const std::int64_t> differences) {
    std::vector<std::int64_t> sizes;
    std::int64_t total = 0, plus = 0, divisor = 0;
    for (const std::int64_t difference : differences) {
        if (difference == 0)
            continue; // its sign changes no sum
        if (difference > kMostSum || difference < -kMostSum || total > kMostSum - std::abs(difference))
            throw badInput("The differences are too large to count every sum of them.", "Use steps of whole ratings.");
        sizes.push_back(std::abs(difference));
        total += sizes.back();
        plus += std::max(std::int64_t(0), difference);
        divisor = std::gcd(divisor, sizes.back());
    }
    SignFlip result;
    result.sum = 2 * plus - total;
    if (sizes.empty())
        return result;
    if (total / divisor * std::int64_t(sizes.size()) > kMostWork)
        throw badInput("There are too many differences to count every sum of them.", "Use an approximation.");

    // share[s]: of all subsets, those whose sizes add up to s times the divisor. Shares, not counts, as 2^n overflows.
    std::vector<double> share(std::size_t(total / divisor) + 1, 0.0);
    share[0] = 1;
    std::size_t reach = 0;
    for (const std::int64_t each : sizes) {
        const auto size = std::size_t(each / divisor);
        reach += size;
        for (std::size_t s = reach + 1; s-- > size;)
            share[s] = (share[s] + share[s - size]) / 2;
        for (std::size_t s = 0; s < size; ++s)
            share[s] /= 2;
    }
    const auto observed = std::ptrdiff_t(plus / divisor);
    const auto mirrored = std::ptrdiff_t((total - plus) / divisor);
    result.greater = std::min(1.0, std::accumulate(share.begin() + observed, share.end(), 0.0));
    result.less = std::min(1.0, std::accumulate(share.begin(), share.begin() + observed + 1, 0.0));
    if (plus == total - plus)
        result.twoSided = 1;
    else // the distribution is symmetric
        result.twoSided =
            std::min(1.0, 2 * std::accumulate(share.begin() + std::max(observed, mirrored), share.end(), 0.0));
    return result;
}

} // namespace engine::statistics
