#include "app/performance/verb_run.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <utility>

namespace app::performance {

namespace {

constexpr int kPatience = 5000;                // ms from being asked to end to being ended
constexpr int kLast = 1000;                    // ms, at the end of this program
constexpr qsizetype kLongestOutput = 16 << 20; // bytes
constexpr qsizetype kLongestMessages = 20'000; // characters
const QString kSpeaker = QStringLiteral("ishowtts: ");

} // namespace

QString VerbRun::besideThisProgram() {
    return QCoreApplication::applicationDirPath() + QStringLiteral("/ishowtts");
}

VerbRun::VerbRun(QString program, QObject *parent) : QObject(parent), m_program(std::move(program)) {}

VerbRun::~VerbRun() {
    if (QProcess *process = std::exchange(m_process, nullptr)) {
        process->disconnect(this);
        process->kill();
        process->waitForFinished(kLast);
    }
}

void VerbRun::start(const QStringList &arguments) {
    stop();
    m_output.clear();
    m_messages.clear();
    m_process = new QProcess(this);
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process, &QProcess::readyReadStandardOutput, this, &VerbRun::read);
    connect(m_process, &QProcess::readyReadStandardError, this, &VerbRun::read);
    connect(m_process, &QProcess::finished, this, &VerbRun::ended);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart) // all others are followed by finished()
            return;
        const QString why = m_process->errorString();
        drop();
        Q_EMIT failed({tr("%1 cannot be run.").arg(m_program),
                       tr("It measures, and comes with this program: install that again."), why});
    });
    m_process->start(m_program, arguments, QIODevice::ReadOnly);
}

void VerbRun::read() {
    m_output += m_process->readAllStandardOutput();
    m_messages += QString::fromUtf8(m_process->readAllStandardError());
    m_messages = m_messages.right(kLongestMessages);
    if (m_output.size() > kLongestOutput)
        m_process->kill();
}

// Nobody listens to it any more; it goes when it has ended.
void VerbRun::drop() {
    QProcess *process = std::exchange(m_process, nullptr);
    process->disconnect(this);
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
        return;
    }
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->terminate();
    QTimer::singleShot(kPatience, process, &QProcess::kill);
}

void VerbRun::stop() {
    if (!isRunning())
        return;
    drop();
    Q_EMIT stopped();
}

void VerbRun::ended(int status, QProcess::ExitStatus how) {
    read();
    drop();
    const QByteArray said = m_output.trimmed();
    if (how == QProcess::NormalExit && QJsonDocument::fromJson(said).isObject()) {
        Q_EMIT finished(said, status);
        return;
    }
    const QString words = m_messages.trimmed(); // what happened, then what to do
    QString what = words.section(u'\n', 0, 0).trimmed();
    if (what.startsWith(kSpeaker))
        what = what.mid(kSpeaker.size());
    Q_EMIT failed({what.isEmpty() ? tr("The measurement ended without a result.") : what,
                   words.contains(u'\n') ? words.section(u'\n', 1).simplified() : tr("Begin again."), words});
}

} // namespace app::performance

#include "moc_verb_run.cpp"
