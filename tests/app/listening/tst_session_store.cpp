// Sessions in the library: they come back as they were, go on where they were, and belong to one program at a time.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/backup/library_copy.h"
#include "app/listening/session_merge.h"
#include "app/storage/audio_store.h"
#include "engine/error.h"
#include "tests/app/listening/open_sessions.h"
#include "tests/app/listening/session_of_tests.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "tests/patience.h"

using namespace app::listening;
using app::storage::Trouble;
using Kind = ListeningEvent::Kind;

class TestSessionStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void sessionsComeBackAsTheyWere() {
        std::minstd_rand random(5);
        for (const Mode mode : {Mode::AbPreference, Mode::Abx, Mode::Mushra, Mode::OriginalForm}) {
            TestDesign design = nfe7Against6(mode);
            design.rows.resize(2);
            design.checks = {1, 1, 1};
            const auto plan = madeUpPlan(design, UINT64_MAX - unsigned(mode), "Zoë", mode == Mode::Abx);
            const auto events = listenToTheEnd(plan, random);
            {
                OpenSessions open(m_folder->path());
                QVERIFY(open.listen(*plan, events));
            }
            OpenSessions open(m_folder->path());
            const auto stored = open.load(plan->header.id);
            QVERIFY2(stored, qPrintable(stored.problem.detail));
            QVERIFY(stored.value->plan.header == plan->header);
            QVERIFY(stored.value->plan.design == plan->design);
            QVERIFY(stored.value->plan.stimuli == plan->stimuli);
            QVERIFY(stored.value->plan.order == plan->order);
            QVERIFY(stored.value->events == events);
            const auto summaries = open.sessions(plan->header.test);
            QCOMPARE(summaries.size(), std::size_t(1));
            QCOMPARE(summaries[0].votes, int(plan->order.trials.size()));
            QVERIFY(summaries[0].finished);
            QCOMPARE(summaries[0].header.simulated, mode == Mode::Abx);
            QCOMPARE(summaries[0].testName, std::string("evening"));
        }
        QCOMPARE(OpenSessions(m_folder->path()).sessions().size(), std::size_t(4));
    }

    void aVoteIsSaidToBeThereWhenItIs() {
        OpenSessions open(m_folder->path());
        TestDesign design = nfe7Against6();
        design.minimumHeardMs = 0;
        const auto plan = madeUpPlan(design);
        QVERIFY(open.begin(*plan));
        SessionRecorder recorder(open.store, plan);
        QSignalSpy recorded(&recorder, &SessionRecorder::recorded);
        recorder.record({Kind::Began, 1});
        ListeningEvent vote{Kind::Voted, 2, 0};
        vote.vote = Vote{1};
        recorder.record(vote);
        QCOMPARE(recorder.expected().state().current, 1);
        QCOMPARE(recorder.session().state().current, 0);
        QCOMPARE(recorder.session().state().events, 0);
        QVERIFY_EXCEPTION_THROWN(recorder.record(vote), engine::Error); // the second question is asked now
        QVERIFY(recorded.wait(kLongEnough));
        QTRY_COMPARE(recorded.count(), 2);
        QVERIFY(!recorder.isWriting());
        QVERIFY(recorder.session().state() == recorder.expected().state());
        OpenSessions other(m_folder->path());
        QCOMPARE(other.load(plan->header.id).value->events.size(), std::size_t(2));
    }

    void onlyOneProgramGoesOn() {
        OpenSessions one(m_folder->path());
        OpenSessions other(m_folder->path());
        TestDesign design = nfe7Against6();
        design.minimumHeardMs = 0;
        const auto plan = madeUpPlan(design);
        QVERIFY(one.begin(*plan));
        QCOMPARE(other.begin(*plan).trouble, Trouble::BadInput);
        SessionRecorder first(one.store, plan);
        SessionRecorder second(other.store, plan);
        QSignalSpy recorded(&first, &SessionRecorder::recorded);
        QSignalSpy refused(&second, &SessionRecorder::notRecorded);
        first.record({Kind::Began, 1});
        QVERIFY(recorded.wait(kLongEnough));
        second.record({Kind::Began, 2});
        second.record({Kind::Paused, 3}); // follows what is not written
        QVERIFY(refused.wait(kLongEnough));
        QTRY_VERIFY(!second.isWriting());
        QCOMPARE(refused.count(), 1);
        QCOMPARE(second.expected().state().events, 0);
        QCOMPARE(one.load(plan->header.id).value->events.size(), std::size_t(1));
        QCOMPARE(one.append("0123456789abcdef0123456789abcdef", 0, {Kind::Began, 1}).trouble, Trouble::BadInput);
        const ListeningEvent began{Kind::Began, 1};
        QCOMPARE(one.append(plan->header.id, 2, {Kind::Paused, 1}, began).trouble, Trouble::BadInput); // a gap
        QCOMPARE(one.append(plan->header.id, 1, {Kind::Paused, 1}).trouble, Trouble::BadInput);
        QVERIFY(one.append(plan->header.id, 1, {Kind::Paused, 1}, began));
    }

    void whatWasChangedBehindItsBackIsNotBelieved_data() {
        QTest::addColumn<QString>("sql");
        for (const char *sql :
             {"UPDATE listening_session SET simulated = 0", "UPDATE listening_session SET seed = seed + 1",
              "UPDATE listening_session SET sealed = 'x'", "DELETE FROM listening_event WHERE number = 1",
              "UPDATE listening_event SET event = '{}' WHERE number = 0",
              "UPDATE listening_event SET event = replace(event, 'voted', 'revealed') WHERE kind = 'voted'",
              "UPDATE listening_test SET design = replace(design, '\"nfe\":6', '\"nfe\":5')",
              "UPDATE listening_test SET design = '{}'", "UPDATE listening_test SET stimuli = '[]'",
              "UPDATE listening_test SET stimuli = 'x'"})
            QTest::addRow("%s", sql) << QString::fromLatin1(sql);
    }

    void whatWasChangedBehindItsBackIsNotBelieved() {
        QFETCH(QString, sql);
        OpenSessions open(m_folder->path());
        const auto plan = madeUpPlan(nfe7Against6(), 1, "robot", true);
        std::minstd_rand random(1);
        auto events = listenToTheEnd(plan, random);
        events.resize(8);
        QVERIFY(open.keep(recordOf(plan->design, plan->stimuli, {{plan->header, events}})));
        QVERIFY(open.load(plan->header.id));
        QVERIFY(open.run(sql));
        const auto stored = open.load(plan->header.id);
        QVERIFY(!stored);
        QCOMPARE(stored.trouble, Trouble::BadFile);
        QVERIFY(!stored.problem.remedy.isEmpty());
        QCOMPARE(open.load("nobody").trouble, Trouble::Missing);
    }

    // Two people at two computers, and a file between them.
    void sessionsOfOthersComeIn() {
        TestDesign design = nfe7Against6();
        design.rows.resize(3);
        design.checks = {0, 0, 0};
        std::minstd_rand random(1);
        const auto anna = madeUpPlan(design, 1, "Anna");
        const auto ben = madeUpPlan(design, 2, "Ben");
        const auto annas = listenToTheEnd(anna, random);
        const auto bens = listenToTheEnd(ben, random);
        const auto begun = std::vector<ListeningEvent>(bens.begin(), bens.begin() + 5);
        const auto all = [&](OpenSessions &open) {
            return waitFor<TestRecord>(
                [&](auto *context, auto done) { open.store.test(anna->header.test, context, done); });
        };
        OpenSessions open(m_folder->path());
        QCOMPARE(all(open).trouble, Trouble::Missing);
        QVERIFY(open.keep(recordOf(design, anna->stimuli, {{anna->header, annas}})));
        const TestRecord early = recordOf(design, ben->stimuli, {{ben->header, begun}});
        const TestRecord late = recordOf(design, ben->stimuli, {{ben->header, bens}, {anna->header, annas}});
        QCOMPARE(open.keep(early).value.value_or(-1), 1);
        QCOMPARE(open.keep(late).value.value_or(-1), 1); // Ben's grew, Anna's was there
        QCOMPARE(open.keep(late).value.value_or(-1), 0);
        QCOMPARE(open.keep(early).value.value_or(-1), 0); // nothing gets lost
        QVERIFY(*all(open).value == merged(early, late));

        const QTemporaryDir elsewhere;
        OpenSessions other(elsewhere.path());
        QCOMPARE(other.keep(parseRecord(toJson(*all(open).value).dump(), "file")).value.value_or(-1), 2);
        QVERIFY(*all(other).value == *all(open).value);

        TestRecord changed = late;
        for (ListeningEvent &event : changed.sessions[0].events) {
            if (event.vote)
                event.vote->choice = event.vote->choice == 1 ? -1 : 1;
        }
        const auto refused = open.keep(changed);
        QVERIFY(!refused);
        QCOMPARE(refused.trouble, Trouble::BadInput);
        QVERIFY(refused.problem.what.contains(QString::fromStdString(changed.sessions[0].header.id)));
        QVERIFY(*all(open).value == merged(early, late));
    }

    // Another version of this program, another lexicon or model makes other sounds; what people heard stays theirs.
    void sessionsAreFoundByWhatTheirTestAsked() {
        std::minstd_rand random(7);
        TestDesign design = nfe7Against6();
        design.rows.resize(2);
        OpenSessions open(m_folder->path());
        std::vector<std::string> tests;
        for (const unsigned version : {1u, 2u}) {
            std::vector<Stimulus> sounds = madeUpSounds(design);
            for (Stimulus &sound : sounds)
                sound.hash = madeUpHash(1000 * version + unsigned(sound.row * 100 + sound.condition + 10));
            const std::uint64_t seed = version;
            const auto plan = std::make_shared<const SessionPlan>(
                newPlan(design, sounds, {"Anna", false}, 1'700'000'000'000 + version, &seed));
            QVERIFY(open.listen(*plan, version == 1 ? listenToTheEnd(plan, random) : std::vector<ListeningEvent>()));
            tests.push_back(plan->header.test);
        }
        TestDesign other = design;
        other.mode = Mode::Cmos;
        QVERIFY(open.begin(*madeUpPlan(other)));
        other.mode = design.mode;
        other.name = "another name";
        const auto found = waitFor<std::vector<SessionSummary>>([&](auto *context, auto done) {
                               open.store.sessionsOfDesign(designHash(other), context, done);
                           }).value.value();
        QCOMPARE(found.size(), std::size_t(2));
        QCOMPARE(found[0].header.test, tests[0]);
        QCOMPARE(found[1].header.test, tests[1]);
        QCOMPARE(testToJudge(found, {}), tests[0]); // the one that was heard to the end
        QCOMPARE(testToJudge(found, tests[1]), tests[0]);
        QCOMPARE(testToJudge({found[1]}, "of now"), std::string("of now"));
        QCOMPARE(testToJudge({found[1]}, {}), tests[1]);
        QCOMPARE(testToJudge({}, {}), std::string());
    }

    void theSoundOfCellsStays() {
        QString hash;
        {
            OpenLibrary library(*m_folder);
            const auto take = library.keep(madeUpTake(1, QStringLiteral("one")));
            hash = take.audioHash;
            OpenSessions open(m_folder->path());
            const CellRecord cell{std::string(64, 'a'), hash.toStdString(), 5, 0.1, "{}"};
            QVERIFY(waitFor<bool>([&](auto *context, auto done) {
                        open.database.write<bool>(
                            context,
                            [cell](app::storage::Connection &connection) {
                                insertCell(connection, cell);
                                return cellByKey(connection, cell.key)->audio == cell.audio &&
                                       !cellByKey(connection, std::string(64, 'b'));
                            },
                            done);
                    }).value.value_or(false));
            library.library.remove({take.id});
            library.database.flush();
        }
        const auto copy = m_folder->filePath(QStringLiteral("copy.sqlite")).toStdString();
        {
            OpenLibrary again(*m_folder); // purges what was removed before
            QCOMPARE(again.find({}).total, 0);
            again.database.flush();
            const app::storage::AudioStore sounds(app::storage::takesFolder(m_folder->path().toStdString()));
            QVERIFY(sounds.read(hash));
            app::backup::copyLibrary(m_folder->filePath(QStringLiteral("library.sqlite")).toStdString(), copy);
        }
        QCOMPARE(app::backup::contentsOf(copy).takes, 0);
        QCOMPARE(app::backup::contentsOf(copy).sounds, QStringList{hash}); // travels with a backup
        app::backup::requireWholeLibrary(copy);
    }
};

QTEST_GUILESS_MAIN(TestSessionStore)
#include "tst_session_store.moc"
