#include "engine/statistics/planning.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"
#include "engine/statistics/binomial.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"

namespace engine::statistics {

namespace {

constexpr std::int64_t kMostPlanned = 100'000;

// The chance that a test of this size decides when its mean comes out around `drop` with the variance `spread`.
double chanceOfDecision(const ExpectedError &then, double drop, double spread, const Margins &margins) {
    double accept = margins.accept, reject = margins.reject;
    if (then.error > 0) {
        accept -= std::max(studentQuantile(1 - margins.level, then.freedom) * then.error,
                           -normalQuantile(margins.level) * then.bootstrapError);
        reject += studentQuantile(1 - margins.level, then.panelFreedom) * then.panelError;
    }
    if (spread <= 0)
        return drop < accept || drop > reject ? 1 : 0;
    return normalTail((drop - accept) / std::sqrt(spread)) + normalTail((reject - drop) / std::sqrt(spread));
}

void check(const Margins &margins) {
    requireBetweenZeroAndOne(margins.level, "level");
    if (!(margins.accept <= margins.reject))
        throw badInput("The margin for rejecting lies below the one for accepting.",
                       "Choose margins such as 0.4 and 0.6.");
}

// The least growth, counted in steps, with which the chance of a decision is at least `wanted`.
template <typename Chance> std::optional<std::size_t> leastGrowth(std::size_t most, double wanted, Chance &&chance) {
    std::size_t enough = 1;
    while (chance(enough) < wanted) {
        if (enough >= most)
            return std::nullopt;
        enough = std::min(most, enough * 2);
    }
    std::size_t tooFew = enough / 2;
    while (enough - tooFew > 1) {
        const std::size_t middle = tooFew + (enough - tooFew) / 2;
        (chance(middle) < wanted ? tooFew : enough) = middle;
    }
    return enough;
}

} // namespace

double preferencePower(std::int64_t trials, double share, double chance, double level, Alternative alternative) {
    requireBetweenZeroAndOne(share, "true share");
    const std::int64_t critical = criticalHits(trials, chance, level, alternative);
    return critical > trials ? 0 : binomialTest(critical, trials, share, Alternative::Greater);
}

std::optional<std::int64_t> votesForPreference(double share, double chance, double level, double power,
                                               Alternative alternative) {
    requireBetweenZeroAndOne(power, "power");
    if (!(share > chance))
        throw badInput("The share that is to be found is not above the one by chance.", "Choose a larger share.");
    const auto enough = [&](std::int64_t n) { return preferencePower(n, share, chance, level, alternative) >= power; };
    std::int64_t high = 1;
    while (!enough(high)) {
        if (high >= kMostPlanned)
            return std::nullopt;
        high = std::min(kMostPlanned, high * 2);
    }
    // Back to below the saw's teeth, then forward to where it stays.
    std::int64_t low = high / 2;
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (enough(middle) ? high : low) = middle;
    }
    std::int64_t first = std::max(std::int64_t(1), high - 20), since = first;
    for (std::int64_t n = first; n - since <= 10; ++n) {
        if (!enough(n))
            since = n + 1;
    }
    return since;
}

double nonInferiorityPower(std::size_t votes, double deviation, double drop, double margin, double level) {
    requireAtLeast(votes, 2, "a t test");
    requireBetweenZeroAndOne(level, "level");
    if (!(deviation >= 0) || !std::isfinite(deviation) || !std::isfinite(drop) || !std::isfinite(margin))
        throw badInput("A power cannot be computed for these figures.", "Deviation, drop and margin are finite.");
    if (deviation == 0)
        return drop < margin ? 1 : 0;
    const double freedom = double(votes - 1);
    const double shift = (margin - drop) / deviation * std::sqrt(double(votes));
    return noncentralStudentTail(studentQuantile(1 - level, freedom), freedom, shift);
}

std::optional<std::size_t> sentencesToDecide(double drop, const VoteVariance &variance, std::size_t listeners,
                                             const Margins &margins, double chance, std::size_t most) {
    check(margins);
    requireBetweenZeroAndOne(chance, "chance of a decision");
    requireAtLeast(listeners, 1, "a test (listeners)");
    const auto growth = leastGrowth(most, chance, [&](std::size_t more) {
        const ExpectedError then = expectedError(variance, listeners, more + 1);
        return chanceOfDecision(then, drop, then.error * then.error, margins);
    });
    return growth ? std::optional<std::size_t>(*growth + 1) : std::nullopt;
}

std::optional<MoreVotes> moreVotes(const TwoWayMean &seen, const Margins &margins, std::size_t most) {
    check(margins);
    if (seen.votes < 2 || seen.votes >= most)
        return std::nullopt;
    const ExpectedError now = expectedError(seen.variance, seen.listeners, seen.sentences);
    const auto chance = [&](std::size_t listeners, std::size_t sentences) {
        const ExpectedError then = expectedError(seen.variance, listeners, sentences);
        // The mean moves by what the new votes add.
        return chanceOfDecision(then, seen.mean, now.error * now.error - then.error * then.error, margins);
    };
    std::optional<MoreVotes> best;
    const auto keepBetter = [&](MoreVotes more) {
        if (!best || more.votes < best->votes)
            best = more;
    };
    const std::size_t left = most - seen.votes;
    if (const auto growth = leastGrowth(left / seen.listeners, 0.5, [&](std::size_t more) {
            return chance(seen.listeners, seen.sentences + more);
        }))
        keepBetter({0, *growth, *growth * seen.listeners});
    if (seen.listeners > 1) {
        if (const auto growth = leastGrowth(left / seen.sentences, 0.5, [&](std::size_t more) {
                return chance(seen.listeners + more, seen.sentences);
            }))
            keepBetter({*growth, 0, *growth * seen.sentences});
    }
    return best;
}

} // namespace engine::statistics
