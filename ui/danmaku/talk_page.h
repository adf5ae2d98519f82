// "While you talk": whether a microphone holds the queue, which one, from which level on, for how long, and what
// becomes of what is on air. What is changed counts at once; beside each stands what brings the shipped value back.
// While this is seen, devices are looked for, and the microphone is listened to where that is switched on.
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace app {
class Settings;
}
namespace app::danmaku {
class LiveStage;
class TalkHold;
} // namespace app::danmaku

namespace ui::danmaku {

class TalkMeter;

class TalkPage : public QWidget {
    Q_OBJECT

public:
    TalkPage(app::danmaku::TalkHold &talk, app::danmaku::LiveStage &stage, app::Settings &settings,
             QWidget *parent = nullptr);
    ~TalkPage() override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QCheckBox *addSwitch(const QString &id, const QString &name, const QString &tip);
    void addNumber(const QString &id, const QString &name, const QString &tip, double step, const QString &unit);
    void addMicrophone();
    void addLine();
    void addRow(const QString &id, const QString &name, const QString &tip, QWidget *control,
                std::function<void()> show);
    void set(const QString &id, const QJsonValue &value);
    void listDevices();
    void followSettings();
    void followTalk();

    app::danmaku::TalkHold &m_talk;
    app::danmaku::LiveStage &m_stage;
    app::Settings &m_settings;
    QGridLayout *m_grid;
    QLabel *m_state;
    QComboBox *m_device = nullptr;
    TalkMeter *m_meter = nullptr;
    QLabel *m_line = nullptr;
    struct Row {
        QString id;
        std::function<void()> show;
        QToolButton *restore = nullptr;
    };
    std::vector<Row> m_rows;
    bool m_showing = false;
};

} // namespace ui::danmaku
