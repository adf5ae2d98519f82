// What is on air, large: who, what, how far, with which voice; the buttons that must be hit without reading; what a
// caption shows; and where the sound goes.
#pragma once

#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLabel;
class QProgressBar;
class QTextEdit;
class QToolButton;

namespace app {
class Settings;
}
namespace app::danmaku {
class TalkHold;
}
namespace app::voices {
class VoiceLibrary;
}
namespace ui::shared {
class ElidedLabel;
}

namespace ui::danmaku {

class DanmakuActs;

class AirSound;

class OnAirPane : public QWidget {
    Q_OBJECT

public:
    OnAirPane(app::danmaku::LiveStage &stage, app::danmaku::TalkHold &talk, app::Settings &settings,
              const app::voices::VoiceLibrary &voices, const DanmakuActs &acts, QWidget *parent = nullptr);

    void focusDevice(); // where the program's device is chosen

public Q_SLOTS:
    void undo(); // Edit › Undo knows it by name

private:
    void follow();
    void showProgress();

    app::danmaku::LiveStage &m_stage;
    const app::voices::VoiceLibrary &m_voices;
    AirSound *m_sound;
    QLabel *m_state;
    shared::ElidedLabel *m_name;
    QTextEdit *m_text;
    QProgressBar *m_progress;
    QLabel *m_time;
    shared::ElidedLabel *m_voice;
    quint64 m_shown = 0; // the item
    quint64 m_timed = 0; // the item whose time is counted
    qint64 m_heard = 0;  // of it, ms; what it paused does not count
    qint64 m_looked = 0;
};

// The four buttons, large: pause, skip, silence, hold.
QWidget *makeBigButtons(const DanmakuActs &acts, QWidget *parent);

} // namespace ui::danmaku
