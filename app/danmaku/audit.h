// What happened, so that nobody can change it unnoticed: one JSON object a line, each with its number, the time (ms
// since 1970 UTC), the hash of the line before and its own (SHA-256 over the former's hash and this line up to it).
// Messages, decisions with their rule, acts of the operator, and what was spoken; never a secret. The chain goes
// through all files of a folder, <date>-<n>.jsonl: a new one begins each day (UTC) and behind 10 MB. Files of more than
// 30 days ago, and the oldest above 200 MB together, go; the first line of those that stay says what came before.
// `head` names the last line, so that lines that are missing at the end are found, too, also after the next start: it
// says so and goes on behind what `head` names.
//
// GUI thread; a thread of its own writes, which begins with the first line. A program that is killed loses at most the
// lines of a fifth of a second; a line that was cut off goes with the next start, which says so. What a
// full disk keeps out goes in when there is room again; where the disk is too slow for what comes, it says how many
// lines are missing (never acts of the operator or what was spoken). Of two programs at once the second writes into the
// folder
// "<folder>-2", and so on.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>

#include "app/problem.h"

namespace app::storage {
class FileThread;
}

namespace app::danmaku {

struct AuditChain;
struct AuditEntry;
struct AuditLimits {
    qint64 fileBytes = 10'000'000;
    qint64 allBytes = 200'000'000;
    int days = 30;
    int onTheWay = 10'000; // lines that wait for the thread; beyond it messages and decisions are left out, and counted
};

class Audit : public QObject {
    Q_OBJECT

public:
    explicit Audit(QString folder, AuditLimits limits = {}, QObject *parent = nullptr);
    ~Audit() override; // writes what is left

    // `what`: "message", "decision", "operator", "spoken", "state"; `facts` must not have "n", "at", "what", "prev" or
    // "hash". `soon`: without waiting for more.
    void add(const QString &what, QJsonObject facts, qint64 at, bool soon = false);
    void flush(); // returns when all is written; for tests and verbs

Q_SIGNALS:
    void problem(const app::Problem &problem); // once, until it works again

private:
    void write();

    const std::shared_ptr<AuditChain> m_chain; // used on the thread
    QTimer m_timer;
    QList<AuditEntry> m_lines;
    qint64 m_lost = 0; // left out since the last write
    std::unique_ptr<storage::FileThread> m_thread;
};

// One line: `facts` in a row, then the hash. Any thread.
QByteArray auditLine(const QJsonObject &facts, quint64 number, const QByteArray &previousHash);

struct AuditFinding {
    QString file;
    int line = 0;       // from 1; 0: the file, or the end of all
    quint64 number = 0; // that the line says, or that should stand there
    QString what;       // one sentence, English
};

struct AuditReport {
    int files = 0;
    qint64 lines = 0;
    quint64 first = 0, last = 0;  // numbers
    QList<AuditFinding> findings; // at most 100
};

// Reads all files of the folder (or this one file) in order. Any thread.
AuditReport verifyAudit(const QString &folderOrFile);
// Lines in order, until `take` says false.
void readAudit(const QString &folderOrFile, const std::function<bool(const QJsonObject &line)> &take);

} // namespace app::danmaku
