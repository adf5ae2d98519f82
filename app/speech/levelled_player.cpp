#include "app/speech/levelled_player.h"

#include <utility>

namespace app::speech {

LevelledPlayer::LevelledPlayer(Player &player, QObject *parent) : QObject(parent), m_player(player) {}

LevelledPlayer::~LevelledPlayer() {
    m_measuring.request_stop();
}

void LevelledPlayer::setTarget(std::optional<double> target) {
    if (std::exchange(m_target, target) != target)
        measure();
}

void LevelledPlayer::prepare(const engine::ClipPtr &clip) {
    m_waiting.reset();
    if (std::exchange(m_clip, clip) != clip)
        measure();
}

void LevelledPlayer::measure() {
    const quint64 question = ++m_question;
    m_measuring.request_stop();
    m_measuring = {};
    m_heard = m_target ? nullptr : m_clip;
    m_change.reset();
    Q_EMIT changed();
    if (!m_target || !m_clip) {
        if (m_heard && m_waiting)
            begin(*std::exchange(m_waiting, std::nullopt));
        return;
    }
    const auto done = [this, question](const Levelled &levelled) {
        if (question != m_question)
            return;
        m_heard = levelled.clip;
        m_change = levelled.change;
        Q_EMIT changed();
        if (m_waiting)
            begin(*std::exchange(m_waiting, std::nullopt));
    };
    m_leveller.level(m_clip, *m_target, this, done, m_measuring.get_token());
}

void LevelledPlayer::play(const engine::ClipPtr &clip, const Place &place) {
    prepare(clip);
    if (m_heard)
        begin(place);
    else
        m_waiting = place;
}

void LevelledPlayer::begin(const Place &place) {
    m_player.play(m_heard, place.from, place.to);
    if (place.at)
        m_player.seek(*place.at);
    if (place.paused)
        m_player.pause();
}

} // namespace app::speech

#include "moc_levelled_player.cpp"
