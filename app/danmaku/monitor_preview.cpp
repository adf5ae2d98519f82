#include "app/danmaku/monitor_preview.h"

#include <utility>

#include "app/settings/settings.h"
#include "app/speech/player.h"

namespace app::danmaku {

using speech::Player;

namespace {

constexpr qint64 kSettles = 2000; // ms; a stream of which the player says nothing for so long has not begun

} // namespace

MonitorPreview::MonitorPreview(Settings &settings, speech::SpeechQueue &queue, ItemSounds::MakeRequest request,
                               QObject *parent)
    : QObject(parent), m_settings(settings), m_sounds(settings, queue, std::move(request)) {
    connect(&m_sounds, &ItemSounds::more, this, [this](quint64 item, const engine::ClipPtr &clip) {
        if (item == m_item)
            player().append(m_stream, clip);
    });
    connect(&m_sounds, &ItemSounds::made, this, [this](quint64 item) {
        if (item == m_item)
            player().endOfStream(m_stream);
        m_sounds.forget(item);
    });
    connect(&m_sounds, &ItemSounds::failed, this, [this](quint64 item, const Problem &wrong) {
        if (m_item != item)
            return;
        finish();
        Q_EMIT problem(wrong);
    });
}

MonitorPreview::~MonitorPreview() = default;

// It knows the program's device so that the monitor is never that one, and is never on air.
Player &MonitorPreview::player() {
    if (!m_player) {
        m_player = std::make_unique<Player>();
        connect(m_player.get(), &Player::problem, this, &MonitorPreview::problem);
        connect(m_player.get(), &Player::stateChanged, this, [this](Player::State state) {
            const bool stopped = state == Player::State::Stopped;
            if (!std::exchange(m_playing, !stopped) && !stopped)
                ++m_heard;
            if (stopped && m_heard >= m_stream) // else it is the end of the one before
                finish();
        });
    }
    m_player->setVolume(m_settings.volume());
    m_player->setMuted(m_settings.muted());
    m_player->setDevice(m_settings.outputDevice());
    m_player->setProgramDevice(m_settings.programDevice());
    return *m_player;
}

void MonitorPreview::play(const Item &item, const ItemSound *known, double loudness) {
    stop();
    m_item = item.id;
    if (!m_playing && m_begun.isValid() && m_begun.hasExpired(kSettles))
        m_heard = m_stream;
    m_begun.start();
    player().begin(++m_stream);
    if (!known || !known->whole) {
        m_sounds.make(item, loudness);
        return;
    }
    for (const engine::ClipPtr &clip : known->clips)
        m_player->append(m_stream, clip);
    m_player->endOfStream(m_stream);
}

void MonitorPreview::stop() {
    if (m_item == 0)
        return;
    m_sounds.stopMaking(m_item);
    m_player->stop();
    finish();
}

void MonitorPreview::finish() {
    if (const quint64 item = std::exchange(m_item, 0))
        Q_EMIT ended(item);
}

} // namespace app::danmaku

#include "moc_monitor_preview.cpp"
