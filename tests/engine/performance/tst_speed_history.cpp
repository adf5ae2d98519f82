// The file that remembers how fast this machine was: what is kept, what is refused, and what comes from the original.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <thread>

#include "engine/error.h"
#include "tests/engine/performance/records.h"

using namespace engine::performance;
using records::record;

class TestSpeedHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAppendedIsReadAgain() {
        SpeedRecord made = record(0.21, 0.03, 5);
        made.conditions.cfg = 2;
        made.conditions.referenceClass = lengthClass(5);
        appendRecord(file("new/history.jsonl"), made);
        appendRecord(file("new/history.jsonl"), record(0.22, 0.03, 5));
        const History history = readHistory(file("new/history.jsonl"));
        QCOMPARE(history.damaged, 0);
        QCOMPARE(int(history.records.size()), 2);
        const SpeedRecord &read = history.records.front();
        QVERIFY(read.conditions == made.conditions);
        QCOMPARE(read.at, made.at);
        QCOMPARE(read.rtfOfRuns, made.rtfOfRuns);
        QCOMPARE(read.rtf.p95, made.rtf.p95);
        QCOMPARE(read.firstAudioSeconds.mean, made.firstAudioSeconds.mean);
        const Conditions &old = history.records.back().conditions; // of before these two were kept
        QVERIFY(old.cfg < 0 && old.referenceClass.empty());
    }

    void lockedStandBesideUnlocked() {
        const auto made = [](double mean, Clocks clocks) {
            SpeedRecord one = record(mean, 0.04, 20);
            one.conditions.clocks = clocks;
            return one;
        };
        SpeedRecord other = made(0.5, Clocks::Unlocked);
        other.conditions.nfe = 32;
        const std::vector<SpeedRecord> all{made(0.36, Clocks::Unlocked), made(0.352, Clocks::Unlocked), other,
                                           made(0.17, Clocks::Locked), made(0.3, Clocks::Unknown)};
        QCOMPARE(otherClocks(all, made(0.168, Clocks::Locked))->rtf.mean, 0.352);
        QCOMPARE(otherClocks(all, made(0.352, Clocks::Unlocked))->rtf.mean, 0.17);
        QVERIFY(otherClocks(all, made(0.2, Clocks::Unknown)) == nullptr);
        QVERIFY(otherClocks({}, made(0.2, Clocks::Locked)) == nullptr);
    }

    void noFileIsNoHistory() { QVERIFY(readHistory(file("none.jsonl")).records.empty()); }

    void damagedLinesAreToldAndTheRestCounts() {
        appendRecord(file("torn.jsonl"), record(0.21, 0.03, 5));
        write("torn.jsonl", "{\"at\":\"2026-11-", true); // a program was cut off here
        appendRecord(file("torn.jsonl"), record(0.23, 0.03, 5));
        write("torn.jsonl", "[1]\n{\"at\":\"x\",\"model\":\"m\",\"nfe_step\":7,\"threads\":1,\"audio_seconds\":-1}\n",
              true);
        const History history = readHistory(file("torn.jsonl"));
        QCOMPARE(int(history.records.size()), 2);
        QCOMPARE(history.damaged, 3);
        QCOMPARE(history.firstDamaged, 2);
        QVERIFY(history.why.find("torn.jsonl:2") != std::string::npos);
    }

    void figuresOutOfRangeAreRefused_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("negative RTF") << QByteArray("\"rtf\":[0.") << QByteArray("\"rtf\":[-0.");
        QTest::newRow("RTF of zero") << QByteArray("\"rtf\":[0.") << QByteArray("\"rtf\":[0,0.");
        QTest::newRow("huge RTF") << QByteArray("\"rtf\":[0.") << QByteArray("\"rtf\":[1e300,0.");
        QTest::newRow("steps") << QByteArray("\"nfe_step\":7") << QByteArray("\"nfe_step\":129");
        QTest::newRow("clocks") << QByteArray("\"unknown\"") << QByteArray("\"perhaps\"");
        QTest::newRow("no RTF") << QByteArray("\"rtf\":[") << QByteArray("\"other\":[");
    }
    void figuresOutOfRangeAreRefused() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QByteArray line = QByteArray::fromStdString(toJson(record(0.21, 0.03, 5)).dump());
        if (from.endsWith('['))
            line.replace("\"rtf_spread\"", "\"spread\"");
        const QByteArray before = line;
        line.replace(from, to);
        QVERIFY(line != before);
        QVERIFY_THROWS_EXCEPTION(engine::Error,
                                 speedRecordFrom(engine::Json::parse(line.toStdString(), "line"), "line"));
    }

    void severalProgramsLoseNothing() {
        std::vector<std::thread> programs;
        for (int program = 0; program < 8; ++program)
            programs.emplace_back([this] {
                for (int line = 0; line < 25; ++line)
                    appendRecord(file("many.jsonl"), record(0.21, 0.03, 20));
            });
        for (std::thread &program : programs)
            program.join();
        const History history = readHistory(file("many.jsonl"));
        QCOMPARE(int(history.records.size()), 200);
        QCOMPARE(history.damaged, 0);
    }

    void theOriginalsTableIsRead() {
        write("rtf_history.csv", "timestamp,mean_rtf,min_rtf,max_rtf,std_rtf,nfe_step,runs,note\n"
                                 "2025-09-29T10:00:00,1.32,1.2,1.5,0.1,32,5,\"first, slow\"\n"
                                 "2025-09-30T12:00:00,0.168,0.16,0.18,0.0079,7,20,\n");
        const std::vector<SpeedRecord> table = importTable(file("rtf_history.csv"));
        QCOMPARE(int(table.size()), 2);
        QCOMPARE(table.front().rtf.mean, 1.32);
        QCOMPARE(table.back().conditions.nfe, 7);
        QCOMPARE(table.back().rtf.maximum, 0.18);
        QVERIFY(std::abs(table.back().rtf.cv - 0.047) < 0.0005);
        for (const SpeedRecord &row : table) {
            QVERIFY(row.imported);
            appendRecord(file("imported.jsonl"), row);
        }
        const History history = readHistory(file("imported.jsonl"));
        QCOMPARE(history.damaged, 0);
        QCOMPARE(history.records.back().rtf.mean, 0.168);
        QCOMPARE(history.records.back().runs, 20);
    }

    // `echo "$(date +%Y-%m-%d),0.251" >> rtf_history.csv`, as its maintainers did.
    void theOriginalsTableHasNoHeading() {
        write("plain.csv", "\xEF\xBB\xBF"
                           "2025-09-29,1.32\r\n2025-09-30,0.251\n\n2025-09-30,0.168\n");
        const std::vector<SpeedRecord> table = importTable(file("plain.csv"));
        QCOMPARE(int(table.size()), 3);
        QCOMPARE(table[0].at, std::string("2025-09-29"));
        QCOMPARE(table[0].rtf.mean, 1.32);
        QCOMPARE(table[2].rtf.maximum, 0.168);
        QVERIFY(table[2].imported);
    }

    void aBadTableSaysWhere() {
        write("bad.csv", "date,rtf\n2025-09-30,0.2\n2025-10-01,fast\n");
        try {
            importTable(file("bad.csv"));
            QFAIL("it was taken");
        } catch (const engine::Error &error) {
            QVERIFY(std::string(error.what()).find("line 3, column 2") != std::string::npos);
        }
        write("headless.csv", "2025-09-30,0.2,7\n"); // nobody says what the third is
        QVERIFY_THROWS_EXCEPTION(engine::Error, importTable(file("headless.csv")));
        write("broken.csv", "2025-09-30,0.2\n2025-10-01,fast\n");
        QVERIFY_THROWS_EXCEPTION(engine::Error, importTable(file("broken.csv")));
        QVERIFY_THROWS_EXCEPTION(engine::Error, importTable(file("none.csv")));
    }

private:
    std::filesystem::path file(const char *name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    void write(const char *name, const std::string &text, bool append = false) const {
        std::ofstream(file(name), append ? std::ios::app : std::ios::trunc) << text;
    }
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestSpeedHistory)
#include "tst_speed_history.moc"
