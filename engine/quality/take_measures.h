// The measures behind engine/quality/take_check.h, one file each. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/quality/spoken_line.h"
#include "engine/quality/take_check.h"
#include "engine/quality/take_sound.h"

namespace engine::quality {

// The pace that is expected: of the reference where there is one.
struct ExpectedPace {
    double secondsPerUnit = 0.075;
    bool known = false; // from the reference or the model, else a usual one
};

std::vector<Doubt> findDropouts(const TakeSound &take);
std::vector<Doubt> findClicks(const TakeSound &take);
std::vector<Doubt> findClipping(const TakeSound &take);
std::vector<Doubt> findGaps(const TakeSound &take, const SpokenLine &line, const std::vector<TimeSpan> &asked);
std::vector<Doubt> findMissing(const TakeSound &take, const SpokenLine &line, const ExpectedPace &pace,
                               std::optional<double> plannedSeconds);
std::vector<Doubt> findRepeats(const TakeSound &take, const SpokenLine &line, const ExpectedPace &pace);
std::vector<Doubt> findLeaks(const TakeSound &take, const TakeSound &reference, const SpokenLine &line,
                             const SpokenLine &transcript, const ExpectedPace &pace, const std::vector<double> &joins);
std::vector<Doubt> compareWords(const std::string &text, const std::vector<HeardWord> &heard, double seconds);

} // namespace engine::quality
