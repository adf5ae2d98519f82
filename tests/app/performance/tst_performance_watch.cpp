// What the Studio says of the machine and of its own speed: with a driver that tells what a script says, with the real
// engine on the tiny checkpoint, and with a driver that never answers.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <future>
#include <latch>

#include "app/performance/change_watch.h"
#include "app/performance/verb_watch.h"
#include "app/services.h"
#include "app/storage/file_thread.h"
#include "engine/performance/monitor_log.h"
#include "engine/performance/speed_record.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using namespace app::performance;
using app::Services;
using app::speech::Origin;
using engine::performance::GpuProbe;
using engine::performance::GpuReading;

namespace {

// Answers once, then hangs until it is let go.
class HangingProbe : public GpuProbe {
public:
    explicit HangingProbe(std::shared_future<void> letGo) : m_letGo(std::move(letGo)) {}
    GpuReading read() override {
        if (m_reads++ > 0)
            m_letGo.get();
        GpuReading reading;
        reading.state = GpuReading::State::Present;
        reading.temperature = 50;
        return reading;
    }

private:
    std::shared_future<void> m_letGo;
    int m_reads = 0;
};

} // namespace

class TestPerformanceWatch : public QObject {
    Q_OBJECT

    std::unique_ptr<TinyData> m_data;

    std::string path(const char *name) const { return (m_data->root() / name).string(); }
    void script(const std::string &lines) const {
        std::ofstream(path("script.new")) << lines;
        std::filesystem::rename(path("script.new"), path("script")); // never half
    }
    app::Places places() const {
        app::Places places{m_data->path(QStringLiteral("config/settings.json")), m_data->roots()};
        places.performanceFolder = m_data->root() / "performance";
        return places;
    }
    static QStringList idsOf(const QList<PerformanceNotice> &notices) {
        QStringList ids;
        for (const auto &notice : notices)
            ids << notice.id;
        return ids;
    }

private Q_SLOTS:
    void init() {
        m_data = std::make_unique<TinyData>();
        qputenv("ISHOWTTS_NVML", FAKE_NVML_LIBRARY);
        qputenv("FAKE_NVML", path("script").c_str());
        qunsetenv("ISHOWTTS_MACHINE_ROOT");
    }

    void fromCoolToHotToThrottledToLostToNone() {
        QStringList trace;
        script("temperature 60\nload 42\nclock 1700\nmost-clock 1980\npower 71500\nmemory 80000000000\nreasons 0\n");
        Services services(places());
        services.settings().setValue(QStringLiteral("watchRate"), 10);
        PerformanceWatch &watch = services.performance();
        QSignalSpy began(&watch, &PerformanceWatch::noticeBegan);
        QSignalSpy ended(&watch, &PerformanceWatch::noticeEnded);
        connect(&watch, &PerformanceWatch::noticeBegan, this, [&](const auto &notice) { trace << u'+' + notice.id; });
        connect(&watch, &PerformanceWatch::noticeEnded, this, [&](const QString &id) { trace << u'-' + id; });
        QVERIFY(!watch.isSampling());
        services.start();
        QTRY_COMPARE(watch.gpu().temperature.value_or(0), 60.0);
        QTRY_VERIFY(watch.store().newest(Series::CpuUtilisation)); // the rest of the machine beside it
        QVERIFY(watch.store().newest(Series::OwnMemory)->low > 1);
        const Moment moment = watch.at(watch.now(), 60'000);
        QCOMPARE(moment[Series::GpuTemperature]->mean, 60.0F);
        QCOMPARE(moment[Series::GpuUtilisation]->mean, 42.0F);
        QCOMPARE(moment[Series::GpuPower]->mean, 71.5F);
        QCOMPARE(moment[Series::GpuMemory]->mean, 40000.0F);
        QVERIFY(moment.throttles.isEmpty());
        QCOMPARE(began.count(), 0);

        for (const int warmer : {65, 70, 75, 80}) { // as far as it may go
            script("temperature " + std::to_string(warmer) + "\nreasons 0\n");
            QTRY_COMPARE(watch.gpu().temperature.value_or(0), double(warmer));
        }
        QVERIFY(trace.isEmpty());
        script("temperature 84\nreasons 0\n");
        QTRY_COMPARE(idsOf(watch.notices()), QStringList{QStringLiteral("hot")});
        const app::Problem hot = watch.notices().first().problem;
        QVERIFY2(hot.what.contains(u"84 °C"), qPrintable(hot.what));
        QVERIFY2(hot.remedy.contains(u"fan"), qPrintable(hot.remedy));
        script("temperature 95\nreasons 96\n"); // hotter still: that it is hot was said
        QTRY_COMPARE(idsOf(watch.notices()), (QStringList{QStringLiteral("hot"), QStringLiteral("throttled")}));
        QVERIFY2(watch.notices().last().problem.what.contains(u"heat"),
                 qPrintable(watch.notices().last().problem.what));
        QCOMPARE(watch.at(watch.now(), 60'000).throttles.size(), 2);
        QCOMPARE(began.count(), 2);

        script("lost\n");
        QTRY_COMPARE(idsOf(watch.notices()).last(), QStringLiteral("gpu-lost"));
        QVERIFY(watch.notices().last().weight == PerformanceNotice::Weight::Alarm);
        script("temperature 50\nreasons 0\n"); // it came back, cool
        QTRY_VERIFY(watch.notices().isEmpty());
        QCOMPARE(began.count(), 3);
        QCOMPARE(ended.count(), 3);
        QCOMPARE(trace.mid(0, 3).join(u' '), QStringLiteral("+hot +throttled +gpu-lost"));
        QCOMPARE(trace.mid(3).join(u' '), QStringLiteral("-gpu-lost -hot -throttled"));

        script("temperature 90\nreasons 0\n");
        QTRY_COMPARE(watch.notices().size(), 1);
        services.settings().setValue(QStringLiteral("watchMachine"), false); // nobody looks any more
        QVERIFY(watch.notices().isEmpty() && !watch.isSampling() && !watch.gpu().temperature);
        services.settings().setValue(QStringLiteral("watchMachine"), true);
        QTRY_COMPARE(watch.notices().size(), 1);
    }

    void withoutAGpuTheProcessorIsWatched() {
        qputenv("ISHOWTTS_NVML", "/nowhere/libnvidia-ml.so");
        Services services(places());
        services.start();
        QTRY_VERIFY(services.performance().store().newest(Series::CpuUtilisation));
        QTRY_COMPARE(QString::fromStdString(services.performance().gpu().why),
                     QStringLiteral("no NVIDIA driver was found"));
        QVERIFY(services.performance().notices().isEmpty());
        QVERIFY(!services.performance().store().newest(Series::GpuTemperature));
    }

    // A card says whether its clocks are locked while it rests: that holds while it works.
    void whetherClocksAreLockedIsRemembered() {
        using engine::performance::Clocks;
        script("temperature 40\nclock 1290\nmost-clock 1300\nreasons 1\n");
        Services services(places());
        services.settings().setValue(QStringLiteral("watchRate"), 10);
        PerformanceWatch &watch = services.performance();
        services.start();
        QTRY_VERIFY(watch.gpu().clocks == Clocks::Locked);
        script("temperature 60\nload 97\nclock 1280\nmost-clock 1300\nreasons 0\n");
        QTRY_COMPARE(watch.gpu().temperature.value_or(0), 60.0);
        QVERIFY(watch.gpu().clocks == Clocks::Locked);
        QCOMPARE(watch.gpu().lockedClock.value(), 1290.0);
        QCOMPARE(watch.store().newest(Series::GpuLockedClock)->mean, 1290.0F);
        script("temperature 41\nclock 300\nmost-clock 1300\nreasons 1\n");
        QTRY_VERIFY(watch.gpu().clocks == Clocks::Unlocked && !watch.gpu().lockedClock);
        script("lost\n");
        QTRY_VERIFY(watch.gpu().clocks == Clocks::Unknown);
        QVERIFY2(whyInWords(watch.gpu()).contains(u"(15)"), qPrintable(whyInWords(watch.gpu())));
    }

    void whatWasSpoken() {
        script("devices 0\n");
        qint64 take = 0;
        {
            Services services(places());
            PerformanceWatch &watch = services.performance();
            QSignalSpy uttered(&watch, &PerformanceWatch::uttered);
            QSignalSpy known(&watch, &PerformanceWatch::utteranceChanged);
            services.start();
            QTRY_VERIFY(services.voices().isRead());
            services.script().type(0, QStringLiteral("Good morning."));
            services.lines().make(QStringList{services.script().line(0).id});
            auto request = services.request(QStringLiteral("Hé."));
            services.queue().enqueue(request, Origin::Danmaku);
            request.voice.recording = "/nowhere.wav";
            request.voice.id = "nobody";
            services.queue().enqueue(request, Origin::Server);
            QTRY_COMPARE(uttered.count(), 3);
            QTRY_COMPARE(known.count(), 1); // the line's; the others are not kept
            const auto &all = watch.utterances();
            QCOMPARE(all.size(), std::size_t(3));
            const Utterance &line = all[0];
            QCOMPARE(known.first().first().toULongLong(), line.number);
            QVERIFY(line.take > 0 && !line.failed && line.origin == Origin::Export);
            QCOMPARE(line.lineId, services.script().line(0).id);
            take = line.take;
            QCOMPARE(line.characters, 13);
            QCOMPARE(line.nfe, 7);
            QCOMPARE(line.schedule, QStringLiteral("epss"));
            QCOMPARE(line.device, QStringLiteral("cpu"));
            QVERIFY(line.rtf() > 0 && line.timings.audioSeconds > 0.2);
            QVERIFY(line.at >= watch.now() - 600'000 && line.at <= watch.now());
            QVERIFY(all[1].origin == Origin::Danmaku && all[1].characters == 3 && all[1].take == 0 && !all[1].failed);
            QVERIFY(all[2].failed && !all[2].problem.what.isEmpty() && all[2].rtf() == 0);

            // The two that were spoken are points of the graph; the queue went up to three and is empty again.
            const auto rtf = watch.points(Series::Rtf, watch.now() - 600'000, watch.now(), 1);
            QCOMPARE(rtf[0].low, float(std::min(line.rtf(), all[1].rtf())));
            QCOMPARE(rtf[0].high, float(std::max(line.rtf(), all[1].rtf())));
            const auto depth = watch.points(Series::SpeechQueue, watch.now() - 600'000, watch.now(), 1);
            QCOMPARE(depth[0].high, 3.0F);
            QCOMPARE(watch.store().newest(Series::SpeechQueue)->mean, 0.0F);
            // A click there opens the take; failures and the slowest go first where there is little room.
            QCOMPARE(watch.nearestUtterance(line.at, 0)->number, line.number);
            QVERIFY(watch.utterances(0, watch.now(), 1).front().failed);
            QCOMPARE(watch.utterances(0, watch.now(), 10).size(), std::size_t(3));
            const QString file = m_data->path(QStringLiteral("table.csv"));
            bool saved = false;
            watch.exportCsv(watch.now() - 600'000, watch.now(), file, this,
                            [&](const std::optional<app::Problem> &problem) { saved = !problem; });
            QTRY_VERIFY(saved);
            QFile table(file);
            QVERIFY(table.open(QIODevice::ReadOnly));
            const QByteArray rows = table.readAll();
            QVERIFY(rows.contains(",export," + QByteArray::number(take) + ',') && rows.contains(",danmaku,,"));
            QVERIFY(!rows.contains("Good morning"));
            QString refused;
            watch.exportCsv(0, watch.now(), QStringLiteral("/nowhere/table.csv"), this,
                            [&](const std::optional<app::Problem> &problem) { refused = problem->what; });
            QTRY_VERIFY2(refused.contains(QStringLiteral("/nowhere/table.csv")), qPrintable(refused));

            // Who has a target is told when it is missed.
            QVERIFY(watch.notices().isEmpty());
            services.settings().setValue(QStringLiteral("slowRtf"), 0.0001);
            const bool isWide = services.precisions().now() == engine::Precision::Fp32;
            const auto other = services.precisions().in(isWide ? engine::Precision::Bf16 : engine::Precision::Fp32);
            for (int i = 0; i < 5; ++i)
                services.queue().enqueue(services.request(QStringLiteral("Well.")), Origin::Export, 0, other);
            QTRY_COMPARE(uttered.count(), 8);
            QVERIFY(all.back().precision != line.precision);
            QVERIFY2(watch.notices().isEmpty(), "another precision is not how fast the Studio speaks");
            for (int i = 0; i < 5; ++i)
                services.queue().enqueue(services.request(QStringLiteral("Well.")));
            QTRY_COMPARE(idsOf(watch.notices()), QStringList{QStringLiteral("slow-speech")});
            services.settings().setValue(QStringLiteral("slowRtf"), 0);
            QVERIFY(watch.notices().isEmpty());
        }
        std::ofstream(path("performance/utterances.jsonl"), std::ios::app) // a clock that was a day ahead
            << R"({"at":)" << QDateTime::currentMSecsSinceEpoch() + 86'400'000
            << R"(,"run":7,"job":1,"model":"tiny","audio_seconds":2,"synthesis_seconds":1})" << '\n';
        Services again(places()); // the next start knows them
        QSignalSpy read(&again.performance(), &PerformanceWatch::historyRead);
        again.start();
        QTRY_COMPARE(read.count(), 1);
        const auto &before = again.performance().utterances();
        QCOMPARE(before.size(), std::size_t(13));
        QVERIFY(before[0].take == take && before[0].job == 0 && before[2].failed);
        QVERIFY(again.performance().store().newest(Series::Rtf));
        QFile kept(m_data->path(QStringLiteral("performance/utterances.jsonl")));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(!kept.readAll().contains("morning")); // never what was said
    }

    void aDriverThatHangs() {
        std::promise<void> letGo;
        auto waits = letGo.get_future().share();
        auto alive = std::make_shared<int>();
        const std::weak_ptr<int> stillThere = alive;
        {
            MachineWatch::Probes probes;
            probes.gpu = [waits, alive = std::exchange(alive, {})] {
                (void)alive;
                return std::make_unique<HangingProbe>(waits);
            };
            probes.silence = std::chrono::milliseconds(30);
            probes.patience = std::chrono::milliseconds(10);
            MachineWatch watch(probes);
            QList<GpuReading::State> states;
            int machine = 0;
            connect(&watch, &MachineWatch::gpuRead, this, [&](const GpuReading &reading) { states << reading.state; });
            connect(&watch, &MachineWatch::machineRead, this, [&] { ++machine; });
            watch.start(50);
            // Where the machine is busy it may be lost before its first answer, too.
            QTRY_VERIFY(states.contains(GpuReading::State::Present) && states.last() == GpuReading::State::Lost);
            const int before = machine;
            const qsizetype said = states.size();
            QTRY_VERIFY(machine > before + 3); // the processor's figures go on
            QCOMPARE(states.size(), said);     // said once
        }                                      // the end comes although the driver has not answered
        QVERIFY(true);
        letGo.set_value();
        QTRY_VERIFY(stillThere.expired()); // its thread has ended, and spoke to nobody
    }

    void whatIsNewSinceItWasMeasured() {
        using engine::performance::SpeedRecord;
        SpeedRecord record;
        record.conditions.model = "base";
        record.program = "0.1.0";
        record.driver = "550.1";
        const MachineFacts same{"0.1.0", "2.11.0", "550.1", "base"};
        QVERIFY(changesSince({}, same).empty()); // nobody measures here
        QVERIFY(changesSince({record}, same).empty());
        MachineFacts other = same;
        other.driver = "560.2";
        other.program = "0.2.0";
        const auto changes = changesSince({record}, other);
        QCOMPARE(changes.size(), std::size_t(2));
        const app::Problem problem = inWords(changes, "base", 1)->problem;
        QVERIFY2(problem.what.contains(u"0.2.0"), qPrintable(problem.what));
        QVERIFY2(problem.detail.contains(u"560.2") && problem.detail.contains(u"550.1"), qPrintable(problem.detail));
        QVERIFY2(problem.remedy.contains(u"ishowtts bench --model base”") && problem.remedy.contains(u"selftest"),
                 qPrintable(problem.remedy));
        other = same;
        other.model = "small";
        QCOMPARE(changesSince({record}, other).front().what, std::string("model"));
        other.driver.clear(); // no GPU was found, or it was not asked: nothing is known
        QCOMPARE(changesSince({record}, {"0.1.0", "", "", "base"}).size(), std::size_t(0));
        QCOMPARE(benchCommand("demo"), std::string("ishowtts bench"));
        QCOMPARE(benchCommand("/voices/My base"), std::string("ishowtts bench --model '/voices/My base'"));
    }

    void twoModelsInTurnAreAnnouncedOnceEach() {
        engine::performance::SpeedRecord record;
        record.at = "2026-11-22T21:00:00Z";
        record.conditions = {"demo", "cpu", "processor", "fp32", 7, "epss", 2, "up to 3 s"};
        record.program = "0.0.1";
        record.audioSeconds = 2;
        record.runs = 1;
        record.rtf = engine::performance::spread({0.5});
        record.rtfOfRuns = {0.5};
        appendRecord(path("history.jsonl"), record);
        app::storage::FileThread files;
        ChangeWatch changes(path("history.jsonl"), path("announced.json"), files);
        QSignalSpy changed(&changes, &ChangeWatch::changed);
        QSignalSpy known(&changes, &ChangeWatch::known);
        for (const char *model : {"base", "small", "base", "small"}) {
            const qsizetype before = changed.count() + known.count();
            changes.look({"0.0.1", {}, {}, model});
            QTRY_COMPARE(changed.count() + known.count(), before + 1);
        }
        QCOMPARE(changed.count(), 2);
    }

    void whatTheTimersFound() {
        using namespace engine::performance;
        script("temperature 50\nreasons 0\n");
        const auto folder = m_data->root() / "performance";
        const auto file = checkResultFile(folder);
        CheckResult result{"2026-11-22T21:00:00Z", "demo", {}};
        result.found.push_back({Verdict::Kind::Alarm, "slower", "12.0 % slower than before.", 0.12, 0.1});
        keepCheckResult(file, result);
        Services services(places());
        PerformanceWatch &watch = services.performance();
        QSignalSpy began(&watch, &PerformanceWatch::noticeBegan);
        services.start();
        QTRY_COMPARE(idsOf(watch.notices()), QStringList{QStringLiteral("check")});
        const app::Problem problem = watch.notices().first().problem;
        QVERIFY2(problem.what.contains(u"12 % slower"), qPrintable(problem.what));
        QVERIFY2(problem.remedy.contains(u"ishowtts check"), qPrintable(problem.remedy));
        QCOMPARE(problem.detail, QStringLiteral("12.0 % slower than before."));

        // A monitor beside it, that is not over; one that stands still says nothing of now.
        MonitorLog log(folder / "monitor.jsonl");
        const auto say = [&](const char *concern, bool begins, qint64 secondsAgo) {
            const QString at = QDateTime::currentDateTimeUtc().addSecs(-secondsAgo).toString(Qt::ISODate);
            QCOMPARE(log.write(engine::Json::Object{{"at", at.toStdString()},
                                                    {"notice", concern},
                                                    {"begins", begins},
                                                    {"what", "The memory keeps growing."}}),
                     std::string());
        };
        say("slow-speech", true, 3 * 3600);
        say("memory-grows", true, 1);
        QTRY_COMPARE(idsOf(watch.notices()), (QStringList{QStringLiteral("check"), QStringLiteral("slow-speech"),
                                                          QStringLiteral("memory-grows")}));
        say("slow-speech", false, 0);
        say("memory-grows", false, 0);
        QTRY_COMPARE(idsOf(watch.notices()), QStringList{QStringLiteral("check")});
        QCOMPARE(began.count(), 3); // each was told once
        // Its own limit is in its lines.
        const auto sample = [&](const char *held) {
            const std::string at = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
            engine::Json::Array ids;
            if (*held != 0)
                ids.push_back(held);
            QCOMPARE(log.write(engine::Json::Object{{"at", at}, {"slow_rtf", 0.3}, {"held", ids}}), std::string());
        };
        sample("slow-speech");
        QTRY_COMPARE(idsOf(watch.notices()).last(), QStringLiteral("slow-speech"));
        QVERIFY2(watch.notices().last().problem.what.contains(u"above 0.30"),
                 qPrintable(watch.notices().last().problem.what));
        sample("");
        QTRY_COMPARE(idsOf(watch.notices()), QStringList{QStringLiteral("check")});
        QTRY_COMPARE(watch.gpu().state, GpuReading::State::Present);
        say("clocks-not-locked", true, 0); // who samples the card knows that better
        say("memory-grows", true, 0);
        QTRY_COMPARE(idsOf(watch.notices()).last(), QStringLiteral("memory-grows"));
        QCOMPARE(watch.notices().size(), 2);
        say("clocks-not-locked", false, 0);
        say("memory-grows", false, 0);
        QTRY_COMPARE(idsOf(watch.notices()), QStringList{QStringLiteral("check")});
        QVERIFY(readFindings(folder, watch.now()).monitor.notices.empty());
        say("hot", true, 0);
        QCOMPARE(readFindings(folder, watch.now()).monitor.notices.size(), std::size_t(1));
        QVERIFY(readFindings(folder, watch.now() + 3'600'000).monitor.notices.empty());

        services.settings().setValue(QStringLiteral("watchMachine"), false); // that was not its own
        QVERIFY(idsOf(watch.notices()).contains(QStringLiteral("check")));
        result.found.clear(); // the next morning is clean
        result.at = "2026-11-23T06:30:00Z";
        keepCheckResult(file, result);
        QTRY_VERIFY(!idsOf(watch.notices()).contains(QStringLiteral("check")));
    }

    void anUpdateIsAnnouncedOnce() {
        script("temperature 50\nreasons 0\n");
        engine::performance::SpeedRecord record;
        record.at = "2026-11-22T21:00:00Z";
        record.conditions = {"demo", "cpu", "processor", "fp32", 7, "epss", 2, "up to 3 s", {}};
        record.program = "0.0.1";
        record.driver = "520.3";
        record.audioSeconds = 2;
        record.runs = 1;
        record.rtf = engine::performance::spread({0.5});
        record.rtfOfRuns = {0.5};
        appendRecord(m_data->root() / "performance" / "history.jsonl", record);
        QString model;
        for (int start = 0; start < 2; ++start) {
            Services services(places());
            PerformanceWatch &watch = services.performance();
            QSignalSpy loaded(&services.worker(), &app::speech::SpeechWorker::loaded);
            QSignalSpy began(&services.performance(), &PerformanceWatch::noticeBegan);
            QSignalSpy looked(&services.performance(), &PerformanceWatch::changesLooked);
            services.start();
            QTRY_VERIFY(looked.count() > 0);
            QCOMPARE(began.count(), start == 0 ? 1 : 0);
            if (start == 1)
                continue;
            QCOMPARE(began.first().first().value<PerformanceNotice>().id, QStringLiteral("changed"));
            record.conditions.model = loaded.first().first().value<engine::ModelSummary>().name;
            record.program = ownFacts().program; // it is measured: there is nothing new any more
            record.torch = ownFacts().torch;
            record.driver = "550.1";
            appendRecord(m_data->root() / "performance" / "history.jsonl", record);
            QTRY_VERIFY(watch.notices().isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestPerformanceWatch)
#include "tst_performance_watch.moc"
