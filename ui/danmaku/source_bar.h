// Where the messages come from: the field for a channel, rehearsal and replay, and a line for each source that says how
// it is, with what helps.
#pragma once

#include <QTimer>
#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace app {
class Settings;
}

namespace ui::danmaku {

class DanmakuActs;

class SourceBar : public QWidget {
    Q_OBJECT

public:
    SourceBar(app::danmaku::LiveStage &stage, app::Settings &settings, const DanmakuActs &acts,
              QWidget *parent = nullptr);

    void focusChannel();
    void connectTo(const QString &channel); // and it stands here next time
    bool any() const;                       // a source is there, whatever its state

Q_SIGNALS:
    void changed(); // any()

private:
    struct Line;

    void follow();
    void tick();
    void connectChannel();

    app::danmaku::LiveStage &m_stage;
    app::Settings &m_settings;
    QLineEdit *m_channel;
    QPushButton *m_connect;
    QVBoxLayout *m_lines;
    QList<Line *> m_shown;
    QTimer m_clock; // while something counts down
};

} // namespace ui::danmaku
