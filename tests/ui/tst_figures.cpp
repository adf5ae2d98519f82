#include <QLocale>
#include <QTest>

#include "ui/shared/action_list.h"
#include "ui/shared/figures.h"

using namespace ui::shared;

class TestFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void times() {
        QCOMPARE(clockTime(0, 1), QStringLiteral("0:00.0"));
        QCOMPARE(clockTime(3.44, 1), QStringLiteral("0:03.4"));
        QCOMPARE(clockTime(59.96, 1), QStringLiteral("1:00.0")); // no "0:60.0"
        QCOMPARE(clockTime(3725.5, 0), QStringLiteral("1:02:06"));
        QCOMPARE(clockTime(-1, 1), QStringLiteral("0:00.0"));
        QCOMPARE(rulerTime(2, 1), QStringLiteral("0:02"));
        QCOMPARE(rulerTime(2.5, 0.5), QStringLiteral("0:02.5"));
        QCOMPARE(rulerTime(0.02, 0.005), QStringLiteral("0:00.020"));
    }

    void twoSignificantDigits() {
        QCOMPARE(glance(0.2849), QStringLiteral("0.28"));
        QCOMPARE(glance(3.449), QStringLiteral("3.4"));
        QCOMPARE(glance(9.97), QStringLiteral("10"));
        QCOMPARE(glance(12.3), QStringLiteral("12"));
        QCOMPARE(glance(0), QStringLiteral("0"));
        QCOMPARE(seconds(0.6161), QStringLiteral("0.62 s"));
    }

    void loudness() {
        QCOMPARE(lufs(-16), QStringLiteral("−16 LUFS"));
        QCOMPARE(lufs(-17.349), QStringLiteral("−17.3 LUFS"));
        QCOMPARE(decibel(5.249), QStringLiteral("+5.2 dB"));
        QCOMPARE(decibel(-0.31), QStringLiteral("−0.3 dB"));
        QCOMPARE(decibel(-0.01), QStringLiteral("+0 dB"));
    }

    void fuzzySearchPrefersStartsOfWords() {
        QVERIFY(!fuzzyScore(QStringLiteral("xyz"), QStringLiteral("Save take as")));
        QVERIFY(fuzzyScore(QStringLiteral("STA"), QStringLiteral("Save take as")));
        QVERIFY(*fuzzyScore(QStringLiteral("sp"), QStringLiteral("Speak")) >
                *fuzzyScore(QStringLiteral("sp"), QStringLiteral("Keyboard shortcuts in place")));
        QVERIFY(*fuzzyScore(QStringLiteral("ns"), QStringLiteral("New seed")) >
                *fuzzyScore(QStringLiteral("ns"), QStringLiteral("Licences")));
    }
};

QTEST_GUILESS_MAIN(TestFigures)
#include "tst_figures.moc"
