// What stands behind a number and is said as a word: 5 km, 20 %, 60fps.
#pragma once

#include <cstddef>
#include <string_view>

namespace engine::text {

struct Unit {
    std::u32string_view sign;
    std::string_view one;     // "kilometer"
    std::string_view many;    // "kilometers"
    std::string_view chinese; // "公里"; "" = the letters stay
    bool spaced = true;       // may stand after a blank
};

// The longest unit that begins at the beginning of `text`, or nullptr. What follows it is not looked at.
const Unit *unitAt(std::u32string_view text);

inline constexpr std::size_t kLongestUnit = 6; // characters

} // namespace engine::text
