// An item as the policy holds it: with what nobody else needs to see.
#pragma once

#include <QString>
#include <QStringList>

#include "app/danmaku/item.h"

namespace app::danmaku {

struct Entry {
    Item item;
    double amount = 0;      // what it is worth (ranking.h)
    bool playable = false;  // its first sound is there
    QString nameLeftFor;    // its sound has no name because this person is heard before it
    QString equalKey;       // its text, to find equal ones
    QString combo;          // gifts of one combo share it; empty: no gift
    QStringList alsoIds;    // of the platform, of messages that were merged into it
    qint64 comboFrom = 0;   // when its first gift came
    qint64 due = 0;         // ms since 1970 UTC: nothing is made of it before, as more of its combo may come
    qint64 left = 0;        // Held: ms that its deadline had left; 0: it has none
    bool wasReview = false; // Held: out of Review
    bool cameIn = false;    // in this run, by a source: not typed, offered or read again
    bool wasAside = false;  // put aside in this run: how long it waits is the operator's
};

inline bool willBeRead(Stage stage) {
    return stage == Stage::Waiting || stage == Stage::Making || stage == Stage::Ready;
}

} // namespace app::danmaku
