#include "app/listening/listener_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "app/listening/listening_words.h"

namespace app::listening {

namespace {

constexpr int kReferenceAtLeast = 90; // ITU-R BS.1534-3
constexpr double kReferenceMissedAtMost = 0.15;
constexpr int kFarApart = 2; // points, of sounds that are equal

double medianOf(std::vector<double> values) {
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

int largestDifference(const FormRating &one, const FormRating &other) {
    return std::max({std::abs(one.naturalness - other.naturalness), std::abs(one.clarity - other.clarity),
                     std::abs(one.prosody - other.prosody)});
}

int sumOf(const FormRating &form) {
    return form.naturalness + form.clarity + form.prosody;
}

// Of pairs of answers to the same question.
std::optional<double> cohensKappa(const std::vector<std::pair<int, int>> &answers) {
    if (answers.empty())
        return std::nullopt;
    std::map<int, std::pair<double, double>> shares;
    double same = 0;
    const double each = 1.0 / double(answers.size());
    for (const auto &[first, second] : answers) {
        shares[first].first += each;
        shares[second].second += each;
        same += first == second ? each : 0;
    }
    double byChance = 0;
    for (const auto &[answer, share] : shares)
        byChance += share.first * share.second;
    if (byChance >= 1 - 1e-12)
        return std::nullopt;
    return (same - byChance) / (1 - byChance);
}

class Checker {
public:
    explicit Checker(const ListeningSession &session)
        : m_session(session), m_design(session.plan().design), m_trials(session.plan().order.trials) {}

    ListenerReport report() {
        const SessionHeader &header = m_session.plan().header;
        m_report.session = header.id;
        m_report.listener = header.listener;
        m_report.simulated = header.simulated;
        m_report.finished = m_session.state().stage >= SessionState::Stage::Finished;
        if (!m_report.finished)
            return m_report;
        m_report.complete = m_session.isComplete();
        for (std::size_t i = 0; i < m_trials.size(); ++i) {
            if (const auto &vote = stateOf(i).vote)
                look(i, *vote);
        }
        if (!m_biases.empty()) {
            double sum = 0;
            for (const double bias : m_biases)
                sum += bias;
            m_report.sideBias = sum / double(m_biases.size());
        }
        m_report.kappa = cohensKappa(m_answers);
        m_report.fewestHeardMs = m_fewestHeard.value_or(0);
        m_report.secondsPerVote = medianOf(secondsBetweenVotes());
        object();
        return m_report;
    }

private:
    const TrialState &stateOf(std::size_t trial) const { return m_session.state().trials[trial]; }

    void look(std::size_t number, const Vote &vote) {
        const Trial &trial = m_trials[number];
        m_report.undone += stateOf(number).undone;
        for (const int heard : stateOf(number).heardMs)
            m_fewestHeard = std::min(m_fewestHeard.value_or(heard), heard);
        switch (trial.kind) {
        case Trial::Kind::Main:
            ++m_report.votes;
            lookForReference(trial, vote);
            break;
        case Trial::Kind::Repeat:
            if (const auto &before = stateOf(std::size_t(trial.repeats)).vote)
                count(m_report.repeats, isSame(m_trials[std::size_t(trial.repeats)], *before, trial, vote));
            break;
        case Trial::Kind::Null:
            lookAtNull(vote);
            break;
        case Trial::Kind::Gold:
            count(m_report.gold, prefersReference(trial, vote));
            break;
        }
    }

    static void count(AskedAndRight &what, bool right) {
        ++what.asked;
        what.right += right ? 1 : 0;
    }

    void lookForReference(const Trial &trial, const Vote &vote) {
        if (m_design.mode != Mode::Mushra)
            return;
        const auto place = std::find(trial.shown.begin(), trial.shown.end(), hiddenReference(m_design));
        if (place != trial.shown.end())
            count(m_report.hiddenReference, vote.scores[std::size_t(place - trial.shown.begin())] >= kReferenceAtLeast);
    }

    void lookAtNull(const Vote &vote) {
        bool right = false;
        switch (m_design.mode) {
        case Mode::AbPreference:
            right = vote.choice == 0;
            m_biases.push_back(vote.choice);
            break;
        case Mode::Cmos:
            right = vote.choice == 0;
            m_farApart += std::abs(vote.choice) >= kFarApart ? 1 : 0;
            m_biases.push_back(vote.choice / 3.0);
            break;
        case Mode::Abx:
            m_biases.push_back(vote.choice);
            break;
        case Mode::Mushra:
            break;
        case Mode::OriginalForm: {
            int apart = 0;
            for (std::size_t one = 0; one < vote.forms.size(); ++one) {
                for (std::size_t other = 0; other < one; ++other)
                    apart = std::max(apart, largestDifference(vote.forms[one], vote.forms[other]));
            }
            right = apart == 0;
            m_farApart += apart >= kFarApart ? 1 : 0;
            break;
        }
        }
        count(m_report.nullPairs, right);
    }

    bool prefersReference(const Trial &trial, const Vote &vote) const {
        const auto reference =
            std::size_t(std::find(trial.shown.begin(), trial.shown.end(), kReference) - trial.shown.begin());
        if (m_design.mode == Mode::Abx)
            return vote.choice == (trial.x == 0 ? -1 : 1);
        if (m_design.mode == Mode::OriginalForm)
            return std::all_of(vote.forms.begin(), vote.forms.end(), [&](const FormRating &form) {
                return &form == &vote.forms[reference] || sumOf(vote.forms[reference]) > sumOf(form);
            });
        return reference == 0 ? vote.choice < 0 : vote.choice > 0;
    }

    bool isSame(const Trial &before, const Vote &first, const Trial &after, const Vote &second) {
        const auto placeIn = [](const Trial &trial, Condition condition) {
            return std::size_t(std::find(trial.shown.begin(), trial.shown.end(), condition) - trial.shown.begin());
        };
        switch (m_design.mode) {
        case Mode::AbPreference:
        case Mode::Cmos: {
            const int was = first.choice, is = before.shown[0] == after.shown[0] ? second.choice : -second.choice;
            m_answers.emplace_back(was, is);
            return m_design.mode == Mode::Cmos ? std::abs(was - is) <= 1 : was == is;
        }
        case Mode::Abx: {
            const bool wasRight = first.choice == (before.x == 0 ? -1 : 1);
            const bool isRight = second.choice == (after.x == 0 ? -1 : 1);
            m_answers.emplace_back(wasRight, isRight);
            return wasRight == isRight;
        }
        case Mode::Mushra: {
            double apart = 0;
            for (std::size_t place = 0; place < before.shown.size(); ++place)
                apart += std::abs(first.scores[place] - second.scores[placeIn(after, before.shown[place])]);
            return apart / double(before.shown.size()) <= 10;
        }
        case Mode::OriginalForm:
            break;
        }
        for (std::size_t place = 0; place < before.shown.size(); ++place) {
            if (largestDifference(first.forms[place], second.forms[placeIn(after, before.shown[place])]) > 1)
                return false;
        }
        return true;
    }

    std::vector<double> secondsBetweenVotes() const {
        std::vector<std::int64_t> times;
        for (const TrialState &state : m_session.state().trials) {
            if (state.vote)
                times.push_back(state.votedAt);
        }
        std::sort(times.begin(), times.end());
        std::vector<double> seconds;
        for (std::size_t i = 1; i < times.size(); ++i)
            seconds.push_back(double(times[i] - times[i - 1]) / 1000);
        return seconds;
    }

    void object() {
        const auto &[gold, goldRight] = m_report.gold;
        if (2 * (gold - goldRight) > gold)
            m_report.objections << say("Heard no difference, or the wrong one, in %1 of %2 pairs that anybody hears.")
                                       .arg(gold - goldRight)
                                       .arg(gold);
        if (2 * m_farApart > m_report.nullPairs.asked)
            m_report.objections << say("Said that equal sounds are two points apart or more in %1 of %2 pairs.")
                                       .arg(m_farApart)
                                       .arg(m_report.nullPairs.asked);
        const auto &[asked, right] = m_report.hiddenReference;
        if (asked - right > kReferenceMissedAtMost * asked)
            m_report.objections
                << say("Gave the hidden reference less than 90 in %1 of %2 sentences.").arg(asked - right).arg(asked);
    }

    const ListeningSession &m_session;
    const TestDesign &m_design;
    const std::vector<Trial> &m_trials;
    ListenerReport m_report;
    std::optional<int> m_fewestHeard;
    std::vector<double> m_biases;
    std::vector<std::pair<int, int>> m_answers; // to repeats: before, now
    int m_farApart = 0;
};

} // namespace

std::vector<ListeningSession> replayed(const TestRecord &record) {
    std::vector<ListeningSession> sessions;
    for (const RecordedSession &session : record.sessions)
        sessions.push_back(ListeningSession::replay(
            std::make_shared<const SessionPlan>(planOf(record.design, record.stimuli, session.header)),
            session.events));
    return sessions;
}

std::vector<ListenerReport> checkListeners(const TestRecord &record) {
    std::vector<ListenerReport> reports;
    std::set<std::pair<bool, std::string>> listeners;
    for (const ListeningSession &session : replayed(record)) {
        reports.push_back(Checker(session).report());
        if (reports.back().finished)
            listeners.emplace(reports.back().simulated,
                              reports.back().listener.empty() ? reports.back().session : reports.back().listener);
    }
    for (ListenerReport &report : reports) {
        const auto alike = std::count_if(listeners.begin(), listeners.end(),
                                         [&](const auto &listener) { return listener.first == report.simulated; });
        report.excluded = !report.objections.isEmpty() && alike > 1;
    }
    return reports;
}

} // namespace app::listening
