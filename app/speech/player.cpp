#include "app/speech/player.h"

#include <algorithm>
#include <utility>

#include "app/speech/audio_output.h"
#include "app/speech/left_threads.h"

namespace app::speech {

namespace {

constexpr int kPatience = 3000;    // ms
constexpr int kFindsWithin = 6000; // ms; the sound server, when a thread begins
constexpr int kAsk = 1000;         // ms

} // namespace

Player::Player(QObject *parent, SoundSystem system) : QObject(parent), m_system(system) {
    qRegisterMetaType<QList<OutputDevice>>();
    startOutput();
    m_asking.setInterval(kAsk);
    connect(&m_asking, &QTimer::timeout, this, &Player::ask);
    m_asking.start();
}

void Player::startOutput() {
    m_thread = new QThread;
    m_output = new AudioOutput(m_system);
    m_answers = false;
    m_answer = std::make_shared<std::atomic<quint64>>(0); // one that was left behind may still answer
    m_question = 0;
    m_asked.start();
    m_output->moveToThread(m_thread);
    connect(m_thread, &QThread::started, m_output, &AudioOutput::enter);
    connect(m_thread, &QThread::finished, m_output, &QObject::deleteLater);
    connect(m_output, &AudioOutput::stateChanged, this, [this](State state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    });
    connect(m_output, &AudioOutput::devicesChanged, this, [this](const QList<OutputDevice> &devices) {
        m_devices = devices;
        Q_EMIT devicesChanged(devices);
    });
    connect(m_output, &AudioOutput::deviceChanged, this, [this](const QString &name) {
        m_answers = true;
        m_silent = false;
        m_deviceName = name;
        Q_EMIT deviceChanged(name);
        if (std::exchange(m_replaced, false))
            sayReplaced(); // once more: who shows problems takes a found device for the end of them
    });
    connect(m_output, &AudioOutput::programChanged, this, [this](const Program &program) {
        m_program = program;
        Q_EMIT programChanged(program);
    });
    connect(m_output, &AudioOutput::positionChanged, this, &Player::positionChanged);
    connect(m_output, &AudioOutput::levelChanged, this, &Player::levelChanged);
    connect(m_output, &AudioOutput::programLevelChanged, this, &Player::programLevelChanged);
    connect(m_output, &AudioOutput::wentOn, this, &Player::wentOn);
    connect(m_output, &AudioOutput::problem, this, &Player::problem);
    connect(m_output, &AudioOutput::programProblem, this, &Player::programProblem);
    m_thread->setObjectName(QStringLiteral("audio"));
    m_thread->start();
}

void Player::ask() {
    if (!m_answers) {
        if (m_asked.elapsed() > kFindsWithin && !std::exchange(m_silent, true))
            saySilent();
    } else if (*m_answer == m_question) {
        ++m_question;
        m_asked.start();
        post([answer = m_answer, question = m_question](AudioOutput &) { *answer = question; });
    } else if (m_asked.elapsed() > kPatience) {
        replaceOutput();
    }
}

// Should the old one ever come back, its loop ends and it goes.
void Player::replaceOutput() {
    leaveThreadBehind();
    m_output->stepBack();
    m_output->disconnect(this);
    connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
    m_thread->quit();
    startOutput();
    setVolume(m_wishes.volume);
    setMuted(m_wishes.muted);
    setLoop(m_wishes.loop);
    setDevice(m_wishes.device);
    setProgramDevice(m_wishes.program);
    setProgramLevel(m_wishes.programLevel);
    setStaysOpen(m_wishes.staysOpen);
    if (std::exchange(m_state, State::Stopped) != State::Stopped)
        Q_EMIT stateChanged(m_state);
    m_program.onAir = false;
    Q_EMIT programChanged(m_program);
    Q_EMIT levelChanged(0);
    Q_EMIT programLevelChanged(0);
    m_replaced = true;
    sayReplaced();
}

void Player::saySilent() {
    Q_EMIT problem({tr("The sound server does not answer, so nothing is heard."),
                    tr("What you speak is made and kept. Start the sound server anew, then play it."), QString()});
}

void Player::sayReplaced() {
    Q_EMIT problem({tr("Sound has stopped, because the sound server does not answer."),
                    tr("Play again; if it happens again, choose another output device."), QString()});
}

// A thread that does not answer is left behind rather than the program kept from closing.
Player::~Player() {
    m_output->disconnect(this);
    m_thread->requestInterruption();
    m_thread->quit();
    if (endsWithin(*m_thread, kPatience)) {
        delete m_thread;
        return;
    }
    qWarning("player: the sound server does not answer");
}

template <typename Work> void Player::post(Work work) {
    QMetaObject::invokeMethod(
        m_output, [output = m_output, work = std::move(work)] { work(*output); }, Qt::QueuedConnection);
}

void Player::begin(quint64 id) {
    if (m_silent)
        return;
    post([id](AudioOutput &output) { output.begin(id); });
}

void Player::append(quint64 id, const engine::ClipPtr &clip) {
    if (m_silent)
        return;
    post([id, clip](AudioOutput &output) { output.append(id, clip); });
}

void Player::endOfStream(quint64 id) {
    post([id](AudioOutput &output) { output.endOfStream(id); });
}

void Player::play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds) {
    if (m_silent)
        return saySilent();
    post([clip, fromSeconds, toSeconds](AudioOutput &output) { output.play(clip, fromSeconds, toSeconds); });
}

void Player::playGroup(const std::vector<GroupClip> &clips, int heard, double fromSeconds, double toSeconds) {
    if (m_silent)
        return saySilent();
    post([=](AudioOutput &output) { output.playGroup(clips, heard, fromSeconds, toSeconds); });
}

void Player::hear(int index) {
    post([index](AudioOutput &output) { output.hear(index); });
}

void Player::setGroupGains(const std::vector<double> &gains) {
    post([gains](AudioOutput &output) { output.setGroupGains(gains); });
}

void Player::pause() {
    post([](AudioOutput &output) { output.pause(); });
}

void Player::resume() {
    post([](AudioOutput &output) { output.resume(); });
}

void Player::stop() {
    post([](AudioOutput &output) { output.stop(); });
}

void Player::fadeOut(double seconds) {
    const int fade = int(std::clamp(seconds, 0.0, 1.0) * engine::kSampleRate);
    post([fade](AudioOutput &output) { output.stop(fade); });
}

void Player::seek(double seconds) {
    post([seconds](AudioOutput &output) { output.seek(seconds); });
}

void Player::setLoop(bool loop) {
    m_wishes.loop = loop;
    post([loop](AudioOutput &output) { output.setLoop(loop); });
}

void Player::setVolume(double linear) {
    m_wishes.volume = linear;
    post([linear](AudioOutput &output) { output.setVolume(linear); });
}

void Player::setMuted(bool muted) {
    m_wishes.muted = muted;
    post([muted](AudioOutput &output) { output.setMuted(muted); });
}

void Player::setDevice(const QByteArray &id) {
    m_wishes.device = id;
    post([id](AudioOutput &output) { output.setDevice(id); });
}

void Player::setProgramDevice(const QByteArray &id) {
    m_wishes.program = id;
    post([id](AudioOutput &output) { output.setProgramDevice(id); });
}

void Player::setProgramLevel(double linear) {
    m_wishes.programLevel = linear;
    post([linear](AudioOutput &output) { output.setProgramLevel(linear); });
}

void Player::setStaysOpen(bool stays) {
    m_wishes.staysOpen = stays;
    post([stays](AudioOutput &output) { output.setStaysOpen(stays); });
}

void Player::setOnAir(bool onAir) {
    post([onAir](AudioOutput &output) { output.setOnAir(onAir); });
}

} // namespace app::speech

#include "moc_player.cpp"
