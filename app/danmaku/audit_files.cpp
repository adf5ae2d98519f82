#include "app/danmaku/audit_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

namespace app::danmaku {

namespace {

constexpr const char *kHash = ",\"hash\":\"";
constexpr int kHashDigits = 64;

} // namespace

QString auditFileName(const QString &day, int number) {
    return QStringLiteral("%1-%2.jsonl").arg(day).arg(number, 4, 10, QLatin1Char('0'));
}

QStringList auditFiles(const QString &folder) {
    QStringList files;
    const QDir dir(folder);
    for (const QString &name : dir.entryList({QStringLiteral("*-*-*-*.jsonl")}, QDir::Files, QDir::Name))
        files << dir.filePath(name);
    return files;
}

AuditParts auditParts(const QByteArray &line) {
    const qsizetype tail = qsizetype(qstrlen(kHash)) + kHashDigits + 2; // ,"hash":"…"}
    if (line.size() <= tail || !line.endsWith("\"}"))
        return {};
    const qsizetype at = line.size() - tail;
    if (line.mid(at, qsizetype(qstrlen(kHash))) != kHash)
        return {};
    return {line.left(at), line.mid(line.size() - 2 - kHashDigits, kHashDigits)};
}

QByteArray auditHash(const QByteArray &previousHash, const QByteArray &body) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(previousHash);
    hash.addData(body);
    return hash.result().toHex();
}

AuditHead readAuditHead(const QString &folder) {
    QFile file(folder + QStringLiteral("/head"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> words = file.read(200).trimmed().split(' ');
    if (words.size() != 2 || words[1].size() != kHashDigits)
        return {};
    return {words[0].toULongLong(), words[1]};
}

} // namespace app::danmaku
