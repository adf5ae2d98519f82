// Plays whole clips through the player at a wanted loudness: what the player is given has the gain already, what is
// asked for is never changed. GUI thread; measuring happens elsewhere, so the sound of a long clip begins a moment
// later the first time. Streams and pairs do not come this way.
#pragma once

#include <QObject>

#include <optional>
#include <stop_token>

#include "app/speech/leveller.h"
#include "app/speech/player.h"

namespace app::speech {

class LevelledPlayer : public QObject {
    Q_OBJECT

public:
    explicit LevelledPlayer(Player &player, QObject *parent = nullptr);
    ~LevelledPlayer() override;

    // LUFS; none = as spoken. Of what is prepared or plays changed() follows; the player goes on with what it has.
    void setTarget(std::optional<double> target);
    std::optional<double> target() const { return m_target; }

    // This clip is what is heard next: it is measured now, if there is a target. Null: nothing is. What waited to be
    // played is not played.
    void prepare(const engine::ClipPtr &clip);

    // As Player::play(), then from `at`, and paused there when that is wanted.
    struct Place {
        double from = 0;
        double to = -1;
        std::optional<double> at = {};
        bool paused = false;
    };
    void play(const engine::ClipPtr &clip, const Place &place);
    void forget() { m_waiting.reset(); } // what waits to be played is not

    // What was done to the clip that is prepared; none: nothing, or it is not known yet.
    const std::optional<engine::audio::LoudnessChange> &change() const { return m_change; }

Q_SIGNALS:
    void changed(); // change()

private:
    void measure();
    void begin(const Place &place);

    Player &m_player;
    std::optional<double> m_target;
    engine::ClipPtr m_clip;  // as it was given
    engine::ClipPtr m_heard; // null: not known yet
    std::optional<engine::audio::LoudnessChange> m_change;
    std::optional<Place> m_waiting; // to be played as soon as m_heard is there
    quint64 m_question = 0;
    std::stop_source m_measuring; // what was asked last
    Leveller m_leveller;
};

} // namespace app::speech
