// danmaku.json beside settings.json: the rules of the queue, which several Studios may change. Written whole or not at
// all, by change and under a lock; damaged ones are kept aside, what a newer version wrote stays (json_file.h). Any
// thread; never the GUI's: it touches the disk.
#pragma once

#include <QString>

#include <optional>

#include "app/danmaku/rules.h"
#include "app/problem.h"
#include "app/settings/json_file.h"

namespace app::danmaku {

struct RulesRead {
    Rules rules;          // the shipped ones when there is no file, or no good one
    Problem problem;      // `what` empty: none. A damaged file, or values that make no sense, each named
    bool mayWrite = true; // false: a file nobody can read is not replaced
};

RulesRead readRules(const QString &file);

// With `before`, the rules as this Studio knew them: only what differs is written, so that what another one changed
// meanwhile stays. Without: all of them count. Waits for the lock at most 2 s.
ChangedObject writeRules(const QString &file, const Rules &rules, const std::optional<Rules> &before = {});

// What the filter is given: its rules, with the people who are ignored or banned at `now` (ms since 1970 UTC).
chat::FilterRules filterRulesOf(const Rules &rules, qint64 now);

} // namespace app::danmaku
