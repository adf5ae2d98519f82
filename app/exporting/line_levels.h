// Lines at one loudness beside each other. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/audio/loudness.h"

namespace app::exporting {

struct LineLevel {
    std::string voice;
    double seconds = 0;
    engine::audio::Loudness loudness;
};

struct LevelPlan {
    std::optional<double> target; // LUFS; none: all is silent
    std::vector<double> gains;    // dB, one for each line
    int belowTarget = 0;          // lines that stay quieter: their peaks allow no more
};

// Every line of a second or more gets `target`, or where there is none the median of them, as far as a true peak of
// engine::audio::kPeakCeiling and 12 dB allow. A shorter one gets what is usual for its voice: one word is louder or
// quieter than a sentence for good reasons.
LevelPlan evenLevels(const std::vector<LineLevel> &lines, std::optional<double> target);

} // namespace app::exporting
