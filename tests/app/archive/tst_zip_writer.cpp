// Archives of our own: whole or not at all, and the same for the same content.
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include "app/archive/zip_writer.h"
#include "tests/small_files.h"

using app::archive::Packing;
using app::archive::ZipReader;
using app::archive::ZipWriter;

class TestZipWriter : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string path(const char *name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }

    void write(const char *name, const QByteArray &bytes) const {
        QFile file(m_folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    QByteArray contentOf(const char *name) const { return bytesOf(m_folder.filePath(QLatin1String(name))); }

    QStringList everything() const {
        return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }

    QString problemOf(const std::function<void()> &work) const {
        try {
            work();
        } catch (const engine::Error &error) {
            return error.remedy().empty() ? QStringLiteral("no remedy") : QString::fromUtf8(error.what());
        }
        return {};
    }

private Q_SLOTS:
    void init() {
        for (const QString &name : everything())
            QVERIFY(QFile::remove(m_folder.filePath(name)) || QDir(m_folder.filePath(name)).removeRecursively());
        write("sound", QByteArray(300'000, 's'));
    }

    void whatGoesInComesOut() {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        std::uint64_t last = 0;
        ZipWriter writer(path("a.zip"));
        writer.addFile("takes/müller.wav", path("sound"), Packing::Stored, [&](std::span<const std::byte> bytes) {
            hash.addData(QByteArrayView(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())));
        });
        writer.addText("settings.json", std::string(50'000, 'j'));
        writer.addText("empty", {});
        writer.addLater("manifest", [&] { return hash.result().toHex().toStdString(); });
        writer.finish([&](std::uint64_t done, std::uint64_t total) {
            QVERIFY(done >= last && done <= total);
            last = done;
        });
        QCOMPARE(last, std::uint64_t(350'000));
        QCOMPARE(everything(), (QStringList{QStringLiteral("a.zip"), QStringLiteral("sound")}));

        const ZipReader reader(path("a.zip"));
        QStringList names;
        for (const auto &entry : reader.entries())
            names << QString::fromStdString(entry.name);
        QCOMPARE(names, (QStringList{QStringLiteral("takes/müller.wav"), QStringLiteral("settings.json"),
                                     QStringLiteral("empty"), QStringLiteral("manifest")}));
        QCOMPARE(reader.read(*reader.find("takes/müller.wav"), 1 << 20), std::string(300'000, 's'));
        QCOMPARE(reader.read(*reader.find("settings.json"), 1 << 20), std::string(50'000, 'j'));
        QCOMPARE(reader.read(*reader.find("empty"), 0), std::string());
        QCOMPARE(reader.read(*reader.find("manifest"), 100),
                 QCryptographicHash::hash(QByteArray(300'000, 's'), QCryptographicHash::Sha256).toHex().toStdString());
        QVERIFY(QFileInfo(m_folder.filePath(QStringLiteral("a.zip"))).size() < 310'000); // text is deflated
        QVERIFY(QFileInfo(m_folder.filePath(QStringLiteral("a.zip"))).size() > 300'000); // sound is not
    }

    void otherProgramsReadIt() {
        ZipWriter writer(path("a.zip"));
        writer.addFile("voices/x/reference.wav", path("sound"), Packing::Deflated);
        writer.addLater("later.txt", [] { return std::string("later"); });
        writer.finish();
        QProcess python;
        python.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"),
                      QStringLiteral("import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; "
                                     "print(*[(i.filename, i.file_size) for i in z.infolist()])"),
                      m_folder.filePath(QStringLiteral("a.zip"))});
        QVERIFY(python.waitForFinished());
        QCOMPARE(python.readAllStandardOutput().trimmed(),
                 QByteArray("('voices/x/reference.wav', 300000) ('later.txt', 5)"));
    }

    void sameContentSameBytes() {
        for (const char *name : {"a.zip", "b.zip"}) {
            ZipWriter writer(path(name));
            writer.addFile("sound", path("sound"), Packing::Deflated);
            writer.addText("text", "text");
            writer.finish();
            QFile::setPermissions(m_folder.filePath(QStringLiteral("sound")), QFile::ReadOwner | QFile::WriteOwner);
            QFile file(m_folder.filePath(QStringLiteral("sound")));
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000'000), QFile::FileModificationTime));
        }
        QCOMPARE(contentOf("a.zip"), contentOf("b.zip"));
    }

    void rightsAreThoseOfFiles() {
        const auto modeOf = [&](const char *name) {
            struct stat status {};
            ::stat(path(name).c_str(), &status);
            return status.st_mode & 0777;
        };
        const auto make = [&] {
            ZipWriter writer(path("a.zip"));
            writer.addText("text", "text");
            writer.finish();
        };
        make();
        QCOMPARE(modeOf("a.zip"), modeOf("sound"));
        QVERIFY(
            QFile::setPermissions(m_folder.filePath(QStringLiteral("a.zip")), QFile::ReadOwner | QFile::WriteOwner));
        make();
        QCOMPARE(modeOf("a.zip"), mode_t(0600));
    }

    void oldOneStaysUntilTheNewIsWhole() {
        write("a.zip", "old");
        std::stop_source stop;
        ZipWriter stopped(path("a.zip"));
        stopped.addFile("one", path("sound"), Packing::Stored);
        stopped.addFile("two", path("sound"), Packing::Stored);
        QVERIFY_THROWS_EXCEPTION(app::archive::Stopped, stopped.finish(
                                                            [&](std::uint64_t done, std::uint64_t) {
                                                                if (done > 350'000)
                                                                    stop.request_stop();
                                                            },
                                                            stop.get_token()));
        QCOMPARE(contentOf("a.zip"), QByteArray("old"));

        ZipWriter missing(path("a.zip"));
        missing.addFile("one", path("nothing there"), Packing::Stored);
        const QString problem = problemOf([&] { missing.finish(); });
        QVERIFY2(problem.contains(QStringLiteral("nothing there")), qPrintable(problem));
        QCOMPARE(contentOf("a.zip"), QByteArray("old"));
        QCOMPARE(everything(), (QStringList{QStringLiteral("a.zip"), QStringLiteral("sound")}));
    }

    void whatCannotBeReadBackIsNotWritten() {
        ZipWriter writer(path("a.zip"));
        writer.addText("a", "1");
        for (const char *name : {"../a", "/a", "a\\b", "A", "a/b", "", "b/", "c\n"})
            QVERIFY2(!problemOf([&] { writer.addText(name, "2"); }).isEmpty(), name);
        QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), m_folder.filePath(QStringLiteral("link"))));
        writer.addFile("link", path("link"), Packing::Stored);
        QVERIFY(problemOf([&] { writer.finish(); }).contains(QStringLiteral("link")));
        QVERIFY(!problemOf([&] { ZipWriter(path("missing folder/a.zip")); }).isEmpty());
        QVERIFY(!problemOf([&] { ZipWriter(path("b.zip")).finish(); }).isEmpty());
        QCOMPARE(everything(), (QStringList{QStringLiteral("link"), QStringLiteral("sound")}));
    }

    void aFileThatChangesIsNotTaken() {
        ZipWriter writer(path("a.zip"));
        writer.addFile("sound", path("sound"), Packing::Stored, [this](std::span<const std::byte>) {
            QFile file(m_folder.filePath(QStringLiteral("sound")));
            if (file.open(QIODevice::Append))
                file.write("more");
        });
        const QString problem = problemOf([&] { writer.finish(); });
        QVERIFY2(problem.contains(QStringLiteral("changed")), qPrintable(problem));
        QCOMPARE(everything(), QStringList{QStringLiteral("sound")});
    }
};

QTEST_GUILESS_MAIN(TestZipWriter)

#include "tst_zip_writer.moc"
