// A text as code points, with the readings that were given for some of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/spoken_text.h"

namespace engine::text {

struct GivenReading {
    std::size_t character = 0; // its number, from 0
    std::string_view syllable; // views the Reading
};

struct DecodedText {
    std::u32string characters;
    std::vector<GivenReading> readings; // sorted, one for a character
};

// As decode() does. Readings that are not sorted, or not of a character that can be seen, are left out.
DecodedText decode(std::string_view utf8, const std::vector<Reading> &readings);

} // namespace engine::text
