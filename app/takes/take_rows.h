// Takes as rows of the library (app/storage/library_schema.h). Storage thread.
#pragma once

#include <QStringList>

#include "app/storage/connection.h"
#include "app/takes/take_record.h"

namespace app::takes {

inline constexpr int kLongestName = 200; // characters
inline constexpr int kLongestNote = 4000;

// Text made alike for searching: compatibility forms composed, case folded in every script.
QString foldedForSearch(const QString &text);

qint64 insertTake(storage::Connection &connection, const TakeRecord &record); // record.id is not used; gives the id
TakeRecord takeById(storage::Connection &connection, qint64 id);              // also removed ones; Error(Missing)
TakePage findTakes(storage::Connection &connection, const TakeQuery &query);
TakesByLine takesOfLines(storage::Connection &connection, const QStringList &lineIds);

void setStar(storage::Connection &connection, qint64 id, const QDateTime &at); // invalid: it has none
void setName(storage::Connection &connection, qint64 id, const QString &name);
void setNote(storage::Connection &connection, qint64 id, const QString &note);
void setDoubts(storage::Connection &connection, qint64 id, const QString &doubts);

// Those that were really changed.
QList<qint64> markRemoved(storage::Connection &connection, const QList<qint64> &ids, bool removed);
// Of removed takes: none will see them again, and the next purge takes them; or they are removed ones as before.
QList<qint64> markForgotten(storage::Connection &connection, const QList<qint64> &ids, bool forgotten);

// By a take (removed ones count until they are purged) or by a cell of a listening test.
bool isAudioUsed(storage::Connection &connection, const QString &hash);
// Sound that nothing uses once the takes removed before `before` (ms since 1970 UTC) are gone.
QStringList audioOnlyOfRemoved(storage::Connection &connection, qint64 before);
qint64 removedBefore(storage::Connection &connection, qint64 before); // how many
void deleteRemoved(storage::Connection &connection, qint64 before);
qint64 libraryBirth(storage::Connection &connection); // ms since 1970 UTC

} // namespace app::takes
