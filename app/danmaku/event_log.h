// The newest 1,024 events, numbered without gaps, for whoever comes later or was away: give the number of the last one
// you know. GUI thread.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "app/danmaku/danmaku_event.h"

namespace app::danmaku {

class EventLog {
public:
    static constexpr std::size_t kMost = 1024;

    explicit EventLog(quint64 lastNumber = 0); // of the run before

    const DanmakuEvent &add(DanmakuEvent event); // numbers it
    quint64 lastNumber() const { return m_last; }
    // Those after `number`, oldest first. None: some of them are not kept any more (or `number` was never given), so
    // that the whole state must be read anew.
    std::optional<std::vector<DanmakuEvent>> after(quint64 number) const;

private:
    std::deque<DanmakuEvent> m_events;
    quint64 m_last = 0;
};

} // namespace app::danmaku
