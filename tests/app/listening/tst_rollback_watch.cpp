// After a change of the default: whether takes became worse, and whether the benchmark says what the test promised.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/listening/rollback_watch.h"
#include "app/listening/speed_check.h"
#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "app/storage/file_thread.h"
#include "app/takes/take_rows.h"
#include "engine/model_files.h"
#include "engine/synthesizer.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "tests/app/tiny_data.h"

using namespace app;
using namespace app::listening;
using engine::Schedule;

namespace {

const SpeechSteps kBefore{7, Schedule::Epss};
const QString kDoubt = QStringLiteral(R"([{"kind":"click"}])");

AppliedChange change(const QDateTime &at) {
    AppliedChange change;
    change.at = at;
    change.steps = {6, Schedule::Epss};
    change.before = {kBefore, kBefore, kBefore};
    return change;
}

void add(QList<takes::TakeRecord> &all, int count, int doubted, int steps, const QDateTime &from) {
    for (int i = 0; i < count; ++i) {
        takes::TakeRecord take;
        take.nfeStep = steps;
        take.created = from.addSecs(i);
        take.doubts = i < doubted ? kDoubt : QStringLiteral("[]");
        all << take;
    }
}

// A library of takes and settings, and the watch over what they become.
struct Watched {
    const QTemporaryDir folder;
    OpenLibrary open{folder};
    storage::FileThread files;
    Settings settings{folder.filePath(QStringLiteral("settings.json")), files, {}};
    SettingChange changes{settings};
    speech::SpeechWorker worker;
    speech::SpeechQueue queue{worker};
    const std::filesystem::path spokenFile{folder.filePath(QStringLiteral("artifacts.jsonl")).toStdString()};
    SpokenArtifacts spoken{settings, queue, files, spokenFile};
    RollbackWatch watch{changes, open.library, spoken};

    explicit Watched(const QByteArray &spokenBefore = {}) {
        QFile file(QString::fromStdString(spokenFile.string()));
        if (!spokenBefore.isEmpty() && file.open(QIODevice::WriteOnly))
            file.write(spokenBefore);
    }

    bool appliesSixSteps(const QList<SpeechPurpose> &purposes = {}) {
        AppliedChange order;
        order.steps = {6, Schedule::Epss};
        order.purposes = purposes;
        std::optional<bool> answer;
        changes.apply(order, [&](const auto &problem) { answer = !problem; });
        return QTest::qWaitFor([&] { return answer.has_value(); }, 30000) && *answer;
    }
};

} // namespace

class TestRollbackWatch : public QObject {
    Q_OBJECT

    const QDateTime m_at = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);

private Q_SLOTS:
    void aRiseIsProposedAndNoiseIsNot() {
        const auto watch = [&](int before, int doubtedBefore, int since, int doubtedSince) {
            QList<takes::TakeRecord> takes;
            add(takes, before, doubtedBefore, 7, m_at.addDays(-1));
            add(takes, since, doubtedSince, 6, m_at);
            return watchArtifacts(change(m_at), kBefore, takes);
        };
        QVERIFY(watch(100, 2, 100, 15).proposesRollback);
        QVERIFY(!watch(100, 2, 100, 2).proposesRollback);
        QVERIFY(!watch(100, 2, 100, 6).proposesRollback); // 4 points
        QVERIFY(!watch(100, 0, 19, 19).proposesRollback); // too few
        QVERIFY(!watch(19, 0, 100, 50).proposesRollback);
        QVERIFY(!watch(20, 1, 20, 3).proposesRollback); // 10 points, and chance does it
        QVERIFY(!watch(100, 15, 100, 2).proposesRollback);
        const ArtifactWatch found = watch(100, 2, 100, 15);
        QCOMPARE(found.since, 100);
        QCOMPARE(found.doubtedSince, 15);
        QVERIFY(std::abs(found.rise - 0.13) < 1e-9);
        // Newcombe's method 10 at one-sided 95 %: Python, by Wilson's bounds.
        QVERIFY(std::abs(found.surely - 0.06722820826597174) < 1e-9);
        QVERIFY(found.sentence().contains(QStringLiteral("15 of 100")));
        // Only the newest 200, with these settings, that were looked at.
        QCOMPARE(watch(10, 0, 500, 0).since, 200);
        QList<takes::TakeRecord> others;
        add(others, 50, 50, 8, m_at);
        add(others, 50, 50, 6, m_at.addDays(-2));
        takes::TakeRecord unseen;
        unseen.nfeStep = 6;
        unseen.created = m_at;
        others << unseen;
        unseen.doubts = QStringLiteral("{");
        others << unseen;
        QCOMPARE(watchArtifacts(change(m_at), kBefore, others).since, 0);
        QCOMPARE(watchArtifacts(change(m_at), kBefore, others).before, 0);
    }

    void takesOfTheLibraryAreWatched() {
        Watched desk;
        QSignalSpy proposed(&desk.watch, &RollbackWatch::proposed), looked(&desk.watch, &RollbackWatch::looked);
        const auto make = [&](int count, int steps, const QString &doubts) {
            for (int i = 0; i < count; ++i) {
                speech::Take take = madeUpTake(unsigned(i), QStringLiteral("Hello."));
                take.request.nfeStep = steps;
                desk.open.library.judge(desk.open.keep(take).id, doubts);
            }
        };
        make(20, 7, QStringLiteral("[]"));
        QVERIFY(desk.appliesSixSteps());
        make(10, 6, QStringLiteral("[]"));
        make(15, 6, kDoubt);
        QTRY_COMPARE_WITH_TIMEOUT(proposed.size(), 1, 30000);
        QTRY_COMPARE_WITH_TIMEOUT(desk.watch.finding()->since, 25, 30000);
        QCOMPARE(desk.watch.finding()->before, 20);
        make(3, 6, kDoubt);
        QTRY_COMPARE_WITH_TIMEOUT(desk.watch.finding()->since, 28, 30000);
        QCOMPARE(proposed.size(), 1); // once
        bool isBack = false;
        desk.changes.rollBack([&](const auto &problem) { isBack = !problem; });
        QTRY_VERIFY_WITH_TIMEOUT(isBack, 30000);
        QVERIFY(!desk.watch.finding());
        const auto before = looked.size();
        make(1, 7, kDoubt);
        QCOMPARE(looked.size(), before); // nothing to watch
    }

    // 1,200 takes of other settings lie between what counts and now.
    void takesFurtherBackAreFoundToo() {
        Watched desk;
        const QDateTime at = QDateTime::currentDateTimeUtc();
        QList<takes::TakeRecord> takes;
        add(takes, 100, 2, 7, at.addDays(-1));
        add(takes, 60, 20, 6, at.addSecs(500));
        add(takes, 1200, 0, 9, at.addSecs(1000));
        const auto keep = [&](const QList<takes::TakeRecord> &all) {
            QVERIFY(waitFor<int>([&](auto *context, auto done) {
                desk.open.database.write<int>(
                    context,
                    [&](storage::Connection &connection) {
                        for (const takes::TakeRecord &take : all)
                            takes::insertTake(connection, take);
                        return 1;
                    },
                    done);
            }));
        };
        keep(takes);
        QVERIFY(desk.appliesSixSteps());
        QSignalSpy looked(&desk.watch, &RollbackWatch::looked), proposed(&desk.watch, &RollbackWatch::proposed);
        desk.watch.look();
        QTRY_VERIFY_WITH_TIMEOUT(!looked.isEmpty() && desk.watch.finding()->since > 0, 30000);
        QCOMPARE(desk.watch.finding()->since, 60);
        QCOMPARE(desk.watch.finding()->doubtedSince, 20);
        QCOMPARE(desk.watch.finding()->before, 100);
        QCOMPARE(desk.watch.finding()->doubtedBefore, 2);
        QCOMPARE(proposed.size(), 1);
        // Those of before are known by now, and newer ones come beside them.
        QList<takes::TakeRecord> more;
        add(more, 5, 0, 6, at.addSecs(3000));
        keep(more);
        desk.watch.look();
        QTRY_COMPARE_WITH_TIMEOUT(desk.watch.finding()->since, 65, 30000);
        QCOMPARE(desk.watch.finding()->before, 100);
    }

    // Nobody keeps what a chat or another program has spoken.
    void speechForOthersIsWatchedToo() {
        QByteArray lines("half a line\n{\"for\": \"danmaku\"}\n");
        const auto add = [&](const char *purpose, int steps, const QDateTime &at, int count, int doubted) {
            for (int i = 0; i < count; ++i)
                lines += QStringLiteral(R"({"at": %1, "for": "%2", "nfe": %3, "schedule": "epss", "artifacts": %4})")
                             .arg(at.addSecs(i).toMSecsSinceEpoch())
                             .arg(QLatin1String(purpose))
                             .arg(steps)
                             .arg(i < doubted ? QStringLiteral("true") : QStringLiteral("false"))
                             .toUtf8() +
                         '\n';
        };
        const QDateTime now = QDateTime::currentDateTimeUtc();
        add("danmaku", 7, now.addDays(-1), 60, 1);
        add("api", 7, now.addDays(-1), 60, 1);
        add("danmaku", 6, now.addDays(1), 60, 20);
        add("api", 6, now.addDays(1), 60, 20);
        for (const SpeechPurpose purpose : {SpeechPurpose::Session, SpeechPurpose::Danmaku, SpeechPurpose::Api}) {
            Watched desk(lines);
            QSignalSpy proposed(&desk.watch, &RollbackWatch::proposed);
            QVERIFY(desk.appliesSixSteps({purpose}));
            desk.spoken.readBack();
            QTRY_COMPARE_WITH_TIMEOUT(desk.spoken.all().size(), std::size_t(240), 30000);
            desk.watch.look();
            desk.watch.look();
            QCOMPARE(proposed.size(), purpose == SpeechPurpose::Session ? 0 : 1);
            if (proposed.isEmpty())
                continue;
            const auto found = proposed[0][0].value<ArtifactWatch>();
            QCOMPARE(found.since, 60);
            QCOMPARE(found.doubtedSince, 20);
            QCOMPARE(found.before, 60);
            QCOMPARE(found.doubtedBefore, 1);
            QVERIFY2(found.sentence().contains(nameOf(purpose)), qPrintable(found.sentence()));
        }
    }

    // The chat was read with these steps already: taking the change back would not make it better.
    void whatTheChangeLeftAsItWasIsNoReasonToTakeItBack() {
        QByteArray lines;
        const QDateTime now = QDateTime::currentDateTimeUtc();
        for (int i = 0; i < 120; ++i)
            lines += QStringLiteral(R"({"at": %1, "for": "danmaku", "nfe": 6, "schedule": "epss", "artifacts": %2})")
                         .arg(now.addDays(i < 60 ? -1 : 1).addSecs(i).toMSecsSinceEpoch())
                         .arg(i >= 60 && i < 80 ? QStringLiteral("true") : QStringLiteral("false"))
                         .toUtf8() +
                     '\n';
        Watched desk(lines);
        QSignalSpy proposed(&desk.watch, &RollbackWatch::proposed);
        setSteps(desk.settings, {SpeechPurpose::Danmaku}, {6, Schedule::Epss});
        QVERIFY(desk.appliesSixSteps());
        desk.spoken.readBack();
        QTRY_COMPARE_WITH_TIMEOUT(desk.spoken.all().size(), std::size_t(120), 30000);
        desk.watch.look();
        QVERIFY(proposed.isEmpty());
    }

    void whatIsSpokenForOthersIsLookedAtAndRemembered() {
        const TinyData data;
        Watched desk;
        desk.worker.load([folder = data.root()](std::stop_token stop) {
            engine::LoadOptions options;
            options.model = engine::findModel({folder}, "");
            options.device = engine::chooseDevice("cpu");
            options.precision = engine::Precision::Fp32;
            return engine::makeLocalSynthesizer(options, std::move(stop));
        });
        engine::Request request;
        request.text = "Hello.";
        request.voice = engine::listVoices({data.root()}).voices.at(0);
        request.nfeStep = 8; // of which there is no EPSS
        using speech::Origin;
        QSignalSpy finished(&desk.queue, &speech::SpeechQueue::finished);
        for (const Origin origin : {Origin::Studio, Origin::Danmaku, Origin::Server, Origin::Listening})
            desk.queue.enqueue(request, origin);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 4, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(desk.spoken.all().size(), std::size_t(2), 60000);
        QCOMPARE(desk.spoken.all()[0].purpose, SpeechPurpose::Danmaku);
        QCOMPARE(desk.spoken.all()[1].purpose, SpeechPurpose::Api);
        QVERIFY(desk.spoken.all()[0].steps == (SpeechSteps{8, Schedule::Uniform}));
        desk.files.flush();
        QFile file(QString::fromStdString(desk.spokenFile.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray written = file.readAll();
        QVERIFY(!written.contains("Hello"));
        const auto read = checkedSpeechIn(written.toStdString());
        QCOMPARE(read.size(), std::size_t(2));
        QCOMPARE(read[1].at, desk.spoken.all()[1].at);
        // Who wants no takes to be looked at wants none of these either. They are looked at in order: had the refused
        // one been, it would be there when the next one is.
        desk.settings.setCheckTakes(false);
        desk.queue.enqueue(request, Origin::Danmaku);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 5, 60000);
        desk.settings.setCheckTakes(true);
        desk.queue.enqueue(request, Origin::Server);
        QTRY_VERIFY_WITH_TIMEOUT(desk.spoken.all().size() > 2, 60000);
        QCOMPARE(desk.spoken.all().size(), std::size_t(3));
        QCOMPARE(desk.spoken.all()[2].purpose, SpeechPurpose::Api);
    }

    // The test compared NFE 6 with its NFE 7; what counted before was NFE 16.
    void whatWasPromisedIsAboutTheBaselineOfTheTest() {
        AppliedChange order = change(m_at);
        order.before = {{16, Schedule::Uniform}, {16, Schedule::Uniform}, {16, Schedule::Uniform}};
        order.precisionBefore = engine::Precision::Fp32;
        order.promisedRatio = 0.85;
        order.promisedFrom = kBefore;
        order.promisedFromPrecision = engine::Precision::Fp32;
        const auto speed = [](const SpeechSteps &steps, double rtf, engine::Precision precision) {
            return MeasuredSpeed{steps, {rtf, rtf, rtf}, precision};
        };
        const SpeechSteps was{16, Schedule::Uniform};
        const auto fp32 = engine::Precision::Fp32, bf16 = engine::Precision::Bf16;
        const ChangeSpeed ofSteps(order);
        QVERIFY(!ofSteps.needsTwoModels());
        QVERIFY(ofSteps.ahead() == (std::vector<SpeechSteps>{was, kBefore, order.steps}));
        QVERIFY(ofSteps.behind().empty());
        const SpeedFinding found =
            ofSteps.finding({speed(was, 0.4, fp32), speed(kBefore, 0.2, fp32), speed(order.steps, 0.17, fp32)}, {});
        QCOMPARE(found.before, std::optional(0.4));
        QCOMPARE(found.after, std::optional(0.17));
        QVERIFY(std::abs(*found.predicted - 0.17) < 1e-12);
        QCOMPARE(found.cameTrue(), std::optional(true));

        // Another precision is another model: the old one is measured ahead, the new one once it is there.
        order.precision = bf16;
        const ChangeSpeed ofBoth(order);
        QVERIFY(ofBoth.needsTwoModels());
        QVERIFY(ofBoth.ahead() == (std::vector<SpeechSteps>{was, kBefore}));
        QVERIFY(ofBoth.behind() == std::vector<SpeechSteps>{order.steps});
        const std::vector<MeasuredSpeed> ahead{speed(was, 0.4, fp32), speed(kBefore, 0.2, fp32)};
        QCOMPARE(ofBoth.finding(ahead, {speed(order.steps, 0.17, bf16)}).cameTrue(), std::optional(true));
        QVERIFY(!ofBoth.finding(ahead, {speed(order.steps, 0.17, fp32)}).after); // it could not be loaded
        QVERIFY(!ofBoth.finding(ahead, {}).cameTrue());

        // The settings have another precision than the test's baseline: its speed is not to be had.
        order.promisedFromPrecision = bf16;
        order.precision = fp32;
        order.precisionBefore = engine::Precision::Auto;
        const ChangeSpeed unknown(order);
        QVERIFY(unknown.ahead() == std::vector<SpeechSteps>{was});
        QVERIFY(!unknown.finding({speed(was, 0.4, bf16)}, {speed(order.steps, 0.17, fp32)}).predicted);
    }

    void theBenchmarkSpeaksWithBoth() {
        const TinyData data;
        speech::SpeechWorker worker;
        speech::SpeechQueue queue(worker);
        worker.load([folder = data.root()](std::stop_token stop) {
            engine::LoadOptions options;
            options.model = engine::findModel({folder}, "");
            options.device = engine::chooseDevice("cpu");
            options.precision = engine::Precision::Fp32;
            return engine::makeLocalSynthesizer(options, std::move(stop));
        });
        const engine::Voice voice = engine::listVoices({data.root()}).voices.at(0);
        std::vector<int> spoken;
        connect(&queue, &speech::SpeechQueue::started, &queue,
                [&] { spoken.push_back(queue.runningJob()->request.nfeStep); });
        SpeedCheck check(queue);
        std::vector<MeasuredSpeed> speeds;
        connect(&check, &SpeedCheck::measured, &check,
                [&](const std::vector<MeasuredSpeed> &found) { speeds = found; });
        check.start(SpeedCheck::benchmarkRequest(voice), {kBefore, {2, Schedule::Uniform}}, 2);
        QTRY_COMPARE_WITH_TIMEOUT(speeds.size(), std::size_t(2), 60000);
        QVERIFY(!check.isRunning());
        QCOMPARE(spoken, (std::vector<int>{7, 2, 7, 2, 7, 2}));
        QCOMPARE(speeds[0].rtf.size(), std::size_t(2));
        QVERIFY(speeds[0].median() > 0);
        QCOMPARE(speeds[1].steps.nfeStep, 2);
        QCOMPARE(speeds[1].precision, std::optional(engine::Precision::Fp32));
        // Stopped from outside, it says so.
        QSignalSpy failed(&check, &SpeedCheck::failed);
        check.start(SpeedCheck::benchmarkRequest(voice), {kBefore}, 50);
        queue.cancelAll(speech::Origin::Listening);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30000);
        QVERIFY(!check.isRunning());
    }
};

QTEST_GUILESS_MAIN(TestRollbackWatch)
#include "tst_rollback_watch.moc"
