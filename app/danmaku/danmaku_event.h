// Every change of the queue as a numbered event: what the pane shows, the record keeps and the HTTP service sends.
#pragma once

#include <QMetaType>
#include <QString>

#include "app/danmaku/item.h"

namespace app::danmaku {

struct DanmakuEvent {
    enum class What {
        Received,     // a message came (history included)
        Filtered,     // the filter refused it
        Queued,       // it will be read
        Review,       // it waits for approval
        Synthesising, // its sound is being made
        Ready,
        Playing,
        Played,
        Skipped,
        Dropped,
        Banned, // a person or a phrase, by the operator
        Purged, // removed by a deletion or ban
        Reordered,
        Edited, // text, voice, hold, approval
        State,  // of the queue: paused, muted, overload, source
    };

    quint64 number = 0; // from 1, without gaps within a record
    qint64 at = 0;      // ms since 1970 UTC
    What what = What::State;
    Item item;       // as it is after the change; id 0: about no item
    QString state;   // What::State: "paused", "running", "muted", "heard", "overload 2", "twitch live" …
    QString by;      // "operator", "moderator", "rule"; who made it happen
    QString channel; // What::State of a source: which one; else empty
};

QString wordFor(DanmakuEvent::What what); // "received": as on the wire

} // namespace app::danmaku

Q_DECLARE_METATYPE(app::danmaku::DanmakuEvent)
