// What is paid with: $, €, CNY… Only for the rules of the normalizer.
#pragma once

#include <string_view>

#include "engine/text/written_line.h"

namespace engine::text {

struct Currency {
    std::u32string_view sign;
    std::string_view one;
    std::string_view many;
    std::string_view partOne; // "" = none
    std::string_view partMany;
    std::string_view chinese;
};

// The one whose sign begins at `at`, or nullptr. What ¥ is depends on what stands around it.
const Currency *currencyAt(const WrittenLine &line, std::size_t at);

} // namespace engine::text
