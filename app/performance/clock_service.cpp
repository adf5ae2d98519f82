#include "app/performance/clock_service.h"

#include <utility>

namespace app::performance {

ClockService::ClockService(QString program, QObject *parent) : QObject(parent), m_program(std::move(program)) {}

ClockService::~ClockService() {
    if (QProcess *process = std::exchange(m_process, nullptr)) {
        process->disconnect(this);
        process->kill();
        process->waitForFinished(1000); // ms
    }
}

void ClockService::ask(bool lock, bool always) {
    if (m_process)
        return;
    const QString unit = QStringLiteral("ishowtts-clocks.service");
    // Where it was started once already, starting it runs nothing: clocks that came free since then would stay free.
    const QStringList restart{QStringLiteral("restart"), unit};
    m_left.clear();
    if (lock && always)
        m_left << QStringList{QStringLiteral("enable"), unit};
    if (lock)
        m_left << restart;
    else if (always)
        m_left << QStringList{QStringLiteral("disable"), QStringLiteral("--now"), unit};
    else
        m_left << QStringList{QStringLiteral("stop"), unit};
    next();
}

void ClockService::next() {
    m_process = new QProcess(this);
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process, &QProcess::finished, this, [this](int status, QProcess::ExitStatus how) {
        end(how == QProcess::NormalExit && status == 0, QString::fromUtf8(m_process->readAllStandardError()).trimmed());
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) // all others are followed by finished()
            end(false, m_program + QStringLiteral(": ") + m_process->errorString());
    });
    m_process->start(m_program, m_left.takeFirst(), QIODevice::ReadOnly);
}

void ClockService::end(bool done, const QString &why) {
    std::exchange(m_process, nullptr)->deleteLater();
    if (done && !m_left.isEmpty())
        next();
    else if (done)
        Q_EMIT this->done();
    else
        Q_EMIT refused({tr("The service that holds the clocks was not reached, or refused."),
                        tr("It comes with the installed program, and administrators may use it; “sudo ishowtts clocks "
                           "lock” at a shell does the same."),
                        why});
}

} // namespace app::performance

#include "moc_clock_service.cpp"
