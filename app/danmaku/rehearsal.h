// A recorded or made chat in fake time, with the same filter and director as live, and sound whose length and making
// time are told by a function: figures without an engine, or with the real durations of one. Any thread.
#pragma once

#include <functional>
#include <vector>

#include "app/chat/message.h"
#include "app/danmaku/director.h"
#include "app/danmaku/item.h"
#include "app/danmaku/rules.h"

namespace app::danmaku {

struct SoundCost {
    double seconds = 0;      // of sound, at the item's speed
    double firstSeconds = 0; // from the order to the first sound
    double makeSeconds = 0;  // from the order to the last; ≥ firstSeconds
};

// How a voice speaks and how fast it is made, when nothing is made really. The defaults are fitted to 22 English texts
// of 3 to 106 characters, each at speed 1 and 1.5, by `ishowtts say --json` with the demo model and voice slt on two
// cores at a load of 0.6 to 2.2 (2026-11-22): 0.18 s + n / 20.4 and 0.16 s + n / 30.6 of sound, at most 0.24 s off;
// made in 0.33 of that and a little, and heard only when all of a chunk is made. 4.5 Chinese characters a second are as
// many syllables as it speaks of English.
struct VoicePace {
    double secondsBefore = 0.17;       // whatever the speed
    double charactersPerSecond = 20.4; // code points, at speed 1
    double chinesePerSecond = 4.5;
    double startSeconds = 0.05;
    double realTimeFactor = 0.33;
};
SoundCost costOf(const Item &item, const VoicePace &pace = {});

struct RehearsalResult {
    Figures figures;           // waits: of all that were read
    std::vector<Item> items;   // all that is over, in order
    int lostNonDuplicates = 0; // dropped though nothing equal was read: by deadline, overload or capacity
    double seconds = 0;        // of the chat, to the end of the last item
};

// The times of `messages` (receivedAt) count; removals are told in order with them.
RehearsalResult rehearse(const Rules &rules, const std::vector<chat::MessagePtr> &messages,
                         const std::vector<chat::Removal> &removals,
                         const std::function<SoundCost(const Item &)> &cost);
// As the original does: everything in order of arrival, "{name} says: {text}", 1.5 a second at most, one at a time.
RehearsalResult rehearseAsOriginal(const std::vector<chat::MessagePtr> &messages,
                                   const std::function<SoundCost(const Item &)> &cost);

} // namespace app::danmaku
