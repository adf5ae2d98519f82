// Sessions in which a listener answers what a test wants to have answered: through the real order, hearing everything.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/listening/session_merge.h"
#include "tests/app/listening/session_of_tests.h"

// Of the trial that is asked.
using AnswerTo = std::function<app::listening::Vote(const app::listening::Trial &trial)>;

inline std::vector<app::listening::ListeningEvent>
answered(const std::shared_ptr<const app::listening::SessionPlan> &plan, const AnswerTo &answer,
         std::size_t mostVotes = 1'000'000) {
    PatientListener listener(plan);
    for (std::size_t votes = 0; listener.session().currentTrial() && votes < mostVotes; ++votes) {
        listener.hear();
        listener.vote(answer(*listener.session().currentTrial()));
    }
    if (plan->design.mode == app::listening::Mode::OriginalForm && !listener.session().currentTrial())
        listener.assess({});
    listener.apply({app::listening::ListeningEvent::Kind::Finished});
    return listener.takeEvents();
}

// One session for each answer, of listeners "1", "2" …
inline app::listening::TestRecord recordWith(const app::listening::TestDesign &design,
                                             const std::vector<AnswerTo> &answers, bool simulated = false) {
    std::vector<app::listening::RecordedSession> sessions;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto plan = madeUpPlan(design, i + 1, std::to_string(i + 1), simulated);
        sessions.push_back({plan->header, answered(plan, answers[i])});
    }
    return app::listening::recordOf(design, madeUpSounds(design), std::move(sessions));
}

// A pair by how much better the right one is, from what each condition is worth.
inline app::listening::Vote pairVote(const app::listening::Trial &trial,
                                     const std::function<int(app::listening::Condition)> &worth, int most = 1) {
    const int difference = worth(trial.shown[1]) - worth(trial.shown[0]);
    app::listening::Vote vote;
    vote.choice = difference > most ? most : difference < -most ? -most : difference;
    return vote;
}
