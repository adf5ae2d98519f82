// How a line stands towards its takes: what is still to be made, what the newest take is, and the same once more.
#include "app/takes/same_again.h"
#include "tests/app/cloning/script_of_tests.h"
#include "tests/patience.h"

using app::cloning::Work;
using app::script::LineState;

class TestLineTakes : public QObject {
    Q_OBJECT

    static bool make(ScriptOfTests &desk, int row) {
        const int before = int(desk.kept.size());
        desk.lines.make({desk.id(row)});
        return desk.waitForKept(before + 1);
    }

private Q_SLOTS:
    void whatIsToBeMadeFollowsTheText() {
        ScriptOfTests desk({QStringLiteral("One word."), QStringLiteral("Two words.")});
        QVERIFY(desk.isReady());
        QCOMPARE(desk.toBeMade(), (QList<int>{0, 1}));
        QVERIFY(make(desk, 0));
        QCOMPARE(desk.toBeMade(), QList<int>{1});
        QVERIFY(make(desk, 1));
        QVERIFY(desk.toBeMade().isEmpty());

        auto &script = desk.services.script();
        script.type(0, QStringLiteral("One other word."));
        QCOMPARE(desk.toBeMade(), QList<int>{0});
        QCOMPARE(desk.standing(0).state, LineState::Changed);
        QVERIFY(desk.standing(0).newest); // can still be heard
        script.undo();
        QVERIFY(desk.toBeMade().isEmpty());
        QCOMPARE(desk.standing(0).state, LineState::Made);
        script.redo();
        QVERIFY(make(desk, 0));
        QVERIFY(desk.toBeMade().isEmpty());
        script.undo(); // the newest take says something else now
        QCOMPARE(desk.toBeMade(), QList<int>{0});
        script.type(0, QStringLiteral("  "));
        QVERIFY(desk.toBeMade().isEmpty());
        QCOMPARE(desk.standing(0).state, LineState::Blank);
    }

    void whatIsToBeMadeFollowsWhatIsChosen() {
        ScriptOfTests desk({QStringLiteral("As chosen."), QStringLiteral("Own voice."), QStringLiteral("Own speed.")});
        QVERIFY(desk.isReady());
        auto &settings = desk.services.settings();
        auto &script = desk.services.script();
        script.setVoice({1}, QStringLiteral("rms"));
        script.setSpeed({2}, 1.25);
        desk.lines.make({desk.id(0), desk.id(1), desk.id(2)});
        QVERIFY(desk.waitForKept(3));
        QCOMPARE(desk.take(1).voiceId, QStringLiteral("rms"));
        QCOMPARE(desk.take(2).speed, 1.25);
        QVERIFY(desk.toBeMade().isEmpty());

        QSignalSpy changed(&desk.lines, &app::cloning::LineMaker::changed);
        script.paste({2, 0}, QStringLiteral("One.\nTwo.\n"));
        QVERIFY(changed.size() >= 2 && !changed[0][0].toString().isEmpty()); // a few lines are told of one by one
        script.undo();
        changed.clear();
        script.paste({2, 0}, QStringLiteral("Many.\n").repeated(5'000));
        QVERIFY2(changed.size() < 10, qPrintable(QString::number(changed.size()))); // many at once
        QVERIFY(changed[0][0].toString().isEmpty());
        script.undo();
        changed.clear();
        settings.setVoiceId(QStringLiteral("awb"));
        QCOMPARE(desk.toBeMade(), (QList<int>{0, 2}));
        QVERIFY(changed.size() >= 1 && changed.last()[0].toString().isEmpty()); // every line is looked at again
        settings.setVoiceId(QStringLiteral("slt"));
        QVERIFY(desk.toBeMade().isEmpty());
        settings.setSpeed(1.1);
        QCOMPARE(desk.toBeMade(), (QList<int>{0, 1}));
        settings.setSpeed(1.0);
        QVERIFY(desk.toBeMade().isEmpty());
        script.setSeed({0}, desk.take(0).seed);
        QVERIFY(desk.toBeMade().isEmpty()); // it was made with this very seed
        script.setSeed({0}, desk.take(0).seed + 1);
        QCOMPARE(desk.toBeMade(), QList<int>{0});
        QVERIFY(make(desk, 0));
        QCOMPARE(desk.take(3).seed, desk.take(0).seed + 1);
        QVERIFY(desk.toBeMade().isEmpty());
    }

    void aRemovedTakeGivesWayToTheOneBefore() {
        ScriptOfTests desk({QStringLiteral("The first words.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, 0));
        desk.services.script().type(0, QStringLiteral("The last words."));
        QVERIFY(make(desk, 0));
        const qint64 older = desk.take(0).id;
        const qint64 newer = desk.take(1).id;
        const auto newest = [&] { return desk.standing(0).newest ? desk.standing(0).newest->id : 0; };
        QCOMPARE(newest(), newer);

        desk.services.takes().remove({newer});
        QTRY_COMPARE(newest(), older);
        QCOMPARE(desk.standing(0).state, LineState::Changed); // the older one says other words
        desk.services.takes().restore({newer});
        QTRY_COMPARE(newest(), newer);
        QCOMPARE(desk.standing(0).state, LineState::Made);
        desk.services.takes().remove({older, newer});
        QTRY_COMPARE(newest(), 0);
        QCOMPARE(desk.toBeMade(), QList<int>{0});
        desk.services.takes().restore({older});
        QTRY_COMPARE(newest(), older);

        QVERIFY(!desk.standing(0).starred);
        desk.services.takes().star(older, true);
        QTRY_VERIFY(desk.standing(0).starred && desk.standing(0).starred->id == older);
    }

    void theSameOnceMoreIsTheSame() {
        ScriptOfTests desk({QStringLiteral("Say that again.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, 0));
        const auto first = desk.take(0);
        engine::ModelSummary model;
        QSignalSpy loaded(&desk.services.worker(), &app::speech::SpeechWorker::loaded);
        desk.services.loadModel();
        QVERIFY(loaded.wait(ScriptOfTests::kPatience));
        model = loaded[0][0].value<engine::ModelSummary>();
        std::optional<app::takes::SameAgain> again;
        desk.services.takes().requestOf(first, desk.services.voices().voices()->voices, model, this,
                                        [&](const app::takes::SameAgain &same) { again = same; });
        QTRY_VERIFY(again);
        QVERIFY(again->request && !again->problem);
        desk.lines.make(desk.id(0), *again->request, first.id);
        QVERIFY(desk.waitForKept(2));
        QCOMPARE(desk.take(1).audioHash, first.audioHash);
        QCOMPARE(desk.take(1).parentId, first.id);
        QCOMPARE(desk.take(1).lineId, desk.id(0));
        QVERIFY(desk.take(1).id > first.id);
        QVERIFY(make(desk, 0)); // a new seed, and not the same
        QVERIFY(desk.take(2).audioHash != first.audioHash);
    }

    void severalSeedsOfOneTakeAreAllMade() {
        ScriptOfTests desk({QStringLiteral("Say that again.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, 0));
        const qint64 from = desk.take(0).id;
        engine::Request request = desk.services.request(desk.services.script().line(0));
        for (const quint64 seed : {11, 12, 12, 13}) { // asked for twice is made once
            request.seed = seed;
            desk.lines.make(desk.id(0), request, from);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!desk.lines.isBusy(), ScriptOfTests::kPatience);
        QVERIFY(desk.waitForKept(4));
        QList<quint64> seeds;
        for (int i = 1; i < 4; ++i)
            seeds << desk.take(i).seed;
        QCOMPARE(seeds, (QList<quint64>{11, 12, 13}));
    }

    // A line may be deleted while its take is made; when it comes back by undo it knows that take.
    void aLineThatComesBackKnowsWhatWasMadeMeanwhile() {
        ScriptOfTests desk({QStringLiteral("Stays."), QStringLiteral("Goes and comes back.")});
        QVERIFY(desk.isReady());
        QVERIFY(make(desk, 1));
        const QString id = desk.id(1);
        desk.services.script().type(1, QStringLiteral("Goes, and comes back."));
        desk.lines.make({id});
        desk.services.script().remove(1, 1);
        QVERIFY(desk.waitForKept(2));
        desk.services.script().undo();
        QCOMPARE(desk.id(1), id);
        QTRY_COMPARE(desk.standing(1).state, LineState::Made);
        QCOMPARE(desk.standing(1).newest->id, desk.take(1).id);
    }
};

QTEST_GUILESS_MAIN(TestLineTakes)
#include "tst_line_takes.moc"
