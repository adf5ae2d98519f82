// The made crowd (crowd.h) in real time, without end.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <memory>

#include "app/chat/crowd.h"
#include "app/chat/source.h"

namespace app::chat {

class CrowdSource : public Source {
    Q_OBJECT

public:
    explicit CrowdSource(CrowdSettings settings = {}, QObject *parent = nullptr); // begin and idPrefix: its own

    void start() override;
    void stop() override;
    void reconnectNow() override {} // it cannot be lost

private:
    void step();
    void tell(SourceState::Phase phase);

    const CrowdSettings m_settings;
    std::unique_ptr<Crowd> m_crowd; // while it runs
    QElapsedTimer m_clock;
    qint64 m_begin = 0;
    QTimer m_timer;
};

} // namespace app::chat
