#include <algorithm>
#include <cmath>

#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

const char *const kAgain = "Listen whether all words are there; speak it again with another seed.";
constexpr double kPlanned = 0.80;   // of the length that a model planned
constexpr double kByPace = 0.80;    // of what the references' pace lets expect; good takes of the demo model reach 0.82
constexpr double kOther = 0.70;     // where the reference says what is written otherwise, as English beside Chinese
constexpr double kUnknown = 0.45;   // of what a usual pace lets expect
constexpr double kFewUnits = 12;    // of so short a line the length says little
constexpr double kEndSilence = 0.7; // seconds, at speed 1
constexpr double kFaded = 12;       // dB below speech: a word that was spoken to its end has fallen so far

} // namespace

std::vector<Doubt> findMissing(const TakeSound &take, const SpokenLine &line, const ExpectedPace &pace,
                               std::optional<double> plannedSeconds) {
    std::vector<Doubt> doubts;
    if (line.units <= 0)
        return doubts;
    const double spoken = take.speechSeconds();
    if (spoken <= 0)
        return {{DoubtKind::Missing, 0, take.clip.seconds(), 1, "Nothing is spoken in this take.", kAgain}};
    const double wanted = plannedSeconds.value_or(pace.speechSeconds);
    const double share = spoken / std::max(wanted, 1e-3);
    const double usual = !pace.known ? kUnknown : pace.sameScript ? kByPace : kOther;
    const double limit =
        (plannedSeconds ? kPlanned : usual) * (line.plainUnits < kFewUnits ? line.plainUnits / kFewUnits : 1);
    const double silence = take.clip.seconds() - take.speechTo;
    if (share < limit)
        doubts.push_back(
            {DoubtKind::Missing, take.speechFrom, take.speechTo, surenessOf(limit, share),
             "There are " + figure(spoken, 1) + " s of speech where the text needs about " + figure(wanted, 1) + " s.",
             kAgain});
    if (silence > kEndSilence / line.slowest)
        doubts.push_back({DoubtKind::Missing, take.speechTo, take.clip.seconds(),
                          surenessOf(silence, kEndSilence / line.slowest),
                          "The last " + figure(silence, 1) + " s are silent.", kAgain});

    constexpr std::size_t kLastMs = 15;
    if (take.levels.size() > kLastMs) {
        const double end = double(*std::max_element(take.levels.end() - kLastMs, take.levels.end()));
        const double faded = std::max(take.speechDb - kFaded, take.quietDb + 8);
        if (end > faded)
            doubts.push_back({DoubtKind::Missing, std::max(0.0, take.clip.seconds() - 0.05), take.clip.seconds(),
                              surenessOf(kFaded + end - faded, kFaded),
                              "The take ends in the middle of a sound: its last moment is only " +
                                  figure(std::max(0.0, take.speechDb - end), 0) + " dB below the speech.",
                              kAgain});
    }
    return doubts;
}

} // namespace engine::quality
