// The log with real files and threads: what is in them, when, and for how long callers wait.
#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>

#include "app/log/log.h"
#include "app/log/log_tail.h"
#include "app/log/qt_messages.h"
#include "app/storage/file_lock.h"
#include "tests/app/log/log_files.h"
#include "tests/patience.h"

using namespace std::chrono_literals;
using app::log::Level;
using app::log::Log;
using app::log::Scrubber;

namespace {

const QString kSubject = QStringLiteral("test");

// How many lines of the caller the file speaks for: written, repeated, dropped.
qint64 accountedFor(const QString &folder) {
    static const QRegularExpression repeated(QStringLiteral("^test: repeated (\\d+) times"));
    static const QRegularExpression dropped(QStringLiteral("^log: (\\d+) lines were dropped"));
    qint64 count = 0;
    for (const QString &text : logTexts(folder)) {
        if (const auto match = repeated.match(text); match.hasMatch())
            count += match.captured(1).toLongLong();
        else if (const auto lost = dropped.match(text); lost.hasMatch())
            count += lost.captured(1).toLongLong();
        else if (text.startsWith(QStringLiteral("test: ")))
            ++count;
    }
    return count;
}

qint64 residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4096 : 0;
}

} // namespace

class TestLog : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString folder() const { return m_folder->filePath(QStringLiteral("state/log")); }
    std::unique_ptr<Log> open(Log::Limits limits = {}) const {
        return std::make_unique<Log>(folder().toStdString(), limits, Scrubber({QStringLiteral("/home/ann")}));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aLineIsThereWithoutAnybodyWaitingForIt() {
        const auto log = open();
        QVERIFY(!QFileInfo::exists(folder()));
        log->write(Level::Info, kSubject, QStringLiteral("hello from /home/ann/x, token=abc"));
        QTRY_COMPARE(logTexts(folder()), QStringList{QStringLiteral("test: hello from ~/x, token=***")});
        QVERIFY(logLines(folder()).first().contains(
            QRegularExpression(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z info "))));
        struct stat file {};
        QCOMPARE(::stat((folder().toStdString() + "/studio.log").c_str(), &file), 0);
        QCOMPARE(file.st_mode & 0777, mode_t(0600));
    }

    void whatWaitsIsWrittenAtTheEnd() {
        auto log = open();
        for (int i = 0; i < 5000; ++i)
            log->write(Level::Info, kSubject, QString::number(i));
        log.reset();
        const QStringList texts = logTexts(folder());
        QCOMPARE(texts.size(), 5000);
        for (int i = 0; i < 5000; ++i)
            QCOMPARE(texts[i], QStringLiteral("test: %1").arg(i));
    }

    void aFullFileIsFollowedByTheNextAndTenStay() {
        Log::Limits limits;
        limits.fileBytes = 10'000;
        const auto log = open(limits);
        for (int i = 0; i < 3000; ++i) { // of 100 bytes: thirty files
            log->write(Level::Info, kSubject, QStringLiteral("%1").arg(i, 64, 10, QLatin1Char('.')));
            if (i % 50 == 0)
                QVERIFY(log->flush());
        }
        QVERIFY(log->flush());
        const QStringList names = logNames(folder());
        QCOMPARE(names.size(), 10);
        QVERIFY(names.contains(QStringLiteral("studio.log")) && names.contains(QStringLiteral("studio.9.log")));
        for (const QString &name : names)
            QVERIFY2(QFileInfo(folder() + u'/' + name).size() <= 10'000, qPrintable(name));
        // What is there is the end, without a gap.
        const QStringList texts = logTexts(folder());
        QVERIFY(texts.size() > 500);
        for (qsizetype i = 0; i < texts.size(); ++i)
            QCOMPARE(texts[i].section(u'.', -1).toInt(), int(3000 - texts.size() + i));
        QCOMPARE(app::log::lastLines(folder().toStdString(), 150), logLines(folder()).last(150));
    }

    void theLimitsAreFiveMegabytesAndTenFiles() {
        {
            const auto log = open();
            const QString block(2000, u'x');
            for (int i = 0; i < 2700; ++i) { // 5.5 MB, little by little
                log->write(Level::Info, kSubject, block + QString::number(i));
                if (i % 500 == 0)
                    QVERIFY(log->flush());
            }
        }
        QCOMPARE(logNames(folder()).size(), 2);
        const qint64 full = QFileInfo(folder() + QStringLiteral("/studio.1.log")).size();
        QVERIFY2(full <= 5 * 1024 * 1024 && full > 5'000'000, qPrintable(QString::number(full)));
        QCOMPARE(Log::Limits().files, 10);
    }

    void aRotationThatWasKilledLosesNothing() {
        {
            Log::Limits limits;
            limits.fileBytes = 300;
            const auto log = open(limits);
            for (int i = 0; i < 6; ++i) {
                log->write(Level::Info, kSubject, QStringLiteral("%1").arg(i, 150, 10, QLatin1Char('.')));
                QVERIFY(log->flush());
            }
            const qsizetype before = logLines(folder()).size();
            QVERIFY(
                QFile::rename(folder() + QStringLiteral("/studio.2.log"), folder() + QStringLiteral("/studio.3.log")) ||
                QFile::rename(folder() + QStringLiteral("/studio.2.log"), folder() + QStringLiteral("/studio.9.log")));
            for (int i = 6; i < 8; ++i) {
                log->write(Level::Info, kSubject, QStringLiteral("%1").arg(i, 150, 10, QLatin1Char('.')));
                QVERIFY(log->flush());
            }
            QCOMPARE(logLines(folder()).size(), before + 2);
        }
    }

    void onlyOneProgramRenames() {
        Log::Limits limits;
        limits.fileBytes = 1000;
        const auto log = open(limits);
        log->write(Level::Info, kSubject, QString(900, u'x'));
        QVERIFY(log->flush());
        auto lock = std::make_unique<app::storage::FileLock>(folder().toStdString() + "/studio.lock",
                                                             app::storage::FileLock::Share::Exclusive, 1s);
        log->write(Level::Info, kSubject, QString(100, u'y'));
        QVERIFY(!log->flush(300ms)); // waits until the other one is done
        QCOMPARE(logNames(folder()), QStringList{QStringLiteral("studio.log")});
        const QString name = folder() + QStringLiteral("/studio.log");
        QVERIFY(QFile::rename(name, folder() + QStringLiteral("/studio.1.log")));
        QFile others(name);
        QVERIFY(others.open(QIODevice::WriteOnly) && others.write("of the other program\n") > 0);
        others.close();
        lock.reset();
        QVERIFY(log->flush());
        QCOMPARE(logNames(folder()).size(), 2); // and does not do it again
        QVERIFY(others.open(QIODevice::ReadOnly));
        const QByteArray present = others.readAll();
        QVERIFY(present.startsWith("of the other program\n") && present.endsWith("yyy\n"));
    }

    void repeatsAreCounted() {
        const auto log = open();
        for (int i = 0; i < 500; ++i)
            log->write(Level::Warning, kSubject, QStringLiteral("again"));
        QVERIFY(QTest::qWaitFor([this] { return logTexts(folder()).size() == 1; }, kLongEnough));
        QTest::qWait(100);
        QCOMPARE(logTexts(folder()).size(), 1); // and not one line more
        log->write(Level::Error, kSubject, QStringLiteral("again"));
        log->write(Level::Error, kSubject, QStringLiteral("another"));
        log->write(Level::Error, kSubject, QStringLiteral("another"));
        QVERIFY(log->flush());
        QCOMPARE(logTexts(folder()),
                 QStringList({QStringLiteral("test: again"), QStringLiteral("test: repeated 499 times: again"),
                              QStringLiteral("test: again"), QStringLiteral("test: another"),
                              QStringLiteral("test: repeated 1 times: another")}));
    }

    void repeatsAreSaidAfterAWhileToo() {
        Log::Limits limits;
        limits.repeatedFor = 300ms;
        const auto log = open(limits);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 4; ++i)
            log->write(Level::Warning, kSubject, QStringLiteral("again"));
        int repeated = 0;
        int before = 0;
        const auto allAreSaid = [&] { // at once, or bit by bit where writing four lines takes longer than that
            repeated = 0;
            const QStringList texts = logTexts(folder());
            for (const QString &text : texts.mid(1))
                repeated += text.section(u' ', 2, 2).toInt() * int(text.endsWith(u" times: again"));
            before = int(texts.size());
            return repeated >= 3;
        };
        QVERIFY(QTest::qWaitFor(allAreSaid, kLongEnough));
        QVERIFY(timer.elapsed() >= 300);
        QCOMPARE(repeated, 3);
        log->write(Level::Warning, kSubject, QStringLiteral("again"));
        QTRY_COMPARE(logTexts(folder()).size(), before + 1);
        QCOMPARE(Log::Limits().repeatedFor, std::chrono::milliseconds(1min));
    }

    // The disk hangs for two seconds: another program holds the lock while the file must be renamed.
    void aCallerDoesNotWaitForTheDisk() {
        Log::Limits limits;
        limits.fileBytes = 1000;
        limits.waitingBytes = 1 << 18;
        auto log = open(limits);
        log->write(Level::Info, kSubject, QString(900, u'x'));
        QVERIFY(log->flush());
        auto lock = std::make_unique<app::storage::FileLock>(folder().toStdString() + "/studio.lock",
                                                             app::storage::FileLock::Share::Exclusive, 1s);
        const qint64 before = residentBytes();
        qsizetype most = 0;
        bool hangs = false; // while so much waits
        for (int i = 0; i < 100'000; ++i) {
            log->write(Level::Info, kSubject, QStringLiteral("line %1 of a program that has much to say").arg(i));
            if (i % 1000 == 0) {
                most = std::max(most, log->waitingBytes());
                hangs |= most > limits.waitingBytes / 2 && logLines(folder()).size() == 1;
            }
        }
        const qint64 grown = residentBytes() - before;
        qInfo("100,000 lines: %lld kB more memory", static_cast<long long>(grown / 1024));
        QVERIFY(hangs); // and nobody waited for it
        QVERIFY(most <= limits.waitingBytes);
#ifndef __SANITIZE_ADDRESS__ // which keeps what was freed
        QVERIFY(grown < 16 << 20);
#endif
        QVERIFY(log->flush());
        lock.reset();
        log.reset();
        QCOMPARE(accountedFor(folder()), 100'001);
        QVERIFY(logTexts(folder()).last().contains(QStringLiteral("line 99999 ")));
        QVERIFY(wholeLog(folder()).contains("lines were dropped here"));
    }

    void manyThreadsWriteAtOnce() {
        {
            const auto log = open();
            std::vector<std::thread> threads;
            for (int thread = 0; thread < 8; ++thread) {
                threads.emplace_back([&log, thread] {
                    for (int i = 0; i < 1000; ++i)
                        log->write(Level::Debug, kSubject, QStringLiteral("%1 %2").arg(thread).arg(i));
                });
            }
            for (std::thread &thread : threads)
                thread.join();
        }
        QCOMPARE(accountedFor(folder()), 8000);
        QStringList texts = logTexts(folder());
        for (int thread = 0; thread < 8; ++thread)
            QCOMPARE(texts.filter(QStringLiteral("test: %1 ").arg(thread)).size(), 1000);
    }

    // A write that is cut short by the limit on the size of files: the line comes whole once there is room.
    void aLineThatWasCutShortComesWhole() {
        Log::Limits limits;
        limits.tryAgainAfter = 100ms;
        const auto log = open(limits);
        QSignalSpy problems(log.get(), &Log::problem);
        QSignalSpy resumed(log.get(), &Log::resumed);
        log->write(Level::Info, kSubject, QStringLiteral("first"));
        QVERIFY(log->flush());
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit whole{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &whole), 0);
        const rlimit narrow{100, whole.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &narrow), 0);
        log->write(Level::Info, kSubject,
                   QStringLiteral("second, which is longer than what there is room for, by far"));
        log->write(Level::Info, kSubject, QStringLiteral("third"));
        QVERIFY(!log->flush());
        QTRY_COMPARE(problems.count(), 1);
        QTest::qWait(350); // three more attempts
        QCOMPARE(problems.count(), 1);
        QCOMPARE(wholeLog(folder()).size(), 100);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &whole), 0);
        QTRY_COMPARE(resumed.count(), 1);
        const QByteArray all = wholeLog(folder());
        QCOMPARE(all.count(" test: first\n"), 1);
        QCOMPARE(all.count(" test: second, which is longer than what there is room for, by far\n"), 1);
        QCOMPARE(all.count(" test: third\n"), 1);
        QCOMPARE(all.count('\n'), 4); // and the half line
    }

    void aFolderThatIsAFileIsSaidOnce() {
        QFile inTheWay(m_folder->filePath(QStringLiteral("state")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        Log::Limits limits;
        limits.tryAgainAfter = 50ms;
        const auto log = open(limits);
        QSignalSpy problems(log.get(), &Log::problem);
        QSignalSpy resumed(log.get(), &Log::resumed);
        for (int i = 0; i < 5; ++i) {
            log->write(Level::Info, kSubject, QString::number(i));
            QTest::qWait(60);
        }
        QTRY_COMPARE(problems.count(), 1);
        const auto problem = problems.first().first().value<app::Problem>();
        QVERIFY(problem.remedy.contains(folder()));
        QVERIFY(!problem.detail.isEmpty());
        QVERIFY(inTheWay.remove());
        QTRY_COMPARE(resumed.count(), 1);
        QCOMPARE(logTexts(folder()).size(), 5);
    }

    void aFileThatIsRemovedIsMadeAnew() {
        const auto log = open();
        log->write(Level::Info, kSubject, QStringLiteral("first"));
        QVERIFY(log->flush());
        QVERIFY(QDir(folder()).removeRecursively());
        log->write(Level::Info, kSubject, QStringLiteral("second"));
        QVERIFY(log->flush());
        QCOMPARE(logTexts(folder()), QStringList{QStringLiteral("test: second")});
    }

    void whatIsNoFileIsNotWaitedFor() {
        QVERIFY(QDir().mkpath(folder()));
        QCOMPARE(::mkfifo((folder().toStdString() + "/studio.log").c_str(), 0600), 0);
        const auto log = open();
        log->write(Level::Info, kSubject, QStringLiteral("first"));
        QVERIFY(!log->flush(5s));
    }

    void withoutAFolderThereIsNoLog() {
        Log log{std::filesystem::path()};
        log.write(Level::Info, kSubject, QStringLiteral("first"));
        QVERIFY(log.flush());
        QCOMPARE(log.waitingBytes(), 0);
    }

    void whatQtSaysIsThereTooAndStillGoesWhereItWent() {
        static const QLoggingCategory category("qt.something");
        static QStringList heard;
        heard.clear();
        const QtMessageHandler tests =
            qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) { heard << text; });
        {
            const auto log = open();
            {
                const app::log::QtMessages messages(*log);
                qWarning("settings: \"%s\"", "My secret novel");
                qCCritical(category) << "password=abc";
            }
            qWarning("not any more");
            QVERIFY(log->flush());
        }
        qInstallMessageHandler(tests);
        QCOMPARE(heard.size(), 3);
        QCOMPARE(heard.first(), QStringLiteral("settings: \"My secret novel\""));
        QCOMPARE(logTexts(folder()), QStringList({QStringLiteral("program: settings: \"… 15 characters\""),
                                                  QStringLiteral("qt.something: password=***")}));
        QVERIFY(logLines(folder()).last().contains(QStringLiteral(" error ")));
    }
};

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
