// A recorded chat (chat_recording.h) again, in its own time or faster or slower. Messages come as source "replay", with
// receivedAt as now and ids of their own for each run, so that a second run is no repetition of the first. Damaged
// lines are left out; how many and where the first is stands in the state's detail. A file that cannot be read: Failed.
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

#include <deque>

#include "app/chat/chat_recording.h"
#include "app/chat/line_splitter.h"
#include "app/chat/source.h"

namespace app::chat {

class ReplaySource : public Source {
    Q_OBJECT

public:
    explicit ReplaySource(QString file, double speed = 1, QObject *parent = nullptr); // 0.1…100

    void start() override;
    void stop() override;
    void reconnectNow() override {} // it cannot be lost

private:
    void step();
    void fill();
    void play(RecordedEvent event);
    void tell(SourceState::Phase phase, const Problem &problem = {});

    const QString m_name;
    const double m_speed;
    QFile m_file;
    LineSplitter m_lines;
    qint64 m_line = 0;
    std::deque<RecordedEvent> m_ahead;
    QTimer m_timer;
    QElapsedTimer m_clock;
    bool m_running = false;
    qint64 m_first = -1; // the time of the first event; -1: none yet
    QString m_run;       // before every id
    double m_toldDone = -1;
    qint64 m_toldAt = 0;
    int m_damaged = 0;
    qint64 m_firstDamaged = 0;
    QString m_flaw;
};

} // namespace app::chat
