// What a person typed is there after whatever happened to the program. The programs that are killed here are real ones:
// this file, started again with "--type FOLDER", types words as fast as it is let and says which are stored.
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <memory>

#include <unistd.h>

#include "app/script/recovery.h"
#include "app/script/script_document.h"
#include "app/script/script_file.h"
#include "app/script/script_format.h"
#include "app/storage/file_thread.h"
#include "tests/patience.h"

using namespace app::script;
using namespace std::chrono_literals;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

// A Studio without its window.
struct Studio {
    explicit Studio(const QString &folder, std::chrono::milliseconds interval = 20ms)
        : file(document, files), recovery(document, file, files, folder, interval) {}

    Found start() {
        QSignalSpy spy(&recovery, &Recovery::found);
        recovery.start();
        return spy.wait(kLongEnough) ? spy[0][0].value<Found>() : Found{{}, {}, {app::Problem{}}};
    }
    bool waitUntilStored() {
        QSignalSpy stored(&recovery, &Recovery::stored);
        const quint64 wanted = document.revision();
        while (stored.wait(kLongEnough)) {
            if (stored.last()[0].toULongLong() == wanted)
                return true;
        }
        return false;
    }

    app::storage::FileThread files;
    ScriptDocument document;
    ScriptFile file;
    Recovery recovery;
};

// A file where the folder should be: nothing can be stored.
struct Wall : QFile {
    explicit Wall(const QString &folder) : QFile(folder) {
        QVERIFY(QFileInfo(folder).dir().mkpath(s(".")));
        QVERIFY(open(QIODevice::WriteOnly));
    }
};

int typeUntilKilled(int argc, char **argv, const QString &folder) {
    const QCoreApplication application(argc, argv);
    Studio studio(folder, 1ms);
    QHash<quint64, int> numbers;
    int number = 0;
    QObject::connect(&studio.recovery, &Recovery::stored, &studio.recovery, [&](quint64 revision) {
        std::printf("%d\n", numbers.value(revision));
        std::fflush(stdout);
    });
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        ++number;
        if (number % 5 == 0)
            studio.document.paste({0, 0}, s("a line\n"));
        if (number % 7 == 0)
            studio.document.undo();
        studio.document.type(0, s("word %1").arg(number));
        numbers.insert(studio.document.revision(), number);
    });
    timer.start(1);
    return QCoreApplication::exec();
}

QStringList everythingIn(const QString &folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

} // namespace

class TestRecovery : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString folder() const { return m_folder->filePath(s("data/recovery")); }

    // Leaves what a Studio leaves that is killed: its files, without its locks.
    void leaveBehind(const QString &text, bool closed = false, bool modified = true, const QString &path = {}) {
        static int number = 0;
        const QString slot = folder() + s("/00000000-0000-4000-8000-%1").arg(++number, 12, 10, QChar(u'0'));
        QVERIFY(QDir().mkpath(slot));
        Script script = newScript();
        script.lines[0].text = text;
        QFile out(slot + s("/session.json"));
        QVERIFY(out.open(QIODevice::WriteOnly));
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + number * 1000, Qt::UTC);
        out.write(toJson({{script, path, modified, {0, 3}, {}}, closed, time}));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anEmptyStartLeavesNothing() {
        {
            Studio studio(folder());
            const Found found = studio.start();
            QVERIFY(!found.last && found.lost.isEmpty() && found.problems.isEmpty());
            studio.document.type(0, s("x"));
            QVERIFY(studio.waitUntilStored());
            QCOMPARE(everythingIn(folder()).size(), 1);
            studio.document.undo();
        }
        QVERIFY(everythingIn(folder()).isEmpty());
    }

    void theSessionGoesOnWhereItWas() {
        const QString path = m_folder->filePath(s("play.ishowtts"));
        Script script;
        {
            Studio studio(folder());
            studio.document.paste({0, 0}, s("one\ntwo\nthree"));
            QSignalSpy saved(&studio.file, &ScriptFile::saved);
            studio.file.saveAs(path);
            QVERIFY(saved.wait(kLongEnough));
            studio.document.type(1, s("changed"));
            studio.recovery.setCursor({1, 4});
            script = studio.document.script();
        }
        Studio studio(folder());
        const Found found = studio.start();
        QVERIFY(found.last && found.lost.isEmpty());
        QVERIFY(studio.document.script() != script);
        QCOMPARE(studio.recovery.adopt(found.last->key), std::optional<Place>({1, 4}));
        QVERIFY(studio.document.script() == script);
        QVERIFY(studio.document.isModified());
        QCOMPARE(studio.document.path(), path);
        QSignalSpy saved(&studio.file, &ScriptFile::saved);
        QVERIFY(studio.file.save());
        QVERIFY2(saved.wait(kLongEnough), "the file is still the one that was opened");
        QVERIFY(!studio.recovery.adopt(s("unknown")));
    }

    void anOpenFileThatChangedBetweenTwoStartsIsSaid() {
        const QString path = m_folder->filePath(s("play.ishowtts"));
        {
            Studio studio(folder());
            studio.document.type(0, s("mine"));
            QSignalSpy saved(&studio.file, &ScriptFile::saved);
            studio.file.saveAs(path);
            QVERIFY(saved.wait(kLongEnough));
        }
        QFile other(path);
        QVERIFY(other.open(QIODevice::Append));
        other.write("\n");
        other.close();
        Studio studio(folder());
        QSignalSpy outside(&studio.file, &ScriptFile::changedOutside);
        const Found found = studio.start();
        QVERIFY(found.last);
        studio.recovery.adopt(found.last->key);
        QVERIFY(outside.wait(kLongEnough));
    }

    void aSecondAfterTheChangeAndNotLater() {
        Studio studio(folder(), 1s);
        QSignalSpy stored(&studio.recovery, &Recovery::stored);
        QElapsedTimer timer;
        timer.start();
        while (stored.isEmpty() && timer.elapsed() < kLongEnough) { // somebody types without a pause
            studio.document.type(0, studio.document.line(0).text + u'x');
            QTest::qWait(50);
        }
        QVERIFY2(!stored.isEmpty(), "it waits for a pause");
        QVERIFY2(timer.elapsed() >= 900, qPrintable(QString::number(timer.elapsed())));
    }

    void whatWasLostIsOfferedNewestFirst() {
        leaveBehind(s("older crash"));
        leaveBehind(s("closed, nothing unsaved"), true, false, s("/a.ishowtts"));
        leaveBehind(s("closed with unsaved work"), true, true);
        leaveBehind(s("crash without unsaved work"), false, false, s("/b.ishowtts"));
        leaveBehind(s("newest crash"));
        const QString slot = folder() + u'/' + everythingIn(folder()).first();
        QFile part(slot + s("/.ishowtts-12345-0.part")); // of a write that was cut off
        QVERIFY(part.open(QIODevice::WriteOnly));
        {
            Studio studio(folder());
            const Found found = studio.start();
            QVERIFY(!found.last);
            QStringList lost;
            for (const Recovered &each : found.lost)
                lost << each.session.script.lines[0].text;
            QCOMPARE(lost, (QStringList{s("newest crash"), s("closed with unsaved work"), s("older crash")}));
            QVERIFY(!part.exists());
            studio.recovery.discard(found.lost[1].key);
            studio.recovery.adopt(found.lost[0].key);
            QCOMPARE(studio.document.line(0).text, s("newest crash"));
            QVERIFY(studio.waitUntilStored());
        }
        Studio studio(folder()); // the one that was adopted is the last session now, the other one still waits
        const Found found = studio.start();
        QVERIFY(found.last);
        QCOMPARE(found.last->session.script.lines[0].text, s("newest crash"));
        QCOMPARE(found.lost.size(), 1);
        QCOMPARE(found.lost[0].session.script.lines[0].text, s("older crash"));
        QCOMPARE(found.lost[0].session.cursor, (Place{0, 3}));
    }

    void whatIsPutAwayWaitsUntilSomebodyDecides() {
        {
            Studio studio(folder());
            studio.start();
            studio.document.type(0, s("put away"));
            const Recovered one = studio.recovery.setAside(studio.recovery.present());
            studio.document.type(0, s("put away too"));
            const Recovered two = studio.recovery.setAside(studio.recovery.present());
            studio.document.type(0, s("unwanted"));
            studio.recovery.discard(studio.recovery.setAside(studio.recovery.present()).key);
            QVERIFY(studio.recovery.adopt(two.key)); // at once
            QCOMPARE(studio.document.script().lines[0].text, s("put away too"));
            QVERIFY(studio.document.isModified());
            QVERIFY(studio.recovery.adopt(one.key));
            studio.recovery.setAside(studio.recovery.present());
            studio.document.type(0, s("open at the end"));
        }
        Studio next(folder());
        const Found found = next.start();
        QVERIFY(found.problems.isEmpty());
        QVERIFY(found.last); // the open one, although another was put away
        QCOMPARE(found.last->session.script.lines[0].text, s("open at the end"));
        QCOMPARE(found.lost.size(), 1);
        QVERIFY(found.lost[0].putAway);
        QCOMPARE(found.lost[0].session.script.lines[0].text, s("put away"));
    }

    void whatIsPutAwayIsNotTheLastSession() {
        leaveBehind(s("open"), true);
        {
            Studio studio(folder());
            studio.document.type(0, s("put away"));
            studio.recovery.setAside(studio.recovery.present());
            studio.document.undo();
        }
        Studio next(folder());
        const Found found = next.start();
        QVERIFY(found.last);
        QCOMPARE(found.last->session.script.lines[0].text, s("open"));
        QCOMPARE(found.lost.size(), 1);
    }

    void whatIsPutAwayOnAFullDiskIsKeptLater() {
        {
            Studio studio(folder());
            Wall wall(folder());
            QSignalSpy failed(&studio.recovery, &Recovery::failed);
            studio.document.type(0, s("put away"));
            studio.recovery.setAside(studio.recovery.present());
            QVERIFY(failed.wait(kLongEnough));
            wall.remove();
            studio.document.type(0, s("open"));
        }
        Studio next(folder());
        QCOMPARE(next.start().lost.size(), 1);
    }

    void twoStudiosNeverTakeEachOthers() {
        leaveBehind(s("crash"));
        Studio one(folder());
        const Found first = one.start();
        QCOMPARE(first.lost.size(), 1);
        one.document.type(0, s("living"));
        QVERIFY(one.waitUntilStored());
        Studio two(folder());
        const Found second = two.start();
        QVERIFY2(!second.last && second.lost.isEmpty(), "it took what belongs to a Studio that lives");
        one.recovery.close();
        Studio three(folder());
        QVERIFY(three.start().lost.size() + 1 == 2); // the crash, given back
    }

    void damagedSessionsAreKeptAndSaid() {
        leaveBehind(s("good"));
        leaveBehind(s("bad"));
        leaveBehind(s("from the future"));
        const QStringList slots_ = everythingIn(folder());
        QFile bad(folder() + u'/' + slots_[1] + s("/session.json"));
        QVERIFY(bad.resize(60));
        QFile newer(folder() + u'/' + slots_[2] + s("/session.json"));
        QVERIFY(newer.open(QIODevice::ReadWrite));
        const QByteArray future = newer.readAll().replace("\"version\":1}\n", "\"version\":2}\n");
        newer.seek(0);
        newer.write(future);
        newer.close();

        Studio studio(folder());
        const Found found = studio.start();
        QCOMPARE(found.lost.size(), 1);
        QCOMPARE(found.lost[0].session.script.lines[0].text, s("good"));
        QCOMPARE(found.problems.size(), 2);
        QVERIFY(QFile::exists(folder() + u'/' + slots_[1] + s(".broken")));
        QVERIFY(QFile::exists(newer.fileName())); // the newer Studio finds it
    }

    void whatCannotBeStoredIsSaidOnce() {
        Studio studio(folder());
        Wall wall(folder());
        QSignalSpy failed(&studio.recovery, &Recovery::failed);
        studio.document.type(0, s("x"));
        QVERIFY(failed.wait(kLongEnough));
        QVERIFY(!failed[0][0].value<app::Problem>().remedy.isEmpty());
        studio.document.type(0, s("xy"));
        QTest::qWait(100);
        QCOMPARE(failed.count(), 1);
        wall.remove();
        QVERIFY2(studio.waitUntilStored(), "it does not try again");
    }

    void nothingStoredIsLostByKill9() {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        int stored = 0;
        for (int round = 0; round < 10; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {s("--type"), folder()});
            QVERIFY(child.waitForReadyRead(kLongEnough)); // its first word is stored
            QTest::qSleep(random.bounded(60));
            {
                Studio other(folder()); // starts beside it
                const Found found = other.start();
                QVERIFY2(!found.last && found.lost.isEmpty(), "took the session of a program that lives");
            }
            child.kill();
            QVERIFY(child.waitForFinished(kLongEnough));
            const QList<QByteArray> lines = child.readAllStandardOutput().split('\n');
            QVERIFY(lines.size() >= 2);
            const int acknowledged = lines[lines.size() - 2].toInt(); // the last whole one
            stored += int(lines.size()) - 1;

            Studio next(folder());
            const Found found = next.start();
            QVERIFY2(found.problems.isEmpty(), qPrintable(found.problems.value(0).detail));
            QCOMPARE(found.lost.size(), 1);
            const QString typed = found.lost[0].session.script.lines[0].text;
            QVERIFY2(typed.section(u' ', -1).toInt() >= acknowledged,
                     qPrintable(s("“%1” after %2 was stored").arg(typed).arg(acknowledged)));
            next.recovery.discard(found.lost[0].key);
            next.files.flush();
            QVERIFY2(everythingIn(folder()).isEmpty(), qPrintable(everythingIn(folder()).join(u' ')));
        }
        qInfo("10 programs killed after %d acknowledged words", stored);
    }
};

int main(int argc, char **argv) {
    if (argc == 3 && qstrcmp(argv[1], "--type") == 0)
        return typeUntilKilled(argc, argv, QFile::decodeName(argv[2]));
    QCoreApplication application(argc, argv);
    TestRecovery test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_recovery.moc"
