// Where what is on air goes: the device that a stream hears, one of its own, the level, and the folder where captions
// are kept for other programs.
#pragma once

#include <QScrollArea>

#include "app/danmaku/live_stage.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace app {
class Settings;
}

namespace ui::danmaku {

class AirSound : public QWidget {
    Q_OBJECT

public:
    AirSound(app::danmaku::LiveStage &stage, app::Settings &settings, QWidget *parent);

    void focusDevice(); // where the program's device is chosen

private:
    QWidget *makeFolder();
    void fill();
    void follow();

    app::danmaku::LiveStage &m_stage;
    app::Settings &m_settings;
    QLabel *m_caption;
    QComboBox *m_program;
    QCheckBox *m_own;
};

// As wide as what is in it, and of any height: the rest is scrolled to.
class LowArea : public QScrollArea {
    Q_OBJECT

public:
    LowArea(QWidget *inside, QWidget *parent);

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
};

} // namespace ui::danmaku
