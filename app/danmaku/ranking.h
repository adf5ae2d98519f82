// In which order things are read: class first (its weight), then amount, then age; and after so many in a row that are
// not plain chat, one that is. Pure.
#pragma once

#include <vector>

#include "app/danmaku/entry.h"
#include "app/danmaku/rules.h"

namespace app::danmaku {

// Money before roles: what a moderator pays is still paid. Members are memberships and raids, not everything that
// subscribers write. Mention: it names the channel or answers its owner.
Class classOf(const chat::Message &message);

// What a message is worth, to compare within a class and for nothing else: US dollars by a fixed, coarse table
// (amounts in micros of a currency that is not in it count a tenth of a dollar each unit; a bit is a cent), and one for
// each thing of a gift without money.
double amountOf(const chat::Message &message);

int weightOf(Class rank, const RankingRules &rules); // of the rules, else 60 for Operator down to 10 for Chat

// Seconds until an item of this class is not read any more; 0: none.
int deadlineSeconds(Class rank, const QueueRules &rules);

bool goesBefore(const Entry &one, const Entry &other, const RankingRules &rules);

// How many that are not plain chat are read in a row, after one of this class; the operator's do not count.
int rowAfter(int row, Class rank);

// Puts those that will be read in front in their order, the others (Review, Held, Offered) behind by id. Pinned ones
// keep their place among those that will be read. `row`: how many that are not plain chat were read since the last
// one that was.
void putInOrder(std::vector<Entry> &entries, const RankingRules &rules, int row);

} // namespace app::danmaku
