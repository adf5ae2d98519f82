// A web server on this machine that says whatever a test wants, true or not. It has its own thread; the script runs
// there.
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QSslConfiguration>
#include <QThread>
#include <QUrl>

#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

struct WebRequest {
    QByteArray path;
    QMap<QByteArray, QByteArray> headers; // names in small letters
    int number = 0;                       // 0 for the first one of this path
};

struct WebReply {
    enum class End { Close, Stall, Keep }; // Keep: the line, for the next request

    QByteArray status = "200 OK";
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray body = {};
    qint64 send = -1; // so much of the body; below 0 = all
    End end = End::Close;
    bool tellLength = true;      // Content-Length: the body's
    QByteArray raw = {};         // in place of all of the above
    int bytesPerMillisecond = 0; // 0 = as fast as it goes
};

class SmallServer {
public:
    using Script = std::function<WebReply(const WebRequest &)>;

    // `tls`: with its certificate, and as https://localhost.
    explicit SmallServer(Script script, const std::optional<QSslConfiguration> &tls = {});
    ~SmallServer();

    QByteArray origin() const; // "http://127.0.0.1:4711"
    std::vector<WebRequest> requests() const;

private:
    class Room;

    const bool m_isSafe;

    QThread m_thread;
    mutable std::mutex m_mutex;
    std::vector<WebRequest> m_requests;
    Room *m_room;
    quint16 m_port = 0;
};

// What an honest server answers: the whole, or with 206 the part that was asked for, unless If-Range names another
// ETag.
WebReply honest(const WebRequest &request, const QByteArray &file, const QByteArray &etag = "\"one\"");
