// A restore that is killed with SIGKILL at a random moment, and so is the program that goes on with it: what is there
// is wholly one state or wholly the other, and nothing is left over. --kills N (20), --seed N.
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <random>
#include <vector>

#include "app/backup/backup_writer.h"
#include "app/backup/restore.h"
#include "app/storage/storage_error.h"
#include "tests/app/backup/data_of_tests.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/app/storage/killing.h"

using namespace app::backup;
using namespace std::chrono_literals;

namespace {

Kills kills{20};

// A ZIP, or what was there before.
int restoreOnce(const QStringList &arguments) {
    const PersonsFolders person(arguments[3]);
    try {
        const auto turn = lockRestore(person.places(), 0ms);
        decide(person.places(), arguments.size() > 4 ? Restore(arguments[4].toStdString()).prepare(person.places())
                                                     : previousStates(person.places()).at(0).plan);
        carryOut(person.places(), 0ms);
        std::printf("done\n");
    } catch (const app::storage::Error &error) {
        std::printf("problem %s\n", qPrintable(error.problem().what));
    } catch (const engine::Error &error) {
        std::printf("problem %s\n", error.what());
    }
    return 0;
}

// child restore ROOT ZIP…: restores again and again, saying "begin" and "done"; child once ROOT [ZIP]: the same once,
// or the way back, and says what came of it; child enter ROOT: starts as programs do.
int runChild(const QStringList &arguments) {
    if (arguments[2] == u"once")
        return restoreOnce(arguments);
    const PersonsFolders person(arguments[3]);
    try {
        const Entrance entrance = enter(person.places());
        if (entrance.problem)
            std::printf("problem %s\n", qPrintable(entrance.problem->what));
    } catch (const std::exception &error) {
        std::printf("problem %s\n", error.what());
    }
    for (qsizetype i = 4; arguments[2] == u"restore"; i = i + 1 == arguments.size() ? 4 : i + 1) {
        std::printf("begin\n");
        std::fflush(stdout);
        const auto turn = lockRestore(person.places(), 0ms);
        decide(person.places(), Restore(arguments[i].toStdString()).prepare(person.places()));
        carryOut(person.places(), 0ms);
        std::printf("done\n");
        std::fflush(stdout);
    }
    return 0;
}

} // namespace

class TestKilledRestore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_root;
    std::minstd_rand m_random{kills.seed};

    double dice() { return std::uniform_real_distribution<double>(0, 1)(m_random); }

    // At its killAt-th renaming or removal in the person's folders; 0: not at all.
    QString runKilledAt(const QStringList &arguments, int killAt) {
        QProcess child;
        child.setEnvironment(QProcess::systemEnvironment() +
                             faultyDisk(arguments[1], QStringLiteral("KILL_AT=%1").arg(killAt)));
        child.start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("child")} + arguments);
        return child.waitForFinished(60'000) ? QString::fromUtf8(child.readAll()) : QStringLiteral("problem: hangs");
    }

    // What was kept lies there as it lay in the person's folders.
    static QMap<QString, QByteArray> keptIn(const PreviousState &state) {
        return PersonsFolders(QString::fromStdString(state.folder.string())).all();
    }

private Q_SLOTS:
    void wholeBeforeOrWholeAfter() {
        m_root = m_folder.filePath(QStringLiteral("person"));
        const PersonsFolders person(m_root);
        QMap<QString, QByteArray> states[2];
        QStringList zips;
        for (const char *mark : {"first", "second"}) {
            const PersonsFolders from(m_folder.filePath(QLatin1String(mark)));
            from.fill(QLatin1String(mark), 2);
            zips << m_folder.filePath(QLatin1String(mark) + QStringLiteral(".zip"));
            writeBackup(from.places(), zips.last().toStdString(), {.models = true});
            states[zips.size() - 1] = from.all();
        }
        person.fill(QStringLiteral("first"), 2);
        QCOMPARE(differencesOf(states[0], person.all()), QStringList());

        QElapsedTimer timer; // how long one takes here
        timer.start();
        {
            const auto turn = lockRestore(person.places(), 0ms);
            decide(person.places(), Restore(zips[0].toStdString()).prepare(person.places()));
            QVERIFY(carryOut(person.places(), 0ms));
        }
        double oneMs = double(timer.nsecsElapsed()) / 1e6;

        int cut = 0;
        int finished = 0;
        int seen[2]{};
        for (int kill = 0; kill < kills.number || (cut == 0 && kill < 100); ++kill) {
            const QString which = QStringLiteral("kill %1 of seed %2").arg(kill).arg(kills.seed);
            if (dice() < 0.5)
                zips.swapItemsAt(0, 1);
            QByteArray said =
                runAndKill({QStringList{QStringLiteral("restore"), m_root} + zips}, 1 + kill % 2, dice() * 1.2 * oneMs);
            const auto cutNow = said.count("begin") - said.count("done");
            cut += cutNow;
            oneMs *= cutNow > 0 ? 1 : 0.9; // too late: the machine was busier when it was measured
            if (isDecided(person.places())) {
                ++finished;
                for (int again = 0; again < 2 && dice() < 0.5; ++again) // and who finishes it is killed, too
                    said += runAndKill({QStringLiteral("enter"), m_root}, 0, dice() * oneMs);
            }
            said += runAndKill({QStringLiteral("enter"), m_root}, 0, 60'000);
            QVERIFY2(!said.contains("problem"), qPrintable(which + u' ' + QString::fromUtf8(said)));
            QVERIFY2(!isDecided(person.places()), qPrintable(which));
            const auto now = person.all();
            const QStringList fromFirst = differencesOf(states[0], now);
            const QStringList fromSecond = differencesOf(states[1], now);
            QVERIFY2(fromFirst.isEmpty() || fromSecond.isEmpty(),
                     qPrintable(which + QStringLiteral(": neither one nor the other: ") + fromFirst.join(u' ') +
                                QStringLiteral(" | ") + fromSecond.join(u' ')));
            ++seen[fromFirst.isEmpty() ? 0 : 1];
            for (const PreviousState &state : previousStates(person.places())) { // whole, too
                const auto kept = keptIn(state);
                QVERIFY2(differencesOf(states[0], kept).isEmpty() || differencesOf(states[1], kept).isEmpty(),
                         qPrintable(which));
            }
            for (const PreviousState &state : previousStates(person.places()))
                std::filesystem::remove_all(state.folder);
            QStringList strange = QDir(person.dataFile({})).entryList({QStringLiteral("before-*")}, QDir::Dirs);
            QVERIFY2(strange.isEmpty(), qPrintable(which + strange.join(u' ')));
        }
        {
            const auto turn = lockRestore(person.places(), 0ms);
            clearStaging(person.places());
        }
        QVERIFY2(cut > 0, "none was cut off");
        QVERIFY2(kills.number < 20 || (seen[0] > 0 && seen[1] > 0), "it never changed");
        qInfo("%d kills: %d restores cut off, %d of them finished by the next start; %.0f ms each", kills.number, cut,
              finished, oneMs);
    }

    // At every renaming and removal of one, and again when the next program goes on with it.
    void killedAtEachStep() {
        const PersonsFolders person(m_folder.filePath(QStringLiteral("stepped")));
        person.fill(QStringLiteral("first"), 2);
        QMap<QString, QByteArray> states[2];
        states[0] = PersonsFolders(m_folder.filePath(QStringLiteral("first"))).all();
        states[1] = PersonsFolders(m_folder.filePath(QStringLiteral("second"))).all();
        const QString root = m_folder.filePath(QStringLiteral("stepped"));
        int step = 0;
        int wanted = 1;
        bool done = false;
        while (!done && ++step < 200) {
            const QString zip =
                m_folder.filePath(wanted == 0 ? QStringLiteral("first.zip") : QStringLiteral("second.zip"));
            QString said = runKilledAt({QStringLiteral("once"), root, zip}, step);
            done = said == u"done\n";
            const bool decided = isDecided(person.places());
            said += runKilledAt({QStringLiteral("enter"), root}, 1 + step % 7);
            said += runKilledAt({QStringLiteral("enter"), root}, 0);
            const QString which = QStringLiteral("step %1: %2").arg(step).arg(said);
            QVERIFY2(!said.contains(u"problem"), qPrintable(which));
            const QStringList fromWanted = differencesOf(states[wanted], person.all());
            const QStringList fromOther = differencesOf(states[1 - wanted], person.all());
            QVERIFY2(done || decided ? fromWanted.isEmpty() : fromWanted.isEmpty() || fromOther.isEmpty(),
                     qPrintable(which + fromWanted.join(u' ')));
            const auto before = previousStates(person.places());
            QVERIFY2(before.size() == (fromWanted.isEmpty() ? 1 : 0), qPrintable(which));
            for (const PreviousState &state : before) {
                const QStringList lost = differencesOf(states[1 - wanted], keptIn(state));
                QVERIFY2(lost.isEmpty(), qPrintable(which + lost.join(u' ')));
                std::filesystem::remove_all(state.folder);
            }
            wanted = fromWanted.isEmpty() ? 1 - wanted : wanted;
        }
        QVERIFY(step > 20 && step < 200);
        qInfo("%d steps", step - 1);
    }

    // The way back, killed the same way: what is there and what is kept are the two states, each of them once.
    void theWayBackKilledAtEachStep() {
        const PersonsFolders person(m_folder.filePath(QStringLiteral("back")));
        person.fill(QStringLiteral("before"), 2);
        const auto before = person.all();
        const auto restored = PersonsFolders(m_folder.filePath(QStringLiteral("first"))).all();
        const QString root = m_folder.filePath(QStringLiteral("back"));
        QCOMPARE(runKilledAt({QStringLiteral("once"), root, m_folder.filePath(QStringLiteral("first.zip"))}, 0),
                 QStringLiteral("done\n"));
        int step = 0;
        int changes = 0;
        bool done = false;
        bool isBack = false;
        while (!done && ++step < 200) {
            QString said = runKilledAt({QStringLiteral("once"), root}, step);
            done = said == u"done\n";
            said += runKilledAt({QStringLiteral("enter"), root}, 1 + step % 5);
            said += runKilledAt({QStringLiteral("enter"), root}, 0);
            const QString which = QStringLiteral("step %1: %2").arg(step).arg(said);
            QVERIFY2(!said.contains(u"problem"), qPrintable(which));
            const bool nowBack = differencesOf(before, person.all()).isEmpty();
            const auto kept = previousStates(person.places());
            QVERIFY2(nowBack || differencesOf(restored, person.all()).isEmpty(), qPrintable(which));
            QVERIFY2(kept.size() == 1, qPrintable(which));
            const QStringList lost = differencesOf(nowBack ? restored : before, keptIn(kept.front()));
            QVERIFY2(lost.isEmpty(), qPrintable(which + lost.join(u' ')));
            changes += nowBack != isBack;
            isBack = nowBack;
        }
        QVERIFY(step > 15 && step < 200 && changes > 5);
        qInfo("%d steps", step - 1);
    }

    // Full from the k-th write on: all as before and said, or all as in the backup.
    void fullDiskAnywhere() {
        const PersonsFolders first(m_folder.filePath(QStringLiteral("first")));
        const PersonsFolders person(m_folder.filePath(QStringLiteral("other")));
        person.fill(QStringLiteral("other"), 2);
        const auto before = person.all();
        const QString zip = m_folder.filePath(QStringLiteral("first.zip"));
        bool done = false;
        for (int writes = 0; !done; writes += 2) {
            QProcess child;
            child.setEnvironment(QProcess::systemEnvironment() +
                                 diskWithRoomFor(writes, m_folder.filePath(QStringLiteral("other"))));
            child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("child"), QStringLiteral("once"),
                                                                  m_folder.filePath(QStringLiteral("other")), zip});
            QVERIFY(child.waitForFinished(60'000));
            const QString said = QString::fromUtf8(child.readAll());
            done = said == u"done\n";
            const QString which = QStringLiteral("after %1 writes: %2").arg(writes).arg(said);
            QVERIFY2(done || said.contains(u"disk is full") || said.contains(u"no room"), qPrintable(which));
            const Entrance entrance = enter(person.places());
            QVERIFY2(!entrance.problem && !entrance.restored, qPrintable(which));
            const QStringList changed = differencesOf(done ? first.all() : before, person.all());
            QVERIFY2(changed.isEmpty(), qPrintable(which + changed.join(u' ')));
            QVERIFY2(writes < 400, "it never fits");
            QVERIFY2(done || previousStates(person.places()).empty(), qPrintable(which));
        }
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runChild(arguments);
    return runWithKills<TestKilledRestore>(kills, argc, argv);
}

#include "tst_killed_restore.moc"
