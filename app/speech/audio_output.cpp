#include "app/speech/audio_output.h"

#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "app/speech/sound_format.h"

namespace app::speech {

using namespace std::chrono_literals;

namespace {

// PulseAudio gives a quarter of it to the device. Qt fills the rest in steps of 20 ms, so 60 ms are three steps, of
// which two are left when one is due; asking for less leaves one, and a delay of 20 ms would be heard.
constexpr double kBufferSeconds = 0.080;
// Of silence before the first sound of a newly opened sink: a server that mixes ahead (PulseAudio) puts the beginning
// of a new stream into a block that is partly out already, and its first milliseconds are not heard.
constexpr double kLeadInSeconds = 0.030;
constexpr double kConverterSeconds = 0.030; // more than soxr holds back
constexpr double kRestSeconds = 1.0;        // of silence, after which the device is let go
constexpr int kPriority = -11;              // as PulseAudio's own
constexpr auto kTick = 33ms;
constexpr auto kLook = 500ms;
constexpr auto kDeadAfter = 1s; // a sink that played and has not pulled for so long never will
// One just opened may be late: a server that nobody listened to has rendered up to 2 s of silence ahead (PulseAudio's
// null sink), and takes the first buffer, but no more until they are over.
constexpr auto kBeginsWithin = 3s;

} // namespace

// Unbuffered, because QIODevice would otherwise read ahead of the device by 16 KiB; endless, because silence is sound.
class AudioOutput::Pull : public QIODevice {
public:
    explicit Pull(AudioOutput &output) : m_output(output) { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return 1 << 20; }
    bool atEnd() const override { return false; }

protected:
    qint64 readData(char *data, qint64 bytes) override { return m_output.feed(data, bytes); }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    AudioOutput &m_output;
};

AudioOutput::AudioOutput() : m_pull(std::make_unique<Pull>(*this)), m_look(this), m_timer(this) {
    m_look.setInterval(kLook);
    connect(&m_look, &QTimer::timeout, this, &AudioOutput::lookAtDevices);
    m_timer.setInterval(kTick);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &AudioOutput::tick);
}

// Stopped first: the sink's destructor runs an event loop, in which Qt 6.4's PulseAudio sink would ask a stream that is
// no longer there, and the program would end.
AudioOutput::~AudioOutput() {
    if (QAudioSink *sink = std::exchange(m_sink, nullptr)) {
        sink->stop();
        delete sink;
    }
}

// The first touch of QMediaDevices loads Qt's media plug-in and connects to the sound server: not on the GUI thread.
void AudioOutput::enter() {
    setpriority(PRIO_PROCESS, 0, kPriority); // of this thread, where the system allows it
    m_media = new QMediaDevices(this);
    connect(m_media, &QMediaDevices::audioOutputsChanged, this, &AudioOutput::lookAtDevices);
    lookAtDevices();
    m_look.start();
}

void AudioOutput::begin(quint64 id) {
    m_stream.reset();
    if (m_device.isNull()) {
        drop();
        if (!std::exchange(m_saidNoDevice, true))
            sayNoDevice();
        return;
    }
    m_stream = id;
    m_track.begin();
    start();
}

void AudioOutput::append(quint64 id, const engine::ClipPtr &clip) {
    if (m_stream == id)
        m_track.append(clip);
}

void AudioOutput::endOfStream(quint64 id) {
    if (m_stream == id)
        m_track.close();
}

bool AudioOutput::mayPlay() {
    m_stream.reset();
    if (!m_device.isNull())
        return true;
    drop();
    sayNoDevice();
    return false;
}

void AudioOutput::play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds) {
    if (mayPlay()) {
        m_track.play(clip, fromSeconds, toSeconds);
        start();
    }
}

void AudioOutput::playPair(const engine::ClipPtr &first, const engine::ClipPtr &second, PairGains gains, int heard,
                           double fromSeconds, double toSeconds) {
    if (mayPlay()) {
        m_track.play(first, second, gains, heard, fromSeconds, toSeconds);
        start();
    }
}

void AudioOutput::pause() {
    if (m_state != Player::State::Playing)
        return;
    m_track.pause();
    setState(Player::State::Paused);
}

void AudioOutput::resume() {
    if (m_state != Player::State::Paused)
        return;
    if (m_device.isNull()) {
        sayNoDevice();
        return;
    }
    m_track.resume();
    start();
}

void AudioOutput::stop() {
    drop();
}

void AudioOutput::drop() {
    m_stream.reset();
    m_track.stop();
    setState(Player::State::Stopped);
}

void AudioOutput::seek(double seconds) {
    if (m_state == Player::State::Stopped)
        return;
    m_track.seek(seconds);
    Q_EMIT positionChanged(m_track.seconds(), m_track.totalSeconds());
}

void AudioOutput::setVolume(double linear) {
    m_volume = std::clamp(linear, 0.0, 1.0);
    m_track.setVolume(m_muted ? 0.0 : m_volume);
}

void AudioOutput::setMuted(bool muted) {
    m_muted = muted;
    setVolume(m_volume);
}

void AudioOutput::setDevice(const QByteArray &id) {
    m_wanted = id;
    if (m_looked)
        lookAtDevices();
}

bool AudioOutput::start() {
    if (!m_sink)
        open();
    if (!m_sink)
        return false;
    m_quietSeconds = 0;
    setState(Player::State::Playing);
    return true;
}

void AudioOutput::open() {
    const QAudioFormat format = formatFor(m_device);
    const auto refuse = [this](const QString &detail) {
        drop();
        Q_EMIT problem({Player::tr("The output device “%1” cannot be opened.").arg(m_device.description()),
                        Player::tr("Choose another output device, or close the program that keeps this one busy."),
                        detail});
    };
    try {
        m_converter = std::make_unique<FormatConverter>(format, [this](std::span<float> out) { readTrack(out); });
    } catch (const std::exception &error) {
        refuse(QString::fromUtf8(error.what()));
        return;
    }
    m_sink = new QAudioSink(m_device, format);
    m_sink->setBufferSize(format.bytesForDuration(qint64(kBufferSeconds * 1e6)));
    m_lastPull = Clock::now();
    m_pulled = 0;
    m_leadIn = std::size_t(kLeadInSeconds * engine::kSampleRate);
    m_sink->start(m_pull.get());
    if (m_sink->error() != QAudio::NoError && m_sink->error() != QAudio::UnderrunError) {
        const int code = int(m_sink->error());
        close();
        refuse(Player::tr("QAudio::Error %1").arg(code));
        return;
    }
    m_timer.start();
}

// Deleted from the event loop, because the sink's destructor runs an event loop of its own.
void AudioOutput::close() {
    m_timer.stop();
    if (QAudioSink *sink = std::exchange(m_sink, nullptr)) {
        sink->stop();
        sink->deleteLater();
    }
    m_peak = 0;
}

void AudioOutput::lookAtDevices() {
    const QList<QAudioDevice> present = QMediaDevices::audioOutputs();
    const QAudioDevice standard = QMediaDevices::defaultAudioOutput();
    QList<OutputDevice> list;
    QAudioDevice chosen;
    bool currentIsThere = false;
    for (const QAudioDevice &device : present) {
        list.append({device.id(), device.description(), device.id() == standard.id()});
        if (device.id() == m_wanted)
            chosen = device;
        currentIsThere = currentIsThere || device.id() == m_device.id();
        if (chosen.isNull() && device.id() == standard.id() && m_wanted.isEmpty())
            chosen = device;
    }
    if (chosen.isNull() && !present.isEmpty())
        chosen = standard.isNull() ? present.first() : standard;
    if (std::exchange(m_list, list) != list)
        Q_EMIT devicesChanged(list);
    if (!std::exchange(m_looked, true) || chosen.id() != m_device.id())
        changeDevice(chosen, !m_device.isNull() && !currentIsThere);
}

void AudioOutput::changeDevice(const QAudioDevice &device, bool oldOneIsGone) {
    const QString oldName = m_device.description();
    const bool sounding = m_sink != nullptr;
    close();
    m_device = device;
    m_saidNoDevice = m_saidNoDevice && device.isNull();
    Q_EMIT deviceChanged(device.isNull() ? QString() : device.description());
    if (oldOneIsGone) {
        Q_EMIT problem({Player::tr("The output device “%1” has gone.").arg(oldName),
                        device.isNull()
                            ? Player::tr("Connect headphones or loudspeakers; what was made can be played then.")
                            : Player::tr("Sound goes on through “%1”.").arg(device.description()),
                        QString()});
        m_saidNoDevice = device.isNull();
    }
    if (device.isNull())
        pause();
    else if (sounding && m_state == Player::State::Playing)
        open();
}

void AudioOutput::sayNoDevice() {
    Q_EMIT problem({Player::tr("There is no output device, so nothing can be heard."),
                    Player::tr("Connect headphones or loudspeakers, or start the sound server, then play again."),
                    QString()});
}

qint64 AudioOutput::feed(char *out, qint64 bytes) {
    m_lastPull = Clock::now();
    m_pulled += bytes;
    if (reallyPlays())
        m_reopened = 0;
    return m_converter->pull(out, bytes);
}

void AudioOutput::readTrack(std::span<float> out) {
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
bool AudioOutput::reallyPlays() const {
    return m_sink && m_pulled > 4 * m_sink->bufferSize();
}

void AudioOutput::tick() {
    if (Clock::now() - m_lastPull > (reallyPlays() ? kDeadAfter : kBeginsWithin)) {
        // The server took the device away without a word. Once more, then it counts as broken.
        const bool again = m_reopened++ == 0;
        close();
        lookAtDevices();
        if (m_sink || m_device.isNull() || m_state != Player::State::Playing)
            return; // another device plays, or none is there and that is said, or nobody waits
        if (again) {
            open();
            return;
        }
        pause();
        m_reopened = 0;
        Q_EMIT problem({Player::tr("The output device “%1” takes no more sound.").arg(m_device.description()),
                        Player::tr("Choose another output device, or start the sound server anew; then play on."),
                        QString()});
        return;
    }
    Q_EMIT levelChanged(double(std::exchange(m_peak, 0.0F)));
    if (m_state == Player::State::Playing) {
        reportPosition();
        if (m_track.idle() && m_quietSeconds > kBufferSeconds + kConverterSeconds) {
            m_stream.reset();
            setState(Player::State::Stopped);
        }
    }
    if (m_state != Player::State::Playing && m_quietSeconds > kRestSeconds)
        close();
}

void AudioOutput::setState(Player::State state) {
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void AudioOutput::reportPosition() {
    const double heard = m_track.seconds() - (m_track.idle() ? 0.0 : secondsInSink());
    Q_EMIT positionChanged(std::max(heard, m_track.startSeconds()), m_track.totalSeconds());
}

double AudioOutput::secondsInSink() const {
    const QAudioFormat format = m_sink->format();
    return double(format.durationForBytes(int(std::max<qsizetype>(0, m_sink->bufferSize() - m_sink->bytesFree())))) /
           1e6;
}

} // namespace app::speech
