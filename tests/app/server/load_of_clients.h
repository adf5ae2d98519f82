// Many clients at once: 64 that the server has room for, and others beside that are slow or say nothing.
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/server/speech_desk.h"
#include "tests/app/server/served_studio.h"
#include "tests/small_files.h"

struct LoadWanted {
    int clients = 64;   // one of them asks for the health all the time, the others speak without a pause
    int silent = 500;   // they say nothing, or a byte a second, and come again when they are cut off
    double seconds = 0; // for so long; 0: until each has spoken `each` times
    int each = 2;
    int steps = 5;
};

struct LoadSeen {
    int spoken = 0, turnedAway = 0, cameAgain = 0;
    int lost = 0, doubled = 0, swapped = 0, other = 0; // none of them may be
    int deepest = 0;                                   // of the speech queue
    std::vector<double> health;                        // ms, in order of size
    double memory = 0;                                 // MB, from a tenth of the time to the end

    double healthAt(double share) const {
        return health.empty() ? 0 : health[std::size_t(share * double(health.size() - 1))];
    }
    bool isRight() const {
        return spoken > 0 && !health.empty() && lost + doubled + swapped + other == 0 &&
               deepest <= app::server::SpeechDesk::kMostWaiting;
    }
};

class LoadOfClients {
public:
    LoadOfClients(ServedStudio &studio, LoadWanted wanted)
        : m_wanted(wanted), m_queue(studio.queue), m_port(studio.server->port()),
          m_host("Host: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n") {}

    // On the thread of the services, whose events go on; ends when each has its answer.
    LoadSeen run() {
        std::vector<std::thread> threads;
        m_speaking = m_wanted.clients - 1;
        for (int i = 0; i < m_wanted.clients - 1; ++i)
            threads.emplace_back([this, i] {
                speak(i);
                --m_speaking;
            });
        threads.emplace_back([this] { askHealth(); });
        threads.emplace_back([this] { beSilent(); });
        QElapsedTimer timer;
        timer.start();
        double first = 0;
        while (m_speaking > 0) {
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            std::this_thread::sleep_for(std::chrono::microseconds(200));
            m_seen.deepest = std::max(m_seen.deepest, m_queue.waiting());
            const double now = double(timer.elapsed()) / 1000;
            if (first == 0 && now >= m_wanted.seconds / 10)
                first = memory();
            m_end = m_end || (m_wanted.seconds > 0 && now >= m_wanted.seconds);
        }
        m_over = true;
        for (std::thread &thread : threads)
            thread.join();
        m_seen.memory = memory() - first;
        for (const auto &[key, sounds] : m_sounds)
            m_seen.swapped += int(sounds.size()) - 1;
        std::sort(m_seen.health.begin(), m_seen.health.end());
        return m_seen;
    }

private:
    static constexpr int kSentences = 12;
    enum Way { Whole, Streamed, OpenAi, Ways };

    static double memory() { // MB
        const QByteArray status = bytesOf(QStringLiteral("/proc/self/status"));
        const qsizetype at = status.indexOf("VmRSS:") + 6;
        return status.mid(at, status.indexOf("kB", at) - at).trimmed().toDouble() / 1024;
    }

    QByteArray request(Way way, int sentence, const QByteArray &id) const {
        const QByteArray text = "Sentence " + QByteArray::number(sentence) + " of the load.";
        const QByteArray steps =
            ",\"nfe_step\":" + QByteArray::number(m_wanted.steps) + ",\"seed\":" + QByteArray::number(sentence);
        const char *const paths[Ways] = {"/api/tts", "/api/tts/stream", "/v1/audio/speech"};
        const QByteArray bodies[Ways] = {
            "{\"text\":\"" + text + '"' + steps + '}',
            "{\"text\":\"" + text + "\",\"response_format\":\"pcm\"" + steps + '}',
            R"({"model":"tts-1","voice":"slt","response_format":"pcm","input":")" + text + "\"}",
        };
        return QByteArray("POST ") + paths[way] + " HTTP/1.1\r\n" + m_host + "X-Request-Id: " + id +
               "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(bodies[way].size()) +
               "\r\n\r\n" + bodies[way];
    }

    void speak(int number) {
        auto client = std::make_unique<RawClient>(m_port);
        bool fresh = true; // nothing was answered over it yet
        for (int round = 0, own = 0; !m_end && (m_wanted.seconds > 0 || own < m_wanted.each); ++round) {
            const int sentence = (number + round) % kSentences;
            const Way way = Way(round % Ways);
            const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
            client->send(request(way, sentence, id));
            const QByteArray answer = client->answer();
            const int status = statusOf(answer);
            {
                const std::lock_guard lock(m_mutex);
                if (status == 200)
                    take(answer, id, way, sentence);
                else if (status == 429)
                    ++m_seen.turnedAway;
                else if (answer.isEmpty() && !fresh) // who was idle may be cut off, and comes again
                    ++m_seen.cameAgain;
                else
                    ++(answer.isEmpty() ? m_seen.lost : m_seen.other);
            }
            m_known += round == 0 ? 1 : 0;
            own += status == 200 ? 1 : 0;
            fresh = answer.isEmpty();
            if (fresh)
                client = std::make_unique<RawClient>(m_port);
            if (status == 429)
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    // Under the lock.
    void take(const QByteArray &answer, const QByteArray &id, Way way, int sentence) {
        ++m_seen.spoken;
        m_seen.swapped += answer.contains("X-Request-Id: " + id + "\r\n") ? 0 : 1;
        m_seen.doubled += m_ids.insert(id).second ? 0 : 1;
        const QByteArray body = bodyOf(answer);
        if (way == Whole) {
            const QJsonObject object = QJsonDocument::fromJson(body).object();
            m_seen.swapped += object[QStringLiteral("request_id")].toString().toLatin1() == id ? 0 : 1;
            m_sounds[{way, sentence}].insert(object[QStringLiteral("audio_base64")].toString().toLatin1());
        } else {
            m_seen.lost += body.endsWith("\r\n0\r\n\r\n") ? 0 : 1; // cut off
            m_sounds[{way, sentence}].insert(body);
        }
    }

    void askHealth() {
        auto client = std::make_unique<RawClient>(m_port);
        while (!m_over) {
            QElapsedTimer timer;
            timer.start();
            client->send("GET /api/health HTTP/1.1\r\n" + m_host + "\r\n");
            const int status = statusOf(client->answer());
            {
                const std::lock_guard lock(m_mutex);
                m_seen.health.push_back(double(timer.nsecsElapsed()) / 1e6);
                m_seen.lost += status == 200 ? 0 : 1;
            }
            if (status != 200)
                client = std::make_unique<RawClient>(m_port);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    // A third of them each: nothing at all, a head that never ends, a body that never comes whole.
    void beSilent() {
        std::vector<std::unique_ptr<RawClient>> all(std::size_t(m_wanted.silent));
        while (m_known < m_wanted.clients - 1 && !m_over) // who has a place keeps it
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        for (unsigned second = 0; !m_over; ++second) {
            for (std::size_t i = 0; i < all.size() && !m_over; ++i) {
                if (!all[i] || (i + second) % 10 == 0) {
                    all[i] = std::make_unique<RawClient>(m_port);
                    if (i % 3 == 2)
                        all[i]->send("POST /api/tts HTTP/1.1\r\n" + m_host +
                                     "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n");
                }
                if (i % 3 != 0)
                    all[i]->send("G");
            }
            for (int i = 0; i < 20 && !m_over; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    const LoadWanted m_wanted;
    app::speech::SpeechQueue &m_queue;
    const quint16 m_port;
    const QByteArray m_host;
    std::atomic<int> m_speaking = 0, m_known = 0;
    std::atomic<bool> m_end = false, m_over = false;
    std::mutex m_mutex; // of what follows
    LoadSeen m_seen;
    std::set<QByteArray> m_ids;
    std::map<std::pair<int, int>, std::set<QByteArray>> m_sounds; // by way and sentence: each must be one
};
