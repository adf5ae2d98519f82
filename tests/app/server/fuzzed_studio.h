// A Studio's services without its window, and clients that send it fuzzed bodies and frames.
#pragma once

#include <QTest>

#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#include "app/services.h"
#include "tests/app/server/fuzzed_bodies.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

class FuzzedStudio {
public:
    FuzzedStudio() {
        qputenv("ISHOWTTS_TWITCH_HOST", "127.0.0.1"); // where nobody is
        qputenv("ISHOWTTS_TWITCH_PORT", "9");
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
        m_services->settings().setNfeStep(1);
        m_services->danmaku().setSilent(true);
        m_services->server().turnOn({.port = 0});
        m_services->start();
        QTRY_VERIFY(m_services->voices().find(QStringLiteral("slt")));
    }
    app::Services &services() { return *m_services; }

    // So many requests and frames, from several clients; what was wrong, each with the seed that makes it.
    QByteArrayList flaws(long long requests, unsigned long long seed, int clients = 6) {
        const quint16 port = m_services->server().port();
        const QByteArray host = "127.0.0.1:" + QByteArray::number(port);
        std::mutex mutex;
        QByteArrayList flaws;
        std::atomic<unsigned long long> next = seed;
        std::atomic<int> running = clients;
        std::vector<std::thread> threads;
        for (int i = 0; i < clients; ++i)
            threads.emplace_back([&] {
                fuzzed_bodies::Client client(port);
                while (sent < requests) {
                    const unsigned long long number = next++;
                    std::mt19937_64 random(number);
                    const fuzzed_bodies::Sent one = fuzzed_bodies::make(random, host);
                    const QByteArray flaw = client.flawOf(one);
                    sent += one.requests;
                    if (flaw.isEmpty())
                        continue;
                    const std::lock_guard lock(mutex);
                    flaws << "--seed " + QByteArray::number(number) + ": " + flaw + ": " +
                                 one.bytes.left(600).toPercentEncoding(" \"{}:,/");
                }
                --running;
            });
        while (running > 0) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        }
        for (std::thread &thread : threads)
            thread.join();
        return flaws;
    }
    std::atomic<long long> sent = 0;

private:
    TinyData m_data;
    std::unique_ptr<app::Services> m_services = std::make_unique<app::Services>(
        app::Places{m_data.path(QStringLiteral("config/settings.json")), m_data.roots()});
};
