#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/quality/leak_paths.h"
#include "engine/quality/leak_starts.h"
#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

// All in frames of 10.7 ms.
constexpr std::size_t kEndZone = 14; // the end of the reference's speech is known so well
constexpr std::size_t kFading = 3;   // what is still heard behind it
constexpr std::size_t kHeard = 1500; // of a long take, how unlike the reference it usually is is told by so many
constexpr std::size_t kOffsets[] = {0, 4, 8}; // behind the first sound: where a leak may begin
constexpr std::size_t kShortestAnywhere = 33; // of any part of the reference but its end at the beginning of the take
constexpr double kLeakLimit = 0.36;           // of the contrast of a leak of kShortestPath
constexpr double kLongerLeak = 0.45;          // the longer, the less contrast is needed: by this power of the length
constexpr double kBackwardsCounts = 0.4;      // beside what is usual in the take
constexpr double kOtherPace = 0.1;            // nearer to 1 a speed is none of its own
constexpr double kLengthCounts = 0.2; // of the limit: a take that is longer than its text needs has room for a leak
constexpr double kLengthSpread = 0.2; // of the length that the text lets expect; good takes are rarely longer than that
constexpr double kMuchLonger = 0.5;   // and what is even longer counts fully, up to so much
constexpr double kFewUnits = 12;      // of so short a line the length says nothing
constexpr double kTextExplains = 0.6; // of what is alike may be the same in both texts

// A reference at one pace. Played backwards it has the same sounds and says nothing: what is as like that is no leak.
struct View {
    explicit View(Timbre timbre)
        : forwards(std::move(timbre)), backwards(forwards.backwards()), anywhere{0, forwards.frames()},
          atEnd(endOf(forwards)), atEndBackwards(endOf(backwards)) {}

    const Timbre forwards, backwards;
    const Zone anywhere, atEnd, atEndBackwards;

private:
    static Zone endOf(const Timbre &timbre) {
        std::size_t end = timbre.frames();
        while (end > 0 && !timbre.isSpeech(end - 1))
            --end;
        end = std::min(timbre.frames(), end + kFading);
        return {end > kEndZone ? end - kEndZone : 0, end};
    }
};

// Whoever leaks words may say them as the reference does or at the pace that was asked for.
std::vector<View> viewsOf(const TakeSound &reference, double speed) {
    std::vector<View> views;
    views.emplace_back(reference.timbre);
    if (std::abs(speed - 1) > kOtherPace)
        views.emplace_back(reference.timbre.atSpeed(speed));
    return views;
}

struct Leak {
    double score = 0; // 1: at the limit
    std::size_t frames = 0;
    double cost = 0, usual = 0;
};

struct Costs {
    std::vector<double> there, usual, backwards;
};

void improve(Leak &best, const Costs &costs, std::size_t shortest, double speed) {
    const double counts = std::min(1.0, speed) / double(kShortestPath); // slow moments say less, each
    for (std::size_t i = shortest; i < std::min(costs.there.size(), costs.usual.size()); ++i) {
        const double usual = costs.usual[i], cost = costs.there[i];
        if (usual <= 0 || cost > kNoPath)
            continue;
        const bool known = i < costs.backwards.size() && costs.backwards[i] < kNoPath;
        const double least = known ? (1 - kBackwardsCounts) * usual + kBackwardsCounts * costs.backwards[i] : usual;
        const double score = (least - cost) * std::pow(double(i) * counts, kLongerLeak) / kLeakLimit;
        if (score > best.score)
            best = {score, i, cost, usual};
    }
}

// The best of all leaks that are longer than what the texts explain, in frames.
Leak searchLeak(const Timbre &take, std::size_t from, std::size_t to, const std::vector<View> &views,
                Direction direction, double explained, double speed) {
    Leak best;
    const bool back = direction == Direction::Backwards;
    const auto longerThan = [explained](std::size_t shortest) {
        return std::max(shortest, std::size_t(std::ceil(explained / kTextExplains)));
    };
    constexpr std::size_t kBegins = kLongestPath + kOffsets[2];
    const std::size_t beginFrom = back && to - from > kBegins ? to - kBegins : from;
    const std::size_t beginTo = !back && to - from > kBegins ? from + kBegins : to;
    for (const View &view : views) {
        const Distances distances(take, from, to, view.forwards, direction);
        const Distances others(take, beginFrom, beginTo, view.backwards, direction);
        const auto look = [&](const Zone &zone, const Zone &zoneBackwards, std::size_t shortest) {
            const std::vector<double> usual = usualCosts(distances, zone);
            for (const std::size_t offset : kOffsets)
                improve(best, {pathCosts(distances, offset, zone), usual, pathCosts(others, offset, zoneBackwards)},
                        longerThan(shortest), speed);
        };
        if (!back)
            look(view.atEnd, view.atEndBackwards, kShortestPath);
        look(view.anywhere, view.anywhere, kShortestAnywhere);
    }
    return best;
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
    const bool known = pace.speechSeconds > 0 && pace.known && pace.sameScript && line.plainUnits >= kFewUnits;
    const double longer = known ? take.speechSeconds() / pace.speechSeconds - 1 : 0;
    const double lengthSpeaks = kLengthCounts * std::clamp(longer / kLengthSpread, -1.0, 1.0) +
                                std::clamp(longer - kLengthSpread, 0.0, kMuchLonger);

    std::map<double, std::vector<View>> viewsBySpeed;
    // Of the rows [from, to), which the voice says: the beginning, or the end when backwards.
    const auto leakIn = [&](std::size_t from, std::size_t to, const std::vector<std::size_t> &letters, double speed,
                            Direction direction) {
        const bool back = direction == Direction::Backwards;
        to = std::min(to, back ? frames : from + kHeard);
        from = back ? std::max(from, to > kHeard ? to - kHeard : 0) : from;
        if (to < from + kShortestPath + kOffsets[2])
            return Leak{};
        double same = 0; // with the letter that explains least
        for (std::size_t i = 0; i < letters.size(); ++i) {
            const double shared = sharedUnits(line, letters[i], transcript, direction);
            same = i == 0 ? shared : std::min(same, shared);
        }
        auto views = viewsBySpeed.find(speed);
        if (views == viewsBySpeed.end())
            views = viewsBySpeed.emplace(speed, viewsOf(reference, speed)).first;
        Leak best = searchLeak(take.timbre, from, to, views->second, direction,
                               same * pace.secondsPerUnit / kFrameSeconds, speed);
        best.score += best.frames > 0 ? lengthSpeaks : 0;
        return best;
    };
    const Course course(take, line);
    for (const LeakStart &start : leakStarts(take, line, course, places)) {
        const Leak leak =
            leakIn(frameAt(start.seconds), frameAt(start.until), start.letters, start.speed, Direction::Forwards);
        if (leak.score < 1)
            continue;
        Doubt doubt = doubtOf(leak, start.seconds, start.seconds + double(leak.frames) * kFrameSeconds,
                              start.seconds == take.speechFrom ? "beginning" : "beginning of a piece");
        if (doubts.empty() || doubt.fromSeconds >= doubts.back().toSeconds)
            doubts.push_back(std::move(doubt));
        else if (doubt.sureness > doubts.back().sureness) // it is the same one, which begins here
            doubts.back() = std::move(doubt);
    }
    if (places.runs.empty() || places.runs.back().to < line.speeds.size())
        return doubts;
    const std::size_t last = places.runs.back().from;
    const Leak leak =
        leakIn(last == 0 ? 0 : frameAt(course.secondsAt(last)), std::min(frames, frameAt(take.speechTo) + 1), {0},
               line.speeds.back(), Direction::Backwards);
    if (leak.score >= 1)
        doubts.push_back(doubtOf(leak, take.speechTo - double(leak.frames) * kFrameSeconds, take.speechTo, "end"));
    return doubts;
}

} // namespace engine::quality
