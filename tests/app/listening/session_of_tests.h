// Sessions for tests: made-up sounds, and listeners that do what comes to their mind.
#pragma once

#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "app/listening/listening_session.h"
#include "tests/app/listening/design_of_tests.h"

inline std::string madeUpHash(unsigned number) {
    char digits[65];
    std::snprintf(digits, sizeof digits, "%064x", number);
    return digits;
}

inline std::vector<app::listening::Stimulus> madeUpSounds(const app::listening::TestDesign &design) {
    std::vector<app::listening::Stimulus> sounds;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        for (const auto condition : app::listening::soundsNeeded(design))
            sounds.push_back({row, condition, madeUpHash(unsigned(row * 100 + condition + 10)), 700 + row * 100});
    }
    return sounds;
}

inline std::shared_ptr<const app::listening::SessionPlan> madeUpPlan(const app::listening::TestDesign &design,
                                                                     std::uint64_t seed = 1,
                                                                     const std::string &listener = "Anna",
                                                                     bool simulated = false) {
    return std::make_shared<const app::listening::SessionPlan>(
        app::listening::newPlan(design, madeUpSounds(design), {listener, simulated}, 1'700'000'000'000, &seed));
}

// An answer that may be given, by lot.
inline app::listening::Vote madeUpVote(const app::listening::ListeningSession &session, std::minstd_rand &random) {
    using app::listening::Mode;
    const auto below = [&](int count) { return int(random() % unsigned(count)); };
    const auto &design = session.plan().design;
    const std::size_t places = session.currentTrial()->shown.size();
    app::listening::Vote vote;
    switch (design.mode) {
    case Mode::AbPreference:
        vote.choice = design.noPreference ? below(3) - 1 : below(2) * 2 - 1;
        break;
    case Mode::Cmos:
        vote.choice = below(7) - 3;
        break;
    case Mode::Abx:
        vote.choice = below(2) * 2 - 1;
        vote.confidence = 1 + below(3);
        break;
    case Mode::Mushra:
        for (std::size_t i = 0; i < places; ++i)
            vote.scores.push_back(below(101));
        break;
    case Mode::OriginalForm:
        for (std::size_t i = 0; i < places; ++i)
            vote.forms.push_back({1 + below(5), 1 + below(5), 1 + below(5), below(4) == 0});
        vote.notes = below(3) == 0 ? "a \"click\",\nthen silence" : "";
        break;
    }
    return vote;
}

// What a listener could do next, right or wrong.
inline app::listening::ListeningEvent anyEvent(const app::listening::ListeningSession &session,
                                               std::minstd_rand &random) {
    using Kind = app::listening::ListeningEvent::Kind;
    static const Kind kinds[] = {Kind::Began,   Kind::Played,   Kind::Played,   Kind::Switched, Kind::Heard,
                                 Kind::Heard,   Kind::Heard,    Kind::Heard,    Kind::Heard,    Kind::Voted,
                                 Kind::Voted,   Kind::Voted,    Kind::Undone,   Kind::Paused,   Kind::Resumed,
                                 Kind::Resumed, Kind::Assessed, Kind::Finished, Kind::Revealed};
    const auto below = [&](int count) { return int(random() % unsigned(count)); };
    app::listening::ListeningEvent event;
    event.kind = kinds[below(int(std::size(kinds)))];
    if (event.kind == Kind::Finished && below(20) > 0)
        event.kind = Kind::Heard;
    event.at = 1'700'000'000'000 + session.state().events * 1000;
    const app::listening::Trial *asked = session.currentTrial();
    const bool ofSound = event.kind == Kind::Played || event.kind == Kind::Switched || event.kind == Kind::Heard;
    if (ofSound || event.kind == Kind::Voted)
        event.trial = session.state().current + (below(20) == 0 ? below(3) - 1 : 0);
    if (ofSound && asked) {
        const auto places = session.placesOf(session.state().current);
        event.place = below(30) == 0 ? int(places.size()) : places[std::size_t(below(int(places.size())))];
    }
    if (ofSound)
        (event.kind == Kind::Heard ? event.heardMs : event.positionMs) = below(1500);
    if (event.kind == Kind::Voted)
        event.vote = asked ? madeUpVote(session, random) : app::listening::Vote();
    if (event.kind == Kind::Voted && below(10) == 0)
        event.vote->choice = 7;
    if (event.kind == Kind::Assessed)
        event.assessment = app::listening::Assessment{below(2) == 0, true, false, below(2) == 0, "keep 7"};
    return event;
}

// A listener who listens to everything that is asked; each event a second after the one before.
class PatientListener {
public:
    using Event = app::listening::ListeningEvent;

    explicit PatientListener(std::shared_ptr<const app::listening::SessionPlan> plan) : m_session(std::move(plan)) {
        apply({Event::Kind::Began});
    }

    const app::listening::ListeningSession &session() const { return m_session; }
    std::vector<Event> takeEvents() { return std::move(m_events); }

    void apply(Event event) {
        event.at = 1'700'000'000'000 + m_session.state().events * 1000;
        m_session.apply(event);
        m_events.push_back(event);
    }
    // Hears all sounds of the trial that is asked.
    void hear() {
        const int trial = m_session.state().current;
        for (const int place : m_session.placesOf(trial)) {
            Event event{Event::Kind::Played, 0, trial, place};
            apply(event);
            event.kind = Event::Kind::Heard;
            event.heardMs = m_session.neededMs(trial, place);
            apply(event);
        }
    }
    void vote(app::listening::Vote vote) {
        Event event{Event::Kind::Voted, 0, m_session.state().current};
        event.vote = std::move(vote);
        apply(event);
    }
    void assess(app::listening::Assessment assessment) {
        Event event{Event::Kind::Assessed};
        event.assessment = std::move(assessment);
        apply(event);
    }

private:
    app::listening::ListeningSession m_session;
    std::vector<Event> m_events;
};

// The rest of a session: hears everything, votes by lot, finishes, reveals.
inline std::vector<app::listening::ListeningEvent>
listenToTheEnd(const std::shared_ptr<const app::listening::SessionPlan> &plan, std::minstd_rand &random) {
    using app::listening::ListeningEvent;
    PatientListener listener(plan);
    while (listener.session().currentTrial()) {
        listener.hear();
        listener.vote(madeUpVote(listener.session(), random));
    }
    if (plan->design.mode == app::listening::Mode::OriginalForm)
        listener.assess({true, false, true, false, "Keep NFE 7."});
    listener.apply({ListeningEvent::Kind::Finished});
    listener.apply({ListeningEvent::Kind::Revealed});
    return listener.takeEvents();
}
