#include "engine/statistics/checked_numbers.h"

#include <cmath>

#include "engine/error.h"

namespace engine::statistics {

void requireFinite(std::span<const double> values, const std::string &what) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]))
            throw badInput("Value " + std::to_string(i + 1) + " of " + what + " is not a finite number.",
                           "Leave missing values out instead of passing them on.");
    }
}

void requireBetweenZeroAndOne(double value, const std::string &what) {
    if (!(value > 0 && value < 1))
        throw badInput("The " + what + " is " + std::to_string(value) + ", which does not lie between 0 and 1.",
                       "Choose a value between 0 and 1, such as 0.95 for a confidence.");
}

void requireAtLeast(std::size_t count, std::size_t least, const std::string &what) {
    if (count < least)
        throw badInput("Too few values for " + what + ": " + std::to_string(count) + ", and it needs " +
                           std::to_string(least) + ".",
                       "Collect more votes first.");
}

} // namespace engine::statistics
