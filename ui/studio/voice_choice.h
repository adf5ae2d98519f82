// The row above the script: the voice that speaks every line without one of its own, and how much text there is; under
// it a warning when the model's licence rules something out. Writes to the settings and follows them; when the chosen
// voice is gone, another one is chosen.
#pragma once

#include <QWidget>

#include "app/script/script.h"
#include "engine/synthesizer.h"

class QComboBox;
class QLabel;

namespace app {
class Settings;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::shared {
class ElidedLabel;
}

namespace ui::studio {

class VoiceChoice : public QWidget {
    Q_OBJECT

public:
    VoiceChoice(app::Settings &settings, app::voices::VoiceLibrary &voices, QWidget *parent = nullptr);

    void showCount(const app::script::Script &script);
    void showLicence(const engine::ModelSummary &model);
    void hideLicence();

private:
    void list();
    void follow();

    app::Settings &m_settings;
    app::voices::VoiceLibrary &m_voices;
    QComboBox *m_voice;
    shared::ElidedLabel *m_about;
    shared::ElidedLabel *m_count;
    QLabel *m_licence;
};

} // namespace ui::studio
