// Whole tests out of the library and into it: what is exported, merged and judged. Storage thread; app::storage::Error.
#pragma once

#include <string>

#include "app/listening/session_merge.h"
#include "app/storage/connection.h"

namespace app::listening {

// A test with all its sessions. Error(Missing, BadFile).
TestRecord storedTest(storage::Connection &connection, const std::string &testId);

// Adds the sessions that the library lacks, and to those that it has what they lack at their end. Gives how many were
// new or grew. Error(BadInput) when a session differs from the library's in another way; nothing is changed then, as in
// every transaction.
int keepTest(storage::Connection &connection, const TestRecord &record);

} // namespace app::listening
