// A session for a person to read: session_export.h.
#include <QDateTime>
#include <QStringList>

#include <algorithm>

#include "app/listening/listening_session.h"
#include "app/listening/listening_words.h"
#include "app/listening/session_export.h"
#include "engine/error.h"

namespace app::listening {

namespace {

QString moment(std::int64_t at) {
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate);
}

QString yesOrNoWord(bool yes) {
    return yes ? say("yes") : say("no");
}

class SessionLog {
public:
    explicit SessionLog(const ListeningSession &session) : m_session(session), m_plan(session.plan()) {}

    QString text() {
        head();
        sounds();
        if (m_session.state().stage >= SessionState::Stage::Finished)
            answers();
        else
            m_lines << say("The session is not finished: what lay where is not told yet.");
        return m_lines.join(u'\n') + u'\n';
    }

private:
    void head() {
        const SessionHeader &header = m_plan.header;
        const TestDesign &design = m_plan.design;
        m_lines << say("iShowTTS Studio %1, listening session %2").arg(qt(header.program), qt(header.id))
                << say("Test: %1 (%2)").arg(qt(design.name), qt(wordFor(design.mode)))
                << say("Test id: %1").arg(qt(header.test)) << say("Design: %1").arg(qt(designHash(design)))
                << say("Listener: %1").arg(qt(header.listener));
        if (header.simulated)
            m_lines << say("SIMULATED: no person listened.");
        m_lines << say("Drawn: %1").arg(moment(header.created));
        m_lines << say("Levels: %1")
                       .arg(design.asDelivered ? say("as delivered, not matched")
                                               : say("matched to %1 LUFS").arg(design.targetLufs));
        m_lines << say("Answers: %1 of %2")
                       .arg(std::count_if(m_session.state().trials.begin(), m_session.state().trials.end(),
                                          [](const TrialState &trial) { return trial.vote.has_value(); }))
                       .arg(m_plan.order.trials.size());
        m_lines << say("Sealed order: %1").arg(qt(header.commitment));
        if (m_session.state().stage >= SessionState::Stage::Finished)
            m_lines << say("Salt: %1").arg(qt(header.salt))
                    << say("The order is the one that was sealed: %1")
                           .arg(yesOrNoWord(verify(sealedWords(m_plan), header.salt, header.commitment)));
        m_lines << QString();
    }

    void sounds() {
        m_lines << say("Sounds (SHA-256):");
        for (const Stimulus &stimulus : m_plan.stimuli)
            m_lines << QStringLiteral("  %1  %2  %3  %4 s")
                           .arg(qt(stimulus.hash), qt(m_plan.design.rows[std::size_t(stimulus.row)].id),
                                qt(keyOf(m_plan.design, stimulus.condition)))
                           .arg(stimulus.lengthMs / 1000.0, 0, 'f', 3);
        m_lines << QString();
    }

    void answers() {
        m_lines << say("Answers:");
        for (int number = 0; number < int(m_plan.order.trials.size()); ++number) {
            const Trial &trial = m_plan.order.trials[std::size_t(number)];
            const TrialState &state = m_session.state().trials[std::size_t(number)];
            QStringList shown;
            for (std::size_t place = 0; place < trial.shown.size(); ++place)
                shown << QStringLiteral("%1 %2 (%3 s)")
                             .arg(place + 1)
                             .arg(qt(keyOf(m_plan.design, trial.shown[place])))
                             .arg(state.heardMs[place] / 1000.0, 0, 'f', 1);
            QString line =
                QStringLiteral("  %1  %2  %3  %4: %5 – ")
                    .arg(number + 1, 4)
                    .arg(state.vote ? moment(state.votedAt) : QStringLiteral("-"), qt(wordFor(trial.kind)),
                         qt(m_plan.design.rows[std::size_t(trial.row)].id), shown.join(QStringLiteral("; ")));
            line += state.vote ? wordsOf(*state.vote, trial) : say("no answer");
            if (state.undone > 0)
                line += state.undone == 1 ? say(", taken back once before")
                                          : say(", taken back %n times before", state.undone);
            m_lines << line;
        }
        if (const auto &assessment = m_session.state().assessment)
            m_lines << say("Difference noticeable: %1; acceptable: %2; worth the speed: %3; accepted: %4; %5")
                           .arg(yesOrNoWord(assessment->noticeable), yesOrNoWord(assessment->acceptable),
                                yesOrNoWord(assessment->worthTheSpeed), yesOrNoWord(assessment->accepted),
                                qt(assessment->recommendation).simplified());
    }

    QString wordsOf(const Vote &vote, const Trial &trial) const {
        switch (m_plan.design.mode) {
        case Mode::AbPreference:
            return vote.choice == 0 ? say("no preference") : say("%1 is better").arg(vote.choice < 0 ? 1 : 2);
        case Mode::Cmos:
            return say("2 against 1: %1").arg(vote.choice);
        case Mode::Abx:
            return say("X was %1, answer %2, confidence %3")
                .arg(trial.x + 1)
                .arg(vote.choice < 0 ? 1 : 2)
                .arg(vote.confidence);
        case Mode::Mushra: {
            QStringList scores;
            for (const int score : vote.scores)
                scores << QString::number(score);
            return scores.join(QStringLiteral(", "));
        }
        case Mode::OriginalForm:
            break;
        }
        QStringList forms;
        for (const FormRating &form : vote.forms)
            forms << say("naturalness %1, clarity %2, prosody %3, artifacts %4")
                         .arg(form.naturalness)
                         .arg(form.clarity)
                         .arg(form.prosody)
                         .arg(yesOrNoWord(form.artifacts));
        return forms.join(QStringLiteral("; ")) + (vote.notes.empty() ? QString() : u' ' + qt(vote.notes).simplified());
    }

    const ListeningSession &m_session;
    const SessionPlan &m_plan;
    QStringList m_lines;
};

} // namespace

std::string asLog(const TestRecord &record, const std::string &sessionId) {
    for (const RecordedSession &session : record.sessions) {
        if (session.header.id != sessionId)
            continue;
        const auto plan = std::make_shared<const SessionPlan>(planOf(record.design, record.stimuli, session.header));
        const ListeningSession replayed = ListeningSession::replay(plan, session.events);
        return SessionLog(replayed).text().toStdString();
    }
    throw engine::badInput(say("There is no listening session %1 in this test.").arg(qt(sessionId)).toStdString(),
                           say("Choose another one.").toStdString());
}

} // namespace app::listening
