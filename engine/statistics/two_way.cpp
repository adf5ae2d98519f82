#include "engine/statistics/two_way.h"

#include <algorithm>
#include <cmath>

#include "engine/statistics/checked_numbers.h"
#include "engine/statistics/distributions.h"

namespace engine::statistics {

namespace {

struct Vote {
    std::size_t listener = 0;
    std::size_t sentence = 0;
    double value = 0;
};

using Place = std::size_t Vote::*;

// The sum of the values of each listener or sentence.
std::vector<double> sums(const std::vector<Vote> &votes, Place place, std::size_t groups) {
    std::vector<double> result(groups, 0.0);
    for (const Vote &vote : votes)
        result[vote.*place] += vote.value;
    return result;
}

void subtractMeans(std::vector<Vote> &votes, Place place, std::size_t groups) {
    std::vector<double> means = sums(votes, place, groups);
    std::vector<double> counts(groups, 0.0);
    for (const Vote &vote : votes)
        counts[vote.*place] += 1;
    for (Vote &vote : votes)
        vote.value -= means[vote.*place] / counts[vote.*place];
}

double squares(const std::vector<double> &values) {
    double sum = 0;
    for (const double value : values)
        sum += value * value;
    return sum;
}

double squares(const std::vector<Vote> &votes) {
    double sum = 0;
    for (const Vote &vote : votes)
        sum += vote.value * vote.value;
    return sum;
}

// What is left when neither listeners nor sentences differ on average. Full grids take one round.
std::vector<Vote> residuals(std::vector<Vote> votes, std::size_t listeners, std::size_t sentences) {
    double before = squares(votes);
    for (int round = 0; round < 200; ++round) {
        subtractMeans(votes, &Vote::listener, listeners);
        subtractMeans(votes, &Vote::sentence, sentences);
        const double after = squares(votes);
        if (before - after <= 1e-14 * before)
            break;
        before = after;
    }
    return votes;
}

struct Error {
    double variance = 0; // of the mean
    double freedom = 1;
};

// From the variances of the mean by clusters of listeners, of sentences, and by single votes: an effect that is not
// seen is none, so the sum is never below that of single votes.
Error combined(double byListener, double bySentence, double byVote, double listeners, double sentences, double rest) {
    const bool listenersDiffer = byListener > byVote, sentencesDiffer = bySentence > byVote;
    const auto part = [](double variance, double freedom) { return variance * variance / freedom; };
    double uncertainty = 0;
    if (listenersDiffer)
        uncertainty += part(byListener, listeners - 1);
    if (sentencesDiffer)
        uncertainty += part(bySentence, sentences - 1);
    if (listenersDiffer == sentencesDiffer)
        uncertainty += part(byVote, rest);
    Error error;
    error.variance = std::max(byListener, byVote) + std::max(bySentence, byVote) - byVote;
    error.freedom = uncertainty > 0 ? error.variance * error.variance / uncertainty : rest;
    return error;
}

} // namespace

double TwoWayMean::upperBound(double confidence) const {
    return error > 0 ? mean + studentQuantile(confidence, freedom) * error : mean;
}

double TwoWayMean::lowerBound(double confidence) const {
    return error > 0 ? mean - studentQuantile(confidence, freedom) * error : mean;
}

double TwoWayMean::panelLowerBound(double confidence) const {
    return panelError > 0 ? mean - studentQuantile(confidence, panelFreedom) * panelError : mean;
}

double TwoWayMean::below(double margin) const {
    if (error > 0)
        return studentTail((margin - mean) / error, freedom);
    return mean < margin ? 0 : 1;
}

TwoWayMean twoWayMean(const VoteGrid &all) {
    const VoteGrid grid = all.withoutEmpty();
    TwoWayMean result;
    result.listeners = grid.listeners();
    result.sentences = grid.sentences();
    std::vector<Vote> votes;
    for (std::size_t listener = 0; listener < grid.listeners(); ++listener) {
        for (std::size_t sentence = 0; sentence < grid.sentences(); ++sentence) {
            if (const auto value = grid.at(listener, sentence))
                votes.push_back({listener, sentence, *value});
        }
    }
    result.votes = votes.size();
    requireAtLeast(votes.size(), 2, "how sure a mean is");
    const double n = double(votes.size()), listeners = double(result.listeners), sentences = double(result.sentences);
    for (const Vote &vote : votes)
        result.mean += vote.value / n;
    result.freedom = result.panelFreedom = n - 1;
    if (std::all_of(votes.begin(), votes.end(), [&](const Vote &vote) { return vote.value == votes[0].value; })) {
        result.mean = votes[0].value;
        return result;
    }
    for (Vote &vote : votes)
        vote.value -= result.mean;

    if (result.listeners == 1 || result.sentences == 1) {
        result.variance.votes = squares(votes) / (n - 1);
        result.error = result.panelError = std::sqrt(result.variance.votes / n);
        return result;
    }
    const double byListener =
        squares(sums(votes, &Vote::listener, result.listeners)) * listeners / (listeners - 1) / (n * n);
    const double bySentence =
        squares(sums(votes, &Vote::sentence, result.sentences)) * sentences / (sentences - 1) / (n * n);
    std::vector<Vote> panel = votes;
    subtractMeans(panel, &Vote::listener, result.listeners);
    result.panelError =
        std::sqrt(squares(sums(panel, &Vote::sentence, result.sentences)) * sentences / (sentences - 1) / (n * n));
    result.panelFreedom = sentences - 1;

    const double rest = n - listeners - sentences + 1;
    if (rest < 1) { // too many votes are missing to tell single votes from listeners and sentences
        result.variance = {byListener * listeners, bySentence * sentences, 0};
        result.error = std::sqrt(byListener + bySentence);
        result.freedom = std::min(listeners, sentences) - 1;
        return result;
    }
    result.variance.votes = squares(residuals(votes, result.listeners, result.sentences)) / rest;
    const double byVote = result.variance.votes / n;
    result.variance.listeners = std::max(0.0, byListener - byVote) * listeners;
    result.variance.sentences = std::max(0.0, bySentence - byVote) * sentences;
    const Error error = combined(byListener, bySentence, byVote, listeners, sentences, rest);
    result.error = std::sqrt(error.variance);
    result.freedom = error.freedom;
    return result;
}

ExpectedError expectedError(const VoteVariance &variance, std::size_t listenerCount, std::size_t sentenceCount) {
    const double listeners = double(listenerCount), sentences = double(sentenceCount), n = listeners * sentences;
    requireAtLeast(listenerCount * sentenceCount, 2, "how sure a mean is");
    ExpectedError result;
    const double all = variance.votes + variance.listeners + variance.sentences;
    if (listenerCount == 1 || sentenceCount == 1) {
        const double seen = all - (listenerCount == 1 ? variance.listeners : variance.sentences);
        result.error = result.panelError = std::sqrt(seen / n);
        result.freedom = result.panelFreedom = n - 1;
        result.bootstrapError = std::sqrt(seen / n * (n - 1) / n);
        return result;
    }
    const double byVote = variance.votes / n;
    const double byListener = byVote + variance.listeners / listeners,
                 bySentence = byVote + variance.sentences / sentences;
    const double rest = (listeners - 1) * (sentences - 1);
    const Error error = combined(byListener, bySentence, byVote, listeners, sentences, rest);
    result.error = std::sqrt(error.variance);
    result.freedom = error.freedom;
    result.panelError = std::sqrt(bySentence);
    result.panelFreedom = sentences - 1;
    result.bootstrapError = std::sqrt(byListener * (listeners - 1) / listeners +
                                      bySentence * (sentences - 1) / sentences + byVote * rest / n);
    return result;
}

} // namespace engine::statistics
