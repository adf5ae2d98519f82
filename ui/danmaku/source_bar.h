// Where the messages come from: the field for channels, rehearsal and replay, and a line for each source (of Twitch for
// each channel) that says how it is, with what helps.
#pragma once

#include <QTimer>
#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLineEdit;
class QPushButton;
class QScrollArea;
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
    // One channel or several (blanks, commas between), beside those that are read; they stand here next time.
    void connectTo(const QString &channels);
    bool any() const; // a source is there, whatever its state

Q_SIGNALS:
    void changed(); // any()

private:
    struct Line;

    void follow();
    void tick();
    void connectChannel();
    void disconnectFrom(const QString &source, const QString &channel);
    void offerLast(); // those that were read last, where nothing is read and nothing was typed
    void keep(const QStringList &channels);
    void fit();

    app::danmaku::LiveStage &m_stage;
    app::Settings &m_settings;
    QLineEdit *m_channel;
    QString m_offered;   // what offerLast() put into it
    QStringList m_kept;  // in the settings, as last seen
    QStringList m_given; // of those: by an import, and not offered yet
    QPushButton *m_connect;
    QScrollArea *m_area; // of the lines: many are scrolled
    QVBoxLayout *m_lines;
    QList<Line *> m_shown;
    QTimer m_clock; // while something counts down
};

// Those that were read last, as the field has them.
QString lastChannels(const app::Settings &settings);

} // namespace ui::danmaku
