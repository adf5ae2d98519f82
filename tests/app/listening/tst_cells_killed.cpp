// Kill -9 at random moments while cells are made: every cell that was said to be made is there with its sound, nothing
// else lies around after the next start, and what is missing is made then.
//   build/release/tests/app.listening.cells_killed --kills 100 [--seed 1]
#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTest>

#include <cstdio>
#include <map>
#include <random>

#include "app/listening/cell_shelf.h"
#include "app/takes/take_library.h"
#include "tests/app/listening/cell_desk.h"
#include "tests/app/storage/killing.h"

using namespace app::listening;

namespace {

Kills kills{6};

constexpr int kRowsOfChild = 10;

TestDesign designOfRound(int round) {
    TestDesign design = smallDesign({TestColumn{7}, TestColumn{6}, TestColumn{5}}, kRowsOfChild);
    for (std::size_t row = 0; row < design.rows.size(); ++row)
        design.rows[row].seed = std::uint64_t(round) * 100 + row;
    return design;
}

int runChild(const QString &folder, int round) {
    CellDesk desk(folder.toStdString());
    QObject::connect(&desk.maker, &CellMaker::changed, &desk.maker, [&desk](int row, Condition condition) {
        const Cell &cell = desk.maker.cell(row, condition);
        if (cell.state == CellState::Made)
            std::printf("made %s %s\n", cell.facts->key.c_str(), cell.facts->audio.c_str());
        else if (cell.state == CellState::Failed)
            std::printf("problem %s\n", qPrintable(cell.problem.what));
        std::fflush(stdout);
    });
    QObject::connect(&desk.maker, &CellMaker::done, &desk.maker, [] {
        std::printf("done\n");
        std::fflush(stdout);
    });
    desk.maker.setDesign(designOfRound(round));
    desk.maker.makeMissing();
    return QCoreApplication::exec();
}

} // namespace

class TestCellsKilled : public QObject {
    Q_OBJECT

    const TinyData m_data;
    std::minstd_rand m_random{kills.seed};
    std::map<std::string, std::string> m_made; // key → sound

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

    QStringList faultsIn(const QString &output) {
        QStringList faults;
        QStringList lines = output.split(u'\n');
        lines.removeLast(); // may be cut off
        for (const QString &line : lines) {
            if (line.startsWith(u"problem"))
                faults << line;
            else if (line.startsWith(u"made"))
                m_made[line.section(u' ', 1, 1).toStdString()] = line.section(u' ', 2, 2).toStdString();
        }
        return faults;
    }

    // As a Studio that starts: it clears up, and then everything is as it should be.
    QStringList faultsOnDisk() {
        QStringList faults;
        app::storage::Database database(QString::fromStdString(app::storage::libraryFile(m_data.root()).string()),
                                        app::storage::librarySchema());
        app::takes::TakeLibrary library(database, app::storage::takesFolder(m_data.root()));
        const CellShelf shelf(app::storage::takesFolder(m_data.root()));
        std::vector<std::string> keys;
        for (const auto &[key, sound] : m_made)
            keys.push_back(key);
        const auto found = waitFor<std::map<std::string, CellFacts>>([&](auto *context, auto done) {
            database.run<std::map<std::string, CellFacts>>(
                context, [&](app::storage::Connection &connection) { return shelf.find(connection, keys); }, done);
        });
        for (const auto &[key, sound] : m_made) {
            const auto there = found.value->find(key);
            if (there == found.value->end() || there->second.audio != sound)
                faults << QStringLiteral("lost: ") + QString::fromStdString(key);
        }
        const auto all = waitFor<QStringList>([&](auto *context, auto done) {
            database.run<QStringList>(
                context,
                [](app::storage::Connection &connection) {
                    QStringList sounds;
                    auto rows = connection.prepare(QStringLiteral("SELECT audio FROM listening_cell"));
                    while (rows.next())
                        sounds << rows.text(0);
                    return sounds;
                },
                done);
        });
        for (const QString &sound : *all.value) {
            try {
                (void)shelf.sound(sound.toStdString()); // its hash is checked
            } catch (const app::storage::Error &error) {
                faults << error.problem().detail;
            }
        }
        const QDir pending(m_data.path(QStringLiteral("takes/pending")));
        for (const QString &left : pending.entryList(QDir::Files | QDir::Hidden))
            faults << QStringLiteral("left behind: ") + left;
        return faults;
    }

private Q_SLOTS:
    void whatWasMadeStaysAndTheRestIsMadeLater() {
        for (int kill = 0; kill < kills.number; ++kill) {
            QProcess process;
            process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process.start(QCoreApplication::applicationFilePath(),
                          {QStringLiteral("child"), m_data.path({}), QString::number(kill / 3)});
            const QByteArray output = readLines(process, 1 + below(9));
            QTest::qSleep(below(40));
            QStringList faults = faultsIn(killed(process, output));
            faults += faultsOnDisk();
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("after kill %1 of seed %2:\n").arg(kill).arg(kills.seed) +
                                faults.join(u'\n')));
        }
        QVERIFY2(int(m_made.size()) > kills.number, "the programs were killed before they had made anything");
        const std::size_t before = m_made.size();
        CellDesk desk(m_data.root());
        const int last = (kills.number - 1) / 3;
        QVERIFY(desk.show(designOfRound(last)));
        const int there = desk.maker.progress().made;
        desk.maker.makeMissing();
        QVERIFY(desk.isDone());
        QCOMPARE(desk.maker.progress().made, 3 * kRowsOfChild);
        QCOMPARE(int(desk.spoken.size()), 3 * kRowsOfChild - there);
        qInfo("%d kills: %zu cells were said to be made, none lost; the last design had %d of %d", kills.number, before,
              there, 3 * kRowsOfChild);
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runChild(arguments.value(2), arguments.value(3).toInt());
    return runWithKills<TestCellsKilled>(kills, argc, argv);
}

#include "tst_cells_killed.moc"
