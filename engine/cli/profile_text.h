// A profile for people and for programs, and one beside an earlier one.
#pragma once

#include <string>

#include "engine/json.h"
#include "engine/performance/profile.h"

namespace engine::cli {

std::string profileText(const performance::Profile &profile, int operators); // so many rows of operators
Json profileJson(const performance::Profile &profile);

// What changed since the profile that `before` is (profileJson): per second of speech, as texts may differ in length.
// Error(BadInput) naming `name` when it is no profile.
Json profileComparison(const Json &before, const performance::Profile &now, const std::string &name);
std::string comparisonText(const Json &comparison);

} // namespace engine::cli
