// A script as sound in which each line begins with its cue. Real services on the tiny checkpoint.
#include <cmath>

#include "tests/app/exporting/exported_sound.h"
#include "tests/app/exporting/exporting_script.h"
#include "tests/patience.h"
#include "tests/small_files.h"

using app::exporting::ExportShape;
using app::exporting::Unmade;

namespace {

const QStringList kScript{QStringLiteral("Good morning.")};

app::script::Script timedScript(const QList<app::script::CueTimes> &cues) {
    app::script::Script script = app::script::newScript();
    script.lines.clear();
    for (const auto &cue : cues) {
        script.lines << app::script::newLine(QStringLiteral("Good morning to line %1.").arg(script.lines.size() + 1));
        script.lines.last().cue = cue;
    }
    return script;
}

} // namespace

class TestTimedExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesBeginWithTheirCues() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        desk.services.script().load(timedScript({{0.75, 60}, {70.0001, 130}}), {}, false);
        QVERIFY(desk.makeAll());
        ExportShape shape = desk.shape(QStringLiteral("film.wav"));
        shape.srt = true;
        shape.timed = true;
        QCOMPARE(desk.run(shape), QString());
        QVERIFY(desk.finished[0][3].value<QList<app::exporting::Overrun>>().isEmpty());
        const auto samples = samplesOf(desk.file(QStringLiteral("film.wav")));
        const auto first = desk.clip(desk.newest(0)), second = desk.clip(desk.newest(1));
        QVERIFY(isSilent(samples, 0, 18000));
        QVERIFY(holds(samples, 18000, first));
        QVERIFY(isSilent(samples, 18000 + first->samples.size(), 1680002));
        QVERIFY(holds(samples, 1680002, second));
        QVERIFY(textOf(desk.file(QStringLiteral("film.srt"))).contains(QStringLiteral("\n00:01:10,000 --> ")));
        QCOMPARE(desk.services.script().isModified(), false);
    }

    void aLineThatIsTooLongForItsCueIsMadeFasterOnceAndSaid() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        desk.services.script().load(timedScript({{0, 60}, {60, 120}}), {}, false);
        QVERIFY(desk.makeAll());
        const double long1 = desk.newest(0).seconds, long2 = desk.newest(1).seconds;
        desk.services.script().load(timedScript({{0, 0.8 * long1}, {0.8 * long1, 0.9 * long1}, {60, 120}}), {}, false);
        ExportShape shape = desk.shape(QStringLiteral("film.wav"));
        shape.timed = true;
        QCOMPARE(desk.run(shape, Unmade::Make), QString());
        const auto &script = desk.services.script();
        QVERIFY(script.line(0).speed && *script.line(0).speed > 1.2 && *script.line(0).speed <= 1.3);
        QCOMPARE(script.line(1).speed, std::optional(1.35)); // not enough
        QVERIFY(!script.line(2).speed);
        QVERIFY(desk.newest(0).seconds <= 0.8 * long1 + 0.01);
        QVERIFY(desk.newest(1).seconds < long2);
        const auto tooLong = desk.finished[0][3].value<QList<app::exporting::Overrun>>();
        QCOMPARE(tooLong.size(), 1);
        QCOMPARE(tooLong[0].number, 2);
        QVERIFY(std::abs(tooLong[0].over - (desk.newest(1).seconds - 0.1 * long1)) < 0.01);
        QCOMPARE(desk.finished[0][1].toInt(), 0);
        QCOMPARE(script.undoText(), QStringLiteral("speed of lines"));
        const auto made = desk.kept.size();
        QCOMPARE(desk.run(shape, Unmade::Make), QString()); // again: all is as fast as it may be
        QCOMPARE(desk.kept.size(), made);
    }

    void aCueBehindTwelveHoursIsRefusedBeforeItsSilenceIsMade() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        desk.services.script().load(timedScript({{0, 60}, {3'599'000, 3'600'000}}), {}, false);
        QVERIFY(desk.makeAll());
        ExportShape shape = desk.shape(QStringLiteral("film.wav"));
        shape.timed = true;
        QVERIFY(desk.run(shape).contains(QStringLiteral("twelve hours")));
        QTRY_COMPARE(desk.left(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestTimedExport)
#include "tst_timed_export.moc"
