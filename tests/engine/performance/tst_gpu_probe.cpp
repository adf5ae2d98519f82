// Every state that a graphics processor can be in, told by a driver of our own and by a tree made after the paths of
// the Jetson AGX Orin.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <memory>
#include <mutex>

#include "engine/performance/clock_lock.h"
#include "engine/performance/figure_files.h"
#include "engine/performance/gpu_probe.h"
#include "engine/performance/machine_probe.h"
#include "engine/performance/patient_probe.h"

using namespace engine::performance;
using State = GpuReading::State;
using namespace std::chrono_literals;

class TestGpuProbe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("FAKE_NVML", path("script").c_str());
    }

    // Verbs do not wait for a driver that hangs, and hear it when it answers again.
    void aDriverThatHangsHoldsNoVerbUp() {
        struct Door {
            std::mutex mutex;
            std::condition_variable opens;
            bool open = false;
        };
        struct Hanging : GpuProbe {
            explicit Hanging(std::shared_ptr<Door> itsDoor) : door(std::move(itsDoor)) {}
            GpuReading read() override {
                std::unique_lock lock(door->mutex);
                door->opens.wait(lock, [this] { return door->open; });
                GpuReading reading;
                reading.state = State::Present;
                return reading;
            }
            std::shared_ptr<Door> door;
        };
        const auto door = std::make_shared<Door>();
        const auto probe = makePatientProbe([door] { return std::make_unique<Hanging>(door); }, 20ms);
        for (int i = 0; i < 2; ++i) {
            const GpuReading reading = probe->read();
            QCOMPARE(reading.state, State::Lost);
            QVERIFY(reading.why.find("has not answered") != std::string::npos);
        }
        makePatientProbe([door] { return std::make_unique<Hanging>(door); }, 20ms)->read(); // it may end all the same
        std::stop_source stop; // who is asked to stop does not wait
        stop.request_stop();
        QCOMPARE(
            makePatientProbe([door] { return std::make_unique<Hanging>(door); }, 24h, stop.get_token())->read().state,
            State::Lost);
        {
            const std::lock_guard lock(door->mutex);
            door->open = true;
        }
        door->opens.notify_all();
        QTRY_COMPARE_WITH_TIMEOUT(probe->read().state, State::Present, 60'000);
    }

    void aCoolCard() {
        script("temperature 60\nload 42\nclock 1700\nmost-clock 1980\npower 71500\nmemory 80000000000\nreasons 0\n");
        const GpuReading reading = makeNvmlProbe(FAKE_NVML_LIBRARY)->read();
        QCOMPARE(reading.state, State::Present);
        QCOMPARE(QString::fromStdString(reading.name), QStringLiteral("Fake GPU"));
        QCOMPARE(QString::fromStdString(reading.driver), QStringLiteral("550.1"));
        QCOMPARE(reading.temperature.value(), 60.0);
        QCOMPARE(reading.utilisation.value(), 0.42);
        QCOMPARE(reading.clock.value(), 1700.0);
        QCOMPARE(reading.power.value(), 71.5);
        QCOMPARE(reading.memory.value(), 4e10);
        QVERIFY(reading.throttle.empty());
        QVERIFY(reading.clocks == Clocks::Unknown); // a card at work says nothing about that
    }

    void itGetsHotIsThrottledAndLost() {
        script("temperature 60\nreasons 0\n");
        const auto probe = makeNvmlProbe(FAKE_NVML_LIBRARY);
        std::vector<double> seen;
        for (int temperature = 60; temperature <= 95; temperature += 5) {
            script("temperature " + std::to_string(temperature) + "\nreasons " + (temperature > 80 ? "96" : "0") +
                   "\n");
            const GpuReading reading = probe->read();
            seen.push_back(reading.temperature.value());
            QCOMPARE(reading.throttle.size(), std::size_t(temperature > 80 ? 2 : 0));
        }
        QCOMPARE(seen.back(), 95.0);
        script("lost\n");
        QCOMPARE(probe->read().state, State::Lost);
        script("temperature 50\n"); // it came back by itself, as after a reset of its bus
        QCOMPARE(probe->read().state, State::Present);
    }

    // The driver was updated, or loaded anew, while the program ran: what was begun with it is worth nothing.
    void aDriverThatWasLoadedAnewIsBegunAnew() {
        script("driver 1\ntemperature 60\nreasons 0\n");
        const auto probe = makeNvmlProbe(FAKE_NVML_LIBRARY);
        QCOMPARE(probe->read().temperature.value(), 60.0);
        script("driver 2\ntemperature 61\nreasons 0\n");
        const GpuReading fault = probe->read();
        QCOMPARE(fault.state, State::Lost);
        QCOMPARE(fault.code, 18);
        QVERIFY(fault.reason == GpuReading::Why::Gone && !fault.temperature);
        QCOMPARE(probe->read().temperature.value(), 61.0); // with the new one
        script("driver 3\ninit 9\n");                      // unloaded: it was there, so it is lost until it is back
        QCOMPARE(probe->read().state, State::Lost);
        QCOMPARE(probe->read().state, State::Lost);
        script("driver 3\ntemperature 62\n");
        QCOMPARE(probe->read().temperature.value(), 62.0);
        script("driver 3\n"); // a card that can be asked nothing is there all the same
        QCOMPARE(probe->read().state, State::Present);
        QCOMPARE(probe->read().state, State::Present);
    }

    // A package is being exchanged: for a while there is no library, and what comes then belongs to the new driver.
    void aLibraryThatIsExchangedIsOpenedAnew() {
        const QString library = QString::fromStdString(path("libexchanged.so"));
        QVERIFY(QFile::copy(QStringLiteral(FAKE_NVML_LIBRARY), library));
        script("temperature 60\nreasons 0\n");
        const auto probe = makeNvmlProbe(library.toStdString());
        QCOMPARE(probe->read().temperature.value(), 60.0);
        QVERIFY(QFile::remove(library));
        script("lost\n");
        QCOMPARE(probe->read().state, State::Lost);
        QCOMPARE(probe->read().state, State::Lost);
        QVERIFY(QFile::copy(QStringLiteral(FAKE_NVML_LIBRARY), library));
        script("temperature 61\nreasons 0\n");
        QCOMPARE(probe->read().temperature.value(), 61.0);
    }

    void whatHoldsItBackIsNamed_data() {
        QTest::addColumn<int>("reasons");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << 0 << QStringList();
        QTest::newRow("idle") << 1 << QStringList();
        QTest::newRow("power") << 4 << QStringList{QStringLiteral("power")};
        QTest::newRow("heat") << 0x20 << QStringList{QStringLiteral("heat")};
        QTest::newRow("hardware heat") << 0x48 << QStringList{QStringLiteral("hardware-heat")};
        QTest::newRow("brake") << 0x88 << QStringList{QStringLiteral("power-brake")};
        QTest::newRow("hardware") << 8 << QStringList{QStringLiteral("hardware")};
    }
    void whatHoldsItBackIsNamed() {
        QFETCH(int, reasons);
        QFETCH(QStringList, words);
        script("reasons " + std::to_string(reasons) + "\n");
        QStringList seen;
        for (const Throttle throttle : makeNvmlProbe(FAKE_NVML_LIBRARY)->read().throttle)
            seen << QString::fromStdString(toString(throttle));
        QCOMPARE(seen, words);
    }

    void lockedClocksAreSeenOnAnIdleCard() {
        const auto clocks = [&](const char *lines) {
            script(lines);
            return makeNvmlProbe(FAKE_NVML_LIBRARY)->read().clocks;
        };
        QVERIFY(clocks("clock 1950\nmost-clock 1980\nreasons 1\n") == Clocks::Locked);
        QVERIFY(clocks("clock 210\nmost-clock 1980\nreasons 1\n") == Clocks::Unlocked);
        // Somebody chose them, or the card came so.
        QVERIFY(clocks("clock 1500\nmost-clock 1980\nreasons 2\nchosen-clock 1500\nshipped-clock 1200\n") ==
                Clocks::Locked);
        QCOMPARE(makeNvmlProbe(FAKE_NVML_LIBRARY)->read().lockedClock.value(), 1500.0);
        QVERIFY(clocks("clock 1200\nmost-clock 1980\nreasons 2\nchosen-clock 1200\nshipped-clock 1200\n") ==
                Clocks::Unknown);
        QVERIFY(clocks("clock 1500\nmost-clock 1980\nreasons 2\n") == Clocks::Unknown);
        QVERIFY(clocks("clock 1500\nmost-clock 1980\nreasons 0\n") == Clocks::Unknown);
    }

    void anOldDriverTellsLess() {
        script("temperature 60\nload 250\nclock 1700\npower 71500\nreasons 4\n");
        const GpuReading reading = makeNvmlProbe(FAKE_NVML_OLD_LIBRARY)->read();
        QCOMPARE(reading.state, State::Present);
        QCOMPARE(reading.temperature.value(), 60.0);
        QVERIFY(!reading.power && reading.throttle.empty());
        QVERIFY(!reading.utilisation); // 250 % is no answer
        script("temperature 60\nclock 4294967295\nmost-clock 4294967295\npower 4294967295\nreasons 1\n");
        const GpuReading broken = makeNvmlProbe(FAKE_NVML_LIBRARY)->read();
        QVERIFY(broken.temperature && !broken.clock && !broken.mostClock && !broken.power);
    }

    void noGpuIsANormalState_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<State>("state");
        QTest::newRow("no card") << QStringLiteral("devices 0\n") << State::None;
        QTest::newRow("driver not loaded") << QStringLiteral("init 9\n") << State::None;
        QTest::newRow("not allowed") << QStringLiteral("init 4\n") << State::Failed;
        QTest::newRow("broken") << QStringLiteral("init 999\n") << State::Failed;
        QTest::newRow("lost from the start") << QStringLiteral("lost\n") << State::Lost;
    }
    void noGpuIsANormalState() {
        QFETCH(QString, lines);
        QFETCH(State, state);
        script(lines.toStdString());
        const auto probe = makeNvmlProbe(FAKE_NVML_LIBRARY);
        QCOMPARE(probe->read().state, state);
        QVERIFY(!probe->read().why.empty());
        script("temperature 50\n"); // the driver was loaded meanwhile
        QCOMPARE(probe->read().state, State::Present);
    }

    void withoutALibraryItIsSaid() {
        const GpuReading reading = makeNvmlProbe(path("libnone.so"))->read();
        QCOMPARE(reading.state, State::None);
        QCOMPARE(QString::fromStdString(reading.why), QStringLiteral("no NVIDIA driver was found"));
        QCOMPARE(makeNvmlProbe("libm.so.6")->read().state, State::Failed); // a library without any of it
    }

    void anOrinIsRead() {
        makeOrin();
        const auto probe = makeJetsonProbe(path(""));
        QVERIFY(probe != nullptr);
        const GpuReading reading = probe->read();
        QCOMPARE(reading.state, State::Present);
        QCOMPARE(QString::fromStdString(reading.name), QStringLiteral("NVIDIA Jetson AGX Orin Developer Kit"));
        QCOMPARE(reading.temperature.value(), 51.5);
        QCOMPARE(reading.clock.value(), 930.75);
        QCOMPARE(reading.mostClock.value(), 1300.5);
        QCOMPARE(reading.utilisation.value(), 0.735);
        QCOMPARE(reading.power.value(), 12.0); // 20 V, 0.6 A
        QCOMPARE(reading.allMemory.value(), 30'000.0 * 1024);
        QCOMPARE(reading.memory.value(), 10'000.0 * 1024);
        QVERIFY(reading.clocks == Clocks::Unlocked);
        QVERIFY(reading.throttle.empty());

        write("sys/class/devfreq/17000000.gpu/min_freq", "1300500000\n"); // jetson_clocks
        write("sys/class/thermal/cooling_device3/cur_state", "2\n");
        QVERIFY(probe->read().clocks == Clocks::Locked);
        QCOMPARE(probe->read().lockedClock.value(), 1300.5);
        QVERIFY(probe->read().throttle == std::vector<Throttle>{Throttle::Heat});

        write("sys/class/thermal/thermal_zone1/temp", "a lot\n"); // damaged figures are left out
        write("sys/class/devfreq/17000000.gpu/cur_freq", "-4\n");
        QVERIFY(!probe->read().temperature && !probe->read().clock);
        std::filesystem::remove_all(path("sys/class/devfreq/17000000.gpu"));
        QCOMPARE(probe->read().state, State::Lost);
    }

    void clocksOfACardAreLocked() {
        using Kind = ClockAnswer::Kind;
        script("most-clock 1980\nreasons 1\n");
        QCOMPARE(setNvmlClocks(true, FAKE_NVML_LIBRARY).kind, Kind::Done);
        QCOMPARE(readSmall(path("script.locked")).value(), std::string("1980 1980"));
        QCOMPARE(setNvmlClocks(false, FAKE_NVML_LIBRARY).kind, Kind::Done);
        QCOMPARE(readSmall(path("script.locked")).value(), std::string("0 0"));
        script("most-clock 1980\nlock 4\n");
        const ClockAnswer refused = setNvmlClocks(true, FAKE_NVML_LIBRARY);
        QCOMPARE(refused.kind, Kind::NotAllowed);
        QVERIFY(refused.remedy.find("sudo ishowtts clocks lock") != std::string::npos);
        script("most-clock 1980\nlock 3\n");
        QCOMPARE(setNvmlClocks(true, FAKE_NVML_LIBRARY).kind, Kind::Failed); // a card that cannot
        script("devices 0\n");
        QCOMPARE(setNvmlClocks(true, FAKE_NVML_LIBRARY).kind, Kind::NoGpu);
        QCOMPARE(setNvmlClocks(true, FAKE_NVML_OLD_LIBRARY).kind, Kind::Failed);
        QCOMPARE(setNvmlClocks(true, path("libnone.so")).kind, Kind::NoGpu);
    }

    void clocksOfAJetsonAreLocked() {
        using Kind = ClockAnswer::Kind;
        QVERIFY(!setJetsonClocks(true, path("")));
        makeOrin();
        const std::string gpu = "sys/class/devfreq/17000000.gpu/";
        write(gpu + "available_frequencies", "306000000 408000000 1300500000\n");
        const auto least = [&] { return readNumber(path(gpu + "min_freq")).value(); };
        QCOMPARE(setJetsonClocks(true, path(""))->kind, Kind::Done); // without NVIDIA's program
        QCOMPARE(least(), 1'300'500'000.0);
        QVERIFY(makeJetsonProbe(path(""))->read().clocks == Clocks::Locked);
        QCOMPARE(setJetsonClocks(false, path(""))->kind, Kind::Done);
        QCOMPARE(least(), 306'000'000.0);
        std::filesystem::remove(
            path(gpu + "min_freq")); // what cannot be written for another reason is no question of who
        std::filesystem::create_directories(path(gpu + "min_freq"));
        QCOMPARE(setJetsonClocks(true, path(""))->kind, Kind::Failed);
        std::filesystem::remove(path(gpu + "min_freq"));
        write(gpu + "min_freq", "306000000\n");

        write("usr/bin/jetson_clocks",
              "#!/bin/sh\necho \"$@\" >> '" + path("calls") + "'\n[ \"$1\" != --store ] || : > \"$2\"\n");
        std::filesystem::permissions(path("usr/bin/jetson_clocks"), std::filesystem::perms::owner_all);
        std::filesystem::create_directories(path("run"));
        for (const bool lock : {true, true, false})
            QCOMPARE(setJetsonClocks(lock, path(""))->kind, Kind::Done);
        const std::string kept = path("run/ishowtts-clocks.conf");
        QCOMPARE(readSmall(path("calls")).value(), "--store " + kept + "\n\n\n--restore " + kept);
        write("usr/bin/jetson_clocks", "#!/bin/sh\nexit 3\n");
        QCOMPARE(setJetsonClocks(true, path(""))->kind, Kind::Failed);
    }

    void aNamedLibraryGoesBeforeAJetson() {
        makeOrin();
        script("temperature 33\nreasons 0\n");
        QCOMPARE(makeGpuProbe({}, path(""))->read().temperature.value(), 51.5);
        QCOMPARE(makeGpuProbe(FAKE_NVML_LIBRARY, path(""))->read().temperature.value(), 33.0);
    }

    void anotherMachineIsNoJetson() { QVERIFY(makeJetsonProbe(path("")) == nullptr); }

    void theMachineItself() {
        write("proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 2 3\n");
        write("proc/meminfo", "MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  400 kB\n");
        write("proc/self/status", "Name:\tishowtts\nVmRSS:\t  250 kB\n");
        write("sys/class/hwmon/hwmon0/name", "nvme\n");
        write("sys/class/hwmon/hwmon0/temp1_input", "30000\n");
        write("sys/class/hwmon/hwmon1/name", "k10temp\n");
        write("sys/class/hwmon/hwmon1/temp1_input", "62125\n");
        MachineProbe probe(path(""));
        MachineReading reading = probe.read();
        QVERIFY(!reading.utilisation);
        QCOMPARE(reading.temperature.value(), 62.125);
        QCOMPARE(reading.memory.value(), 600.0 * 1024);
        QCOMPARE(reading.ownMemory.value(), 250.0 * 1024);
        write("proc/stat", "cpu  150 0 125 825 0 0 0 0 0 0\n");
        QCOMPARE(probe.read().utilisation.value(), 0.75);
        write("proc/stat", "cpu  1 2\n");
        QVERIFY(!probe.read().utilisation);
        write("proc/12/comm", "ishowtts-studio\n");
        write("proc/345/comm", "ishowtts-studio\n");
        write("proc/345/status", "VmRSS:\t  777 kB\n");
        write("proc/999/comm", "other\n");
        QCOMPARE(processNamed("ishowtts-studio", path("")), std::string("345"));
        QCOMPARE(processNamed("nobody", path("")), std::string());
        QCOMPARE(memoryOf("345", path("")).value(), 777.0 * 1024);
        MachineProbe nothing(path("nowhere"));
        reading = nothing.read();
        QVERIFY(!reading.utilisation && !reading.temperature && !reading.memory && !reading.ownMemory);
    }

private:
    std::string path(const std::string &name) const { return (m_folder->path().toStdString() + "/") + name; }
    void write(const std::string &name, const std::string &text) const {
        const std::filesystem::path file = path(name);
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    void script(const std::string &lines) const { write("script", lines); }
    void makeOrin() const {
        write("etc/nv_tegra_release", "# R36 (release), REVISION: 3.0\n");
        write("proc/device-tree/model", std::string("NVIDIA Jetson AGX Orin Developer Kit") + '\0');
        write("proc/meminfo", "MemTotal:  30000 kB\nMemAvailable:  20000 kB\n");
        write("sys/class/devfreq/17000000.gpu/cur_freq", "930750000\n");
        write("sys/class/devfreq/17000000.gpu/min_freq", "306000000\n");
        write("sys/class/devfreq/17000000.gpu/max_freq", "1300500000\n");
        write("sys/class/devfreq/17000000.gpu/device/load", "735\n");
        write("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
        write("sys/class/thermal/thermal_zone0/temp", "48000\n");
        write("sys/class/thermal/thermal_zone1/type", "gpu-thermal\n");
        write("sys/class/thermal/thermal_zone1/temp", "51500\n");
        write("sys/class/thermal/cooling_device3/type", "gpu-throttle-alert\n");
        write("sys/class/thermal/cooling_device3/cur_state", "0\n");
        write("sys/class/hwmon/hwmon3/name", "ina3221\n");
        write("sys/class/hwmon/hwmon3/in1_label", "VDD_GPU_SOC\n");
        write("sys/class/hwmon/hwmon3/in1_input", "20000\n");
        write("sys/class/hwmon/hwmon3/curr1_input", "600\n");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(TestGpuProbe)
#include "tst_gpu_probe.moc"
