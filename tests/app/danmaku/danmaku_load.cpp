// The chat queue live under load, with figures: a made Twitch server says so many messages a second, and bursts, to the
// real reader, filter, queue, record and speech (the tiny checkpoint, which speaks in milliseconds, and no sound
// device).
//   build/release/tests/danmaku_load [--seconds 600] [--rate 200] [--burst 2000] [--every 60]
// Aims: every PING answered, the event loop's turns ≤ 33 ms p99, memory grows by less than 50 MB, socket to row ≤ 50
// ms.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include <unistd.h>

#include "app/chat/crowd.h"
#include "app/services.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/tiny_data.h"

namespace {

double megabytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

double quantile(std::vector<double> values, double share) {
    if (values.empty())
        return -1;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

struct Wishes {
    double seconds = 600, rate = 200, burst = 2000, every = 60;
};

Wishes wishesFrom(const QStringList &arguments) {
    Wishes wishes;
    for (int i = 1; i + 1 < arguments.size(); i += 2) {
        const double value = arguments[i + 1].toDouble();
        if (arguments[i] == u"--seconds")
            wishes.seconds = value;
        else if (arguments[i] == u"--rate")
            wishes.rate = value;
        else if (arguments[i] == u"--burst")
            wishes.burst = value;
        else if (arguments[i] == u"--every")
            wishes.every = value;
    }
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

} // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    const Wishes wishes = wishesFrom(QCoreApplication::arguments());
    FakeTwitch server;
    const app::chat::TwitchAddress address = server.address();
    qputenv("ISHOWTTS_TWITCH_HOST", address.host.toUtf8());
    qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(address.port));
    qputenv("ISHOWTTS_TWITCH_TLS", "0");
    const TinyData data;
    app::Services services({data.path(QStringLiteral("config/settings.json")), data.roots()});
    services.start();
    app::danmaku::LiveStage &stage = services.danmaku();
    stage.connectTwitch({QStringLiteral("channel"), {}, false});

    std::atomic<bool> ends = false;
    std::atomic<int> sent = 0;
    std::thread feeder;
    std::vector<double> turns;
    QElapsedTimer turn, clock;
    double before = 0;
    QTimer frame;
    frame.setTimerType(Qt::PreciseTimer);
    frame.setInterval(16);
    QObject::connect(&frame, &QTimer::timeout, &application, [&] {
        if (turn.isValid())
            turns.push_back(double(turn.nsecsElapsed()) / 1e6);
        turn.start();
        if (!feeder.joinable() && server.joined() > 0) {
            clock.start();
            feeder = std::thread([&] { feed(server, wishes, ends, sent); });
        }
        if (before == 0 && clock.isValid() && clock.elapsed() > std::min(20.0, wishes.seconds / 4) * 1000)
            before = megabytes();
        if (clock.isValid() && clock.elapsed() > wishes.seconds * 1000 + 2000)
            QCoreApplication::quit();
    });
    frame.start();
    QCoreApplication::exec();
    ends = true;
    if (feeder.joinable())
        feeder.join();
    const app::danmaku::Figures figures = stage.figures();
    const app::danmaku::Latencies latencies = stage.latencies();
    std::printf("messages sent %d, received %d, refused %d, repeats %d, dropped %d, failed or silent %d\n", sent.load(),
                figures.received, figures.filtered, figures.repeats, figures.dropped, figures.failed);
    std::printf("pings answered %zu, missed %d, p95 %.1f ms\n", server.pongs().size(), server.missedPongs(),
                quantile(server.pongs(), 0.95));
    std::printf("turns of 16 ms: p50 %.1f, p99 %.1f, longest %.1f ms\n", quantile(turns, 0.5), quantile(turns, 0.99),
                quantile(turns, 1));
    std::printf("socket to row: p50 %.0f, p95 %.0f ms\n", latencies.rowP50, latencies.rowP95);
    std::printf("memory: %.0f MB, %.1f MB more than at first\n", megabytes(), megabytes() - before);
    return 0;
}
