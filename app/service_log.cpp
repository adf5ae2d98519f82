#include "app/service_log.h"

#include <QRegularExpression>

#include <utility>

#include "app/log/system_facts.h"

namespace app {

using log::Level;

namespace {

QString inWords(const engine::ModelSummary &model, const log::ShippedNames &shipped) {
    QString device = QString::fromStdString(model.device.name);
    if (!model.device.reason.empty())
        device += QStringLiteral(": ") + QString::fromStdString(model.device.reason);
    return QStringLiteral("%1, %2 million parameters, licence %3, %4 (%5), %6, loaded in %7 s")
        .arg(shipped.model(QString::fromStdString(model.name).section(u'/', -1)))
        .arg(double(model.parameters) / 1e6, 0, 'f', 1)
        .arg(QString::fromStdString(model.licence), QString::fromStdString(engine::toString(model.device.kind)), device,
             QString::fromStdString(engine::toString(model.precision)))
        .arg(model.loadSeconds, 0, 'f', 2);
}

// "Ann's AirPods", "小明的耳机": whose it is does not matter here.
QString withoutOwner(const QString &device) {
    static const QRegularExpression owner(QStringLiteral("^.*(?:['’]s?\\s|的)"));
    return QString(device).replace(owner, QStringLiteral("… "));
}

QString nameOf(speech::Origin origin) {
    const QString names[] = {QStringLiteral("studio"), QStringLiteral("danmaku"), QStringLiteral("listening"),
                             QStringLiteral("server"), QStringLiteral("export")};
    return names[int(origin)];
}

} // namespace

ServiceLog::ServiceLog(log::Log &log, log::ShippedNames shipped, speech::SpeechWorker &worker,
                       speech::SpeechQueue &queue, speech::Player &player)
    : m_log(log), m_shipped(std::move(shipped)) {
    using speech::Player;
    using speech::SpeechQueue;
    using speech::SpeechWorker;
    m_log.write(Level::Info, QStringLiteral("program"),
                QStringLiteral("starts: %1; %2; %3; %4")
                    .arg(log::programFacts(), log::systemFacts(), log::processorFacts(), log::memoryFacts()));

    connect(&worker, &SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_model = inWords(model, m_shipped);
        m_log.write(Level::Info, QStringLiteral("model"), m_model);
    });
    connect(&worker, &SpeechWorker::loadFailed, this, [this](const Problem &problem) {
        m_model = QStringLiteral("none: ") + problem.what;
        m_log.write(QStringLiteral("model"), problem, Level::Error);
    });
    connect(&worker, &SpeechWorker::refused, this, [this](const Problem &problem) {
        m_log.write(QStringLiteral("model"), problem, Level::Error); // what is used stays
    });
    connect(&queue, &SpeechQueue::started, this, [this, &queue](quint64 id) {
        if (const auto &job = queue.runningJob())
            m_log.write(
                Level::Debug, QStringLiteral("job"),
                QStringLiteral("%1 of %2 begins, %3 wait").arg(id).arg(nameOf(job->origin)).arg(queue.waiting()));
    });
    connect(&queue, &SpeechQueue::finished, this, &ServiceLog::tellJob);
    connect(&queue, &SpeechQueue::cancelled, this, [this](quint64 id) {
        m_log.write(Level::Info, QStringLiteral("job"), QStringLiteral("%1 was stopped").arg(id));
    });
    connect(&queue, &SpeechQueue::failed, this, [this](quint64 id, const Problem &problem) {
        m_log.write(Level::Warning, QStringLiteral("job"), QStringLiteral("%1 failed: %2").arg(id).arg(problem.what));
    });
    connect(&player, &Player::deviceChanged, this, [this](const QString &device) {
        m_log.write(Level::Info, QStringLiteral("sound"),
                    device.isEmpty() ? QStringLiteral("no output device")
                                     : QStringLiteral("goes to ") + withoutOwner(device));
    });
    connect(&player, &Player::programChanged, this, [this](const speech::Program &program) {
        const QString device = program.present ? withoutOwner(program.name) : QStringLiteral("not there");
        m_log.write(Level::Info, QStringLiteral("sound"),
                    program.id.isEmpty()
                        ? QStringLiteral("no program device")
                        : QStringLiteral("the program device is %1; %2 air")
                              .arg(device, program.onAir ? QStringLiteral("on") : QStringLiteral("off")));
    });
}

ServiceLog::~ServiceLog() {
    m_log.write(Level::Info, QStringLiteral("program"), QStringLiteral("ends; ") + log::memoryFacts());
}

void ServiceLog::tellJob(const speech::Take &take) {
    const engine::Timings &timings = take.timings;
    m_log.write(
        Level::Info, QStringLiteral("job"),
        QStringLiteral("%1 done: %2 characters, voice %3, NFE %4, %5 chunks, %6 s of sound in %7 s, RTF %8, first "
                       "after %9 s")
            .arg(take.id)
            .arg(QString::fromStdString(take.request.text).size())
            .arg(m_shipped.voice(QString::fromStdString(take.request.voice.id)))
            .arg(take.request.nfeStep)
            .arg(timings.chunks)
            .arg(timings.audioSeconds, 0, 'f', 2)
            .arg(timings.synthesisSeconds, 0, 'f', 2)
            .arg(timings.rtf(), 0, 'f', 3)
            .arg(timings.firstAudioSeconds, 0, 'f', 2));
}

} // namespace app

#include "moc_service_log.cpp"
