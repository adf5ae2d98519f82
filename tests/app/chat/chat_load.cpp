// chat_load [--minutes M] [--rate R] [--burst N] [--tls]: the made crowd at R messages a second (200) for M minutes
// (10), and every minute N of them (2000) within a second, from a server that speaks Twitch's protocol through
// TwitchSource and ChatReader into this thread, which draws nothing but is busy for 10 ms in every 33. Prints what
// came, how late PONGs and messages were, and how the memory grew; ends with 1 when something was lost on the way or a
// PONG missed.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QSslSocket>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

#include <unistd.h>

#include "app/chat/chat_reader.h"
#include "app/chat/crowd.h"
#include "app/chat/twitch_source.h"
#include "tests/app/chat/fake_twitch.h"

using namespace app::chat;

namespace {

double residentMegabytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE)) / 1e6;
}

double at(std::vector<double> values, double share) {
    if (values.empty())
        return -1;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(double(values.size()) * share))];
}

} // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{QStringLiteral("minutes"), {}, QStringLiteral("M"), QStringLiteral("10")},
                      {QStringLiteral("rate"), {}, QStringLiteral("R"), QStringLiteral("200")},
                      {QStringLiteral("burst"), {}, QStringLiteral("N"), QStringLiteral("2000")},
                      {QStringLiteral("tls"), {}}});
    words.process(application);
    const double minutes = words.value(QStringLiteral("minutes")).toDouble();
    const double rate = words.value(QStringLiteral("rate")).toDouble();
    const int burst = words.value(QStringLiteral("burst")).toInt();
    if (!(minutes > 0) || !(rate > 0) || burst < 0) {
        std::fprintf(stderr, "chat_load: --minutes and --rate must be above 0, --burst 0 or more.\n");
        return 2;
    }

    FakeTwitch server({.tls = words.isSet(QStringLiteral("tls")) && QSslSocket::supportsSsl()});
    ChatReader reader;
    QElapsedTimer clock;
    clock.start();
    QHash<QString, qint64> sent; // id → ns
    qint64 came = 0, read = 0, dropped = 0, lost = 0;
    std::vector<double> late; // ms from the server to this thread
    bool live = false;
    TwitchSource *source = nullptr;
    QObject::connect(&reader, &ChatReader::judged, &reader, [&](const QList<Judgement> &judgements) {
        for (const Judgement &judgement : judgements) {
            ++came;
            read += judgement.read;
            if (const auto found = sent.constFind(judgement.message->id); found != sent.constEnd()) {
                late.push_back(double(clock.nsecsElapsed() - *found) * 1e-6);
                sent.erase(found);
            }
        }
    });
    QObject::connect(&reader, &ChatReader::overran, &reader, [&](int count) { dropped += count; });
    QObject::connect(&reader, &ChatReader::stateChanged, &reader, [&](const SourceState &state) {
        lost += live && state.phase != SourceState::Phase::Live;
        live = state.phase == SourceState::Phase::Live;
    });
    const TwitchAddress address = server.address();
    reader.start(QStringLiteral("twitch"), [&source, address] {
        auto made = std::make_unique<TwitchSource>(TwitchLogin{QStringLiteral("home"), {}, {}}, address);
        source = made.get();
        return made;
    });
    while (!live)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);

    Crowd crowd({.perSecond = rate, .seed = 1, .paidShare = 0.05, .begin = 0});
    qint64 count = 0;
    const auto linesOf = [&](Message message) {
        message.sentAt = 1;
        sent.insert(message.id, clock.nsecsElapsed());
        ++count;
        return FakeTwitch::lineOf(message, "home");
    };
    QElapsedTimer running;
    running.start();
    const double seconds = minutes * 60;
    qint64 burstsDone = 0;
    double first = 0, most = 0;
    Crowd bursts({.perSecond = 2'000, .seed = 2, .idPrefix = QStringLiteral("b")});
    QTimer feeder;
    QObject::connect(&feeder, &QTimer::timeout, &feeder, [&] {
        QByteArray bytes;
        while (crowd.nextAt() <= running.elapsed())
            bytes += linesOf(crowd.next());
        if (burst > 0 && running.elapsed() > 30'000 + burstsDone * 60'000) {
            ++burstsDone;
            for (int i = 0; i < burst; ++i)
                bytes += linesOf(bursts.next());
        }
        server.send(bytes);
        if (running.elapsed() >= qint64(seconds * 1000)) {
            feeder.stop();
            return;
        }
        QThread::msleep(10); // as a window that draws
    });
    feeder.start(33);
    QTimer pinger;
    QObject::connect(&pinger, &QTimer::timeout, &pinger, [&] {
        server.ping();
        const double now = residentMegabytes();
        if (first == 0 && running.elapsed() > std::min<qint64>(qint64(seconds * 100), 20'000))
            first = now;
        most = std::max(most, now);
    });
    pinger.start(1'000);
    while (feeder.isActive())
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    pinger.stop();
    QElapsedTimer patience;
    patience.start();
    while ((came + dropped < count || server.missedPongs() > 0) && patience.elapsed() < 30'000)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    const std::vector<double> pongs = server.pongs();
    const qint64 unreadable = source->unreadableLines() + source->skippedLines(); // nothing moves any more
    std::printf("sent %lld in %.0f s (%.0f a second, %lld bursts of %d), came %lld, dropped %lld, may be read %lld\n",
                static_cast<long long>(count), double(running.elapsed()) / 1000,
                double(count) * 1000 / double(running.elapsed()), static_cast<long long>(burstsDone), burst,
                static_cast<long long>(came), static_cast<long long>(dropped), static_cast<long long>(read));
    std::printf("lines that could not be read: %lld; connections lost: %lld\n", static_cast<long long>(unreadable),
                static_cast<long long>(lost));
    std::printf("PONGs: %zu, missed %d; ms p50 %.1f, p99 %.1f, most %.1f\n", pongs.size(), server.missedPongs(),
                at(pongs, 0.5), at(pongs, 0.99), at(pongs, 1));
    std::printf("server to this thread: ms p50 %.1f, p95 %.1f, p99 %.1f, most %.1f\n", at(late, 0.5), at(late, 0.95),
                at(late, 0.99), at(late, 1));
    std::printf("memory: %.1f MB, at most %.1f MB more later, with what this program remembers\n", first, most - first);
    const bool fine = came + dropped == count && unreadable == 0 && lost == 0 && server.missedPongs() == 0;
    std::printf("%s\n", fine ? "nothing was lost" : "SOMETHING WAS LOST");
    return fine ? 0 : 1;
}
