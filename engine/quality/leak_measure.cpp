#include <algorithm>
#include <array>
#include <cmath>

#include "engine/quality/leak_starts.h"
#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

// All in frames of 10.7 ms.
constexpr std::size_t kShortest = 20;
constexpr std::size_t kLongest = 110;
constexpr std::size_t kEndZone = 14; // the end of the reference's speech is known so well
constexpr std::size_t kHeard = 1500; // of a long take, how unlike the reference it usually is is told by so many
constexpr std::size_t kFewest = 3;   // places for that
constexpr std::size_t kMost = 24;
constexpr double kFar = 1e9;
constexpr double kLimit = 0.37;         // for the end of the reference at the beginning of the take
constexpr double kLimitAnywhere = 0.37; // for any part of it there, or at the take's end
constexpr std::size_t kShortestAnywhere = 33;
constexpr double kLengthCounts = 0.15; // of the limit: a take that is longer than its text needs has room for a leak
constexpr double kLengthSpread = 0.2; // of the length that the text lets expect; good takes are rarely longer than that
constexpr double kMuchLonger = 0.5;   // and what is even longer counts fully, up to so much
constexpr double kFewUnits = 12;      // of so short a line the length says nothing
constexpr double kTextExplains = 0.6; // of what is alike has to be the same in both texts

enum class Direction { Forwards, Backwards };

// Distances between frames of the take and all of the reference; from the last to the first of both when backwards.
class Distances {
public:
    Distances(const Timbre &take, std::size_t from, std::size_t to, const Timbre &reference, Direction direction)
        : m_rows(to - from), m_columns(reference.frames()) {
        m_values.reserve(m_rows * m_columns);
        const bool back = direction == Direction::Backwards;
        for (std::size_t i = 0; i < m_rows; ++i) {
            for (std::size_t j = 0; j < m_columns; ++j)
                m_values.push_back(
                    float(distance(take.at(back ? to - 1 - i : from + i), reference.at(back ? m_columns - 1 - j : j))));
        }
    }
    std::size_t rows() const { return m_rows; }
    std::size_t columns() const { return m_columns; }
    double at(std::size_t i, std::size_t j) const { return double(m_values[i * m_columns + j]); }

private:
    std::size_t m_rows, m_columns;
    std::vector<float> m_values;
};

struct Zone { // columns
    std::size_t from = 0;
    std::size_t to = 0;
};

// For each length the cost per frame of the stretch from row `from` on, laid as well as it goes along the reference at
// half to double its pace, such that it ends in the zone: dynamic time warping with an open begin (Sakoe & Chiba 1978,
// slope constraint 1).
std::vector<double> costsFrom(const Distances &d, std::size_t from, const Zone &end) {
    const std::size_t length = std::min(kLongest, d.rows() - from), columns = d.columns();
    std::vector<double> costs(length, kFar), older(columns, kFar), old(columns, kFar), row(columns);
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            double least = i == 0 ? 0 : kFar;
            if (i > 0 && j > 0)
                least = old[j - 1];
            if (i > 0 && j > 1)
                least = std::min(least, old[j - 2]);
            if (i > 1 && j > 0)
                least = std::min(least, older[j - 1] + d.at(from + i - 1, j));
            row[j] = least + d.at(from + i, j);
        }
        for (std::size_t j = end.from; j < end.to; ++j)
            costs[i] = std::min(costs[i], row[j] / double(i + 1));
        older.swap(old);
        old.swap(row);
    }
    return costs;
}

// What the costs are where nothing leaked: the mean over places in the take that do not begin it.
std::vector<double> usualCosts(const Distances &d, std::size_t after, const Zone &end) {
    std::vector<double> sums(kLongest);
    std::vector<std::size_t> counts(kLongest);
    const std::size_t first = after + kShortest;
    if (first + kShortest < d.rows()) {
        const std::size_t step = std::max<std::size_t>(8, (d.rows() - first - kShortest) / kMost);
        for (std::size_t from = first; from + kShortest < d.rows(); from += step) {
            const std::vector<double> costs = costsFrom(d, from, end);
            // In a leak as long as that nothing is as usual; above 2 the reference is shorter.
            for (std::size_t i = 0; i < std::min(costs.size(), from + 1); ++i) {
                if (costs[i] < 2) {
                    sums[i] += costs[i];
                    ++counts[i];
                }
            }
        }
    }
    for (std::size_t i = 0; i < kLongest; ++i)
        sums[i] = counts[i] < kFewest ? 0 : sums[i] / double(counts[i]);
    return sums;
}

struct Leak {
    double score = 0; // 1: at the limit
    std::size_t frames = 0;
    double cost = 0, usual = 0;
};

void improve(Leak &best, const std::vector<double> &costs, const std::vector<double> &usual, std::size_t shortest,
             double limit, double speed) {
    const double counts = std::min(1.0, speed) / double(kShortest); // slow moments say less, each
    for (std::size_t i = shortest; i < std::min(costs.size(), usual.size()); ++i) {
        const double score = (usual[i] - costs[i]) * std::sqrt(double(i) * counts) / limit;
        if (score > best.score)
            best = {score, i, costs[i], usual[i]};
    }
}

// The text begins (or ends) with so many units that the transcript has, too. `first`: the letter it begins with.
double sharedUnits(const SpokenLine &line, std::size_t first, const SpokenLine &transcript, Direction direction) {
    double most = 0;
    const std::u32string &a = line.letters, &b = transcript.letters;
    for (std::size_t start = 0; start < b.size(); ++start) {
        double units = 0;
        for (std::size_t i = 0;
             first + i < a.size() && i < (direction == Direction::Forwards ? b.size() - start : start + 1); ++i) {
            const std::size_t at = direction == Direction::Forwards ? first + i : a.size() - 1 - i;
            if (a[at] != (direction == Direction::Forwards ? b[start + i] : b[start - i]))
                break;
            units += (at + 1 < a.size() ? line.before[at + 1] : line.units) - line.before[at];
        }
        most = std::max(most, units);
    }
    return most;
}

Doubt doubtOf(const Leak &leak, double from, double to, const char *where) {
    return {
        DoubtKind::Leak,
        from,
        to,
        surenessOf(leak.score, 1),
        std::string("The ") + where + " sounds for " + figure(double(leak.frames) * kFrameSeconds, 1) +
            " s like the reference: it differs by " + figure(100 * leak.cost, 0) +
            " % where the take usually does by " + figure(100 * leak.usual, 0) + " %.",
        "Speak it again with another seed; check that the transcript is what the reference says, to its last word."};
}

} // namespace

std::vector<Doubt> findLeaks(const TakeSound &take, const TakeSound &reference, const SpokenLine &line,
                             const SpokenLine &transcript, const ExpectedPace &pace, const LeakPlaces &places) {
    std::vector<Doubt> doubts;
    const std::size_t frames = take.timbre.frames();
    const auto frameAt = [&](double seconds) {
        return std::min(frames, std::size_t(std::max(0.0, seconds) / kFrameSeconds));
    };
    if (take.speechTo <= 0 || reference.speechTo <= 0)
        return doubts;
    const std::size_t columns = reference.timbre.frames();
    const std::size_t end = std::min(columns, std::size_t(reference.speechTo / kFrameSeconds) + 3);
    const Zone atEnd{end > kEndZone ? end - kEndZone : 0, end}, anywhere{0, columns};

    const bool known = pace.speechSeconds > 0 && pace.known && pace.sameScript && line.plainUnits >= kFewUnits;
    const double longer = known ? take.speechSeconds() / pace.speechSeconds - 1 : 0;
    const double lengthSpeaks = kLengthCounts * std::clamp(longer / kLengthSpread, -1.0, 1.0) +
                                std::clamp(longer - kLengthSpread, 0.0, kMuchLonger);

    // Of the rows [from, to), which the voice says: the beginning, or the end when backwards.
    const auto leakIn = [&](std::size_t from, std::size_t to, std::optional<std::size_t> letter, double speed,
                            Direction direction) {
        Leak best;
        const bool back = direction == Direction::Backwards;
        to = std::min(to, back ? frames : from + kHeard);
        from = back ? std::max(from, to > kHeard ? to - kHeard : 0) : from;
        if (to < from + kShortest + 5)
            return best;
        const Distances d(take.timbre, from, to, reference.timbre, direction);
        const std::vector<double> usualAnywhere = usualCosts(d, 0, anywhere);
        const std::vector<double> usualAtEnd = back ? std::vector<double>() : usualCosts(d, 0, atEnd);
        for (const std::size_t start : {std::size_t(0), std::size_t(4)}) {
            if (!back)
                improve(best, costsFrom(d, start, atEnd), usualAtEnd, kShortest, kLimit, speed);
            improve(best, costsFrom(d, start, anywhere), usualAnywhere, kShortestAnywhere, kLimitAnywhere, speed);
        }
        const double same = letter ? sharedUnits(line, *letter, transcript, direction) : 0;
        best.score += lengthSpeaks;
        if (same * pace.secondsPerUnit > kTextExplains * double(best.frames) * kFrameSeconds)
            best.score = 0;
        return best;
    };
    const Course course(take, line);
    for (const LeakStart &start : leakStarts(take, line, course, places)) {
        const Leak leak =
            leakIn(frameAt(start.seconds), frameAt(start.until), start.letter, start.speed, Direction::Forwards);
        if (leak.score >= 1)
            doubts.push_back(doubtOf(leak, start.seconds, start.seconds + double(leak.frames) * kFrameSeconds,
                                     start.seconds == take.speechFrom ? "beginning" : "beginning of a piece"));
    }
    if (places.runs.empty() || places.runs.back().to < line.speeds.size())
        return doubts;
    const std::size_t last = places.runs.back().from;
    const Leak leak = leakIn(last == 0 ? 0 : frameAt(course.secondsAt(last)),
                             std::min(frames, frameAt(take.speechTo) + 1), 0, line.speeds.back(), Direction::Backwards);
    if (leak.score >= 1)
        doubts.push_back(doubtOf(leak, take.speechTo - double(leak.frames) * kFrameSeconds, take.speechTo, "end"));
    return doubts;
}

} // namespace engine::quality
