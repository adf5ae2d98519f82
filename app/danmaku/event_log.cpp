#include "app/danmaku/event_log.h"

#include <utility>

namespace app::danmaku {

EventLog::EventLog(quint64 lastNumber) : m_last(lastNumber) {}

const DanmakuEvent &EventLog::add(DanmakuEvent event) {
    event.number = ++m_last;
    if (m_events.size() == kMost)
        m_events.pop_front();
    return m_events.emplace_back(std::move(event));
}

std::optional<std::vector<DanmakuEvent>> EventLog::after(quint64 number) const {
    if (number > m_last)
        return std::nullopt;
    if (number == m_last)
        return std::vector<DanmakuEvent>{};
    if (m_events.empty() || m_events.front().number > number + 1)
        return std::nullopt;
    return std::vector<DanmakuEvent>(m_events.begin() + qsizetype(number + 1 - m_events.front().number),
                                     m_events.end());
}

} // namespace app::danmaku
