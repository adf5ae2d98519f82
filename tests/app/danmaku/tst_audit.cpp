// The audit finds what was changed, taken out or exchanged, and goes on behind everything that can happen to it.
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

#include <dlfcn.h>

#include "app/danmaku/audit.h"
#include "app/danmaku/audit_files.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/patience.h"

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

    static QJsonObject factsOf(const QByteArray &line) { return QJsonDocument::fromJson(line).object(); }

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

    // The next start does not cover up what was taken away.
    void missingLinesAtTheEndStayMissing() {
        write(10);
        const QString file = auditFiles(folder()).first();
        replace(file, linesOf(file).mid(0, 8));
        write(2, kNoon + 1000);
        write(2, kNoon + 2000);
        const AuditReport report = verifyAudit(folder());
        QCOMPARE(report.findings.size(), 1);
        QVERIFY2(report.findings.first().what.contains(u"9 to 10"), qPrintable(report.findings.first().what));
        QCOMPARE(report.findings.first().line, 9);
        const QJsonObject said = factsOf(linesOf(file).value(8));
        QCOMPARE(said.value(u"missing_from"_qs).toInt(), 9);
        QCOMPARE(said.value(u"missing_to"_qs).toInt(), 10);
        QCOMPARE(report.last, 15U);
    }

    void aLastLineThatWasMadeAnewIsFound() {
        write(10);
        const QString file = auditFiles(folder()).first();
        QByteArrayList lines = linesOf(file);
        const QByteArray previous = app::danmaku::auditParts(lines[8].trimmed()).hash;
        lines[9] = app::danmaku::auditLine({{u"text"_qs, u"never said"_qs}}, 10, previous);
        replace(file, lines);
        QCOMPARE(verifyAudit(folder()).findings.size(), 1);
        QCOMPARE(verifyAudit(folder()).findings.first().line, 10);
        write(2, kNoon + 1000);
        const AuditReport report = verifyAudit(folder());
        QCOMPARE(report.findings.size(), 1);
        QCOMPARE(report.findings.first().line, 11); // the one before was exchanged
    }

    void filesThatWereAllTakenAwayAreMissed() {
        write(10);
        QVERIFY(QFile::remove(auditFiles(folder()).first()));
        write(2, kNoon + 1000);
        const AuditReport report = verifyAudit(folder());
        QCOMPARE(report.findings.size(), 1);
        QVERIFY2(report.findings.first().what.contains(u"number 10"), qPrintable(report.findings.first().what));
        QCOMPARE(report.first, 11U);
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

    void theProgramThatFoundNoFolderGetsTheFirstThatIsFree() {
        std::vector<std::unique_ptr<Audit>> others;
        for (int i = 0; i < 9; ++i) {
            others.push_back(std::make_unique<Audit>(folder()));
            others.back()->add(u"state"_qs, {}, kNoon);
            others.back()->flush();
        }
        Audit audit(folder());
        QSignalSpy problems(&audit, &Audit::problem);
        for (int i = 0; i < 2; ++i) {
            audit.add(u"state"_qs, {}, kNoon + i);
            audit.flush();
        }
        QTRY_COMPARE(problems.count(), 1);
        others.erase(others.begin());
        audit.add(u"state"_qs, {}, kNoon + 2);
        audit.flush();
        QCOMPARE(verifyAudit(folder()).lines, 4); // what was kept out, too
        QVERIFY(verifyAudit(folder()).findings.isEmpty());
        QCOMPARE(QDir(m_home->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 9);
    }

    // More comes than the disk takes: memory is bounded, and the gap is told.
    void whatASlowDiskKeepsOutIsCountedAndNeverAnActOfTheOperator() {
        AuditLimits limits;
        limits.onTheWay = 10;
        {
            Audit audit(folder(), limits);
            for (int i = 0; i < 25; ++i) // faster than anything is written
                audit.add(u"message"_qs, {{u"text"_qs, u"line %1"_qs.arg(i)}}, kNoon + i);
            audit.add(u"operator"_qs, {{u"act"_qs, u"skip"_qs}}, kNoon + 30, true);
            audit.flush();
            audit.add(u"message"_qs, {{u"text"_qs, u"after it"_qs}}, kNoon + 40);
        }
        QStringList said;
        double lost = 0;
        app::danmaku::readAudit(folder(), [&](const QJsonObject &line) {
            said << line.value(u"what"_qs).toString();
            lost += line.value(u"lost_lines"_qs).toDouble();
            return true;
        });
        QCOMPARE(lost, 15.0);
        QCOMPARE(said.count(u"message"_qs), 11);
        QCOMPARE(said.count(u"operator"_qs), 1);
        QVERIFY(verifyAudit(folder()).findings.isEmpty());
    }

    void whatGoesWrongIsSaidOnceUntilItWorksAgain() {
        const auto block = [&] {
            QFile file(folder());
            QVERIFY(file.open(QIODevice::WriteOnly));
        };
        block();
        Audit audit(folder());
        QSignalSpy problems(&audit, &Audit::problem);
        int line = 0;
        const auto add = [&](qint64 at) {
            audit.add(u"state"_qs, {{u"line"_qs, ++line}}, at);
            audit.flush();
            QCoreApplication::processEvents();
        };
        add(kNoon);
        add(kNoon);
        QCOMPARE(problems.count(), 1);
        QVERIFY(QFile::remove(folder()));
        add(kNoon);
        QCOMPARE(verifyAudit(folder()).lines, 3);
        QVERIFY(QDir(folder()).removeRecursively());
        block();
        add(kNoon + kDay); // wants a new file
        add(kNoon + kDay);
        QCOMPARE(problems.count(), 2);
    }

    void everyWriteMayBeTheLast() {
        int room = 0;
        for (bool fits = false; !fits; ++room) {
            QVERIFY2(room < 100, "the disk is never large enough");
            const QTemporaryDir disk;
            QProcess process;
            process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process.setEnvironment(QProcess::systemEnvironment() + diskWithRoomFor(room, disk.path()));
            process.start(QCoreApplication::applicationFilePath(), {u"child"_qs, disk.filePath(u"audit"_qs)});
            QVERIFY(process.waitForFinished(kLongEnough));
            const QByteArray said = process.readAllStandardOutput();
            const QByteArray context = "room for " + QByteArray::number(room) + " writes: " + said;
            QVERIFY2(said == "end\n" || said == "problem\nend\n", context);
            const AuditReport report = verifyAudit(disk.filePath(u"audit"_qs));
            QVERIFY2(report.findings.isEmpty(), context + report.findings.value(0).what.toUtf8());
            QStringList lines;
            app::danmaku::readAudit(disk.filePath(u"audit"_qs), [&](const QJsonObject &line) {
                lines << QString::number(line.value(u"line"_qs).toInt());
                return true;
            });
            QVERIFY2(lines.join(u' ') == u"1 2 3 4 5 6", context + lines.join(u' ').toUtf8());
            QCOMPARE(QDir(disk.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList(u"audit"_qs));
            // With room for all of it each line was followed by its head.
            fits = said == "end\n" && app::danmaku::readAuditHead(disk.filePath(u"audit"_qs)).number == 6;
        }
        QVERIFY(room > 3);
    }

    void noSecretIsWritten() {
        {
            Audit audit(folder());
            const QString secret = u"token=oauth:abcdef1234567890"_qs;
            audit.add(u"operator"_qs, {{u"text"_qs, secret}}, kNoon);
            const QJsonObject received{{u"text"_qs, secret}, {u"parts"_qs, QJsonArray{1, secret}}};
            audit.add(u"message"_qs, {{u"received"_qs, received}}, kNoon);
        }
        const QByteArray all = linesOf(auditFiles(folder()).first()).join();
        QVERIFY(all.contains("***"));
        QVERIFY(!all.contains("abcdef1234567890"));
    }
};

namespace {

int runOnFullDisk(const QString &folder) {
    {
        Audit audit(folder);
        QObject::connect(&audit, &Audit::problem, &audit, [] { std::puts("problem"); });
        int number = 0;
        const auto add = [&](qint64 at) {
            audit.add(u"state"_qs, {{u"line"_qs, ++number}}, at);
            audit.flush();
            QCoreApplication::processEvents();
        };
        for (qint64 at : {0, 0, 1, 1})
            add(1'795'348'800'000 + at * 24 * 3600 * 1000); // in two files
        reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, "faulty_disk_has_room"))();
        add(1'795'521'600'000);
        add(1'795'521'600'000);
    }
    std::puts("end");
    return 0;
}

} // namespace

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().value(1) == u"child")
        return runOnFullDisk(QCoreApplication::arguments().value(2));
    TestAudit test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_audit.moc"
