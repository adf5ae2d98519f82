// What is done with voices beyond choosing one: hear their recordings, and say what came of it.
#pragma once

#include <QObject>

#include "app/storage/file_thread.h"
#include "app/voices/reference_checks.h"
#include "ui/shared/notice_bar.h"

namespace app {
class Settings;
}
namespace ui::shared {
class Transport;
}

namespace ui::voices {

class VoicesPane;

class VoiceDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        shared::Transport &transport;
        shared::NoticeBar &notices;
    };

    VoiceDesk(Uses uses, QWidget *window, QWidget *docks); // the pane's parent

    VoicesPane &pane() { return *m_pane; }
    void play(const QString &voiceId); // or stops it, when it plays

private:
    void followTransport();

    const Uses m_uses;
    app::voices::ReferenceChecks m_checks;
    VoicesPane *m_pane;
    QString m_playing;    // voice
    QString m_title;      // of what plays
    bool m_began = false; // it is heard
    quint64 m_plays = 0;
    app::storage::FileThread m_files{"voice sound"}; // last: what it does refers to the others
};

} // namespace ui::voices
