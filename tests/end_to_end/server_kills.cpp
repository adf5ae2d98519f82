// server_kills [--kills 100] [--seed 1]: kills `ishowtts serve` so often, with requests in flight, beside another one
// over the same folders that goes on. Prints how long it took to come back; ends with 1 when something was not as it
// must be: a voice that is half the old and half the new one, a damaged library, something left over, the other server
// not unharmed.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "tests/end_to_end/server_process.h"

using end_to_end::everythingIn;
using end_to_end::Program;
using end_to_end::Server;
using namespace Qt::StringLiterals;

namespace {

constexpr int kTones = 5;

QByteArray tone(int number) {
    std::vector<qint16> samples(std::size_t(36'000 + 1'000 * number));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = qint16(9'000 * std::sin(double(i) * (0.03 + 0.01 * number)));
    return end_to_end::wav(samples, 24'000, 1);
}

QByteArray uploadOf(const Server &server, int number) {
    const QByteArray part = "--X\r\nContent-Disposition: form-data; ";
    return server.filled("POST /api/voices/slt/reference", "Content-Type: multipart/form-data; boundary=X\r\n",
                         part + "name=text\r\n\r\ntone " + QByteArray::number(number) + "\r\n" + part +
                             "name=audio; filename=a.wav\r\nContent-Type: audio/wav\r\n\r\n" + tone(number) +
                             "\r\n--X--\r\n");
}

QByteArray jsonTo(const Server &server, const QByteArray &path, const QByteArray &json) {
    return server.filled("POST " + path, "Content-Type: application/json\r\n", json);
}

class Killing {
public:
    explicit Killing(unsigned seed) : m_random(seed) {
        m_program.setVariable(u"XDG_DATA_HOME"_s, m_program.path(u"data"_s));
        m_server = std::make_unique<Server>(m_program, QStringList());
        m_port = m_server->port();
        m_shipped = referenceOf();
        for (int i = 0; i < kTones; ++i) {
            if (statusOf(askRaw(m_port, uploadOf(*m_server, i))) != 200)
                fault(u"an upload was refused"_s);
            m_tones.push_back(referenceOf());
        }
        m_beside = std::make_unique<Server>(m_program, QStringList());
    }

    void kill() {
        std::vector<std::unique_ptr<RawClient>> clients;
        for (const QByteArray &request : requests()) {
            clients.push_back(std::make_unique<RawClient>(m_port));
            clients.back()->send(request);
        }
        if (m_random() % 4 == 0)
            (void)clients[m_random() % clients.size()]->answer();
        std::this_thread::sleep_for(std::chrono::microseconds(m_random() % 150'000));
        m_server->signal(SIGKILL);
        m_server->ended();
        for (const auto &client : clients) {
            const bool whole = statusOf(client->answer()) != 0;
            ++(whole ? m_answered : m_cutOff);
        }
        QElapsedTimer timer;
        timer.start();
        m_server = std::make_unique<Server>(m_program, QStringList(), m_port);
        m_restarts.push_back(double(timer.nsecsElapsed()) / 1e9);
        look();
    }

    int report(int kills) {
        std::sort(m_restarts.begin(), m_restarts.end());
        std::printf("%d kills: %d requests answered before, %d cut off; back after %.2f s (median), %.2f s (most); %d "
                    "voices were new ones, %d old ones; %d faults\n",
                    kills, m_answered, m_cutOff, m_restarts.empty() ? 0 : m_restarts[m_restarts.size() / 2],
                    m_restarts.empty() ? 0 : m_restarts.back(), m_new, m_old, m_faults);
        return m_faults == 0 ? 0 : 1;
    }

private:
    struct Reference {
        QByteArray text, sound;
        bool operator==(const Reference &) const = default;
    };

    Reference referenceOf() const {
        const QByteArray answer = bodyOf(m_server->ask("GET /api/voices/slt/reference"));
        return {QJsonDocument::fromJson(answer).object()[u"active_reference_text"_s].toString().toUtf8(),
                bodyOf(m_server->ask("GET /api/voices/slt/reference/audio"))};
    }

    std::vector<QByteArray> requests() {
        const QByteArray number = QByteArray::number(++m_number);
        std::vector<QByteArray> all{
            m_server->sayBytes("Hello there, " + number + "."),
            jsonTo(*m_server, "/api/tts/stream", R"({"text":"One, two and three.","nfe_step":5})"),
            jsonTo(*m_server, "/v1/audio/speech", R"({"model":"tts-1","input":"Hello.","voice":"slt"})"),
            uploadOf(*m_server, int(m_random() % kTones)),
            uploadOf(*m_server, int(m_random() % kTones)),
            jsonTo(*m_server, "/api/danmaku/messages",
                   R"({"user":"Ann","text":"hello number )" + number + R"(","paid":{"amount":5,"currency":"USD"}})"),
        };
        if (m_random() % 3 == 0)
            all.push_back(m_server->filled("DELETE /api/voices/slt/reference", {}, {}));
        std::shuffle(all.begin(), all.end(), m_random);
        return all;
    }

    void look() {
        if (m_server->port() != m_port)
            return fault(u"it did not come back where it was"_s);
        const QString data = m_program.path(u"data"_s);
        for (const QString &path : everythingIn(data)) {
            if (path.contains(u"/.new-"_s) || path.contains(u"/.old-"_s))
                fault(u"left over: "_s + path);
            if (path.endsWith(u"/library.sqlite"_s) && !isSound(path))
                fault(u"damaged: "_s + path);
        }
        const Reference now = referenceOf();
        const bool isTone = std::find(m_tones.begin(), m_tones.end(), now) != m_tones.end();
        if (!isTone && now != m_shipped)
            fault(u"a voice is half the old and half the new one: "_s + QString::fromUtf8(now.text));
        ++(isTone ? m_new : m_old);
        if (statusOf(askRaw(m_port, m_server->sayBytes("Still here."))) != 200)
            fault(u"it does not speak"_s);
        // With a voice that nobody changes: of the others it hears within two seconds.
        const QByteArray here = askRaw(
            m_beside->port(), jsonTo(*m_beside, "/api/tts", R"({"text":"Here, too.","voice_id":"rms","nfe_step":5})"));
        if (m_beside->process().state() != QProcess::Running || statusOf(m_beside->ask("GET /api/health")) != 200 ||
            statusOf(here) != 200)
            fault(u"the other server was harmed: "_s + QString::fromUtf8(here.left(400)));
    }

    static bool isSound(const QString &file) {
        bool sound = false;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, file);
            database.setDatabaseName(file);
            if (database.open()) {
                QSqlQuery query(database);
                sound = query.exec(u"PRAGMA integrity_check"_s) && query.next() && query.value(0).toString() == u"ok";
            }
        }
        QSqlDatabase::removeDatabase(file);
        return sound;
    }

    void fault(const QString &what) {
        ++m_faults;
        std::printf("WRONG after %zu kills: %s\n", m_restarts.size(), qPrintable(what));
    }

    Program m_program;
    std::mt19937 m_random;
    std::unique_ptr<Server> m_server, m_beside;
    quint16 m_port = 0;
    Reference m_shipped;
    std::vector<Reference> m_tones;
    std::vector<double> m_restarts; // s
    int m_number = 0, m_answered = 0, m_cutOff = 0, m_new = 0, m_old = 0, m_faults = 0;
};

} // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{u"kills"_s, {}, u"N"_s, u"100"_s}, {u"seed"_s, {}, u"S"_s, u"1"_s}});
    words.process(application);
    const int kills = words.value(u"kills"_s).toInt();
    Killing killing(words.value(u"seed"_s).toUInt());
    for (int i = 0; i < kills; ++i)
        killing.kill();
    return killing.report(kills);
}
