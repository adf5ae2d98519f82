#include "app/cli/local_server.h"

#include <QTcpSocket>

namespace app::cli {

namespace {

constexpr int kPatience = 500; // ms
constexpr qsizetype kLongestAnswer = 65536;

} // namespace

LocalServer askLocalServer(int port) {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), quint16(port));
    if (!socket.waitForConnected(kPatience))
        return LocalServer::None;
    const QByteArray host = "127.0.0.1:" + QByteArray::number(port);
    socket.write("GET /api/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    while (answer.size() < kLongestAnswer && socket.waitForReadyRead(kPatience))
        answer += socket.readAll();
    return answer.startsWith("HTTP/1.1 200") && answer.contains("\"default_voice\"") ? LocalServer::Ours
                                                                                     : LocalServer::Other;
}

std::string inWords(LocalServer server, int port) {
    const std::string where = "port " + std::to_string(port);
    return server == LocalServer::None   ? "none on " + where
           : server == LocalServer::Ours ? "answers on " + where
                                         : "something else answers on " + where;
}

} // namespace app::cli
