#include <algorithm>
#include <cmath>

#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

// All in frames of 10.7 ms.
constexpr std::size_t kShortestRepeat = 18; // what is said twice: a syllable
constexpr std::size_t kBetween = 33;        // at most this lies between the two
constexpr std::size_t kFarthest = 230;      // from one beginning to the other
constexpr std::size_t kBesideRepeat = 8;
constexpr std::size_t kDrift = 2;          // the second may be so much faster or slower
constexpr std::size_t kRepeatBlock = 3000; // a long take is looked at in blocks, which overlap
constexpr std::size_t kLongerRepeat =
    18;                              // the more is alike, the less alike it has to be: from the first of these to the
constexpr double kShortLimit = 0.27; // second figure, most of it within so many frames
constexpr double kLongLimit = 0.46;
constexpr double kContrast = 0.9; // distance of what lies beside the repetition; less costs a third of it
constexpr double kMargin = 0.07;
constexpr double kEchoTolerance = 0.35; // of the distance: nobody speaks evenly
constexpr double kEchoExplains = 0.6;   // of what is alike has to be the same in the text

struct Found {
    double score = 0; // below the limit by so much
    std::size_t at = 0, apart = 0, length = 0;
    double alike = 0;
};

double limitFor(std::size_t length) {
    return kLongLimit -
           (kLongLimit - kShortLimit) * std::exp(-(double(length) - double(kShortestRepeat)) / double(kLongerRepeat));
}

// Rows of distances between a frame and those after it.
class Neighbours {
public:
    Neighbours(const Timbre &timbre, std::size_t from, std::size_t to)
        : m_to(to - from), m_values(m_to * (kFarthest + kDrift + 1), 2.0f) {
        for (std::size_t i = 0; i < m_to; ++i) {
            for (std::size_t lag = 1; lag <= kFarthest + kDrift && i + lag < m_to; ++lag)
                m_values[i * (kFarthest + kDrift + 1) + lag] =
                    float(distance(timbre.at(from + i), timbre.at(from + i + lag)));
        }
    }
    float at(std::size_t i, std::size_t lag) const { return m_values[i * (kFarthest + kDrift + 1) + lag]; }
    // The least of those nearly `lag` later.
    float least(std::size_t i, std::size_t lag) const {
        const float *const row = m_values.data() + i * (kFarthest + kDrift + 1);
        return *std::min_element(row + lag - kDrift, row + lag + kDrift + 1);
    }

private:
    std::size_t m_to;
    std::vector<float> m_values;
};

void searchRepeats(const TakeSound &take, std::size_t from, std::size_t to, std::vector<Found> &found) {
    const Timbre &timbre = take.timbre;
    const Neighbours neighbours(timbre, from, to);
    const std::size_t count = to - from;
    std::vector<double> sums(count + 1), beside(count + 1), spoken(count + 1);
    for (std::size_t i = 0; i < count; ++i)
        spoken[i + 1] = spoken[i] + double(timbre.isSpeech(from + i));
    for (std::size_t apart = kShortestRepeat; apart + kBesideRepeat <= kFarthest && apart + kShortestRepeat < count;
         ++apart) {
        const std::size_t rows = count - apart;
        for (std::size_t i = 0; i < rows; ++i) {
            sums[i + 1] = sums[i] + double(neighbours.least(i, apart));
            beside[i + 1] = beside[i] + double(std::min(neighbours.at(i, apart - kBesideRepeat),
                                                        neighbours.at(i, apart + kBesideRepeat)));
        }
        for (std::size_t length = std::max(kShortestRepeat, apart > kBetween ? apart - kBetween : 0);
             length <= apart + 4; length += 4) {
            for (std::size_t i = 0; i + length <= rows; i += 2) {
                const double speech =
                    std::min(spoken[i + length] - spoken[i], spoken[i + apart + length] - spoken[i + apart]);
                if (speech < 0.75 * double(length))
                    continue;
                const double alike = (sums[i + length] - sums[i]) / double(length);
                const double around = (beside[i + length] - beside[i]) / double(length);
                const double score = limitFor(length) - alike - std::max(0.0, kContrast - around) / 3;
                if (score > kMargin)
                    found.push_back({score, from + i, apart, length, alike});
            }
        }
    }
}

} // namespace

std::vector<Doubt> findRepeats(const TakeSound &take, const SpokenLine &line, const ExpectedPace &pace) {
    std::vector<Found> found;
    const std::size_t frames = take.timbre.frames();
    for (std::size_t from = 0; from < frames; from += kRepeatBlock - 2 * kFarthest) {
        searchRepeats(take, from, std::min(frames, from + kRepeatBlock), found);
        if (from + kRepeatBlock >= frames)
            break;
    }
    // The surest first; what overlaps with it is the same.
    std::sort(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.score > b.score; });
    std::vector<Doubt> doubts;
    for (const Found &each : found) {
        const double from = double(each.at) * kFrameSeconds, apart = double(each.apart) * kFrameSeconds;
        const double length = double(each.length) * kFrameSeconds, to = from + apart + length;
        if (std::any_of(doubts.begin(), doubts.end(),
                        [&](const Doubt &other) { return from < other.toSeconds && to > other.fromSeconds; }))
            continue;
        // What the text says twice at that distance may sound alike.
        const double echo =
            longestEcho(line, apart / pace.secondsPerUnit, kEchoTolerance * apart / pace.secondsPerUnit);
        if (echo * pace.secondsPerUnit > kEchoExplains * length)
            continue;
        doubts.push_back({DoubtKind::Repeat, from, to, surenessOf(0.2 + each.score, 0.2 + kMargin),
                          "What is said from " + figure(from, 1) + " s to " + figure(from + length, 1) +
                              " s is said again from " + figure(from + apart, 1) + " s on: they differ by " +
                              figure(100 * each.alike, 0) + " % of what any two moments do.",
                          "Speak it again with another seed."});
    }
    return doubts;
}

} // namespace engine::quality
