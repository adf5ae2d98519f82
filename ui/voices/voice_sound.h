// Lets people hear voices' recordings, and parts of the one in the clinic; the list and the clinic show what plays.
#pragma once

#include <QObject>

#include "app/storage/file_thread.h"
#include "engine/clip.h"

namespace app::speech {
class Player;
}
namespace app::voices {
class VoiceLibrary;
}
namespace ui::shared {
class NoticeBar;
class Transport;
} // namespace ui::shared

namespace ui::voices {

class Clinic;
class VoicesPane;

class VoiceSound : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::voices::VoiceLibrary &voices;
        app::speech::Player &player;
        shared::Transport &transport;
        shared::NoticeBar &notices;
        VoicesPane &pane;
        Clinic &clinic;
    };

    VoiceSound(Uses uses, QObject *parent);

    void play(const QString &voiceId); // or stops it, when it plays
    // Of the clinic's recording, which begins there at `from` seconds.
    void playPart(const engine::ClipPtr &clip, const QString &title, double from);
    void leaveClinic(); // what plays of it goes on

private:
    void playClip(const engine::ClipPtr &clip, const QString &title);
    void followTransport();

    const Uses m_uses;
    QString m_playing;      // voice
    QString m_title;        // of what plays
    double m_playFrom = -1; // s of the clinic's recording
    bool m_began = false;   // it is heard
    quint64 m_plays = 0;
    app::storage::FileThread m_files{"voice sound"}; // last: what it does refers to the others
};

} // namespace ui::voices
