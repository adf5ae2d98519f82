// A session from its first event to its last: what may be done when, and that nothing but the events makes its state.
#include <QTest>

#include <functional>
#include <set>

#include "app/listening/listening_session.h"
#include "engine/error.h"
#include "tests/app/listening/session_of_tests.h"

using namespace app::listening;
using Kind = ListeningEvent::Kind;
using Stage = SessionState::Stage;

namespace {

const std::vector<Mode> kModes{Mode::AbPreference, Mode::Cmos, Mode::Abx, Mode::Mushra, Mode::OriginalForm};

TestDesign smallDesign(Mode mode) {
    TestDesign design = nfe7Against6(mode);
    design.rows.resize(4);
    design.checks = {1, 1, 1};
    return design;
}

ListeningEvent of(Kind kind, int trial = -1, int place = -1, int ms = 0) {
    ListeningEvent event{kind, 1'700'000'000'000, trial, place};
    (kind == Kind::Heard ? event.heardMs : event.positionMs) = ms;
    return event;
}

ListeningEvent choice(int trial, int value) {
    ListeningEvent event = of(Kind::Voted, trial);
    event.vote = Vote();
    event.vote->choice = value;
    return event;
}

bool refuses(const ListeningSession &session, const ListeningEvent &event) {
    ListeningSession other = session;
    try {
        other.apply(event);
        return false;
    } catch (const engine::Error &error) {
        return other.state() == session.state() && !error.remedy().empty();
    }
}

} // namespace

class TestListeningSession : public QObject {
    Q_OBJECT

    static void hearAll(ListeningSession &session) {
        const int trial = session.state().current;
        for (const int place : session.placesOf(trial))
            session.apply(of(Kind::Heard, trial, place, session.neededMs(trial, place)));
    }

private Q_SLOTS:
    void everythingIsHeardBeforeAVote() {
        TestDesign design = smallDesign(Mode::AbPreference);
        design.minimumHeardMs = 1000;
        ListeningSession session(madeUpPlan(design));
        QVERIFY(refuses(session, choice(0, 1))); // not begun
        QVERIFY(!session.currentTrial());
        session.apply(of(Kind::Began));
        QVERIFY(refuses(session, of(Kind::Began)));
        QVERIFY(session.currentTrial());
        QVERIFY(refuses(session, choice(0, 1)));
        const int needed = session.neededMs(0, 0);
        QVERIFY(needed == 1000 || needed == session.soundAt(0, 0).lengthMs);
        QVERIFY(needed <= 1000 && needed >= 700);
        session.apply(of(Kind::Played, 0, 0));
        session.apply(of(Kind::Heard, 0, 0, needed));
        QVERIFY(!session.mayVote());
        session.apply(of(Kind::Switched, 0, 1, needed));
        QCOMPARE(session.state().playing, 1);
        session.apply(of(Kind::Heard, 0, 1, session.neededMs(0, 1) - 1));
        QVERIFY(refuses(session, choice(0, 1)));
        session.apply(of(Kind::Heard, 0, 1, 1)); // together
        QVERIFY(session.mayVote());
        QVERIFY(refuses(session, choice(1, 1))); // another question
        session.apply(choice(0, 1));
        QCOMPARE(session.state().current, 1);
        QVERIFY(!session.mayVote());
    }

    void onlyAnAnswerToTheQuestionIsOne() {
        const auto allowed = [&](Mode mode, const Vote &vote, bool noPreference = true) {
            TestDesign design = smallDesign(mode);
            design.noPreference = noPreference;
            design.checks = {};
            design.checks.nullPairs = design.checks.gold = design.checks.repeats = 0;
            ListeningSession session(madeUpPlan(design));
            session.apply(of(Kind::Began));
            hearAll(session);
            ListeningEvent event = of(Kind::Voted, 0);
            event.vote = vote;
            return !refuses(session, event);
        };
        QVERIFY(allowed(Mode::AbPreference, {0}));
        QVERIFY(!allowed(Mode::AbPreference, {0}, false));
        QVERIFY(allowed(Mode::AbPreference, {-1}, false));
        QVERIFY(!allowed(Mode::AbPreference, {2}));
        QVERIFY(!allowed(Mode::AbPreference, {1, 1}));
        QVERIFY(allowed(Mode::Cmos, {-3}));
        QVERIFY(!allowed(Mode::Cmos, {4}));
        QVERIFY(allowed(Mode::Abx, {1, 3}));
        QVERIFY(!allowed(Mode::Abx, {1, 0}));
        QVERIFY(!allowed(Mode::Abx, {0, 1}));
        QVERIFY(!allowed(Mode::Abx, {1, 4}));
        QVERIFY(allowed(Mode::Mushra, {0, 0, {0, 100, 50, 1, 99}})); // two columns, reference, two anchors
        QVERIFY(!allowed(Mode::Mushra, {0, 0, {0, 100, 50, 1}}));
        QVERIFY(!allowed(Mode::Mushra, {0, 0, {0, 101, 50, 1, 99}}));
        QVERIFY(!allowed(Mode::Mushra, {0}));
        const std::vector<FormRating> forms{{1, 5, 3, true}, {5, 1, 3, false}};
        QVERIFY(allowed(Mode::OriginalForm, {0, 0, {}, forms, "a click"}));
        QVERIFY(!allowed(Mode::OriginalForm, {0, 0, {}, {forms[0]}}));
        QVERIFY(!allowed(Mode::OriginalForm, {0, 0, {}, {forms[0], {0, 1, 1}}}));
        QVERIFY(!allowed(Mode::OriginalForm, {0, 0, {}, forms, std::string(4001, 'x')}));
    }

    void theLastVoteCanBeTakenBackOnce() {
        ListeningSession session(madeUpPlan(smallDesign(Mode::Cmos)));
        session.apply(of(Kind::Began));
        QVERIFY(refuses(session, of(Kind::Undone)));
        hearAll(session);
        session.apply(choice(0, 3));
        hearAll(session);
        session.apply(choice(1, -2));
        session.apply(of(Kind::Undone));
        QCOMPARE(session.state().current, 1);
        QVERIFY(!session.state().trials[1].vote);
        QCOMPARE(session.state().trials[1].undone, 1);
        QVERIFY(session.mayVote()); // it was heard
        QVERIFY(refuses(session, of(Kind::Undone)));
        session.apply(choice(1, 1));
        QCOMPARE(session.state().trials[1].vote->choice, 1);
        QVERIFY(!refuses(session, of(Kind::Undone)));
    }

    void aPauseStopsEverything() {
        ListeningSession session(madeUpPlan(smallDesign(Mode::AbPreference)));
        session.apply(of(Kind::Began));
        hearAll(session);
        session.apply(of(Kind::Played, 0, 1, 300));
        session.apply(of(Kind::Paused));
        QCOMPARE(session.state().playing, -1);
        QVERIFY(!session.mayVote());
        QVERIFY(refuses(session, of(Kind::Paused)));
        QVERIFY(refuses(session, choice(0, 1)));
        QVERIFY(refuses(session, of(Kind::Played, 0, 0)));
        session.apply(of(Kind::Resumed));
        session.apply(choice(0, 1));
    }

    void itIsRevealedAfterItIsFinished() {
        for (const Mode mode : kModes) {
            const auto plan = madeUpPlan(smallDesign(mode));
            std::minstd_rand random(3);
            const auto events = listenToTheEnd(plan, random);
            const auto session = ListeningSession::replay(plan, events);
            QVERIFY(session.isRevealed());
            QVERIFY(session.isComplete());
            QVERIFY(session.state().assessment.has_value() == (mode == Mode::OriginalForm));
            for (const Kind kind :
                 {Kind::Began, Kind::Resumed, Kind::Paused, Kind::Undone, Kind::Finished, Kind::Revealed})
                QVERIFY(refuses(session, of(kind)));
            const auto before = ListeningSession::replay(plan, {events.data(), events.size() - 2});
            QCOMPARE(int(before.state().stage), int(Stage::AllAnswered));
            QVERIFY(refuses(before, of(Kind::Revealed)));
            QVERIFY(!refuses(before, of(Kind::Undone)));
            QVERIFY(verify(sealedWords(*plan), plan->header.salt, plan->header.commitment));
        }
    }

    void anEarlyEndIsOneToo() {
        ListeningSession session(madeUpPlan(smallDesign(Mode::AbPreference)));
        session.apply(of(Kind::Began));
        QVERIFY(refuses(session, of(Kind::Finished))); // nothing to judge
        hearAll(session);
        session.apply(choice(0, 0));
        session.apply(of(Kind::Finished));
        QVERIFY(!session.isComplete());
        session.apply(of(Kind::Revealed));
    }

    // Listeners that do anything: what is refused changes nothing, and every prefix of what they did, through JSON, is
    // the state that they were in.
    void everyPrefixReplaysToTheSameState() {
        int done = 0;
        int refused = 0;
        std::set<int> stages;
        for (const Mode mode : kModes) {
            for (unsigned walk = 0; walk < 12; ++walk) {
                std::minstd_rand random(100 * unsigned(mode) + walk + 1);
                TestDesign design = smallDesign(mode);
                design.noPreference = walk % 2 == 0;
                const auto plan = madeUpPlan(design, walk);
                ListeningSession session(plan);
                std::vector<ListeningEvent> events;
                std::vector<SessionState> states{session.state()};
                for (int step = 0; step < 400; ++step) {
                    const ListeningEvent event = anyEvent(session, random);
                    const SessionState before = session.state();
                    if (session.objectionTo(event)) {
                        QVERIFY(refuses(session, event));
                        QVERIFY(session.state() == before);
                        ++refused;
                        continue;
                    }
                    session.apply(event);
                    QVERIFY(!(session.state() == before));
                    events.push_back(eventFromJson(engine::Json::parse(toJson(event).dump(), "event")));
                    QVERIFY(events.back() == event);
                    states.push_back(session.state());
                    stages.insert(int(session.state().stage));
                    ++done;
                }
                for (std::size_t length = 0; length <= events.size(); ++length)
                    QVERIFY(ListeningSession::replay(plan, {events.data(), length}).state() == states[length]);
            }
        }
        QCOMPARE(stages.size(), std::size_t(4)); // all but the one before the first event
        QVERIFY(done > 3000 && refused > 3000);
    }

    void aReplayThatCannotBeSaysWhere() {
        const auto plan = madeUpPlan(smallDesign(Mode::AbPreference));
        const std::vector<ListeningEvent> events{of(Kind::Began), of(Kind::Resumed), choice(0, 1)};
        try {
            ListeningSession::replay(plan, events);
            QFAIL("it was taken");
        } catch (const engine::Error &error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(QStringLiteral("Event 3")), error.what());
        }
    }

    void eventsOfStrangersAreChecked_data() {
        QTest::addColumn<QString>("text");
        for (
            const char *text :
            {"[]",
             "{}",
             R"({"kind":"slept","at":1})",
             R"({"kind":"began"})",
             R"({"kind":"began","at":-1})",
             R"({"kind":"began","at":1.5})",
             R"({"kind":"began","at":9e99})",
             R"({"kind":"began","at":1,"trial":0})",
             R"({"kind":"voted","at":1,"trial":0})",
             R"({"kind":"voted","at":1,"trial":-1,"vote":{"choice":1}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"choice":4}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"choice":1,"confidence":9}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"scores":[101]}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"scores":["5"]}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"scores":[0,0,0,0,0,0,0,0,0,0,0,0,0]}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"forms":[{"naturalness":5,"clarity":5,"prosody":5}]}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"forms":[{"naturalness":6,"clarity":5,"prosody":5,"artifacts":false}]}})",
             R"({"kind":"voted","at":1,"trial":0,"vote":{"choise":1}})",
             R"({"kind":"played","at":1,"trial":0,"place":0,"position":3600001})",
             R"({"kind":"played","at":1,"trial":0,"place":101,"position":0})",
             R"({"kind":"heard","at":1,"trial":0,"place":0,"heard":-5})",
             R"({"kind":"heard","at":1,"trial":18446744073709551615,"place":0,"heard":5})",
             R"({"kind":"assessed","at":1})"})
            QTest::addRow("%s", text) << QString::fromLatin1(text);
    }

    void eventsOfStrangersAreChecked() {
        QFETCH(QString, text);
        const auto json = engine::Json::parse(text.toStdString(), "event");
        QVERIFY_EXCEPTION_THROWN(eventFromJson(json), engine::Error);
    }

    void aPlanThatWasChangedIsRefused() {
        const auto plan = madeUpPlan(smallDesign(Mode::AbPreference));
        const auto taken = [&](const std::function<void(SessionPlan &)> &change) {
            SessionPlan other = *plan;
            change(other);
            try {
                return planOf(other.design, other.stimuli, other.header).order == plan->order;
            } catch (const engine::Error &) {
                return false;
            }
        };
        QVERIFY(taken([](SessionPlan &) {}));
        QVERIFY(taken([](SessionPlan &other) { std::swap(other.stimuli[0], other.stimuli[3]); }));
        QVERIFY(!taken([](SessionPlan &other) { other.header.simulated = true; }));
        QVERIFY(!taken([](SessionPlan &other) { other.header.seed += 1; }));
        QVERIFY(!taken([](SessionPlan &other) { other.header.salt[0] = other.header.salt[0] == '0' ? '1' : '0'; }));
        QVERIFY(!taken([](SessionPlan &other) { other.header.id = "../../etc"; }));
        QVERIFY(!taken([](SessionPlan &other) { other.header.listener = "two\nlines"; }));
        QVERIFY(!taken([](SessionPlan &other) { other.design.margins.inferior = 0.3; }));
        QVERIFY(!taken([](SessionPlan &other) { other.stimuli[0].hash = other.stimuli[1].hash; }));
        const auto another = madeUpPlan(smallDesign(Mode::AbPreference));
        QVERIFY(another->header.id != plan->header.id);
        QVERIFY(another->header.salt != plan->header.salt);
    }
};

QTEST_APPLESS_MAIN(TestListeningSession)
#include "tst_listening_session.moc"
