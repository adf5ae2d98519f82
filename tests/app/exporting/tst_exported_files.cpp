// The files of an export and what was there before: what comes back, who may read it, where links lead, and what is
// refused.
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/exporting/exported_files.h"
#include "engine/error.h"
#include "tests/app/exporting/exported_sound.h"

using app::exporting::ExportedFiles;
using app::exporting::ExportShape;

namespace {

struct Refused { // rename() from a path that holds `from`
    QByteArray from;
    QByteArray onto;
    int error;
};
QList<Refused> s_refused;

} // namespace

extern "C" int rename(const char *from, const char *to) noexcept { // in place of the C library's
    for (const Refused &refused : std::as_const(s_refused)) {
        if (refused.onto == to && std::strstr(from, refused.from.constData())) {
            errno = refused.error;
            return -1;
        }
    }
    return ::renameat(AT_FDCWD, from, AT_FDCWD, to);
}

namespace {

QString read(const QString &file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
}

void write(const QString &file, const QByteArray &bytes) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size());
}

void addLine(ExportedFiles &files) {
    app::takes::TakeRecord take;
    take.text = QStringLiteral("Good morning.");
    files.add({1, {}, take.text, take, true},
              std::make_shared<const engine::Clip>(engine::Clip{24000, std::vector<float>(2400)}));
}

} // namespace

class TestExportedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatCannotBePutBackIsKeptAndNamed() {
        const QTemporaryDir folder;
        const QDir dir(folder.path());
        write(dir.filePath(QStringLiteral("evening.wav")), "old sound");
        ExportShape shape;
        shape.target = dir.filePath(QStringLiteral("evening.wav"));
        shape.srt = true;
        QString remedy;
        {
            ExportedFiles files(shape);
            addLine(files);
            const auto name = [&](const char *of) { return QFile::encodeName(dir.filePath(QLatin1String(of))); };
            s_refused = {{".ishowtts-export-", name("evening.srt"), EIO}, // when the sound is in its place
                         {"/aside/", name("evening.wav"), EIO}};
            try {
                files.finish({});
            } catch (const engine::Error &error) {
                remedy = QString::fromStdString(error.remedy());
            }
            s_refused.clear();
        }
        const QString kept = remedy.section(u'“', -1).section(u'”', 0, 0);
        QVERIFY2(kept.startsWith(folder.path()), qPrintable(remedy));
        QCOMPARE(read(QDir(kept).filePath(QStringLiteral("evening.wav"))), QStringLiteral("old sound"));
        ExportedFiles next(shape); // which tidies up
        QCOMPARE(read(QDir(kept).filePath(QStringLiteral("evening.wav"))), QStringLiteral("old sound"));
    }

    void whoMayReadAFileAndWhereALinkLeadsStayAsTheyWere() {
        const QTemporaryDir folder;
        const QDir dir(folder.path());
        QVERIFY(dir.mkdir(QStringLiteral("elsewhere")));
        const auto file = [&](const char *name) { return dir.filePath(QLatin1String(name)); };
        const auto rights = [](const QString &of) {
            struct stat status {};
            return ::stat(QFile::encodeName(of).constData(), &status) == 0 ? int(status.st_mode & 0777) : -1;
        };
        const auto onlyMine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
        write(file("evening.wav"), "old sound");
        write(file("elsewhere/captions.srt"), "old captions");
        QVERIFY(QFile::setPermissions(file("evening.wav"), onlyMine));
        QVERIFY(QFile::setPermissions(file("elsewhere/captions.srt"), onlyMine | QFileDevice::ReadGroup));
        QVERIFY(QFile::link(QStringLiteral("elsewhere/captions.srt"), file("evening.srt")));
        QVERIFY(QFile::link(QStringLiteral("elsewhere/captions.vtt"), file("evening.vtt"))); // not there yet
        ExportShape shape;
        shape.target = file("evening.wav");
        shape.srt = true;
        shape.vtt = true;
        for (const bool otherDisk : {false, true}) {
            const QByteArray captions = QFile::encodeName(file("elsewhere/captions.srt"));
            {
                ExportedFiles files(shape);
                addLine(files);
                if (otherDisk)
                    s_refused = {{".ishowtts-export-", captions, EXDEV}};
                QCOMPARE(files.finish({}), QStringList{file("evening.wav")});
                s_refused.clear();
            }
            QCOMPARE(samplesOf(file("evening.wav")).size(), std::size_t(2400));
            QCOMPARE(rights(file("evening.wav")), 0600);
            QCOMPARE(rights(file("elsewhere/captions.srt")), 0640);
            QVERIFY(QFileInfo(file("evening.srt")).isSymLink());
            QVERIFY(QFileInfo(file("evening.vtt")).isSymLink());
            QVERIFY(read(file("elsewhere/captions.srt")).contains(QStringLiteral("Good morning.")));
            QVERIFY(read(file("elsewhere/captions.vtt")).startsWith(QStringLiteral("WEBVTT")));
            QCOMPARE(dir.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 4);
            write(file("elsewhere/captions.srt"), "old captions");
        }
    }

    void aFileThatIsProtectedIsRefusedBeforeAnythingIsMade() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("evening.wav"));
        write(file, "old sound");
        QVERIFY(QFile::setPermissions(file, QFileDevice::ReadOwner | QFileDevice::ReadOther));
        QVERIFY(QFile::setPermissions(folder.path(), QFileDevice::Permissions::fromInt(0x7777)));
        ExportShape shape;
        shape.target = file;
        const bool root = ::geteuid() == 0; // root may write everywhere, so it becomes nobody for a moment
        if (root)
            QCOMPARE(::setresuid(65534, 65534, 0), 0);
        QString what, remedy;
        try {
            const ExportedFiles files(shape);
        } catch (const engine::Error &error) {
            what = QString::fromUtf8(error.what());
            remedy = QString::fromStdString(error.remedy());
        }
        if (root)
            QCOMPARE(::setresuid(0, 0, 0), 0);
        QVERIFY2(what.contains(file) && what.contains(QStringLiteral("protected")), qPrintable(what));
        QVERIFY(remedy.contains(QStringLiteral("another name")));
        QCOMPARE(read(file), QStringLiteral("old sound"));
    }
};

QTEST_GUILESS_MAIN(TestExportedFiles)
#include "tst_exported_files.moc"
