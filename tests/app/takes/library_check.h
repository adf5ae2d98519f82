// Looks at a data folder as an examiner would: is the library whole, is every sound there and right, is anything left
// over. Opens the library the way programs do, so it also tidies up.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "app/storage/checked_opening.h"
#include "app/takes/take_record.h"

struct LibraryState {
    QStringList faults;                  // what must never be; empty = all is well
    QList<app::takes::TakeRecord> takes; // all of them, removed ones included
    const app::takes::TakeRecord *find(qint64 id) const;
};

LibraryState examineLibrary(const QString &dataFolder, const app::storage::Schema &schema);
