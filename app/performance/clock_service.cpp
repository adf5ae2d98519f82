#include "app/performance/clock_service.h"

#include <QStringList>

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
    const QStringList arguments =
        always ? QStringList{lock ? QStringLiteral("enable") : QStringLiteral("disable"), QStringLiteral("--now"), unit}
               : QStringList{lock ? QStringLiteral("start") : QStringLiteral("stop"), unit};
    m_process = new QProcess(this);
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process, &QProcess::finished, this, [this](int status, QProcess::ExitStatus how) {
        end(how == QProcess::NormalExit && status == 0, QString::fromUtf8(m_process->readAllStandardError()).trimmed());
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) // all others are followed by finished()
            end(false, m_program + QStringLiteral(": ") + m_process->errorString());
    });
    m_process->start(m_program, arguments, QIODevice::ReadOnly);
}

void ClockService::end(bool done, const QString &why) {
    std::exchange(m_process, nullptr)->deleteLater();
    if (done)
        Q_EMIT this->done();
    else
        Q_EMIT refused({tr("The service that holds the clocks was not reached, or refused."),
                        tr("It comes with the installed program, and administrators may use it; “sudo ishowtts clocks "
                           "lock” at a shell does the same."),
                        why});
}

} // namespace app::performance

#include "moc_clock_service.cpp"
