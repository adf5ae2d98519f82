// A voice from the microphone: which one, its level, how quiet the room is, a count of three, and up to a minute of
// speech. What was recorded goes to the clinic.
#pragma once

#include <QWidget>

#include "app/voices/recorder.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace ui::shared {
class IconLabel;
class LevelMeter;
} // namespace ui::shared

namespace ui::voices {

class RecordPage : public QWidget {
    Q_OBJECT

public:
    explicit RecordPage(QWidget *parent = nullptr);

    void open();  // the microphone is used from here on
    void close(); // and no more
    app::voices::Recorder &recorder() { return m_recorder; }

Q_SIGNALS:
    void recorded(const engine::ClipPtr &clip, bool whole);
    void cancelled();
    void problem(const app::Problem &problem);

private:
    void press();
    void forgetRoom();
    void listDevices();
    void follow();

    app::voices::Recorder m_recorder;
    QComboBox *m_device;
    shared::LevelMeter *m_level;
    QLabel *m_big;
    shared::IconLabel *m_roomIcon;
    QLabel *m_room;
    bool m_mayBeMuted = false; // is said there
    QLabel *m_advice;
    QPushButton *m_record;
};

} // namespace ui::voices
