// The chat queue live, with figures: a made Twitch server writes to the real reader, filter, queue, record, speech and
// player, which plays at a sink of a sound server of its own (without PulseAudio: at none, and nothing is heard).
//
// First so many messages one after another, each when the one before was read: from the socket to the first sound, when
// nothing else is to be read. They also fill what is bounded (compiled kernels, sound that is kept), so that the memory
// that grows afterwards is what grows without end. Then so many messages a second, and bursts.
//   build/release/tests/danmaku_load [--demo] [--idle 30] [--seconds 600] [--rate 200] [--burst 2000] [--every 60]
// It fails where an aim is missed. --demo: the demo voice speaks; else the tiny checkpoint, in milliseconds.
// Aims: every PING answered, the event loop's turns ≤ 33 ms p99, memory grows by less than 50 MB, socket to row ≤ 50
// ms, socket to first sound with the demo voice ≤ 1.5 s.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include <malloc.h>
#include <unistd.h>

#include "app/chat/crowd.h"
#include "app/services.h"
#include "engine/data_folders.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/speech/sound_server.h"
#include "tests/app/tiny_data.h"

namespace {

using app::danmaku::DanmakuEvent;

struct Memory { // MB
    double resident = 0;
    double inUse = 0; // given out by malloc()
};

Memory memoryNow() {
    Memory now;
    QFile file(QStringLiteral("/proc/self/statm"));
    if (file.open(QIODevice::ReadOnly))
        now.resident = file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / 1e6;
    const struct mallinfo2 heap = ::mallinfo2();
    now.inUse = double(heap.uordblks + heap.hblkhd) / 1e6;
    return now;
}

double quantile(std::vector<double> values, double share) {
    if (values.empty())
        return -1;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

struct Wishes {
    bool demo = false;
    double idle = 30, seconds = 600, rate = 200, burst = 2000, every = 60;
};

Wishes wishesFrom(const QStringList &arguments) {
    Wishes wishes;
    wishes.demo = arguments.contains(QLatin1String("--demo"));
    const auto number = [&](const char *name, double &value) {
        const qsizetype at = arguments.indexOf(QLatin1String(name));
        if (at > 0 && at + 1 < arguments.size())
            value = arguments[at + 1].toDouble();
    };
    number("--idle", wishes.idle);
    number("--seconds", wishes.seconds);
    number("--rate", wishes.rate);
    number("--burst", wishes.burst);
    number("--every", wishes.every);
    return wishes;
}

void feed(FakeTwitch &server, const Wishes &wishes, const std::atomic<bool> &ends, std::atomic<int> &sent) {
    app::chat::CrowdSettings settings;
    settings.perSecond = wishes.rate;
    settings.paidShare = 0.01;
    app::chat::Crowd crowd(settings);
    QElapsedTimer clock;
    clock.start();
    double nextBurst = wishes.every;
    double nextPing = 1;
    while (!ends && clock.elapsed() < wishes.seconds * 1000) {
        while (crowd.nextAt() <= clock.elapsed()) {
            server.say(crowd.next());
            ++sent;
        }
        const double now = double(clock.elapsed()) / 1000;
        if (now >= nextPing) {
            server.ping();
            nextPing += 5;
        }
        if (now >= nextBurst && wishes.burst > 0) {
            app::chat::CrowdSettings burst = settings;
            burst.seed = quint64(nextBurst) + 7;
            burst.idPrefix = QString::number(nextBurst) + QLatin1Char('-');
            app::chat::Crowd more(burst);
            for (int i = 0; i < int(wishes.burst); ++i) {
                server.say(more.next());
                ++sent;
                if (i % 40 == 0)
                    std::this_thread::sleep_for(std::chrono::milliseconds(int(40'000 / wishes.burst)));
            }
            nextBurst += wishes.every;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

// One message after another, each when nothing is left of the one before.
class OneByOne : public QObject {
public:
    OneByOne(FakeTwitch &server, app::danmaku::LiveStage &stage, int wanted)
        : m_server(server), m_stage(stage), m_wanted(wanted), m_crowd(talk()) {
        connect(&stage, &app::danmaku::LiveStage::event, this, [this](const DanmakuEvent &event) {
            m_newest = m_clock.elapsed();
            if (event.what != DanmakuEvent::What::Played)
                return;
            const app::danmaku::Item &item = event.item;
            m_begins.push_back(double(item.makeAt - item.receivedAt));
            m_makes.push_back(double(item.firstSoundAt - item.makeAt));
            m_plays.push_back(double(item.playAt - item.firstSoundAt));
            m_all.push_back(double(item.playAt - item.receivedAt));
            m_seconds.push_back(item.seconds);
        });
        m_clock.start();
    }

    // Whether it goes on; call it now and then.
    bool step() {
        if (done() || m_sent >= 10 * m_wanted)
            return false;
        const bool idle = m_stage.waiting().empty() && !m_stage.onAir();
        if (idle && m_clock.elapsed() - std::max(m_newest, m_asked) > kPause) {
            m_asked = m_clock.elapsed();
            ++m_sent;
            m_server.say(m_crowd.next());
        }
        return true;
    }

    void print() const {
        std::printf("one by one: %zu of %d read, %.1f s of sound each (p50)\n", m_all.size(), m_sent,
                    quantile(m_seconds, 0.5));
        std::printf("socket to first sound: p50 %.0f, p95 %.0f, most %.0f ms\n", quantile(m_all, 0.5),
                    quantile(m_all, 0.95), quantile(m_all, 1));
        std::printf("  of it until it is made %.0f and %.0f, until there is sound %.0f and %.0f, until it is heard "
                    "%.0f and %.0f ms (p50, p95)\n",
                    quantile(m_begins, 0.5), quantile(m_begins, 0.95), quantile(m_makes, 0.5), quantile(m_makes, 0.95),
                    quantile(m_plays, 0.5), quantile(m_plays, 0.95));
        const app::danmaku::Latencies latencies = m_stage.latencies();
        std::printf("  as the pane shows it: p50 %.0f, p95 %.0f ms\n", latencies.soundP50, latencies.soundP95);
        std::fflush(stdout);
    }

private:
    static constexpr qint64 kPause = 700; // ms

    bool done() const { return int(m_all.size()) >= m_wanted; }
    static app::chat::CrowdSettings talk() {
        app::chat::CrowdSettings settings;
        settings.seed = 5;
        settings.chineseShare = 0;
        settings.idPrefix = QStringLiteral("idle-");
        return settings;
    }

    FakeTwitch &m_server;
    app::danmaku::LiveStage &m_stage;
    const int m_wanted;
    app::chat::Crowd m_crowd;
    QElapsedTimer m_clock;
    qint64 m_newest = 0, m_asked = 0;
    int m_sent = 0;
    std::vector<double> m_begins, m_makes, m_plays, m_all, m_seconds;
};

std::unique_ptr<app::Services> servicesFor(const TinyData &data, bool demo) {
    const QString settings = data.path(QStringLiteral("config/settings.json"));
    if (!demo)
        return std::make_unique<app::Services>(app::Places{settings, data.roots()});
    const std::filesystem::path home = data.path(QStringLiteral("home")).toStdString();
    return std::make_unique<app::Services>(app::Places{settings, {home, engine::shippedDataFolder()}, home});
}

} // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    const Wishes wishes = wishesFrom(QCoreApplication::arguments());
    SoundServer sound;
    if (const QString trouble = sound.start(); !trouble.isEmpty())
        std::fprintf(stderr, "nothing is heard: %s\n", qPrintable(trouble));
    else
        sound.addSink(QStringLiteral("speakers"));
    FakeTwitch server;
    const app::chat::TwitchAddress address = server.address();
    qputenv("ISHOWTTS_TWITCH_HOST", address.host.toUtf8());
    qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(address.port));
    qputenv("ISHOWTTS_TWITCH_TLS", "0");
    const TinyData data;
    const auto services = servicesFor(data, wishes.demo);
    bool loaded = false;
    QObject::connect(&services->worker(), &app::speech::SpeechWorker::loaded, &application, [&] { loaded = true; });
    services->start();
    app::danmaku::LiveStage &stage = services->danmaku();
    stage.connectTwitch({QStringLiteral("channel"), {}, false});

    OneByOne first(server, stage, int(wishes.idle));
    std::atomic<bool> ends = false;
    std::atomic<int> sent = 0;
    std::thread feeder;
    std::vector<double> turns;
    QElapsedTimer turn, clock;
    Memory before;
    double tellsAt = 0, soundP95 = -1;
    const double every = std::max(1.0, wishes.seconds / 10.0); // s
    QTimer frame;
    frame.setTimerType(Qt::PreciseTimer);
    frame.setInterval(16);
    QObject::connect(&frame, &QTimer::timeout, &application, [&] {
        if (!loaded || !services->voices().isRead() || (!clock.isValid() && server.joined() == 0))
            return;
        if (!clock.isValid()) {
            if (first.step())
                return;
            first.print();
            soundP95 = stage.latencies().soundP95;
            before = memoryNow();
            std::printf("memory: %.0f MB, %.0f MB in use\n", before.resident, before.inUse);
            clock.start();
            feeder = std::thread([&] { feed(server, wishes, ends, sent); });
        }
        if (turn.isValid())
            turns.push_back(double(turn.nsecsElapsed()) / 1e6);
        turn.start();
        if (const double at = double(clock.elapsed()) / 1000; at >= tellsAt + every) {
            tellsAt += every;
            const Memory now = memoryNow();
            std::printf("  after %.0f s: %+.1f MB, %+.1f MB in use; %d read\n", tellsAt, now.resident - before.resident,
                        now.inUse - before.inUse, stage.figures().played);
            std::fflush(stdout);
        }
        if (double(clock.elapsed()) > wishes.seconds * 1000 + 2000)
            QCoreApplication::quit();
    });
    frame.start();
    QCoreApplication::exec();
    ends = true;
    if (feeder.joinable())
        feeder.join();
    const app::danmaku::Figures figures = stage.figures();
    const app::danmaku::Latencies latencies = stage.latencies();
    std::printf("messages sent %d, received %d, refused %d, repeats %d, dropped %d, read %d, failed or silent %d\n",
                sent.load(), figures.received, figures.filtered, figures.repeats, figures.dropped, figures.played,
                figures.failed);
    std::printf("pings answered %zu, missed %d, p95 %.1f ms\n", server.pongs().size(), server.missedPongs(),
                quantile(server.pongs(), 0.95));
    std::printf("turns of 16 ms: p50 %.1f, p99 %.1f, longest %.1f ms\n", quantile(turns, 0.5), quantile(turns, 0.99),
                quantile(turns, 1));
    std::printf("socket to row: p50 %.0f, p95 %.0f ms\n", latencies.rowP50, latencies.rowP95);
    const Memory now = memoryNow();
    std::printf("memory: %.0f MB, %.1f MB more than after the first, %.1f MB more in use\n", now.resident,
                now.resident - before.resident, now.inUse - before.inUse);
    int missed = 0;
    const auto aim = [&missed](const char *name, bool met) {
        if (met)
            return;
        ++missed;
        std::printf("MISSED: %s\n", name);
    };
    aim("every message received", figures.received >= sent.load());
    aim("every PING answered", server.missedPongs() == 0);
    aim("turns of the event loop at most 33 ms, 99 of 100", quantile(turns, 0.99) <= 33);
    aim("socket to row at most 50 ms, 95 of 100", latencies.rowP95 <= 50);
    aim("socket to first sound at most 1.5 s, 95 of 100", !wishes.demo || soundP95 <= 1500);
    aim("memory grows by less than 50 MB", now.resident - before.resident < 50);
    return missed > 0 ? 1 : 0;
}
