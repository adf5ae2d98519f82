#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

#include "app/danmaku/audit.h"
#include "app/danmaku/audit_files.h"

namespace app::danmaku {

namespace {

constexpr int kMostFindings = 100;

QStringList filesOf(const QString &folderOrFile) {
    return QFileInfo(folderOrFile).isDir() ? auditFiles(folderOrFile) : QStringList{folderOrFile};
}

class Check {
public:
    Check(AuditReport &report, AuditHead head) : m_report(report), m_head(std::move(head)) {}

    void look(const QString &file, int row, QByteArray line) {
        ++m_report.lines;
        const bool ends = line.endsWith('\n');
        if (ends)
            line.chop(1);
        const AuditParts parts = auditParts(line);
        const QJsonObject facts = QJsonDocument::fromJson(line).object();
        const auto number = quint64(facts.value(QStringLiteral("n")).toDouble());
        if (parts.hash.isEmpty() || number == 0) {
            find(file, row, m_expected,
                 ends ? QStringLiteral("This is no line of an audit: it was changed.")
                      : QStringLiteral("The last line is cut off."));
            return;
        }
        const QByteArray previous = facts.value(QStringLiteral("prev")).toString().toLatin1();
        const bool whole = auditHash(previous, parts.body) == parts.hash;
        if (!whole)
            find(file, row, number, QStringLiteral("This line was changed: its hash is another one."));
        const QJsonValue missing = facts.value(QStringLiteral("missing_to"));
        if (m_expected == 0 && missing.isDouble())
            find(file, row, number,
                 QStringLiteral("Lines up to number %1 were missing when this one was written.")
                     .arg(quint64(std::max(0.0, missing.toDouble()))));
        if (number == m_head.number && parts.hash != m_head.hash)
            find(file, row, number, QStringLiteral("This line was made anew: `head` knows another one."));
        if (m_expected != 0 && number > m_expected)
            find(file, row, number,
                 number == m_expected + 1 ? QStringLiteral("Line number %1 is missing before this one.").arg(m_expected)
                                          : QStringLiteral("Lines number %1 to %2 are missing before this one.")
                                                .arg(m_expected)
                                                .arg(number - 1));
        else if (m_expected != 0 && number < m_expected)
            find(file, row, number,
                 QStringLiteral("This line is not in its place: %1 should stand here.").arg(m_expected));
        else if (m_expected != 0 && previous != m_hash)
            find(file, row, number, QStringLiteral("The line before this one was changed or exchanged."));
        if (m_report.first == 0)
            m_report.first = number;
        m_report.last = std::max(m_report.last, number);
        m_expected = number + 1;
        m_hash = parts.hash;
    }

    void end(const QString &folder) {
        if (m_head.number > m_report.last)
            find(folder, 0, m_head.number,
                 QStringLiteral("Lines number %1 to %2 are missing at the end.")
                     .arg(m_report.last + 1)
                     .arg(m_head.number));
    }

    void find(const QString &file, int line, quint64 number, const QString &what) {
        if (m_report.findings.size() < kMostFindings)
            m_report.findings.append({file, line, number, what});
    }

private:
    AuditReport &m_report;
    AuditHead m_head;       // what was there; of a single file nothing is known
    quint64 m_expected = 0; // 0: any, it is the first
    QByteArray m_hash;
};

} // namespace

AuditReport verifyAudit(const QString &folderOrFile) {
    AuditReport report;
    // First, as the Studio may write meanwhile.
    const bool isFolder = QFileInfo(folderOrFile).isDir();
    Check check(report, isFolder ? readAuditHead(folderOrFile) : AuditHead());
    for (const QString &name : filesOf(folderOrFile)) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            check.find(name, 0, 0, QStringLiteral("The file cannot be read: %1").arg(file.errorString()));
            continue;
        }
        ++report.files;
        for (int row = 1; !file.atEnd(); ++row)
            check.look(name, row, file.readLine(kLongestAuditLine + 2));
    }
    check.end(folderOrFile);
    return report;
}

void readAudit(const QString &folderOrFile, const std::function<bool(const QJsonObject &line)> &take) {
    for (const QString &name : filesOf(folderOrFile)) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        while (!file.atEnd()) {
            const QJsonObject line = QJsonDocument::fromJson(file.readLine(kLongestAuditLine + 2)).object();
            if (!line.isEmpty() && !take(line))
                return;
        }
    }
}

} // namespace app::danmaku
