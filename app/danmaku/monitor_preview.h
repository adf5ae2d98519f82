// An item heard before it goes on air: on the monitor alone, never on the program, and beside what is on air. GUI
// thread; its player begins with the first use.
#pragma once

#include <QElapsedTimer>
#include <QObject>

#include <memory>

#include "app/danmaku/item_sounds.h"

namespace app::speech {
class Player;
}

namespace app::danmaku {

class MonitorPreview : public QObject {
    Q_OBJECT

public:
    MonitorPreview(Settings &settings, speech::SpeechQueue &queue, ItemSounds::MakeRequest request,
                   QObject *parent = nullptr);
    ~MonitorPreview() override;

    void play(const Item &item, const ItemSound *known, double loudness); // known: null, it is made for this
    void stop();
    void clearKept() { m_sounds.clearKept(); }

Q_SIGNALS:
    void ended(quint64 item); // to its end, stopped, or it could not be made
    void problem(const app::Problem &problem);

private:
    speech::Player &player();
    void finish();

    Settings &m_settings;
    ItemSounds m_sounds;
    std::unique_ptr<speech::Player> m_player;
    quint64 m_item = 0;
    quint64 m_stream = 0;
    bool m_playing = false;
    quint64 m_heard = 0; // streams of which the player has said that they began
    QElapsedTimer m_begun;
};

} // namespace app::danmaku
