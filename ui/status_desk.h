// What the status line says of the model, the steps, the queue, the newest take and the machine, as they are.
#pragma once

#include <QObject>
#include <QString>

#include "engine/synthesizer.h"

namespace app {
class Settings;
}
namespace app::performance {
class PerformanceWatch;
}
namespace app::speech {
class SpeechQueue;
class SpeechWorker;
} // namespace app::speech

namespace ui {

namespace shared {
class StatusLine;
}

class StatusDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::speech::SpeechWorker &worker;
        app::speech::SpeechQueue &queue;
        app::performance::PerformanceWatch &performance;
        shared::StatusLine &status;
    };

    StatusDesk(Uses uses, QObject *parent);

    void showTimings(const engine::Timings &timings); // of the newest take
    void setToRead(int items);                        // messages that will be read aloud

private:
    void showModel(const engine::ModelSummary &model);
    void showSteps();
    void showQueue();
    void showHeat();

    const Uses m_uses;
    int m_toRead = 0;
    QString m_heat; // all figures, as the part has them
    bool m_warm = false;
};

} // namespace ui
