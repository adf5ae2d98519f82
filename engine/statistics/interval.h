// What several procedures of engine/statistics answer with.
#pragma once

namespace engine::statistics {

// From `low` to `high`, both included; a one-sided one ends at an end of what is possible, or at infinity.
struct Interval {
    double low = 0;
    double high = 0;
};

// What is held against the null hypothesis: any difference, or only one direction.
enum class Alternative { TwoSided, Greater, Less };

} // namespace engine::statistics
