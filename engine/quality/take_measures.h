// The measures behind engine/quality/take_check.h, one file each. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/quality/spoken_line.h"
#include "engine/quality/take_check.h"
#include "engine/quality/take_sound.h"

namespace engine::quality {

// The pace that is expected: of the line's own reference where there is one; what a part's voice and speed make of it
// is in the weights of SpokenLine.
struct ExpectedPace {
    double secondsPerUnit = 0.075;
    bool known = false;       // from the reference, else a usual one
    bool sameScript = false;  // the reference says what is written alike
    double speechSeconds = 0; // of the whole line, pauses of 0.25 s and more left out
};

// Where words of one voice's reference may have leaked.
struct LeakPlaces {
    struct Run { // of parts [from, to) of the line, which that voice says one after the other
        std::size_t from = 0;
        std::size_t to = 0;
    };
    std::vector<Run> runs;     // in order
    std::vector<double> joins; // where pieces of the take begin, seconds; empty: not known
};

// `asked`: silences that were asked for, as everywhere below.
std::vector<Doubt> findDropouts(const TakeSound &take, const std::vector<TimeSpan> &asked);
std::vector<Doubt> findClicks(const TakeSound &take);
std::vector<Doubt> findClipping(const TakeSound &take);
std::vector<Doubt> findGaps(const TakeSound &take, const SpokenLine &line, const std::vector<TimeSpan> &asked);
std::vector<Doubt> findMissing(const TakeSound &take, const SpokenLine &line, const ExpectedPace &pace,
                               std::optional<double> plannedSeconds);
std::vector<Doubt> findRepeats(const TakeSound &take, const SpokenLine &line, const ExpectedPace &pace);
std::vector<Doubt> findLeaks(const TakeSound &take, const TakeSound &reference, const SpokenLine &line,
                             const SpokenLine &transcript, const ExpectedPace &pace, const LeakPlaces &places);
std::vector<Doubt> compareWords(const std::string &text, const std::vector<HeardWord> &heard, double seconds);

} // namespace engine::quality
