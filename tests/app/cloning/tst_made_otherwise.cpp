// A line that is made, but with other settings than those of now: which, in what, and what makes it anew.
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>

#include "app/cloning/made_otherwise.h"
#include "tests/app/cloning/script_of_tests.h"
#include "tests/patience.h"

using app::script::LineState;

class TestMadeOtherwise : public QObject {
    Q_OBJECT

    static bool make(ScriptOfTests &desk, const QList<int> &rows) {
        const int before = int(desk.kept.size());
        QStringList ids;
        for (const int row : rows)
            ids << desk.id(row);
        desk.lines.make(ids);
        return desk.waitForKept(before + int(rows.size()));
    }
    static QList<int> otherwise(ScriptOfTests &desk) { // rows
        QList<int> rows;
        for (const QString &each : desk.lines.madeOtherwise())
            rows << desk.services.script().rowOf(each);
        return rows;
    }

private Q_SLOTS:
    void otherNumbersAreNamed() {
        ScriptOfTests desk({QStringLiteral("One word."), QStringLiteral("Two words.")});
        QVERIFY(desk.isReady());
        auto &settings = desk.services.settings();
        QVERIFY(make(desk, {0, 1}));
        QVERIFY(otherwise(desk).isEmpty());

        QSignalSpy changed(&desk.lines, &app::cloning::LineMaker::changed);
        settings.setNfeStep(5);
        QVERIFY(!changed.isEmpty() && changed.last()[0].toString().isEmpty()); // every line is looked at again
        QCOMPARE(otherwise(desk), (QList<int>{0, 1}));
        QCOMPARE(desk.lines.differences(desk.id(0)), QStringList{QStringLiteral("NFE 7 → 5")});
        QCOMPARE(desk.standing(0).state, LineState::Made); // what it says is what stands there
        QVERIFY(desk.standing(0).otherwise);
        QVERIFY(desk.toBeMade().isEmpty()); // "changed" is another thing

        settings.setCfgStrength(3);
        QCOMPARE(desk.lines.differences(desk.id(0)),
                 (QStringList{QStringLiteral("NFE 7 → 5"), QStringLiteral("CFG 2 → 3")}));
        settings.setCfgStrength(2);
        settings.setNfeStep(7);
        QVERIFY(otherwise(desk).isEmpty());
        settings.setSwayCoefficient(-0.5);
        QCOMPARE(otherwise(desk), (QList<int>{0, 1}));
        settings.setSwayCoefficient(-1);
        settings.setSchedule(engine::Schedule::Uniform);
        QCOMPARE(desk.lines.differences(desk.id(1)), QStringList{QStringLiteral("schedule epss → uniform")});
        settings.setNfeStep(9);
        QVERIFY(make(desk, {1}));
        settings.setSchedule(engine::Schedule::Epss); // which has no table for 9 steps: nothing is another
        QCOMPARE(otherwise(desk), QList<int>{0});

        desk.services.script().type(0, QStringLiteral("Another word."));
        QVERIFY(otherwise(desk).isEmpty()); // it is changed, and that says more
        QCOMPARE(desk.toBeMade(), QList<int>{0});
    }

    // A model with durations of its own uses no rule of length: the bytes would be the same.
    void theRuleOfLengthCountsOnlyWhereItIsUsed_data() {
        QTest::addColumn<bool>("own");
        QTest::newRow("used") << false;
        QTest::newRow("durations of its own") << true;
    }
    void theRuleOfLengthCountsOnlyWhereItIsUsed() {
        QFETCH(bool, own);
        ScriptOfTests desk({QStringLiteral("One word.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, {0}));
        auto &worker = desk.services.worker();
        QSignalSpy loaded(&worker, &app::speech::SpeechWorker::loaded);
        desk.services.loadModel();
        QTRY_COMPARE(loaded.size(), 1);
        auto model = loaded[0][0].value<engine::ModelSummary>();
        model.ownDurations = own;
        Q_EMIT worker.loaded(model);
        QVERIFY(otherwise(desk).isEmpty());
        const bool bySyllables = desk.take(0).durationRule == engine::DurationRule::BySyllables;
        desk.services.settings().setDurationRule(bySyllables ? engine::DurationRule::AsUpstream
                                                             : engine::DurationRule::BySyllables);
        QCOMPARE(otherwise(desk).size(), own ? 0 : 1);
        QCOMPARE(desk.lines.differences(desk.id(0)).size(), own ? 0 : 1);
    }

    void whatIsMadeAnewKeepsItsSeed() {
        ScriptOfTests desk({QStringLiteral("One word."), QStringLiteral("Two words.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, {0, 1}));
        desk.services.settings().setNfeStep(5);
        desk.services.script().setSeed({1}, 99); // of its own: it counts, and the line is changed
        QCOMPARE(otherwise(desk), QList<int>{0});
        desk.lines.makeWithTheirSeeds(desk.lines.madeOtherwise());
        QVERIFY(desk.waitForKept(3));
        QCOMPARE(desk.take(2).seed, desk.take(0).seed);
        QCOMPARE(desk.take(2).nfeStep, 5);
        QVERIFY(otherwise(desk).isEmpty());
    }

    void aStarredTakeWasChosenAsItIs() {
        ScriptOfTests desk({QStringLiteral("One word.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, {0}));
        desk.services.settings().setNfeStep(5);
        QCOMPARE(otherwise(desk), QList<int>{0});
        desk.services.takes().star(desk.take(0).id, true);
        QTRY_VERIFY(!desk.standing(0).otherwise);
        QVERIFY(otherwise(desk).isEmpty());
        desk.services.takes().star(desk.take(0).id, false);
        QTRY_VERIFY(desk.standing(0).otherwise);
    }

    void anotherRecordingOrTranscriptOfTheVoiceCounts() {
        ScriptOfTests desk({QStringLiteral("One word."), QStringLiteral("[rms] Two words.")});
        QVERIFY(desk.isReady());
        auto &voices = desk.services.voices();
        const engine::Voice slt = *voices.find(QStringLiteral("slt"));
        QFile recording(QString::fromStdString(slt.recording.string()));
        QVERIFY(recording.open(QIODevice::ReadOnly));
        const QByteArray sound = recording.readAll();
        recording.close();
        const auto put = [&](const std::string &transcript, const QByteArray &more) {
            const QJsonObject manifest{{QStringLiteral("name"), QStringLiteral("slt")},
                                       {QStringLiteral("language"), QStringLiteral("en")},
                                       {QStringLiteral("transcript"), QString::fromStdString(transcript)},
                                       {QStringLiteral("licence"), QStringLiteral("none")},
                                       {QStringLiteral("recording"), QFileInfo(recording).fileName()}};
            return recording.open(QIODevice::WriteOnly) && recording.write(sound + more) > 0 &&
                   (recording.close(), desk.data.writeJson(QStringLiteral("voices/slt/voice.json"), manifest));
        };
        QVERIFY(make(desk, {0, 1}));
        QVERIFY(!desk.take(0).voiceRecording.isEmpty());
        QVERIFY(otherwise(desk).isEmpty());

        QVERIFY(put("Other words.", {}));
        voices.refresh();
        QTRY_COMPARE(otherwise(desk), (QList<int>{0, 1}));
        QVERIFY(put(slt.transcript, {}));
        voices.refresh();
        QTRY_VERIFY(otherwise(desk).isEmpty());
        QVERIFY(put(slt.transcript, QByteArray(48, '\x01')));
        voices.refresh();
        QTRY_COMPARE(otherwise(desk), (QList<int>{0, 1}));
        QCOMPARE(desk.lines.differences(desk.id(0)), QStringList{QStringLiteral("recording of the voice differs")});
    }

    void anotherModelOrPrecisionCounts() {
        ScriptOfTests desk({QStringLiteral("One word.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, {0}));
        const QString before = desk.take(0).precision;
        auto &settings = desk.services.settings();
        QSignalSpy loaded(&desk.services.worker(), &app::speech::SpeechWorker::loaded);
        settings.setPrecision(before == u"bf16" ? engine::Precision::Fp32 : engine::Precision::Bf16);
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(otherwise(desk), QList<int>{0});
        QVERIFY(desk.lines.differences(desk.id(0)).first().startsWith(QStringLiteral("precision ") + before));
        settings.setPrecision(before == u"bf16" ? engine::Precision::Bf16 : engine::Precision::Fp32);
        QTRY_COMPARE(loaded.size(), 2);
        QVERIFY(otherwise(desk).isEmpty());
    }

    // Undo of a deletion brings back what was made, however many lines it was.
    void manyLinesThatComeBackKnowTheirTakes() {
        ScriptOfTests desk({QStringLiteral("Stays."), QStringLiteral("Is made.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, {1}));
        auto &script = desk.services.script();
        script.paste({1, int(script.line(1).text.size())}, QStringLiteral("\nMany.").repeated(700));
        const QString id = desk.id(1);
        const app::takes::TakeRecord take = desk.take(0);
        QCOMPARE(take.lineId, id);
        script.remove(1, 701);
        desk.services.takes().remove(
            {take.id}); // whatever is known of lines is looked up anew: of those that are there
        QSignalSpy restored(&desk.services.takes(), &app::takes::TakeLibrary::restored);
        desk.services.takes().restore({take.id});
        QTRY_COMPARE(restored.size(), 1);
        QTRY_VERIFY(!desk.standing(0).newest);
        script.undo();
        QTRY_COMPARE(desk.standing(1).state, LineState::Made);
    }
};

QTEST_GUILESS_MAIN(TestMadeOtherwise)
#include "tst_made_otherwise.moc"
