#include <algorithm>
#include <cmath>

#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

constexpr double kInPhrase = 0.38;   // seconds: nobody pauses longer where nothing is written
constexpr double kAtPause = 0.75;    // at a comma and its like
constexpr double kAtEnd = 1.1;       // between sentences
constexpr double kBefore = 0.6;      // silence before the first word
constexpr double kPlaceKnown = 0.12; // of the whole: how well a place in the text is known in the sound
constexpr double kPlaceKnownSeconds = 0.3;
constexpr std::size_t kShortestSpeech = 20; // steps

bool wasAskedFor(const std::vector<TimeSpan> &asked, double from, double to) {
    constexpr double kNear = 0.25;
    return std::any_of(asked.begin(), asked.end(), [&](const TimeSpan &span) {
        return std::min(to, span.to + kNear) - std::max(from, span.from - kNear) > 0.6 * (to - from);
    });
}

// The longest silence that the text explains where this share of the speech has passed. Slow speech has longer ones.
double plausiblePause(const SpokenLine &line, double share, double speechSeconds) {
    const double tolerance = kPlaceKnown + kPlaceKnownSeconds / std::max(speechSeconds, 0.5);
    double longest = kInPhrase;
    for (const PlaceForPause &place : line.places) {
        if (line.units > 0 && place.after < line.units && std::abs(place.after / line.units - share) <= tolerance)
            longest = std::max(longest, place.ends ? kAtEnd : kAtPause);
    }
    return longest / std::sqrt(line.slowest);
}

} // namespace

std::vector<Doubt> findGaps(const TakeSound &take, const SpokenLine &line, const std::vector<TimeSpan> &asked) {
    std::vector<Doubt> doubts;
    const char *const remedy = "Speak it again with another seed; a pause that is wanted can be written into the text.";
    const std::vector<Stretch> sounds = take.speech.stretches(kShortestSpeech);
    double all = 0, passed = 0;
    for (const Stretch &sound : sounds)
        all += double(sound.length()) * kStepSeconds;
    if (all <= 0)
        return doubts;
    if (take.speechFrom > kBefore / std::sqrt(line.slowest) && !wasAskedFor(asked, 0, take.speechFrom))
        doubts.push_back({DoubtKind::Gap, 0, take.speechFrom,
                          surenessOf(take.speechFrom, kBefore / std::sqrt(line.slowest)),
                          "The take begins with " + figure(take.speechFrom, 1) + " s of silence.", remedy});
    for (std::size_t i = 0; i + 1 < sounds.size(); ++i) {
        passed += double(sounds[i].length()) * kStepSeconds;
        const double from = double(sounds[i].to) * kStepSeconds, to = double(sounds[i + 1].from) * kStepSeconds;
        const double longest = plausiblePause(line, passed / all, all);
        if (to - from > longest && !wasAskedFor(asked, from, to))
            doubts.push_back({DoubtKind::Gap, from, to, surenessOf(to - from, longest),
                              "There is a silence of " + figure(to - from, 2) + " s where the text explains " +
                                  figure(longest, 2) + " s at most.",
                              remedy});
    }
    return doubts;
}

} // namespace engine::quality
