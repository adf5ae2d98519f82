// A profile for people and for programs, and one beside an earlier one.
#pragma once

#include <string>

#include "engine/json.h"
#include "engine/performance/profile.h"

namespace engine::cli {

std::string profileText(const performance::Profile &profile, int operators); // so many rows of operators
Json profileJson(const performance::Profile &profile);

// Error(BadInput) naming `name` when it is not what profileJson() makes.
void requireProfile(const Json &json, const std::string &name);
// What changed since the profile that `before` is: per second of speech, as texts may differ in length.
Json profileComparison(const Json &before, const performance::Profile &now);
std::string comparisonText(const Json &comparison);

} // namespace engine::cli
