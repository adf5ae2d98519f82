#include "app/speech/audio_output.h"

#include <QThread>

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "app/speech/device_choice.h"

namespace app::speech {

using namespace std::chrono_literals;
using State = Player::State;

namespace {

constexpr int kRealtime = 4;   // one below PulseAudio's threads of the devices; for Stop to be heard at once
constexpr int kNiceness = -11; // as PulseAudio's other threads
constexpr auto kTick = 33ms;
// While nothing sounds. While something does, every tick looks, which costs a microsecond: what sounds on a device that
// goes must go on at once, and through Qt the server moves it elsewhere and leaves it there, so that a device which was
// away unseen would stay silent.
constexpr auto kLook = 500ms;
constexpr auto kAnswers = 2ms;
constexpr auto kWaitsForDevice = 60s; // with what was playing when the last device went

// Of this thread and of those that it starts, as Qt's thread for the sound server is, as far as the system allows it. A
// niceness alone counts only among the threads of one session (Linux's autogroups and control groups): beside another
// one that computes, a thread of niceness -11 waited for up to 80 ms.
void goFirst() {
    const sched_param parameters{.sched_priority = kRealtime};
    if (pthread_setschedparam(pthread_self(), SCHED_RR, &parameters) != 0)
        setpriority(PRIO_PROCESS, 0, kNiceness);
}

} // namespace

AudioOutput::AudioOutput(SoundSystem system)
    : m_system(system), m_monitor(*this, system), m_program(*this, system), m_look(this), m_timer(this) {
    m_look.setInterval(kLook);
    connect(&m_look, &QTimer::timeout, this, &AudioOutput::lookAtDevices);
    m_timer.setInterval(kTick);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &AudioOutput::tick);
}

// What is to be played may come at once: it waits until the server has said what there is, as it does at once, or will
// never say anything.
void AudioOutput::enter() {
    m_threadId = gettid();
    goFirst();
    m_devices = listDevices(m_system);
    while (!m_devices->isKnown() && !QThread::currentThread()->isInterruptionRequested())
        std::this_thread::sleep_for(kAnswers);
    lookAtDevices();
    m_look.start();
}

// Should it not hang but turn round and round, it would take a core from everybody.
void AudioOutput::stepBack() {
    const sched_param parameters{};
    if (m_threadId != 0)
        sched_setscheduler(m_threadId, SCHED_OTHER, &parameters);
}

AudioOutput::~AudioOutput() {
    m_program.end();
    m_monitor.end();
}

template <typename Work> void AudioOutput::onTracks(Work work, bool wakes) {
    m_monitor.change(work, wakes);
    if (m_onAir)
        m_program.change(work, wakes);
}

bool AudioOutput::hasWayOut() const {
    return !m_monitor.device().isNull() || (m_onAir && !m_program.device().isNull());
}

Channel &AudioOutput::lead() {
    if (m_monitor.isOpen())
        m_lead = &m_monitor;
    else if (m_onAir && m_program.isOpen())
        m_lead = &m_program;
    return *m_lead;
}

// Looks first: through Qt 6.4 a device that went after the last look is waited for without end.
bool AudioOutput::findsWayOut() {
    lookAtDevices();
    return hasWayOut();
}

void AudioOutput::begin(quint64 id) {
    m_stream.reset();
    if (!findsWayOut()) {
        drop();
        if (!std::exchange(m_saidNoDevice, true))
            sayNoDevice();
        return;
    }
    m_stream = id;
    onTracks([](Track &track) { track.begin(); }, true);
    start();
}

void AudioOutput::append(quint64 id, const engine::ClipPtr &clip) {
    if (m_stream == id)
        onTracks([&](Track &track) { track.append(clip); });
}

void AudioOutput::endOfStream(quint64 id) {
    if (m_stream == id)
        onTracks([](Track &track) { track.close(); });
}

bool AudioOutput::mayPlay() {
    m_stream.reset();
    if (findsWayOut())
        return true;
    drop();
    sayNoDevice();
    return false;
}

void AudioOutput::play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds) {
    if (mayPlay()) {
        onTracks([&](Track &track) { track.play(clip, fromSeconds, toSeconds); }, true);
        start();
    }
}

void AudioOutput::playGroup(const std::vector<GroupClip> &clips, int heard, double fromSeconds, double toSeconds) {
    if (mayPlay()) {
        onTracks([&](Track &track) { track.play(clips, heard, fromSeconds, toSeconds); }, true);
        start();
    }
}

void AudioOutput::hear(int index) {
    onTracks([index](Track &track) { track.hear(index); });
}

void AudioOutput::setGroupGains(const std::vector<double> &gains) {
    onTracks([&](Track &track) { track.setGroupGains(gains); });
}

void AudioOutput::pause() {
    m_resumesUntil.reset();
    if (m_state != State::Playing)
        return;
    onTracks([](Track &track) { track.pause(); });
    setState(State::Paused);
}

void AudioOutput::resume() {
    if (m_state != State::Paused)
        return;
    if (!findsWayOut()) {
        sayNoDevice();
        return;
    }
    onTracks([](Track &track) { track.resume(); }, true);
    start();
}

void AudioOutput::stop(int fade) {
    drop(fade);
}

void AudioOutput::drop(int fade) {
    m_stream.reset();
    m_resumesUntil.reset();
    onTracks([fade](Track &track) { track.stop(fade); });
    setState(State::Stopped);
}

void AudioOutput::seek(double seconds) {
    if (m_state == State::Stopped)
        return;
    onTracks([seconds](Track &track) { track.seek(seconds); });
    Q_EMIT positionChanged(lead().heardSeconds(), lead().track().totalSeconds());
}

void AudioOutput::setLoop(bool loop) {
    m_monitor.change([loop](Track &track) { track.setLoop(loop); });
    m_program.change([loop](Track &track) { track.setLoop(loop); });
}

void AudioOutput::setVolume(double linear) {
    m_volume = std::clamp(linear, 0.0, 1.0);
    m_monitor.change([this](Track &track) { track.setVolume(m_muted ? 0.0 : m_volume); });
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

void AudioOutput::setProgramDevice(const QByteArray &id) {
    if (id == m_wantedProgram)
        return;
    m_wantedProgram = id;
    m_programName.clear();
    setOnAir(false); // what was meant for one device is not heard on another
    m_program.close();
    if (m_looked)
        lookAtDevices();
    tellProgram();
}

void AudioOutput::setProgramLevel(double linear) {
    m_program.change([linear](Track &track) { track.setVolume(std::clamp(linear, 0.0, 1.0)); });
}

void AudioOutput::setOnAir(bool onAir) {
    if (onAir == m_onAir || (onAir && m_wantedProgram.isEmpty()))
        return;
    if (onAir) {
        m_program.change([this](Track &track) { track.join(m_monitor.heardTrack()); });
        m_onAir = true;
        if (m_program.device().isNull())
            sayProgramIsMissing();
        openProgram();
    } else {
        if (&lead() == &m_program)
            m_monitor.change([this](Track &track) { track.join(m_program.heardTrack()); });
        m_program.change([](Track &track) { track.stop(); });
        m_onAir = false;
        m_lead = &m_monitor;
        if (m_state == State::Playing && !m_monitor.isOpen()) {
            pause();
            if (!hasWayOut())
                sayNoDevice();
        }
    }
    tellProgram();
}

void AudioOutput::setStaysOpen(bool stays) {
    m_staysOpen = stays;
    if (stays && m_looked)
        openChannels();
}

bool AudioOutput::start() {
    m_resumesUntil.reset();
    openChannels();
    if (!isOpen()) {
        drop();
        return false;
    }
    setState(State::Playing);
    return true;
}

void AudioOutput::openChannels() {
    if (!m_monitor.isOpen() && !m_monitor.device().isNull())
        open(m_monitor);
    openProgram();
}

// It stays open as long as it is on air, so that a stream does not miss the beginning of what is said next.
void AudioOutput::openProgram() {
    if (!m_program.isOpen() && !m_program.device().isNull() && m_onAir)
        open(m_program);
}

void AudioOutput::open(Channel &channel) {
    channel.change([this](Track &track) { track.join(lead().heardTrack()); });
    if (channel.open()) {
        m_timer.start();
        return;
    }
    say(channel, whatIsWrongWith(channel));
}

void AudioOutput::say(const Channel &channel, const Problem &wrong) {
    if (isProgram(channel))
        Q_EMIT programProblem(wrong);
    else
        Q_EMIT problem(wrong);
}

Problem AudioOutput::whatIsWrongWith(const Channel &channel) const {
    if (channel.serverIsGone())
        return {Player::tr("The sound server has gone, so nothing can be heard."),
                Player::tr("Start it again, then play on."), channel.whyNot()};
    if (channel.isOpen() && !channel.refused())
        return {Player::tr("The output device “%1” takes no more sound.").arg(channel.device().name),
                Player::tr("Choose another output device, or start the sound server anew; then play on."), QString()};
    return {Player::tr("The output device “%1” cannot be opened.").arg(channel.device().name),
            Player::tr("Choose another output device, or close the program that keeps this one busy."),
            channel.whyNot()};
}

void AudioOutput::lookAtDevices() {
    const QList<OutputDevice> present = m_devices->present();
    if (std::exchange(m_list, present) != present)
        Q_EMIT devicesChanged(present);
    const DeviceChoice chosen = chooseDevices(present, m_wanted, m_wantedProgram);
    const auto isGone = [&](const Channel &channel) {
        return !channel.device().isNull() && !findDevice(present, channel.device().id);
    };
    const bool first = !std::exchange(m_looked, true);
    const bool otherMonitor = first || chosen.monitor.id != m_monitor.device().id;
    const bool otherProgram = chosen.program.id != m_program.device().id;
    if (otherMonitor)
        changeMonitor(chosen.monitor, isGone(m_monitor));
    if (otherProgram)
        changeProgram(chosen.program, isGone(m_program));
    if (otherMonitor || otherProgram)
        followDevices();
}

void AudioOutput::changeMonitor(const OutputDevice &device, bool oldOneIsGone) {
    const QString oldName = m_monitor.device().name;
    if (m_monitor.isOpen() && m_onAir && m_program.isOpen())
        m_lead = &m_program;
    m_monitor.setDevice(device);
    m_saidNoDevice = m_saidNoDevice && device.isNull();
    Q_EMIT deviceChanged(device.name);
    if (!oldOneIsGone)
        return;
    sayMonitorIsGone(oldName);
    m_saidNoDevice = device.isNull();
}

void AudioOutput::sayMonitorIsGone(const QString &name) {
    if (m_devices->serverIsGone()) {
        Q_EMIT problem({Player::tr("The sound server has gone, so nothing can be heard."),
                        m_state == State::Playing
                            ? Player::tr("Start it again: within a minute it plays on by itself, later from the same "
                                         "place.")
                            : Player::tr("Start it again; what was made can be played then."),
                        QString()});
        return;
    }
    const OutputDevice &device = m_monitor.device();
    const QString remedy =
        !device.isNull() ? Player::tr("Sound goes on through “%1”.").arg(device.name)
        : m_state != State::Playing
            ? Player::tr("Connect headphones or loudspeakers; what was made can be played then.")
        : hasWayOut() ? Player::tr("The program goes on. Connect headphones to hear it.")
                      : Player::tr("Connect headphones or loudspeakers: within a minute it plays on by itself.");
    Q_EMIT problem({Player::tr("The output device “%1” has gone.").arg(name), remedy, QString()});
}

void AudioOutput::changeProgram(const OutputDevice &device, bool oldOneIsGone) {
    m_program.setDevice(device);
    if (!device.isNull())
        m_programName = device.name;
    tellProgram();
    if (oldOneIsGone && !m_wantedProgram.isEmpty())
        sayProgramIsMissing();
}

void AudioOutput::followDevices() {
    if (m_state == State::Playing) {
        openChannels();
        if (isOpen())
            return;
        if (hasWayOut()) {
            drop(); // it would not open, which is said
        } else {
            pause();
            m_resumesUntil = Clock::now() + kWaitsForDevice;
            m_serverWent = m_devices->serverIsGone();
        }
    } else if (m_resumesUntil && hasWayOut()) {
        if (Clock::now() < *m_resumesUntil)
            resume();
        m_resumesUntil.reset();
        if (m_state == State::Playing && m_serverWent)
            Q_EMIT wentOn();
    } else if (m_staysOpen) {
        openChannels();
    } else {
        openProgram();
    }
}

void AudioOutput::tellProgram() {
    const Program now{m_wantedProgram, m_programName, !m_program.device().isNull(), m_onAir};
    if (std::exchange(m_told, now) != now)
        Q_EMIT programChanged(now);
}

void AudioOutput::sayNoDevice() {
    if (!m_program.device().isNull()) {
        Q_EMIT problem({Player::tr("There is no device for the monitor, so nothing can be heard."),
                        Player::tr("The only one is the program's. Connect headphones, or turn on “Send to program”."),
                        QString()});
        return;
    }
    Q_EMIT problem({Player::tr("There is no output device, so nothing can be heard."),
                    Player::tr("Connect headphones or loudspeakers, or start the sound server, then play again."),
                    QString()});
}

void AudioOutput::sayProgramIsMissing() {
    const QString name = m_programName.isEmpty() ? QString::fromUtf8(m_wantedProgram) : m_programName;
    Q_EMIT programProblem({Player::tr("The program device “%1” is not there.").arg(name),
                           Player::tr("Connect it: it is used again by itself. Until then the program is silent, and "
                                      "no other device takes its place."),
                           QString()});
}

// Said when all is as it will be: who hears of it may look.
void AudioOutput::watch(Channel &channel) {
    if (!channel.hangs())
        return;
    const Problem wrong = whatIsWrongWith(channel);
    const bool stops = channel.refused() && !channel.serverIsGone(); // there is nothing to go on with
    // Once more, then it counts as broken.
    const bool again = !channel.refused() && channel.reopened()++ == 0;
    channel.close();
    if (!(isProgram(channel) ? m_onAir : m_state == State::Playing))
        return;
    if (again) {
        open(channel);
        return;
    }
    channel.reopened() = 0;
    if (!isOpen() && stops)
        drop();
    else if (!isOpen())
        pause();
    say(channel, wrong);
}

void AudioOutput::tick() {
    lookAtDevices();
    watch(m_monitor);
    watch(m_program);
    tellLevels();
    if (m_state == State::Playing) {
        Q_EMIT positionChanged(lead().heardSeconds(), lead().track().totalSeconds());
        const auto ended = [](const Channel &channel) {
            return !channel.isOpen() || channel.finished() || channel.late();
        };
        if (lead().finished() && ended(m_monitor) && ended(m_program)) {
            m_stream.reset();
            setState(State::Stopped);
        }
    }
    if (m_state != State::Playing && !m_staysOpen && m_monitor.rested())
        m_monitor.close();
    if (!m_onAir && m_program.rested())
        m_program.close();
    if (isOpen())
        return;
    m_timer.stop();
    tellLevels();
    if (m_state == State::Playing)
        drop(); // it would not open again, which is said
}

void AudioOutput::tellLevels() { // a silence once
    const float monitor = m_monitor.takePeak();
    if (std::max(monitor, std::exchange(m_peak, monitor)) > 0)
        Q_EMIT levelChanged(double(monitor));
    const float program = m_program.takePeak();
    if (std::max(program, std::exchange(m_programPeak, program)) > 0)
        Q_EMIT programLevelChanged(double(program));
}

void AudioOutput::setState(State state) {
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

} // namespace app::speech

#include "moc_audio_output.cpp"
