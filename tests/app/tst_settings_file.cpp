// settings.json among other Studios, people who edit it by hand, and disks that fail.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include <sys/stat.h>

#include "app/settings/said_settings.h"
#include "app/settings/settings.h"
#include "app/settings/settings_file.h"
#include "app/storage/file_lock.h"
#include "app/storage/file_thread.h"
#include "tests/app/json_file_test.h"
#include "tests/patience.h"

using app::SaidSettings;
using app::Settings;
using app::storage::FileLock;

class TestSettingsFile : public JsonFileTest {
    Q_OBJECT

    app::storage::FileThread m_files;

    FileLock locked() const { // as another Studio that writes
        return {path("settings.json.lock").toStdString(), FileLock::Share::Exclusive, std::chrono::seconds(0)};
    }

public:
    TestSettingsFile() : JsonFileTest("settings.json") {}

private Q_SLOTS:
    void init() { newFolder(); }

    void twoStudiosKeepEachOthersSettings() {
        Settings one(path(), m_files), other(path(), m_files);
        one.setNfeStep(16);
        one.save();
        m_files.flush();
        other.setVolume(0.5);
        other.save();
        m_files.flush();
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 16);
        QCOMPARE(written("sound").value(QStringLiteral("volume")).toDouble(), 0.5);
    }

    void whoMayReadItStaysAsItWas() {
        const auto mine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
        fill("{}");
        QVERIFY(QFile::setPermissions(path(), mine));
        Settings settings(path(), m_files);
        settings.setNfeStep(16);
        settings.save();
        m_files.flush();
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 16);
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
        QCOMPARE(QFile::permissions(path()) & (mine | others), mine);
    }

    void aLinkLeadsToTheFileAlsoWhenThatIsNotThereYet() {
        const QString elsewhere = path() + QStringLiteral(".elsewhere");
        QVERIFY(QFile::link(QFileInfo(elsewhere).fileName(), path())); // relative, as dotfiles are linked
        Settings settings(path(), m_files);
        settings.setNfeStep(16);
        settings.save();
        m_files.flush();
        QVERIFY(QFileInfo(path()).isSymLink());
        QVERIFY(QFileInfo(elsewhere).isFile());
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 16);
    }

    // The moment between reading and writing is short; many Studios meet in it.
    void manyStudiosThatWriteAtOnceLoseNothing() {
        constexpr int kStudios = 4, kChanges = 40;
        std::vector<std::thread> studios;
        std::atomic<int> failures = 0;
        for (int studio = 0; studio < kStudios; ++studio)
            studios.emplace_back([&, studio] {
                for (int i = 0; i < kChanges; ++i)
                    failures += !app::writeSettings(path(), {{QStringLiteral("studio %1").arg(studio),
                                                              QStringLiteral("key %1").arg(i), i}})
                                     .error.isEmpty();
            });
        for (std::thread &studio : studios)
            studio.join();
        QCOMPARE(failures.load(), 0);
        for (int studio = 0; studio < kStudios; ++studio)
            QCOMPARE(written(qPrintable(QStringLiteral("studio %1").arg(studio))).size(), kChanges);
    }

    void aPipeInItsPlaceHoldsNothingUp() {
        QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
        Settings settings(path(), m_files);
        QCOMPARE(settings.startProblems().size(), 1);
        QCOMPARE(settings.startProblems().first().detail, QStringLiteral("It is no regular file."));
        QVERIFY(!app::writeSettings(path(), {{QStringLiteral("speech"), QStringLiteral("nfe"), 5}}).error.isEmpty());
    }

    void whoOnlyAsksChangesNothing() {
        QProcessEnvironment none, all;
        all.insert(QStringLiteral("ISHOWTTS__WINDOW__SIZE"), QStringLiteral("175"));
        const QString size = QStringLiteral("size");
        QVERIFY(SaidSettings(path(), none).value(size).isUndefined());
        QVERIFY(!QFile::exists(path()));
        fill(R"({"window": {"size": "150", "theme": "pink"}})");
        QCOMPARE(SaidSettings(path(), none).value(size).toString(), QStringLiteral("150"));
        QCOMPARE(SaidSettings(path(), all).value(size).toString(), QStringLiteral("175"));
        QVERIFY(SaidSettings(path(), none).value(QStringLiteral("theme")).isUndefined());
        QCOMPARE(SaidSettings(path(), none).problems().size(), 1);
        const QByteArray broken = "{";
        fill(broken);
        QVERIFY(SaidSettings(path(), none).value(size).isUndefined());
        QCOMPARE(contents(path()), broken);
        QVERIFY(!QFile::exists(path("settings.json.broken")));
    }

    void whoOnlyAsksIsNotHeldUpByAPipe() {
        QCOMPARE(::mkfifo(qPrintable(path()), 0600), 0);
        const SaidSettings settings(path(), {});
        QVERIFY(settings.value(QStringLiteral("size")).isUndefined());
        QCOMPARE(settings.problems().size(), 1);
    }

    void aFileDamagedWhileRunningIsKeptAside() {
        fill(R"({"speech": {"cfg": 3}, "mine": {"room": 5}})");
        Settings settings(path(), m_files);
        QSignalSpy problems(&settings, &Settings::problem);
        const QByteArray byHand = R"({"speech": {"cfg": 4,,}})"; // one comma too many
        fill(byHand);
        settings.setNfeStep(9);
        settings.save();
        QVERIFY(problems.wait(30'000));
        QCOMPARE(contents(path("settings.json.broken")), byHand);
        const auto problem = problems.first().first().value<app::Problem>();
        QVERIFY2(problem.remedy.contains(path("settings.json.broken")), qPrintable(problem.remedy));
        QVERIFY2(problem.detail.startsWith(QStringLiteral("line 1, column 23")), qPrintable(problem.detail));
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 9);
        QCOMPARE(written("speech").value(QStringLiteral("cfg")).toDouble(), 3.0); // what was set stays set
        QCOMPARE(written("mine").value(QStringLiteral("room")).toInt(), 5);
        QCOMPARE(problems.size(), 1);
    }

    // A disk that fails for a moment: the file itself is good. Nothing can be read at the start of a process's memory.
    void aReadErrorIsNoDamage() {
        QVERIFY(QFile::link(QStringLiteral("/proc/self/mem"), path()));
        {
            Settings settings(path(), m_files);
            QCOMPARE(settings.startProblems().size(), 1);
            QVERIFY2(settings.startProblems().first().remedy.contains(QStringLiteral("readable")),
                     qPrintable(settings.startProblems().first().remedy));
            settings.setNfeStep(9);
        }
        QVERIFY(QFileInfo(path()).isSymLink());
        QVERIFY(!QFileInfo::exists(path("settings.json.broken")));
    }

    void aDamagedFileThatAnotherStudioHoldsIsLeftToIt() {
        fill("{ half");
        std::optional<FileLock> other = locked();
        Settings settings(path(), m_files);
        QCOMPARE(settings.startProblems().size(), 1);
        const app::Problem problem = settings.startProblems().first();
        QVERIFY2(problem.remedy.contains(QStringLiteral("Another Studio is writing")), qPrintable(problem.remedy));
        QVERIFY2(problem.detail.contains(path("settings.json.lock")), qPrintable(problem.detail));
        QCOMPARE(contents(path()), QByteArray("{ half"));
        QVERIFY(!QFileInfo::exists(path("settings.json.broken")));
        other.reset();
        settings.setNfeStep(9);
        settings.save();
        m_files.flush();
        QCOMPARE(contents(path("settings.json.broken")), QByteArray("{ half"));
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 9);
    }

    // The first write waits for another Studio in vain; the second comes before anybody heard of that.
    void whatChangesDuringAWriteThatFailsIsNotUndoneByIt() {
        Settings settings(path(), m_files);
        QSignalSpy failed(&settings, &Settings::saveFailed);
        QList<QJsonObject> whenSaved;
        connect(&settings, &Settings::saved, this, [&] { whenSaved << written(); });
        std::optional<FileLock> other = locked();
        settings.setNfeStep(6);
        settings.setVolume(0.5);
        settings.save();
        m_files.flush();
        other.reset();
        settings.setNfeStep(12);
        settings.save();
        QTRY_COMPARE_WITH_TIMEOUT(whenSaved.size(), 1, 30'000);
        QCOMPARE(failed.size(), 1);
        const auto problem = failed.first().first().value<app::Problem>();
        QVERIFY2(problem.remedy.contains(QStringLiteral("Another Studio is writing")), qPrintable(problem.remedy));
        QCOMPARE(whenSaved.first(), written()); // everything, when it was said
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 12);
        QCOMPARE(written("sound").value(QStringLiteral("volume")).toDouble(), 0.5);
    }

    void aBrokenFileIsKeptAsideAndSaid_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("cut off") << QByteArray(R"({"voice": "rms", "nfe": )");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("array") << QByteArray("[1, 2]");
        QTest::newRow("binary") << QByteArray("\x00\xff\x13\x37", 4);
        QTest::newRow("too deep") << QByteArray(5000, '[');
        QTest::newRow("too long") << "{\"lastText\": \"" + QByteArray((16 << 20) + 10, 'a') + "\"}";
    }

    void aBrokenFileIsKeptAsideAndSaid() {
        QFETCH(QByteArray, text);
        for (int round = 1; round <= 2; ++round) {
            fill(text);
            Settings settings(path(), m_files);
            QCOMPARE(settings.startProblems().size(), 1);
            QVERIFY(!settings.startProblems().first().remedy.isEmpty());
            QVERIFY(!settings.startProblems().first().detail.isEmpty());
            QCOMPARE(settings.nfeStep(), 7);
            const QString aside = path(round == 1 ? "settings.json.broken" : "settings.json.broken-2");
            QVERIFY(settings.startProblems().first().remedy.contains(aside));
            QVERIFY2(contents(aside) == text, "the person's file is there byte for byte");
            settings.setNfeStep(12);
        }
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 12);
    }

    void aFileThatCannotBeReadIsNotReplaced() {
        QVERIFY(QDir().mkpath(path())); // a folder in its place: unreadable for root as well
        QVERIFY(QDir().mkpath(path("settings.json/inner")));
        {
            Settings settings(path(), m_files);
            QCOMPARE(settings.startProblems().size(), 1);
            QVERIFY(settings.startProblems().first().remedy.contains(path()));
            settings.setNfeStep(12);
            QCOMPARE(settings.nfeStep(), 12);
        }
        QVERIFY(QFileInfo::exists(path("settings.json/inner")));
    }

    void aFullDiskIsSaidOnceAndNothingIsDamaged() {
        fill(R"({"speech": {"nfe": 5}})");
        Settings settings(path(), m_files);
        QSignalSpy failed(&settings, &Settings::saveFailed);
        // A folder that is gone and cannot be made again, because a file has its name.
        const QString moved = m_folder->path() + QStringLiteral(".moved");
        QVERIFY(QDir().rename(m_folder->path(), moved));
        QFile blocker(m_folder->path());
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        blocker.close();
        settings.setNfeStep(6);
        settings.save();
        QVERIFY(failed.wait(kLongEnough));
        settings.setNfeStep(12);
        settings.save();
        m_files.flush();
        QCoreApplication::processEvents();
        QCOMPARE(failed.count(), 1);
        QVERIFY(blocker.remove());
        QVERIFY(QDir().rename(moved, m_folder->path()));
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 5);
        settings.save();
        QTRY_COMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 12);
        QCOMPARE(failed.count(), 1);
    }

    // What could not be saved is tried once more when the program ends; the disk may have room again.
    void whatCouldNotBeSavedIsTriedAgainOnQuit() {
        const QString moved = m_folder->path() + QStringLiteral(".moved");
        {
            Settings settings(path(), m_files);
            QSignalSpy failed(&settings, &Settings::saveFailed);
            QVERIFY(QDir().rename(m_folder->path(), moved));
            QFile blocker(m_folder->path());
            QVERIFY(blocker.open(QIODevice::WriteOnly));
            settings.setNfeStep(12);
            settings.save(); // no timer is left that would do it
            QVERIFY(failed.wait(kLongEnough));
            QVERIFY(blocker.remove());
            QVERIFY(QDir().rename(moved, m_folder->path()));
            QVERIFY(!QFile::exists(path()));
        }
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 12);
    }
};

QTEST_GUILESS_MAIN(TestSettingsFile)
#include "tst_settings_file.moc"
