// How the RTF of this machine went over its records: a picture with the phases that iShowTTS set itself as lines.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/performance/speed_record.h"

namespace engine::performance {

// Mean RTF of iShowTTS's phases on a Jetson AGX Orin.
inline constexpr double kPhases[] = {0.30, 0.20, 0.18, 0.15, 0.11};

struct PictureSize {
    int width = 1000; // px, 200…10,000
    int height = 480;
};

// An SVG: the mean of each record, oldest first, with a line from its smallest to its largest run, and the phases.
// Error (BadInput) without a record, with more than 100,000, and for sizes out of range.
std::string trendPicture(const std::vector<SpeedRecord> &records, PictureSize size = {});

} // namespace engine::performance
