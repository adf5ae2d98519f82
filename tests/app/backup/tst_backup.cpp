// What is backed up comes back, all of it or nothing, and what was there before is kept.
#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <utility>

#include "app/archive/zip_reader.h"
#include "app/backup/backup_writer.h"
#include "app/backup/restore.h"
#include "app/backup/swap_journal.h"
#include "app/script/session.h"
#include "app/storage/folder_use.h"
#include "app/storage/library_schema.h"
#include "engine/model_files.h"
#include "tests/app/backup/data_of_tests.h"
#include "tests/app/takes/library_check.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"

using namespace app::backup;
using namespace std::chrono_literals;

class TestBackup : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    PersonsFolders person(const char *name) const { return PersonsFolders(m_folder->filePath(QLatin1String(name))); }
    PersonsFolders filled(const char *name) const { return filledFolders(m_folder->filePath(QLatin1String(name))); }
    PersonsFolders backedUp(const char *name) const {
        return backedUpFolders(m_folder->filePath(QLatin1String(name)), zip());
    }
    std::filesystem::path zip(const char *name = "a.zip") const {
        return m_folder->filePath(QLatin1String(name)).toStdString();
    }

    static std::optional<Swapped> restore(const PersonsFolders &person, const std::filesystem::path &file) {
        const Restore backup(file);
        const auto turn = lockRestore(person.places(), 0ms);
        decide(person.places(), backup.prepare(person.places()));
        return carryOut(person.places(), 0ms);
    }

    static QString problemOf(const std::function<void()> &work) {
        try {
            work();
        } catch (const app::storage::Error &error) {
            return error.problem().what;
        } catch (const engine::Error &error) {
            return error.remedy().empty() ? QStringLiteral("no remedy") : QString::fromUtf8(error.what());
        }
        return {};
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void comesBackWhileAStudioRuns() {
        const PersonsFolders from = person("from");
        from.fill(QStringLiteral("first"));
        OpenLibrary studio(QString::fromStdString(from.data().string()));
        QCOMPARE(studio.find({}).total, 3);
        std::uint64_t last = 0;
        const Manifest written = writeBackup(from.places(), zip(), {}, [&](std::uint64_t done, std::uint64_t total) {
            QVERIFY(done >= last && done <= total);
            last = done;
        });
        QVERIFY(last > 0);
        QCOMPARE(written.words(),
                 QStringLiteral("2 voices, 3 takes with their sound, settings, 2 presets, 1 open script"));
        studio.keep(madeUpTake(9, QStringLiteral("after the backup"))); // and goes on

        const PersonsFolders to = person("to");
        const Restore backup(zip());
        QCOMPARE(backup.manifest().words(), written.words());
        QCOMPARE(backup.manifest().models, QStringList{QStringLiteral("own")});
        backup.check();
        QVERIFY(restore(to, zip()));
        auto expected = from.all();
        expected.remove(QStringLiteral("data/models/own/model.safetensors"));
        expected[QStringLiteral("takes")].replace(expected[QStringLiteral("takes")].lastIndexOf("after"), 1000, "");
        for (const QString &name : expected.keys()) { // the sound of that take
            if (name.startsWith(u"data/takes/") && !to.all().contains(name))
                expected.remove(name);
        }
        QCOMPARE(differencesOf(expected, to.all()), QStringList());
        QCOMPARE(to.leftOver(), QStringList());
        const LibraryState state =
            examineLibrary(QString::fromStdString(to.data().string()), app::storage::librarySchema());
        QCOMPARE(state.faults, QStringList());
        QCOMPARE(state.takes.size(), 3);
    }

    void whatWasThereIsKeptAndComesBack() {
        const PersonsFolders first = backedUp("first");
        const PersonsFolders second = filled("second");
        writeFile(second.configFile(QStringLiteral("shortcuts.json")), "{}"); // the backup has none
        writeFile(second.dataFile(QStringLiteral("something.else")), "stays");
        const auto before = second.all();

        const auto swapped = restore(second, zip());
        QVERIFY(swapped);
        QCOMPARE(fileContent(second.configFile(QStringLiteral("shortcuts.json"))), QByteArray("{}"));
        QCOMPARE(fileContent(second.dataFile(QStringLiteral("something.else"))), QByteArray("stays"));
        QCOMPARE(fileContent(second.configFile(QStringLiteral("settings.json"))), QByteArray("{\"mark\": \"first\"}"));
        QVERIFY(QFile::exists(second.dataFile(QStringLiteral("models/own/model.safetensors"))));
        const QDir kept(QString::fromStdString(swapped->kept.string()));
        QVERIFY(kept.dirName().startsWith(u"before-restore-20"));
        QCOMPARE(fileContent(kept.filePath(QStringLiteral("data/voices/ada-second/voice.json"))),
                 QByteArray("{\"name\": \"second\"}"));
        QCOMPARE(fileContent(kept.filePath(QStringLiteral("config/settings.json"))),
                 QByteArray("{\"mark\": \"second\"}"));
        const auto restored = second.all();

        for (const auto &wanted : {before, restored, before}) { // Undo, and Undo of that
            const auto states = previousStates(second.places());
            QCOMPARE(states.size(), std::size_t(1));
            const auto turn = lockRestore(second.places(), 0ms);
            decide(second.places(), states.front().plan);
            QVERIFY(carryOut(second.places(), 0ms));
            QCOMPARE(differencesOf(wanted, second.all()), QStringList());
            QCOMPARE(second.leftOver(), QStringList());
        }
    }

    // What is open while it is backed up is no lost work of a program that ended unexpectedly.
    void anOpenScriptIsOneToGoOnWith() {
        const PersonsFolders one = person("one");
        app::script::KeptSession session;
        app::script::Line line;
        line.id = QStringLiteral("0b8c6d4e-2f10-4a55-9c3e-7d1f2a3b4c5d");
        line.text = QStringLiteral("Good morning.");
        session.session.script.id = QStringLiteral("7a0c5b1e-93d2-4c1b-8f7e-1b2c3d4e5f60");
        session.session.script.lines = {line};
        session.session.modified = true;
        session.savedAt = QDateTime::currentDateTimeUtc();
        const QString file = one.dataFile(QStringLiteral("recovery/5d1c0a4e-8a67-4a52-a6a5-0c7f1f5b8f01/session.json"));
        writeFile(file, app::script::toJson(session));
        writeBackup(one.places(), zip(), {});
        QVERIFY(restore(one, zip()));
        const auto restored = app::script::sessionFromJson(fileContent(file), file);
        QVERIFY(restored.closed && restored.session.modified);
        QCOMPARE(restored.session.script.lines.value(0).text, QStringLiteral("Good morning."));
    }

    void withoutSoundTheSoundStays() {
        const PersonsFolders one = filled("one");
        const auto before = one.all();
        const Manifest written = writeBackup(one.places(), zip(), {.sound = false});
        QVERIFY(written.words().contains(QStringLiteral("3 takes without sound")));
        QVERIFY(std::filesystem::file_size(zip()) < 60'000);
        {
            OpenLibrary studio(QString::fromStdString(one.data().string()));
            studio.keep(madeUpTake(9, QStringLiteral("after the backup")));
        }
        QVERIFY(restore(one, zip()));
        auto after = one.all();
        QCOMPARE(after.value(QStringLiteral("takes")), before.value(QStringLiteral("takes")));
        QCOMPARE(after.size(), before.size() + 1); // the sound of the take that is no more
        const LibraryState state =
            examineLibrary(QString::fromStdString(one.data().string()), app::storage::librarySchema());
        QCOMPARE(state.takes.size(), 3);
        QVERIFY2(state.faults.size() <= 1, qPrintable(state.faults.join(u'\n'))); // but for that sound
    }

    void weightsOnlyWhenAsked() {
        const PersonsFolders one = filled("one");
        writeBackup(one.places(), zip(), {.models = true});
        const PersonsFolders other = person("other");
        QVERIFY(restore(other, zip()));
        QCOMPARE(fileContent(other.dataFile(QStringLiteral("models/own/model.safetensors"))), QByteArray(50'000, 'w'));
    }

    // Anything may lie beside a model in a folder that was added; its vocoder and what was chosen for it may lie
    // elsewhere.
    void ofAnAddedFolderOnlyWhatTheModelReads() {
        const PersonsFolders one = filled("one");
        const QString elsewhere = one.dataFile(QStringLiteral("../my checkpoints"));
        for (const char *name : {"model_1.safetensors", "vocab.txt", "durations.json", "model.yaml", "model.json",
                                 "holiday.mp4", "older/model_0.safetensors", "diary.json"})
            writeFile(elsewhere + u'/' + QLatin1String(name), "{}");
        writeFile(elsewhere + QStringLiteral("/model.yaml"), "model:\n  arch:\n    dim: 8\n");
        for (const char *name : {"config.yaml", "model.safetensors"})
            writeFile(one.dataFile(QStringLiteral("../my vocos/") + QLatin1String(name)), "v");
        QVERIFY(QFile::link(QFileInfo(elsewhere).absoluteFilePath(), one.dataFile(QStringLiteral("models/mine"))));
        writeFile(one.dataFile(QStringLiteral("models/mine.added.json")),
                  "{\"vocoder\": \"" +
                      QFileInfo(one.dataFile(QStringLiteral("../my vocos"))).canonicalFilePath().toUtf8() + "\"}");
        const Manifest manifest = writeBackup(one.places(), zip(), {.models = true});
        QStringList names;
        for (const ListedFile &file : manifest.files) {
            if (file.name.starts_with("data/models/mine"))
                names << QString::fromStdString(file.name).mid(12);
        }
        names.sort();
        QCOMPARE(names.join(u' '), QStringLiteral("mine.added.json mine/durations.json mine/model.json mine/model.yaml "
                                                  "mine/model_1.safetensors mine/vocab.txt mine/vocos/config.yaml "
                                                  "mine/vocos/model.safetensors"));
        const PersonsFolders other = person("other");
        QVERIFY(restore(other, zip()));
        const auto model = other.data() / "models" / "mine";
        QCOMPARE(engine::readModelFolder(model).vocoderWeights, model / "vocos" / "model.safetensors");
    }

    void withNothingThereNothingIsWritten() {
        const PersonsFolders nobody = person("nobody");
        QVERIFY(QDir().mkpath(nobody.dataFile(QStringLiteral("voices"))));
        const QString problem = problemOf([&] { writeBackup(nobody.places(), zip(), {.models = true}); });
        QVERIFY2(problem.contains(QStringLiteral("nothing to back up")), qPrintable(problem));
        QVERIFY(!std::filesystem::exists(zip()));
    }

    void whatItDoesNotHoldStays() {
        const PersonsFolders little = person("little");
        writeFile(little.configFile(QStringLiteral("settings.json")), "{\"mark\": \"little\"}");
        QCOMPARE(writeBackup(little.places(), zip(), {.models = true}).words(), QStringLiteral("settings"));
        const PersonsFolders other = filled("other");
        writeFile(other.configFile(QStringLiteral("shortcuts.json")), "{}");
        const auto before = other.all();
        QVERIFY(restore(other, zip()));
        QCOMPARE(differencesOf(before, other.all()), QStringList{QStringLiteral("config/settings.json")});
    }

    // A person saves a voice and removes another one while the archive is written.
    void voicesThatChangeMeanwhile() {
        const PersonsFolders from = person("from");
        from.fill(QStringLiteral("one"));
        const auto expected = from.all();
        bool changed = false;
        writeBackup(from.places(), zip(), {.sound = false}, [&](std::uint64_t, std::uint64_t) {
            if (std::exchange(changed, true))
                return;
            for (const char *voice : {"ada", "ben"})
                QVERIFY(
                    QDir(from.dataFile(QStringLiteral("voices/%1-one").arg(QLatin1String(voice)))).removeRecursively());
            writeFile(from.dataFile(QStringLiteral("voices/ada-one/voice.json")), "{\"name\": \"later\"}");
            writeFile(from.dataFile(QStringLiteral("voices/ada-one/reference.wav")), "later");
        });
        QVERIFY(changed);
        const PersonsFolders to = person("to");
        QVERIFY(restore(to, zip()));
        for (const QString &name : expected.keys()) {
            if (name.startsWith(u"data/voices/"))
                QVERIFY2(to.all().value(name) == expected.value(name), qPrintable(name));
        }
        QCOMPARE(QDir(from.dataFile(QStringLiteral("voices")))
                     .entryList({QStringLiteral(".*")}, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 (QStringList{QStringLiteral(".lock"), QStringLiteral(".removed")}));
    }

    void nothingOfAVoiceIsLeftOut() {
        const PersonsFolders from = person("from");
        writeFile(from.dataFile(QStringLiteral("voices/ada/voice.json")), "{}");
        writeFile(from.dataFile(QStringLiteral("voices/ada/.take.wav")), "hidden");
        writeFile(from.dataFile(QStringLiteral("voices/.half/voice.json")), "{}");
        writeBackup(from.places(), zip(), {});
        const PersonsFolders to = person("to");
        QVERIFY(restore(to, zip()));
        QCOMPARE(fileContent(to.dataFile(QStringLiteral("voices/ada/.take.wav"))), QByteArray("hidden"));
        QVERIFY(!QFile::exists(to.dataFile(QStringLiteral("voices/.half"))));

        QString deep = QStringLiteral("voices/ada");
        for (int i = 0; i < 12; ++i)
            deep += QStringLiteral("/d");
        writeFile(from.dataFile(deep + QStringLiteral("/a.wav")), "deep");
        QVERIFY2(problemOf([&] { writeBackup(from.places(), zip(), {}); }).contains(QStringLiteral("voices/ada/d/d")),
                 "left out silently");
    }

    // The check needs a folder for the library of takes; it takes no other one.
    void checkedInATemporaryFolderOrNotAtAll() {
        const PersonsFolders one = backedUp("one");
        const Restore backup(zip());
        const QString here = QDir::currentPath();
        const QString elsewhere = m_folder->filePath(QStringLiteral("elsewhere"));
        writeFile(elsewhere + QStringLiteral("/library.sqlite"), "of somebody");
        const QByteArray was = qgetenv("TMPDIR");
        QVERIFY(QDir::setCurrent(elsewhere));
        qputenv("TMPDIR", "/proc"); // where nobody can make a folder
        const QString problem = problemOf([&] { backup.check(); });
        was.isNull() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", was);
        QVERIFY(QDir::setCurrent(here));
        QVERIFY2(problem.contains(QStringLiteral("temporary folder")), qPrintable(problem));
        QCOMPARE(fileContent(elsewhere + QStringLiteral("/library.sqlite")), QByteArray("of somebody"));
    }

    void notWhileAnotherProgramUsesTheFolder() {
        const PersonsFolders one = backedUp("one");
        one.fill(QStringLiteral("two"));
        const auto before = one.all();
        {
            const auto use = app::storage::useFolder(one.data(), app::storage::FileLock::Share::Shared, 0ms);
            const QString problem = problemOf([&] { restore(one, zip()); });
            QVERIFY2(problem.contains(QStringLiteral("is using the folder")), qPrintable(problem));
            QCOMPARE(differencesOf(before, one.all()), QStringList());
            takeBack(one.places());
        }
        {
            OpenLibrary studio(QString::fromStdString(one.data().string())); // of a version without that lock
            studio.find({});
            QVERIFY(!problemOf([&] { restore(one, zip()); }).isEmpty());
            takeBack(one.places());
        }
        QCOMPARE(differencesOf(before, one.all()), QStringList());
        const auto turn = lockRestore(one.places(), 0ms);
        QVERIFY(problemOf([&] {
                    lockRestore(one.places(), 0ms);
                }).contains(QStringLiteral("Another program is restoring")));
    }

    void theNextProgramTakesItIn() {
        const PersonsFolders first = backedUp("first");
        const PersonsFolders second = filled("second");
        const auto before = second.all();
        {
            const auto turn = lockRestore(second.places(), 0ms);
            decide(second.places(), Restore(zip()).prepare(second.places()));
        }
        QCOMPARE(differencesOf(before, second.all()), QStringList());
        const Entrance entrance = enter(second.places());
        QVERIFY(entrance.restored && entrance.use && !entrance.problem);
        QCOMPARE(fileContent(second.configFile(QStringLiteral("settings.json"))), QByteArray("{\"mark\": \"first\"}"));
        QCOMPARE(second.leftOver(), QStringList());
        const Entrance again = enter(second.places()); // another one beside it
        QVERIFY(!again.restored && again.use);
    }

    void stoppedAnywhere() {
        const PersonsFolders one = backedUp("one");
        const auto before = one.all();
        const QByteArray whole = fileContent(m_folder->filePath(QStringLiteral("a.zip")));
        for (int part = 0; part < 10; ++part) {
            std::stop_source stop;
            const auto progress = [&](std::uint64_t done, std::uint64_t total) {
                if (done * 10 >= total * std::uint64_t(part))
                    stop.request_stop();
            };
            const auto turn = lockRestore(one.places(), 0ms);
            QVERIFY_THROWS_EXCEPTION(app::archive::Stopped,
                                     Restore(zip()).prepare(one.places(), progress, stop.get_token()));
            stop = {};
            QVERIFY_THROWS_EXCEPTION(app::archive::Stopped, Restore(zip()).check(progress, stop.get_token()));
            stop = {};
            QVERIFY_THROWS_EXCEPTION(app::archive::Stopped,
                                     writeBackup(one.places(), zip(), {}, progress, stop.get_token()));
            QCOMPARE(fileContent(m_folder->filePath(QStringLiteral("a.zip"))), whole);
            QCOMPARE(differencesOf(before, one.all()), QStringList());
            QCOMPARE(one.leftOver(), QStringList());
            QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                     (QStringList{QStringLiteral("a.zip"), QStringLiteral("one")}));
        }
    }

    // The settings are exchanged already when the voices cannot be kept.
    void aStepThatFailsTakesAllBack() {
        const PersonsFolders first = backedUp("first");
        const PersonsFolders second = filled("second");
        const auto before = second.all();
        const auto turn = lockRestore(second.places(), 0ms);
        Restore(zip()).prepare(second.places());
        for (const char *side : {"old", "new"}) {
            const PersonsFolders &whose = side == std::string("old") ? second : first;
            writeFile(second.configFile(QStringLiteral(".restore/%1/settings.json").arg(QLatin1String(side))),
                      fileContent(whose.configFile(QStringLiteral("settings.json"))));
        }
        Journal journal{Journal::State::Forward,
                        ".restore/new",
                        "before-restore-x",
                        {"settings", "voices"},
                        {},
                        second.config(),
                        {}};
        journal.items = {{Root::Config, "settings.json", true, true}, {Root::Data, "voices", true, true}};
        writeJournal(stagingFolder(second.places()) / "journal.json", journal);
        const QString problem = problemOf([&] { carryOut(second.places(), 0ms); });
        QVERIFY2(problem.contains(QStringLiteral("before-restore-x")), qPrintable(problem));
        QCOMPARE(differencesOf(before, second.all()), QStringList());
        QCOMPARE(second.leftOver(), QStringList());
        QVERIFY(previousStates(second.places()).empty());
    }

    void aJournalThatMakesNoSenseIsNotFollowed() {
        const PersonsFolders one = filled("one");
        const auto before = one.all();
        const QString journal = one.dataFile(QStringLiteral(".restore/journal.json"));
        for (const char *text :
             {"", "{}",
              R"({"state":"forward","from":"../../etc","kept":"before-restore-1","sections":["voices"],)"
              R"("items":[{"config":false,"name":"voices","had":true,"brings":true}],"settings":"/tmp","what":""})",
              R"({"state":"forward","from":".restore/new","kept":"before-restore-1","sections":["voices"],)"
              R"("items":[{"config":false,"name":"../x","had":true,"brings":true}],"settings":"/tmp","what":""})",
              R"({"state":"forward","from":".restore/new","kept":"..","sections":["voices"],)"
              R"("items":[{"config":false,"name":"voices","had":true,"brings":true}],"settings":"/tmp","what":""})"}) {
            writeFile(journal, text);
            const QString problem = problemOf([&] { enter(one.places()); });
            QVERIFY2(problem.contains(QStringLiteral("makes no sense")), qPrintable(problem));
            QCOMPARE(differencesOf(before, one.all()), QStringList());
        }
    }
};

QTEST_GUILESS_MAIN(TestBackup)

#include "tst_backup.moc"
