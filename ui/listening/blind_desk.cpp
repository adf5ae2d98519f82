#include "ui/listening/blind_desk.h"

#include <QDateTime>

#include <algorithm>

#include "app/listening/session_sounds.h"
#include "engine/error.h"
#include "ui/listening/blind_page.h"
#include "ui/listening/notice_subject.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::SessionSounds;
using app::listening::SessionSummary;
using app::listening::StoredDesign;
using app::storage::Answer;
using shared::Notice;

BlindDesk::BlindDesk(Uses uses, QObject *parent, QWidget *stage)
    : QObject(parent), m_uses(std::move(uses)),
      m_page(new BlindPage({m_uses.sessions, m_uses.player,
                            [&cells = m_uses.cells](const QString &hash, QObject *context,
                                                    std::function<void(const Answer<engine::ClipPtr> &)> done) {
                                cells.sound(hash.toStdString(), context, std::move(done));
                            }},
                           stage)) {
    connect(m_page, &BlindPage::problem, this,
            [this](const app::Problem &problem) { m_uses.notices.post(Notice::Kind::Alarm, kSubject, problem); });
}

template <class T> bool BlindDesk::went(const Answer<T> &answer) {
    if (!answer)
        m_uses.notices.post(Notice::Kind::Alarm, kSubject, answer.problem);
    return bool(answer);
}

void BlindDesk::setTest(const std::optional<StoredDesign> &test) {
    m_test = test;
    m_sessions.clear();
    look();
}

void BlindDesk::look() {
    if (!m_test) {
        Q_EMIT followed();
        return;
    }
    const std::string hash = designHash(m_test->design);
    m_uses.sessions.sessionsOfDesign(hash, this, [this, hash](const Answer<std::vector<SessionSummary>> &answer) {
        if (!answer || !m_test || designHash(m_test->design) != hash)
            return;
        m_sessions = *answer.value;
        Q_EMIT followed();
    });
}

bool BlindDesk::isAnyOpen() const {
    return std::any_of(m_sessions.begin(), m_sessions.end(),
                       [](const SessionSummary &session) { return !session.finished; });
}

std::string BlindDesk::presentTest() const {
    const auto stimuli = m_test ? m_uses.cells.stimuli() : std::nullopt;
    return stimuli ? app::listening::testId(m_test->design, *stimuli) : std::string();
}

std::string BlindDesk::testId() const {
    return app::listening::testToJudge(m_sessions, presentTest());
}

QString BlindDesk::missing() const {
    if (!m_test)
        return tr("There is no listening test yet.");
    if (const auto objection = objectionToHearing(m_test->design))
        return *objection;
    const app::listening::CellProgress progress = m_uses.cells.progress();
    const bool whole = progress.made == progress.total && progress.total > 0;
    const bool heard = !m_sessions.empty() && !m_uses.cells.isLooking(); // those sounds are there
    return whole || heard ? QString() : tr("Some sounds are not made yet.");
}

// A session that was begun goes on with its own sounds, whatever would be made now.
void BlindDesk::listen() {
    if (!missing().isEmpty() || m_opening || m_page->isOpen())
        return;
    m_opening = true;
    const std::string hash = designHash(m_test->design);
    m_uses.sessions.sessionsOfDesign(hash, this, [this, hash](const Answer<std::vector<SessionSummary>> &answer) {
        m_opening = false;
        if (!went(answer) || !m_test || designHash(m_test->design) != hash)
            return;
        m_sessions = *answer.value;
        const auto open = std::find_if(m_sessions.rbegin(), m_sessions.rend(), [&](const SessionSummary &session) {
            return !session.finished && !session.header.simulated && session.header.listener == m_uses.listener();
        });
        if (open != m_sessions.rend())
            goOn(open->header.id);
        else
            beginSession();
    });
}

void BlindDesk::goOn(const std::string &sessionId) {
    m_uses.sessions.load(sessionId, this, [this](const Answer<app::listening::StoredSession> &answer) {
        if (went(answer))
            m_page->open(std::make_shared<app::listening::SessionPlan>(answer.value->plan), answer.value->events);
    });
}

void BlindDesk::beginSession() {
    const SessionSounds sounds = soundsForSession(m_sessions, presentTest());
    if (sounds.from == SessionSounds::From::Now) {
        begin(*m_uses.cells.stimuli());
    } else if (sounds.from == SessionSounds::From::Heard) {
        const std::string hash = designHash(m_test->design);
        m_uses.sessions.test(sounds.heard, this,
                             [this, hash, sounds](const Answer<app::listening::TestRecord> &answer) {
                                 if (!went(answer) || !m_test || designHash(m_test->design) != hash)
                                     return;
                                 begin(answer.value->stimuli, sounds.notice());
                             });
    }
}

void BlindDesk::begin(const std::vector<app::listening::Stimulus> &stimuli, const QString &notice) {
    std::shared_ptr<const app::listening::SessionPlan> plan;
    try {
        plan = std::make_shared<app::listening::SessionPlan>(app::listening::newPlan(
            m_test->design, stimuli, {m_uses.listener(), false}, QDateTime::currentMSecsSinceEpoch()));
    } catch (const engine::Error &error) {
        m_uses.notices.post(Notice::Kind::Alarm, kSubject,
                            {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}});
        return;
    }
    m_uses.sessions.begin(*plan, this, [this, plan, notice](const Answer<app::storage::Done> &answer) {
        if (went(answer))
            m_page->open(plan, {}, notice);
    });
}

} // namespace ui::listening

#include "moc_blind_desk.cpp"
