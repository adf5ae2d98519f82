#include "app/chat/outbox.h"

#include <algorithm>

namespace app::chat {

quint64 Outbox::open(const QString &source) {
    const std::lock_guard lock(m_mutex);
    forget(source);
    return m_runs[source] = ++m_lastRun;
}

void Outbox::close(const QString &source) {
    const std::lock_guard lock(m_mutex);
    m_runs.remove(source);
    forget(source);
}

void Outbox::forget(const QString &source) {
    for (Entry &entry : m_waiting)
        if (entry.source == source)
            entry.what = Gone{};
    compact();
}

void Outbox::compact() {
    std::erase_if(m_waiting, [](const Entry &entry) { return std::holds_alternative<Gone>(entry.what); });
    m_chat.clear();
    m_judged = m_gone = 0;
    for (std::size_t i = 0; i < m_waiting.size(); ++i) {
        const auto *judgement = std::get_if<Judgement>(&m_waiting[i].what);
        if (judgement == nullptr)
            continue;
        ++m_judged;
        if (judgement->message->kind == Kind::Chat)
            m_chat.push_back(m_front + i);
    }
}

void Outbox::put(const QString &source, quint64 run, What what) {
    bool calls = false;
    {
        const std::lock_guard lock(m_mutex);
        if (run != 0 && m_runs.value(source) != run)
            return;
        if (std::holds_alternative<SourceState>(what)) // the newest counts
            for (Entry &entry : m_waiting)
                if (entry.source == source && std::holds_alternative<SourceState>(entry.what)) {
                    entry.what = Gone{};
                    ++m_gone;
                }
        if (const auto *judgement = std::get_if<Judgement>(&what)) {
            ++m_judged;
            if (judgement->message->kind == Kind::Chat)
                m_chat.push_back(m_front + m_waiting.size());
        }
        m_waiting.push_back({source, std::move(what)});
        if (m_judged > kMost && !m_chat.empty()) {
            m_waiting[std::size_t(m_chat.front() - m_front)].what = Gone{};
            m_chat.pop_front();
            --m_judged;
            ++m_gone;
            ++m_dropped;
        }
        if (m_gone > kMost)
            compact();
        calls = !std::exchange(m_called, true);
    }
    if (calls)
        m_call();
}

std::vector<Outbox::Entry> Outbox::take(int &dropped) {
    const std::lock_guard lock(m_mutex);
    std::vector<Entry> taken;
    while (!m_waiting.empty() && taken.size() < kBatch) {
        Entry entry = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (!m_chat.empty() && m_chat.front() == m_front)
            m_chat.pop_front();
        ++m_front;
        if (std::holds_alternative<Gone>(entry.what)) {
            --m_gone;
            continue;
        }
        if (std::holds_alternative<Judgement>(entry.what))
            --m_judged;
        taken.push_back(std::move(entry));
    }
    dropped = std::exchange(m_dropped, 0);
    m_called = !taken.empty();
    return taken;
}

} // namespace app::chat
