#include <QTest>

#include "engine/performance/benchmark.h"

using namespace engine;
using namespace engine::performance;

class BenchmarkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Reference values: Python's statistics.median and statistics.stdev.
    void spreadOfAnOddCount() {
        const Spread result = spread({0.31, 0.25, 0.28});
        QCOMPARE(result.minimum, 0.25);
        QCOMPARE(result.median, 0.28);
        QCOMPARE(result.maximum, 0.31);
        QCOMPARE(result.mean, 0.28);
        QVERIFY(std::abs(result.cv - 0.03 / 0.28) < 1e-12);
    }

    void spreadOfAnEvenCount() {
        const Spread result = spread({4, 1, 3, 2});
        QCOMPARE(result.median, 2.5);
        QVERIFY(std::abs(result.cv - 1.2909944487358056 / 2.5) < 1e-12);
    }

    void spreadOfFew() {
        QCOMPARE(spread({0.3}).median, 0.3);
        QCOMPARE(spread({0.3}).cv, 0.0);
        QCOMPARE(spread({}).maximum, 0.0);
        QCOMPARE(spread({0, 0}).cv, 0.0);
    }

    void figuresOfRuns() {
        Benchmark benchmark;
        for (const double seconds : {0.5, 1.0, 1.5}) {
            Timings run;
            run.audioSeconds = 2;
            run.synthesisSeconds = seconds;
            run.firstAudioSeconds = seconds / 2;
            run.stages = {0.1 * seconds, 0.0, 0.7 * seconds, 0.1 * seconds, 0.1 * seconds};
            benchmark.runs.push_back(run);
        }
        QCOMPARE(benchmark.rtf().median, 0.5);
        QCOMPARE(benchmark.firstAudioSeconds().maximum, 0.75);
        QCOMPARE(benchmark.synthesisSeconds().minimum, 0.5);
        const Stages stages = benchmark.meanStages();
        QCOMPARE(stages.dit, 0.7);
        QCOMPARE(stages.text + stages.reference + stages.dit + stages.vocoder + stages.other, 1.0);
    }
};

QTEST_APPLESS_MAIN(BenchmarkTest)
#include "tst_benchmark.moc"
