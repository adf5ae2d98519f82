#include "app/cli/local_server.h"

#include <QDeadlineTimer>
#include <QFileInfo>
#include <QTcpSocket>

#include <cmath>
#include <filesystem>
#include <vector>

#include <unistd.h>

#include "app/cli/serving.h"
#include "app/server/network_look.h"
#include "engine/data_folders.h"
#include "engine/error.h"

namespace app::cli {

namespace {

constexpr int kPatience = 3000; // ms, for all that is asked: of a machine that has much else to do
constexpr qsizetype kLongestAnswer = 65536;
constexpr double kMostJobs = 1e6;

// As far as its head says: who listens there may leave the connection open.
bool isWhole(const QByteArray &answer) {
    const qsizetype head = answer.indexOf("\r\n\r\n");
    if (head < 0)
        return false;
    for (const QByteArray &line : answer.left(head).toLower().split('\n')) {
        bool ok = false;
        if (line.startsWith("content-length:"))
            return answer.size() - head - 4 >= line.mid(15).trimmed().toLongLong(&ok) && ok;
    }
    return false;
}

// Empty: nobody listens.
QByteArray ask(int port, const QByteArray &path, const std::string &token, const QDeadlineTimer &patience) {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(port));
    if (!socket.waitForConnected(int(patience.remainingTime())))
        return {};
    QByteArray request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n";
    if (!token.empty())
        request += "Authorization: Bearer " + QByteArray::fromStdString(token) + "\r\n";
    socket.write(request + "Connection: close\r\n\r\n");
    QByteArray answer;
    while (!isWhole(answer) && answer.size() < kLongestAnswer && !patience.hasExpired() &&
           socket.waitForReadyRead(int(patience.remainingTime())))
        answer += socket.readAll();
    return answer.isEmpty() ? QByteArray("silent") : answer;
}

bool isFine(const QByteArray &answer) {
    return answer.startsWith("HTTP/1.1 200");
}

// What `ishowtts serve` and the Studio leave where only this person reads.
std::vector<std::string> knownTokens() {
    std::vector<std::string> tokens{{}};
    for (const std::string &file :
         {standardTokenFile(), keptTokenFile(), (engine::userDataFolder() / "secrets" / "server").string()}) {
        std::error_code error;
        if (!std::filesystem::exists(file, error))
            continue;
        try {
            tokens.push_back(tokenThere(file));
        } catch (const engine::Error &) {
            continue; // who serves with it is told
        }
    }
    return tokens;
}

// A process of this program's that this person runs.
bool isOfThisPerson(int port) {
    const server::PortLook look = server::lookAtPort(port);
    return look.isOurs && QFileInfo(QStringLiteral("/proc/%1").arg(look.process)).ownerId() == ::geteuid();
}

std::optional<double> figureIn(const QByteArray &metrics, const QByteArray &name) {
    for (const QByteArray &line : metrics.split('\n')) {
        if (!line.startsWith(name + ' '))
            continue;
        bool ok = false;
        const double value = line.mid(name.size() + 1).trimmed().toDouble(&ok);
        return ok && value >= 0 && value <= kMostJobs ? std::optional(value) : std::nullopt;
    }
    return {};
}

} // namespace

LocalServer askLocalServer(int port, const std::string &tokenFile) {
    LocalServer server;
    const QDeadlineTimer patience(kPatience);
    const auto tokens = tokenFile.empty() ? knownTokens() : std::vector<std::string>{{}, tokenThere(tokenFile)};
    for (const std::string &token : tokens) {
        if (!token.empty() && !isOfThisPerson(port)) // perhaps somebody else's, who listens there for tokens
            return server;
        const QByteArray health = ask(port, "/api/health", token, patience);
        if (health.isEmpty())
            return server;
        const bool closed = health.startsWith("HTTP/1.1 401") && health.contains("The token is missing or another one");
        server.kind = isFine(health) && health.contains("\"default_voice\"") ? LocalServer::Kind::Ours
                      : closed                                               ? LocalServer::Kind::Closed
                                                                             : LocalServer::Kind::Other;
        if (server.kind == LocalServer::Kind::Other)
            return server;
        if (server.kind == LocalServer::Kind::Closed)
            continue;
        if (const QByteArray metrics = ask(port, "/api/metrics", token, patience); isFine(metrics)) {
            if (const auto waiting = figureIn(metrics, "ishowtts_speech_queue_waiting"))
                server.waiting = int(std::lround(*waiting));
            if (const auto running = figureIn(metrics, "ishowtts_speech_running"))
                server.speaks = *running > 0;
        }
        return server;
    }
    return server;
}

std::string inWords(const LocalServer &server, int port) {
    const std::string where = "port " + std::to_string(port);
    switch (server.kind) {
    case LocalServer::Kind::None:
        return "none on " + where;
    case LocalServer::Kind::Closed:
        return "answers on " + where + ", and wants its token (--token-file)";
    case LocalServer::Kind::Other:
        return "something else answers on " + where;
    case LocalServer::Kind::Ours:
        break;
    }
    std::string words = "answers on " + where;
    if (server.speaks)
        words += *server.speaks ? ", speaks" : ", rests";
    if (server.waiting)
        words += ", " + std::to_string(*server.waiting) + (*server.waiting == 1 ? " job waits" : " jobs wait");
    return words;
}

} // namespace app::cli
