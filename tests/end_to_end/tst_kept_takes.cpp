// The takes of `ishowtts say` lie in the library that the Studio shows: the real program beside a library that is open,
// several at once, and folders that cannot be written to.
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <cmath>
#include <memory>
#include <vector>

#include "engine/audio/file.h"
#include "engine/audio/loudness.h"
#include "engine/clip.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "tests/end_to_end/program.h"

using namespace end_to_end;
using app::takes::TakeRecord;

namespace {

struct Desk {
    QTemporaryDir data;
    Program program;

    Desk() { program.setVariable(QStringLiteral("ISHOWTTS_DATA"), data.path()); }

    QStringList sayWords(const QString &text, const QString &file, const QStringList &more = {}) const {
        return QStringList{QStringLiteral("say"),   QStringLiteral("--text"), text,
                           QStringLiteral("--out"), program.path(file),       QStringLiteral("--model"),
                           Program::tinyModel(),    QStringLiteral("--nfe"),  QStringLiteral("2"),
                           QStringLiteral("--json")} +
               more;
    }
    Run say(const QString &text, const QString &file, const QStringList &more = {}) const {
        return program.run(sayWords(text, file, more));
    }
    Run takes(const QStringList &words) const { return program.run(QStringList{QStringLiteral("takes")} + words); }
};

const QString kJson = QStringLiteral("--json");

std::vector<float> samplesIn(const QString &file) {
    return engine::audio::readSound(file.toStdString(), 60).interleaved;
}

} // namespace

class TestKeptTakes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLibraryThatIsOpenFindsTheTake() {
        Desk desk;
        OpenLibrary studio(desk.data); // before there was anything
        QSignalSpy elsewhere(&studio.library, &app::takes::TakeLibrary::changedElsewhere);
        const TakeRecord own = studio.keep(madeUpTake(1, QStringLiteral("Made up.")), QStringLiteral("line"));
        QVERIFY(own.id > 0);
        QTest::qWait(2500);
        QCOMPARE(elsewhere.size(), 0); // that was here
        const Run run = desk.say(QStringLiteral("Said at the shell."), QStringLiteral("a.wav"),
                                 {QStringLiteral("--seed"), QStringLiteral("18446744073709551615"),
                                  QStringLiteral("--speed"), QStringLiteral("1.5"), QStringLiteral("--cfg"),
                                  QStringLiteral("1.25"), QStringLiteral("--sway"), QStringLiteral("-0.5")});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        const qint64 id = run.object()[u"take"].toInteger();
        QVERIFY(id > own.id);
        QTRY_VERIFY_WITH_TIMEOUT(!elsewhere.isEmpty(), 60'000); // nobody has to look for it
        QCOMPARE(studio.texts(QStringLiteral("shell")), QStringList{QStringLiteral("Said at the shell.")});
        const TakeRecord take = studio.byId(id);
        QCOMPARE(take.lineId, QString());
        QCOMPARE(take.voiceId, QStringLiteral("slt"));
        QVERIFY(!take.voiceTranscript.isEmpty());
        QCOMPARE(take.voiceRecording.size(), 64);
        QCOMPARE(take.modelName, run.object()[u"model"].toString());
        QCOMPARE(take.seed, ~quint64(0));
        QCOMPARE(take.nfeStep, 2);
        QVERIFY(take.schedule == engine::Schedule::Epss); // as asked for
        QCOMPARE(take.speed, 1.5);
        QCOMPARE(take.cfgStrength, 1.25);
        QCOMPARE(take.swayCoefficient, -0.5);
        QCOMPARE(take.precision, run.object()[u"precision"].toString());
        QCOMPARE(take.deviceKind, run.object()[u"device"].toString());
        QVERIFY(!take.build.isEmpty() && !take.programVersion.isEmpty());
        QVERIFY(std::abs(take.timings.synthesisSeconds - run.object()[u"synthesis_seconds"].toDouble()) < 1e-5);
        const auto sound = studio.audio(take);
        QVERIFY(bool(sound));
        const auto file = samplesIn(desk.program.path(QStringLiteral("a.wav")));
        QCOMPARE((*sound.value)->samples.size(), file.size());
        for (std::size_t i = 0; i < file.size(); ++i)
            QVERIFY(std::abs(std::clamp((*sound.value)->samples[i], -1.0F, 1.0F) - file[i]) < 1e-4F);
        QVERIFY(studio.problems.isEmpty());
    }

    void severalAtOnceLoseNothing() {
        constexpr int rounds = 3, atOnce = 4;
        Desk desk;
        OpenLibrary studio(desk.data);
        QSet<qint64> acknowledged;
        QSignalSpy kept(&studio.library, &app::takes::TakeLibrary::kept);
        int own = 0;
        for (int round = 0; round < rounds; ++round) {
            std::vector<std::unique_ptr<QProcess>> running;
            for (int i = 0; i < atOnce; ++i) {
                running.push_back(std::make_unique<QProcess>());
                desk.program.start(*running.back(),
                                   desk.sayWords(QStringLiteral("Take %1 of round %2.").arg(i).arg(round),
                                                 QStringLiteral("%1.wav").arg(i)));
            }
            const auto anyRuns = [&] {
                return std::any_of(running.begin(), running.end(),
                                   [](const auto &each) { return each->state() != QProcess::NotRunning; });
            };
            while (anyRuns()) { // the Studio is making takes too
                studio.library.keep(madeUpTake(unsigned(++own), QStringLiteral("Made up.")));
                QTest::qWait(20);
            }
            for (const auto &each : running) {
                Run run;
                run.output = each->readAllStandardOutput();
                QVERIFY2(each->exitCode() == 0, each->readAllStandardError().constData());
                acknowledged << run.object()[u"take"].toInteger();
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(kept.size(), own, 60'000);
        QVERIFY(studio.notKept.isEmpty() && studio.problems.isEmpty());
        for (const auto &each : kept)
            acknowledged << each[1].value<TakeRecord>().id;
        QCOMPARE(acknowledged.size(), rounds * atOnce + own); // each with an id of its own
        QVERIFY(!acknowledged.contains(0));
        app::takes::TakeQuery query;
        query.limit = 500;
        const auto page = studio.find(query);
        QCOMPARE(page.total, rounds * atOnce + own);
        for (const TakeRecord &take : page.takes) {
            if (take.text.startsWith(QStringLiteral("Take ")))
                QVERIFY(bool(studio.audio(take)));
        }
    }

    void noKeepKeepsNothing() {
        Desk desk;
        const Run run = desk.say(QStringLiteral("Forget it."), QStringLiteral("a.wav"), {QStringLiteral("--no-keep")});
        QCOMPARE(run.status, 0);
        QVERIFY(run.object().contains(u"take") && run.object()[u"take"].isNull());
        QVERIFY(QDir(desk.data.path()).isEmpty());
    }

    void aDiskThatTakesNothingIsOneWarning_data() {
        QTest::addColumn<bool>("hasLibrary");
        QTest::addColumn<QString>("trouble");
        const QString readOnly = QStringLiteral("FAULTY_DISK_READ_ONLY");
        const QString full = QStringLiteral("FAULTY_DISK_AFTER");
        QTest::newRow("read-only, empty") << false << readOnly;
        QTest::newRow("read-only, with a library") << true << readOnly;
        QTest::newRow("full, with a library") << true << full;
    }

    void aDiskThatTakesNothingIsOneWarning() {
        QFETCH(bool, hasLibrary);
        QFETCH(QString, trouble);
        Desk desk;
        if (hasLibrary)
            QCOMPARE(desk.say(QStringLiteral("The first."), QStringLiteral("first.wav")).status, 0);
        desk.program.setVariable(QStringLiteral("LD_PRELOAD"), QStringLiteral(FAULTY_DISK));
        desk.program.setVariable(QStringLiteral("FAULTY_DISK_FOLDER"), desk.data.path());
        desk.program.setVariable(trouble, QStringLiteral("0"));
        const Run run = desk.say(QStringLiteral("Not kept."), QStringLiteral("a.wav"));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(run.object().contains(u"take") && run.object()[u"take"].isNull());
        QVERIFY(QFile::exists(desk.program.path(QStringLiteral("a.wav"))));
        QCOMPARE(run.messages.count(QStringLiteral("ishowtts: ")), 1);
        QVERIFY2(run.messages.startsWith(QStringLiteral("ishowtts: The take is not kept in the library: ")),
                 qPrintable(run.messages));
        QVERIFY2(run.messages.count(u'\n') == 2, qPrintable(run.messages)); // what happened, what to do
        if (!hasLibrary)
            QCOMPARE(desk.takes({}).status, 4);
        desk.program.setVariable(QStringLiteral("LD_PRELOAD"), {}); // the disk is well again
        QCOMPARE(desk.takes({kJson}).array().size(), hasLibrary ? 1 : 0);
        QVERIFY(desk.say(QStringLiteral("Kept."), QStringLiteral("b.wav")).object()[u"take"].toInteger() > 0);
    }

    void aLibraryOfAnotherProgramStaysAsItIs() {
        Desk desk;
        QFile file(desk.data.filePath(QStringLiteral("library.sqlite")));
        {
            app::storage::Connection other(file.fileName());
            other.run(QStringLiteral("CREATE TABLE theirs (x)"));
            other.run(QStringLiteral("PRAGMA application_id = 4711"));
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray before = file.readAll();
        const Run run = desk.say(QStringLiteral("Not kept."), QStringLiteral("a.wav"));
        QCOMPARE(run.status, 0);
        QVERIFY(run.messages.contains(QStringLiteral("not kept")));
        file.seek(0);
        QCOMPARE(file.readAll(), before);
    }

    void takesAreListedAndFound() {
        Desk desk;
        QCOMPARE(desk.takes({kJson}).array().size(), 0);
        QVERIFY(desk.takes({}).messages.contains(QStringLiteral("holds no takes")));
        for (const char *text : {"Good morning.", "Good evening.", "Hello, 早上好。"})
            QCOMPARE(desk.say(QString::fromUtf8(text), QStringLiteral("a.wav")).status, 0);
        const QJsonArray all = desk.takes({kJson}).array();
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[0][u"text"].toString(), QStringLiteral("Hello, 早上好。")); // newest first
        QVERIFY(all[0][u"audio_seconds"].toDouble() > 0 && all[0][u"audio_hash"].toString().size() == 64);
        QCOMPARE(desk.takes({QStringLiteral("GOOD"), kJson}).array().size(), 2);
        QCOMPARE(desk.takes({QStringLiteral("good"), QStringLiteral("even"), kJson}).array().size(), 1);
        QCOMPARE(desk.takes({QStringLiteral("早上"), kJson}).array().size(), 1);
        QCOMPARE(desk.takes({QStringLiteral("--starred"), kJson}).array().size(), 0);
        {
            OpenLibrary studio(desk.data);
            studio.library.star(all[1][u"take"].toInteger(), true);
            studio.library.remove({all[2][u"take"].toInteger()});
            studio.database.flush();
            const QJsonArray starred = desk.takes({QStringLiteral("--starred"), kJson}).array();
            QCOMPARE(starred.size(), 1);
            QCOMPARE(starred[0][u"take"], all[1][u"take"]);
            QVERIFY(starred[0][u"starred"].toBool());
            QCOMPARE(desk.takes({kJson}).array().size(), 2);
            const Run gone = desk.takes({QStringLiteral("export"), QString::number(all[2][u"take"].toInteger()),
                                         QStringLiteral("--out"), desk.program.path(QStringLiteral("gone.wav"))});
            QCOMPARE(gone.status, 3);
            QVERIFY(gone.messages.contains(QStringLiteral("was removed")));
        }
        const Run one = desk.takes({QStringLiteral("--limit"), QStringLiteral("1")});
        QCOMPARE(one.output.count('\n'), 2);
        QVERIFY(one.output.startsWith("ID ") && one.output.contains("早上好"));
        QVERIFY2(one.messages.contains(QStringLiteral("1 of 2 takes")), qPrintable(one.messages));
    }

    void aTakeLeavesAsAFile() {
        Desk desk;
        const Run said = desk.say(QStringLiteral("Good morning."), QStringLiteral("said.wav"));
        const QString id = QString::number(said.object()[u"take"].toInteger());
        const auto exportTo = [&](const QString &file, const QStringList &more = {}) {
            return desk.takes(
                QStringList{QStringLiteral("export"), id, QStringLiteral("--out"), desk.program.path(file)} + more);
        };
        QVERIFY2(exportTo(QStringLiteral("a.wav")).status == 0, "wav");
        QCOMPARE(samplesIn(desk.program.path(QStringLiteral("a.wav"))),
                 samplesIn(desk.program.path(QStringLiteral("said.wav"))));
        const std::pair<const char *, QByteArray> forms[] = {{"a.FLAC", "fLaC"}, {"a.ogg", "OggS"}, {"a.opus", "OggS"}};
        for (const auto &[name, magic] : forms) {
            QCOMPARE(exportTo(QLatin1String(name)).status, 0);
            const QByteArray bytes = Program::read(desk.program.path(QLatin1String(name)));
            QVERIFY2(bytes.startsWith(magic) && bytes.contains("Good morning.") && bytes.contains("nfe_step"), name);
        }
        const Run level =
            exportTo(QStringLiteral("quiet.flac"), {QStringLiteral("--loudness"), QStringLiteral("-23"), kJson});
        QVERIFY2(level.status == 0, qPrintable(level.messages));
        const QByteArray bytes = Program::read(desk.program.path(QStringLiteral("quiet.flac")));
        QVERIFY(bytes.contains("loudness_target_lufs"));
        QVERIFY(level.object().contains(u"loudness_lufs"));
        const double claimed = level.object()[u"loudness_lufs"].toDouble();
        engine::Clip quiet;
        const auto file = engine::audio::readSound(desk.program.path(QStringLiteral("quiet.flac")).toStdString(), 60);
        QCOMPARE(file.channels, 1);
        quiet.sampleRate = file.sampleRate;
        quiet.samples = file.interleaved;
        const auto measured = engine::audio::measureLoudness(quiet);
        QVERIFY(measured.integrated.has_value());
        QVERIFY2(std::abs(*measured.integrated - claimed) <= 0.2, qPrintable(QString::number(*measured.integrated)));
        const bool peaksAllowNoMore = level.messages.contains(QStringLiteral("peaks allow no more"));
        if (peaksAllowNoMore) {
            QVERIFY(claimed < -23.01);
            QVERIFY(std::abs(measured.truePeak - engine::audio::kPeakCeiling) <= 0.2);
        } else {
            QVERIFY2(std::abs(*measured.integrated + 23.0) <= 0.2, qPrintable(QString::number(*measured.integrated)));
        }
    }

    void whatCannotBeExportedIsSaid_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, const char *line, int status, const char *said) {
            QTest::newRow(name) << QString::fromUtf8(line).split(u' ') << status << QString::fromUtf8(said);
        };
        row("unknown id", "export 99 --out a.wav", 3, "There is no take 99 in the library.");
        row("no id", "export --out a.wav", 2, "takes export ID --out FILE");
        row("no number", "export one --out a.wav", 2, "not \"one\"");
        row("zero", "export 0 --out a.wav", 2, "not \"0\"");
        row("too large", "export 99999999999999999999 --out a.wav", 2, "takes the id of a take");
        row("no file", "export 1", 2, "needs --out FILE");
        row("another kind of file", "export 1 --out a.mp3", 3, ".wav, .flac, .ogg or .opus");
        row("no such folder", "export 1 --out nowhere/at/all/a.wav", 3, "nowhere");
        row("the folder of a list", "good --out a.wav", 2, "belong to `takes export ID`");
        row("a mistyped option", "export 1 --ot a.wav", 2, "did you mean --out?");
        row("too many", "--limit 501", 2, "from 1 to 500");
    }

    void whatCannotBeExportedIsSaid() {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QString, said);
        Desk desk;
        const Run run = desk.takes(words);
        QVERIFY2(run.messages.contains(said), qPrintable(run.messages));
        QCOMPARE(run.status, status);
        QVERIFY(run.output.isEmpty());
    }

    void helpAndCompletionKnowIt() {
        Desk desk;
        QVERIFY(desk.program.run({QStringLiteral("--help")}).output.contains("takes"));
        const QByteArray help = desk.takes({QStringLiteral("--help")}).output;
        QVERIFY(help.contains("takes export 12 --out") && help.contains("--starred"));
        QVERIFY(desk.program.run({QStringLiteral("say"), QStringLiteral("--help")}).output.contains("--no-keep"));
        const Run offered = desk.program.shell(
            QStringLiteral("source <(\"$ISHOWTTS\" completion bash); COMP_WORDS=(ishowtts takes ''); COMP_CWORD=2; "
                           "_ishowtts; echo \"${COMPREPLY[@]}\""));
        QVERIFY2(offered.output.contains("export") && offered.output.contains("--starred"), offered.output.constData());
    }
};

QTEST_GUILESS_MAIN(TestKeptTakes)
#include "tst_kept_takes.moc"
