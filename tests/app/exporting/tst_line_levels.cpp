// Lines at one loudness beside each other.
#include <QTest>

#include <cmath>

#include "app/exporting/line_levels.h"

using app::exporting::evenLevels;
using app::exporting::LevelPlan;
using app::exporting::LineLevel;

namespace {

LineLevel line(double lufs, double peak = -20, double seconds = 3, const char *voice = "slt") {
    return {voice, seconds, {lufs, peak}};
}

} // namespace

class TestLineLevels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMedianWithoutATarget() {
        const LevelPlan plan = evenLevels({line(-24), line(-20), line(-22)}, {});
        QCOMPARE(plan.target, std::optional(-22.0));
        QCOMPARE(plan.gains, (std::vector<double>{2, -2, 0}));
        QCOMPARE(plan.belowTarget, 0);
    }

    void theTarget() { QCOMPARE(evenLevels({line(-24), line(-20)}, -18).gains, (std::vector<double>{6, 2})); }

    void aShortLineGetsWhatIsUsualForItsVoice() {
        const auto gains = evenLevels({line(-24), line(-30, -20, 3, "kal"), line(-15, -20, 0.5, "kal"),
                                       line(-15, -20, 0.5), line(-15, -20, 0.5, "other")},
                                      -20)
                               .gains;
        QCOMPARE(gains, (std::vector<double>{4, 10, 10, 4, 4}));
        QCOMPARE(evenLevels({line(-24, -20, 0.5), line(-22, -20, 0.5)}, -20).gains, (std::vector<double>{4, 2}));
    }

    void peaksAndTwelveDecibelsAreTheEnd() {
        const LevelPlan plan = evenLevels({line(-24, -3), line(-50), line(-20, -20)}, -18);
        QCOMPARE(plan.gains, (std::vector<double>{2, 12, 2}));
        QCOMPARE(plan.belowTarget, 1);
    }

    void silenceStaysAsItIs() {
        const LineLevel silent{"slt", 2, {std::nullopt, -HUGE_VAL}};
        QCOMPARE(evenLevels({silent, line(-22)}, -20).gains, (std::vector<double>{0, 2}));
        QVERIFY(!evenLevels({silent}, -20).target);
        QVERIFY(evenLevels({}, {}).gains.empty());
    }
};

QTEST_APPLESS_MAIN(TestLineLevels)
#include "tst_line_levels.moc"
