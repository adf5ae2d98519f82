// The whole script as sound: what is in the files, what is said about lines that are not made, and that nothing stays
// behind. Real services on the tiny checkpoint.
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cerrno>
#include <cmath>

#include <fcntl.h>
#include <unistd.h>

#include "engine/error.h"
#include "tests/app/exporting/exported_sound.h"
#include "tests/app/exporting/exporting_script.h"
#include "tests/patience.h"
#include "tests/processor_time.h"
#include "tests/small_files.h"

using app::exporting::ExportShape;
using app::exporting::ScriptExport;
using app::exporting::Unmade;
using engine::audio::SoundFormat;
using Stage = ScriptExport::Stage;

namespace {

QByteArray s_protected; // against writing; root, whom nothing is protected against, runs tests too

} // namespace

extern "C" int access(const char *path, int mode) noexcept { // in place of the C library's
    if (mode == W_OK && s_protected == path) {
        errno = EACCES;
        return -1;
    }
    return ::faccessat(AT_FDCWD, path, mode, 0);
}

namespace {

QString clock(double seconds) {
    const auto ms = std::llround(seconds * 1000);
    return QStringLiteral("00:00:%1,%2").arg(ms / 1000, 2, 10, QChar(u'0')).arg(ms % 1000, 3, 10, QChar(u'0'));
}

const QStringList kScript{QStringLiteral("Good morning."), QStringLiteral("  "), QStringLiteral("Hello, 你好。"),
                          QStringLiteral("And that was all.")};

} // namespace

class TestScriptExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Drafts do not leave as finals unseen: they are counted, and made anew where that is wanted, with their seeds.
    void linesMadeOtherwiseAreMadeAnewOrTakenAsTheyAre() {
        ExportDesk desk({QStringLiteral("A draft."), QStringLiteral("Another draft."), QStringLiteral("Chosen.")});
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        desk.services.takes().star(desk.newest(2).id, true);
        QTRY_VERIFY(desk.standing(2).starred);
        const auto before = desk.newest(0);
        desk.services.settings().setNfeStep(5);
        auto plan = app::exporting::planExport(desk.services.script(), desk.lines);
        QCOMPARE(app::exporting::madeOtherwise(plan), (QStringList{desk.id(0), desk.id(1)})); // the star was a choice
        QVERIFY(app::exporting::changed(plan).isEmpty());

        QCOMPARE(desk.run(desk.shape(QStringLiteral("drafts.wav")), Unmade::Make), QString());
        QCOMPARE(desk.newest(0).id, before.id); // as they are
        desk.type(1, QStringLiteral("Another draft, changed."));
        desk.exporter.start(desk.shape(QStringLiteral("final.wav")), Unmade::AsMade, ScriptExport::Otherwise::MakeAnew);
        QTRY_COMPARE(desk.finished.size(), 2);
        QVERIFY(desk.failed.isEmpty());
        QCOMPARE(desk.newest(0).nfeStep, 5);
        QCOMPARE(desk.newest(0).seed, before.seed);
        QCOMPARE(desk.kept.size(), 4); // the changed line as it was made last, the starred one as it is
        QCOMPARE(desk.finished[1][1].toInt(), 0);
        QVERIFY(holds(samplesOf(desk.file(QStringLiteral("final.wav"))), 0, desk.clip(3)));

        // Stopped half-way it is no export of the old ones.
        desk.services.settings().setNfeStep(128);
        desk.exporter.start(desk.shape(QStringLiteral("never.wav")), Unmade::AsMade, ScriptExport::Otherwise::MakeAnew);
        QTRY_COMPARE(desk.standing(0).work, app::cloning::Work::Making);
        desk.lines.stop();
        QTRY_COMPARE(desk.failed.size(), 1);
        QVERIFY(!desk.left().contains(QStringLiteral("never.wav")));
    }

    // A job that waits since before the settings changed makes the line as it was: that is not what was asked for.
    void whatIsMadeAnewIsNotWhatWaitedBefore() {
        ExportDesk desk({QStringLiteral("A draft."), QStringLiteral("A line that keeps the engine busy.")});
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        desk.slow();
        desk.lines.make({desk.id(1)});
        QVERIFY(desk.waitUntilMaking(1));
        desk.services.settings().setNfeStep(9);
        desk.lines.make({desk.id(0)}); // waits, with 9 steps
        QCOMPARE(desk.standing(0).work, app::cloning::Work::Waiting);
        desk.services.settings().setNfeStep(5);
        desk.exporter.start(desk.shape(QStringLiteral("final.wav")), Unmade::AsMade, ScriptExport::Otherwise::MakeAnew);
        QTRY_COMPARE_WITH_TIMEOUT(desk.finished.size(), 1, ExportDesk::kPatience);
        QCOMPARE(desk.newest(0).nfeStep, 5);
        QCOMPARE(desk.newest(1).nfeStep, 5);
        QVERIFY(holds(samplesOf(desk.file(QStringLiteral("final.wav"))), 0, desk.clip(desk.newest(0))));
    }

    void oneFileHoldsEveryLineInOrderWithPausesAndCaptions() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        ExportShape shape = desk.shape(QStringLiteral("evening.wav"));
        shape.pauseSeconds = 0.5;
        shape.srt = true;
        shape.vtt = true;
        QCOMPARE(desk.run(shape), QString());
        QCOMPARE(desk.finished[0][0].toStringList(), QStringList{desk.file(QStringLiteral("evening.wav"))});
        QCOMPARE(desk.finished[0][1].toInt(), 0);
        QCOMPARE(desk.left(), (QStringList{QStringLiteral("evening.srt"), QStringLiteral("evening.vtt"),
                                           QStringLiteral("evening.wav")}));
        const auto samples = samplesOf(desk.file(QStringLiteral("evening.wav")));
        std::size_t at = 0;
        QStringList times;
        for (const int row : {0, 2, 3}) {
            const auto clip = desk.clip(desk.newest(row));
            if (at > 0) {
                QVERIFY(isSilent(samples, at, at + 12000));
                at += 12000;
            }
            QVERIFY2(holds(samples, at, clip), qPrintable(QString::number(row)));
            const double start = double(at) / 24000;
            at += clip->samples.size();
            times << clock(start) + QStringLiteral(" --> ") + clock(double(at) / 24000);
        }
        QCOMPARE(samples.size(), at);
        QCOMPARE(textOf(desk.file(QStringLiteral("evening.srt"))),
                 QStringLiteral("1\n%1\nGood morning.\n\n2\n%2\nHello, 你好。\n\n3\n%3\nAnd that was all.\n\n")
                     .arg(times[0], times[1], times[2]));
        QVERIFY(textOf(desk.file(QStringLiteral("evening.vtt"))).startsWith(QStringLiteral("WEBVTT\n")));
        QVERIFY(desk.progressed.size() >= 4);
        QCOMPARE(desk.progressed.last()[0].value<Stage>(), Stage::Writing);
    }

    void theSettingsAreInTheTags() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        QCOMPARE(desk.run(desk.shape(QStringLiteral("evening.wav"))), QString());
        const QString file = desk.file(QStringLiteral("evening.wav"));
        QCOMPARE(tagOf(file, SF_STR_TITLE), QStringLiteral("evening"));
        QCOMPARE(tagOf(file, SF_STR_ARTIST), desk.newest(0).voiceName);
        const auto settings = QJsonDocument::fromJson(tagOf(file, SF_STR_COMMENT).toUtf8()).object();
        QCOMPARE(settings.value(QStringLiteral("nfe_step")).toInt(), 7);
        QCOMPARE(settings.value(QStringLiteral("line_count")).toInt(), 3);
        QVERIFY(!settings.contains(QStringLiteral("seed"))); // each line has its own
        const auto lines = settings.value(QStringLiteral("lines")).toArray();
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[1].toObject().value(QStringLiteral("seed")).toString(), QString::number(desk.newest(2).seed));
        QVERIFY(!lines[1].toObject().contains(QStringLiteral("nfe_step")));
    }

    void everyFormatIsWritten() {
        ExportDesk desk({QStringLiteral("Good morning.")});
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        const double seconds = desk.newest(0).seconds;
        const std::pair<SoundFormat, QString> formats[] = {{SoundFormat::Wav24, QStringLiteral("a.wav")},
                                                           {SoundFormat::Flac24, QStringLiteral("a.flac")},
                                                           {SoundFormat::Vorbis, QStringLiteral("a.ogg")},
                                                           {SoundFormat::Opus, QStringLiteral("a.opus")}};
        for (const auto &[format, name] : formats) {
            ExportShape shape = desk.shape(name);
            shape.format = format;
            QCOMPARE(desk.run(shape), QString());
            const auto sound = engine::audio::readSound(desk.file(name).toStdString(), 600);
            QVERIFY2(std::abs(sound.seconds() - seconds) < 0.03, qPrintable(name));
            QCOMPARE(tagOf(desk.file(name), SF_STR_TITLE), QStringLiteral("evening"));
        }
    }

    void aFileForEachLine() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        ExportShape shape = desk.shape(QStringLiteral("evening"), true);
        shape.format = SoundFormat::Flac24;
        shape.srt = true;
        QCOMPARE(desk.run(shape), QString());
        const QDir folder(desk.file(QStringLiteral("evening")));
        QCOMPARE(
            folder.entryList({QStringLiteral("*.flac")}),
            (QStringList{QStringLiteral("001 slt - Good morning.flac"), QStringLiteral("003 slt - Hello 你好.flac"),
                         QStringLiteral("004 slt - And that was all.flac")}));
        QCOMPARE(folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 6);
        QVERIFY(holds(samplesOf(folder.filePath(QStringLiteral("004 slt - And that was all.flac"))), 0,
                      desk.clip(desk.newest(3))));
        QVERIFY(textOf(folder.filePath(QStringLiteral("003 slt - Hello 你好.srt")))
                    .contains(QStringLiteral("Hello, 你好。")));
    }

    void theStarredTakeIsTheOneWhenItSaysWhatStandsThere() {
        ExportDesk desk({QStringLiteral("Good morning.")});
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        const auto first = desk.newest(0);
        desk.services.takes().star(first.id, true);
        desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitForKept(2));
        QTRY_VERIFY(desk.standing(0).starred);
        QVERIFY(desk.newest(0).id != first.id);
        QCOMPARE(desk.run(desk.shape(QStringLiteral("a.wav"))), QString());
        QVERIFY(holds(samplesOf(desk.file(QStringLiteral("a.wav"))), 0, desk.clip(first)));

        desk.type(0, QStringLiteral("Good evening, everybody."));
        desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitForKept(3));
        QCOMPARE(desk.run(desk.shape(QStringLiteral("b.wav"))), QString());
        QVERIFY(holds(samplesOf(desk.file(QStringLiteral("b.wav"))), 0, desk.clip(desk.newest(0))));
    }

    void whatIsNotMadeIsLeftOutOrMadeFirstOrTakenAsItWas() {
        ExportDesk desk({QStringLiteral("Good morning."), QStringLiteral("The second."), QStringLiteral("The third.")});
        QVERIFY(desk.isReady());
        desk.lines.make({desk.id(0), desk.id(1)});
        QVERIFY(desk.waitForKept(2));
        const auto old = desk.clip(desk.newest(1));
        desk.type(1, QStringLiteral("The second, but otherwise."));
        const auto plan = app::exporting::planExport(desk.services.script(), desk.lines);
        QCOMPARE(app::exporting::notMade(plan), QStringList{desk.id(2)});
        QCOMPARE(app::exporting::changed(plan), QStringList{desk.id(1)});

        const auto first = desk.clip(desk.newest(0));
        QCOMPARE(desk.run(desk.shape(QStringLiteral("a.wav")), Unmade::LeaveOut), QString());
        QCOMPARE(desk.finished.last()[1].toInt(), 2);
        QCOMPARE(samplesOf(desk.file(QStringLiteral("a.wav"))).size(), first->samples.size());

        QCOMPARE(desk.run(desk.shape(QStringLiteral("b.wav")), Unmade::AsMade), QString());
        QCOMPARE(desk.finished.last()[1].toInt(), 1);
        QVERIFY(holds(samplesOf(desk.file(QStringLiteral("b.wav"))), first->samples.size() + 9600, old));

        QCOMPARE(desk.run(desk.shape(QStringLiteral("c.wav")), Unmade::Make), QString());
        QCOMPARE(desk.finished.last()[1].toInt(), 0);
        QCOMPARE(desk.kept.size(), 4); // the two, and not the one that was there
        QCOMPARE(desk.newest(1).text, QStringLiteral("The second, but otherwise."));
        const auto samples = samplesOf(desk.file(QStringLiteral("c.wav")));
        const auto second = desk.clip(desk.newest(1));
        QVERIFY(holds(samples, first->samples.size() + 9600, second));
        QVERIFY(holds(samples, first->samples.size() + second->samples.size() + 2 * 9600, desk.clip(desk.newest(2))));
    }

    void cancellingWhileLinesAreMadeLeavesNothing() {
        ExportDesk desk({QStringLiteral("This is said slowly, so that there is time to change one's mind about it."),
                         QStringLiteral("And this is never made."), QStringLiteral("Somebody else's wish.")});
        QVERIFY(desk.isReady());
        desk.slow();
        put(desk.file(QStringLiteral("evening.wav")), "what was there");
        desk.exporter.start(desk.shape(QStringLiteral("evening.wav")), Unmade::Make);
        QCOMPARE(desk.exporter.stage(), Stage::Making);
        QVERIFY(desk.waitUntilMaking(0));
        desk.services.settings().setNfeStep(2);
        const auto own = desk.lines.make({desk.id(2)}); // asked for beside the export
        desk.exporter.cancel();
        QTRY_COMPARE(desk.cancelled.size(), 1);
        QVERIFY(!desk.exporter.isRunning());
        QVERIFY(desk.waitForKept(1));
        QTest::qWait(200);
        QCOMPARE(desk.kept.size(), 1);
        QCOMPARE(desk.kept[0][0].toULongLong(), own[0]);
        QCOMPARE(desk.left(), QStringList{QStringLiteral("evening.wav")});
        QCOMPARE(textOf(desk.file(QStringLiteral("evening.wav"))), QStringLiteral("what was there"));
        QCOMPARE(desk.finished.size() + desk.failed.size(), 0);
    }

    void cancellingWhileFilesAreWrittenLeavesNothing() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        for (const Stage at : {Stage::Reading, Stage::Writing}) {
            const auto before = desk.cancelled.size();
            const auto stop = connect(&desk.exporter, &ScriptExport::progressed, this, [&](Stage stage, int done) {
                if (stage == at && (at == Stage::Writing || done == 2))
                    desk.exporter.cancel();
            });
            desk.exporter.start(desk.shape(QStringLiteral("evening"), at == Stage::Reading), Unmade::LeaveOut);
            QTRY_COMPARE(desk.cancelled.size(), before + 1);
            disconnect(stop);
            QTRY_COMPARE(desk.left(), QStringList());
        }
        QCOMPARE(desk.finished.size() + desk.failed.size(), 0);
        QCOMPARE(desk.run(desk.shape(QStringLiteral("evening.wav"))), QString()); // and it can be begun again
    }

    void lostSoundIsSaidAndLeavesNothing() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        const QString hash = desk.newest(2).audioHash;
        QVERIFY(QFile::remove(desk.data.path(QStringLiteral("config/takes/%1/%2.wav").arg(hash.left(2), hash))));
        QVERIFY(!desk.run(desk.shape(QStringLiteral("evening"), true)).isEmpty());
        QCOMPARE(desk.finished.size(), 0);
        QTRY_COMPARE(desk.left(), QStringList());
    }

    void whatStandsInTheWayIsSaidAndEverythingStaysAsItWas() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeAll());
        QVERIFY(desk.run(desk.shape(QStringLiteral("nowhere/evening.wav"))).contains(QStringLiteral("nowhere")));
        QVERIFY(QDir(desk.folder.path()).mkdir(QStringLiteral("evening.vtt")));
        put(desk.file(QStringLiteral("evening.wav")), "old sound");
        put(desk.file(QStringLiteral("evening.srt")), "old captions");
        ExportShape shape = desk.shape(QStringLiteral("evening.wav"));
        shape.srt = true;
        shape.vtt = true;
        QVERIFY(desk.run(shape).contains(QStringLiteral("evening.vtt")));
        QTRY_COMPARE(desk.left(), (QStringList{QStringLiteral("evening.srt"), QStringLiteral("evening.vtt"),
                                               QStringLiteral("evening.wav")}));
        QCOMPARE(textOf(desk.file(QStringLiteral("evening.wav"))), QStringLiteral("old sound"));
        QCOMPARE(textOf(desk.file(QStringLiteral("evening.srt"))), QStringLiteral("old captions"));
        shape.vtt = false;
        QCOMPARE(desk.run(shape), QString());
        QVERIFY(samplesOf(desk.file(QStringLiteral("evening.wav"))).size() > 24000);
        QVERIFY(textOf(desk.file(QStringLiteral("evening.srt"))).contains(QStringLiteral("Good morning.")));
        QCOMPARE(desk.left().size(), 3);
        put(desk.file(QStringLiteral("evening.srt")), "corrected by hand");
        shape.srt = false;
        QCOMPARE(desk.run(shape), QString());
        QCOMPARE(textOf(desk.file(QStringLiteral("evening.srt"))), QStringLiteral("corrected by hand"));
    }

    void whatStandsInTheWayIsSaidBeforeAnythingIsMade() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(QDir(desk.folder.path()).mkdir(QStringLiteral("evening.srt")));
        ExportShape shape = desk.shape(QStringLiteral("evening.wav"));
        shape.srt = true;
        QVERIFY(desk.run(shape, Unmade::Make).contains(QStringLiteral("evening.srt")));
        QVERIFY(desk.run(desk.shape(QStringLiteral("nowhere/evening"), true), Unmade::Make)
                    .contains(QStringLiteral("nowhere")));
        QVERIFY(!desk.exporter.isRunning());
        QVERIFY(!desk.lines.isBusy());
        QCOMPARE(desk.kept.size(), 0);
        QCOMPARE(desk.left(), QStringList{QStringLiteral("evening.srt")});

        desk.lines.make({desk.id(0)}); // of a file per line, the name of this one is known then
        QVERIFY(desk.waitForKept(1));
        const QString name = app::exporting::stemOf(1, desk.newest(0)) + QStringLiteral(".wav");
        QVERIFY(QDir(desk.folder.path()).mkpath(QStringLiteral("evening/") + name));
        QVERIFY(desk.run(desk.shape(QStringLiteral("evening"), true), Unmade::Make).contains(name));
        QVERIFY(!desk.lines.isBusy());
        QCOMPARE(desk.kept.size(), 1);
        QVERIFY(QDir(desk.file(QStringLiteral("evening"))).removeRecursively());
        QCOMPARE(desk.run(desk.shape(QStringLiteral("evening/"), true), Unmade::Make), QString());
        QCOMPARE(desk.kept.size(), 3);
    }

    void aProtectedFileIsRefusedBeforeAnythingIsMade() {
        ExportDesk desk({QStringLiteral("Good morning.")});
        QVERIFY(desk.isReady());
        const QString file = desk.file(QStringLiteral("evening.wav"));
        put(file, "old sound");
        s_protected = QFile::encodeName(file);
        QVERIFY(
            desk.run(desk.shape(QStringLiteral("evening.wav")), Unmade::Make).contains(QStringLiteral("protected")));
        QVERIFY(!desk.lines.isBusy());
        QCOMPARE(desk.kept.size(), 0);
        QCOMPARE(textOf(file), QStringLiteral("old sound"));
        s_protected.clear();
        QCOMPARE(desk.run(desk.shape(QStringLiteral("evening.wav")), Unmade::Make), QString());
        QCOMPARE(desk.kept.size(), 1);
    }

    void theScriptMayBeEditedWhileItsLinesAreMade() {
        ExportDesk desk({QStringLiteral("This is said slowly, so that there is time to go on writing."),
                         QStringLiteral("Waits."), QStringLiteral("Was made before."),
                         QStringLiteral("Waits and is removed.")});
        QVERIFY(desk.isReady());
        desk.lines.make({desk.id(2)});
        QVERIFY(desk.waitForKept(1));
        desk.slow();
        desk.exporter.start(desk.shape(QStringLiteral("evening.wav")), Unmade::Make);
        QVERIFY(desk.waitUntilMaking(0));
        auto lines = desk.services.script().script().lines;
        lines.removeLast();
        lines << app::script::newLine(QStringLiteral("Typed when the export had begun."));
        QVERIFY(desk.services.script().edit(lines, false));
        for (const int row : {0, 1, 2})
            desk.type(row, QStringLiteral("Now it says something else."));
        QVERIFY(QTest::qWaitFor([&] { return desk.finished.size() + desk.failed.size() > 0; }, desk.kPatience));
        QVERIFY2(desk.failed.isEmpty(), qPrintable(desk.failed.value(0).value(0).value<app::Problem>().what));
        QCOMPARE(desk.finished[0][1].toInt(), 1);
        const auto samples = samplesOf(desk.file(QStringLiteral("evening.wav")));
        std::size_t at = 0;
        const QStringList heard{QStringLiteral("This is said slowly, so that there is time to go on writing."),
                                QStringLiteral("Waits."), QStringLiteral("Was made before.")};
        for (const int row : {0, 1, 2}) {
            QCOMPARE(desk.newest(row).text, heard[row]);
            const auto clip = desk.clip(desk.newest(row));
            at += row > 0 ? 9600 : 0;
            QVERIFY2(holds(samples, at, clip), qPrintable(QString::number(row)));
            at += clip->samples.size();
        }
        QCOMPARE(samples.size(), at);
    }

    void manyLinesThatWaitMakeNoWorkForEachOther() {
        QStringList texts;
        for (int i = 0; i < 5000; ++i)
            texts << QStringLiteral("Line %1.").arg(i);
        ExportDesk desk(texts);
        QVERIFY(desk.isReady());
        const auto cost = [&] {
            double least = 1e9;
            for (int i = 0; i < 5; ++i) {
                const double before = processorSeconds();
                const auto plan = app::exporting::planExport(desk.services.script(), desk.lines);
                least = std::min(least, processorSeconds() - before);
                if (plan.size() != texts.size())
                    return 1e9;
            }
            return least;
        };
        const double idle = cost();
        desk.lines.make(desk.lines.toBeMade());
        QVERIFY(desk.lines.waiting() > 4900);
        const double busy = cost();
        QVERIFY2(busy < 5 * idle, qPrintable(QStringLiteral("%1 s and %2 s").arg(busy).arg(idle)));
    }

    void aLineThatCannotBeMadeEndsItWithItsReason() {
        ExportDesk desk({QStringLiteral("Good morning."), QStringLiteral("The second.")});
        QVERIFY(desk.isReady());
        desk.services.script().setVoice({1}, QStringLiteral("nobody"));
        const QString said = desk.run(desk.shape(QStringLiteral("evening.wav")), Unmade::Make);
        QVERIFY2(said.contains(u'2'), qPrintable(said));
        QCOMPARE(desk.left(), QStringList());
        QVERIFY(!desk.exporter.isRunning());
    }

    void aScriptWithoutTakesIsNothingToExport() {
        ExportDesk desk(kScript);
        QVERIFY(desk.isReady());
        QVERIFY(!desk.run(desk.shape(QStringLiteral("evening.wav"))).isEmpty());
        QCOMPARE(desk.left(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestScriptExport)
#include "tst_script_export.moc"
