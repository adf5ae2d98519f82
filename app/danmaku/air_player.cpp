#include "app/danmaku/air_player.h"

#include <algorithm>
#include <utility>

#include "app/settings/settings.h"

namespace app::danmaku {

using speech::Player;

namespace {

constexpr double kFade = 0.010;   // s, of what is taken off air
constexpr double kSlack = 0.1;    // s
constexpr double kRefines = 1.5;  // s of an item, in which the place says better when it began
constexpr qint64 kTellsFrom = 10; // ms
constexpr double kCutOff = 0.25;  // s that were not heard

} // namespace

AirPlayer::AirPlayer(Settings &settings, const StageClock &clock, Patience patience, QObject *parent)
    : QObject(parent), m_settings(settings), m_clock(clock) {
    m_standing.setSingleShot(true);
    m_standing.setInterval(patience.standsStill);
    connect(&m_standing, &QTimer::timeout, this, [this] {
        if (m_item != 0 && !m_pausedHere) {
            player().stop();
            finish(m_beganAt != 0 ? End::Interrupted : End::Unheard);
        }
    });
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience.begins);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_item != 0 && m_beganAt == 0 && !m_pausedHere) {
            player().stop();
            finish(End::Unheard);
        }
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
    connect(m_player.get(), &Player::deviceChanged, this, [this](const QString &name) {
        if (!name.isEmpty())
            Q_EMIT wayOutFound();
    });
    connect(m_player.get(), &Player::programChanged, this, [this](const speech::Program &program) {
        if (program.present && program.onAir)
            Q_EMIT wayOutFound();
    });
    for (const char *key : {"volume", "muted", "outputDevice", "programDevice", "programLevel"})
        applySetting(QString::fromLatin1(key));
    m_player->setStaysOpen(m_ready);
    return *m_player;
}

void AirPlayer::setSilent(bool silent) {
    m_silent = silent ? std::make_unique<SilentAir>() : nullptr;
    if (!m_silent)
        return;
    connect(m_silent.get(), &SilentAir::began, this, [this] {
        m_beganAt = m_clock.now();
        Q_EMIT began(m_item, m_beganAt);
    });
    connect(m_silent.get(), &SilentAir::over, this, [this](bool faded) { finish(faded ? End::FadedOut : End::Heard); });
}

void AirPlayer::stayReady(bool ready) {
    ready = ready && !m_silent;
    if (std::exchange(m_ready, ready) != ready && m_player)
        m_player->setStaysOpen(ready);
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
    m_patience.stop();
    m_standing.stop();
    m_playing = m_pausedHere = m_fading = false;
    m_beganAt = 0;
    m_seconds = m_heard = 0;
    m_askedAt = m_clock.now();
    if (m_silent)
        m_silent->begin();
    else
        player().begin(++m_stream);
}

void AirPlayer::append(quint64 item, const engine::ClipPtr &clip) {
    if (item != m_item)
        return;
    if (m_silent)
        return m_silent->append(clip->seconds());
    player().append(m_stream, clip);
    m_seconds += clip->seconds();
    if (m_beganAt == 0 && !m_patience.isActive())
        m_patience.start();
}

void AirPlayer::end(quint64 item) {
    if (item != m_item)
        return;
    if (m_silent)
        return m_silent->end();
    player().endOfStream(m_stream);
    if (m_beganAt == 0 && !m_patience.isActive())
        m_patience.start();
}

// Of what the device has not taken yet.
void AirPlayer::fadeOut(quint64 item) {
    if (item != m_item || m_item == 0)
        return;
    if (m_silent)
        return m_silent->fadeOut();
    m_fading = true;
    player().fadeOut(kFade);
    if (!m_playing) // it says nothing then
        QMetaObject::invokeMethod(
            this,
            [this, stream = m_stream] {
                if (stream == m_stream && m_item != 0)
                    finish(End::FadedOut);
            },
            Qt::QueuedConnection);
}

void AirPlayer::pause() {
    if (m_item == 0)
        return;
    if (m_silent)
        return m_silent->pause();
    m_pausedHere = true;
    player().pause();
}

void AirPlayer::resume() {
    if (m_silent && m_item != 0)
        m_silent->resume();
    if (!std::exchange(m_pausedHere, false))
        return;
    player().resume();
    m_standing.start(); // until it plays
    if (m_beganAt == 0)
        m_patience.start();
}

void AirPlayer::follow(Player::State state) {
    if (m_item == 0)
        return;
    if (state == Player::State::Playing) {
        m_playing = true;
        m_standing.stop();
    } else if (state == Player::State::Paused && !m_pausedHere) {
        m_standing.start();
    } else if (state == Player::State::Stopped && m_playing) {
        finish(howItEnded());
    }
}

AirPlayer::End AirPlayer::howItEnded() const {
    if (m_fading)
        return End::FadedOut;
    if (m_beganAt == 0)
        return m_seconds > kCutOff ? End::Unheard : End::Heard;
    return m_heard + kCutOff < m_seconds ? End::Interrupted : End::Heard;
}

// The place of what was before comes once or twice yet: it stands still, or is further than time allows.
void AirPlayer::note(double seconds) {
    const qint64 at = m_clock.now();
    const double before = std::exchange(m_lastPlace, seconds);
    if (m_item == 0 || seconds <= 0 || seconds == before || double(at - m_askedAt) / 1000 + kSlack < seconds)
        return;
    const qint64 start = at - qint64(seconds * 1000);
    m_heard = seconds;
    if (m_beganAt == 0) {
        m_patience.stop();
        m_beganAt = std::max(start, m_askedAt);
        Q_EMIT began(m_item, m_beganAt);
    } else if (seconds < kRefines && !m_pausedHere && start >= m_askedAt && start + kTellsFrom <= m_beganAt) {
        m_beganAt = start;
        Q_EMIT refined(m_item, start);
    }
}

void AirPlayer::finish(End end) {
    m_patience.stop();
    m_standing.stop();
    m_playing = m_pausedHere = m_fading = false;
    m_beganAt = 0;
    const quint64 item = std::exchange(m_item, 0);
    Q_EMIT over(item, m_clock.now(), end);
}

} // namespace app::danmaku

#include "moc_air_player.cpp"
