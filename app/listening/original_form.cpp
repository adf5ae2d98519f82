// The original's form: session_export.h. Source: 2WalterW/ishowtts, scripts/test_nfe6_quality.py, whose words stay
// English and as they are.
#include <QDateTime>

#include <algorithm>
#include <cmath>

#include "app/listening/listening_session.h"
#include "app/listening/listening_words.h"
#include "app/listening/session_export.h"
#include "engine/error.h"

namespace app::listening {

namespace {

// "NFE=7" where nothing but the number of steps is said.
std::string labelOf(const TestDesign &design, Condition condition) {
    const TestColumn &column = columnOf(design, condition);
    TestDesign plain = design;
    plain.columns = {TestColumn{column.nfeStep}};
    const std::string key = keyOf(design, condition);
    return key == keyOf(plain, 0) ? "NFE=" + std::to_string(column.nfeStep) : key;
}

std::string oneLine(const std::string &text) {
    return QString::fromStdString(text).simplified().toStdString();
}

const char *yesOrNo(bool yes) {
    return yes ? "Y" : "N";
}

constexpr const char *kShortBlank = "_______________";

class OriginalForm {
public:
    OriginalForm(const TestDesign &design, const ListeningSession *session) : m_design(design), m_session(session) {
        m_order.push_back(design.baseline); // NFE=7 comes first, then NFE=6
        for (const Condition candidate : candidates(design)) {
            m_order.push_back(candidate);
            m_candidates += (m_candidates.empty() ? "" : " / ") + labelOf(design, candidate);
        }
    }

    std::string text(double speedup) const {
        std::string form = m_candidates;
        form.append(" Quality Evaluation\n").append(70, '=').append("\n\nEvaluator: ");
        form.append(m_session ? m_session->plan().header.listener : kShortBlank).append("\nDate: ");
        form.append(m_session ? date() : kShortBlank).append("\n\nRating Scale:\n");
        form.append("5 = Excellent, 4 = Good, 3 = Acceptable, 2 = Poor, 1 = Unacceptable\n\n");
        form.append(70, '-').append("\n\n");
        for (int row = 0; row < int(m_design.rows.size()); ++row)
            form += test(row);
        form.append(70, '-').append("\n\n");
        return form + assessment(speedup);
    }

private:
    // Of the question itself, not of its repeat.
    std::pair<const Trial *, const Vote *> answerTo(int row) const {
        if (!m_session)
            return {};
        const auto &trials = m_session->plan().order.trials;
        for (std::size_t i = 0; i < trials.size(); ++i) {
            const auto &vote = m_session->state().trials[i].vote;
            if (trials[i].kind == Trial::Kind::Main && trials[i].row == row && vote)
                return {&trials[i], &*vote};
        }
        return {};
    }

    std::string test(int row) const {
        const TestRow &sentence = m_design.rows[std::size_t(row)];
        std::string text = "Test: " + sentence.id + "\nText: " + sentence.text + "\n";
        const auto [trial, vote] = answerTo(row);
        for (const Condition condition : m_order) {
            const FormRating *rating = nullptr;
            for (std::size_t place = 0; vote && place < vote->forms.size(); ++place) {
                if (trial->shown[place] == condition)
                    rating = &vote->forms[place];
            }
            const auto points = [&](int value) { return rating ? std::to_string(value) : std::string("__"); };
            text += labelOf(m_design, condition) + ": Naturalness " + points(rating ? rating->naturalness : 0) +
                    " | Clarity " + points(rating ? rating->clarity : 0) + " | Artifacts (Y/N) " +
                    (rating ? yesOrNo(rating->artifacts) : "__") + " | Prosody " +
                    points(rating ? rating->prosody : 0) + "\n";
        }
        text += "Notes: ";
        vote ? text.append(oneLine(vote->notes)) : text.append(49, '_');
        return text + "\n\n";
    }

    std::string assessment(double speedup) const {
        const Assessment *said = m_session && m_session->state().assessment ? &*m_session->state().assessment : nullptr;
        std::string text = "Overall Assessment:\n\n";
        const auto ask = [&](const std::string &question, bool yes) {
            text.append(question).append("? (Y/N) ").append(said ? yesOrNo(yes) : "__").append("\n");
        };
        ask("Quality difference noticeable", said && said->noticeable);
        ask(m_candidates + " acceptable for production", said && said->acceptable);
        ask("Accept " + std::to_string(std::lround(speedup)) + "% speedup for this quality",
            said && said->worthTheSpeed);
        text.append("\n");
        text.append("Final Decision: ").append(!said ? "ACCEPT / REJECT " : said->accepted ? "ACCEPT " : "REJECT ");
        text.append(m_candidates).append("\n\nRecommendation:\n");
        if (said)
            return text + oneLine(said->recommendation) + "\n";
        return text.append(65, '_').append("\n").append(65, '_').append("\n");
    }

    std::string date() const {
        return QDateTime::fromMSecsSinceEpoch(m_session->plan().header.created, Qt::UTC)
            .date()
            .toString(Qt::ISODate)
            .toStdString();
    }

    const TestDesign &m_design;
    const ListeningSession *m_session; // nothing: an empty form
    std::vector<Condition> m_order;
    std::string m_candidates;
};

// What the number of steps promises: time goes with it.
double promisedSpeedup(const TestDesign &design) {
    const double before = columnOf(design, design.baseline).nfeStep;
    return 100 * (1 - columnOf(design, candidates(design).front()).nfeStep / before);
}

} // namespace

std::string asOriginalForm(const TestRecord &record, const std::optional<std::string> &sessionId,
                           std::optional<double> speedup) {
    if (record.design.mode != Mode::OriginalForm)
        throw engine::badInput(sayPlain("This test was not answered in the original's form."),
                               sayPlain("Export it as a table or a log."));
    const double given = speedup.value_or(promisedSpeedup(record.design));
    const double percent = std::isfinite(given) ? std::clamp(given, -1e6, 1e6) : 0;
    if (!sessionId)
        return OriginalForm(record.design, nullptr).text(percent);
    const auto session = std::find_if(record.sessions.begin(), record.sessions.end(),
                                      [&](const RecordedSession &each) { return each.header.id == *sessionId; });
    if (session != record.sessions.end()) {
        const auto plan = std::make_shared<const SessionPlan>(planOf(record.design, record.stimuli, session->header));
        const ListeningSession replayed = ListeningSession::replay(plan, session->events);
        if (replayed.state().stage >= SessionState::Stage::Finished)
            return OriginalForm(record.design, &replayed).text(percent);
    }
    throw engine::badInput(sayPlain("There is no finished session of this id."),
                           sayPlain("Finish it, or choose another one."));
}

} // namespace app::listening
