#include "tests/app/listening/restless_listener.h"

#include <QCoreApplication>

#include <cstdio>
#include <random>

#include "tests/app/listening/open_sessions.h"
#include "tests/app/listening/session_of_tests.h"

using namespace app::listening;
using Kind = ListeningEvent::Kind;

namespace {

void print(const std::string &line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

std::string lineOf(const char *word, int number, const ListeningEvent &event) {
    return std::string(word) + " " + std::to_string(number) + " " + wordFor(event.kind) + " " + toJson(event).dump();
}

// Hears a sound in two pieces, votes when it may, takes a vote back now and then, and waits for the disk only after a
// vote, as a person does.
ListeningEvent nextOf(const ListeningSession &session, std::minstd_rand &random) {
    const SessionState &state = session.state();
    ListeningEvent event;
    event.at = 1'700'000'000'000 + state.events;
    if (state.stage == SessionState::Stage::NotBegun || state.stage == SessionState::Stage::AllAnswered) {
        event.kind = state.stage == SessionState::Stage::NotBegun ? Kind::Began : Kind::Finished;
        return event;
    }
    if (state.mayUndo && random() % 20 == 0) {
        event.kind = Kind::Undone;
        return event;
    }
    event.trial = state.current;
    for (const int place : session.placesOf(state.current)) {
        if (session.heardMs(state.current, place) >= session.neededMs(state.current, place))
            continue;
        event.place = place;
        event.kind = state.playing == place ? Kind::Heard : Kind::Switched;
        (event.kind == Kind::Heard ? event.heardMs : event.positionMs) = 500;
        return event;
    }
    event.kind = Kind::Voted;
    event.vote = madeUpVote(session, random);
    return event;
}

} // namespace

TestDesign designOfRestlessListeners() {
    TestDesign design = nfe7Against6(Mode::Cmos);
    design.rows.resize(6);
    design.checks = {1, 1, 1};
    return design;
}

int runRestlessListener(const QString &folder, unsigned seed) {
    std::minstd_rand random(seed + 1);
    OpenSessions open(folder);
    for (;;) {
        std::string unfinished;
        for (const SessionSummary &summary : open.sessions()) {
            if (!summary.finished)
                unfinished = summary.header.id;
        }
        std::shared_ptr<const SessionPlan> plan;
        std::vector<ListeningEvent> events;
        if (unfinished.empty()) {
            plan = madeUpPlan(designOfRestlessListeners(), random());
            if (!open.begin(*plan))
                return 1;
        } else {
            const auto stored = open.load(unfinished);
            if (!stored) {
                print("problem " + stored.problem.detail.toStdString());
                return 1;
            }
            plan = std::make_shared<const SessionPlan>(stored.value->plan);
            events = stored.value->events;
        }
        print("session " + plan->header.id);
        SessionRecorder recorder(open.store, plan, events);
        QObject::connect(&recorder, &SessionRecorder::recorded, &recorder, [&](const ListeningEvent &event) {
            print(lineOf("done", recorder.session().state().events - 1, event));
        });
        QObject::connect(&recorder, &SessionRecorder::notRecorded, &recorder,
                         [](const app::Problem &problem) { print("problem " + problem.what.toStdString()); });
        const auto record = [&](const ListeningEvent &event) {
            print(lineOf("try", recorder.expected().state().events, event));
            recorder.record(event);
        };
        if (!events.empty())
            record({Kind::Resumed, 1'700'000'000'000});
        while (recorder.expected().state().stage != SessionState::Stage::Finished) {
            const ListeningEvent event = nextOf(recorder.expected(), random);
            record(event);
            while (event.kind == Kind::Voted && recorder.isWriting())
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        while (recorder.isWriting())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}
