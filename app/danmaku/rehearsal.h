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

// How a voice speaks and how fast it is made, when nothing is made really: sound takes secondsBefore and so many
// characters of the spoken text a second, at speed 1; it is made in startSeconds and realTimeFactor times its length.
struct VoicePace {
    double secondsBefore = 0.3;
    double charactersPerSecond = 15;
    double startSeconds = 0.15;
    double realTimeFactor = 0.3;
    double firstSeconds = 0.5;
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
