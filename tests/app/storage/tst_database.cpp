// The library file with real SQLite: transactions, several programs at once (this program as its own child), versions,
// damage, disks that may not be written to.
#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

#include "app/storage/database.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/app/storage/waiting.h"
#include "tests/patience.h"
#include "tests/small_files.h"

using namespace std::chrono_literals;
using app::Problem;
using app::storage::Answer;
using app::storage::Connection;
using app::storage::Database;
using app::storage::Done;
using app::storage::Error;
using app::storage::Schema;
using app::storage::Trouble;

namespace {

constexpr qint32 kId = 0x54455354;

Schema words(int version) {
    const std::vector<QStringList> steps{
        {QStringLiteral("CREATE TABLE word (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL) STRICT")},
        {QStringLiteral("ALTER TABLE word ADD COLUMN length INTEGER NOT NULL DEFAULT 0"),
         QStringLiteral("UPDATE word SET length = length(text)"),
         QStringLiteral("INSERT INTO word (text) VALUES ('brought forward')")},
        {QStringLiteral("CREATE INDEX word_by_text ON word(text)"), QStringLiteral("this is no SQL")},
    };
    return {kId, {steps.begin(), steps.begin() + version}};
}

Answer<Done> add(Database &database, const QString &text) {
    return waitFor<Done>([&](auto *context, auto done) {
        database.write<Done>(
            context,
            [text](Connection &connection) {
                connection.prepare(QStringLiteral("INSERT INTO word (text) VALUES (?)")).bind(text).run();
                return Done();
            },
            done);
    });
}

Answer<qint64> number(Database &database, const QString &sql) {
    return waitFor<qint64>([&](auto *context, auto done) {
        database.ask<qint64>(
            context, [sql](Connection &connection) { return connection.integer(sql); }, done);
    });
}

qint64 count(Database &database) {
    return number(database, QStringLiteral("SELECT count(*) FROM word")).value.value_or(-1);
}

void overwrite(const QString &name, qint64 at, const QByteArray &bytes) {
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(at));
    QCOMPARE(file.write(bytes), bytes.size());
}

// A closed file with `rows` words, long enough for several pages.
void makeFile(const QString &name, int version, int rows = 300) {
    Database database(name, words(version));
    const auto made = waitFor<Done>([&](auto *context, auto done) {
        database.write<Done>(
            context,
            [rows](Connection &connection) {
                for (int i = 0; i < rows; ++i)
                    connection.prepare(QStringLiteral("INSERT INTO word (text) VALUES (?)"))
                        .bind(QStringLiteral("word %1 ").arg(i).repeated(10))
                        .run();
                return Done();
            },
            done);
    });
    QVERIFY2(made, qPrintable(made.problem.detail));
}

// This program again: "child add FILE COUNT TEXT", "child open FILE VERSION", "child hold FILE".
std::unique_ptr<QProcess> child(const QStringList &arguments, const QStringList &environment = {}) {
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->setEnvironment(QProcess::systemEnvironment() + environment);
    process->start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("child")} + arguments);
    return process;
}

// What it printed, when it has ended by itself without an error.
QString outputOf(QProcess &process) {
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(60000))
        return QStringLiteral("it hangs");
    if (process.exitStatus() != QProcess::NormalExit)
        return QStringLiteral("it crashed");
    return QString::fromUtf8(process.readAllStandardOutput());
}

void print(const QString &line) {
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

int runAsChild(const QStringList &arguments) {
    const QString what = arguments.value(0);
    const QString file = arguments.value(1);
    if (what == u"add") {
        Database database(file, words(1));
        for (int i = 0; i < arguments.value(2).toInt(); ++i) {
            if (const auto added = add(database, arguments.value(3)); !added)
                print(added.problem.what + u' ' + added.problem.detail);
        }
        return 0;
    }
    if (what == u"open")
        (void)std::getchar(); // the word to go: so that several do it at once
    Database database(file, words(arguments.value(2).toInt()));
    const auto rows = number(database, QStringLiteral("SELECT count(*) FROM word"));
    print(rows ? QString::number(*rows.value) : rows.problem.what + u'\n' + rows.problem.remedy);
    if (what == u"hold")
        std::this_thread::sleep_for(60s); // killed before
    return rows ? 0 : 1;
}

} // namespace

class TestDatabase : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("new folder/words.sqlite"));
    }

    void whatIsAnsweredIsOnTheDisk() {
        Database database(m_file, words(1));
        QVERIFY(add(database, QStringLiteral("Grüße, 你好")));
        Database other(m_file, words(1)); // stands for another program
        const auto text = waitFor<QString>([&](auto *context, auto done) {
            other.ask<QString>(
                context,
                [](Connection &connection) { return connection.text(QStringLiteral("SELECT text FROM word")); }, done);
        });
        QCOMPARE(*text.value, QStringLiteral("Grüße, 你好"));
        QCOMPARE(*number(database, QStringLiteral("PRAGMA synchronous")).value, qint64(2)); // FULL
        QCOMPARE(*number(database, QStringLiteral("PRAGMA foreign_keys")).value, qint64(1));
        QVERIFY(QFile::exists(m_file + QStringLiteral("-wal")));
    }

    void aFailureUndoesAllOfIt_data() {
        QTest::addColumn<bool>("ofStorage");
        QTest::newRow("an error of storage") << true;
        QTest::newRow("any exception") << false;
    }

    void aFailureUndoesAllOfIt() {
        QFETCH(bool, ofStorage);
        Database database(m_file, words(1));
        QVERIFY(add(database, QStringLiteral("first")));
        const auto failed = waitFor<Done>([&](auto *context, auto done) {
            database.write<Done>(
                context,
                [ofStorage](Connection &connection) -> Done {
                    connection.run(QStringLiteral("DELETE FROM word"));
                    if (ofStorage)
                        connection.run(QStringLiteral("INSERT INTO word (text) VALUES (NULL)"));
                    throw std::runtime_error("a fault");
                },
                done);
        });
        QVERIFY(!failed);
        QVERIFY(!failed.problem.what.isEmpty());
        QVERIFY(!failed.problem.remedy.isEmpty());
        QVERIFY2(failed.problem.detail.contains(ofStorage ? QStringLiteral("NOT NULL") : QStringLiteral("a fault")),
                 qPrintable(failed.problem.detail));
        QCOMPARE(count(database), qint64(1));
        QVERIFY(add(database, QStringLiteral("second")));
    }

    void answersToADestroyedReceiverAreDropped() {
        Database database(m_file, words(1));
        bool answered = false;
        {
            QObject receiver;
            database.ask<Done>(
                &receiver, [](Connection &) { return Done(); }, [&](const Answer<Done> &) { answered = true; });
        }
        QCOMPARE(count(database), qint64(0)); // a later answer has come
        QVERIFY(!answered);
    }

    void nobodyWaitsForASlowWrite() {
        Database database(m_file, words(1));
        QVERIFY(add(database, QStringLiteral("opened")));
        std::binary_semaphore ticked(0);
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] {
            if (++ticks == 10)
                ticked.release();
        });
        timer.start(10);
        bool done = false;
        bool nobodyWaited = false;
        database.write<Done>(
            this,
            [&](Connection &) { // it ends when the event loop has turned
                nobodyWaited = ticked.try_acquire_for(30s);
                return Done();
            },
            [&](const Answer<Done> &) { done = true; });
        QVERIFY(!done);
        QTRY_VERIFY(done);
        QVERIFY(nobodyWaited);
    }

    void whatWasAskedForIsDoneBeforeItCloses() {
        {
            Database database(m_file, words(1));
            for (int i = 0; i < 20; ++i)
                database.write<Done>(
                    this,
                    [](Connection &connection) {
                        std::this_thread::sleep_for(5ms);
                        connection.run(QStringLiteral("INSERT INTO word (text) VALUES ('late')"));
                        return Done();
                    },
                    [](const Answer<Done> &) {});
        }
        QVERIFY(!QFile::exists(m_file + QStringLiteral("-wal"))); // closed properly
        Database again(m_file, words(1));
        QCOMPARE(count(again), qint64(20));
    }

    void twoProgramsWriteAtOnce() {
        makeFile(m_file, 1, 0);
        std::vector<std::unique_ptr<QProcess>> children;
        for (int i = 0; i < 2; ++i)
            children.push_back(child({QStringLiteral("add"), m_file, QStringLiteral("100"), QStringLiteral("theirs")}));
        Database database(m_file, words(1));
        for (int i = 0; i < 100; ++i) {
            const auto added = add(database, QStringLiteral("ours"));
            QVERIFY2(added, qPrintable(added.problem.detail));
        }
        for (const auto &process : children) {
            QCOMPARE(outputOf(*process), QString());
        }
        QCOMPARE(count(database), qint64(300));
    }

    void anOlderFileIsCopiedAndBroughtForward() {
        makeFile(m_file, 1);
        {
            Database database(m_file, words(2));
            QCOMPARE(count(database), qint64(301));
            QCOMPARE(*number(database, QStringLiteral("SELECT length FROM word WHERE id = 1")).value, qint64(70));
            QVERIFY(add(database, QStringLiteral("new")));
        }
        Database copy(m_folder->filePath(QStringLiteral("new folder/words.version-1.sqlite")), words(1));
        QCOMPARE(count(copy), qint64(300));
    }

    void aStepThatFailsChangesNothing() {
        makeFile(m_file, 2);
        {
            Database database(m_file, words(3));
            const auto asked = number(database, QStringLiteral("SELECT count(*) FROM word"));
            QVERIFY(!asked);
            QVERIFY2(asked.problem.detail.contains(QStringLiteral("syntax error")), qPrintable(asked.problem.detail));
        }
        Database before(m_file, words(2));
        QCOMPARE(count(before), qint64(301));
        QCOMPARE(
            *number(before, QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = 'word_by_text'")).value,
            qint64(0));
    }

    void programsThatBringItForwardAtOnceWaitForEachOther() {
        makeFile(m_file, 1, 2000);
        Database older(m_file, words(1)); // so that none of them is alone with it
        QCOMPARE(count(older), qint64(2000));
        std::vector<std::unique_ptr<QProcess>> children;
        for (int i = 0; i < 4; ++i)
            children.push_back(child({QStringLiteral("open"), m_file, QStringLiteral("2")}));
        QTest::qWait(200);
        for (const auto &process : children) {
            process->write("\n");
            process->waitForBytesWritten();
        }
        for (const auto &process : children) {
            QCOMPARE(outputOf(*process), QStringLiteral("2001\n")); // the step was done once
        }
    }

    void aNewerFileIsLeftAlone() {
        makeFile(m_file, 2);
        const QByteArray before = bytesOf(m_file);
        {
            Database database(m_file, words(1));
            const auto refused = add(database, QStringLiteral("no"));
            QVERIFY(!refused);
            QCOMPARE(refused.trouble, Trouble::Newer);
            QVERIFY(refused.problem.what.contains(QStringLiteral("newer version")));
        }
        QCOMPARE(bytesOf(m_file), before);
    }

    void aProgramThatRunsNoticesThatTheFileWasBroughtForward() {
        Database old(m_file, words(1));
        QVERIFY(add(old, QStringLiteral("old")));
        Database newer(m_file, words(2));
        QCOMPARE(count(newer), qint64(2));
        QCOMPARE(add(old, QStringLiteral("no")).trouble, Trouble::Newer);
        QCOMPARE(number(old, QStringLiteral("SELECT 1")).trouble, Trouble::Newer);
        QCOMPARE(count(newer), qint64(2));
    }

    void aFileOfAnotherProgramIsLeftAlone() {
        makeFile(m_file, 1);
        const QByteArray before = bytesOf(m_file);
        {
            Database database(m_file, {kId + 1, words(1).steps});
            QCOMPARE(add(database, QStringLiteral("no")).trouble, Trouble::Foreign);
        }
        QCOMPARE(bytesOf(m_file), before);
    }

    void aDamagedFileIsPutAside_data() {
        QTest::addColumn<int>("at");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no database at all") << 0 << QByteArray("this is a letter to my aunt").repeated(40);
        QTest::newRow("a page in the middle") << 4096 * 4 << QByteArray(4096, '\x7f');
        QTest::newRow("the list of tables") << 100 << QByteArray(2000, '\x01');
    }

    void aDamagedFileIsPutAside() {
        QFETCH(int, at);
        QFETCH(QByteArray, bytes);
        makeFile(m_file, 1);
        overwrite(m_file, at, bytes);
        const QByteArray damaged = bytesOf(m_file);
        {
            Database database(m_file, words(1));
            QSignalSpy noticed(&database, &Database::noticed);
            QVERIFY(add(database, QStringLiteral("afresh")));
            QCOMPARE(count(database), qint64(1));
            QCOMPARE(noticed.count(), 1);
            const auto notice = noticed.first().first().value<Problem>();
            QVERIFY(notice.what.contains(QStringLiteral("damaged")));
            QVERIFY(notice.remedy.contains(QStringLiteral("words.sqlite.broken")));
        }
        QCOMPARE(bytesOf(m_file + QStringLiteral(".broken")), damaged);

        overwrite(m_file, 0, QByteArray(200, 'x')); // and once more: the first one stays
        Database database(m_file, words(1));
        QVERIFY(add(database, QStringLiteral("afresh")));
        QCOMPARE(bytesOf(m_file + QStringLiteral(".broken")), damaged);
        QVERIFY(QFile::exists(m_file + QStringLiteral(".2.broken")));
    }

    void aDamagedFileThatAnotherProgramUsesStays() {
        makeFile(m_file, 1);
        const auto other = child({QStringLiteral("hold"), m_file, QStringLiteral("1")});
        QVERIFY(other->waitForReadyRead(30000));
        QCOMPARE(other->readAllStandardOutput(), QByteArray("300\n"));
        overwrite(m_file, 4096 * 4, QByteArray(4096, '\x7f'));
        Database database(m_file, words(1));
        const auto refused = add(database, QStringLiteral("no"));
        QCOMPARE(refused.trouble, Trouble::Damaged);
        QVERIFY(refused.problem.what.contains(QStringLiteral("another program")));
        QVERIFY(!QFile::exists(m_file + QStringLiteral(".broken")));
        other->kill();
        QVERIFY(other->waitForFinished(kLongEnough));
        QVERIFY(add(database, QStringLiteral("afresh"))); // the same object, without a restart
        QVERIFY(QFile::exists(m_file + QStringLiteral(".broken")));
    }

    void aPlaceThatCannotBeWrittenIsSaid_data() {
        QTest::addColumn<bool>("exists");
        QTest::newRow("no library yet") << false;
        QTest::newRow("a library") << true;
    }

    void aPlaceThatCannotBeWrittenIsSaid() {
        QFETCH(bool, exists);
        if (exists)
            makeFile(m_file, 1);
        const QByteArray before = bytesOf(m_file);
        const auto process = child({QStringLiteral("open"), m_file, QStringLiteral("2")},
                                   faultyDisk(m_folder->path(), QStringLiteral("READ_ONLY=1")));
        process->write("\n");
        const QString said = outputOf(*process);
        QVERIFY2(said.contains(QStringLiteral("may not be written to")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("ISHOWTTS_DATA")), qPrintable(said));
        QCOMPARE(bytesOf(m_file), before);
    }

    void aFileInPlaceOfTheFolderIsSaidAndItWorksWhenItIsGone() {
        QFile inTheWay(m_folder->filePath(QStringLiteral("new folder")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        Database database(m_file, words(1));
        const auto refused = add(database, QStringLiteral("no"));
        QVERIFY2(refused.problem.what.contains(QStringLiteral("new folder' is no folder")),
                 qPrintable(refused.problem.what));
        QVERIFY(inTheWay.remove());
        QVERIFY(add(database, QStringLiteral("yes")));
        QCOMPARE(count(database), qint64(1));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runAsChild(arguments.mid(2));
    TestDatabase test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_database.moc"
