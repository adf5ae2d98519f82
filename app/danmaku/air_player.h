// What goes on air, one item after another: the program device of the settings and the monitor, by a player of its own
// beside the Studio's. It says when the first sample is heard and when the last one was, in ms since 1970 UTC. GUI
// thread. The player, its thread and its devices begin with the first use.
#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

#include "app/danmaku/silent_air.h"
#include "app/danmaku/stage_clock.h"
#include "app/speech/player.h"

namespace app {
class Settings;
}

namespace app::danmaku {

class AirPlayer : public QObject {
    Q_OBJECT

public:
    enum class End {
        Heard, // to its end
        FadedOut,
        Interrupted, // in the middle: the device or the sound server went
        Unheard,     // there was no way out for sound
    };

    struct Patience {
        int begins = 5'000;       // ms, until a stream must have begun to play
        int standsStill = 65'000; // ms without a device in the middle; a player goes on by itself within 60 s
    };

    AirPlayer(Settings &settings, const StageClock &clock, Patience patience = {5'000, 65'000},
              QObject *parent = nullptr);
    ~AirPlayer() override;

    speech::Player &player(); // makes it where there is none
    // The devices stay open between items, so that the next one is heard at once.
    void stayReady(bool ready);

    // Nothing sounds here and no device is used: others hear it from elsewhere. Before the first item.
    void setSilent(bool silent);

    // A stream: what append() brings is heard as it comes; after end() it is over when all was heard.
    void begin(quint64 item);
    void append(quint64 item, const engine::ClipPtr &clip);
    void end(quint64 item);
    void fadeOut(quint64 item); // over() follows; silent within 100 ms, without a click
    void pause();
    void resume();
    quint64 item() const { return m_item; } // 0: none

Q_SIGNALS:
    void began(quint64 item, qint64 at);
    void refined(quint64 item, qint64 at); // began() was told a little late; this is nearer
    void over(quint64 item, qint64 at, app::danmaku::AirPlayer::End end);
    void wayOutFound(); // a device came

private:
    void applySetting(const QString &key);
    void follow(speech::Player::State state);
    void note(double seconds);
    void finish(End end);
    End howItEnded() const;

    Settings &m_settings;
    std::unique_ptr<speech::Player> m_player;
    std::unique_ptr<SilentAir> m_silent; // null: it sounds
    const StageClock &m_clock;
    QTimer m_patience; // without a device nothing begins, and nothing says so each time
    QTimer m_standing; // it went in the middle, and may come back
    quint64 m_item = 0;
    quint64 m_stream = 0; // the player's number; a new one each time
    bool m_ready = false;
    bool m_playing = false;
    bool m_pausedHere = false;
    bool m_fading = false;
    double m_seconds = 0;    // appended
    double m_heard = 0;      // of them
    qint64 m_beganAt = 0;    // 0: not yet
    qint64 m_askedAt = 0;    // begin()
    double m_lastPlace = -1; // where the player was at last, also of what was before
};

} // namespace app::danmaku
