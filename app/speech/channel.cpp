#include "app/speech/channel.h"

#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>
#include <utility>

#include "engine/clip.h"

namespace app::speech {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcSound, "ishowtts.sound", QtWarningMsg)

// Of silence before the first sound of a newly opened stream: a server that mixes ahead (PulseAudio) puts the beginning
// of a new stream into a block that is partly out already, and its first milliseconds are not heard.
constexpr double kLeadInSeconds = 0.030;
constexpr double kAfterwards = 0.030; // more than a converter of rates holds back
constexpr double kRestSeconds = 1.0;  // of silence, after which the device is let go
constexpr double kPlaysAfter = 0.3;   // beyond what every device takes, also one that is suspended
constexpr auto kTakesWithin = 40ms;   // twice what is usual; later is told to who wants to know
constexpr auto kLate = 300ms;
constexpr auto kDeadAfter = 1s; // a device that played and has not taken anything for so long never will
// One just opened may be late: a server that nobody listened to has rendered up to 2 s of silence ahead (PulseAudio's
// null sink), and takes the first buffer, but no more until they are over.
constexpr auto kBeginsWithin = 3s;

double toSeconds(std::size_t samples) {
    return double(samples) / engine::kSampleRate;
}

} // namespace

Channel::Channel(QObject &owner, SoundSystem system)
    : m_system(system), m_feeder(new QTimer(&owner)), m_feedSoon(new QTimer(&owner)) {
    m_feeder->setTimerType(Qt::PreciseTimer);
    m_feedSoon->setSingleShot(true);
    for (const QTimer *timer : {m_feeder, m_feedSoon})
        QObject::connect(timer, &QTimer::timeout, timer, [this] { feed(); });
}

Channel::~Channel() {
    end();
}

void Channel::end() {
    m_stream.reset();
}

void Channel::setDevice(const OutputDevice &device) {
    close();
    m_device = device;
}

bool Channel::open() {
    m_stream = openStream(
        m_system, m_device, [this](std::span<float> out) { readTrack(out); }, &m_whyNot);
    if (!m_stream)
        return false;
    m_reader.begin(std::size_t(kLeadInSeconds * engine::kSampleRate));
    m_lastTaken = Clock::now();
    m_brokenSince.reset();
    m_read = 0;
    m_feeder->start(m_stream->feedEvery());
    feed();
    return true;
}

void Channel::close() {
    m_feeder->stop();
    if (!m_stream)
        return;
    m_reader.heardAllBut(m_stream->ahead());
    m_reader.takeBack(m_reader.retractable());
    m_stream->stop();
    m_stream.reset();
    m_reader.takePeak();
}

void Channel::takeBack() {
    if (!m_stream)
        return;
    m_reader.heardAllBut(m_stream->ahead());
    const std::size_t all = m_reader.retractable();
    const std::size_t back = m_stream->broken() ? all : m_stream->takeBack(all); // nothing of it is heard any more
    m_reader.takeBack(back);
    m_read -= std::min(back, m_read);
}

void Channel::feed() {
    if (!m_stream)
        return;
    m_reader.heardAllBut(m_stream->ahead());
    const auto now = Clock::now();
    if (m_stream->broken() && !m_brokenSince)
        m_brokenSince = now;
    if (!m_stream->feed())
        return;
    if (now - m_lastTaken > kTakesWithin)
        qCDebug(lcSound) << "sound taken after ms:"
                         << std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastTaken).count();
    m_lastTaken = now;
    if (reallyPlays())
        m_reopened = 0;
}

void Channel::readTrack(std::span<float> out) {
    m_reader.read(out);
    m_read += out.size();
}

bool Channel::reallyPlays() const {
    return m_stream && toSeconds(m_read) > toSeconds(m_stream->capacity()) + kPlaysAfter;
}

bool Channel::hangs() const {
    if (!m_stream)
        return false;
    const auto now = Clock::now();
    return (m_brokenSince && now - *m_brokenSince > kLate) ||
           now - m_lastTaken > (reallyPlays() ? kDeadAfter : kBeginsWithin);
}

bool Channel::refused() const {
    return m_brokenSince && m_read == 0;
}

bool Channel::serverIsGone() const {
    return m_stream && m_stream->serverIsGone();
}

QString Channel::whyNot() const {
    return m_stream ? m_stream->whyNot() : m_whyNot;
}

bool Channel::late() const {
    return m_stream && Clock::now() - m_lastTaken > kLate;
}

bool Channel::finished() const {
    return track().idle() && m_reader.quietSeconds() > secondsAhead() + kAfterwards;
}

bool Channel::rested() const {
    return m_reader.quietSeconds() > secondsAhead() + kRestSeconds;
}

float Channel::takePeak() {
    if (m_stream)
        m_reader.heardAllBut(m_stream->ahead());
    return m_reader.takePeak();
}

double Channel::secondsAhead() const {
    return m_stream ? toSeconds(m_stream->ahead()) : 0.0;
}

} // namespace app::speech
