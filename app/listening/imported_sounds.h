// Where the sounds of a test that were made elsewhere lie (TestDesign::flags, ImportedFrom). Any thread.
#pragma once

#include <string>

#include "app/listening/test_design.h"

namespace app::listening {

// The key of a cell (cell_key.h): its place in the design as it was when the sounds came in. A column that is another
// one since has a key that no sound has.
std::string importedCellKey(const TestDesign &design, int row, Condition condition);

// `changed`, which was made of `before`, still finds the sounds of `before`.
TestDesign keepingImports(const TestDesign &before, TestDesign changed);

} // namespace app::listening
