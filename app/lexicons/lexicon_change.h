// A change of a lexicon, and how it is undone. Plain values.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "engine/json.h"
#include "engine/text/lexicon_entry.h"

namespace app::lexicons {

inline constexpr std::size_t kAtTheEnd = std::numeric_limits<std::size_t>::max();

// These go and those come. What goes is known by what it says: another program may have moved it, and what is not there
// any more needs not go. What comes stands where the first one went, else in front of the entry with the number `at`.
struct LexiconChange {
    std::vector<engine::text::LexiconEntry> gone = {};
    std::vector<engine::text::LexiconEntry> come = {};
    std::size_t at = kAtTheEnd;

    bool operator==(const LexiconChange &) const = default;
};

void applyChange(std::vector<engine::text::LexiconEntry> &entries, const LexiconChange &change);
// To lexicon.json (engine/text/lexicon_file.h): entries that are not understood keep their places.
void applyChange(engine::Json::Object &file, const LexiconChange &change);

// What brings `entries` back to what they are, once `change` was applied to them.
std::vector<LexiconChange> undoOf(const LexiconChange &change, const std::vector<engine::text::LexiconEntry> &entries);

} // namespace app::lexicons
