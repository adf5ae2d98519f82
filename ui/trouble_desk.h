// What settings, voices, the model and the machine say that went wrong, as notices which go when it is no longer true.
#pragma once

#include <QObject>

#include <functional>
#include <optional>

#include "app/problem.h"

namespace app {
class Settings;
}
namespace app::performance {
class PerformanceWatch;
}
namespace app::speech {
class SpeechWorker;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui {

namespace shared {
class NoticeBar;
}

class TroubleDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::speech::SpeechWorker &worker;
        app::performance::PerformanceWatch &performance;
        shared::NoticeBar &notices;
        std::function<void()> loadModel;
        std::function<QString()> keptModel; // used again in place of the one that could not be loaded; or empty
    };

    TroubleDesk(Uses uses, QObject *parent);

    // What came instead of a take: that there is no model is said once, however often somebody tries.
    void tellOfStudio(const app::Problem &problem);
    void tellOfWithdrawn(const QString &model); // its licence is accepted no longer

Q_SIGNALS:
    void modelsWanted();
    void performanceWanted(); // somebody wants to see what a notice about heat or speed speaks of
    void measureWanted();     // or to measure
    void clocksWanted();      // or to lock the clocks of the GPU

private:
    void connectModel();
    void connectSettings();
    void connectPerformance();
    void tellOfModel();
    bool tellOfKeptModel(const app::Problem &problem);
    void tellOfVoices();

    const Uses m_uses;
    std::optional<app::Problem> m_modelProblem;
};

} // namespace ui
