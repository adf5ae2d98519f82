// A session that never ends: takes are kept, starred, renamed, noted, removed, brought back and exported in random
// order, several at a time, on the real library. Each thing is printed before it is asked for ("try …") and when it is
// acknowledged ("done …"), so that whoever kills this program knows what must be there.
#pragma once

#include <QString>

#include "app/storage/checked_opening.h"

// The library's schema, and `more` made-up versions after it, so that there is something to bring forward.
app::storage::Schema schemaWithMore(int more);

// Lines, words separated by blanks:
//   try|done migrate MORE        try|done keep JOB [ID HASH]     try|done star|name|note|remove ID VALUE
//   try|done export FILE HASH    problem TEXT
int runRestlessSession(const QString &folder, int more, unsigned seed);
