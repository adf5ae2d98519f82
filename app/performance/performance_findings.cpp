// What the watch says of what it reads, of what the verbs found beside it, and of what changed since it was measured.
#include <algorithm>

#include "app/performance/change_watch.h"
#include "app/performance/performance_watch.h"
#include "app/performance/verb_watch.h"

namespace app::performance {

namespace {

const QString kChanged = QStringLiteral("changed");
const QString kCheck = QStringLiteral("check");

} // namespace

void PerformanceWatch::connectFindings() {
    connect(m_changes.get(), &ChangeWatch::changed, this, [this](const std::vector<FactChange> &changes) {
        if (auto notice = inWords(changes, m_model ? m_model->name : std::string(), now()))
            post(std::move(*notice));
        Q_EMIT changesLooked();
    });
    connect(m_changes.get(), &ChangeWatch::known, this, &PerformanceWatch::changesLooked);
    connect(m_changes.get(), &ChangeWatch::unchanged, this, [this] {
        withdraw(kChanged);
        Q_EMIT changesLooked();
    });
    connect(m_verbs.get(), &VerbWatch::found, this, &PerformanceWatch::takeFindings);
    connect(m_verbs.get(), &VerbWatch::measured, this, [this] {
        m_changes->lookAgain();
        Q_EMIT measured();
    });
}

// Both are asked at their own pace: only when the model is there and the GPU, if any, has said what it is.
void PerformanceWatch::lookForChanges() {
    if (!m_model || (m_watch.isRunning() && !m_gpuAsked))
        return;
    MachineFacts facts = ownFacts();
    facts.driver = m_gpu.driver;
    facts.model = m_model->name;
    m_changes->look(facts);
}

void PerformanceWatch::tell(const std::vector<engine::performance::Notice> &notices) {
    for (const engine::performance::Notice &notice : notices) {
        if (auto words = inWords(notice, m_gpu, m_thresholds, now()))
            post(std::move(*words));
        else
            withdraw(QString::fromStdString(engine::performance::idOf(notice.concern)));
    }
}

// A notice that is told is not told again while it holds; what this program sees itself goes before what a monitor
// says.
void PerformanceWatch::takeFindings(const VerbFindings &findings) {
    if (!findings.check || !findings.check->regressed()) {
        withdraw(kCheck);
        m_checked.clear();
    } else if (findings.check->at != m_checked) {
        m_checked = findings.check->at;
        if (auto notice = inWords(*findings.check, now()))
            post(std::move(*notice));
    }
    using engine::performance::Concern;
    engine::performance::Thresholds thresholds = m_thresholds;
    thresholds.slowRtf = findings.monitor.slowRtf; // its own
    const bool watches =
        m_watch.isRunning() && (!m_gpuAsked || m_gpu.state == engine::performance::GpuReading::State::Present);
    QStringList held;
    for (const auto &each : findings.monitor.notices) {
        // What is only so while something is spoken is known better here, and over here first.
        if (watches && (each.concern == Concern::ClocksNotLocked || each.concern == Concern::IdleWhileSpeaking))
            continue;
        const QString id = QString::fromStdString(engine::performance::idOf(each.concern));
        held << id;
        if (std::any_of(m_notices.begin(), m_notices.end(), [&](const auto &known) { return known.id == id; }))
            continue;
        if (auto notice = inWords({each.concern, true, each.what, {}, 0}, findings.monitor.gpu, thresholds, now())) {
            post(std::move(*notice));
            m_monitored << id;
        }
    }
    const QStringList told = m_monitored;
    for (const QString &id : told)
        if (!held.contains(id))
            withdraw(id);
}

void PerformanceWatch::post(PerformanceNotice notice) {
    withdraw(notice.id);
    m_notices.push_back(notice);
    Q_EMIT noticeBegan(notice);
}

void PerformanceWatch::withdraw(const QString &id) {
    const auto known =
        std::find_if(m_notices.begin(), m_notices.end(), [&](const PerformanceNotice &one) { return one.id == id; });
    if (known == m_notices.end())
        return;
    m_notices.erase(known);
    m_monitored.removeAll(id);
    Q_EMIT noticeEnded(id);
}

// Nobody looks any more: what was said of the machine may not be so.
void PerformanceWatch::endAll() {
    m_noticeWatch.emplace(m_thresholds);
    const QList<PerformanceNotice> before = m_notices;
    for (const PerformanceNotice &notice : before)
        if (notice.id != kChanged && notice.id != kCheck && !m_monitored.contains(notice.id))
            withdraw(notice.id);
}

} // namespace app::performance
