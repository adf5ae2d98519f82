#include "ui/trouble_desk.h"

#include <utility>

#include "app/performance/performance_watch.h"
#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "app/voices/voice_library.h"
#include "ui/shared/notice_bar.h"

namespace ui {

using shared::Notice;

TroubleDesk::TroubleDesk(Uses uses, QObject *parent) : QObject(parent), m_uses(std::move(uses)) {
    connectModel();
    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, &TroubleDesk::tellOfVoices);
    connectSettings();
    connectPerformance();
}

void TroubleDesk::connectModel() {
    using app::speech::SpeechWorker;
    connect(&m_uses.worker, &SpeechWorker::loading, this, [this] {
        m_modelProblem.reset();
        m_uses.notices.withdraw(QStringLiteral("model"));
    });
    connect(&m_uses.worker, &SpeechWorker::loadFailed, this, [this](const app::Problem &problem) {
        if (!tellOfKeptModel(problem)) {
            m_uses.notices.withdraw(QStringLiteral("kept model")); // it could not be gone back to either
            m_modelProblem = problem;
            tellOfModel();
        }
    });
    connect(&m_uses.worker, &SpeechWorker::refused, this, &TroubleDesk::tellOfKeptModel);
    connect(&m_uses.worker, &SpeechWorker::prepareFailed, this, [this](const QString &, const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("voice"), problem);
    });
}

void TroubleDesk::connectSettings() {
    using app::Settings;
    connect(&m_uses.settings, &Settings::changed, this, [this](const QString &key) {
        if (key == u"voice") {
            m_uses.notices.withdraw(QStringLiteral("voice"));
        } else if (key == u"model") {
            m_uses.notices.withdraw(QStringLiteral("withdrawn licence"));
        }
    });
    const auto tell = [this](const app::Problem &problem) { // each its own: none replaces another
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("settings:") + problem.what, problem);
    };
    connect(&m_uses.settings, &Settings::problem, this, tell);
    connect(&m_uses.settings, &Settings::saveFailed, this, [this](const app::Problem &problem) {
        if (!m_uses.settings.isDiskFull()) // full_disk_desk.h says that
            m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("saving"), problem);
    });
    connect(&m_uses.settings, &Settings::saved, this, [this] { m_uses.notices.withdraw(QStringLiteral("saving")); });
    for (const app::Problem &problem : m_uses.settings.startProblems()) {
        tell(problem);
    }
}

void TroubleDesk::connectPerformance() {
    using app::performance::PerformanceNotice;
    using app::performance::PerformanceWatch;
    const auto subject = [](const QString &id) { return QStringLiteral("performance:") + id; };
    connect(&m_uses.performance, &PerformanceWatch::noticeBegan, this, [this, subject](const PerformanceNotice &told) {
        const auto kind = told.weight == PerformanceNotice::Weight::Alarm  ? Notice::Kind::Alarm
                          : told.weight == PerformanceNotice::Weight::News ? Notice::Kind::Info
                                                                           : Notice::Kind::Attention;
        std::vector<shared::NoticeAction> actions{{tr("Performance"), [this] { Q_EMIT performanceWanted(); }}};
        using engine::performance::Concern;
        const auto is = [&](Concern concern) { return told.id == QLatin1String(idOf(concern).c_str()); };
        if (is(Concern::ClocksNotLocked))
            actions.insert(actions.begin(), {tr("GPU clocks …"), [this] { Q_EMIT clocksWanted(); }});
        else if (is(Concern::SlowSpeech) || told.id == u"check" || told.id == u"changed")
            actions.insert(actions.begin(), {tr("Measure …"), [this] { Q_EMIT measureWanted(); }});
        m_uses.notices.post(kind, subject(told.id), told.problem, std::move(actions));
    });
    connect(&m_uses.performance, &PerformanceWatch::noticeEnded, this,
            [this, subject](const QString &id) { m_uses.notices.withdraw(subject(id)); });
}

void TroubleDesk::tellOfStudio(const app::Problem &problem) {
    if (m_modelProblem && m_modelProblem->what == problem.what) {
        tellOfModel();
    } else {
        Notice notice{Notice::Kind::Attention, problem.what, problem.remedy,
                      problem.detail,          {},           QStringLiteral("studio")};
        notice.answers = true;
        m_uses.notices.post(std::move(notice));
    }
}

void TroubleDesk::tellOfModel() {
    m_uses.notices.post(Notice::Kind::Alarm, QStringLiteral("model"), *m_modelProblem,
                        {{tr("Try again"), m_uses.loadModel}, {tr("Models …"), [this] { Q_EMIT modelsWanted(); }}});
}

// The services went back to it before this is called: they heard of the failure first.
bool TroubleDesk::tellOfKeptModel(const app::Problem &problem) {
    const QString kept = m_uses.keptModel();
    if (kept.isEmpty()) {
        return false;
    }
    m_uses.notices.post(Notice::Kind::Alarm, QStringLiteral("kept model"),
                        {tr("The model was not changed: %1 is used as before.").arg(kept),
                         tr("%1 %2", "what happened, what to do").arg(problem.what, problem.remedy), problem.detail},
                        {{tr("Models …"), [this] { Q_EMIT modelsWanted(); }}});
    return true;
}

void TroubleDesk::tellOfWithdrawn(const QString &model) {
    m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("withdrawn licence"),
                        {tr("You no longer accept the licence of %1: the demo model speaks now.").arg(model),
                         tr("Accept it again under Models … to go on with %1.").arg(model),
                         {}},
                        {{tr("Models …"), [this] { Q_EMIT modelsWanted(); }}});
}

void TroubleDesk::tellOfVoices() {
    const auto &problems = m_uses.voices.voices()->problems;
    if (problems.empty()) {
        m_uses.notices.withdraw(QStringLiteral("voices"));
        return;
    }
    QStringList details;
    for (const std::string &sentence : problems) {
        details << QString::fromStdString(sentence);
    }
    m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("voices"),
                        {problems.size() == 1 ? tr("A voice could not be read.")
                                              : tr("%n voices could not be read.", nullptr, int(details.size())),
                         tr("The details say which, and what is wrong with them; put it right and look again."),
                         details.join(u'\n')},
                        {{tr("Look again"), [this] { m_uses.voices.refresh(); }}});
}

} // namespace ui

#include "moc_trouble_desk.cpp"
