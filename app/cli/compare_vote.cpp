#include <QDateTime>

#include <algorithm>

#include <unistd.h>

#include "app/cli/answer.h"
#include "app/cli/compare_acts.h"
#include "app/cli/voting_room.h"
#include "app/listening/session_sounds.h"
#include "app/listening/simulated_listener.h"
#include "engine/cli/console.h"

namespace app::cli {

using namespace listening;
using namespace engine::cli;
using engine::Json;

namespace {

std::vector<Stimulus> soundsOf(CompareDesk &desk, const StoredDesign &stored) {
    desk.look(stored.design);
    const auto stimuli = desk.maker().stimuli();
    const SessionSounds sounds =
        soundsForSession(desk.sessionsOf(stored.design), stimuli ? testId(stored.design, *stimuli) : std::string());
    if (sounds.from == SessionSounds::From::Now)
        return *stimuli;
    if (sounds.from == SessionSounds::From::Heard) {
        note(sounds.notice().toStdString());
        return desk
            .wait<TestRecord>([&](auto *context, auto done) { desk.sessions().test(sounds.heard, context, done); })
            .stimuli;
    }
    const CellProgress progress = desk.maker().progress();
    throw engine::badInput(std::to_string(progress.total - progress.made) + " of " + std::to_string(progress.total) +
                               " sounds of the test \"" + stored.design.name + "\" are not made yet.",
                           "`ishowtts compare make " + stored.id.substr(0, 8) + "` makes them.");
}

int simulate(const Arguments &arguments, CompareDesk &desk, const StoredDesign &stored,
             const std::vector<Stimulus> &stimuli) {
    const SimulatedTaste taste = tasteFrom(arguments.text("--simulate"));
    TestRecord record{stored.design, stimuli, {}};
    Json::Array ids;
    for (int number = 0; number < taste.listeners; ++number) {
        const std::uint64_t seed = taste.seed * 1'000'003 + std::uint64_t(number);
        const auto plan = std::make_shared<const SessionPlan>(newPlan(stored.design, stimuli,
                                                                      {"simulated " + std::to_string(number + 1), true},
                                                                      QDateTime::currentMSecsSinceEpoch(), &seed));
        record.sessions.push_back({plan->header, simulatedEvents(plan, taste, number)});
        ids.push_back(plan->header.id);
    }
    const int kept = desk.wait<int>([&](auto *context, auto done) { desk.sessions().keep(record, context, done); });
    answer(arguments,
           Json::Object{{"test", testId(stored.design, stimuli)}, {"sessions", std::move(ids)}, {"simulated", true}},
           std::to_string(kept) + " simulated sessions are kept with the test \"" + stored.design.name +
               "\". They are marked as simulated for ever and decide nothing.");
    return Exit::Done;
}

// An open session of this listener goes on, with the sounds that it began with.
std::optional<StoredSession> openSession(CompareDesk &desk, const TestDesign &design, const Arguments &arguments) {
    const auto all = desk.sessionsOf(design);
    const std::string called = arguments.text("--session"), listener = arguments.text("--listener");
    for (auto session = all.rbegin(); session != all.rend(); ++session) {
        const SessionHeader &header = session->header;
        const bool wanted = called.empty() ? header.listener == listener : header.id.starts_with(called);
        if (!wanted || session->finished || header.simulated)
            continue;
        return desk.wait<StoredSession>(
            [&](auto *context, auto done) { desk.sessions().load(header.id, context, done); });
    }
    if (!called.empty())
        throw engine::badInput("There is no open session \"" + called + "\" of this test.",
                               "`ishowtts compare list` shows them.");
    return std::nullopt;
}

// A line of what is typed, of which `rest` came already; none at its end.
std::optional<std::string> lineOf(std::string &rest) {
    for (;;) {
        if (const auto end = rest.find('\n'); end != std::string::npos) {
            std::string line = rest.substr(0, end);
            rest.erase(0, end + 1);
            return line;
        }
        char bytes[4096];
        const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count <= 0)
            return std::nullopt;
        rest.append(bytes, std::size_t(count));
    }
}

// The last part of the original's form.
std::optional<Assessment> assessment(std::string rest) {
    const auto yes = [&rest](const char *question) -> std::optional<bool> {
        for (;;) {
            print(std::string(question) + " (y/n) > ");
            flushOutput();
            const auto line = lineOf(rest);
            if (!line)
                return std::nullopt;
            if (*line == "y" || *line == "n")
                return *line == "y";
        }
    };
    Assessment all;
    for (const auto &[question, answered] : {std::pair("Quality difference noticeable?", &Assessment::noticeable),
                                             {"Acceptable for production?", &Assessment::acceptable},
                                             {"Accept the speedup for this quality?", &Assessment::worthTheSpeed},
                                             {"Final decision: accept?", &Assessment::accepted}}) {
        const auto said = yes(question);
        if (!said)
            return std::nullopt;
        all.*answered = *said;
    }
    print("Recommendation > ");
    flushOutput();
    all.recommendation = lineOf(rest).value_or(std::string()).substr(0, 4000);
    return all;
}

void finish(CompareDesk &desk, const std::shared_ptr<const SessionPlan> &plan,
            const std::optional<Assessment> &assessed) {
    const auto stored = desk.wait<StoredSession>(
        [&](auto *context, auto done) { desk.sessions().load(plan->header.id, context, done); });
    SessionRecorder recorder(desk.sessions(), plan, stored.events);
    QEventLoop loop;
    std::optional<Problem> problem;
    QObject::connect(&recorder, &SessionRecorder::recorded, &loop, &QEventLoop::quit);
    QObject::connect(&recorder, &SessionRecorder::notRecorded, &loop, [&](const Problem &failed) {
        problem = failed;
        loop.quit();
    });
    using Kind = ListeningEvent::Kind;
    for (const Kind kind : {Kind::Assessed, Kind::Finished, Kind::Revealed}) {
        ListeningEvent event{kind};
        if (kind == Kind::Assessed)
            event.assessment = assessed;
        event.at = QDateTime::currentMSecsSinceEpoch();
        if (recorder.expected().objectionTo(event))
            continue;
        recorder.record(event);
        while (recorder.isWriting() && !problem)
            loop.exec();
    }
    if (problem)
        throw engine::failure(problem->what.toStdString(), problem->remedy.toStdString());
}

} // namespace

int compareVote(const Arguments &arguments) {
    const Interrupt interrupt;
    CompareDesk desk(arguments);
    const StoredDesign stored = desk.design(testCalled(arguments));
    if (const auto objection = objectionToHearing(stored.design))
        throw engine::badInput("Nobody can listen to the test \"" + stored.design.name + "\".",
                               objection->toStdString());
    if (arguments.has("--simulate"))
        return simulate(arguments, desk, stored, soundsOf(desk, stored));
    std::shared_ptr<const SessionPlan> plan;
    std::vector<ListeningEvent> events;
    if (auto open = openSession(desk, stored.design, arguments)) {
        note("going on with the session of " + open->plan.header.listener);
        plan = std::make_shared<const SessionPlan>(std::move(open->plan));
        events = std::move(open->events);
    } else {
        plan = std::make_shared<const SessionPlan>(newPlan(stored.design, soundsOf(desk, stored),
                                                           {arguments.text("--listener"), false},
                                                           QDateTime::currentMSecsSinceEpoch()));
        desk.wait<storage::Done>([&](auto *context, auto done) { desk.sessions().begin(*plan, context, done); });
    }
    VotingRoom room(desk, plan, std::move(events));
    if (room.run(interrupt.token()) == VotingRoom::Leaving::Left) {
        note("What was answered is kept; the same command goes on.");
        return Exit::Interrupted;
    }
    std::optional<Assessment> assessed;
    if (stored.design.mode == Mode::OriginalForm && !(assessed = assessment(room.rest()))) {
        note("What was answered is kept; the same command goes on.");
        return Exit::Interrupted;
    }
    finish(desk, plan, assessed);
    std::string said = "The session is finished. The sealed order was " + sealedText(sealedWords(*plan)) +
                       "\nwith the salt " + plan->header.salt + "\n";
    answer(arguments, Json::Object{{"session", plan->header.id}, {"test", plan->header.test}}, said);
    return Exit::Done;
}

} // namespace app::cli
