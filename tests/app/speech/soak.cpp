#include "tests/app/speech/soak.h"

#include <QElapsedTimer>
#include <QTest>

#include <QProcess>

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>

#include "tests/app/speech/heard.h"
#include "tests/app/speech/stall_meter.h"

using app::speech::Player;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

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

// Who stands still: threads like the player's where it may not be a realtime one, like the server's and the recorder's,
// and like that of the device, which has 20 to 50 ms in hand.
struct Stalls {
    StallMeter player{SCHED_OTHER, -11, 40ms};
    StallMeter server{SCHED_OTHER, 0, 25ms};
    StallMeter machine{SCHED_RR, 0, 12ms};

    int count() const { return player.stalls() + server.stalls(); }
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
    m_server.addSink(u"first"_qs);
    m_server.addSink(u"headset"_qs);
    m_player.setLoop(true);
    m_player.setDevice("headset");
    m_ready = QTest::qWaitFor([&] { return m_player.deviceName() == u"headset"_qs; });
    m_player.play(noise(10));
}

SinkCycles::Times SinkCycles::once(int phase) {
    Times times;
    if (!m_ready)
        return times;
    const Stalls stalls;
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
    m_server.addSink(u"headset"_qs);
    Recording own(u"headset"_qs);
    times.back = untilSound(own, clock);
    times.stalls = stalls.count();
    return times;
}

std::vector<Continuity::Break> playThroughStandstills(SoundServer &server, int times, int milliseconds) {
    server.addSink(u"first"_qs, u"rate=24000 channels=1 format=float32le"_qs);
    const engine::ClipPtr period = noise(30);
    Continuity continuity(period);
    Player player;
    const bool ready = QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; });
    Recording recording(u"first"_qs);
    player.play(period);
    if (!ready || !QTest::qWaitFor([&] { return player.state() == Player::State::Playing; }))
        return {Continuity::Break{}};
    for (int i = 0; i < times; ++i) {
        QTest::qWait(1500);
        const QString again = u"sleep %1; kill -CONT %2"_qs.arg(milliseconds / 1000.0).arg(getpid());
        QProcess::startDetached(u"sh"_qs, {u"-c"_qs, again});
        kill(getpid(), SIGSTOP);
    }
    QTest::qWait(500);
    continuity.hear(recording.more());
    player.stop();
    return continuity.secondsHeard() > times * milliseconds / 1000.0 ? continuity.breaks()
                                                                     : std::vector{Continuity::Break{}};
}

double soundAfterStop(SoundServer &server, int phase, int *stalls) {
    const Stalls beside;
    server.addSink(u"first"_qs, u"rate=24000 channels=1 format=float32le"_qs);
    Player player;
    double place = -1;
    QElapsedTimer since;
    QObject::connect(&player, &Player::positionChanged, &player, [&](double seconds) {
        place = seconds;
        since.start();
    });
    if (!QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; }))
        return -1;
    Recording recording(u"first"_qs);
    player.play(tone(10));
    if (!QTest::qWaitFor([&] { return place > 0.5; }))
        return -1;
    QTest::qWait(phase * 37 % 200);
    const double heard = place + double(since.nsecsElapsed()) / 1e9;
    player.stop();
    QTest::qWait(500);
    const std::vector<float> sound = recording.stop();
    if (stalls)
        *stalls = beside.count();
    const auto sounds = [](float value) { return std::abs(value) > 0.002F; };
    const auto first = std::find_if(sound.begin(), sound.end(), sounds);
    const auto last = std::find_if(sound.rbegin(), sound.rend(), sounds).base();
    return double(last - first) / engine::kSampleRate - heard;
}

Switched switchOn(SoundServer &server, int times) {
    constexpr int kBetween = 40; // ms
    server.addSink(u"first"_qs, u"rate=24000 channels=1 format=float32le"_qs);
    const engine::ClipPtr one = noise(times * (kBetween + 20) / 1000.0 + 5);
    const auto other = std::make_shared<engine::Clip>(*one);
    Continuity continuity(one);
    Switched switched;
    Player player;
    const bool ready = QTest::qWaitFor([&] { return player.deviceName() == u"first"_qs; });
    Recording recording(u"first"_qs);
    const Stalls stalls;
    player.playGroup({{one}, {other}}, 0);
    if (!ready || !QTest::qWaitFor([&] { return player.state() == Player::State::Playing; }))
        return switched;
    const int underflows = underrunsCounted();
    while (switched.times < times && player.state() == Player::State::Playing) {
        QTest::qWait(kBetween);
        player.hear(++switched.times % 2);
        if (switched.times % 25 == 0)
            continuity.hear(recording.more());
    }
    QTest::qWait(200);
    continuity.hear(recording.more());
    switched.underflows = underrunsCounted() - underflows;
    switched.seconds = continuity.secondsHeard();
    switched.breaks = continuity.breaks();
    switched.stalls = stalls.count();
    player.stop();
    QTest::qWait(200);
    return switched;
}

Listened playOn(SoundServer &server, double seconds, int busyThreads,
                const std::function<void(const Listened &soFar)> &more) {
    constexpr double kPeriod = 30;
    server.addSink(u"first"_qs, u"rate=24000 channels=1 format=float32le"_qs); // in blocks as short as recorded
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
        const Stalls stalls;
        const int underflows = underrunsCounted();
        const int late = latePullsCounted();
        QElapsedTimer clock;
        clock.start();
        double appended = kPeriod;
        qint64 stoodStill = -1; // when it was seen last
        while (double(clock.elapsed()) < seconds * 1000) {
            for (; appended < double(clock.elapsed()) / 1000 + kPeriod; appended += kPeriod)
                player.append(1, period);
            QTest::qWait(200);
            continuity.hear(recording.more());
            const std::size_t breaks = listened.breaks.size();
            const int underflowsBefore = listened.underflows;
            listened.seconds = continuity.secondsHeard();
            listened.breaks = continuity.breaks();
            listened.underflows = underrunsCounted() - underflows;
            listened.late = latePullsCounted() - late;
            listened.stalls = stalls.count();
            listened.longestStall = std::max(stalls.player.longest(), stalls.server.longest());
            if (stalls.machine.stalls() > listened.standstills)
                stoodStill = clock.elapsed();
            listened.standstills = stalls.machine.stalls();
            if (stalls.machine.asGiven() && stoodStill >= 0 && clock.elapsed() - stoodStill < 1000)
                listened.excused += int(listened.breaks.size() - breaks);
            listened.longestStandstill = stalls.machine.longest();
            if (more && (listened.breaks.size() > breaks || listened.underflows > underflowsBefore))
                more(listened);
        }
    }
    continuity.finish();
    listened.breaks = continuity.breaks();
    player.stop();
    QTest::qWait(200);
    return listened;
}
