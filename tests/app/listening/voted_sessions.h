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
    using app::listening::ListeningEvent;
    app::listening::ListeningSession session(plan);
    std::vector<ListeningEvent> events;
    const auto apply = [&](ListeningEvent event) {
        event.at = 1'700'000'000'000 + session.state().events * 1000;
        session.apply(event);
        events.push_back(event);
    };
    apply({ListeningEvent::Kind::Began});
    for (std::size_t votes = 0; session.currentTrial() && votes < mostVotes; ++votes) {
        const int trial = session.state().current;
        for (const int place : session.placesOf(trial)) {
            ListeningEvent event{ListeningEvent::Kind::Played, 0, trial, place};
            apply(event);
            event.kind = ListeningEvent::Kind::Heard;
            event.heardMs = session.neededMs(trial, place);
            apply(event);
        }
        ListeningEvent vote{ListeningEvent::Kind::Voted, 0, trial};
        vote.vote = answer(*session.currentTrial());
        apply(vote);
    }
    if (plan->design.mode == app::listening::Mode::OriginalForm && !session.currentTrial()) {
        ListeningEvent assessed{ListeningEvent::Kind::Assessed};
        assessed.assessment = app::listening::Assessment{};
        apply(assessed);
    }
    apply({ListeningEvent::Kind::Finished});
    return events;
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
