#include "tests/end_to_end/desk.h"
#include "tests/patience.h"
#include "tests/small_files.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>

namespace end_to_end {

namespace {
const QString sinkName = QStringLiteral("desk");
}

Desk::~Desk() {
    for (auto process = m_running.rbegin(); process != m_running.rend(); ++process) {
        (*process)->terminate();
        if (!(*process)->waitForFinished(kLongEnough)) {
            (*process)->kill();
            (*process)->waitForFinished(kLongEnough);
        }
    }
}

QString Desk::setUp() {
    if (!m_home.isValid())
        return QStringLiteral("no temporary folder: ") + m_home.errorString();
    const std::pair<const char *, const char *> folders[] = {{"HOME", "home"},
                                                             {"XDG_CONFIG_HOME", "config"},
                                                             {"XDG_DATA_HOME", "data"},
                                                             {"XDG_CACHE_HOME", "cache"},
                                                             {"XDG_STATE_HOME", "state"},
                                                             {"XDG_RUNTIME_DIR", "run"},
                                                             {"TMPDIR", "temporary"}};
    for (const auto &[variable, name] : folders) {
        const QString path = folder(QString::fromLatin1(name));
        QDir().mkpath(path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_environment.insert(QString::fromLatin1(variable), path);
    }
    m_environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    m_environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    m_environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
    const QString trouble = startScreen();
    return trouble.isEmpty() ? startSound() : trouble;
}

bool Desk::writeSettings(const QByteArray &json) const {
    QFile file(settingsFile());
    return QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly) && file.write(json) == json.size();
}

QProcess *Desk::start(const QString &program, const QStringList &arguments) {
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(program, arguments);
    if (!process->waitForStarted(kLongEnough))
        return nullptr;
    m_running.push_back(std::move(process));
    return m_running.back().get();
}

std::optional<QByteArray> Desk::run(const QString &program, const QStringList &arguments, int seconds) {
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(seconds * 1000);
    if (ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return process.readAllStandardOutput();
    if (!ended)
        process.kill();
    qWarning("%s %s: %s", qPrintable(program), qPrintable(arguments.join(u' ')),
             ended ? qPrintable(QStringLiteral("exit status %1").arg(process.exitCode()))
                   : qPrintable(process.errorString()));
    return std::nullopt;
}

bool Desk::rests(const QProcess &program) {
    const auto isAtWork = [&] {
        const QDir tasks(QStringLiteral("/proc/%1/task").arg(program.processId()));
        for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QByteArray stat = bytesOf(tasks.filePath(task + QStringLiteral("/stat")));
            const QByteArray state = stat.mid(stat.lastIndexOf(')') + 2, 1);
            QFile children(tasks.filePath(task + QStringLiteral("/children")));
            if (state == "R" || state == "D" || (children.open(QIODevice::ReadOnly) && !children.readAll().isEmpty()))
                return true;
        }
        return false;
    };
    QElapsedTimer waited;
    waited.start();
    for (int quiet = 0; quiet < 20 && waited.elapsed() < kLongEnough; QThread::msleep(50))
        quiet = isAtWork() ? 0 : quiet + 1;
    return waited.elapsed() < kLongEnough;
}

QProcess *Desk::listen() {
    QProcess *recorder = start(QStringLiteral("parec"),
                               {QStringLiteral("--device=%1.monitor").arg(sinkName), QStringLiteral("--format=s16le"),
                                QStringLiteral("--rate=%1").arg(recordingRate), QStringLiteral("--channels=1"),
                                QStringLiteral("--raw"), QStringLiteral("--latency-msec=20")});
    // A monitor hands out silence too: the first samples show that nothing will be missed.
    return recorder && recorder->waitForReadyRead(kLongEnough) ? recorder : nullptr;
}

QString Desk::startScreen() {
    QProcess *screen =
        start(QStringLiteral("Xvfb"),
              {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"), QStringLiteral("0"),
               QStringLiteral("1280x800x24"), QStringLiteral("-nolisten"), QStringLiteral("tcp")});
    if (!screen)
        return QStringLiteral("Xvfb does not start; apt install xvfb");
    QByteArray display;
    while (!display.contains('\n') && screen->waitForReadyRead(kLongEnough))
        display += screen->readAllStandardOutput();
    if (!display.contains('\n'))
        return QStringLiteral("Xvfb named no display");
    m_environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":") + QString::fromLatin1(display.trimmed()));
    if (!start(QStringLiteral("openbox"), {}))
        return QStringLiteral("openbox does not start; apt install openbox");
    return {};
}

QString Desk::startSound() {
    const QString socket = folder(QStringLiteral("run/sound"));
    const QString sink = QStringLiteral("module-null-sink sink_name=%1 rate=%2 channels=2");
    QProcess *server =
        start(QStringLiteral("pulseaudio"),
              {QStringLiteral("-n"), QStringLiteral("--daemonize=no"), QStringLiteral("--use-pid-file=no"),
               QStringLiteral("--exit-idle-time=-1"), QStringLiteral("--disable-shm=yes"),
               QStringLiteral("--log-level=error"), QStringLiteral("-L"), sink.arg(sinkName).arg(recordingRate),
               QStringLiteral("-L"), QStringLiteral("module-native-protocol-unix auth-anonymous=1 socket=") + socket});
    if (!server)
        return QStringLiteral("PulseAudio does not start; apt install pulseaudio pulseaudio-utils");
    m_environment.insert(QStringLiteral("PULSE_SERVER"), QStringLiteral("unix:") + socket);
    QElapsedTimer waited;
    waited.start();
    while (!QFile::exists(socket) && waited.elapsed() < kLongEnough && server->state() == QProcess::Running)
        QThread::msleep(50);
    return QFile::exists(socket) ? QString() : QStringLiteral("PulseAudio opened no socket");
}

} // namespace end_to_end
