// `ishowtts serve`, killed at any moment with requests of every kind in flight, beside a Studio over the same folders
// that somebody works in.
#pragma once

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUuid>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "tests/end_to_end/hands.h"
#include "tests/end_to_end/server_process.h"
#include "tests/small_files.h"

namespace end_to_end {

class KilledServer {
public:
    explicit KilledServer(unsigned seed) : m_random(seed) {}

    // The Studio, with a first take; the server, whose voice "rms" was changed and changed back. "" = ready.
    QString setUp() {
        if (const QString missing = m_desk.setUp(); !missing.isEmpty())
            return missing;
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
                                 "XDG_RUNTIME_DIR", "TMPDIR"})
            m_program.setVariable(QString::fromLatin1(name), m_desk.environment().value(QString::fromLatin1(name)));
        if (!m_desk.writeSettings(R"({"speech": {"nfe": 3}})"))
            return QStringLiteral("no settings");
        m_studio = m_desk.start(QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio"), {});
        if (!m_studio || !m_hands.focusWindow(QStringLiteral("iShowTTS")) || !m_hands.keys({"ctrl+a"}) ||
            !m_hands.type(QStringLiteral("Good morning.")) || !speaksOn())
            return QStringLiteral("the Studio does not speak");
        m_server = std::make_unique<Server>(m_program, QStringList());
        m_port = m_server->port();
        m_shipped = referenceOf();
        for (int i = 0; i < kTones; ++i) {
            if (statusOf(askRaw(m_port, uploadOf(i))) != 200)
                return QStringLiteral("an upload was refused");
            m_tones.push_back(referenceOf());
        }
        return {};
    }

    // With `speaking` the Studio is told to speak before, and its take must come.
    void kill(bool speaking) {
        const int takes = takeCount();
        if (speaking && !m_hands.keys({"ctrl+Return"}))
            fault(QStringLiteral("the Studio takes no keys"));
        std::vector<std::unique_ptr<RawClient>> clients;
        for (const QByteArray &request : requests()) {
            clients.push_back(std::make_unique<RawClient>(m_port));
            clients.back()->send(request);
        }
        if (m_random() % 4 == 0) {
            const auto one = clients.begin() + std::ptrdiff_t(m_random() % (clients.size() - kEndless));
            m_answered += statusOf((*one)->answer()) != 0 ? 1 : 0;
            clients.erase(one);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(m_random() % (m_random() % 2 == 0 ? 150'000 : 20'000)));
        m_server->signal(SIGKILL);
        m_server->ended();
        for (const auto &client : clients) {
            const QByteArray answer = client->untilClosed();
            const bool whole = statusOf(answer) != 0 && !answer.contains("event: state");
            ++(whole ? m_answered : m_cutOff);
        }
        QElapsedTimer timer;
        timer.start();
        m_server = std::make_unique<Server>(m_program, QStringList(), m_port);
        m_restarts.push_back(double(timer.nsecsElapsed()) / 1e9);
        look();
        if (speaking && !hasMoreThan(takes))
            fault(QStringLiteral("the Studio does not speak on"));
    }

    // To the end, as a person ends it.
    void endStudio() {
        if (!m_hands.keys({"ctrl+q"}) ||
            (m_studio->state() != QProcess::NotRunning && !m_studio->waitForFinished(kLongEnough)))
            fault(QStringLiteral("the Studio does not end"));
        else if (m_studio->exitStatus() != QProcess::NormalExit || m_studio->exitCode() != 0)
            fault(QStringLiteral("the Studio ends with %1").arg(m_studio->exitCode()));
        const QStringList files = everythingIn(data());
        for (const QString &sound : column(QStringLiteral("SELECT DISTINCT audio FROM take")))
            if (files.filter(sound).isEmpty())
                fault(QStringLiteral("a take has lost its sound: ") + sound);
    }

    int faults() const { return m_faults; }
    double slowest() const { return m_restarts.empty() ? 0 : *std::max_element(m_restarts.begin(), m_restarts.end()); }
    void print() {
        std::sort(m_restarts.begin(), m_restarts.end());
        std::printf("%zu kills: %d requests answered before, %d cut off; back after %.2f s (median), %.2f s (most); %d "
                    "times the new voice, %d times the old one; the Studio beside made %d takes; %d faults\n",
                    m_restarts.size(), m_answered, m_cutOff, m_restarts.empty() ? 0 : m_restarts[m_restarts.size() / 2],
                    slowest(), m_new, m_old, takeCount(), m_faults);
    }

private:
    static constexpr int kTones = 5;
    static constexpr std::size_t kEndless = 3; // the last of the requests have no end

    struct Reference {
        QByteArray text, sound;
        bool operator==(const Reference &) const = default;
    };

    QString data() const { return m_desk.folder(QStringLiteral("data")); }

    QStringList column(const QString &question) const {
        QStringList values;
        {
            QSqlDatabase library = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), question);
            library.setDatabaseName(data() + QStringLiteral("/ishowtts-studio/library.sqlite"));
            library.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
            if (library.open()) {
                QSqlQuery query(library);
                for (bool more = query.exec(question) && query.next(); more; more = query.next())
                    values << query.value(0).toString();
            }
        }
        QSqlDatabase::removeDatabase(question);
        return values;
    }
    int takeCount() const { return column(QStringLiteral("SELECT id FROM take")).size(); }
    bool hasMoreThan(int takes) const {
        QElapsedTimer timer;
        timer.start();
        while (takeCount() <= takes && timer.elapsed() < kLongEnough)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return takeCount() > takes;
    }
    bool speaksOn() {
        const int before = takeCount();
        return m_hands.keys({"ctrl+Return"}) && hasMoreThan(before);
    }

    static QByteArray tone(int number) {
        std::vector<qint16> samples(std::size_t(36'000 + 1'000 * number));
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = qint16(9'000 * std::sin(double(i) * (0.03 + 0.01 * number)));
        return wav(samples, 24'000, 1);
    }
    QByteArray uploadOf(int number) const {
        const QByteArray part = "--X\r\nContent-Disposition: form-data; ";
        return m_server->filled("POST /api/voices/rms/reference", "Content-Type: multipart/form-data; boundary=X\r\n",
                                part + "name=text\r\n\r\ntone " + QByteArray::number(number) + "\r\n" + part +
                                    "name=audio; filename=a.wav\r\nContent-Type: audio/wav\r\n\r\n" + tone(number) +
                                    "\r\n--X--\r\n");
    }
    QByteArray jsonTo(const QByteArray &path, const QByteArray &json) const {
        return m_server->filled("POST " + path, "Content-Type: application/json\r\n", json);
    }
    QByteArray socketTo(const QByteArray &path) const {
        return m_server
            ->filled("GET " + path,
                     "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                     {})
            .replace("Content-Length: 0\r\n", "");
    }

    Reference referenceOf() const {
        const QByteArray answer = bodyOf(m_server->ask("GET /api/voices/rms/reference"));
        return {QJsonDocument::fromJson(answer).object()[QStringLiteral("active_reference_text")].toString().toUtf8(),
                bodyOf(m_server->ask("GET /api/voices/rms/reference/audio"))};
    }

    std::vector<QByteArray> requests() {
        const QByteArray number = QByteArray::number(++m_number);
        std::vector<QByteArray> all{
            m_server->sayBytes("Hello there, " + number + "."),
            jsonTo("/api/tts", R"({"text":"Whose voice is it?","voice_id":"rms","nfe_step":5})"),
            jsonTo("/api/tts/stream", R"({"text":"One, two and three.","nfe_step":5})"),
            jsonTo("/v1/audio/speech", R"({"model":"tts-1","input":"Hello.","voice":"slt"})"),
            uploadOf(int(m_random() % kTones)),
            uploadOf(int(m_random() % kTones)),
            jsonTo("/api/danmaku/messages",
                   R"({"user":"Ann","text":"hello number )" + number + R"(","paid":{"amount":5,"currency":"USD"}})"),
            jsonTo(
                "/api/danmaku/enqueue",
                R"({"id":")" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces) +
                    R"(","platform":"Twitch","channel":"w","username":"Bo","priority":"Paid","content":{"Text":"hi"},)"
                    R"("metadata":null,"timestamp":"2026-11-23T00:00:00Z"})"),
            m_server->filled("GET /api/metrics", {}, {}),
        };
        if (m_random() % 3 == 0)
            all.push_back(m_server->filled("DELETE /api/voices/rms/reference", {}, {}));
        std::shuffle(all.begin(), all.end(), m_random);
        all.push_back(m_server->filled("GET /api/danmaku/stream", {}, {}));
        all.push_back(socketTo("/api/danmaku/stream"));
        all.push_back(socketTo("/api/danmaku/messages") + QByteArray("\x81\x8d\x00\x00\x00\x00", 6) +
                      R"({"text":"hm"})");
        return all;
    }

    void look() {
        if (m_server->port() != m_port)
            return fault(QStringLiteral("it did not come back where it was"));
        for (const QString &path : everythingIn(data())) {
            if (path.contains(QLatin1String("/.new-")) || path.contains(QLatin1String("/.old-")))
                fault(QStringLiteral("left over: ") + path);
            if (path.endsWith(QLatin1String("/library.sqlite")) && !isSound(path))
                fault(QStringLiteral("damaged: ") + path);
        }
        const Reference now = referenceOf();
        const bool isTone = std::find(m_tones.begin(), m_tones.end(), now) != m_tones.end();
        if (!isTone && now != m_shipped)
            fault(QStringLiteral("a voice is half the old and half the new one: ") + QString::fromUtf8(now.text));
        ++(isTone ? m_new : m_old);
        if (statusOf(askRaw(m_port, m_server->sayBytes("Still here."))) != 200)
            fault(QStringLiteral("it does not speak"));
        if (m_studio->state() != QProcess::Running)
            fault(QStringLiteral("the Studio is gone"));
    }

    static bool isSound(const QString &file) {
        bool sound = false;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), file);
            database.setDatabaseName(file);
            if (database.open()) {
                QSqlQuery query(database);
                sound = query.exec(QStringLiteral("PRAGMA integrity_check")) && query.next() &&
                        query.value(0).toString() == QLatin1String("ok");
            }
        }
        QSqlDatabase::removeDatabase(file);
        return sound;
    }

    void fault(const QString &what) {
        ++m_faults;
        std::printf("WRONG after %zu kills: %s\n", m_restarts.size(), qPrintable(what));
        std::fflush(stdout);
    }

    Desk m_desk;
    Hands m_hands{m_desk};
    Program m_program;
    std::mt19937 m_random;
    QProcess *m_studio = nullptr;
    std::unique_ptr<Server> m_server;
    quint16 m_port = 0;
    Reference m_shipped;
    std::vector<Reference> m_tones;
    std::vector<double> m_restarts; // s
    int m_number = 0, m_answered = 0, m_cutOff = 0, m_new = 0, m_old = 0, m_faults = 0;
};

} // namespace end_to_end
