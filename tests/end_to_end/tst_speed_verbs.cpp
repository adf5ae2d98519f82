// A maintainer's week: bench keeps records, check judges them, history lists, draws and imports them.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

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
                                   << QStringLiteral("Too noisy to judge");
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
        QCOMPARE(program.run(words("history --json")).array().size(), 1);
        const Run strict = program.run(check + words("--max 0.0000001"));
        QCOMPARE(strict.status, 1);
        const Run idle = program.run(words("check --last --nfe 5"));
        QCOMPARE(idle.status, 2);
        QVERIFY(idle.messages.contains(QStringLiteral("--nfe has no meaning together with --last")));
    }

    void twoMeasurementsAreCompared() {
        const Program program;
        const auto keep = [&](const char *name, const Run &run) {
            QFile file(program.path(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(run.output);
        };
        keep("a.json", program.run(tinyBench("--runs 3 --json --no-history --nfe 1")));
        keep("b.json", program.run(tinyBench("--runs 3 --json --no-history --nfe 64")));
        const Run run = program.run({QStringLiteral("bench"), QStringLiteral("--compare"),
                                     program.path(QStringLiteral("a.json")), program.path(QStringLiteral("b.json"))});
        QVERIFY2(run.output.contains("NFE: 1 and 64"), run.output.constData());
        QVERIFY2(run.output.contains("B / A"), run.output.constData());
        QCOMPARE(
            program.run({QStringLiteral("bench"), QStringLiteral("--compare"), program.path(QStringLiteral("a.json"))})
                .status,
            2);
        const Run missing = program.run({QStringLiteral("bench"), QStringLiteral("--compare"),
                                         program.path(QStringLiteral("a.json")), program.path(QStringLiteral("none"))});
        QCOMPARE(missing.status, 3);
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
        QVERIFY(!last[u"gpu"].toString().isEmpty());
        const Run broken = program.run(words("monitor --interval 0.1 --count 2 --log /dev/null/monitor.jsonl"));
        QCOMPARE(broken.status, 0);
        QCOMPARE(broken.messages.count(QStringLiteral("cannot be written")), 1);
        QCOMPARE(broken.output.count('\n'), 2);
        const Run one = program.run(words("monitor --count 1 --no-log"));
        QVERIFY2(one.output.contains(" %") && one.output.contains("memory"), one.output.constData());
    }

    void theOriginalsHistoryComesAlong() {
        const Program program;
        QFile table(program.path(QStringLiteral("rtf_history.csv")));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("timestamp,mean_rtf,min_rtf,max_rtf,std_rtf,nfe_step\n2025-09-29,1.32,1.2,1.5,0.1,32\n"
                    "2025-09-30,0.168,0.16,0.18,0.0079,7\n");
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
