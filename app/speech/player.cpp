#include "app/speech/player.h"

#include <utility>

#include "app/speech/audio_output.h"

namespace app::speech {

namespace {

constexpr unsigned long kPatience = 3000; // ms

}

Player::Player(QObject *parent) : QObject(parent), m_thread(new QThread), m_output(new AudioOutput) {
    qRegisterMetaType<QList<OutputDevice>>();
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
        m_deviceName = name;
        Q_EMIT deviceChanged(name);
    });
    connect(m_output, &AudioOutput::programChanged, this, [this](const Program &program) {
        m_program = program;
        Q_EMIT programChanged(program);
    });
    connect(m_output, &AudioOutput::positionChanged, this, &Player::positionChanged);
    connect(m_output, &AudioOutput::levelChanged, this, &Player::levelChanged);
    connect(m_output, &AudioOutput::programLevelChanged, this, &Player::programLevelChanged);
    connect(m_output, &AudioOutput::problem, this, &Player::problem);
    connect(m_output, &AudioOutput::programProblem, this, &Player::programProblem);
    m_thread->setObjectName(QStringLiteral("audio"));
    m_thread->start();
}

// Qt 6.4's PulseAudio sink waits without end for a stream that the server refuses: such a thread is left behind rather
// than the program kept from closing.
Player::~Player() {
    m_output->disconnect(this);
    m_thread->quit();
    if (m_thread->wait(kPatience))
        delete m_thread;
    else
        qWarning("player: the sound server does not answer");
}

template <typename Work> void Player::post(Work work) {
    QMetaObject::invokeMethod(
        m_output, [output = m_output, work = std::move(work)] { work(*output); }, Qt::QueuedConnection);
}

void Player::begin(quint64 id) {
    post([id](AudioOutput &output) { output.begin(id); });
}

void Player::append(quint64 id, const engine::ClipPtr &clip) {
    post([id, clip](AudioOutput &output) { output.append(id, clip); });
}

void Player::endOfStream(quint64 id) {
    post([id](AudioOutput &output) { output.endOfStream(id); });
}

void Player::play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds) {
    post([clip, fromSeconds, toSeconds](AudioOutput &output) { output.play(clip, fromSeconds, toSeconds); });
}

void Player::playPair(const engine::ClipPtr &first, const engine::ClipPtr &second, PairGains gains, int heard,
                      double fromSeconds, double toSeconds) {
    post([=](AudioOutput &output) { output.playPair(first, second, gains, heard, fromSeconds, toSeconds); });
}

void Player::hear(int side) {
    post([side](AudioOutput &output) { output.hear(side); });
}

void Player::setPairGains(PairGains gains) {
    post([gains](AudioOutput &output) { output.setPairGains(gains); });
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

void Player::seek(double seconds) {
    post([seconds](AudioOutput &output) { output.seek(seconds); });
}

void Player::setLoop(bool loop) {
    post([loop](AudioOutput &output) { output.setLoop(loop); });
}

void Player::setVolume(double linear) {
    post([linear](AudioOutput &output) { output.setVolume(linear); });
}

void Player::setMuted(bool muted) {
    post([muted](AudioOutput &output) { output.setMuted(muted); });
}

void Player::setDevice(const QByteArray &id) {
    post([id](AudioOutput &output) { output.setDevice(id); });
}

void Player::setProgramDevice(const QByteArray &id) {
    post([id](AudioOutput &output) { output.setProgramDevice(id); });
}

void Player::setProgramLevel(double linear) {
    post([linear](AudioOutput &output) { output.setProgramLevel(linear); });
}

void Player::setOnAir(bool onAir) {
    post([onAir](AudioOutput &output) { output.setOnAir(onAir); });
}

} // namespace app::speech
