#include "app/danmaku/air_player.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

#include "app/settings/settings.h"

namespace app::danmaku {

using speech::Player;

namespace {

constexpr int kPatience = 5000;   // ms, until a stream must have begun to play
constexpr double kSlack = 0.1;    // s
constexpr double kRefines = 1.5;  // s of an item, in which the place says better when it began
constexpr qint64 kTellsFrom = 10; // ms

qint64 now() {
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

AirPlayer::AirPlayer(Settings &settings, QObject *parent) : QObject(parent), m_settings(settings) {
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_item != 0 && m_beganAt == 0 && !m_pausedHere)
            fadeOut(m_item);
    });
    connect(&settings, &Settings::changed, this, &AirPlayer::applySetting);
}

AirPlayer::~AirPlayer() = default;

Player &AirPlayer::player() {
    if (m_player)
        return *m_player;
    m_player = std::make_unique<Player>();
    connect(m_player.get(), &Player::stateChanged, this, &AirPlayer::follow);
    connect(m_player.get(), &Player::positionChanged, this, &AirPlayer::note);
    for (const char *key : {"volume", "muted", "outputDevice", "programDevice", "programLevel"})
        applySetting(QString::fromLatin1(key));
    return *m_player;
}

void AirPlayer::applySetting(const QString &key) {
    if (!m_player)
        return;
    if (key == u"volume") {
        m_player->setVolume(m_settings.volume());
    } else if (key == u"muted") {
        m_player->setMuted(m_settings.muted());
    } else if (key == u"outputDevice") {
        m_player->setDevice(m_settings.outputDevice());
    } else if (key == u"programDevice") {
        m_player->setProgramDevice(m_settings.programDevice());
        m_player->setOnAir(!m_settings.programDevice().isEmpty()); // that is what it is for
    } else if (key == u"programLevel") {
        m_player->setProgramLevel(m_settings.programLevel());
    }
}

void AirPlayer::begin(quint64 item) {
    m_item = item;
    m_playing = m_pausedHere = false;
    m_beganAt = 0;
    m_askedAt = now();
    player().begin(++m_stream);
}

void AirPlayer::append(quint64 item, const engine::ClipPtr &clip) {
    if (item != m_item)
        return;
    player().append(m_stream, clip);
    if (m_beganAt == 0 && !m_patience.isActive())
        m_patience.start();
}

void AirPlayer::end(quint64 item) {
    if (item != m_item)
        return;
    player().endOfStream(m_stream);
    if (m_beganAt == 0 && !m_patience.isActive())
        m_patience.start();
}

// The player stops with a fade (Track::kFade), of what the device has not taken yet.
void AirPlayer::fadeOut(quint64 item) {
    if (item != m_item || m_item == 0)
        return;
    player().stop();
    if (!m_playing) // it says nothing then
        QMetaObject::invokeMethod(
            this,
            [this, stream = m_stream] {
                if (stream == m_stream && m_item != 0)
                    finish();
            },
            Qt::QueuedConnection);
}

void AirPlayer::pause() {
    if (m_item == 0)
        return;
    m_pausedHere = true;
    player().pause();
}

void AirPlayer::resume() {
    if (!std::exchange(m_pausedHere, false))
        return;
    player().resume();
    if (m_beganAt == 0)
        m_patience.start();
}

void AirPlayer::follow(Player::State state) {
    if (m_item == 0)
        return;
    if (state == Player::State::Playing) {
        m_playing = true;
    } else if (state == Player::State::Stopped && m_playing) {
        finish();
    }
}

// The place of what was before comes once or twice yet: it stands still, or is further than time allows.
void AirPlayer::note(double seconds) {
    const qint64 at = now();
    const double before = std::exchange(m_lastPlace, seconds);
    if (m_item == 0 || seconds <= 0 || seconds == before || double(at - m_askedAt) / 1000 + kSlack < seconds)
        return;
    const qint64 start = at - qint64(seconds * 1000);
    if (m_beganAt == 0) {
        m_patience.stop();
        m_beganAt = std::max(start, m_askedAt);
        Q_EMIT began(m_item, m_beganAt);
    } else if (seconds < kRefines && !m_pausedHere && start >= m_askedAt && start + kTellsFrom <= m_beganAt) {
        m_beganAt = start;
        Q_EMIT refined(m_item, start);
    }
}

void AirPlayer::finish() {
    m_patience.stop();
    m_playing = false;
    const quint64 item = std::exchange(m_item, 0);
    Q_EMIT over(item, now(), std::exchange(m_beganAt, 0) != 0);
}

} // namespace app::danmaku

#include "moc_air_player.cpp"
