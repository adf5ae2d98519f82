// Names and order of an audit's files (audit.h).
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QStringList>

namespace app::danmaku {

inline constexpr int kLongestAuditLine = 1'000'000; // bytes

QString auditFileName(const QString &day, int number); // "2026-11-22-001.jsonl"
QStringList auditFiles(const QString &folder);         // full names, the oldest first
// The hash of a line and what stands before it; empty: it is no line of an audit.
struct AuditParts {
    QByteArray body;
    QByteArray hash;
};
AuditParts auditParts(const QByteArray &line);
QByteArray auditHash(const QByteArray &previousHash, const QByteArray &body); // in hex
inline QByteArray firstAuditHash() {
    return QByteArray(64, '0');
}

struct AuditHead {
    quint64 number = 0; // 0: none is known
    QByteArray hash;
};
AuditHead readAuditHead(const QString &folder);

// Behind the last line that is whole.
struct AuditEnd {
    quint64 number = 0; // 0: none is there, or the last one is damaged
    QByteArray hash = firstAuditHash();
};
qint64 cutOffBytes(QFile &file);                  // at the end, behind the last line
AuditEnd lastAuditLine(const QStringList &files); // of the last file that is not empty

} // namespace app::danmaku
