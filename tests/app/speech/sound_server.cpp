#include "tests/app/speech/sound_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstring>

#include <sched.h>
#include <sys/prctl.h>

#include "tests/app/speech/heard.h"
#include "tests/patience.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int kRealtime = 5; // as that of its threads of the devices
constexpr const char *kOther = "ISHOWTTS_TEST_SOUND_SERVER";

bool isOther() {
    return !qEnvironmentVariableIsEmpty(kOther);
}

} // namespace

SoundServer::SoundServer() {
    const QByteArray folder = m_folder.path().toUtf8();
    for (const char *name : {"HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH"})
        qputenv(name, folder);
    qputenv("PULSE_SERVER", isOther() ? qgetenv(kOther) : "unix:" + folder + "/socket");
    qputenv("PULSE_COOKIE", folder + "/cookie");
}

SoundServer::~SoundServer() {
    while (isOther() && !m_modules.empty())
        removeSink(QString(m_modules.back().first));
    m_server.terminate();
    if (!m_server.waitForFinished(5000))
        m_server.kill();
    m_server.waitForFinished(1000);
}

QString SoundServer::start() {
    if (isOther())
        return control({u"info"_qs}).isEmpty() ? u"the sound server of the environment does not answer"_qs : QString();
    const QString socket = m_folder.filePath(u"socket"_qs);
    m_server.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); }); // not left behind by a crash
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.start(u"pulseaudio"_qs,
                   {u"-n"_qs, u"--daemonize=no"_qs, u"--use-pid-file=no"_qs, u"--exit-idle-time=-1"_qs,
                    u"--system=no"_qs, u"-L"_qs, u"module-native-protocol-unix auth-anonymous=1 socket="_qs + socket});
    if (!m_server.waitForStarted(kLongEnough))
        return u"pulseaudio is not installed (apt install pulseaudio pulseaudio-utils)"_qs;
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < kLongEnough) {
        if (QFile::exists(socket) && !control({u"info"_qs}).isEmpty()) {
            const sched_param realtime{.sched_priority = kRealtime};
            sched_setscheduler(pid_t(m_server.processId()), SCHED_RR, &realtime);
            return {};
        }
        QTest::qWait(50);
    }
    return u"pulseaudio does not answer: "_qs + QString::fromUtf8(m_server.readAll());
}

QString SoundServer::startForTests(const QStringList &sinks) {
    startCountingUnderruns();
    const QString trouble = start();
    for (const QString &sink : trouble.isEmpty() ? sinks : QStringList())
        addSink(sink);
    return trouble;
}

void SoundServer::addSink(const QString &name, const QString &options) {
    if (std::any_of(m_modules.begin(), m_modules.end(), [&](const auto &module) { return module.first == name; }))
        return;
    const QByteArray module =
        control({u"load-module"_qs, u"module-null-sink"_qs,
                 u"sink_name="_qs + name + u' ' + options + u" sink_properties=device.description="_qs + name});
    m_modules.emplace_back(name, module.trimmed());
    if (isOther() && m_modules.size() == 1)
        setDefaultSink(name); // before what the server made by itself
}

void SoundServer::removeSink(const QString &name) {
    const auto found =
        std::find_if(m_modules.begin(), m_modules.end(), [&](const auto &module) { return module.first == name; });
    if (found == m_modules.end())
        return;
    control({u"unload-module"_qs, QString::fromUtf8(found->second)});
    m_modules.erase(found);
}

void SoundServer::suspendSink(const QString &name, bool suspended) {
    control({u"suspend-sink"_qs, name, suspended ? u"1"_qs : u"0"_qs});
}

void SoundServer::setDefaultSink(const QString &name) {
    control({u"set-default-sink"_qs, name});
}

void SoundServer::die() {
    m_server.kill();
    m_server.waitForFinished(kLongEnough);
    m_modules.clear();
}

QByteArray SoundServer::control(const QStringList &arguments) {
    QProcess pactl;
    pactl.start(u"pactl"_qs, arguments);
    pactl.waitForFinished(kLongEnough);
    return pactl.readAllStandardOutput();
}

Recording::Recording(const QString &sink) {
    m_process.start(u"parec"_qs, {u"--device="_qs + sink + u".monitor"_qs, u"--format=float32le"_qs, u"--rate=24000"_qs,
                                  u"--channels=1"_qs, u"--raw"_qs, u"--latency-msec=10"_qs});
    QElapsedTimer clock;
    clock.start();
    while (!m_runs && clock.elapsed() < kLongEnough) {
        QTest::qWait(10);
        m_runs = m_process.bytesAvailable() > 0;
    }
}

Recording::~Recording() {
    m_process.kill();
    m_process.waitForFinished(kLongEnough);
}

std::vector<float> Recording::stop() {
    // What the sink has played and the monitor not yet handed out.
    const qint64 enough = m_process.bytesAvailable() + qint64(0.2 * 24000 * sizeof(float));
    const auto handedOut = [&] {
        return m_process.bytesAvailable() >= enough || m_process.state() == QProcess::NotRunning;
    };
    if (!QTest::qWaitFor(handedOut, kLongEnough))
        qWarning("the sink's monitor hands nothing out");
    m_process.terminate();
    m_process.waitForFinished(kLongEnough);
    return more();
}

std::vector<float> Recording::more() {
    const auto whole = m_process.bytesAvailable() / qint64(sizeof(float)) * qint64(sizeof(float));
    const QByteArray bytes = m_process.read(whole);
    std::vector<float> samples(std::size_t(bytes.size()) / sizeof(float));
    std::memcpy(samples.data(), bytes.constData(), samples.size() * sizeof(float));
    return samples;
}
