// A default that a listening test decided: written with where it comes from, taken back also by the next program.
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/listening/setting_change.h"
#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "engine/error.h"
#include "tests/app/listening/voted_sessions.h"
#include "tests/patience.h"

using namespace app;
using namespace app::listening;
using engine::Schedule;

namespace {

// One program, from start to end.
struct Program {
    storage::FileThread files;
    Settings settings;
    SettingChange change{settings};

    explicit Program(const QString &file, const QProcessEnvironment &environment = {})
        : settings(file, files, environment) {}

    std::optional<Problem> apply(const AppliedChange &order) {
        return answered([&](SettingChange::Done done) { change.apply(order, std::move(done)); });
    }
    std::optional<Problem> rollBack() {
        return answered([&](SettingChange::Done done) { change.rollBack(std::move(done)); });
    }
    void noteSpeed(const SpeedFinding &speed) {
        answered([&](SettingChange::Done done) { change.noteSpeed(speed, std::move(done)); });
    }

private:
    static std::optional<Problem> answered(const std::function<void(SettingChange::Done)> &begin) {
        std::optional<std::optional<Problem>> answer;
        begin([&](const std::optional<Problem> &problem) { answer = problem; });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, kLongEnough))
            qFatal("no answer came");
        return *answer;
    }
};

QJsonObject contentOf(const QString &file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(in.readAll()).object() : QJsonObject();
}

AppliedChange orderOf(int steps, QList<SpeechPurpose> purposes = {}) {
    AppliedChange order;
    order.test = QStringLiteral("abc");
    order.votes = 130;
    order.listeners = 5;
    order.verdict = QStringLiteral("equivalent");
    order.steps = {steps, Schedule::Epss};
    order.purposes = std::move(purposes);
    return order;
}

} // namespace

class TestSettingChange : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString freshFile() { return m_folder.filePath(QStringLiteral("%1/settings.json").arg(++m_number)); }

private Q_SLOTS:
    void whatATestDecidedBecomesTheDefault() {
        const AnswerTo equal = [](const Trial &trial) {
            return pairVote(trial, [](Condition condition) { return condition == kAnchor ? -1 : 0; });
        };
        MeasuredCells measured;
        for (Condition column = 0; column < 2; ++column)
            measured.cells.push_back({0, column, {{"rtf", column == 0 ? 0.2 : 0.17}}, {}, false});
        const TestResults results = resultsOf(recordWith(nfe7Against6(), {equal, equal, equal}), measured);
        QCOMPARE(results.choice, std::optional<Condition>(1));
        const QString file = freshFile();
        {
            Program program(file);
            program.settings.setVoiceId(QStringLiteral("rms"));
            const AppliedChange order = SettingChange::orderFor(results, *results.choice);
            QCOMPARE(order.votes, 78);
            QVERIFY(std::abs(*order.promisedRatio - 0.85) < 1e-9);
            QCOMPARE(order.promisedFrom, std::optional(SpeechSteps{7, Schedule::Epss}));
            QCOMPARE(order.promisedFromPrecision, std::optional(engine::Precision::Fp32));
            QCOMPARE(program.change.differences(order).size(), 3);
            QVERIFY(program.change.differences(order)[0].startsWith(QStringLiteral("NFE 7 EPSS → NFE 6 EPSS")));
            QSignalSpy told(&program.settings, &Settings::changed);
            QVERIFY(!program.apply(order));
            QCOMPARE(program.settings.nfeStep(), 6); // what the next utterance asks
            QVERIFY(told.size() >= 2);
            QVERIFY(program.change.differences(order).isEmpty());
        }
        // All of it in one file, beside what else was set.
        const QJsonObject kept = contentOf(file);
        QCOMPARE(kept[QStringLiteral("speech")][QStringLiteral("nfe")].toInt(), 6);
        QCOMPARE(kept[QStringLiteral("speech")][QStringLiteral("voice")].toString(), QStringLiteral("rms"));
        const QJsonValue change =
            kept[QStringLiteral("listening")][QStringLiteral("appliedChanges")][QStringLiteral("history")][0];
        QCOMPARE(change[QStringLiteral("test")].toString(), QString::fromStdString(results.test));
        QCOMPARE(change[QStringLiteral("design")].toString().size(), 64);
        QCOMPARE(change[QStringLiteral("votes")].toInt(), 78);
        QVERIFY(change[QStringLiteral("build")].toString().contains(QStringLiteral("compiler")));

        // Another program takes it back.
        {
            Program program(file);
            QCOMPARE(program.settings.nfeStep(), 6);
            QVERIFY(program.change.mayRollBack());
            QCOMPARE(program.change.last()->listeners, 3);
            QCOMPARE(program.change.last()->promisedFrom, std::optional(SpeechSteps{7, Schedule::Epss}));
            QVERIFY(!program.rollBack());
            QCOMPARE(program.settings.nfeStep(), 7);
            QVERIFY(!program.change.mayRollBack());
            QVERIFY(program.rollBack().has_value());
        }
        Program after(file);
        QCOMPARE(after.settings.nfeStep(), 7);
        QVERIFY(after.change.last()->rolledBack.isValid());
        QCOMPARE(after.settings.voiceId(), QStringLiteral("rms"));
    }

    void simulatedVotesBecomeNoDefault() {
        const AnswerTo equal = [](const Trial &trial) {
            return pairVote(trial, [](Condition condition) { return condition == kAnchor ? -1 : 0; });
        };
        const TestResults results = resultsOf(recordWith(nfe7Against6(), {equal, equal, equal}, true));
        QVERIFY(results.candidates[0].isAccepted());
        QVERIFY_THROWS_EXCEPTION(engine::Error, SettingChange::orderFor(results, 1));
        QVERIFY_THROWS_EXCEPTION(engine::Error, SettingChange::orderFor(results, 0));
    }

    void aSaveThatWasNotMadeChangesNothingOnTheDisk() {
        const QString file = freshFile();
        { Program(file).settings.setNfeStep(12); }
        const QJsonObject before = contentOf(file);
        // Something else lies where the file is: it can neither be read nor replaced.
        QVERIFY(QFile::rename(file, file + QStringLiteral(".away")));
        QVERIFY(QDir().mkpath(file));
        {
            Program program(file);
            program.apply(orderOf(6));
        }
        QVERIFY(QDir().rmdir(file));
        QVERIFY(QFile::rename(file + QStringLiteral(".away"), file));
        QCOMPARE(contentOf(file), before);
    }

    void apartForSomePurposes() {
        const QString file = freshFile();
        Program program(file);
        QVERIFY(!program.apply(orderOf(6, {SpeechPurpose::Danmaku})));
        QCOMPARE(program.settings.nfeStep(), 7);
        QCOMPARE(stepsFor(program.settings, SpeechPurpose::Danmaku).nfeStep, 6);
        QCOMPARE(stepsFor(program.settings, SpeechPurpose::Api).nfeStep, 7);
        // A person's own lines alone: the others stay as they were.
        QVERIFY(!program.apply(orderOf(16, {SpeechPurpose::Session})));
        QCOMPARE(program.settings.nfeStep(), 16);
        QCOMPARE(stepsFor(program.settings, SpeechPurpose::Danmaku).nfeStep, 6);
        QCOMPARE(stepsFor(program.settings, SpeechPurpose::Api).nfeStep, 7);
        QVERIFY(!program.rollBack());
        QCOMPARE(program.settings.nfeStep(), 7);
        QVERIFY(!stepsApart(program.settings, SpeechPurpose::Api));
        QCOMPARE(stepsFor(program.settings, SpeechPurpose::Danmaku).nfeStep, 6);
        // For all: nothing is apart any more.
        QVERIFY(!program.apply(orderOf(5)));
        for (const SpeechPurpose purpose : allPurposes())
            QCOMPARE(stepsFor(program.settings, purpose).nfeStep, 5);
        QVERIFY(program.settings.apart().isEmpty());
        QCOMPARE(program.change.history().size(), 3);
    }

    void whatAPersonChangedSinceStays() {
        Program program(freshFile());
        QVERIFY(!program.apply(orderOf(6)));
        program.settings.setNfeStep(12);
        setStepsApart(program.settings, SpeechPurpose::Api, SpeechSteps{6, Schedule::Epss});
        const auto problem = program.rollBack();
        QVERIFY(problem.has_value());
        QVERIFY2(problem->what.contains(QStringLiteral("NFE 12")), qPrintable(problem->what));
        QCOMPARE(program.settings.nfeStep(), 12);
        QCOMPARE(stepsFor(program.settings, SpeechPurpose::Api).nfeStep, 7);
    }

    void precisionChangesAndComesBack() {
        Program program(freshFile());
        AppliedChange order = orderOf(7);
        order.precision = engine::Precision::Bf16;
        QVERIFY(!program.apply(order));
        QVERIFY(program.settings.precision() == engine::Precision::Bf16);
        QVERIFY(!program.rollBack());
        QVERIFY(program.settings.precision() == engine::Precision::Auto);
    }

    void aVariableGoesBeforeEverything() {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("ISHOWTTS__SPEECH__NFE"), QStringLiteral("16"));
        Program program(freshFile(), environment);
        const auto problem = program.apply(orderOf(6));
        QVERIFY(problem.has_value());
        QVERIFY(problem->what.contains(QStringLiteral("ISHOWTTS__SPEECH__NFE")));
        QCOMPARE(program.settings.nfeStep(), 16);
        QVERIFY(!program.change.last());
    }

    void whetherThePromiseCameTrue() {
        Program program(freshFile());
        QVERIFY(!program.apply(orderOf(6)));
        QVERIFY(!program.change.last()->speed.cameTrue());
        program.noteSpeed({0.20, 0.176, 0.17});
        QVERIFY(program.change.last()->speed.cameTrue().value());
        QVERIFY(std::abs(*program.change.last()->speed.error() - (0.176 / 0.17 - 1)) < 1e-9);
        program.noteSpeed({0.20, 0.18, 0.17});
        QVERIFY(!program.change.last()->speed.cameTrue().value());
        QCOMPARE(program.change.history().size(), 1);
    }

    void aSpeedBelongsToTheChangeThatWasMeasured() {
        const QString file = freshFile();
        { Program(file).settings.setNfeStep(12); }
        Program studio(file), other(file);
        QVERIFY(!studio.apply(orderOf(6)));
        QTRY_VERIFY_WITH_TIMEOUT(studio.settings.isSaved(), kLongEnough);
        QVERIFY(!other.apply(orderOf(5)));
        QTRY_VERIFY_WITH_TIMEOUT(other.settings.isSaved(), kLongEnough);
        studio.noteSpeed({0.20, 0.17, 0.17});
        QCOMPARE(studio.change.history().size(), 2);
        QVERIFY(!studio.change.history()[0].speed.after);
        QVERIFY(studio.change.history()[1].speed.after);
    }

    // `ishowtts compare apply` beside an open Studio.
    void whatAnotherProgramAppliedStays() {
        const QString file = freshFile();
        { Program(file).settings.setNfeStep(12); }
        Program studio(file), other(file);
        studio.settings.follow();
        const auto apply = [](Program &program, int steps) {
            QSignalSpy saved(&program.settings, &Settings::saved);
            return !program.apply(orderOf(steps)) && (!saved.isEmpty() || saved.wait(kLongEnough));
        };
        QVERIFY(apply(other, 6));
        QTRY_COMPARE_WITH_TIMEOUT(studio.settings.nfeStep(), 6, kLongEnough);
        QVERIFY(studio.change.mayRollBack());
        // Neither loses the entry of the other one, also when nobody follows the file.
        QVERIFY(apply(studio, 5));
        QVERIFY(apply(other, 4));
        QCOMPARE(other.change.history().size(), 3);
        QVERIFY(!studio.rollBack());
        QCOMPARE(studio.settings.nfeStep(), 5);
        QCOMPARE(studio.change.history().size(), 3);
        QCOMPARE(studio.change.history()[1].steps.nfeStep, 5);
    }

    void whatMakesNoSenseInTheFileCountsAsNothing() {
        const QString file = freshFile();
        { Program(file).apply(orderOf(6)); }
        QJsonObject content = contentOf(file);
        const auto spoil = [&](const char *key, const QJsonValue &value) {
            QJsonObject listening = content[QStringLiteral("listening")].toObject();
            QJsonObject changes = listening[QStringLiteral("appliedChanges")].toObject();
            QJsonArray history = changes[QStringLiteral("history")].toArray();
            QJsonObject first = history[0].toObject();
            first.insert(QString::fromLatin1(key), value);
            return changeFromJson(first).has_value();
        };
        QVERIFY(spoil("votes", 3));
        QVERIFY(!spoil("steps", QJsonObject{{QStringLiteral("nfe"), 0}}));
        QVERIFY(!spoil("steps", 6));
        QVERIFY(!spoil("before", QJsonArray()));
        QVERIFY(!spoil("at", QStringLiteral("yesterday")));
        QVERIFY(!spoil("purposes", QJsonArray{QStringLiteral("choir")}));
        content[QStringLiteral("speech")] =
            QJsonObject{{QStringLiteral("apart"),
                         QJsonObject{{QStringLiteral("danmaku"), QJsonObject{{QStringLiteral("nfe"), 500}}}}}};
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(QJsonDocument(content).toJson());
        out.close();
        Program program(file);
        QCOMPARE(stepsFor(program.settings, SpeechPurpose::Danmaku).nfeStep, 7);
    }
};

QTEST_GUILESS_MAIN(TestSettingChange)
#include "tst_setting_change.moc"
