// The audit finds what was changed, taken out or exchanged, and goes on behind everything that can happen to it.
#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "app/danmaku/audit.h"
#include "app/danmaku/audit_files.h"

using app::danmaku::Audit;
using app::danmaku::auditFiles;
using app::danmaku::AuditLimits;
using app::danmaku::AuditReport;
using app::danmaku::verifyAudit;
using namespace Qt::StringLiterals;

class TestAudit : public QObject {
    Q_OBJECT

    static constexpr qint64 kNoon = 1'795'348'800'000; // 2026-11-22 12:00 UTC
    static constexpr qint64 kDay = 24LL * 3600 * 1000;

    std::unique_ptr<QTemporaryDir> m_home;

    QString folder() const { return m_home->filePath(u"audit"_qs); }

    void write(int lines, qint64 at = kNoon, AuditLimits limits = {}) const {
        Audit audit(folder(), limits);
        for (int i = 0; i < lines; ++i)
            audit.add(u"message"_qs, {{u"text"_qs, u"line %1 <b>&</b> \"quoted\" 你好"_qs.arg(i)}}, at + i);
    }

    static QByteArrayList linesOf(const QString &file) {
        QFile in(file);
        if (!in.open(QIODevice::ReadOnly))
            return {};
        QByteArrayList lines;
        while (!in.atEnd())
            lines << in.readLine();
        return lines;
    }

    static void replace(const QString &file, const QByteArrayList &lines) {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        out.write(lines.join());
    }

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void whatIsWrittenIsWhole() {
        write(10);
        write(5, kNoon + 1000); // the next run goes on
        const AuditReport report = verifyAudit(folder());
        QVERIFY2(report.findings.isEmpty(), qPrintable(report.findings.value(0).what));
        QCOMPARE(report.lines, 15);
        QCOMPARE(report.first, 1U);
        QCOMPARE(report.last, 15U);
        QCOMPARE(report.files, 1);
    }

    void aChangedLineIsNamed() {
        write(10);
        const QString file = auditFiles(folder()).first();
        QByteArrayList lines = linesOf(file);
        lines[4].replace("line 4", "line 5");
        replace(file, lines);
        const AuditReport report = verifyAudit(folder());
        QCOMPARE(report.findings.size(), 1);
        QCOMPARE(report.findings.first().line, 5);
        QCOMPARE(report.findings.first().number, 5U);
        QVERIFY(report.findings.first().what.contains(u"changed"));
    }

    void aMissingLineIsNamed() {
        write(10);
        const QString file = auditFiles(folder()).first();
        QByteArrayList lines = linesOf(file);
        lines.removeAt(6);
        replace(file, lines);
        const AuditReport report = verifyAudit(folder());
        QVERIFY(!report.findings.isEmpty());
        QCOMPARE(report.findings.first().line, 7);
        QVERIFY2(report.findings.first().what.contains(u"number 7 is missing"),
                 qPrintable(report.findings.first().what));
    }

    void missingLinesAtTheEndAreNamed() {
        write(10);
        const QString file = auditFiles(folder()).first();
        replace(file, linesOf(file).mid(0, 8));
        const AuditReport report = verifyAudit(folder());
        QCOMPARE(report.findings.size(), 1);
        QVERIFY2(report.findings.first().what.contains(u"9 to 10"), qPrintable(report.findings.first().what));
    }

    void exchangedLinesAreNamed() {
        write(10);
        const QString file = auditFiles(folder()).first();
        QByteArrayList lines = linesOf(file);
        std::swap(lines[2], lines[3]);
        replace(file, lines);
        const AuditReport report = verifyAudit(folder());
        QVERIFY(report.findings.size() >= 2);
        QCOMPARE(report.findings.first().line, 3);
        QCOMPARE(report.findings.first().number, 4U);
    }

    // Whoever changes a line and its hash breaks the one behind it.
    void aLineThatWasMadeAnewIsFound() {
        write(10);
        const QString file = auditFiles(folder()).first();
        QByteArrayList lines = linesOf(file);
        const QByteArray previous = app::danmaku::auditParts(lines[3].trimmed()).hash;
        lines[4] = app::danmaku::auditLine({{u"text"_qs, u"never said"_qs}}, 5, previous);
        replace(file, lines);
        const AuditReport report = verifyAudit(folder());
        QCOMPARE(report.findings.size(), 1);
        QCOMPARE(report.findings.first().line, 6);
    }

    void aWholeFileThatIsMissingIsFound() {
        for (int day = 0; day < 3; ++day)
            write(4, kNoon + day * kDay);
        const QStringList files = auditFiles(folder());
        QCOMPARE(files.size(), 3);
        QVERIFY(verifyAudit(folder()).findings.isEmpty());
        QVERIFY(QFile::remove(files[1]));
        const AuditReport report = verifyAudit(folder());
        QCOMPARE(report.findings.size(), 1);
        QVERIFY(report.findings.first().what.contains(u"5 to 8"));
    }

    void filesAreSmallAndOldOnesGo() {
        AuditLimits limits;
        limits.fileBytes = 2000;
        write(50, kNoon, limits);
        QVERIFY(auditFiles(folder()).size() > 3);
        QVERIFY(verifyAudit(folder()).findings.isEmpty());
        write(1, kNoon + 31 * kDay, limits);
        QCOMPARE(auditFiles(folder()).size(), 1);
        const AuditReport report = verifyAudit(folder());
        QVERIFY(report.findings.isEmpty());
        QCOMPARE(report.first, 51U);
        limits.allBytes = 6000;
        write(200, kNoon + 31 * kDay, limits);
        QVERIFY(auditFiles(folder()).size() <= 5);
        QVERIFY(verifyAudit(folder()).findings.isEmpty());
    }

    void aLineThatWasCutOffGoesWithTheNextStart() {
        write(5);
        const QString file = auditFiles(folder()).first();
        QFile out(file);
        QVERIFY(out.open(QIODevice::Append));
        out.write("{\"n\":6,\"prev\":\"0123");
        out.close();
        QVERIFY(!verifyAudit(folder()).findings.isEmpty());
        write(5, kNoon + 1000);
        const AuditReport report = verifyAudit(folder());
        QVERIFY2(report.findings.isEmpty(), qPrintable(report.findings.value(0).what));
        QCOMPARE(report.lines, 11); // one says what went
        bool said = false;
        app::danmaku::readAudit(folder(), [&](const QJsonObject &line) {
            said = said || line.value(u"cut_off_bytes"_qs).toInt() == 19;
            return true;
        });
        QVERIFY(said);
    }

    void twoProgramsAtOnceHaveAFolderEach() {
        Audit one(folder());
        one.add(u"state"_qs, {}, kNoon);
        one.flush();
        write(3);
        one.add(u"state"_qs, {}, kNoon + 1);
        one.flush();
        QCOMPARE(verifyAudit(folder()).lines, 2);
        QVERIFY(verifyAudit(folder()).findings.isEmpty());
        QCOMPARE(verifyAudit(folder() + u"-2"_qs).lines, 3);
    }

    void noSecretIsWritten() {
        {
            Audit audit(folder());
            audit.add(u"operator"_qs, {{u"text"_qs, u"token=oauth:abcdef1234567890"_qs}}, kNoon);
        }
        const QByteArray all = linesOf(auditFiles(folder()).first()).join();
        QVERIFY(all.contains("***"));
        QVERIFY(!all.contains("abcdef1234567890"));
    }
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
