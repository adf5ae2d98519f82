// A listening session as a pure machine: events go in, and what may be done next comes out. Nothing but the events
// makes its state, so that a session that was cut off goes on where its last event on the disk left it. Any thread.
//
//   not begun ─Began→ asking ─Voted…→ all answered ─Finished→ finished ─Revealed→ revealed
//                       ↑ ↓ Paused/Resumed   ↑ ↓ Undone
//
// A session may be finished early, once there is a vote. What lies on which place must not be shown before it is
// revealed; isRevealed() says so.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/listening/listening_event.h"
#include "app/listening/session_plan.h"

namespace app::listening {

struct TrialState {
    std::vector<int> heardMs; // of each place; Abx: of X too, last
    std::optional<Vote> vote;
    std::int64_t votedAt = 0;
    int undone = 0; // how often a vote was taken back

    bool operator==(const TrialState &) const = default;
};

struct SessionState {
    enum class Stage { NotBegun, Asking, AllAnswered, Finished, Revealed };

    Stage stage = Stage::NotBegun;
    bool paused = false;
    int current = 0;      // the trial that is asked; the number of trials when all are answered
    bool mayUndo = false; // the last vote was not taken back, and nothing ended since
    int playing = -1;     // place that was played or switched to last in this trial; after a resume nothing sounds
    int positionMs = 0;   // from where
    int events = 0;       // how many made this state
    std::vector<TrialState> trials;
    std::optional<Assessment> assessment;

    bool operator==(const SessionState &) const = default;
};

class ListeningSession {
public:
    explicit ListeningSession(std::shared_ptr<const SessionPlan> plan);
    // Error(BadInput) with the number of the event that cannot follow those before it.
    static ListeningSession replay(std::shared_ptr<const SessionPlan> plan, std::span<const ListeningEvent> events);

    // Error(BadInput) says why it cannot be now; the state is as it was then.
    void apply(const ListeningEvent &event);
    std::optional<std::string> objectionTo(const ListeningEvent &event) const; // translated; nothing: it may come

    const SessionPlan &plan() const { return *m_plan; }
    const SessionState &state() const { return m_state; }
    bool isRevealed() const { return m_state.stage == SessionState::Stage::Revealed; }
    bool isComplete() const { return m_state.current == int(m_plan->order.trials.size()); } // no trial without a vote
    const Trial *currentTrial() const; // nothing unless one is asked

    // The sound at a place of a trial, and how long it must be heard before a vote.
    const Stimulus &soundAt(int trial, int place) const;
    int neededMs(int trial, int place) const;
    std::vector<int> placesOf(int trial) const; // 0, 1 … and kPlaceOfX
    bool mayVote() const;                       // all of the current trial was heard for long enough
    int heardMs(int trial, int place) const;

private:
    std::optional<std::string> objectionToVote(const Vote &vote) const;
    std::optional<std::string> objectionToSound(const ListeningEvent &event) const;
    std::size_t indexOf(int trial, int place) const;

    std::shared_ptr<const SessionPlan> m_plan;
    SessionState m_state;
};

} // namespace app::listening
