#include "tests/app/speech/soak.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <stop_token>

#include "tests/app/speech/heard.h"

using app::speech::Player;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// In blocks of 50 ms: the null sink otherwise has two seconds of silence ready before it plays anything, as no device
// that somebody hears has.
const auto kPrompt = u"rate=24000 channels=1 format=float32le norewinds=1"_qs;
constexpr double kPatience = 10; // seconds, after which a silence counts as for ever

// From `clock` until the recording holds sound; -1 when it never does.
double untilSound(Recording &recording, const QElapsedTimer &clock) {
    while (double(clock.elapsed()) < kPatience * 1000) {
        if (peak(recording.more()) > 0.05F)
            return double(clock.elapsed()) / 1000;
        QTest::qWait(5);
    }
    return -1;
}

// Whether the machine itself stands still: threads that sleep for 5 ms again and again, one of the priority of the
// player's, one of that of the server and the recorder: the player has 45 ms in hand (channel.cpp), the device 30 ms.
class StallMeter {
public:
    int stalls() const { return m_stalls; }
    double longest() const { return m_longest; }

private:
    void run(const std::stop_token &stop, int niceness, std::chrono::milliseconds borne) {
        setpriority(PRIO_PROCESS, 0, niceness);
        while (!stop.stop_requested()) {
            const auto before = std::chrono::steady_clock::now();
            std::this_thread::sleep_for(5ms);
            const std::chrono::duration<double> slept = std::chrono::steady_clock::now() - before;
            m_stalls += slept > borne ? 1 : 0;
            const std::lock_guard guard(m_mutex);
            m_longest = std::max(m_longest.load(), slept.count());
        }
    }

    std::atomic<int> m_stalls = 0;
    std::atomic<double> m_longest = 0;
    std::mutex m_mutex;
    std::jthread m_asPlayer{[this](const std::stop_token &stop) { run(stop, -11, 40ms); }};
    std::jthread m_asServer{[this](const std::stop_token &stop) { run(stop, 0, 25ms); }};
};

} // namespace

BusyThreads::BusyThreads(int count) {
    for (int i = 0; i < count; ++i) {
        m_threads.emplace_back([](const std::stop_token &stop) {
            std::atomic<double> sum = 0;
            while (!stop.stop_requested()) {
                for (int step = 1; step < 10000; ++step)
                    sum = sum + std::sqrt(double(step));
            }
        });
    }
}

SinkCycles::SinkCycles(SoundServer &server) : m_server(server) {
    m_server.addSink(u"first"_qs, kPrompt);
    m_server.addSink(u"headset"_qs, kPrompt);
    m_player.setLoop(true);
    m_player.setDevice("headset");
    m_ready = QTest::qWaitFor([&] { return m_player.deviceName() == u"headset"_qs; });
    m_player.play(noise(10));
}

SinkCycles::Times SinkCycles::once(int phase) {
    Times times;
    if (!m_ready)
        return times;
    const StallMeter meter;
    QTest::qWait(300 + phase * 37 % 500);
    QElapsedTimer clock;
    {
        Recording other(u"first"_qs);
        other.more();
        clock.start();
        m_server.removeSink(u"headset"_qs);
        times.moved = untilSound(other, clock);
    }
    QTest::qWait(100 + phase * 53 % 400); // shorter than the looks of a player that plays nothing
    clock.start();
    m_server.addSink(u"headset"_qs, kPrompt);
    Recording own(u"headset"_qs);
    times.back = untilSound(own, clock);
    times.stalls = meter.stalls();
    return times;
}

Listened playOn(SoundServer &server, double seconds, int busyThreads) {
    constexpr double kPeriod = 30;
    server.addSink(u"first"_qs);
    const engine::ClipPtr period = noise(kPeriod);
    Continuity continuity(period);
    Listened listened;
    Player player;
    const bool ready = QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; });
    Recording recording(u"first"_qs);
    player.begin(1);
    player.append(1, period);
    if (!ready || !QTest::qWaitFor([&] { return player.state() == Player::State::Playing; }))
        return listened;
    QTest::qWait(500);
    {
        const BusyThreads busy(busyThreads);
        const StallMeter meter;
        const int underflows = underrunsCounted();
        const int late = latePullsCounted();
        QElapsedTimer clock;
        clock.start();
        double appended = kPeriod;
        while (double(clock.elapsed()) < seconds * 1000) {
            for (; appended < double(clock.elapsed()) / 1000 + kPeriod; appended += kPeriod)
                player.append(1, period);
            QTest::qWait(200);
            continuity.hear(recording.more());
        }
        listened.underflows = underrunsCounted() - underflows;
        listened.late = latePullsCounted() - late;
        listened.stalls = meter.stalls();
        listened.longestStall = meter.longest();
    }
    continuity.finish();
    listened.seconds = continuity.secondsHeard();
    listened.breaks = continuity.breaks();
    player.stop();
    QTest::qWait(200);
    return listened;
}
