#include "app/chat/crowd_source.h"

#include <QDateTime>

#include <algorithm>

namespace app::chat {

CrowdSource::CrowdSource(CrowdSettings settings, QObject *parent)
    : Source(parent), m_settings(std::move(settings)), m_timer(this) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, this, &CrowdSource::step);
}

void CrowdSource::start() {
    if (m_crowd)
        return;
    CrowdSettings settings = m_settings;
    settings.begin = m_begin = QDateTime::currentMSecsSinceEpoch();
    settings.idPrefix = QString::number(m_begin, 36) + u':'; // another run repeats nothing of this one
    m_crowd = std::make_unique<Crowd>(settings);
    m_clock.start();
    tell(SourceState::Phase::Live);
    m_timer.start(0);
}

void CrowdSource::stop() {
    m_timer.stop();
    m_crowd.reset();
    tell(SourceState::Phase::Off);
}

void CrowdSource::step() {
    const qint64 now = m_begin + m_clock.elapsed();
    for (int i = 0; i < 512 && m_crowd && m_crowd->nextAt() <= now; ++i) {
        Message message = m_crowd->next();
        message.receivedAt = now;
        Q_EMIT received(std::make_shared<const Message>(std::move(message)));
    }
    if (m_crowd)
        m_timer.start(int(std::clamp<qint64>(m_crowd->nextAt() - now, 0, 60'000)));
}

void CrowdSource::tell(SourceState::Phase phase) {
    SourceState state;
    state.phase = phase;
    state.source = QStringLiteral("crowd");
    state.channel = QStringLiteral("rehearsal");
    Q_EMIT stateChanged(state);
}

} // namespace app::chat

#include "moc_crowd_source.cpp"
