// A small listening test, for tests.
#pragma once

#include <string>
#include <vector>

#include "app/listening/sentence_sets.h"
#include "app/listening/test_design.h"

inline app::listening::TestDesign designOf(std::vector<app::listening::TestColumn> columns,
                                           app::listening::Mode mode = app::listening::Mode::AbPreference) {
    app::listening::TestDesign design;
    design.name = "evening";
    design.mode = mode;
    design.voice = "slt";
    design.rows = app::listening::ownSentences();
    design.columns = std::move(columns);
    return design;
}

inline app::listening::TestDesign nfe7Against6(app::listening::Mode mode = app::listening::Mode::AbPreference) {
    return designOf({app::listening::TestColumn{7}, app::listening::TestColumn{6}}, mode);
}
