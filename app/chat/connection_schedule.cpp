#include "app/chat/connection_schedule.h"

#include <algorithm>

namespace app::chat {

qint64 ConnectionBudget::from(qint64 wish) const {
    return m_tries.size() < kMost ? wish : std::max(wish, m_tries.front() + kWindow);
}

void ConnectionBudget::spend(qint64 now) {
    m_tries.push_back(now);
    if (m_tries.size() > kMost)
        m_tries.pop_front();
}

void ConnectionSchedule::start(qint64 now) {
    if (m_phase != Phase::Off)
        return;
    m_phase = Phase::Waiting;
    m_pause = 0;
    m_attempts = 0;
    m_at = m_budget->from(now);
}

void ConnectionSchedule::stop() {
    m_phase = Phase::Off;
    m_at = m_pinged = kNever;
}

void ConnectionSchedule::reconnectNow(qint64 now) {
    if (m_phase == Phase::Off)
        start(now);
    if (m_phase != Phase::Waiting && m_phase != Phase::Live)
        return;
    m_phase = Phase::Waiting;
    m_pinged = kNever;
    m_at = m_budget->from(now);
}

void ConnectionSchedule::opened(qint64 now) {
    if (m_phase != Phase::Opening)
        return;
    m_phase = Phase::Confirming;
    m_at = now + m_limits.confirming;
}

void ConnectionSchedule::confirmed(qint64 now) {
    if (m_phase != Phase::Confirming)
        return;
    m_phase = Phase::Live;
    m_liveSince = now;
    m_pinged = kNever;
    m_pause = 0;
    m_attempts = 0;
    m_at = now + m_limits.silence;
}

void ConnectionSchedule::heard(qint64 now) {
    if (m_phase != Phase::Live)
        return;
    m_pinged = kNever;
    m_at = now + m_limits.silence;
}

void ConnectionSchedule::wait(qint64 now) {
    const qint64 jitter = qint64(m_random() % quint64(kJitter + 1));
    m_phase = Phase::Waiting;
    m_pinged = kNever;
    m_at = m_budget->from(now + kPauses[m_pause] + jitter);
    m_pause = std::min(m_pause + 1, kPauses.size() - 1);
}

void ConnectionSchedule::lost(qint64 now) {
    if (m_phase != Phase::Off && m_phase != Phase::Waiting)
        wait(now);
}

void ConnectionSchedule::askedToReconnect(qint64 now) {
    if (m_phase == Phase::Live && now - m_liveSince >= kSteady)
        reconnectNow(now);
    else
        lost(now);
}

ConnectionSchedule::Act ConnectionSchedule::due(qint64 now) {
    if (m_at == kNever || now < m_at)
        return Act::Nothing;
    switch (m_phase) {
    case Phase::Off:
        return Act::Nothing;
    case Phase::Waiting:
        if (const qint64 free = m_budget->from(now); free > now) { // another connection was faster
            m_at = free;
            return Act::Nothing;
        }
        m_phase = Phase::Opening;
        m_at = now + m_limits.opening;
        ++m_attempts;
        m_budget->spend(now);
        return Act::Connect;
    case Phase::Opening:
        wait(now);
        return Act::Unopened;
    case Phase::Confirming:
        wait(now);
        return Act::Unconfirmed;
    case Phase::Live:
        if (m_pinged != kNever) {
            wait(now);
            return Act::Dead;
        }
        m_pinged = now;
        m_at = now + m_limits.dead;
        return Act::Ping;
    }
    return Act::Nothing;
}

qint64 ConnectionSchedule::next() const {
    return m_at;
}

} // namespace app::chat
