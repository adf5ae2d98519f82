// One number or two with a sign between them, and what they measure: 5 km, -3-8℃, 10-20%. Only for the rules.
#pragma once

#include <optional>

#include "engine/text/normalizer_rules.h"

namespace engine::text {

struct Measure {
    const Unit *unit = nullptr;
    std::size_t end = 0;
};

struct Quantity {
    Number first;
    std::size_t firstAt = 0;
    bool minus = false;
    Measure measure;
    std::optional<Number> last;
    std::size_t lastAt = 0;
    bool lastMinus = false;
    bool unitTwice = false;
    std::size_t end = 0;
};

// The unit behind what ends at `at`, or none.
Measure measureAt(const WrittenLine &line, std::size_t at);

// What begins with the number `first`, which stands at `at`.
Quantity quantityAt(const WrittenLine &line, std::size_t at, const Number &first, bool minus);

// How it is said; `begin` is where its sign stands.
Found sayQuantity(const WrittenLine &line, const Quantity &quantity, std::size_t begin);

} // namespace engine::text
