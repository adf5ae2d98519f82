// A maintainer's week: bench keeps records, check judges them, history lists, draws and imports them.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTest>

#include <cmath>

#include "tests/end_to_end/program.h"
#include "tests/engine/performance/records.h"

using end_to_end::Program;
using end_to_end::Run;
using records::record;

namespace {

QStringList words(const char *line) {
    return QString::fromLatin1(line).split(u' ');
}

// `bench` with the tiny model: the whole road in milliseconds.
QStringList tinyBench(const char *options) {
    return words("bench --model") + QStringList{Program::tinyModel()} + words(options);
}

} // namespace

class SpeedVerbsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void benchKeepsWhatCheckJudges() {
        const Program program;
        const Run first = program.run(tinyBench("--runs 2 --nfe 5,7 --json"));
        QVERIFY2(first.status == 0, qPrintable(first.messages));
        const QJsonArray sweep = first.object()[u"sweep"].toArray();
        QCOMPARE(sweep.size(), 2);
        QCOMPARE(sweep[1].toObject()[u"nfe_step"].toInt(), 7);
        QVERIFY(sweep[0].toObject()[u"speed_up"].toDouble() > 0);
        QVERIFY(sweep[0].toObject()[u"phases"].toObject().contains(QStringLiteral("0.11")));
        QVERIFY(sweep[0].toObject()[u"speed_up_over_last"].isNull());
        const Run second = program.run(tinyBench("--runs 2 --json"));
        QVERIFY(second.object()[u"speed_up_over_last"].toDouble() > 0);

        const Run texts = program.run(tinyBench("--runs 1 --nfe 1 --texts samples --json --no-history"));
        QCOMPARE(texts.object()[u"sweep"].toArray().size(), 4);
        QVERIFY(texts.object()[u"sweep"].toArray()[1].toObject()[u"text"].toString().contains(u"brown fox"));
        QCOMPARE(program.run(tinyBench("--texts quick --length short")).status, 2);

        const Run lost = program.run(tinyBench("--runs 1 --json --history /dev/null/history.jsonl"));
        QCOMPARE(lost.status, 4); // it could not be kept, and what was measured is there all the same
        QVERIFY(lost.object()[u"rtf"].toDouble() > 0);
        const Run none = program.run(tinyBench("--runs 1 --no-history"));
        QVERIFY2(none.status == 0, qPrintable(none.messages));
        const QJsonArray kept = program.run(words("history list --json")).array();
        QCOMPARE(kept.size(), 3);
        QCOMPARE(program.run(words("history list --alike --json")).array().size(), 2);
        QCOMPARE(kept[0].toObject()[u"rtf"].toArray().size(), 2);

        const Run judged = program.run(words("check --last --json"));
        QCOMPARE(judged.status, judged.object()[u"regressed"].toBool() ? 1 : 0);
        QCOMPARE(judged.object()[u"compared_with"].toInt(), 1);

        // What it found with limits of one's own stays in sight until it is clean.
        const auto history = [&] {
            return program.run(words("status --port 1 --json")).object()[u"history"].toObject();
        };
        QCOMPARE(program.run(words("check --last --slower 10000 --cv 10000 --max 0.0000001")).status, 1);
        QJsonObject told = history();
        QVERIFY(told[u"asks"].toBool());
        QVERIFY2(told[u"words"].toString().contains(u"largest RTF"), qPrintable(told[u"words"].toString()));
        program.run(words("check --last --slower 10000 --cv 10000")); // says nothing of the largest
        told = history();
        QVERIFY(told[u"words"].toString().contains(u"largest RTF"));
        QVERIFY(told[u"value"].toObject()[u"found"].toArray().contains(QStringLiteral("max")));
        program.run(words("check --last --slower 10000 --cv 10000 --max 10000"));
        QVERIFY(!history()[u"words"].toString().contains(u"largest RTF"));
    }

    // The four endings that the morning's check can have, on records as a machine left them.
    void checkSaysHowTheMorningWent_data() {
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("cv");
        QTest::addColumn<double>("worst"); // one run more; 0: none
        QTest::addColumn<int>("runs");
        QTest::addColumn<QString>("profile");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        QTest::newRow("clean") << 0.202 << 0.04 << 0.0 << 20 << QStringLiteral("orin") << 0
                               << QStringLiteral("1.0 % slower");
        QTest::newRow("12 % slower") << 0.224 << 0.04 << 0.0 << 20 << QStringLiteral("none") << 1
                                     << QStringLiteral("12.0 % slower");
        QTest::newRow("CV of 15 %") << 0.20 << 0.15 << 0.0 << 20 << QStringLiteral("none") << 1
                                    << QStringLiteral("vary by 15.0 %");
        QTest::newRow("largest of 0.31") << 0.20 << 0.04 << 0.31 << 40 << QStringLiteral("orin") << 1
                                         << QStringLiteral("largest RTF is 0.310, above 0.30");
        QTest::newRow("too noisy") << 0.23 << 0.5 << 0.0 << 2 << QStringLiteral("none") << 0
                                   << QStringLiteral("differ by more. With ");
    }
    void checkSaysHowTheMorningWent() {
        QFETCH(double, mean);
        QFETCH(double, cv);
        QFETCH(double, worst);
        QFETCH(int, runs);
        QFETCH(QString, profile);
        QFETCH(int, status);
        QFETCH(QString, words);
        const Program program;
        const std::string file = program.path(QStringLiteral("history.jsonl")).toStdString();
        for (const auto &day : records::tenDays(0.20, 0.04))
            engine::performance::appendRecord(file, day);
        engine::performance::SpeedRecord today = record(mean, cv, runs);
        if (worst > 0)
            today.rtfOfRuns.push_back(worst);
        engine::performance::appendRecord(file, today);
        const Run run = program.run({QStringLiteral("check"), QStringLiteral("--last"), QStringLiteral("--history"),
                                     QString::fromStdString(file), QStringLiteral("--profile"), profile});
        QVERIFY2(run.status == status, run.output.constData());
        QVERIFY2(run.output.contains(words.toUtf8()), run.output.constData());
    }

    void checkMeasuresToday() {
        const Program program;
        const QStringList check = words("check --runs 2 --json --model") + QStringList{Program::tinyModel()};
        const Run run = program.run(check);
        QVERIFY2(run.status == 0, qPrintable(run.messages)); // nothing before it, and two runs say nothing of a spread
        QCOMPARE(run.object()[u"judged"].toBool(), false);
        const Run strict = program.run(check + words("--max 0.0000001"));
        QCOMPARE(strict.status, 1);
        QCOMPARE(strict.object()[u"compared_with"].toInt(), 1); // it was kept
        const Run idle = program.run(words("check --last --nfe 5"));
        QCOMPARE(idle.status, 2);
        QVERIFY2(idle.messages.contains(QStringLiteral("--nfe has no meaning together with --last")),
                 qPrintable(idle.messages));
    }

    // Timers that catch up after a night begin at once; records that are made beside each other are both slow. Who
    // waits may be stopped.
    void oneMeasuresAfterTheOther() {
        const Program program;
        const Run run = program.shell(
            QStringLiteral(
                "folder=${XDG_STATE_HOME:-$HOME/.local/state}/ishowtts-studio/performance; mkdir -p $folder; "
                "cd %1; exec 9> $folder/measuring.lock; flock 9; "
                "$ISHOWTTS bench --model %2 --runs 1 2> told & "
                "until grep -q waiting told || ! kill -0 $!; do sleep 0.05; done; "
                "kill $!; wait $!; test $? = 130 && grep -q stopped told || exit 1; "
                "$ISHOWTTS bench --model %2 --runs 1 --json > out 2> said & "
                "until grep -q waiting said || ! kill -0 $!; do sleep 0.05; done; "
                "test ! -s out && flock -u 9 && wait $! && test -s out")
                .arg(program.path({}), Program::tinyModel()));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
    }

    void twoMeasurementsAreCompared() {
        const Program program;
        const auto keep = [&](const char *name, const QJsonObject &result) {
            QFile file(program.path(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QJsonDocument(result).toJson());
        };
        QJsonObject result = program.run(tinyBench("--runs 3 --json --no-history --nfe 1")).object();
        keep("a.json", result);
        QJsonArray runs = result[u"runs"].toArray();
        for (auto &&run : runs) {
            QJsonObject slower = run.toObject();
            slower[u"rtf"] = slower[u"rtf"].toDouble() * 60;
            run = slower;
        }
        result[u"runs"] = runs;
        result[u"nfe_step"] = 64;
        keep("b.json", result);
        const Run run = program.run({QStringLiteral("bench"), QStringLiteral("--compare"),
                                     program.path(QStringLiteral("a.json")), program.path(QStringLiteral("b.json"))});
        QVERIFY2(run.output.contains("NFE: 1 and 64"), run.output.constData());
        QVERIFY2(run.output.contains("B / A"), run.output.constData());
        const QJsonObject json =
            program
                .run({QStringLiteral("bench"), QStringLiteral("--compare"), program.path(QStringLiteral("a.json")),
                      program.path(QStringLiteral("b.json")), QStringLiteral("--json")})
                .object();
        QCOMPARE(json[u"differs"].toArray(), QJsonArray({QJsonObject{{QStringLiteral("what"), QStringLiteral("NFE")},
                                                                     {QStringLiteral("before"), QStringLiteral("1")},
                                                                     {QStringLiteral("now"), QStringLiteral("64")}}}));
        QCOMPARE(std::lround(json[u"ratio"].toDouble()), 60L);
        QVERIFY(json[u"now"].toObject()[u"mean_rtf"].toDouble() > json[u"before"].toObject()[u"mean_rtf"].toDouble());
        QCOMPARE(
            program.run({QStringLiteral("bench"), QStringLiteral("--compare"), program.path(QStringLiteral("a.json"))})
                .status,
            2);
        const Run missing = program.run({QStringLiteral("bench"), QStringLiteral("--compare"),
                                         program.path(QStringLiteral("a.json")), program.path(QStringLiteral("none"))});
        QCOMPARE(missing.status, 3);
        keep("other.json", QJsonObject{{QStringLiteral("stages"), 5}});
        const Run other =
            program.run({QStringLiteral("bench"), QStringLiteral("--compare"), program.path(QStringLiteral("a.json")),
                         program.path(QStringLiteral("other.json"))});
        QVERIFY2(other.status == 3 && other.messages.contains(u"other.json holds no measurement of speed"),
                 qPrintable(other.messages));
        const Run spoken = program.run({QStringLiteral("bench"), QStringLiteral("--texts"), QStringLiteral("quick"),
                                        QStringLiteral("--compare"), program.path(QStringLiteral("a.json")),
                                        program.path(QStringLiteral("b.json"))});
        QVERIFY2(spoken.status == 2 && spoken.messages.contains(u"--texts has no meaning"),
                 qPrintable(spoken.messages));
    }

    // Without a display or a terminal, and where the log cannot be kept.
    void monitorWatches() {
        const Program program;
        const Run run = program.run(words("monitor --interval 0.1 --count 3 --json"));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.output.count('\n'), 3);
        const QJsonObject last = QJsonDocument::fromJson(run.output.split('\n')[2]).object();
        QVERIFY(last[u"memory_bytes"].toDouble() > 0);
        QVERIFY(last[u"cpu_utilisation"].isDouble());
        QVERIFY(!last[u"gpu"].toString().isEmpty() && last[u"held"].isArray());
        QCOMPARE(program.run(words("monitor --pid 1 --count 1")).status, 0); // no line of this machine's log
        const Run kept = program.shell(
            QStringLiteral("cat ${XDG_STATE_HOME:-$HOME/.local/state}/ishowtts-studio/performance/monitor.jsonl"));
        QCOMPARE(kept.output.count('\n'), 3);
        const Run broken = program.run(words("monitor --interval 0.1 --count 2 --log /dev/null/monitor.jsonl"));
        QCOMPARE(broken.status, 0);
        QCOMPARE(broken.messages.count(QStringLiteral("cannot be written")), 1);
        QCOMPARE(broken.output.count('\n'), 2);
        const Run one = program.run(words("monitor --count 1 --no-log"));
        QVERIFY2(one.output.contains(" %") && one.output.contains("memory"), one.output.constData());
    }

    // A disk that fills within a line (here a limit on files, which ends a write in the same way): told once, no half
    // line is left, and watching goes on.
    void monitorBearsAFullDisk() {
        const Program program;
        const Run run = program.shell(QStringLiteral("cd %1; trap '' XFSZ; ulimit -f 3; TERM=dumb $ISHOWTTS monitor "
                                                     "--interval 0.1 --count 12 --log monitor.jsonl")
                                          .arg(program.path({})));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.output.count('\n'), 12);
        QVERIFY(!run.output.contains('\x1b') && !run.messages.contains(u'\x1b'));
        QCOMPARE(run.messages.count(QStringLiteral("cannot be written")), 1);
        const QByteArray kept = Program::read(program.path(QStringLiteral("monitor.jsonl")));
        QVERIFY(kept.endsWith('\n') && kept.size() <= 3072);
        const QList<QByteArray> lines = kept.trimmed().split('\n');
        QVERIFY2(lines.size() >= 2, kept.constData());
        for (const QByteArray &line : lines)
            QVERIFY2(QJsonDocument::fromJson(line).isObject(), line.constData());
    }

    void profileSaysWhereTheTimeGoes() {
        const Program program;
        const QString before = program.path(QStringLiteral("before.json"));
        const QString trace = program.path(QStringLiteral("trace.json"));
        const QStringList tiny = words("profile --runs 1 --model") + QStringList{Program::tinyModel()};
        const Run first = program.run(tiny + QStringList{QStringLiteral("--trace"), trace, QStringLiteral("--json")});
        QVERIFY2(first.status == 0, qPrintable(first.messages));
        const QJsonObject profile = first.object();
        QCOMPARE(profile[u"stages"].toArray().size(), 5);
        QVERIFY(profile[u"operators"].toArray().size() > 10);
        QVERIFY(profile[u"overhead"].isDouble() && !profile[u"recommendations"].toArray().isEmpty());
        QVERIFY(QJsonDocument::fromJson(Program::read(trace)).object()[u"traceEvents"].toArray().size() > 100);
        QFile file(before);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(first.output);
        file.close();
        const Run second = program.run(tiny + words("--nfe 5 --compare") + QStringList{before});
        QVERIFY2(second.status == 0, qPrintable(second.messages));
        for (const char *part : {"with an operator", "attention", "recording cost", "memory of the program, in all",
                                 "differs: nfe_step was 7, is 5"})
            QVERIFY2(second.output.contains(part), second.output.constData());
        QCOMPARE(program.run(tiny + QStringList{QStringLiteral("--compare"), trace}).status, 3);
        QCOMPARE(program.run(tiny + words("--compare none.json")).status, 3);
    }

    void theVocoderAlone() {
        const Program program;
        const Run run = program.run(tinyBench("--vocoder-only --runs 1 --json"));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.object()[u"vocoder"].toArray().size(), 3);
        QCOMPARE(
            program.shell(QStringLiteral("test ! -e $XDG_STATE_HOME/ishowtts-studio/performance/history.jsonl")).status,
            0);
        QCOMPARE(program.run(tinyBench("--vocoder-only --nfe 5")).status, 2);
    }

    // On a server without a display, a GPU, a terminal or anything that was done before; and then with all of it.
    void statusSaysWhatIsNotThere() {
        Program program;
        program.setVariable(QStringLiteral("ISHOWTTS_NVML"), QStringLiteral("/nowhere/libnvidia-ml.so"));
        const Run empty = program.run(words("status --port 1 --check"));
        QVERIFY2(empty.status == 0, qPrintable(empty.messages + QString::fromUtf8(empty.output)));
        for (const char *part :
             {"not measured yet", "no library yet", "none on port 1", "none in the log today", "has not run"})
            QVERIFY2(empty.output.contains(part), empty.output.constData());
        QVERIFY(!empty.output.contains('\x1b'));

        // A monitor that has gone says nothing of now, and a new one begins anew.
        const QString monitor = QStringLiteral("file=${XDG_STATE_HOME:-$HOME/.local/state}/ishowtts-studio/"
                                               "performance/monitor.jsonl; mkdir -p ${file%/*}; echo "
                                               "'{\"at\":\"'%1'\",\"notice\":\"%2\",\"begins\":true,"
                                               "\"what\":\"%3\"}' >> $file");
        const auto monitored = [&] {
            return program.run(words("status --port 1 --json")).object()[u"monitor"].toObject()[u"words"].toString();
        };
        program.shell(monitor.arg(QStringLiteral("2026-01-01T00:00:00Z"), QStringLiteral("gpu-lost"),
                                  QStringLiteral("It is lost.")));
        QString seen = monitored();
        QVERIFY2(!seen.contains(u"It is lost."), qPrintable(seen));
        QCOMPARE(program.run(words("monitor --interval 0.1 --count 1")).status, 0);
        program.shell(
            monitor.arg(QStringLiteral("$(date -u +%FT%TZ)"), QStringLiteral("hot"), QStringLiteral("It is hot.")));
        seen = monitored();
        QVERIFY2(seen.contains(u"It is hot.") && !seen.contains(u"It is lost."), qPrintable(seen));
        const Run find = program.shell(
            QStringLiteral("set -e; state=${XDG_STATE_HOME:-$HOME/.local/state}/ishowtts-studio; mkdir -p $state/log; "
                           "echo \"$(date -u +%FT%T).000Z error model: it broke\" > $state/log/studio.log; "
                           "echo '{\"at\":1795000000000,\"run\":1,\"job\":2,\"model\":\"demo\",\"audio_seconds\":2,"
                           "\"synthesis_seconds\":0.5}' >> $state/performance/utterances.jsonl"));
        QVERIFY2(find.status == 0, qPrintable(find.messages));
        const std::string history =
            program.shell(QStringLiteral("echo -n ${XDG_STATE_HOME:-$HOME/.local/state}")).output.toStdString() +
            "/ishowtts-studio/performance/history.jsonl";
        for (const auto &day : records::tenDays(0.20, 0.04))
            engine::performance::appendRecord(history, day);
        engine::performance::SpeedRecord today = record(0.30, 0.04, 20);
        today.driver = "550.1";
        engine::performance::appendRecord(history, today);
        const Run asks = program.run(words("status --port 1 --json --check"));
        QCOMPARE(asks.status, 1);
        const QJsonObject full = asks.object();
        QCOMPARE(full[u"attention"].toBool(), true);
        const QJsonObject verdict = full[u"history"].toObject()[u"value"].toObject();
        QCOMPARE(verdict[u"verdict"].toString(), QStringLiteral("regression"));
        QCOMPARE(verdict[u"found"].toArray(), QJsonArray{QStringLiteral("slower")});
        QCOMPARE(full[u"errors"].toObject()[u"value"].toInt(), 1);
        QVERIFY(full[u"monitor"].toObject()[u"words"].toString().contains(QStringLiteral("It is hot.")));
        const QString rtf = full[u"rtf"].toObject()[u"words"].toString();
        QVERIFY2(rtf.startsWith(QStringLiteral("0.300")) && rtf.contains(u"spoke last with 0.250"), qPrintable(rtf));
        QVERIFY(full[u"changes"].toObject()[u"asks"].toBool()); // the records were made by another version
    }

    void aHotCardThatIsNotLocked() {
        Program program;
        const QString script = program.path(QStringLiteral("script"));
        const auto say = [&](const char *lines) {
            QFile file(script);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(lines);
        };
        program.setVariable(QStringLiteral("ISHOWTTS_NVML"), QStringLiteral(PROGRAM_FOLDER "/../tests/fake_nvml.so"));
        program.setVariable(QStringLiteral("FAKE_NVML"), script);
        say("temperature 91\nreasons 33\nclock 210\nmost-clock 1980\n");
        const Run hot = program.run(words("status --port 1"));
        for (const char *part :
             {"! clocks", "not locked", "! temperatures", "GPU 91 °C", "held back: heat", "driver 550.1"})
            QVERIFY2(hot.output.contains(part), hot.output.constData());
        // A monitor beside a Studio hears what it spoke when it was spoken, also where the Studio's clock is behind.
        const Run watched = program.shell(
            QStringLiteral(
                "cd %1; spoken=${XDG_STATE_HOME:-$HOME/.local/state}/ishowtts-studio/performance/"
                "utterances.jsonl; mkdir -p ${spoken%/*}; $ISHOWTTS monitor --interval 0.1 --slow-rtf 0.3 "
                "> seen 2> said & watcher=$!; until test -s seen; do kill -0 $watcher && sleep 0.05 || exit "
                "1; done; for i in 1 2 3 4 5; do echo '{\"at\":'$(($(date +%s%3N) - 1500))',\"rtf\":0.4,\"device\":"
                "\"cuda\"}' >> $spoken; done; until grep -q 'not locked, so' said && grep -q 'above 0.30' "
                "said && grep -q 'RTF 0.400' seen; do kill -0 $watcher && sleep 0.05 || exit 1; done; "
                "kill $watcher; wait $watcher; test $? = 130")
                .arg(program.path({})));
        QVERIFY2(watched.status == 0, qPrintable(watched.messages));
        QCOMPARE(program.run(words("clocks lock")).status, 0);
        QCOMPARE(Program::read(script + QStringLiteral(".locked")), QByteArray("1980 1980"));
        say("temperature 60\nreasons 1\nclock 1950\nmost-clock 1980\nlock 4\n");
        QCOMPARE(program.run(words("clocks --json")).object()[u"clocks"].toString(), QStringLiteral("locked"));
        const Run refused = program.run(words("clocks unlock"));
        QCOMPARE(refused.status, 4);
        QVERIFY(refused.messages.contains(QStringLiteral("sudo")));
        say("lost\n");
        const Run lost = program.run(words("status --port 1"));
        QVERIFY2(lost.output.contains("! clocks") && lost.output.contains("does not answer"), lost.output.constData());
    }

    void selftestCountsToFifteen() {
        const Program program;
        const QStringList tiny = words("selftest --port 1 --rtf 1000 --model") + QStringList{Program::tinyModel()};
        const Run good = program.run(tiny + words("--json"));
        QVERIFY2(good.status == 0, good.output.constData());
        QCOMPARE(good.object()[u"passed"].toInt(), 15);
        QCOMPARE(program.files(), QStringList()); // nothing is left behind
        const Run slow = program.run(tiny + words("--rtf 0"));
        QCOMPARE(slow.status, 1);
        QVERIFY2(slow.output.contains("FAILED  rtf") && slow.output.endsWith("14/15\n"), slow.output.constData());
        const Run none = program.run(words("selftest --port 1 --model ./none --json"));
        QCOMPARE(none.status, 1);
        QCOMPARE(none.object()[u"passed"].toInt(), 7); // what needs no model
        for (const QJsonValue &check : none.object()[u"results"].toArray())
            QVERIFY(check.toObject()[u"passed"].toBool() || !check.toObject()[u"remedy"].toString().isEmpty());
    }

    void unitsAreWhatSystemdTakes() {
        const QString folder = QStringLiteral(PROGRAM_FOLDER "/../systemd");
        const QByteArray help = Program().run(words("help")).output;
        int units = 0;
        for (const char *kind : {"system", "user"}) {
            const QDir there(folder + u'/' + QLatin1String(kind));
            QStringList files;
            for (const QFileInfo &unit : there.entryInfoList(QDir::Files)) {
                files << unit.filePath();
                ++units;
                for (const QByteArray &line : Program::read(unit.filePath()).split('\n')) {
                    if (!line.startsWith("Exec"))
                        continue;
                    const QStringList command = QString::fromUtf8(line.mid(line.indexOf('=') + 1)).split(u' ');
                    QVERIFY2(QFileInfo(command[0]).isExecutable(), line.constData());
                    QVERIFY2(help.contains("\n  " + command[1].toUtf8() + ' '), line.constData());
                }
            }
            const QString checker = QStandardPaths::findExecutable(QStringLiteral("systemd-analyze"));
            if (checker.isEmpty())
                continue;
            const QTemporaryDir runtime;
            QProcess process;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), runtime.path());
            process.setProcessEnvironment(environment);
            process.start(checker,
                          QStringList{QStringLiteral("--") + QLatin1String(kind), QStringLiteral("verify")} + files);
            QVERIFY(process.waitForFinished(60'000));
            QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        }
        QVERIFY(units >= 6);
    }

    void theOriginalsHistoryComesAlong() {
        const Program program;
        QFile table(program.path(QStringLiteral("rtf_history.csv")));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("2025-09-29,1.32\n2025-09-30,0.168\n"); // as its maintainers kept it: a day, an RTF
        table.close();
        const QStringList import = words("history import") + QStringList{table.fileName()};
        QVERIFY(program.run(import).output.startsWith("2 records imported"));
        QVERIFY(program.run(import).output.startsWith("0 records imported, 2 there"));
        const QString picture = program.path(QStringLiteral("trend.svg"));
        const Run plot = program.run(words("history plot --out") + QStringList{picture});
        QVERIFY2(plot.status == 0, qPrintable(plot.messages));
        const QByteArray svg = Program::read(picture);
        for (const char *phase : {"phase 0.30", "phase 0.20", "phase 0.18", "phase 0.15", "phase 0.11"})
            QVERIFY(svg.contains(phase));
        QCOMPARE(svg.count("<circle"), 2);
        QCOMPARE(program.run(words("history plot --history none.jsonl --out") + QStringList{picture}).status, 3);
        QCOMPARE(Program::read(picture), svg); // what was there stays
    }
};

QTEST_GUILESS_MAIN(SpeedVerbsTest)
#include "tst_speed_verbs.moc"
