// Programs that share a log, are killed, abort, or find their disk full or not writable: this program as its own child.
#include <QCoreApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>
#include <thread>

#include <csignal>
#include <dlfcn.h>
#include <sys/resource.h>

#include "app/log/log.h"
#include "app/log/qt_messages.h"
#include "tests/app/log/log_files.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/patience.h"

using namespace std::chrono_literals;
using app::log::Level;
using app::log::Log;
using app::log::Scrubber;

namespace {

constexpr int kPrograms = 4;
constexpr int kLines = 1500;
const QString kSubject = QStringLiteral("test");

void print(const char *line) {
    std::printf("%s\n", line);
    std::fflush(stdout);
}

Log::Limits childLimits(qint64 fileBytes) {
    Log::Limits limits;
    limits.fileBytes = fileBytes;
    limits.files = 100;
    limits.tryAgainAfter = 50ms;
    return limits;
}

void spin(std::chrono::milliseconds time) {
    for (const auto end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end;) {
        QCoreApplication::processEvents();
        std::this_thread::sleep_for(5ms);
    }
}

int runAsChild(const QStringList &arguments) {
    const QString what = arguments.value(0);
    Log log(arguments.value(1).toStdString(), childLimits(what == u"many" ? 10'000 : 5 << 20), Scrubber(QStringList()));
    QObject::connect(&log, &Log::problem, &log, [] { print("problem"); });
    bool resumed = false;
    QObject::connect(&log, &Log::resumed, &log, [&resumed] {
        resumed = true;
        print("resumed");
    });
    if (what == u"many") {
        (void)std::getchar(); // the word to go: so that several do it at once
        for (int i = 0; i < kLines; ++i) {
            log.write(Level::Info, kSubject, QStringLiteral("%1 %2 end").arg(arguments.value(2)).arg(i, 60));
            if (i % 10 == 0)
                log.flush();
        }
    } else if (what == u"killed") {
        for (int i = 0;; ++i) {
            log.write(Level::Info, kSubject, QStringLiteral("line %1").arg(i));
            if (i % 10 == 9 && log.flush())
                print(qPrintable(QString::number(i)));
        }
    } else if (what == u"quiet") {
        log.write(Level::Info, kSubject, QStringLiteral("the last words"));
        spin(60s);
    } else if (what == u"fatal") {
        const rlimit none{0, 0};
        ::setrlimit(RLIMIT_CORE, &none);
        const app::log::QtMessages messages(log);
        for (int i = 0; i < 100; ++i)
            qWarning("warning %d", i);
        qFatal("the end of it");
    } else if (what == u"disk") {
        for (int i = 0; i < 5; ++i) {
            log.write(Level::Info, kSubject, QStringLiteral("line %1").arg(i));
            log.flush();
            spin(60ms); // some attempts
        }
        print("room");
        reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, "faulty_disk_has_room"))();
        log.write(Level::Info, kSubject, QStringLiteral("line 5"));
        for (int i = 0; i < (qEnvironmentVariableIsSet("FAULTY_DISK_READ_ONLY") ? 4 : 1000) && !resumed; ++i)
            spin(50ms);
    }
    return 0;
}

} // namespace

class TestLogProcesses : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString folder() const { return m_folder->filePath(QStringLiteral("log")); }

    std::unique_ptr<QProcess> child(const QStringList &arguments, const QStringList &environment = {}) const {
        auto process = std::make_unique<QProcess>();
        process->setEnvironment(QProcess::systemEnvironment() + environment);
        process->start(QCoreApplication::applicationFilePath(),
                       QStringList{QStringLiteral("child"), arguments.first(), folder()} + arguments.mid(1));
        return process;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void programsLoseNothingOverRotations() {
        std::vector<std::unique_ptr<QProcess>> programs;
        for (int i = 0; i < kPrograms; ++i)
            programs.push_back(child({QStringLiteral("many"), QString::number(i)}));
        for (const auto &program : programs) {
            QVERIFY(program->waitForStarted(kLongEnough));
            program->write("\n");
        }
        for (const auto &program : programs) {
            QVERIFY(program->waitForFinished(kLongEnough));
            QCOMPARE(program->exitStatus(), QProcess::NormalExit);
        }
        const qsizetype files = logNames(folder()).size();
        qInfo("%lld files", static_cast<long long>(files));
        QVERIFY(files > 50 && files < 100); // 4 × 1500 lines of 100 bytes in files of 10 kB
        static const QRegularExpression form(
            QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z info test: ([0-3]) +(\\d+) end$"));
        int next[kPrograms] = {};
        for (const QString &line : logLines(folder())) {
            const auto match = form.match(line);
            QVERIFY2(match.hasMatch(), qPrintable(line)); // whole
            QCOMPARE(match.captured(2).toInt(), next[match.captured(1).toInt()]++);
        }
        for (const int lines : next)
            QCOMPARE(lines, kLines);
    }

    void whatWasWrittenBeforeAKillIsThere() {
        for (int round = 0; round < 10; ++round) {
            init();
            const auto program = child({QStringLiteral("killed")});
            QVERIFY(program->waitForReadyRead(kLongEnough));
            QTest::qSleep(20 * round);
            ::kill(pid_t(program->processId()), SIGKILL);
            QVERIFY(program->waitForFinished(kLongEnough));
            const QList<QByteArray> said = program->readAllStandardOutput().trimmed().split('\n');
            const int acknowledged = said.last().toInt();
            QVERIFY(acknowledged >= 9);
            // The system may end a write at any page, so the last line may be a half one; here it always is.
            QFile file(folder() + QStringLiteral("/studio.log"));
            const QByteArray bytes = wholeLog(folder());
            QVERIFY(file.resize(bytes.lastIndexOf('\n', bytes.lastIndexOf('\n') - 1) + 20));
            {
                Log next(folder().toStdString(), childLimits(5 << 20), Scrubber(QStringList()));
                next.write(Level::Info, kSubject, QStringLiteral("the next program"));
                QVERIFY(next.flush());
            }
            QStringList texts = logTexts(folder());
            QCOMPARE(texts.takeLast(), QStringLiteral("test: the next program"));
            texts.removeLast(); // the half one
            QVERIFY2(texts.size() >= acknowledged, qPrintable(QString::number(texts.size())));
            for (qsizetype i = 0; i < texts.size(); ++i)
                QCOMPARE(texts[i], QStringLiteral("test: line %1").arg(i));
        }
    }

    void nobodyNeedsToFlushBeforeAKill() {
        const auto program = child({QStringLiteral("quiet")});
        QTRY_VERIFY_WITH_TIMEOUT(wholeLog(folder()).contains("the last words\n"), kLongEnough);
        ::kill(pid_t(program->processId()), SIGKILL);
        QVERIFY(program->waitForFinished(kLongEnough));
        QVERIFY(wholeLog(folder()).contains("the last words\n"));
    }

    void aFatalMessageIsTheLastLine() {
        const auto program = child({QStringLiteral("fatal")});
        QVERIFY(program->waitForFinished(kLongEnough));
        QCOMPARE(program->exitStatus(), QProcess::CrashExit);
        const QStringList texts = logTexts(folder());
        QCOMPARE(texts.size(), 101);
        QCOMPARE(texts.last(), QStringLiteral("program: the end of it"));
        const QByteArray heard = program->readAllStandardError();
        QVERIFY(heard.contains("warning 99") && heard.contains("the end of it"));
    }

    void aFullDiskIsSaidOnceAndTheLogGoesOn_data() {
        QTest::addColumn<int>("writes"); // that the disk has room for
        for (int writes = 0; writes < 6; ++writes)
            QTest::addRow("%d", writes) << writes;
    }

    void aFullDiskIsSaidOnceAndTheLogGoesOn() {
        QFETCH(int, writes);
        const auto program = child({QStringLiteral("disk")}, diskWithRoomFor(writes, folder()));
        QVERIFY(program->waitForFinished(kLongEnough));
        QCOMPARE(program->exitStatus(), QProcess::NormalExit);
        QCOMPARE(program->readAllStandardOutput().trimmed(), QByteArray("problem\nroom\nresumed"));
        const QStringList texts = logTexts(folder());
        QCOMPARE(texts.size(), 6);
        for (int i = 0; i < 6; ++i)
            QCOMPARE(texts[i], QStringLiteral("test: line %1").arg(i));
    }

    void aDiskThatMayNotBeWrittenToIsSaidOnce() {
        const auto program =
            child({QStringLiteral("disk")}, faultyDisk(m_folder->path(), QStringLiteral("READ_ONLY=1")));
        QVERIFY(program->waitForFinished(kLongEnough));
        QCOMPARE(program->exitStatus(), QProcess::NormalExit);
        QCOMPARE(program->readAllStandardOutput().trimmed(), QByteArray("problem\nroom"));
        QCOMPARE(program->readAllStandardError(), QByteArray());
        QVERIFY(!QFileInfo::exists(folder()));
    }
};

int main(int argc, char **argv) {
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runAsChild(arguments.mid(2));
    TestLogProcesses test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_log_processes.moc"
