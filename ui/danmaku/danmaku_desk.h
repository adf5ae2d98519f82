// What the operator does with the chat that is read aloud: the acts, the two panes, the windows beside them, and what
// is told and can be undone.
#pragma once

#include <QObject>
#include <QPointer>

#include "app/danmaku/live_stage.h"

class QMenuBar;

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
class NoticeBar;
}

namespace ui::danmaku {

class CompactWindow;
class DanmakuActs;
class DanmakuPane;
class OnAirPane;
class RulesWindow;

class DanmakuDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::danmaku::LiveStage &stage;
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        shared::NoticeBar &notices;
    };

    DanmakuDesk(Uses uses, QWidget *window, QWidget *docks);
    ~DanmakuDesk() override;

    DanmakuPane &pane() { return *m_pane; }
    OnAirPane &onAir() { return *m_onAir; }
    DanmakuActs &acts() { return *m_acts; }
    void addMenu(QMenuBar &bar); // before the last one
    RulesWindow *openRules();
    void openTalk(); // the page of the microphone
    CompactWindow *openCompact();
    void chooseReplay();
    void record(const QString &file); // what comes in; LiveStage::recordChat()

Q_SIGNALS:
    void wanted();           // the pane is to be seen
    void waiting(int items); // that will be read
    void modelsWanted();

private:
    using What = app::danmaku::Command::What;

    void chooseRecording();
    void stopRecording();
    void connectActs();
    void connectItemActs();
    void send(app::danmaku::Command command, bool offersUndo = false);
    void sendOf(What what, bool offersUndo = false);
    void step(int rows);
    void chooseVoice();
    void askForPhrase();
    void connectTalk();
    void listen(bool wanted);
    void copy();
    void preview();
    void showMenu(const QPoint &where);
    void setMissing(int act, const QString &what);
    void forgetUndo();
    void followActs();
    void followItemActs();

    const Uses m_uses;
    QWidget *m_window;
    DanmakuActs *m_acts;
    app::danmaku::TalkHold *m_talk;
    DanmakuPane *m_pane;
    OnAirPane *m_onAir;
    QPointer<RulesWindow> m_rules;
    QPointer<CompactWindow> m_compact;
    quint64 m_heard = 0; // the item that is previewed
    QString m_undoes;    // what the notice's Undo takes back
};

} // namespace ui::danmaku
