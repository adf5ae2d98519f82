// The store's tables as SQL (danmaku_store.h). Storage thread, inside a transaction.
#pragma once

#include <vector>

#include "app/danmaku/danmaku_store.h"
#include "app/storage/connection.h"

namespace app::danmaku {

inline constexpr quint64 kTakesAtOnce = 100'000; // numbers

void putItem(storage::Connection &connection, const Item &item);
void setNumber(storage::Connection &connection, const char *name, quint64 next); // "item", "event"; never less
StoreOpened takeNumbers(storage::Connection &connection);                        // nothing is offered

// Of runs that have ended: what nobody changed since this program opened the library, alone. A clock that went back
// left rows of later than now, which are no living program's either. What is offered and what goes is written.
std::vector<Item> leftOver(storage::Connection &connection, qint64 since);

} // namespace app::danmaku
