#include "tests/app/models/small_server.h"

#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace {

WebRequest parse(const QByteArray &text) {
    const QList<QByteArray> lines = text.split('\n');
    WebRequest request;
    request.path = lines.first().split(' ').value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const auto colon = line.indexOf(':');
        if (colon > 0)
            request.headers[line.left(colon).trimmed().toLower()] = line.mid(colon + 1).trimmed();
    }
    return request;
}

QByteArray headOf(const WebReply &reply) {
    QByteArray head = "HTTP/1.1 " + reply.status +
                      "\r\nConnection: " + (reply.end == WebReply::End::Keep ? "keep-alive" : "close") + "\r\n";
    bool hasLength = false;
    for (const auto &[name, value] : reply.headers) {
        head += name + ": " + value + "\r\n";
        hasLength = hasLength || name == "Content-Length";
    }
    if (reply.tellLength && !hasLength)
        head += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    return head + "\r\n";
}

void sendSlowly(QTcpSocket *socket, const QByteArray &bytes, int perMillisecond, const std::function<void()> &done) {
    const auto sent = std::make_shared<qsizetype>(0);
    auto *clock = new QTimer(socket);
    QObject::connect(clock, &QTimer::timeout, socket, [=] {
        *sent += socket->write(bytes.mid(*sent, perMillisecond));
        if (*sent >= bytes.size()) {
            clock->stop();
            done();
        }
    });
    clock->start(1);
}

} // namespace

class SmallServer::Room : public QTcpServer {
public:
    Room(SmallServer &owner, Script script, const std::optional<QSslConfiguration> &tls)
        : m_owner(owner), m_script(std::move(script)), m_tls(tls) {
        QObject::connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                QObject::connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
    }

protected:
    void incomingConnection(qintptr descriptor) override {
        if (!m_tls) {
            QTcpServer::incomingConnection(descriptor);
            return;
        }
        auto *socket = new QSslSocket(this);
        socket->setSslConfiguration(*m_tls);
        socket->setSocketDescriptor(descriptor);
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

private:
    void read(QTcpSocket *socket) {
        const QByteArray text = socket->peek(65536);
        if (!text.contains("\r\n\r\n"))
            return;
        socket->readAll();
        WebRequest request = parse(text);
        {
            const std::lock_guard lock(m_owner.m_mutex);
            for (const WebRequest &earlier : m_owner.m_requests)
                request.number += earlier.path == request.path;
            m_owner.m_requests.push_back(request);
        }
        const WebReply reply = m_script(request);
        const QByteArray body = reply.send < 0 ? reply.body : reply.body.left(reply.send);
        const auto done = [socket, reply] {
            if (reply.end == WebReply::End::Close)
                socket->disconnectFromHost();
        };
        if (!reply.raw.isEmpty()) {
            socket->write(reply.raw);
            done();
        } else if (reply.bytesPerMillisecond > 0) {
            socket->write(headOf(reply));
            sendSlowly(socket, body, reply.bytesPerMillisecond, done);
        } else {
            socket->write(headOf(reply) + body);
            done();
        }
    }

    SmallServer &m_owner;
    const Script m_script;
    const std::optional<QSslConfiguration> m_tls;
};

SmallServer::SmallServer(Script script, const std::optional<QSslConfiguration> &tls)
    : m_isSafe(tls.has_value()), m_room(new Room(*this, std::move(script), tls)) {
    m_room->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_room, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(
        m_room,
        [this] {
            m_room->listen(QHostAddress::LocalHost);
            m_port = m_room->serverPort();
        },
        Qt::BlockingQueuedConnection);
}

SmallServer::~SmallServer() {
    m_thread.quit();
    m_thread.wait();
}

QByteArray SmallServer::origin() const {
    return (m_isSafe ? "https://localhost:" : "http://127.0.0.1:") + QByteArray::number(m_port);
}

std::vector<WebRequest> SmallServer::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

WebReply honest(const WebRequest &request, const QByteArray &file, const QByteArray &etag) {
    WebReply reply;
    reply.headers = {{"Content-Type", "application/octet-stream"}, {"ETag", etag}};
    const QByteArray range = request.headers.value("range");
    const QByteArray condition = request.headers.value("if-range");
    if (range.startsWith("bytes=") && (condition.isEmpty() || condition == etag)) {
        const qint64 first = range.mid(6).chopped(1).toLongLong();
        if (first >= file.size()) {
            reply.status = "416 Range Not Satisfiable";
            return reply;
        }
        reply.status = "206 Partial Content";
        reply.headers.append({"Content-Range", "bytes " + QByteArray::number(first) + "-" +
                                                   QByteArray::number(file.size() - 1) + "/" +
                                                   QByteArray::number(file.size())});
        reply.body = file.mid(first);
    } else {
        reply.body = file;
    }
    return reply;
}
