// What is measured of sounds, cell by cell, on the tiny checkpoint's own cells and on sounds that are known.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include "app/listening/objective_table.h"
#include "tests/app/listening/cell_desk.h"

using namespace app::listening;

namespace {

// The same voice, more or less disturbed.
engine::ClipPtr voiced(double disturbance, double seconds = 0.8) {
    auto clip = std::make_shared<engine::Clip>();
    std::uint32_t random = 1;
    for (int i = 0; i < int(seconds * engine::kSampleRate); ++i) {
        const double t = double(i) / engine::kSampleRate;
        double value = 0;
        for (int harmonic = 1; harmonic < 12; ++harmonic)
            value += 0.15 / harmonic * std::sin(2 * M_PI * 140 * harmonic * t);
        random = random * 1664525U + 1013904223U;
        value += disturbance * (double(random >> 8) / double(1U << 24) - 0.5);
        clip->samples.push_back(float(value * std::min({1.0, t / 0.05, (seconds - t) / 0.1})));
    }
    return clip;
}

TestDesign threeColumns() {
    return smallDesign({TestColumn{7}, TestColumn{6}, TestColumn{32, engine::Schedule::Uniform}}, 2);
}

MeasureOrder orderOf(const TestDesign &design) {
    MeasureOrder order;
    order.design = design;
    for (int row = 0; row < 2; ++row) {
        order.cells.push_back({row, 0, voiced(0.02), 0.2 + 0.01 * row, "a" + std::to_string(row)});
        order.cells.push_back({row, 1, voiced(0.2), 0.17, "b" + std::to_string(row)});
        order.cells.push_back({row, 2, voiced(0), {}, ""});
    }
    return order;
}

} // namespace

class TestObjectiveTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachCellIsComparedWithTheTeachers() {
        int done = 0;
        const MeasuredCells cells = *measureCells(orderOf(threeColumns()), {}, [&](int now, int all) {
            QCOMPARE(now, ++done);
            QCOMPARE(all, 6);
        });
        QCOMPARE(done, 6);
        for (int row = 0; row < 2; ++row) {
            for (const char *measure : {"teacher", "teacher-worst", "lsd", "mcd", "f0-cents", "voicing"})
                QCOMPARE(*cells.find(row, 2)->figure(measure), 0.0);
            for (const char *measure : {"teacher", "lsd", "mcd"}) {
                QVERIFY(*cells.find(row, 0)->figure(measure) > 0);
                QVERIFY(*cells.find(row, 1)->figure(measure) > *cells.find(row, 0)->figure(measure));
            }
            QVERIFY(cells.find(row, 0)->artifactsLookedFor);
            QVERIFY(cells.find(row, 0)->figure("lufs").has_value());
            QCOMPARE(*cells.find(row, 0)->figure("seconds"), 0.8);
        }
        QVERIFY(std::abs(*cells.median("rtf", 0) - 0.205) < 1e-9);
        QVERIFY(!cells.median("rtf", 2)); // nobody said
        for (const char *measure : {"likeness", "word-error"}) {
            QVERIFY(!cells.median(measure, 0));
            QVERIFY(!cells.notMeasured.at(measure).isEmpty());
        }
        for (const Measure &measure : measures()) {
            QVERIFY(!measure.name().isEmpty() && !measure.variant().isEmpty());
            QVERIFY(cells.median(measure.id, 0).has_value() || cells.notMeasured.contains(measure.id));
        }
    }

    void modelsThatArePresentAreAsked() {
        MeasureOrder order = orderOf(threeColumns());
        order.voice = voiced(0);
        order.speakerModel = QStringLiteral(TEST_DATA "/distances");
        const QTemporaryDir folder;
        order.heardTexts = folder.filePath(QStringLiteral("heard.json"));
        QFile heard(order.heardTexts);
        QVERIFY(heard.open(QIODevice::WriteOnly));
        heard.write(R"({"format":1,"recogniser":"ears","heard":{"a0":")" +
                    QByteArray::fromStdString(order.design.rows[0].text) + R"(","b0":"nothing of the kind"}})");
        heard.close();
        const MeasuredCells cells = *measureCells(order);
        QVERIFY(std::abs(*cells.find(0, 2)->figure("likeness") - 1) < 1e-5);
        QVERIFY(*cells.find(0, 1)->figure("likeness") < 1);
        QCOMPARE(*cells.find(0, 0)->figure("word-error"), 0.0);
        QVERIFY(*cells.find(0, 1)->figure("word-error") > 0);
        QVERIFY(!cells.find(1, 0)->figure("word-error")); // nobody heard it
        QVERIFY(cells.notMeasured.empty());
    }

    void whatMeansNothingIsNotMeasured() {
        MeasureOrder order = orderOf(threeColumns());
        order.isSeedMatched = false;
        QVERIFY(!measureCells(order)->find(0, 1)->figure("teacher"));
        QVERIFY(measureCells(order)->notMeasured.contains("mcd"));
        // Without a teacher; and sounds of another length, or that hold no numbers.
        order = orderOf(smallDesign({TestColumn{7}, TestColumn{6}, TestColumn{16}}, 2));
        order.design.reference = TestColumn{12};
        QVERIFY(!teacherOf(order.design));
        QVERIFY(!measureCells(order)->find(0, 1)->figure("teacher"));
        order = orderOf(threeColumns());
        order.cells[0].clip = voiced(0.02, 0.9);
        auto broken = std::make_shared<engine::Clip>(*voiced(0.1));
        broken->samples[5000] = std::numeric_limits<float>::quiet_NaN();
        order.cells[1].clip = broken;
        order.cells[5].clip = broken; // the other row's teacher
        const MeasuredCells cells = *measureCells(order);
        QVERIFY(!cells.find(0, 0)->figure("teacher"));
        QVERIFY(cells.find(0, 0)->figure("mcd").has_value()); // warps time
        QVERIFY(!cells.find(0, 1)->figure("lufs"));
        QVERIFY(cells.find(0, 1)->artifacts.front() == engine::quality::Artifact::NotNumbers);
        QVERIFY(!cells.find(1, 0)->figure("teacher"));
        QVERIFY(cells.find(1, 0)->figure("lufs").has_value());
    }

    void aPauseThatTheRowAsksForIsNoArtifact() {
        MeasureOrder order = orderOf(threeColumns());
        auto paused = std::make_shared<engine::Clip>(*order.cells[0].clip);
        auto &samples = paused->samples;
        samples.insert(samples.begin() + std::ptrdiff_t(samples.size() / 2), engine::kSampleRate * 3 / 10, 0.0f);
        order.cells[0].clip = paused;
        const auto dropouts = [&] {
            const auto artifacts = measureCells(order)->find(0, 0)->artifacts;
            return std::count(artifacts.begin(), artifacts.end(), engine::quality::Artifact::Dropout);
        };
        QCOMPARE(dropouts(), 1);
        order.design.rows[0].text = "Good{pause 300ms} morning.";
        QCOMPARE(dropouts(), 0);
    }

    void whichColumnIsTheTeacher() {
        QCOMPARE(teacherOf(threeColumns()), std::optional<Condition>(2));
        TestDesign design = threeColumns();
        design.columns[2].precision = engine::Precision::Bf16;
        QCOMPARE(teacherOf(design), std::optional<Condition>(kReference));
        design.columns[0].cfgStrength = 1; // the baseline: nobody spoke 32 steps so
        QVERIFY(!teacherOf(design));
    }

    void itRunsInTheBackgroundAndStops() {
        ObjectiveTable table;
        QSignalSpy measured(&table, &ObjectiveTable::measured), cancelled(&table, &ObjectiveTable::cancelled),
            failed(&table, &ObjectiveTable::failed), progressed(&table, &ObjectiveTable::progressed);
        table.start(orderOf(threeColumns()));
        QVERIFY(table.isRunning());
        QTRY_COMPARE_WITH_TIMEOUT(measured.size(), 1, 30000);
        QVERIFY(!table.isRunning());
        QCOMPARE(progressed.size(), 6);
        // One that is stopped says nothing more, and another one can begin at once.
        table.start(orderOf(threeColumns()));
        table.cancel();
        QCOMPARE(cancelled.size(), 1);
        MeasureOrder wrong = orderOf(threeColumns());
        wrong.cells[0].row = 7;
        table.start(wrong);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30000);
        QCOMPARE(measured.size(), 1);
        // One that goes away in the middle of it.
        auto gone = std::make_unique<ObjectiveTable>();
        gone->start(orderOf(threeColumns()));
        gone.reset();
    }

    void cellsOfTheEngineGoStraightIn() {
        const TinyData data;
        CellDesk desk(data.root());
        const TestDesign design = smallDesign({TestColumn{7}, TestColumn{32, engine::Schedule::Uniform}}, 2);
        QVERIFY(desk.makeAll(design));
        MeasureOrder order;
        order.design = design;
        for (int row = 0; row < 2; ++row) {
            for (Condition column = 0; column < 2; ++column)
                order.cells.push_back(
                    {row, column, desk.sound(row, column), desk.maker.cell(row, column).facts->rtf()});
        }
        const MeasuredCells cells = *measureCells(order);
        QVERIFY(*cells.median("rtf", 0) > 0);
        QVERIFY(*cells.find(0, 0)->figure("teacher") > 0);
        QCOMPARE(*cells.find(0, 1)->figure("teacher"), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestObjectiveTable)
#include "tst_objective_table.moc"
