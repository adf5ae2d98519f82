#include "app/danmaku/audit_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace app::danmaku {

namespace {

constexpr const char *kHash = ",\"hash\":\"";
constexpr int kHashDigits = 64;

QByteArray tailOf(QFile &file) {
    file.seek(std::max<qint64>(0, file.size() - kLongestAuditLine - 1));
    return file.readAll();
}

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

qint64 cutOffBytes(QFile &file) {
    const QByteArray tail = tailOf(file);
    return tail.size() - tail.lastIndexOf('\n') - 1;
}

AuditEnd lastAuditLine(const QStringList &files) {
    for (auto name = files.crbegin(); name != files.crend(); ++name) {
        QFile file(*name);
        if (!file.open(QIODevice::ReadOnly) || file.size() == 0)
            continue;
        const QByteArray tail = tailOf(file);
        const qsizetype whole = tail.lastIndexOf('\n');
        const qsizetype begins = whole > 0 ? tail.lastIndexOf('\n', whole - 1) + 1 : 0;
        const QByteArray line = tail.mid(begins, std::max<qsizetype>(0, whole - begins));
        const AuditParts parts = auditParts(line);
        if (parts.hash.isEmpty())
            return {};
        return {quint64(QJsonDocument::fromJson(line).object().value(QStringLiteral("n")).toDouble()), parts.hash};
    }
    return {};
}

} // namespace app::danmaku
