// A disk that is full from the k-th write on, for every k until it fits: an export over old files, a saved script, the
// settings, presets and keyboard shortcuts leave the old files byte for byte or the new ones whole, say so once and
// leave nothing else; with room again the same works without a restart.
#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <dlfcn.h>

#include "app/exporting/exported_files.h"
#include "app/script/script_document.h"
#include "app/script/script_file.h"
#include "app/settings/presets.h"
#include "app/settings/settings.h"
#include "app/settings/shortcuts.h"
#include "app/storage/file_thread.h"
#include "engine/error.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/app/takes/made_up_takes.h"

namespace {

using Files = QMap<QString, QByteArray>; // by path in the folder; folders end in a slash

void print(const QString &line) {
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

void exportInto(const QString &folder, bool onePerLine) {
    app::exporting::ExportShape shape;
    shape.target = folder + (onePerLine ? QStringLiteral("/evening") : QStringLiteral("/evening.wav"));
    shape.onePerLine = onePerLine;
    shape.srt = true;
    shape.vtt = true;
    try {
        app::exporting::ExportedFiles files(shape);
        for (int number = 1; number <= 3; ++number) {
            app::takes::TakeRecord take;
            take.text = QStringLiteral("line %1").arg(number);
            files.add({number, {}, take.text, take, true}, madeUpClip(unsigned(number)));
        }
        files.finish({});
        print(QStringLiteral("done"));
    } catch (const engine::Error &error) {
        print(QStringLiteral("problem %1 | %2")
                  .arg(QString::fromUtf8(error.what()), QString::fromStdString(error.remedy())));
    }
}

void saveInto(const QString &folder) {
    app::script::ScriptDocument document;
    app::storage::FileThread thread;
    app::script::ScriptFile file(document, thread);
    document.type(0, QStringLiteral("new ").repeated(10'000));
    QEventLoop loop;
    QObject::connect(&file, &app::script::ScriptFile::saved, &loop, [&] {
        print(document.isModified() ? QStringLiteral("done, but not marked") : QStringLiteral("done"));
        loop.quit();
    });
    QObject::connect(&file, &app::script::ScriptFile::failed, &loop, [&](const app::Problem &problem) {
        print(QStringLiteral("problem %1 | %2").arg(problem.what, problem.remedy));
        if (!document.isModified())
            print(QStringLiteral("the script counts as saved"));
        loop.quit();
    });
    file.saveAs(folder + QStringLiteral("/evening.ishowtts"));
    loop.exec();
}

// What the Studio remembers in small files while it runs.
class Memory {
public:
    explicit Memory(const QString &folder)
        : m_settings(folder + QStringLiteral("/settings.json"), m_files, QProcessEnvironment()),
          m_presets(folder + QStringLiteral("/presets.json"), m_settings, m_files),
          m_shortcuts(folder + QStringLiteral("/shortcuts.json"), m_files) {
        follow(m_settings);
        follow(m_presets);
        follow(m_shortcuts);
    }

    static bool keeps(const QString &what) { return fileOf(what).has_value(); }
    static std::optional<QString> fileOf(const QString &what) {
        const bool isOne = what == u"settings" || what == u"presets" || what == u"shortcuts";
        return isOne ? std::optional(what + QStringLiteral(".json")) : std::nullopt;
    }

    // Says what came of it. The second time something else was wanted in between: with room it is the last wish that
    // counts.
    void change(const QString &what) {
        if (std::exchange(m_isSecond, true))
            changeTo(what, 5);
        changeTo(what, 12);
        m_loop.exec();
        m_files.flush();
        QCoreApplication::processEvents(); // whatever else is said
    }

private:
    template <class Remembered> void follow(Remembered &remembered) {
        QObject::connect(&remembered, &Remembered::saved, &m_loop, [this] { say(QStringLiteral("done")); });
        const auto problem = [this](const app::Problem &said) {
            say(QStringLiteral("problem %1 | %2").arg(said.what, said.remedy));
        };
        QObject::connect(&remembered, &Remembered::saveFailed, &m_loop, problem);
        QObject::connect(&remembered, &Remembered::problem, &m_loop, problem);
    }

    void say(const QString &line) {
        print(line);
        m_loop.quit();
    }

    void changeTo(const QString &what, int number) {
        if (what == u"settings") {
            m_settings.setNfeStep(number);
            m_settings.save();
        } else if (what == u"presets") {
            QJsonObject values = m_presets.presentValues();
            values.insert(QStringLiteral("nfe"), number);
            m_presets.save(QStringLiteral("Podcast"), values);
        } else {
            m_shortcuts.change({{QStringLiteral("playback.mute"), QStringList{QStringLiteral("F%1").arg(number)}}});
        }
    }

    QEventLoop m_loop;
    app::storage::FileThread m_files;
    app::Settings m_settings;
    app::Presets m_presets;
    app::Shortcuts m_shortcuts;
    bool m_isSecond = false;
};

using Act = std::function<void()>;

Act actOf(const QString &what, const QString &folder) {
    if (Memory::keeps(what))
        return [what, memory = std::make_shared<Memory>(folder)] { memory->change(what); };
    if (what == u"script")
        return [folder] { saveInto(folder); };
    return [what, folder] { exportInto(folder, what == u"lines"); };
}

int runChild(const QString &what, const QString &folder) {
    const Act act = actOf(what, folder);
    act();
    print(QStringLiteral("room"));
    if (std::getenv("STOP_BEFORE_ROOM") != nullptr)
        return 0; // the disk stays full until the end
    reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, "faulty_disk_has_room"))();
    act();
    return 0;
}

bool write(const QString &path, const QByteArray &bytes) {
    QFile out(path);
    return path.endsWith(u'/') ? QDir().mkpath(path)
                               : out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size();
}

Files filesIn(const QString &folder, const QString &prefix = {}) {
    Files files;
    const auto entries = QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        if (entry.suffix() == u"lock") // empty, and stays beside its file
            continue;
        if (entry.isDir()) {
            files[prefix + entry.fileName() + u'/'] = {};
            files.insert(filesIn(entry.filePath(), prefix + entry.fileName() + u'/'));
            continue;
        }
        QFile file(entry.filePath());
        files[prefix + entry.fileName()] = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }
    return files;
}

} // namespace

class TestFilesFullDisk : public QObject {
    Q_OBJECT

    static QStringList childWith(int room, const QString &what, const QString &folder, bool stopsBeforeRoom) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QStringList environment = QProcess::systemEnvironment() + diskWithRoomFor(room, folder);
        if (stopsBeforeRoom)
            environment << QStringLiteral("STOP_BEFORE_ROOM=1");
        process.setEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("child"), what, folder});
        process.waitForFinished(30000);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed().split(u'\n');
    }

private Q_SLOTS:
    void everyWriteMayBeTheLast_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<bool>("isOver");
        QTest::newRow("one file over an old one") << QStringLiteral("file") << true;
        QTest::newRow("one file, for the first time") << QStringLiteral("file") << false;
        QTest::newRow("a file per line over old ones") << QStringLiteral("lines") << true;
        QTest::newRow("a file per line, for the first time") << QStringLiteral("lines") << false;
        QTest::newRow("a script over an old one") << QStringLiteral("script") << true;
        QTest::newRow("a script, for the first time") << QStringLiteral("script") << false;
        QTest::newRow("settings over old ones") << QStringLiteral("settings") << true;
        QTest::newRow("settings, for the first time") << QStringLiteral("settings") << false;
        QTest::newRow("presets over old ones") << QStringLiteral("presets") << true;
        QTest::newRow("presets, for the first time") << QStringLiteral("presets") << false;
        QTest::newRow("shortcuts over old ones") << QStringLiteral("shortcuts") << true;
        QTest::newRow("shortcuts, for the first time") << QStringLiteral("shortcuts") << false;
    }

    void everyWriteMayBeTheLast() {
        QFETCH(QString, what);
        QFETCH(bool, isOver);
        const QTemporaryDir sample;
        const std::optional<QString> remembered = isOver ? Memory::fileOf(what) : std::nullopt;
        const QByteArray oldMemory = "{\"newer\": {\"than\": \"this version\"}}\n"; // stays in the new file
        if (remembered)
            QVERIFY(write(sample.filePath(*remembered), oldMemory));
        actOf(what, sample.path())();
        const Files whole = filesIn(sample.path());
        QVERIFY(!whole.isEmpty());
        QVERIFY(!remembered || (whole[*remembered].contains("this version") && whole[*remembered] != oldMemory));
        int room = 0;
        QString allSaid;
        for (bool fits = false; !fits; ++room) {
            QVERIFY2(room < 300, "the disk is never large enough");
            for (const bool stopsBeforeRoom : {true, false}) {
                const QTemporaryDir folder;
                for (auto file = whole.cbegin(); isOver && file != whole.cend(); ++file) {
                    const QString path = folder.filePath(file.key());
                    QVERIFY(write(path, remembered ? oldMemory : "old " + path.toUtf8()));
                }
                const Files old = filesIn(folder.path());
                const QStringList said = childWith(room, what, folder.path(), stopsBeforeRoom);
                const QByteArray context =
                    QStringLiteral("room for %1 writes: %2\n").arg(room).arg(said.join(u'\n')).toUtf8();
                allSaid += said[0];
                const qsizetype at = said.indexOf(QStringLiteral("room"));
                QVERIFY2(at == 1, context); // one thing is said
                fits = said[0] == u"done";
                QVERIFY2(fits || said[0].contains(QRegularExpression(QStringLiteral("^problem .{20,} \\| .{10,}$"))),
                         context);
                const Files now = filesIn(folder.path());
                const QByteArray left = context + QStringList(now.keys()).join(u'\n').toUtf8();
                if (stopsBeforeRoom) {
                    QVERIFY2(fits ? isWhole(now, whole) : now == old, left);
                } else {
                    QVERIFY2(said.size() == 3 && said[2] == u"done", context);
                    QVERIFY2(isWhole(now, whole), left);
                }
            }
        }
        qInfo("%d disks, the last of them large enough", room);
        QVERIFY(room > 2);
        QVERIFY2(allSaid.contains(QStringLiteral("Free some space")), qPrintable(allSaid)); // what helps
    }

private:
    // A script holds its time and ids of its own.
    static bool isWhole(const Files &now, const Files &whole) {
        if (now.keys() != whole.keys())
            return false;
        for (auto file = whole.cbegin(); file != whole.cend(); ++file) {
            const QByteArray &bytes = now[file.key()];
            if (file.key().endsWith(u".ishowtts") ? bytes.size() != file->size() || !bytes.trimmed().endsWith('}')
                                                  : bytes != *file)
                return false;
        }
        return true;
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runChild(arguments.value(2), arguments.value(3));
    TestFilesFullDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_files_full_disk.moc"
