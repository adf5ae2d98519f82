// `ishowtts backup` and `ishowtts restore` as a person at a shell uses them.
#include <QDir>
#include <QFile>
#include <QTest>

#include <cmath>
#include <thread>

#include "app/storage/folder_use.h"
#include "tests/end_to_end/program.h"

using namespace end_to_end;

class TestBackupVerbs : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Program m_program;

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    Run run(const QStringList &words) const { return m_program.run(words); }
    QStringList voices() const {
        return QString::fromUtf8(run({QStringLiteral("voices"), QStringLiteral("--ids")}).output).split(u'\n');
    }
    int takes() const { return int(run({QStringLiteral("takes"), QStringLiteral("--json")}).array().size()); }
    void write(const char *name, const QByteArray &bytes) const {
        QFile file(path(name));
        QVERIFY(QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void initTestCase() {
        m_program.setVariable(QStringLiteral("ISHOWTTS_DATA"), path("data"));
        m_program.setVariable(QStringLiteral("XDG_CONFIG_HOME"), path("config"));
        std::vector<qint16> tone(4 * 24000);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] = qint16(9000 * std::sin(double(i) / 20));
        write("data/voices/mine/reference.wav", wav(tone, 24000, 1));
        write(
            "data/voices/mine/voice.json",
            R"({"name": "Mine", "language": "en", "transcript": "A tone.", "licence": "CC0-1.0", "recording": "reference.wav"})");
        write("config/ishowtts-studio/settings.json", R"({"version": 1})");
        const Run said = run({QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("Good morning."),
                              QStringLiteral("--out"), path("out.wav"), QStringLiteral("--model"), Program::tinyModel(),
                              QStringLiteral("--nfe"), QStringLiteral("2")});
        QVERIFY2(said.status == 0, qPrintable(said.messages));
        QVERIFY(voices().contains(QStringLiteral("mine")));
        QCOMPARE(takes(), 1);
    }

    void thereAndBack() {
        const QString zip = path("studio.zip");
        const Run made = run({QStringLiteral("backup"), zip, QStringLiteral("--json")});
        QVERIFY2(made.status == 0, qPrintable(made.messages));
        QVERIFY2(made.object()[u"words"].toString().startsWith(u"1 voice, 1 take with its sound, settings"),
                 made.output.constData());
        const Run checked = run({QStringLiteral("restore"), QStringLiteral("--check"), zip});
        QVERIFY2(checked.status == 0 && checked.output.contains("Every file is whole"), qPrintable(checked.messages));

        QVERIFY(QDir(path("data/voices/mine")).removeRecursively());
        write("config/ishowtts-studio/settings.json", R"({"version": 1, "mark": "later"})");
        const Run restored = run({QStringLiteral("restore"), zip, QStringLiteral("--json")});
        QVERIFY2(restored.status == 0, qPrintable(restored.messages));
        QVERIFY(voices().contains(QStringLiteral("mine")));
        QCOMPARE(takes(), 1);
        QCOMPARE(Program::read(path("config/ishowtts-studio/settings.json")), QByteArray(R"({"version": 1})"));
        const QString kept = restored.object()[u"kept"].toString();
        QVERIFY(Program::read(kept + QStringLiteral("/config/settings.json")).contains("later"));

        const Run undone = run({QStringLiteral("restore"), QStringLiteral("--undo")});
        QVERIFY2(undone.status == 0, qPrintable(undone.messages));
        QVERIFY(!voices().contains(QStringLiteral("mine")));
        QVERIFY(Program::read(path("config/ishowtts-studio/settings.json")).contains("later"));
        QVERIFY(!QDir(kept).exists());
        QVERIFY(run({QStringLiteral("restore"), QStringLiteral("--undo")}).status == 0); // Undo of that
        QVERIFY(voices().contains(QStringLiteral("mine")));
    }

    // One after the other, or one of them is refused: never half of each.
    void twoAtTheSameMoment() {
        const auto isThere = [this] { return voices().contains(QStringLiteral("mine")); };
        for (int round = 0; round < 6; ++round) {
            const bool before = isThere();
            Run first, second;
            std::thread beside([&] { first = run({QStringLiteral("restore"), QStringLiteral("--undo")}); });
            second = run({QStringLiteral("restore"), QStringLiteral("--undo")});
            beside.join();
            for (const Run &each : {first, second})
                QVERIFY2(each.status == 0 || each.status == 4, qPrintable(each.messages)); // 4: not now
            const int done = (first.status == 0) + (second.status == 0);
            QVERIFY(done > 0);
            QCOMPARE(isThere(), done == 1 ? !before : before);
            const bool later =
                Program::read(path("config/ishowtts-studio/settings.json")).contains("later"); // what belongs to it
            QCOMPARE(later, !isThere());
            QCOMPARE(takes(), 1);
            QVERIFY(!QFile::exists(path("data/.restore/journal.json")));
            QCOMPARE(QDir(path("data")).entryList({QStringLiteral("before-restore-*")}, QDir::Dirs).size(), 1);
        }
    }

    void notBesideAStudio() {
        const QString zip = path("studio.zip");
        const auto use = app::storage::useFolder(path("data").toStdString(), app::storage::FileLock::Share::Shared,
                                                 std::chrono::milliseconds(0));
        QVERIFY(use);
        QCOMPARE(run({QStringLiteral("backup"), path("beside.zip")}).status, 0);
        const Run refused = run({QStringLiteral("restore"), zip});
        QCOMPARE(refused.status, 4);
        QVERIFY2(refused.messages.contains(QStringLiteral("is using the folder")), qPrintable(refused.messages));
        QVERIFY2(refused.messages.contains(QStringLiteral("Close it")), qPrintable(refused.messages));
        QVERIFY(!QFile::exists(path("data/.restore/journal.json")));
    }

    void saysWhatIsWrong() {
        write("text.zip", "no archive at all, but a text that is long enough to hold the end of one");
        const auto fails = [&](const QStringList &words, int status, const char *part) {
            const Run ran = run(words);
            QVERIFY2(ran.status == status, qPrintable(words.join(u' ') + ran.messages));
            QVERIFY2(ran.messages.contains(QLatin1String(part)), qPrintable(ran.messages));
        };
        fails({QStringLiteral("restore"), path("text.zip")}, 3, "no zip archive");
        fails({QStringLiteral("restore"), path("missing.zip")}, 3, "cannot be opened");
        fails({QStringLiteral("restore")}, 2, "one file");
        fails({QStringLiteral("backup")}, 2, "one file");
        fails({QStringLiteral("backup"), path("no folder/a.zip")}, 3, "no folder");
        fails({QStringLiteral("restore"), QStringLiteral("--undo"), path("a.zip")}, 2, "nothing else");
    }
};

QTEST_GUILESS_MAIN(TestBackupVerbs)

#include "tst_backup_verbs.moc"
