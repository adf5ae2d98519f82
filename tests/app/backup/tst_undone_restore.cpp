// The way back after a restore: what was kept is brought back whole, or it is said why not and nothing changes.
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/backup/backup_writer.h"
#include "app/backup/restore.h"
#include "app/storage/storage_error.h"
#include "tests/app/backup/data_of_tests.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"

using namespace app::backup;
using namespace std::chrono_literals;

class TestUndoneRestore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    PersonsFolders person(const char *name) const { return PersonsFolders(m_folder->filePath(QLatin1String(name))); }
    PersonsFolders filled(const char *name) const { return filledFolders(m_folder->filePath(QLatin1String(name))); }
    PersonsFolders backedUp(const char *name) const {
        return backedUpFolders(m_folder->filePath(QLatin1String(name)), zip());
    }
    std::filesystem::path zip() const { return m_folder->filePath(QStringLiteral("a.zip")).toStdString(); }

    static std::filesystem::path exchange(const PersonsFolders &person, const SwapPlan &plan) {
        const auto turn = lockRestore(person.places(), 0ms);
        decide(person.places(), plan);
        const auto swapped = carryOut(person.places(), 0ms);
        return swapped ? swapped->kept : std::filesystem::path();
    }

    std::filesystem::path restore(const PersonsFolders &person) const {
        return exchange(person, Restore(zip()).prepare(person.places()));
    }

    // Of an exchange that must not be.
    static QString refusalOf(const PersonsFolders &person, const SwapPlan &plan) {
        try {
            exchange(person, plan);
        } catch (const engine::Error &error) {
            takeBack(person.places());
            return error.remedy().empty() ? QStringLiteral("no remedy") : QString::fromUtf8(error.what());
        }
        return {};
    }

    // Restored from a backup of "first" into "second".
    PersonsFolders restored() const {
        const PersonsFolders first = backedUp("first");
        const PersonsFolders second = filled("second");
        restore(second);
        return second;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // Two programs looked for the same state, and one of them has brought it back.
    void whatIsGoneIsNotBroughtBack() {
        const PersonsFolders second = restored();
        const SwapPlan plan = previousStates(second.places()).front().plan;
        exchange(second, plan);
        const auto now = second.all();
        const QString refusal = refusalOf(second, plan);
        QVERIFY2(refusal.contains(QString::fromStdString(plan.from)), qPrintable(refusal));
        QCOMPARE(differencesOf(now, second.all()), QStringList());
        QCOMPARE(second.leftOver(), QStringList());
    }

    void aWantedStateThatIsGoneIsSaid() {
        const PersonsFolders second = restored();
        const auto now = second.all();
        const PreviousState state = previousStates(second.places()).front();
        {
            const auto turn = lockRestore(second.places(), 0ms);
            decide(second.places(), state.plan);
        }
        std::filesystem::remove_all(state.folder);
        const Entrance entrance = enter(second.places());
        QVERIFY(entrance.problem && !entrance.restored && entrance.use);
        QVERIFY2(!entrance.problem->remedy.isEmpty(), qPrintable(entrance.problem->what));
        QVERIFY(!isDecided(second.places()));
        QCOMPARE(differencesOf(now, second.all()), QStringList());
    }

    void aStateThatLostAPartIsNotBroughtBack() {
        const PersonsFolders second = restored();
        const auto now = second.all();
        const PreviousState state = previousStates(second.places()).front();
        std::filesystem::remove_all(state.folder / "data" / "voices");
        const QString refusal = refusalOf(second, state.plan);
        QVERIFY2(refusal.contains(QStringLiteral("voices")), qPrintable(refusal));
        QCOMPARE(differencesOf(now, second.all()), QStringList());
        QCOMPARE(previousStates(second.places()).size(), std::size_t(1)); // the rest of it is still kept
    }

    // Whatever the folder is called: clocks are put back, and people travel.
    void theNewestIsFirst() {
        const PersonsFolders one = person("one");
        const auto state = [&](const char *name, const char *date) {
            writeFile(one.dataFile(QLatin1String(name) + QStringLiteral("/state.json")),
                      R"({"date": ")" + QByteArray(date) + R"(", "sections": ["voices"], "had": [], "because": ""})");
        };
        state("before-restore-2026-10-25_023000", "2026-10-25T00:30:00.250Z");
        state("before-restore-2026-10-25_020000", "2026-10-25T01:00:00.000Z");
        state("before-restore-2026-10-25_023000-2", "2026-10-25T00:30:00.900Z");
        QStringList found;
        for (const PreviousState &each : previousStates(one.places()))
            found << QString::fromStdString(each.folder.filename().string());
        QCOMPARE(found, (QStringList{QStringLiteral("before-restore-2026-10-25_020000"),
                                     QStringLiteral("before-restore-2026-10-25_023000-2"),
                                     QStringLiteral("before-restore-2026-10-25_023000")}));
    }

    // Settings that a person keeps elsewhere, for their own eyes.
    void aLinkStaysOneAndRightsStay() {
        const PersonsFolders first = backedUp("first");
        const PersonsFolders second = filled("second");
        const QString link = second.configFile(QStringLiteral("settings.json"));
        const QString kept = m_folder->filePath(QStringLiteral("dotfiles/settings.json"));
        QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("dotfiles"))));
        QVERIFY(QFile::rename(link, kept) && QFile::link(kept, link));
        QVERIFY(QFile::setPermissions(kept, QFile::ReadOwner | QFile::WriteOwner));
        const auto isAsItWas = [&](const char *content) {
            return QFileInfo(link).isSymLink() && QFileInfo(link).symLinkTarget() == kept &&
                   fileContent(kept) == content && !(QFile::permissions(kept) & (QFile::ReadGroup | QFile::ReadOther));
        };
        restore(second);
        QVERIFY(isAsItWas(R"({"mark": "first"})"));
        exchange(second, previousStates(second.places()).front().plan);
        QVERIFY(isAsItWas(R"({"mark": "second"})"));
        QCOMPARE(second.leftOver(), QStringList());
    }

    // A backup without sound shares the sound that is there with what is kept: what is deleted there meanwhile is not
    // lost to what is kept.
    void theSoundOfWhatIsKeptIsKept() {
        const PersonsFolders one = person("one");
        const QString folder = QString::fromStdString(one.data().string());
        const auto mark = [](OpenLibrary &open, qint64 id, bool removed) {
            QSignalSpy done(&open.library,
                            removed ? &app::takes::TakeLibrary::removed : &app::takes::TakeLibrary::restored);
            removed ? open.library.remove({id}) : open.library.restore({id});
            return done.wait(30'000);
        };
        one.fill(QStringLiteral("one"), 2);
        {
            OpenLibrary open(folder);
            const auto taken = open.keep(madeUpTake(77, QStringLiteral("thrown away, and fetched back")));
            QVERIFY(mark(open, taken.id, true));
            writeBackup(one.places(), zip(), {.sound = false});
            QVERIFY(mark(open, taken.id, false));
        }
        const auto before = one.all();
        restore(one);
        {
            OpenLibrary open(folder); // deletes for good what was removed
            const auto page = open.find({});
            QCOMPARE(page.total, 2);
            QVERIFY(mark(open, page.takes.first().id, true));
        }
        {
            OpenLibrary open(folder);
            QCOMPARE(open.find({}).total, 1);
        }
        exchange(one, previousStates(one.places()).front().plan);
        QCOMPARE(differencesOf(before, one.all()), QStringList());
        OpenLibrary open(folder);
        const auto page = open.find({});
        QCOMPARE(page.total, 3);
        for (const auto &take : page.takes)
            QVERIFY2(open.audio(take).value, qPrintable(take.text));
    }
};

QTEST_GUILESS_MAIN(TestUndoneRestore)

#include "tst_undone_restore.moc"
