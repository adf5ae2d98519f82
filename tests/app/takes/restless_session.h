// A session that never ends: takes are kept, starred, renamed, noted, removed, brought back and exported in random
// order, several at a time, on the real library, and a script is saved beside that. Each thing is printed before it is
// asked for ("try …") and when it is acknowledged ("done …"), so that whoever kills this program knows what must be
// there.
#pragma once

#include <QString>

#include "app/storage/checked_opening.h"
#include "app/takes/take_record.h"

// "samples-caption": what tells apart the files of two exports.
QString soundAndCaption(const app::takes::TakeRecord &take);

// The library's schema, and `more` made-up versions after it, so that there is something to bring forward.
app::storage::Schema schemaWithMore(int more);

// Lines, words separated by blanks:
//   try|done migrate MORE        try|done keep JOB [ID HASH]     try|done star|name|note|remove ID VALUE
//   try|done export FILE SOUND   try|done save NUMBER            problem TEXT
// Exports lie in FOLDER/exports: FILE with captions beside it; SOUND is soundAndCaption() of the take. The script is
// FOLDER/scripts/evening.ishowtts; its only line begins and ends with NUMBER.
int runRestlessSession(const QString &folder, int more, unsigned seed);
