#include "engine/statistics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/error.h"
#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"

namespace engine::statistics {

namespace {

constexpr std::size_t kMostDraws = 100'000'000;

void check(const Resampling &how, std::size_t drawsEach) {
    if (how.resamples < 100 || how.resamples > 100'000)
        throw badInput("A bootstrap cannot have " + std::to_string(how.resamples) + " resamples.",
                       "Choose 100 to 100,000, such as 2000.");
    if (drawsEach > kMostDraws / how.resamples)
        throw badInput("The bootstrap would need too many draws.", "Choose fewer resamples.");
}

// NumPy's default ("linear") quantile of sorted values.
double quantile(const std::vector<double> &sorted, double share) {
    const double place = std::clamp(share, 0.0, 1.0) * double(sorted.size() - 1);
    const auto below = std::size_t(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - double(below)) * (sorted[above] - sorted[below]);
}

void requireResampled(std::span<const double> resampled) {
    requireFinite(resampled, "the resampled figures");
    requireAtLeast(resampled.size(), 2, "a bootstrap interval");
}

} // namespace

std::vector<double> resampledMeans(std::span<const double> values, const Resampling &how) {
    requireFinite(values, "the values");
    requireAtLeast(values.size(), 1, "a bootstrap");
    check(how, values.size());
    Draws draws(how.seed);
    std::vector<double> means(how.resamples);
    for (double &mean : means) {
        for (std::size_t i = 0; i < values.size(); ++i)
            mean += values[draws.below(values.size())];
        mean /= double(values.size());
    }
    return means;
}

std::vector<double> resampledGridMeans(const VoteGrid &votes, const Resampling &how) {
    const VoteGrid grid = votes.withoutEmpty();
    const std::size_t listeners = grid.listeners(), sentences = grid.sentences();
    requireAtLeast(grid.votes(), 1, "a bootstrap");
    check(how, listeners * sentences);
    // Zeros instead of what is missing, and which cells are there.
    std::vector<double> values(grid.cells().begin(), grid.cells().end()), there(values.size(), 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]))
            values[i] = there[i] = 0;
    }
    Draws draws(how.seed);
    std::vector<double> means(how.resamples), listenerTimes(listeners), sentenceTimes(sentences);
    for (std::size_t resample = 0; resample < how.resamples;) {
        std::fill(listenerTimes.begin(), listenerTimes.end(), 0.0);
        std::fill(sentenceTimes.begin(), sentenceTimes.end(), 0.0);
        for (std::size_t i = 0; i < listeners; ++i)
            listenerTimes[draws.below(listeners)] += 1;
        for (std::size_t i = 0; i < sentences; ++i)
            sentenceTimes[draws.below(sentences)] += 1;
        double sum = 0, count = 0;
        for (std::size_t listener = 0; listener < listeners; ++listener) {
            if (listenerTimes[listener] == 0)
                continue;
            double ofListener = 0, countOfListener = 0;
            for (std::size_t sentence = 0; sentence < sentences; ++sentence) {
                ofListener += sentenceTimes[sentence] * values[listener * sentences + sentence];
                countOfListener += sentenceTimes[sentence] * there[listener * sentences + sentence];
            }
            sum += listenerTimes[listener] * ofListener;
            count += listenerTimes[listener] * countOfListener;
        }
        if (count > 0)
            means[resample++] = sum / count;
    }
    return means;
}

double bootstrapError(std::span<const double> resampled) {
    requireResampled(resampled);
    const double n = double(resampled.size());
    const double mean = std::accumulate(resampled.begin(), resampled.end(), 0.0) / n;
    double squares = 0;
    for (const double value : resampled)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / (n - 1));
}

Interval percentileInterval(std::vector<double> resampled, double confidence, Alternative alternative) {
    requireResampled(resampled);
    requireBetweenZeroAndOne(confidence, "confidence");
    std::sort(resampled.begin(), resampled.end());
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double tail = alternative == Alternative::TwoSided ? (1 - confidence) / 2 : 1 - confidence;
    return {alternative == Alternative::Less ? -infinity : quantile(resampled, tail),
            alternative == Alternative::Greater ? infinity : quantile(resampled, 1 - tail)};
}

CorrectedInterval correctedInterval(std::span<const double> values, std::vector<double> resampled, double confidence) {
    requireResampled(resampled);
    requireBetweenZeroAndOne(confidence, "confidence");
    const std::vector<double> without = jackknifeMeans(values);
    CorrectedInterval result;
    if (std::all_of(values.begin(), values.end(), [&](double value) { return value == values[0]; })) {
        result.interval = {values[0], values[0]};
        return result;
    }
    const double n = double(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0, cubes = 0;
    const double middle = std::accumulate(without.begin(), without.end(), 0.0) / n;
    for (const double each : without) {
        const double u = (n - 1) * (middle - each);
        squares += u * u / (n * n);
        cubes += u * u * u / (n * n * n);
    }
    result.acceleration = cubes / (6 * std::pow(squares, 1.5));

    // Those that are equal count half. Sums in another order may differ in their last bits.
    double largest = 0, below = 0;
    for (const double value : values)
        largest = std::max(largest, std::fabs(value));
    for (const double each : resampled)
        below += std::fabs(each - mean) <= 1e-12 * largest ? 0.5 : each < mean ? 1 : 0;
    result.bias = normalQuantile(below / double(resampled.size()));
    std::sort(resampled.begin(), resampled.end());
    if (std::isinf(result.bias)) { // all resamples lie on one side
        const double end = result.bias > 0 ? resampled.back() : resampled.front();
        result.interval = {end, end};
        return result;
    }
    const auto end = [&](double z) {
        const double moved = result.bias + (result.bias + z) / (1 - result.acceleration * (result.bias + z));
        return quantile(resampled, 1 - normalTail(moved));
    };
    const double z = -normalQuantile((1 - confidence) / 2);
    result.interval = {end(-z), end(z)};
    return result;
}

std::vector<double> jackknifeMeans(std::span<const double> values) {
    requireFinite(values, "the values");
    requireAtLeast(values.size(), 2, "a jackknife");
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    std::vector<double> means;
    means.reserve(values.size());
    for (const double value : values)
        means.push_back((sum - value) / double(values.size() - 1));
    return means;
}

} // namespace engine::statistics
