#include "app/speech/channel.h"

#include <QAudioSink>
#include <QIODevice>
#include <QLoggingCategory>

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

// PulseAudio gives a quarter of it to the device. Qt fills the rest in steps of 20 ms, so 60 ms are three steps, of
// which two are left when one is due; asking for less leaves one, and a delay of 20 ms would be heard.
constexpr double kBufferSeconds = 0.080;
// Of silence before the first sound of a newly opened sink: a server that mixes ahead (PulseAudio) puts the beginning
// of a new stream into a block that is partly out already, and its first milliseconds are not heard.
constexpr double kLeadInSeconds = 0.030;
constexpr double kConverterSeconds = 0.030; // more than soxr holds back
constexpr double kRestSeconds = 1.0;        // of silence, after which the device is let go
constexpr auto kPullsWithin = 40ms;         // twice what is usual; later is told to who wants to know
constexpr auto kLate = 300ms;
constexpr auto kDeadAfter = 1s; // a sink that played and has not pulled for so long never will
// One just opened may be late: a server that nobody listened to has rendered up to 2 s of silence ahead (PulseAudio's
// null sink), and takes the first buffer, but no more until they are over.
constexpr auto kBeginsWithin = 3s;

} // namespace

// Unbuffered, because QIODevice would otherwise read ahead of the device by 16 KiB; endless, because silence is sound.
class Channel::Pull : public QIODevice {
public:
    explicit Pull(Channel &channel) : m_channel(channel) { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return 1 << 20; }
    bool atEnd() const override { return false; }

protected:
    qint64 readData(char *data, qint64 bytes) override { return m_channel.feed(data, bytes); }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    Channel &m_channel;
};

Channel::Channel() : m_pull(std::make_unique<Pull>(*this)) {}

Channel::~Channel() {
    end();
}

// Stopped first: the sink's destructor runs an event loop, in which Qt 6.4's PulseAudio sink would ask a stream that is
// no longer there, and the program would end.
void Channel::end() {
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
    m_lastPull = Clock::now();
    m_pulled = 0;
    m_leadIn = std::size_t(kLeadInSeconds * engine::kSampleRate);
    m_sink->start(m_pull.get());
    if (m_sink->error() != QAudio::NoError && m_sink->error() != QAudio::UnderrunError) {
        m_whyNot = Player::tr("QAudio::Error %1").arg(int(m_sink->error()));
        close();
        return false;
    }
    return true;
}

// Deleted from the event loop, because the sink's destructor runs an event loop of its own.
void Channel::close() {
    if (QAudioSink *sink = std::exchange(m_sink, nullptr)) {
        sink->stop();
        sink->deleteLater();
    }
    m_peak = 0;
}

qint64 Channel::feed(char *out, qint64 bytes) {
    const auto now = Clock::now();
    if (now - m_lastPull > kPullsWithin)
        qCDebug(lcSound) << "asked for sound after ms:"
                         << std::chrono::duration_cast<std::chrono::milliseconds>(now - m_lastPull).count();
    m_lastPull = now;
    m_pulled += bytes;
    if (reallyPlays())
        m_reopened = 0;
    return m_converter->pull(out, bytes);
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
    return m_sink && m_pulled > 4 * m_sink->bufferSize();
}

bool Channel::hangs() const {
    return m_sink && Clock::now() - m_lastPull > (reallyPlays() ? kDeadAfter : kBeginsWithin);
}

bool Channel::late() const {
    return m_sink && Clock::now() - m_lastPull > kLate;
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
