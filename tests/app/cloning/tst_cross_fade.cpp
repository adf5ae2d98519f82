// The cross-fade changes what is made of several pieces, and nothing else.
#include "app/script/script_document.h"
#include "tests/app/cloning/script_of_tests.h"

using app::script::LineState;

namespace {

const QString kShort = QStringLiteral("Good morning.");
const QString kLong = QStringLiteral("The evening rain began, and the old road was quiet. ").repeated(12).trimmed();

} // namespace

class TestCrossFade : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyLinesOfSeveralPiecesAreChanged() {
        ScriptOfTests desk({kShort, kLong});
        QVERIFY(desk.isReady());
        desk.services.settings().setNfeStep(1);
        desk.services.settings().setJoining(engine::Joining::AsUpstream); // the tiny voice is never silent
        desk.services.settings().setSeed(7);
        desk.services.settings().setSeedPinned(true);
        desk.lines.make(desk.lines.toBeMade());
        QVERIFY(desk.waitForKept(2));
        QCOMPARE(desk.take(0).timings.chunks, 1);
        QVERIFY(desk.take(1).timings.chunks > 1);
        QCOMPARE(desk.take(1).crossFadeSeconds, 0.15);

        desk.services.settings().setCrossFadeSeconds(0.5);
        QCOMPARE(desk.standing(0).state, LineState::Made);
        QCOMPARE(desk.standing(1).state, LineState::Changed);
        QCOMPARE(desk.toBeMade(), QList<int>{1});
        desk.lines.make({desk.id(0), desk.id(1)});
        QVERIFY(desk.waitForKept(4));
        QCOMPARE(desk.take(2).audioHash, desk.take(0).audioHash); // in one piece: the same bytes
        QVERIFY(desk.take(3).audioHash != desk.take(1).audioHash);
        QVERIFY(desk.take(3).seconds < desk.take(1).seconds - 0.3); // the pieces overlap for longer
        QCOMPARE(desk.take(3).crossFadeSeconds, 0.5);
        QCOMPARE(desk.standing(1).state, LineState::Made);

        desk.services.settings().setCrossFadeSeconds(0.15);
        QCOMPARE(desk.toBeMade(), QList<int>{1});
    }
};

QTEST_GUILESS_MAIN(TestCrossFade)
#include "tst_cross_fade.moc"
