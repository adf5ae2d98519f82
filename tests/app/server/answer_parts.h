// The parts of an answer of the server: head, a header, a body that came in pieces, its JSON; and a WebSocket.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include "tests/app/server/raw_client.h"

inline QByteArray headOf(const QByteArray &answer) {
    return answer.left(answer.indexOf("\r\n\r\n"));
}

inline QByteArray headerOf(const QByteArray &answer, const QByteArray &name) {
    for (const QByteArray &line : headOf(answer).split('\n'))
        if (line.toLower().startsWith(name.toLower() + ':'))
            return line.mid(name.size() + 1).trimmed();
    return {};
}

// Of a body that came in pieces.
inline QByteArray whole(const QByteArray &answer) {
    QByteArray rest = bodyOf(answer);
    if (headerOf(answer, "Transfer-Encoding") != "chunked")
        return rest;
    QByteArray body;
    for (qsizetype end = rest.indexOf("\r\n"); end > 0; end = rest.indexOf("\r\n")) {
        const qsizetype length = rest.left(end).toLongLong(nullptr, 16);
        body += rest.mid(end + 2, length);
        rest = rest.mid(end + 2 + length + 2);
    }
    return body;
}

inline QJsonObject objectOf(const QByteArray &answer) {
    return QJsonDocument::fromJson(whole(answer)).object();
}

// Reads a server's frames, and writes a client's.
class Socket {
public:
    Socket(quint16 port, const QByteArray &path) : m_client(port) {
        m_client.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                      "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        m_read = m_client.until("\r\n\r\n");
        m_head = headOf(m_read);
        m_read.remove(0, m_head.size() + 4);
    }
    const QByteArray &head() const { return m_head; }
    void sendText(const QByteArray &text) { // short, masked with zeros
        m_client.send(QByteArray("\x81", 1) + char(0x80 | text.size()) + QByteArray(4, '\0') + text);
    }
    void ping() { m_client.send(QByteArray("\x89\x80\0\0\0\0", 6)); }
    // The next message; `kind`: 1 text, 2 binary, 10 the answer to a ping. Empty: the end, or that.
    QByteArray message(int &kind) {
        while (true) {
            qsizetype at = 2;
            quint64 length = m_read.size() >= 2 ? quint64(m_read[1] & 0x7f) : 0;
            if (length >= 126) {
                const int bytes = length == 126 ? 2 : 8;
                at += bytes;
                if (m_read.size() >= at)
                    length = bytes == 2 ? qFromBigEndian<quint16>(m_read.constData() + 2)
                                        : qFromBigEndian<quint64>(m_read.constData() + 2);
            }
            if (m_read.size() >= at && quint64(m_read.size() - at) >= length) {
                kind = m_read[0] & 0x0f;
                const QByteArray message = m_read.mid(at, qsizetype(length));
                m_read.remove(0, at + qsizetype(length));
                return message;
            }
            if (!m_client.more())
                return {};
            m_read += m_client.until({});
        }
    }

private:
    RawClient m_client;
    QByteArray m_read, m_head;
};
