#include "app/danmaku/audit_chain.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include <unistd.h>

#include "app/log/secrets.h"
#include "app/storage/folders.h"

namespace app::danmaku {

namespace {

constexpr int kMostPrograms = 9;
constexpr qsizetype kMostWaiting = 20'000; // lines
constexpr qint64 kDay = 24LL * 3600 * 1000;

QString dayOf(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).date().toString(Qt::ISODate);
}

storage::Error notWritten(const QFile &file) {
    return {storage::Trouble::NotWritable, {file.errorString(), {}, file.fileName()}};
}

// So that a power cut cannot take lines of which `head` says that they were there.
bool isOnDisk(const QFile &file) {
    return ::fdatasync(file.handle()) == 0 || errno == EINVAL || errno == ENOTSUP;
}

QJsonValue withoutSecrets(const QJsonValue &value) {
    if (value.isString())
        return log::withoutSecrets(value.toString());
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (auto &&each : array)
            each = withoutSecrets(each);
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto each = object.begin(); each != object.end(); ++each)
        each.value() = withoutSecrets(each.value());
    return object;
}

} // namespace

QByteArray auditLine(const QJsonObject &facts, quint64 number, const QByteArray &previousHash) {
    QByteArray rest = QJsonDocument(facts).toJson(QJsonDocument::Compact);
    QByteArray body = "{\"n\":" + QByteArray::number(number) + ",\"prev\":\"" + previousHash + '"';
    body += rest == "{}" ? QByteArray() : ',' + rest.mid(1, rest.size() - 2);
    const QByteArray hash = auditHash(previousHash, body);
    return body + ",\"hash\":\"" + hash + "\"}\n";
}

void AuditChain::open() {
    for (int program = 1; !lock; ++program) {
        folder = program == 1 ? wanted : QStringLiteral("%1-%2").arg(wanted).arg(program);
        storage::makeFolder(folder.toStdString());
        try {
            lock.emplace((folder + QStringLiteral("/.lock")).toStdString(), storage::FileLock::Share::Exclusive,
                         std::chrono::milliseconds(0));
        } catch (const storage::Error &error) {
            if (error.trouble() != storage::Trouble::Busy || program == kMostPrograms)
                throw;
        }
    }
}

// Goes on behind the last line that is whole.
void AuditChain::takeUp(qint64 at) {
    last = 0;
    hash = firstAuditHash();
    file.close();
    const QStringList files = auditFiles(folder);
    if (!files.isEmpty()) {
        file.setFileName(files.last());
        if (!file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
            throw notWritten(file);
        if (const qint64 cut = cutOffBytes(file); cut > 0) {
            if (!file.resize(file.size() - cut))
                throw notWritten(file);
            sayFirst({{QStringLiteral("cut_off_bytes"), double(cut)}}, at);
        }
        const AuditEnd end = lastAuditLine(files);
        last = end.number;
        hash = end.hash;
        const QString base = files.last().section(u'/', -1);
        day = base.left(10);
        part = base.mid(11, 4).toInt();
        file.seek(file.size());
    }
    compare(readAuditHead(folder), at);
    ready = true;
}

// Whoever took lines away, or changed the last one, is not helped by a new start: the chain goes on behind what was
// there, so that the gap stays.
void AuditChain::compare(const AuditHead &head, qint64 at) {
    if (head.number == 0 || head.number < last || (head.number == last && head.hash == hash))
        return;
    if (!std::exchange(saidMissing, true)) {
        if (head.number == last)
            sayFirst({{QStringLiteral("changed"), double(last)}}, at);
        else if (last > 0)
            sayFirst({{QStringLiteral("missing_from"), double(last + 1)},
                      {QStringLiteral("missing_to"), double(head.number)}},
                     at);
        else
            sayFirst({{QStringLiteral("missing_to"), double(head.number)}}, at);
    }
    last = head.number;
    hash = head.hash;
}

void AuditChain::sayFirst(QJsonObject facts, qint64 at) {
    facts.insert(QStringLiteral("what"), QStringLiteral("state"));
    facts.insert(QStringLiteral("at"), double(at));
    waiting.prepend({std::move(facts), at});
}

bool AuditChain::isOver(qint64 at, qint64 bytes) const {
    return dayOf(at) > day || bytes >= limits.fileBytes;
}

void AuditChain::begin(qint64 at) {
    if (file.isOpen() && !isOver(at, file.size()))
        return;
    file.close();
    const QString today = dayOf(at);
    part = today > day ? 1 : part + 1;
    day = std::max(day, today);
    file.setFileName(folder + u'/' + auditFileName(day, part));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        throw notWritten(file);
    tidy(at);
}

void AuditChain::tidy(qint64 at) const {
    QStringList files = auditFiles(folder);
    const QString oldest = dayOf(at - limits.days * kDay);
    qint64 all = 0;
    for (const QString &each : files)
        all += QFileInfo(each).size();
    while (files.size() > 1 && (files.first().section(u'/', -1).left(10) < oldest || all > limits.allBytes)) {
        all -= QFileInfo(files.first()).size();
        QFile::remove(files.takeFirst());
    }
}

void AuditChain::keep(QList<AuditEntry> lines) {
    for (AuditEntry &line : lines)
        line.facts = withoutSecrets(line.facts).toObject();
    waiting += lines;
    if (const qsizetype most = std::max<qsizetype>(kMostWaiting, lines.size()); waiting.size() > most) {
        lost += waiting.size() - most;
        waiting.remove(0, waiting.size() - most);
    }
}

void AuditChain::write(QList<AuditEntry> lines) {
    keep(std::move(lines));
    if (waiting.isEmpty())
        return; // what was left out is said with the next one
    try {
        open();
        if (!ready)
            takeUp(waiting.first().at);
        if (lost > 0)
            sayFirst({{QStringLiteral("lost_lines"), double(std::exchange(lost, 0))}}, waiting.first().at);
        while (!waiting.isEmpty())
            writeSome();
        writeHead();
        failed = false;
    } catch (const std::exception &error) {
        ready = false; // looks at the disk anew
        if (!std::exchange(failed, true))
            fail(QString::fromUtf8(error.what()));
    }
}

// Into one file, all or nothing.
void AuditChain::writeSome() {
    begin(waiting.first().at);
    const qint64 before = file.size();
    QByteArray text;
    AuditEnd end{last, hash};
    qsizetype taken = 0;
    for (; taken < waiting.size() && text.size() < kLongestAuditLine; ++taken) {
        const AuditEntry &line = waiting[taken];
        if (taken > 0 && isOver(line.at, before + text.size()))
            break;
        QByteArray one = auditLine(line.facts, end.number + 1, end.hash);
        if (one.size() > kLongestAuditLine)
            one = auditLine({{QStringLiteral("what"), line.facts.value(QStringLiteral("what"))},
                             {QStringLiteral("at"), double(line.at)},
                             {QStringLiteral("too_long"), one.size()}},
                            end.number + 1, end.hash);
        end = {end.number + 1, auditParts(one.trimmed()).hash};
        text += one;
    }
    if (file.write(text) != text.size() || !isOnDisk(file)) {
        const storage::Error trouble = notWritten(file);
        file.resize(before); // what is left of it if even that fails is found by takeUp()
        throw trouble;
    }
    last = end.number;
    hash = end.hash;
    waiting.remove(0, taken);
}

void AuditChain::writeHead() const {
    QSaveFile head(folder + QStringLiteral("/head"));
    if (head.open(QIODevice::WriteOnly)) {
        head.write(QByteArray::number(last) + ' ' + hash + '\n');
        head.commit();
    }
}

} // namespace app::danmaku
