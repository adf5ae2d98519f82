// Writes an audit's lines (audit.h). All of it belongs to one thread.
#pragma once

#include <QFile>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>
#include <optional>

#include "app/danmaku/audit.h"
#include "app/danmaku/audit_files.h"
#include "app/storage/file_lock.h"

namespace app::danmaku {

struct AuditEntry {
    QJsonObject facts;
    qint64 at = 0; // ms since 1970 UTC
};

struct AuditChain {
    QString wanted;
    AuditLimits limits;
    std::function<void(const QString &)> fail;
    QString folder; // that it got
    std::optional<storage::FileLock> lock;
    QFile file;
    bool ready = false; // last, hash, day and part are as on the disk
    bool failed = false;
    bool saidMissing = false;
    QString day;
    int part = 0;
    quint64 last = 0;
    QByteArray hash = firstAuditHash();
    QList<AuditEntry> waiting;        // to be written; what a full disk keeps out goes in later
    qint64 lost = 0;                  // were too many for that
    std::atomic<qint64> onTheWay = 0; // lines that were given to the thread and not written; any thread

    void open();
    void takeUp(qint64 at);
    void compare(const AuditHead &head, qint64 at);
    void begin(qint64 at);
    bool isOver(qint64 at, qint64 bytes) const;
    void tidy(qint64 at) const;
    void keep(QList<AuditEntry> lines);
    void write(QList<AuditEntry> lines);
    void writeSome();
    void writeHead() const;
    void sayFirst(QJsonObject facts, qint64 at);
};

} // namespace app::danmaku
