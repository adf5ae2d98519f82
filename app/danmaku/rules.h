// Everything the operator can set about the queue, as plain values with the defaults that are shipped. Kept in
// danmaku.json beside settings.json (rules_file.h). Every number is held within its range when it is read.
//
// Sources of the defaults: 77 words, 280 code points, no links are the original's; 30 s for chat, 120 code points and
// speed up to 1.5 are what a recorded chat showed to work. The queue and the ladder are what 20 made chats of its
// statistics need so that every text in them is read once within 30 s by the demo voice (tst_rehearsal.cpp): with 20
// waiting at most and rungs at 3, 10, 15 and 20, up to 33 of 330 texts of a chat were lost in its busiest seconds.
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include "app/chat/filter_rules.h"
#include "app/danmaku/item.h"

namespace app::danmaku {

struct RankingRules {
    int chatPerPaid = 3;     // after so many paid items in a row one of the chat is read; 0: never
    QHash<int, int> weights; // of Class (as int): higher goes first; missing: the order of Class

    bool operator==(const RankingRules &) const = default;
};

struct QueueRules {
    int capacity = 40;            // waiting texts; 1…200
    int lookAhead = 2;            // items made ahead; 0…10
    double lookAheadSeconds = 15; // of sound made ahead; 0…120
    int chatSeconds = 30;         // deadlines by class; 0: none; 5…3600
    int mentionSeconds = 60;
    int memberSeconds = 60;
    int paidSeconds = 0;
    double gapSeconds = 0.2;  // between two items; 0…5
    double comboSeconds = 3;  // gifts that follow within are one; 0…30
    int sameTextSeconds = 60; // equal text by anybody within: dropped as a repeat; 0: off

    bool operator==(const QueueRules &) const = default;
};

// From so many waiting on; it lets go two below. 0: this rung is off.
struct OverloadRules {
    int fasterFrom = 3;
    double mostSpeed = 1.5; // 1…2, reached at shorterFrom
    int noNamesFrom = 6;
    int shorterFrom = 8;
    int shorterTo = 60; // code points at shorterFrom, fewer in proportion the more wait; a Chinese one counts as four
    int priorityOnlyFrom = 40;

    bool operator==(const OverloadRules &) const = default;
};

enum class Review { Off, PaidOnly, FirstTime, All }; // what waits for approval

struct Person {
    QString alias; // said instead of the name; empty: the name
    QString voice; // id; empty: the chosen one
    bool ignored = false;
    bool banned = false;
    qint64 until = 0; // ms since 1970 UTC, of a timeout; 0: for good
    QString shown;    // the name when it was set, so that a person recognises it

    bool operator==(const Person &) const = default;
};

// "{name}" and "{text}", "{gift}", "{count}", "{amount}", "{viewers}"; empty: not read. By language "en", "zh" of the
// text that is read.
struct Templates {
    QString chat, paid, gift, member, raid, notice;

    bool operator==(const Templates &) const = default;
};

struct SpeakingRules {
    bool names = true; // said at all
    bool onlyWhenChanged = true;
    int nameSyllables = 10;              // longer ones are cut; 1…40
    QHash<QString, Templates> templates; // by language; missing: the shipped ones (names.h)
    double speed = 1;                    // 0.5…2
    double loudness = -18;               // LUFS; -30…-10

    bool operator==(const SpeakingRules &) const = default;
};

struct Rules {
    chat::FilterRules filter;
    RankingRules ranking;
    QueueRules queue;
    OverloadRules overload;
    SpeakingRules speaking;
    Review review = Review::Off;
    QHash<QString, Person> people; // by Message::person()
    QStringList phrases;           // the operator's stock phrases

    bool operator==(const Rules &) const = default;
};

} // namespace app::danmaku
