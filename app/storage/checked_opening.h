// A database file is opened only after it was looked at: whose it is, which version, whether it is whole. Old versions
// are brought forward step by step. Programs that open at once wait for each other. Storage thread.
#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

#include "app/storage/connection.h"
#include "app/storage/file_lock.h"

namespace app::storage {

// What a database file holds and how it came to that. Steps are never changed once released: new ones are added.
struct Schema {
    qint32 applicationId = 0;       // in the file's header, so that other programs' files are not touched
    std::vector<QStringList> steps; // SQL statements; step i brings version i to i + 1, in one transaction

    int version() const { return int(steps.size()); }
};

struct Opening {
    std::unique_ptr<FileLock> session; // shared, as long as the file is in use
    std::unique_ptr<Connection> connection;
    bool alone = false;            // no other program had it open
    qint64 at = 0;                 // when, in ms since 1970 UTC
    std::optional<Problem> notice; // opened, but something happened that a person should know
};

// Makes the folder and the file when they are missing. A file of an older version is copied first, to
// <name>.version-<n>.<suffix>, where the copy stays. A damaged file is put aside as <name>.broken (nothing is deleted)
// and a new one begun. Error(Newer) and Error(Foreign): the file was not touched. Other errors as connection.h.
Opening openChecked(const QString &file, const Schema &schema);

} // namespace app::storage
