#include "app/danmaku/audit.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "app/danmaku/audit_files.h"
#include "app/log/secrets.h"
#include "app/storage/file_lock.h"
#include "app/storage/file_thread.h"
#include "app/storage/folders.h"

namespace app::danmaku {

namespace {

constexpr int kWritesEvery = 200; // ms
constexpr int kMostPrograms = 9;
constexpr qint64 kDay = 24LL * 3600 * 1000;

QString dayOf(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).date().toString(Qt::ISODate);
}

} // namespace

QByteArray auditLine(const QJsonObject &facts, quint64 number, const QByteArray &previousHash) {
    QByteArray rest = QJsonDocument(facts).toJson(QJsonDocument::Compact);
    QByteArray body = "{\"n\":" + QByteArray::number(number) + ",\"prev\":\"" + previousHash + '"';
    body += rest == "{}" ? QByteArray() : ',' + rest.mid(1, rest.size() - 2);
    const QByteArray hash = auditHash(previousHash, body);
    return body + ",\"hash\":\"" + hash + "\"}\n";
}

struct Audit::Chain {
    QString folder;
    AuditLimits limits;
    std::function<void(const QString &)> fail;
    std::optional<storage::FileLock> lock;
    QFile file;
    QString day;
    int part = 0;
    quint64 last = 0;
    QByteArray hash = firstAuditHash();
    qint64 cut = 0; // bytes of a line that was not whole, when it was opened

    void open();
    void takeUp(const QString &name);
    void begin(qint64 at);
    void tidy(qint64 at) const;
    void write(const QList<Line> &lines);
};

void Audit::Chain::open() {
    const QString wanted = folder;
    for (int program = 1; !lock; ++program) {
        folder = program == 1 ? wanted : QStringLiteral("%1-%2").arg(wanted).arg(program);
        storage::makeFolder(folder.toStdString());
        try {
            lock.emplace((folder + QStringLiteral("/.lock")).toStdString(), storage::FileLock::Share::Exclusive,
                         std::chrono::milliseconds(0));
        } catch (const storage::Error &) {
            if (program == kMostPrograms)
                throw;
        }
    }
    const QStringList files = auditFiles(folder);
    if (!files.isEmpty())
        takeUp(files.last());
}

// Goes on behind the last line that is whole.
void Audit::Chain::takeUp(const QString &name) {
    file.setFileName(name);
    if (!file.open(QIODevice::ReadWrite))
        return;
    const qint64 from = std::max<qint64>(0, file.size() - kLongestAuditLine);
    file.seek(from);
    const QByteArray tail = file.readAll();
    const qsizetype whole = tail.lastIndexOf('\n') + 1;
    cut = tail.size() - whole;
    if (cut > 0)
        file.resize(from + whole);
    const qsizetype begins = whole > 1 ? tail.lastIndexOf('\n', whole - 2) + 1 : 0;
    const QByteArray line = tail.mid(begins, std::max<qsizetype>(0, whole - 1 - begins));
    const AuditParts parts = auditParts(line);
    if (!parts.hash.isEmpty()) {
        hash = parts.hash;
        last = quint64(QJsonDocument::fromJson(line).object().value(QStringLiteral("n")).toDouble());
    } else if (const AuditHead head = readAuditHead(folder); head.number > 0) { // an empty file, or a damaged one
        hash = head.hash;
        last = head.number;
    }
    const QString base = name.section(u'/', -1);
    day = base.left(10);
    part = base.mid(11, 4).toInt();
    file.seek(file.size());
}

void Audit::Chain::begin(qint64 at) {
    const QString today = dayOf(at);
    if (file.isOpen() && today <= day && file.size() < limits.fileBytes)
        return;
    file.close();
    part = today > day ? 1 : part + 1;
    day = std::max(day, today);
    file.setFileName(folder + u'/' + auditFileName(day, part));
    if (!file.open(QIODevice::Append))
        throw storage::Error(storage::Trouble::NotWritable, {file.errorString(), {}, file.fileName()});
    tidy(at);
}

void Audit::Chain::tidy(qint64 at) const {
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

void Audit::Chain::write(const QList<Line> &lines) {
    try {
        if (!lock) {
            open();
            if (cut > 0) {
                begin(lines.first().at);
                const QByteArray said = auditLine({{QStringLiteral("what"), QStringLiteral("state")},
                                                   {QStringLiteral("at"), double(lines.first().at)},
                                                   {QStringLiteral("cut_off_bytes"), double(std::exchange(cut, 0))}},
                                                  ++last, hash);
                hash = auditParts(said.trimmed()).hash;
                file.write(said);
            }
        }
        for (const Line &line : lines) {
            begin(line.at);
            QByteArray text = auditLine(line.facts, last + 1, hash);
            if (text.size() > kLongestAuditLine)
                text = auditLine({{QStringLiteral("what"), line.facts.value(QStringLiteral("what"))},
                                  {QStringLiteral("at"), double(line.at)},
                                  {QStringLiteral("too_long"), text.size()}},
                                 last + 1, hash);
            hash = auditParts(text.trimmed()).hash;
            ++last;
            if (file.write(text) != text.size())
                throw storage::Error(storage::Trouble::Full, {file.errorString(), {}, file.fileName()});
        }
        if (!file.flush())
            throw storage::Error(storage::Trouble::Full, {file.errorString(), {}, file.fileName()});
        QSaveFile head(folder + QStringLiteral("/head"));
        if (head.open(QIODevice::WriteOnly)) {
            head.write(QByteArray::number(last) + ' ' + hash + '\n');
            head.commit();
        }
    } catch (const std::exception &error) {
        if (fail)
            fail(QString::fromUtf8(error.what()));
    }
}

Audit::Audit(QString folder, AuditLimits limits, QObject *parent)
    : QObject(parent), m_chain(std::make_shared<Chain>()) {
    m_chain->folder = std::move(folder);
    m_chain->limits = limits;
    m_chain->fail = [this, said = std::make_shared<std::atomic<bool>>(false)](const QString &detail) {
        if (!said->exchange(true))
            QMetaObject::invokeMethod(
                this,
                [this, detail] {
                    Q_EMIT problem({tr("What happens in the chat queue cannot be written down."),
                                    tr("Look whether there is room on the disk. Reading goes on without."), detail});
                },
                Qt::QueuedConnection);
    };
    m_timer.setSingleShot(true);
    m_timer.setInterval(kWritesEvery);
    connect(&m_timer, &QTimer::timeout, this, &Audit::write);
}

Audit::~Audit() {
    write();
    m_thread.reset(); // carries out what was asked for
}

void Audit::add(const QString &what, QJsonObject facts, qint64 at, bool soon) {
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        if (fact.value().isString())
            fact.value() = log::withoutSecrets(fact.value().toString());
    facts.insert(QStringLiteral("what"), what);
    facts.insert(QStringLiteral("at"), double(at));
    m_lines.append({std::move(facts), at});
    if (soon)
        write();
    else if (!m_timer.isActive())
        m_timer.start();
}

void Audit::write() {
    m_timer.stop();
    if (m_lines.isEmpty())
        return;
    if (!m_thread)
        m_thread = std::make_unique<storage::FileThread>("audit");
    m_thread->post([chain = m_chain, lines = std::exchange(m_lines, {})] { chain->write(lines); });
}

void Audit::flush() {
    write();
    if (m_thread)
        m_thread->flush();
}

} // namespace app::danmaku

#include "moc_audit.cpp"
