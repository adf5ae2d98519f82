// The server under load, in this process with the tiny checkpoint: clients that speak without a pause, others that ask
// for the health, and others that say nothing. Prints what they saw; fails when a reply was lost, doubled or another
// one's, or when the health took 100 ms or more for more than one of a hundred.
//   server_load [--seconds 30] [--clients 60] [--silent 0]
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "tests/app/server/served_studio.h"

namespace {

struct Seen {
    std::mutex mutex;
    std::set<QString> ids;
    std::map<int, std::set<QByteArray>> sounds; // by seed: each must be one
    std::vector<double> health;                 // ms
    int spoken = 0, turned = 0, wrong = 0, lost = 0, again = 0;
};

constexpr int kSeeds = 12;

void speak(quint16 port, const std::atomic<bool> &end, int number, Seen &seen) {
    auto client = std::make_unique<RawClient>(port);
    bool fresh = true; // nothing was asked over it yet
    for (int round = 0; !end; ++round) {
        const int seed = (number + round) % kSeeds;
        const QByteArray body = R"({"text":"Sentence )" + QByteArray::number(seed) +
                                R"( of the load.","nfe_step":5,"seed":)" + QByteArray::number(seed) + "}";
        client->send("POST /api/tts HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                     "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
                     "\r\n\r\n" + body);
        const QByteArray answer = client->answer();
        const QJsonObject object = QJsonDocument::fromJson(bodyOf(answer)).object();
        std::unique_lock lock(seen.mutex);
        if (statusOf(answer) == 200) {
            ++seen.spoken;
            seen.wrong += seen.ids.insert(object[QStringLiteral("request_id")].toString()).second ? 0 : 1;
            seen.sounds[seed].insert(object[QStringLiteral("audio_base64")].toString().toLatin1());
        } else if (statusOf(answer) == 429) {
            ++seen.turned;
        } else if (!end) {
            if (answer.isEmpty() && !fresh) // who is idle may be cut off, and comes again
                ++seen.again;
            else
                ++seen.lost;
            client = std::make_unique<RawClient>(port);
        }
        fresh = answer.isEmpty();
        lock.unlock();
        if (statusOf(answer) == 429)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

void askHealth(quint16 port, const std::atomic<bool> &end, Seen &seen) {
    while (!end) {
        QElapsedTimer timer;
        timer.start();
        RawClient client(port);
        client.send("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n\r\n");
        const int status = statusOf(client.answer());
        const double ms = double(timer.nsecsElapsed()) / 1e6;
        {
            const std::lock_guard lock(seen.mutex);
            seen.health.push_back(ms);
            seen.lost += status == 200 || end ? 0 : 1;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

} // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("seconds"), {}, QStringLiteral("S"), QStringLiteral("30")},
                       {QStringLiteral("clients"), {}, QStringLiteral("N"), QStringLiteral("60")},
                       {QStringLiteral("silent"), {}, QStringLiteral("N"), QStringLiteral("0")}});
    parser.process(application);
    ServedStudio studio;
    studio.load();
    const quint16 port = studio.server->port();
    Seen seen;
    std::atomic<bool> end = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < parser.value(QStringLiteral("clients")).toInt(); ++i)
        threads.emplace_back([&, i] { speak(port, end, i, seen); });
    threads.emplace_back([&] { askHealth(port, end, seen); });
    // They hold on to what they can get, one byte a second, and come again when they are cut off.
    threads.emplace_back([&] {
        std::vector<std::unique_ptr<RawClient>> silent(parser.value(QStringLiteral("silent")).toUInt());
        while (!end) {
            for (std::unique_ptr<RawClient> &client : silent) {
                if (!client || QRandomGenerator::global()->bounded(10) == 0)
                    client = std::make_unique<RawClient>(port);
                client->send("G");
            }
            std::this_thread::sleep_for(std::chrono::seconds(1));
        }
    });
    int deepest = 0;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &look, [&] { deepest = std::max(deepest, studio.queue.waiting()); });
    look.start(5);
    QTimer::singleShot(parser.value(QStringLiteral("seconds")).toInt() * 1000, &application, [&] {
        end = true;
        studio.server->turnOff(); // lets go of who waits
        QCoreApplication::quit();
    });
    QCoreApplication::exec();
    for (std::thread &thread : threads)
        thread.join();
    std::sort(seen.health.begin(), seen.health.end());
    const auto quantile = [&](double q) {
        return seen.health.empty() ? 0 : seen.health[std::size_t(q * double(seen.health.size() - 1))];
    };
    const auto swapped =
        std::count_if(seen.sounds.begin(), seen.sounds.end(), [](const auto &each) { return each.second.size() != 1; });
    std::printf("%d spoken, %d turned away, %d came again, %d lost, %d doubled, %ld swapped; queue at most %d; health: "
                "%zu, p50 %.2f ms, "
                "p99 %.2f ms, most %.2f ms\n",
                seen.spoken, seen.turned, seen.again, seen.lost, seen.wrong, long(swapped), deepest, seen.health.size(),
                quantile(0.5), quantile(0.99), quantile(1));
    return seen.spoken == 0 || seen.lost || seen.wrong || swapped || quantile(0.99) >= 100;
}
