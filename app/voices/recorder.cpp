#include "app/voices/recorder.h"

#include <algorithm>
#include <cmath>

namespace app::voices {

using Clock = std::chrono::steady_clock;
using Part = RecordingSession::Part;

namespace {

constexpr std::chrono::milliseconds kTick(25);
constexpr std::chrono::seconds kSilentFor(5); // an open microphone gives something all the time

double decibels(double amplitude) {
    return amplitude > 1e-6 ? 20 * std::log10(amplitude) : -120;
}

} // namespace

Recorder::Recorder(QObject *parent, Opener opener) : QObject(parent), m_opener(std::move(opener)) {
    qRegisterMetaType<RoomNoise>();
    m_tick.setTimerType(Qt::PreciseTimer);
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &Recorder::tick);
}

Recorder::~Recorder() = default;

void Recorder::open(const QByteArray &device) {
    m_session.stop();
    m_microphone.reset();
    m_device = device;
    m_name.clear();
    m_microphone = m_opener(device);
    m_heard = Clock::now();
    m_tick.start();
    setStage(Stage::Opening);
}

void Recorder::close() {
    m_tick.stop();
    m_session.stop();
    m_microphone.reset();
    setStage(Stage::Closed);
}

void Recorder::start() {
    if (m_stage != Stage::Ready)
        return;
    m_session.start();
    setStage(Stage::Room);
}

void Recorder::finish() {
    if (m_stage == Stage::Recording)
        keep(true);
    else
        cancel();
}

void Recorder::cancel() {
    if (m_stage == Stage::Closed || m_stage == Stage::Opening)
        return;
    m_session.stop();
    setStage(Stage::Ready);
}

engine::ClipPtr Recorder::takeAway() {
    const bool any = m_stage == Stage::Recording && m_session.seconds() > 0;
    const auto clip = any ? std::make_shared<const engine::Clip>(m_session.recording()) : nullptr;
    cancel();
    return clip;
}

void Recorder::keep(bool whole) {
    const auto clip = std::make_shared<const engine::Clip>(m_session.recording());
    m_session.stop();
    setStage(whole ? Stage::Ready : Stage::Closed);
    if (!clip->samples.empty())
        Q_EMIT recorded(clip, whole);
}

void Recorder::lose() {
    const bool wasHeard = m_stage != Stage::Opening;
    const QString why = m_microphone ? m_microphone->whyNot() : QString();
    const QString name = m_name.isEmpty() ? tr("The microphone") : tr("The microphone '%1'").arg(m_name);
    const bool keeps = m_stage == Stage::Recording && m_session.seconds() > 0;
    m_tick.stop();
    m_microphone.reset();
    if (keeps) {
        const QString kept = tr("What was recorded until then is kept.");
        keep(false);
        Q_EMIT problem({tr("%1 is gone.").arg(name), kept, why});
        return;
    }
    m_session.stop();
    setStage(Stage::Closed);
    if (wasHeard)
        Q_EMIT problem({tr("%1 is gone.").arg(name), tr("Connect it again, or choose another one."), why});
    else
        Q_EMIT problem({tr("%1 cannot be opened.").arg(name),
                        tr("Check that it is connected and that the sound server runs, or choose another one."), why});
}

void Recorder::tick() {
    const QList<InputDevice> devices = m_microphone->devices();
    if (devices != m_devices && !devices.isEmpty()) {
        m_devices = devices;
        Q_EMIT devicesChanged(m_devices);
        if (!m_microphone) // who was told has closed it
            return;
    }
    for (const InputDevice &device : std::as_const(m_devices)) {
        if (device.id == m_device || (m_device.isEmpty() && device.isDefault))
            m_name = m_name.isEmpty() ? device.name : m_name;
    }
    const bool broken = m_microphone->isBroken();
    const std::vector<float> samples = m_microphone->take();
    if (!samples.empty()) {
        m_heard = Clock::now();
        if (m_stage == Stage::Opening)
            setStage(Stage::Ready);
        float peak = 0;
        double squares = 0;
        for (const float sample : samples) {
            peak = std::max(peak, std::abs(sample));
            squares += double(sample) * double(sample);
        }
        Q_EMIT levelChanged(decibels(double(peak)), decibels(std::sqrt(squares / double(samples.size()))));
        const RecordingSession::News news = m_session.feed(samples);
        if (news.room)
            Q_EMIT roomMeasured(*news.room);
        if (news.advanced && m_session.part() == Part::CountIn)
            setStage(Stage::CountIn);
        if (news.countedIn)
            Q_EMIT countedIn(*news.countedIn);
        if (news.advanced && m_session.part() == Part::Recording)
            setStage(Stage::Recording);
        if (m_stage == Stage::Recording) {
            const double seconds = m_session.seconds();
            Q_EMIT elapsed(seconds, RecordingSession::kMostSeconds - seconds);
        }
        if (m_session.part() == Part::Full && m_stage == Stage::Recording)
            keep(true);
    }
    if (m_microphone && (broken || Clock::now() - m_heard > kSilentFor))
        lose();
}

void Recorder::setStage(Stage stage) {
    if (m_stage == stage)
        return;
    m_stage = stage;
    Q_EMIT stageChanged(stage);
}

} // namespace app::voices

#include "moc_recorder.cpp"
