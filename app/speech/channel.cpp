#include "app/speech/channel.h"

#include <QAudioSink>
#include <QIODevice>
#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "app/speech/player.h"
#include "app/speech/sound_format.h"

namespace app::speech {

using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcSound, "ishowtts.sound", QtWarningMsg)

// How late Stop is heard, at most. PulseAudio gives 30 ms of it to the device and asks for the rest in steps of 20 ms;
// looking every 5 ms, 45 ms are left when this thread is late. (Qt, when it pulls by itself, looks every 20 ms and
// takes one step: then half as much is left, and beside busy threads that was heard.)
constexpr double kBufferSeconds = 0.100;
constexpr auto kFeed = 5ms;
// Of silence before the first sound of a newly opened sink: a server that mixes ahead (PulseAudio) puts the beginning
// of a new stream into a block that is partly out already, and its first milliseconds are not heard.
constexpr double kLeadInSeconds = 0.030;
constexpr double kConverterSeconds = 0.030; // more than soxr holds back
constexpr double kRestSeconds = 1.0;        // of silence, after which the device is let go
constexpr auto kTakesWithin = 40ms;         // twice what is usual; later is told to who wants to know
constexpr auto kLate = 300ms;
constexpr auto kDeadAfter = 1s; // a sink that played and has not pulled for so long never will
// One just opened may be late: a server that nobody listened to has rendered up to 2 s of silence ahead (PulseAudio's
// null sink), and takes the first buffer, but no more until they are over.
constexpr auto kBeginsWithin = 3s;

} // namespace

Channel::Channel(QObject &owner) : m_feeder(new QTimer(&owner)) {
    m_feeder->setInterval(kFeed);
    m_feeder->setTimerType(Qt::PreciseTimer);
    QObject::connect(m_feeder, &QTimer::timeout, m_feeder, [this] { feed(); });
}

Channel::~Channel() {
    end();
}

// Stopped first: the sink's destructor runs an event loop, in which Qt 6.4's PulseAudio sink would ask a stream that is
// no longer there, and the program would end.
void Channel::end() {
    m_into = nullptr;
    if (QAudioSink *sink = std::exchange(m_sink, nullptr)) {
        sink->stop();
        delete sink;
    }
}

void Channel::setDevice(const QAudioDevice &device) {
    close();
    m_device = device;
}

bool Channel::open() {
    const QAudioFormat format = formatFor(m_device);
    try {
        m_converter = std::make_unique<FormatConverter>(format, [this](std::span<float> out) { readTrack(out); });
    } catch (const std::exception &error) {
        m_whyNot = QString::fromUtf8(error.what());
        return false;
    }
    m_sink = new QAudioSink(m_device, format);
    m_sink->setBufferSize(format.bytesForDuration(qint64(kBufferSeconds * 1e6)));
    m_lastTaken = Clock::now();
    m_taken = 0;
    m_block.clear();
    m_leadIn = std::size_t(kLeadInSeconds * engine::kSampleRate);
    m_into = m_sink->start();
    if (!m_into || (m_sink->error() != QAudio::NoError && m_sink->error() != QAudio::UnderrunError)) {
        m_whyNot = Player::tr("QAudio::Error %1").arg(int(m_sink->error()));
        close();
        return false;
    }
    feed();
    m_feeder->start();
    return true;
}

// Deleted from the event loop, because the sink's destructor runs an event loop of its own.
void Channel::close() {
    m_feeder->stop();
    m_into = nullptr;
    if (QAudioSink *sink = std::exchange(m_sink, nullptr)) {
        sink->stop();
        sink->deleteLater();
    }
    m_peak = 0;
}

// What a sink does not take, though it has room, is offered again next time.
void Channel::feed() {
    if (!m_into)
        return;
    const qint64 frame = m_sink->format().bytesPerFrame();
    const qint64 room = std::min<qint64>(m_sink->bytesFree(), m_sink->bufferSize()) / frame * frame;
    if (room <= 0)
        return;
    const qint64 left = qint64(m_block.size());
    if (left < room) {
        m_block.resize(std::size_t(room));
        m_block.resize(std::size_t(left + m_converter->pull(m_block.data() + left, room - left)));
    }
    const qint64 taken = m_into->write(m_block.data(), std::min(room, qint64(m_block.size())));
    if (taken <= 0)
        return;
    m_block.erase(m_block.begin(), m_block.begin() + taken);
    const auto now = Clock::now();
    if (now - m_lastTaken > kTakesWithin)
        qCDebug(lcSound) << "sound taken after ms:"
                         << std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastTaken).count();
    m_lastTaken = now;
    m_taken += taken;
    if (reallyPlays())
        m_reopened = 0;
}

void Channel::readTrack(std::span<float> out) {
    const std::size_t silence = std::min(m_leadIn, out.size());
    std::fill_n(out.begin(), silence, 0.0F);
    m_leadIn -= silence;
    out = out.subspan(silence);
    m_track.read(out);
    for (const float sample : out)
        m_peak = std::max(m_peak, std::abs(sample));
    m_quietSeconds = m_track.silent() ? m_quietSeconds + double(out.size()) / engine::kSampleRate : 0.0;
}

// Every sink takes its first buffer, also one that is suspended.
bool Channel::reallyPlays() const {
    return m_sink && m_taken > 4 * m_sink->bufferSize();
}

bool Channel::hangs() const {
    return m_sink && Clock::now() - m_lastTaken > (reallyPlays() ? kDeadAfter : kBeginsWithin);
}

bool Channel::late() const {
    return m_sink && Clock::now() - m_lastTaken > kLate;
}

bool Channel::finished() const {
    return m_track.idle() && m_quietSeconds > kBufferSeconds + kConverterSeconds;
}

bool Channel::rested() const {
    return m_quietSeconds > kRestSeconds;
}

double Channel::heardSeconds() const {
    const double heard = m_track.seconds() - (m_track.idle() ? 0.0 : secondsInSink());
    return std::max(heard, m_track.startSeconds());
}

double Channel::secondsInSink() const {
    if (!m_sink)
        return 0;
    const QAudioFormat format = m_sink->format();
    return double(format.durationForBytes(int(std::max<qsizetype>(0, m_sink->bufferSize() - m_sink->bytesFree())))) /
           1e6;
}

} // namespace app::speech
