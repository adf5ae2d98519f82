#include "app/listening/listening_session.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

using Kind = ListeningEvent::Kind;
using Stage = SessionState::Stage;

namespace {

constexpr int kLongestHeard = 1'000'000'000; // ms; longer is not counted

bool isWithin(int value, int lowest, int highest) {
    return value >= lowest && value <= highest;
}

} // namespace

ListeningSession::ListeningSession(std::shared_ptr<const SessionPlan> plan) : m_plan(std::move(plan)) {
    for (const Trial &trial : m_plan->order.trials) {
        TrialState state;
        state.heardMs.resize(trial.shown.size() + (trial.x >= 0 ? 1 : 0));
        m_state.trials.push_back(std::move(state));
    }
}

ListeningSession ListeningSession::replay(std::shared_ptr<const SessionPlan> plan,
                                          std::span<const ListeningEvent> events) {
    ListeningSession session(std::move(plan));
    for (const ListeningEvent &event : events) {
        if (const auto objection = session.objectionTo(event))
            throw engine::badInput(QCoreApplication::translate("listening",
                                                               "Event %1 of a listening session cannot follow those "
                                                               "before it: %2")
                                       .arg(session.m_state.events + 1)
                                       .arg(QString::fromStdString(*objection))
                                       .toStdString(),
                                   sayPlain("Take another copy of the session; this one was changed or damaged."));
        session.apply(event);
    }
    return session;
}

std::optional<std::string> ListeningSession::objectionTo(const ListeningEvent &event) const {
    const Stage stage = m_state.stage;
    const bool open = stage == Stage::Asking || stage == Stage::AllAnswered;
    if (event.kind == Kind::Began)
        return stage == Stage::NotBegun ? std::nullopt : std::optional(sayPlain("The session has begun already."));
    if (event.kind == Kind::Revealed)
        return stage == Stage::Finished
                   ? std::nullopt
                   : std::optional(sayPlain("It is revealed once, after the session is finished."));
    if (!open)
        return stage == Stage::NotBegun ? sayPlain("The session has not begun.") : sayPlain("The session is finished.");
    switch (event.kind) {
    case Kind::Resumed: // also after a cut that nobody could note
        return std::nullopt;
    case Kind::Paused:
        return m_state.paused ? std::optional(sayPlain("The session is paused already.")) : std::nullopt;
    case Kind::Finished: {
        const bool voted = std::any_of(m_state.trials.begin(), m_state.trials.end(),
                                       [](const TrialState &trial) { return trial.vote.has_value(); });
        return voted ? std::nullopt : std::optional(sayPlain("Nothing was answered yet."));
    }
    default:
        break;
    }
    if (m_state.paused)
        return sayPlain("The session is paused.");
    if (event.kind == Kind::Undone)
        return m_state.mayUndo ? std::nullopt : std::optional(sayPlain("There is no vote that could be taken back."));
    if (event.kind == Kind::Assessed) {
        if (m_plan->design.mode != Mode::OriginalForm || stage != Stage::AllAnswered || !event.assessment)
            return sayPlain("The test is assessed in the original's form, when every question is answered.");
        return std::nullopt;
    }
    if (stage != Stage::Asking || event.trial != m_state.current)
        return sayPlain("This question is not asked now.");
    return event.kind == Kind::Voted
               ? (event.vote ? objectionToVote(*event.vote) : sayPlain("There is no answer in it."))
               : objectionToSound(event);
}

std::optional<std::string> ListeningSession::objectionToSound(const ListeningEvent &event) const {
    const auto places = placesOf(event.trial);
    if (std::find(places.begin(), places.end(), event.place) == places.end())
        return sayPlain("There is no such sound.");
    const bool times = isWithin(event.positionMs, 0, 3'600'000) && isWithin(event.heardMs, 0, 3'600'000);
    return times ? std::nullopt : std::optional(sayPlain("A time in it cannot be."));
}

std::optional<std::string> ListeningSession::objectionToVote(const Vote &vote) const {
    if (!mayVote())
        return sayPlain("Every sound has to be heard before.");
    const TestDesign &design = m_plan->design;
    const std::size_t places = m_plan->order.trials[std::size_t(m_state.current)].shown.size();
    Vote allowed; // what it may differ in from one that says nothing
    bool inBounds = true;
    switch (design.mode) {
    case Mode::AbPreference:
        allowed.choice = vote.choice;
        inBounds = isWithin(vote.choice, -1, 1) && (vote.choice != 0 || design.noPreference);
        break;
    case Mode::Cmos:
        allowed.choice = vote.choice;
        inBounds = isWithin(vote.choice, -3, 3);
        break;
    case Mode::Abx:
        allowed.choice = vote.choice;
        allowed.confidence = vote.confidence;
        inBounds = (vote.choice == -1 || vote.choice == 1) && isWithin(vote.confidence, 1, 3);
        break;
    case Mode::Mushra:
        allowed.scores = vote.scores;
        inBounds = vote.scores.size() == places && std::all_of(vote.scores.begin(), vote.scores.end(),
                                                               [](int score) { return isWithin(score, 0, 100); });
        break;
    case Mode::OriginalForm:
        allowed.forms = vote.forms;
        allowed.notes = vote.notes;
        inBounds =
            vote.forms.size() == places && vote.notes.size() <= 4000 &&
            std::all_of(vote.forms.begin(), vote.forms.end(), [](const FormRating &form) {
                return isWithin(form.naturalness, 1, 5) && isWithin(form.clarity, 1, 5) && isWithin(form.prosody, 1, 5);
            });
        break;
    }
    return inBounds && vote == allowed ? std::nullopt : std::optional(sayPlain("This is no answer to the question."));
}

void ListeningSession::apply(const ListeningEvent &event) {
    if (const auto objection = objectionTo(event))
        throw engine::badInput(*objection, sayPlain("Go on with what is asked."));
    ++m_state.events;
    const auto still = [&] {
        m_state.playing = -1;
        m_state.positionMs = 0;
    };
    switch (event.kind) {
    case Kind::Began:
        m_state.stage = Stage::Asking;
        break;
    case Kind::Played:
    case Kind::Switched:
        m_state.playing = event.place;
        m_state.positionMs = event.positionMs;
        break;
    case Kind::Heard: {
        int &heard = m_state.trials[std::size_t(event.trial)].heardMs[indexOf(event.trial, event.place)];
        heard = std::min(heard + event.heardMs, kLongestHeard);
        break;
    }
    case Kind::Voted: {
        TrialState &trial = m_state.trials[std::size_t(event.trial)];
        trial.vote = event.vote;
        trial.votedAt = event.at;
        m_state.mayUndo = true;
        ++m_state.current;
        if (isComplete())
            m_state.stage = Stage::AllAnswered;
        still();
        break;
    }
    case Kind::Undone: {
        TrialState &trial = m_state.trials[std::size_t(--m_state.current)];
        trial.vote.reset();
        trial.votedAt = 0;
        ++trial.undone;
        m_state.mayUndo = false;
        m_state.stage = Stage::Asking;
        m_state.assessment.reset();
        still();
        break;
    }
    case Kind::Paused:
        m_state.paused = true;
        still();
        break;
    case Kind::Resumed:
        m_state.paused = false;
        still();
        break;
    case Kind::Assessed:
        m_state.assessment = event.assessment;
        break;
    case Kind::Finished:
        m_state.stage = Stage::Finished;
        m_state.paused = false;
        m_state.mayUndo = false;
        still();
        break;
    case Kind::Revealed:
        m_state.stage = Stage::Revealed;
        break;
    }
}

const Trial *ListeningSession::currentTrial() const {
    return m_state.stage == Stage::Asking ? &m_plan->order.trials[std::size_t(m_state.current)] : nullptr;
}

std::vector<int> ListeningSession::placesOf(int trial) const {
    const Trial &asked = m_plan->order.trials.at(std::size_t(trial));
    std::vector<int> places;
    for (int place = 0; place < int(asked.shown.size()); ++place)
        places.push_back(place);
    if (asked.x >= 0)
        places.push_back(kPlaceOfX);
    return places;
}

std::size_t ListeningSession::indexOf(int trial, int place) const {
    return place == kPlaceOfX ? m_plan->order.trials.at(std::size_t(trial)).shown.size() : std::size_t(place);
}

const Stimulus &ListeningSession::soundAt(int trial, int place) const {
    const Trial &asked = m_plan->order.trials.at(std::size_t(trial));
    return m_plan->stimulus(asked.row, asked.shown.at(std::size_t(place == kPlaceOfX ? asked.x : place)));
}

int ListeningSession::neededMs(int trial, int place) const {
    return std::min(m_plan->design.minimumHeardMs, soundAt(trial, place).lengthMs);
}

int ListeningSession::heardMs(int trial, int place) const {
    return m_state.trials.at(std::size_t(trial)).heardMs.at(indexOf(trial, place));
}

bool ListeningSession::mayVote() const {
    if (m_state.stage != Stage::Asking || m_state.paused)
        return false;
    const auto places = placesOf(m_state.current);
    return std::all_of(places.begin(), places.end(),
                       [&](int place) { return heardMs(m_state.current, place) >= neededMs(m_state.current, place); });
}

} // namespace app::listening
