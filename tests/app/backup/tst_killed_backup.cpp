// A backup that is killed with SIGKILL at a random moment: the file has one backup, wholly, and what was left behind is
// gone when the next one is made. --kills N (20), --seed N.
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <random>

#include "app/backup/backup_writer.h"
#include "app/backup/restore.h"
#include "engine/error.h"
#include "tests/app/backup/data_of_tests.h"
#include "tests/app/storage/killing.h"

using namespace app::backup;

namespace {

Kills kills{20};

constexpr int kTakes[] = {2, 5}; // of the two persons, whose backups take turns under one name

void say(const char *word) {
    std::printf("%s\n", word);
    std::fflush(stdout);
}

// child once|again ZIP ROOT…: a backup of each root in turn, once or for ever.
int runChild(const QStringList &arguments) {
    const bool again = arguments[2] == u"again";
    for (qsizetype i = 4; i < arguments.size(); i = again && i + 1 == arguments.size() ? 4 : i + 1) {
        say("begin");
        try {
            writeBackup(PersonsFolders(arguments[i]).places(), arguments[3].toStdString(), {});
        } catch (const engine::Error &error) {
            std::printf("problem %s\n", error.what());
            return 1;
        }
        say("done");
    }
    return 0;
}

QStringList hiddenIn(const QString &folder) {
    return QDir(folder).entryList({QStringLiteral(".*")}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

} // namespace

class TestKilledBackup : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::minstd_rand m_random{kills.seed};

    double dice() { return std::uniform_real_distribution<double>(0, 1)(m_random); }

private Q_SLOTS:
    void wholeBeforeOrWholeAfter() {
        const QString shelf = m_folder.filePath(QStringLiteral("shelf"));
        QVERIFY(QDir().mkpath(shelf));
        const QString zip = shelf + QStringLiteral("/mine.zip");
        QStringList roots;
        for (const int takes : kTakes) {
            roots << m_folder.filePath(QStringLiteral("person%1").arg(takes));
            PersonsFolders(roots.last()).fill(QStringLiteral("person"), takes);
        }
        QElapsedTimer timer; // how long one takes here
        timer.start();
        writeBackup(PersonsFolders(roots[0]).places(), zip.toStdString(), {});
        double oneMs = double(timer.nsecsElapsed()) / 1e6;
        const QStringList hiddenBefore = hiddenIn(PersonsFolders(roots[0]).dataFile({}));

        int cut = 0;
        int leftBehind = 0;
        int seen[2]{};
        for (int kill = 0; kill < kills.number || (cut == 0 && kill < 100); ++kill) {
            const QString which = QStringLiteral("kill %1 of seed %2: ").arg(kill).arg(kills.seed);
            const QByteArray said =
                runAndKill(QStringList{QStringLiteral("again"), zip} + roots, 1 + kill % 3, dice() * 1.2 * oneMs);
            QVERIFY2(!said.contains("problem"), qPrintable(which + QString::fromUtf8(said)));
            const int cutNow = int(said.count("begin") - said.count("done"));
            cut += cutNow;
            oneMs *= cutNow > 0 ? 1 : 0.9; // too late: the machine was busier when it was measured
            leftBehind += !hiddenIn(shelf).isEmpty();
            try {
                const Restore restore(zip.toStdString());
                restore.check(); // every byte against its hash
                const qint64 takes = restore.manifest().sections.at("takes").count;
                QVERIFY2(takes == kTakes[0] || takes == kTakes[1], qPrintable(which + QString::number(takes)));
                ++seen[takes == kTakes[0] ? 0 : 1];
            } catch (const engine::Error &error) {
                QFAIL(qPrintable(which + QString::fromUtf8(error.what())));
            }
        }
        const QByteArray said = runAndKill(QStringList{QStringLiteral("once"), zip} + roots, 1, 60'000);
        QCOMPARE(said.count("done"), 2);
        QCOMPARE(QDir(shelf).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{QStringLiteral("mine.zip")});
        for (const QString &root : roots)
            QCOMPARE(hiddenIn(PersonsFolders(root).dataFile({})), hiddenBefore);
        QVERIFY2(cut > 0, "none was cut off");
        QVERIFY2(kills.number < 20 || (seen[0] > 0 && seen[1] > 0), "it never changed");
        qInfo(
            "%d kills: %d backups cut off, %d of them with something left behind, which the next one removed; the file "
            "was whole each time, %d times the one and %d times the other; %.0f ms each",
            kills.number, cut, leftBehind, seen[0], seen[1], oneMs);
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runChild(arguments);
    return runWithKills<TestKilledBackup>(kills, argc, argv);
}

#include "tst_killed_backup.moc"
