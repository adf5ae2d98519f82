// Entries from a file, beside those that are there. Pure.
#pragma once

#include <string>
#include <vector>

#include "app/lexicons/lexicon_change.h"
#include "engine/text/lexicon.h"

namespace app::lexicons {

struct LexiconImport {
    std::vector<LexiconChange> changes; // in order; nothing where nothing changes
    int added = 0;
    int replaced = 0;                 // there was one for the same words already
    int same = 0;                     // was there already
    std::vector<std::string> refused; // a sentence for each that is left out
};

// New entries come at the end, in their order. One of the same kind and for the same words (capitals and all) takes the
// place of what was there. What cannot be used, or has no room, is left out.
LexiconImport importInto(const std::vector<engine::text::LexiconEntry> &existing,
                         const std::vector<engine::text::LexiconEntry> &incoming);

} // namespace app::lexicons
