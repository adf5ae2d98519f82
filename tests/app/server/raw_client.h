// A client that sends exactly these bytes and reads what comes back; blocks.
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QList>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <future>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

class RawClient {
public:
    // `room`: bytes that the system keeps for one that does not read; 0: as usual.
    explicit RawClient(quint16 port, quint32 to = INADDR_LOOPBACK, int room = 0)
        : m_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
        if (room > 0)
            ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
        timeval patience{60, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(to);
        if (::connect(m_socket, static_cast<sockaddr *>(static_cast<void *>(&address)), sizeof address) != 0)
            leave();
    }
    ~RawClient() { leave(); }
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    bool isOpen() const { return m_socket >= 0; }
    bool hangs() const { return m_hangs; } // nothing came for a minute
    void leave() {
        if (m_socket >= 0)
            ::close(std::exchange(m_socket, -1));
    }
    void reset() { // as one that crashes leaves
        linger hard{1, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        leave();
    }
    void send(const QByteArray &bytes) {
        (void)::send(m_socket, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL);
    }

    // One whole answer: by its length, its last chunk, or its end. Nothing: the server closed without one.
    QByteArray answer() {
        while (true) {
            const qsizetype length = wholeLength();
            if (length >= 0) {
                const QByteArray whole = m_read.left(length);
                m_read.remove(0, length);
                return whole;
            }
            if (!more())
                return std::exchange(m_read, {});
        }
    }
    // Until these bytes were read, or the end.
    QByteArray until(const QByteArray &bytes) {
        while (!m_read.contains(bytes) && more()) {
        }
        return std::exchange(m_read, {});
    }
    QByteArray untilClosed() {
        while (more()) {
        }
        return std::exchange(m_read, {});
    }
    void finishSending() { ::shutdown(m_socket, SHUT_WR); }
    bool hasAnswer(int withinMs) const { // a byte of one, or the end
        pollfd look{m_socket, POLLIN, 0};
        return ::poll(&look, 1, withinMs) > 0;
    }
    bool sip(QByteArray &read) { // a little, if there is something; false: the server has closed
        char bytes[1024];
        const ssize_t count = ::recv(m_socket, bytes, sizeof bytes, MSG_DONTWAIT);
        read = QByteArray(bytes, qsizetype(std::max<ssize_t>(count, 0)));
        return count > 0 || (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
    }
    bool more() {
        char bytes[8192];
        const ssize_t count = ::recv(m_socket, bytes, sizeof bytes, 0);
        m_hangs = count < 0 && errno == EAGAIN;
        if (count > 0)
            m_read.append(bytes, qsizetype(count));
        return count > 0;
    }

private:
    qsizetype wholeLength() const {
        const qsizetype head = m_read.indexOf("\r\n\r\n");
        if (head < 0)
            return -1;
        const QByteArray names = m_read.left(head).toLower();
        if (names.startsWith("http/1.1 100 ") || names.startsWith("http/1.1 204 "))
            return head + 4;
        if (names.contains("transfer-encoding: chunked")) {
            const qsizetype end = m_read.indexOf("\r\n0\r\n\r\n", head + 2);
            return end < 0 ? -1 : end + 7;
        }
        const qsizetype at = names.indexOf("content-length: ");
        if (at < 0)
            return -1;
        const qsizetype whole = head + 4 + names.mid(at + 16, names.indexOf('\r', at) - at - 16).toLongLong();
        return m_read.size() >= whole ? whole : -1;
    }

    int m_socket;
    bool m_hangs = false;
    QByteArray m_read;
};

// Runs what blocks on another thread, while this one's events go on.
template <class Work> auto aside(Work work) {
    auto result = std::async(std::launch::async, std::move(work));
    while (result.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready)
        QCoreApplication::processEvents();
    return result.get();
}

inline QByteArray askRaw(quint16 port, const QByteArray &bytes) {
    return aside([=] {
        RawClient client(port);
        client.send(bytes);
        return bytes.startsWith("HEAD ") ? client.until("\r\n\r\n") : client.answer(); // there no body comes
    });
}

inline int statusOf(const QByteArray &answer) {
    return answer.startsWith("HTTP/1.1 ") ? answer.mid(9, 3).toInt() : 0;
}
inline QByteArray bodyOf(const QByteArray &answer) {
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}
