// Opens the Models window, lets it say what is in use, and tells what came of what was done there.
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

#include "engine/synthesizer.h"
#include "ui/shared/notice_bar.h"

namespace app {
class Settings;
}
namespace app::models {
class ModelStore;
}
namespace app::speech {
class SpeechWorker;
}

namespace ui::models {

class ModelsWindow;

class ModelsDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::models::ModelStore &store;
        app::speech::SpeechWorker &worker;
        shared::NoticeBar &notices;
        std::function<void()> unload;
        std::function<void()> load; // what the settings name
    };

    ModelsDesk(Uses uses, QWidget *window);

    ModelsWindow *open(); // the one there is, brought to the front, or a new one

private:
    void connectStore();
    void follow();
    void tellOfAdded(const QString &id);
    void show(const QString &id); // its card
    void use(const QString &id);

    const Uses m_uses;
    QWidget *m_window;
    QPointer<ModelsWindow> m_open;
    std::optional<engine::ModelSummary> m_loaded;
    bool m_loading = false;
};

} // namespace ui::models
