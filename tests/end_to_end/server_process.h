// `ishowtts serve` as a process, and what is asked of it.
#pragma once

#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <csignal>

#include "tests/app/server/raw_client.h"
#include "tests/end_to_end/program.h"
#include "tests/patience.h"

namespace end_to_end {

// Files and folders, hidden ones too, as whole paths.
inline QStringList everythingIn(const QString &folder) {
    QStringList paths;
    QDirIterator all(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (all.hasNext())
        paths << all.next();
    return paths;
}

// A server of its own process, on a free port or the one given.
class Server {
public:
    Server(const Program &program, const QStringList &more, quint16 port = 0) {
        program.start(m_process,
                      QStringList{QStringLiteral("serve"), QStringLiteral("--json"), QStringLiteral("--port"),
                                  QString::number(port), QStringLiteral("--model"), Program::tinyModel()} +
                          more);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(kLongEnough)) {
        }
        m_said = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~Server() {
        m_process.kill();
        m_process.waitForFinished(kLongEnough);
    }
    quint16 port() const { return quint16(m_said[QStringLiteral("port")].toInt()); }
    const QJsonObject &said() const { return m_said; }
    QByteArray filled(const QByteArray &line, const QByteArray &headers, const QByteArray &body) const {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port()) + "\r\n" + headers +
               "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }
    QByteArray ask(const QByteArray &line, const QByteArray &headers = {}, const QByteArray &body = {}) const {
        return askRaw(port(), filled(line, headers, body));
    }
    QByteArray sayBytes(const QByteArray &text) const {
        return filled("POST /api/tts", "Content-Type: application/json\r\n",
                      R"({"text":")" + text + R"(","nfe_step":5})");
    }
    QJsonObject status(const Program &program, const QStringList &more = {}) const {
        return program
            .run(QStringList{QStringLiteral("status"), QStringLiteral("--json"), QStringLiteral("--port"),
                             QString::number(port())} +
                 more)
            .object();
    }
    void signal(int number) { ::kill(pid_t(m_process.processId()), number); }
    int ended() {
        m_process.waitForFinished(kLongEnough);
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    QProcess &process() { return m_process; }

private:
    QProcess m_process;
    QJsonObject m_said;
};

} // namespace end_to_end
