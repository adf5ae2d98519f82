// A day in the life of a card: what is said, once, and when it is over.
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>

#include <sys/resource.h>

#include "engine/performance/monitor_log.h"
#include "engine/performance/monitor_state.h"
#include "engine/performance/notices.h"
#include "engine/performance/spoken_lately.h"

using namespace engine::performance;

namespace {

struct Moment {
    double temperature = 60;
    double load = 0.9;
    std::vector<Throttle> throttle = {};
    Clocks clocks = Clocks::Locked;
    GpuReading::State state = GpuReading::State::Present;
    bool speaking = true;
};

QStringList trace(NoticeWatch &watch, const std::vector<Moment> &moments) {
    QStringList lines;
    double now = 0;
    for (const Moment &moment : moments) {
        GpuReading gpu;
        gpu.state = moment.state;
        gpu.temperature = moment.temperature;
        gpu.utilisation = moment.load;
        gpu.throttle = moment.throttle;
        gpu.clocks = moment.clocks;
        for (const Notice &notice : watch.look(gpu, {}, moment.speaking, now)) {
            lines << QStringLiteral("%1 %2%3").arg(now).arg(QLatin1String(notice.begins ? "+" : "-"),
                                                            QString::fromStdString(idOf(notice.concern)));
            if (notice.what.empty() || notice.begins == notice.remedy.empty())
                qFatal("a notice without words");
        }
        now += 1;
    }
    return lines;
}

} // namespace

class TestNotices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theGoldenTrace() {
        NoticeWatch watch;
        const std::vector<Throttle> heat{Throttle::Heat};
        const QStringList seen = trace(watch, {{.temperature = 60},
                                               {.temperature = 80},
                                               {.temperature = 81},
                                               {.temperature = 95, .throttle = heat},
                                               {.temperature = 95, .throttle = heat},
                                               {.temperature = 79}, // not over yet
                                               {.temperature = 74},
                                               {.clocks = Clocks::Unlocked},
                                               {.clocks = Clocks::Unknown},
                                               {.clocks = Clocks::Locked},
                                               {.state = GpuReading::State::Lost},
                                               {.state = GpuReading::State::Lost},
                                               {}});
        QCOMPARE(seen, (QStringList{QStringLiteral("2 +hot"), QStringLiteral("3 +throttled"),
                                    QStringLiteral("5 -throttled"), QStringLiteral("6 -hot"),
                                    QStringLiteral("7 +clocks-not-locked"), QStringLiteral("9 -clocks-not-locked"),
                                    QStringLiteral("10 +gpu-lost"), QStringLiteral("12 -gpu-lost")}));
    }

    void anIdleGpuIsToldOnlyWhileItShouldWork() {
        NoticeWatch watch;
        QVERIFY(trace(watch, std::vector<Moment>(60, {.load = 0.1, .speaking = false})).isEmpty());
        QCOMPARE(trace(watch, std::vector<Moment>(60, {.load = 0.1})),
                 QStringList{QStringLiteral("10 +idle-while-speaking")});
        NoticeWatch other; // between two sentences it may rest
        std::vector<Moment> moments;
        for (int second = 0; second < 60; ++second)
            moments.push_back({.load = second % 5 == 0 ? 0.9 : 0.1});
        QVERIFY(trace(other, moments).isEmpty());
    }

    // What was said of speaking is over a minute after it; clocks that nobody locks are told of once.
    void whatIsSaidOfSpeakingEndsWithIt() {
        NoticeWatch watch;
        std::vector<Moment> moments(20, {.load = 0.1, .clocks = Clocks::Unlocked});
        moments.resize(100, {.load = 0, .clocks = Clocks::Unlocked, .speaking = false});
        moments.resize(120, {.clocks = Clocks::Unlocked});
        moments.push_back({.clocks = Clocks::Locked, .speaking = false});
        moments.push_back({.clocks = Clocks::Unlocked});
        QCOMPARE(trace(watch, moments),
                 (QStringList{QStringLiteral("0 +clocks-not-locked"), QStringLiteral("10 +idle-while-speaking"),
                              QStringLiteral("79 -clocks-not-locked"), QStringLiteral("79 -idle-while-speaking"),
                              QStringLiteral("121 +clocks-not-locked")}));
    }

    void noGpuIsNoConcern() {
        NoticeWatch watch;
        NoticeWatch gone; // what was said of one that is not watched any more is over
        QCOMPARE(trace(gone, {{.temperature = 90, .clocks = Clocks::Unlocked}, {.state = GpuReading::State::Failed}}),
                 (QStringList{QStringLiteral("0 +hot"), QStringLiteral("0 +clocks-not-locked"),
                              QStringLiteral("1 -hot"), QStringLiteral("1 -clocks-not-locked")}));
        QVERIFY(trace(watch, std::vector<Moment>(60, {.state = GpuReading::State::None})).isEmpty());
    }

    void slowSpeechIsToldByTheMeanOfFive() {
        NoticeWatch watch({.slowRtf = 0.2});
        QStringList lines;
        double now = 0;
        for (const double rtf : {0.1, 0.1, 0.5, 0.1, 0.1, 0.3, 0.3, 0.3, 0.1, 0.1, 0.1, 0.1})
            for (const Notice &notice : watch.spoken(rtf, now++))
                lines << QStringLiteral("%1 %2").arg(now).arg(notice.begins);
        QCOMPARE(lines, (QStringList{QStringLiteral("6 1"), QStringLiteral("11 0")}));
        // After an hour without a word it says nothing of now, and begins anew.
        QVERIFY(watch.silent(now).empty());
        for (int again = 0; again < 2; ++again) {
            std::vector<Notice> told;
            for (int i = 0; i < 5; ++i)
                for (const Notice &notice : watch.spoken(9, now))
                    told.push_back(notice);
            QCOMPARE(told.size(), std::size_t(1));
            const std::vector<Notice> over = watch.silent(now);
            QVERIFY(over.size() == 1 && !over[0].begins && over[0].concern == Concern::SlowSpeech);
        }
    }

    void memoryThatKeepsGrowingIsTold_data() {
        QTest::addColumn<double>("perHour");
        QTest::addColumn<double>("swing");
        QTest::addColumn<bool>("told");
        QTest::newRow("still") << 0.0 << 0.0 << false;
        QTest::newRow("one step") << -40e6 << 0.0 << false; // after an hour, once
        QTest::newRow("noise") << 0.0 << 2e6 << false;
        QTest::newRow("comes and goes") << 0.0 << 500e6 << false;
        QTest::newRow("a little") << 20e6 << 0.0 << false;
        QTest::newRow("leaks") << 200e6 << 0.0 << true;
        QTest::newRow("leaks and swings") << 200e6 << 500e6 << true;
    }
    void memoryThatKeepsGrowingIsTold() {
        QFETCH(double, perHour);
        QFETCH(double, swing);
        QFETCH(bool, told);
        NoticeWatch watch;
        int notices = 0;
        for (int second = 0; second < 3 * 3600; second += 30) {
            MachineReading machine;
            const double drift = perHour < 0 ? (second > 3600 ? -perHour : 0) : perHour * second / 3600;
            machine.ownMemory = 1e9 + drift + (swing > 0 && swing < 1e7 ? swing * (second * 7919 % 1000) / 1000 : 0) +
                                (swing >= 1e7 && second / 30 % 4 == 1 ? swing : 0);
            for (const Notice &notice : watch.look({}, machine, false, second))
                notices += notice.concern == Concern::MemoryGrows && notice.begins ? 1 : 0;
        }
        QCOMPARE(notices, told ? 1 : 0);
    }

    void whatALogSaysOfNow() {
        const QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/monitor.jsonl";
        QVERIFY(readMonitor(file).at.empty());
        const auto at = [](const char *time) { return QByteArray("{'at':'2026-11-22T") + time + "Z',"; };
        const auto sample = [&](const char *time) {
            return at(time) + "'gpu':'present','gpu_temperature':84,'gpu_utilisation':7,'throttle':['heat','new']}\n";
        };
        const auto notice = [&](const char *time, const char *id, const char *begins) {
            return at(time) + "'notice':'" + id + "','begins':" + begins + ",'what':'So it is.'}\n";
        };
        const auto write = [](const std::string &name, QByteArray lines) {
            std::ofstream(name) << lines.replace('\'', '"').constData();
        };
        write(file + ".1", "half'}\n" + notice("20:00:00", "hot", "true"));
        write(file, sample("20:01:00") + notice("20:01:00", "clocks-not-locked", "true") +
                        notice("20:01:30", "hot", "false") + notice("20:01:30", "of-later", "true") +
                        sample("20:02:00") + "{'at':'2026");
        const MonitorState state = readMonitor(file);
        QCOMPARE(state.at, std::string("2026-11-22T20:02:00Z"));
        QCOMPARE(state.interval, 60.0);
        QCOMPARE(state.notices.size(), std::size_t(1));
        QVERIFY(state.notices[0].concern == Concern::ClocksNotLocked);
        QCOMPARE(state.gpu.temperature.value(), 84.0);
        QVERIFY(!state.gpu.utilisation); // 700 %
        QVERIFY(state.gpu.throttle == std::vector<Throttle>{Throttle::Heat});
    }

    // A monitor that ended while it was hot and began anew, and a card that was lost before what is read of the log.
    void whatHoldsStandsInEachSample() {
        const QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/monitor.jsonl";
        const auto heldAfter = [&](QByteArray lines) {
            std::ofstream(file) << lines.replace('\'', '"').constData();
            QStringList ids;
            for (const MonitorState::Held &held : readMonitor(file).notices)
                ids << QString::fromStdString(idOf(held.concern) + ": " + held.what);
            return ids;
        };
        const QByteArray hot = "{'at':'2026-11-22T20:00:00Z','gpu':'present','held':['hot']}\n"
                               "{'at':'2026-11-22T20:00:00Z','notice':'hot','begins':true,'what':'91 °C.'}\n";
        const QStringList isHot{QStringLiteral("hot: 91 °C.")};
        QCOMPARE(heldAfter(hot), isHot);
        QCOMPARE(heldAfter(hot + "{'at':'2026-11-22T20:01:00Z','gpu':'present','held':['hot']}\n"), isHot);
        QVERIFY(heldAfter(hot + "{'at':'2026-11-22T21:00:00Z','gpu':'present','held':[]}\n").isEmpty());
        const QStringList lost = heldAfter("{'at':'2026-11-23T20:00:00Z','gpu':'lost','held':['gpu-lost','new',7]}\n");
        QCOMPARE(lost.size(), 1);
        QVERIFY2(lost.first().startsWith(QStringLiteral("gpu-lost: ")), qPrintable(lost.first()));
    }

    // What a Studio wrote of what it spoke, for whoever watches from beside it.
    void utterancesOfAStudioAreHeard() {
        const QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/utterances.jsonl";
        QVERIFY(spokenLately(file, 0, 1000).empty());
        std::ofstream(file) << R"({"at":100,"rtf":0.2,"device":"cpu","origin":"studio","failed":false}
{"at":200,"rtf":0.3,"device":"cuda","origin":"danmaku","failed":false}
{"run":1,"job":2,"take":3}
{"at":300,"rtf":0.4,"origin":"studio","failed":true}
{"at":400,"rtf":9,"origin":"listening"}
{"at":500,"rtf":0}
{"at":600,"rtf":1e300}
{"at":2000,"rtf":0.5}
half)";
        const auto heard = spokenLately(file, 100, 1000); // the first was heard before, the last is of a clock ahead
        QCOMPARE(heard.size(), std::size_t(1));
        QCOMPARE(heard[0].rtf, 0.3);
        QCOMPARE(heard[0].device, std::string("cuda"));
    }

    void theLogNeverFillsADisk() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.path().toStdString() + "/new/monitor.jsonl";
        MonitorLog log(file, 1000);
        for (int line = 0; line < 500; ++line)
            QCOMPARE(log.write(engine::Json::Object{{"line", line}}), std::string());
        std::uintmax_t bytes = 0;
        int files = 0;
        for (const auto &entry : std::filesystem::directory_iterator(file.parent_path())) {
            bytes += entry.file_size();
            ++files;
        }
        QCOMPARE(files, 6);
        QVERIFY(bytes < 6 * 1100);
        std::ifstream in(file);
        std::string last, line;
        while (std::getline(in, line))
            last = line;
        QCOMPARE(last, std::string("{\"line\":499}"));
        QCOMPARE(endOfLog(file, 20), std::string("{\"line\":499}\n")); // what the file before holds is older
        QVERIFY(endOfLog(file, 1500).size() > 1010);                   // where there is room for it it is read, too
    }

    void aLogThatCannotBeWrittenSaysWhyAndIsTriedAgain() {
        const QTemporaryDir folder;
        const std::filesystem::path place = folder.path().toStdString() + "/place";
        std::ofstream(place) << "a file where the folder should be";
        MonitorLog log(place / "monitor.jsonl");
        QVERIFY(!log.write(engine::Json(1)).empty());
        std::filesystem::remove(place);
        QVERIFY(log.write(engine::Json(1)).empty());
        QVERIFY(!MonitorLog("/dev/full").write(engine::Json(1)).empty()); // a disk without room
    }

    // The room ends within a line: what was written of it is taken back, and the log goes on when there is room again.
    void aDiskThatFillsLeavesNoHalfLine() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.path().toStdString() + "/monitor.jsonl";
        MonitorLog log(file);
        const engine::Json line(std::string(100, 'x')); // 103 bytes with its quotes and the newline
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        auto *handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit little{1000, before.rlim_max};
        std::vector<std::string> answers;
        ::setrlimit(RLIMIT_FSIZE, &little);
        for (int i = 0; i < 12; ++i)
            answers.push_back(log.write(line));
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(answers[8].empty());
        for (int i = 9; i < 12; ++i)
            QVERIFY2(answers[i].find("No space left") != std::string::npos, answers[i].c_str());
        QCOMPARE(std::filesystem::file_size(file), std::uintmax_t(9 * 103));
        QVERIFY(log.write(line).empty());
        QCOMPARE(std::filesystem::file_size(file), std::uintmax_t(10 * 103));
    }
};

QTEST_APPLESS_MAIN(TestNotices)
#include "tst_machine_notices.moc"
