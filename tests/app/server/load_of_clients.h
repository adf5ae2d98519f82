// Many clients at once: 64 that the server has room for, and others that were there before and hold all of its places:
// they ask for much and hardly read, are slow to say what they want, or say nothing.
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
    int silent = 500;   // half of them hardly read, the others hardly say anything; cut off, they come again
    int listening = 0;  // of those that hardly read: they have a long text spoken, the others ask for what is there
    double seconds = 0; // for so long; 0: until each has spoken `each` times
    int each = 2;
    int steps = 5;
};

struct LoadSeen {
    int spoken = 0, turnedAway = 0, cameAgain = 0;
    int keptOut = 0;                                   // at the door (503), or before they could say anything
    int unread = 0;                                    // answers that began and were hardly read
    int lost = 0, doubled = 0, swapped = 0, other = 0; // none of them may be
    int deepest = 0;                                   // of the speech queue
    std::vector<double> health;                        // ms, in order of size; what it took to get in is in it
    double memory = 0;                                 // MB, from a tenth of the time to the end

    double healthAt(double share) const {
        return health.empty() ? 0 : health[std::size_t(share * double(health.size() - 1))];
    }
    bool isRight() const {
        return spoken > 0 && unread > 0 && !health.empty() && lost + doubled + swapped + other == 0 &&
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
        QObject here;
        QObject::connect(&m_queue, &app::speech::SpeechQueue::finished, &here, [this](const app::speech::Take &take) {
            m_made += take.request.text.ends_with(kText) ? 1 : 0;
        });
        std::vector<std::thread> threads;
        threads.emplace_back([this] { readLittle(); });
        while (!m_full) { // all places are taken
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            waitMs(1);
        }
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
        m_seen.lost += m_made - m_seen.spoken; // what was made has come
        m_seen.memory = memory() - first;
        for (const auto &[key, sounds] : m_sounds)
            m_seen.swapped += int(sounds.size()) - 1;
        std::sort(m_seen.health.begin(), m_seen.health.end());
        return m_seen;
    }

private:
    static constexpr int kSentences = 12;
    static constexpr const char *kText = " of the load.";
    enum Way { Whole, Streamed, OpenAi, Ways };

    static double memory() { // MB
        const QByteArray status = bytesOf(QStringLiteral("/proc/self/status"));
        const qsizetype at = status.indexOf("VmRSS:") + 6;
        return status.mid(at, status.indexOf("kB", at) - at).trimmed().toDouble() / 1024;
    }

    QByteArray request(Way way, int sentence, const QByteArray &id) const {
        const QByteArray text = "Sentence " + QByteArray::number(sentence) + kText;
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

    // Nobody else comes between its coming and its asking.
    std::unique_ptr<RawClient> come(const QByteArray &asked, int room = 0) {
        const std::lock_guard lock(m_door);
        auto client = std::make_unique<RawClient>(m_port, INADDR_LOOPBACK, room);
        client->send(asked);
        return client;
    }

    static void waitMs(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

    void speak(int number) {
        std::unique_ptr<RawClient> client; // none: nothing was answered over one yet
        for (int round = 0, own = 0; !m_end && (m_wanted.seconds > 0 || own < m_wanted.each); ++round) {
            const int sentence = (number + round) % kSentences;
            const Way way = Way(round % Ways);
            const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
            const bool fresh = !client;
            if (fresh)
                client = come(request(way, sentence, id));
            else
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
                    ++(answer.isEmpty() || status == 503 ? m_seen.keptOut : m_seen.other);
            }
            own += status == 200 ? 1 : 0;
            if (answer.isEmpty() || status == 503)
                client.reset();
            if (status != 200)
                waitMs(50);
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
        const QByteArray asked = "GET /api/health HTTP/1.1\r\n" + m_host + "\r\n";
        std::unique_ptr<RawClient> client;
        QElapsedTimer timer;
        timer.start();
        while (!m_over) {
            if (client)
                client->send(asked);
            else
                client = come(asked);
            if (statusOf(client->answer()) == 200) {
                const std::lock_guard lock(m_mutex);
                m_seen.health.push_back(double(timer.nsecsElapsed()) / 1e6);
            } else {
                client.reset();
            }
            waitMs(10);
            if (client)
                timer.start();
        }
    }

    void pause(int ms) {
        for (int i = 0; i < ms && !m_over; i += 50)
            waitMs(50);
    }

    // A third of them each: nothing at all, a head that never ends, a body that never comes whole.
    void beSilent() {
        std::vector<std::unique_ptr<RawClient>> all(std::size_t(m_wanted.silent / 2));
        for (unsigned second = 0; !m_over; ++second) {
            for (std::size_t i = 0; i < all.size() && !m_over; ++i) {
                if (!all[i] || (i + second) % 10 == 0)
                    all[i] = come(i % 3 == 2 ? "POST /api/tts HTTP/1.1\r\n" + m_host +
                                                   "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
                                             : QByteArray());
                if (i % 3 != 0)
                    all[i]->send("G");
            }
            pause(1000);
        }
    }

    // What takes many megabytes to answer.
    QByteArray muchFor(int number) const {
        if (number >= m_wanted.listening)
            return QByteArray("GET /openapi.json HTTP/1.1\r\n" + m_host + "\r\n").repeated(400);
        const QByteArray body = R"({"nfe_step":1,"response_format":"pcm","text":")" +
                                QByteArray("What nobody listens to goes on and on. ").repeated(80) + "\"}";
        return "POST /api/tts/stream HTTP/1.1\r\n" + m_host +
               "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
               body;
    }

    // They come before everybody else; each reads a kilobyte a second.
    void readLittle() {
        constexpr int kRoom = 4096; // bytes
        std::vector<std::unique_ptr<RawClient>> all(std::size_t(m_wanted.silent / 2));
        std::vector<bool> answered(all.size());
        std::vector<bool> came(all.size()); // and had its text spoken, for which it does not ask again
        const int enough = std::min(m_wanted.silent / 2 - m_wanted.listening, 32);
        int begun = 0;
        while (!m_over) {
            for (std::size_t i = 0; i < all.size() && !m_over; ++i) {
                if (!all[i]) {
                    all[i] = come(muchFor(came[i] ? m_wanted.listening : int(i)), kRoom);
                    answered[i] = false;
                    came[i] = true;
                }
                QByteArray read;
                if (!all[i]->sip(read))
                    all[i].reset();
                if (!answered[i] && read.startsWith("HTTP/1.1 200")) {
                    answered[i] = true;
                    ++begun;
                }
            }
            m_full = begun >= enough;
            m_full ? pause(1000) : waitMs(10);
        }
        const std::lock_guard lock(m_mutex);
        m_seen.unread = begun;
    }

    const LoadWanted m_wanted;
    app::speech::SpeechQueue &m_queue;
    const quint16 m_port;
    const QByteArray m_host;
    std::atomic<int> m_speaking = 0;
    std::atomic<bool> m_end = false, m_over = false, m_full = false;
    int m_made = 0;
    std::mutex m_door;
    std::mutex m_mutex; // of what follows
    LoadSeen m_seen;
    std::set<QByteArray> m_ids;
    std::map<std::pair<int, int>, std::set<QByteArray>> m_sounds; // by way and sentence: each must be one
};
