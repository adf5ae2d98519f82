// A script that is searched in slices tells the same as one that is searched at once, and before its end nothing wrong.
#include <QTest>

#include "app/script/line_search.h"
#include "app/script/match_scan.h"
#include "tests/app/script/search_at_once.h"

using namespace app::script;
using Answer = MatchScan::Answer;

namespace {

Script tale() {
    Script script = newScript();
    script.lines.clear();
    for (const char *text : {"gold", "", "Golden gold, and no silver", "nothing", "all that is gold", "", "GOLD"})
        script.lines << newLine(QString::fromUtf8(text));
    return script;
}

const QString kGold = QStringLiteral("gold");

} // namespace

class TestMatchScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slicesFindTheSame() {
        MatchScan scan;
        scan.begin(tale(), kGold);
        int slices = 1;
        while (!scan.advance({})) // a line each
            ++slices;
        QCOMPARE(slices, 7);
        QVERIFY(scan.isFinished());
        QCOMPARE(scan.matches(), findAll(tale(), kGold));
        QCOMPARE(scan.matches().size(), 5);
        scan.begin(tale(), kGold);
        QVERIFY(scan.matches().isEmpty() && !scan.isFinished());
        QVERIFY(scan.advance(std::chrono::hours(1)));
        QCOMPARE(scan.matches(), findAll(tale(), kGold));
    }

    void whatItTellsOnTheWayIsTrue_data() {
        QTest::addColumn<QString>("what");
        QTest::newRow("often") << kGold;
        QTest::newRow("once") << QStringLiteral("silver");
        QTest::newRow("nowhere") << QStringLiteral("dragon");
    }
    void whatItTellsOnTheWayIsTrue() {
        QFETCH(QString, what);
        const Script script = tale();
        MatchScan scan;
        scan.begin(script, what);
        int known = 0;
        for (bool finished = false; !finished;) {
            finished = scan.advance({});
            for (int line = 0; line < script.lines.size(); ++line) {
                for (int position = 0; position <= script.lines[line].text.size(); ++position) {
                    const Place place{line, position};
                    const auto wantedNext = findNext(script, what, place);
                    const auto next = scan.next(place);
                    const auto wantedPrevious = findPrevious(script, what, place);
                    const auto previous = scan.previous(place);
                    for (const auto &[told, wanted] :
                         {std::pair(next, wantedNext), std::pair(previous, wantedPrevious)}) {
                        QVERIFY(!finished || told.answer != Answer::NotYet);
                        if (told.answer == Answer::Found) {
                            QVERIFY(wanted && told.match == *wanted);
                            known += !finished;
                        } else if (told.answer == Answer::Nowhere) {
                            QVERIFY(!wanted);
                        }
                    }
                    if (next.answer == Answer::Found) {
                        const bool before =
                            next.match.line < line || (next.match.line == line && next.match.position < position);
                        QCOMPARE(next.around, before);
                    }
                }
            }
        }
        QVERIFY(known > 0 || what == QStringLiteral("dragon")); // some of it before the end
    }

    void nothingIsLookedForNowhere() {
        MatchScan scan;
        QVERIFY(scan.isFinished() && scan.advance({}));
        scan.begin(tale(), QString());
        QVERIFY(scan.isFinished());
        QVERIFY(scan.next({}).answer == Answer::Nowhere);
        QVERIFY(scan.previous({3, 2}).answer == Answer::Nowhere);
    }
};

QTEST_GUILESS_MAIN(TestMatchScan)
#include "tst_match_scan.moc"
