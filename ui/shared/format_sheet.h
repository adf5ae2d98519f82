// Asks which format several takes are saved in, before a folder is asked for. What is accepted is remembered as the
// format of exports.
#pragma once

#include <QDialog>

#include "engine/audio/sound_file.h"

class QComboBox;

namespace app {
class Settings;
}

namespace ui::shared {

class FormatSheet : public QDialog {
    Q_OBJECT

public:
    FormatSheet(int takes, app::Settings &settings, QWidget *parent);

Q_SIGNALS:
    void chosen(engine::audio::SoundFormat format);

private:
    void choose();

    app::Settings &m_settings;
    QComboBox *m_format = nullptr;
};

} // namespace ui::shared
