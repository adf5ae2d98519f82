// One message on its way through the queue, as everybody sees it: the pane, the record, the HTTP service. Plain data.
#pragma once

#include <QMetaType>
#include <QString>

#include "app/chat/message.h"

namespace app::danmaku {

// Who goes first; within a class amount, then age (ranking.h).
enum class Class { Operator, Paid, Member, Moderator, Mention, Chat };

enum class Stage {
    Review,  // waits for the operator's approval
    Held,    // put aside by the operator
    Waiting, // text, will be read
    Making,  // the engine makes its sound
    Ready,   // its sound is there
    Playing, // on air
    Played,  // read
    Skipped, // by the operator, before or while it was read
    Dropped, // not read: `reason` says why (filter, deadline, overload …)
    Removed, // deleted or banned by moderators or the operator
    Failed,  // the engine could not say it
    Offered, // paid, of a run that ended before it was read: waits for the operator
};

bool isOver(Stage stage);                 // Played, Skipped, Dropped, Removed, Failed
bool isAside(Stage stage);                // Held, Offered: the operator decides of each alone
QString wordFor(Stage stage);             // "waiting": for records; never translated
QString wordFor(Class rank);              // "paid"
Stage stageFromWord(const QString &word); // an unknown word is Stage::Dropped

struct Item {
    quint64 id = 0; // counts up within one record, across runs
    chat::MessagePtr message;
    Stage stage = Stage::Waiting;
    Class rank = Class::Chat;
    QString text;   // to be said, without the name; the operator may have edited it
    QString spoken; // as it is made: with the name where it is said; set when made
    QString voice;  // id, empty: the chosen one
    double speed = 1;
    int merged = 1; // how many gifts or equal messages this one stands for
    QString rule;   // why it is over, or waits: id of the rule ("deadline", "links", "banned_phrase" …)
    QString reason; // the same, translated
    bool edited = false;
    bool approved = false;
    bool pinned = false;      // moved by hand: ranking leaves it where it is
    qint64 deadline = 0;      // ms since 1970 UTC; 0: none
    double seconds = 0;       // how long its sound is; 0: not known yet
    double expectedWait = -1; // s until it would begin; -1: would not be read, or reading stands still

    // ms since 1970 UTC; 0: has not happened.
    qint64 receivedAt = 0, judgedAt = 0, makeAt = 0, firstSoundAt = 0, readyAt = 0, playAt = 0, endAt = 0;
};

} // namespace app::danmaku

Q_DECLARE_METATYPE(app::danmaku::Item)
