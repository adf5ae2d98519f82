#include <algorithm>
#include <cmath>

#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

constexpr double kDeep = 18;          // dB that all of it is below what is before it
constexpr std::size_t kShortest = 8;  // ms
constexpr std::size_t kLongest = 600; // ms; what is longer is a gap
constexpr std::size_t kEdge = 3;      // ms to either side of an edge that do not count
constexpr std::size_t kBeside = 10;   // ms whose level is compared: a period of a low voice
constexpr double kLeastFall = 18;     // dB at both edges
constexpr double kFall = 30;          // dB; good takes reach 26, speech without any noise 31
constexpr double kDeepest = 60; // dB below speech: what is deeper falls no further; a pause is digital silence, too
constexpr double kSame = 0.03;  // seconds that an edge may lie beside that of a silence that was asked for

} // namespace

std::vector<Doubt> findDropouts(const TakeSound &take, const std::vector<TimeSpan> &asked) {
    std::vector<Doubt> doubts;
    const std::vector<float> &levels = take.levels;
    if (levels.size() < 4 * kBeside || take.speechDb <= kFloorDb)
        return doubts;
    // Sums of powers, so that the mean of any stretch is known at once.
    std::vector<double> sums(levels.size() + 1);
    for (std::size_t at = 0; at < levels.size(); ++at)
        sums[at + 1] = sums[at] + std::pow(10.0, double(levels[at]) / 10);
    const auto mean = [&](std::size_t from, std::size_t to) {
        return decibels(std::max(0.0, sums[to] - sums[from]) / double(to - from));
    };
    const auto heard = [&](std::size_t from, std::size_t to) {
        return std::max(mean(from, to), take.speechDb - kDeepest);
    };
    const std::size_t least = kEdge + kBeside;
    std::vector<double> falls(levels.size()), rises(levels.size());
    for (std::size_t at = least; at + least <= levels.size(); ++at) {
        const double before = heard(at - least, at - kEdge), after = heard(at + kEdge, at + least - 2);
        const double earlier = heard(at - least + 2, at - kEdge), later = heard(at + kEdge, at + least);
        falls[at] = before - after + std::min(0.0, before - take.speechDb);
        rises[at] = later - earlier + std::min(0.0, later - take.speechDb);
    }
    for (std::size_t from = least; from + least <= levels.size(); ++from) {
        if (falls[from] < kLeastFall || falls[from] < falls[from - 1] || falls[from] < falls[from + 1])
            continue;
        const double before = mean(from - least, from - kEdge);
        double highest = kFloorDb;
        std::size_t to = from + kShortest;
        for (; to + least <= levels.size() && to - from <= kLongest; ++to) {
            if (to >= from + kEdge + kShortest)
                highest = std::max(highest, mean(to - kEdge - 4, to - kEdge));
            if (highest > before - kDeep)
                break;
            if (rises[to] < kLeastFall || rises[to] < rises[to - 1] || rises[to] < rises[to + 1])
                continue;
            const double less = std::min(falls[from], rises[to]), more = std::max(falls[from], rises[to]);
            const double sharp = less + 0.3 * std::min(more - less, 30.0);
            if (sharp < kFall)
                continue;
            const auto isThis = [&](const TimeSpan &span) {
                return std::abs(double(from) / 1000 - span.from) < kSame &&
                       std::abs(double(to) / 1000 - span.to) < kSame;
            };
            if (std::any_of(asked.begin(), asked.end(), isThis))
                continue;
            const Doubt doubt{DoubtKind::Dropout,
                              double(from) / 1000,
                              double(to) / 1000,
                              surenessOf(sharp, kFall),
                              "The sound breaks off for " + std::to_string(to - from) + " ms and comes back at once, " +
                                  figure(before - mean(from + kEdge, std::max(from + kEdge + 1, to - kEdge)), 0) +
                                  " dB below what is before it.",
                              "Speak it again with another seed."};
            if (!doubts.empty() && doubt.fromSeconds < doubts.back().toSeconds) {
                if (doubt.sureness > doubts.back().sureness)
                    doubts.back() = doubt;
            } else {
                doubts.push_back(doubt);
            }
        }
    }
    return doubts;
}

} // namespace engine::quality
