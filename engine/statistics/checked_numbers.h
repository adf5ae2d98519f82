// The checks that the procedures of engine/statistics begin with. What is missing is left out by the caller or stands
// in a VoteGrid; a value that is not a number is a mistake and never becomes a result.
#pragma once

#include <span>
#include <string>

namespace engine::statistics {

// Error(BadInput) naming `what` and the place when one of `values` is not a number or infinite.
void requireFinite(std::span<const double> values, const std::string &what);
// Error(BadInput) unless 0 < value < 1, as for a confidence, a level or a probability under the null hypothesis.
void requireBetweenZeroAndOne(double value, const std::string &what);
// Error(BadInput) with "Too few values for WHAT: COUNT, and it needs LEAST." when count < least.
void requireAtLeast(std::size_t count, std::size_t least, const std::string &what);

} // namespace engine::statistics
