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
#include <span>
#include <utility>

#include <fcntl.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "app/exporting/exported_files.h"
#include "engine/error.h"
#include "engine/replacing_file.h"
#include "tests/app/exporting/exported_sound.h"
#include "tests/small_files.h"

using app::exporting::ExportedFiles;
using app::exporting::ExportShape;

namespace {

struct Refused { // rename() from a path that holds `from`
    QByteArray from;
    QByteArray onto;
    int error;
};
QList<Refused> s_refused;
bool s_noAcls = false; // can be set

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

extern "C" int fsetxattr(int file, const char *name, const void *value, std::size_t size, int flags) noexcept {
    if (s_noAcls) {
        errno = ENOTSUP;
        return -1;
    }
    return int(::syscall(SYS_fsetxattr, file, name, value, size, flags));
}

namespace {

int rightsOf(const QString &file) {
    struct stat status {};
    return ::stat(QFile::encodeName(file).constData(), &status) == 0 ? int(status.st_mode & 0777) : -1;
}

constexpr const char *kAcl = "system.posix_acl_access";
constexpr const char *kInheritedAcl = "system.posix_acl_default";

QByteArray aclOf(const QString &file) {
    QByteArray bytes(1024, '\0');
    const auto size = ::getxattr(QFile::encodeName(file).constData(), kAcl, bytes.data(), std::size_t(bytes.size()));
    return size < 0 ? QByteArray() : bytes.left(size);
}

// Who owns it and one other user may read and write, the group nothing. As `setfacl -m u:1000:rw,g::-` makes it.
QByteArray aclForOneMore() {
    QByteArray bytes;
    const auto add = [&](auto value) { bytes.append(reinterpret_cast<const char *>(&value), sizeof value); };
    add(posix_acl_xattr_header{POSIX_ACL_XATTR_VERSION});
    constexpr __le16 both = ACL_READ | ACL_WRITE;
    constexpr __le32 nobody = __le32(ACL_UNDEFINED_ID);
    add(posix_acl_xattr_entry{ACL_USER_OBJ, both, nobody});
    add(posix_acl_xattr_entry{ACL_USER, both, 1000});
    add(posix_acl_xattr_entry{ACL_GROUP_OBJ, 0, nobody});
    add(posix_acl_xattr_entry{ACL_MASK, both, nobody});
    add(posix_acl_xattr_entry{ACL_OTHER, 0, nobody});
    return bytes;
}

bool setAcl(const QString &file, const char *name) {
    const QByteArray acl = aclForOneMore();
    return ::setxattr(QFile::encodeName(file).constData(), name, acl.constData(), std::size_t(acl.size()), 0) == 0;
}

void replace(const QString &file, const QByteArray &bytes) {
    engine::replaceFile(QFile::encodeName(file).toStdString(),
                        {std::as_bytes(std::span(bytes.constData(), std::size_t(bytes.size())))});
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
        put(dir.filePath(QStringLiteral("evening.wav")), "old sound");
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
        QCOMPARE(textOf(QDir(kept).filePath(QStringLiteral("evening.wav"))), QStringLiteral("old sound"));
        ExportedFiles next(shape); // which tidies up
        QCOMPARE(textOf(QDir(kept).filePath(QStringLiteral("evening.wav"))), QStringLiteral("old sound"));
    }

    void whoMayReadAFileAndWhereALinkLeadsStayAsTheyWere() {
        const QTemporaryDir folder;
        const QDir dir(folder.path());
        QVERIFY(dir.mkdir(QStringLiteral("elsewhere")));
        const auto file = [&](const char *name) { return dir.filePath(QLatin1String(name)); };
        const auto onlyMine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
        put(file("evening.wav"), "old sound");
        put(file("elsewhere/captions.srt"), "old captions");
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
            QCOMPARE(rightsOf(file("evening.wav")), 0600);
            QCOMPARE(rightsOf(file("elsewhere/captions.srt")), 0640);
            QVERIFY(QFileInfo(file("evening.srt")).isSymLink());
            QVERIFY(QFileInfo(file("evening.vtt")).isSymLink());
            QVERIFY(textOf(file("elsewhere/captions.srt")).contains(QStringLiteral("Good morning.")));
            QVERIFY(textOf(file("elsewhere/captions.vtt")).startsWith(QStringLiteral("WEBVTT")));
            QCOMPARE(dir.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 4);
            put(file("elsewhere/captions.srt"), "old captions");
        }
    }

    void anAclStaysAndNobodyGainsRightsWhereItCannot() {
        const QTemporaryDir folder;
        const QString exported = folder.filePath(QStringLiteral("evening.wav"));
        const QString replaced = folder.filePath(QStringLiteral("evening.txt"));
        const QStringList files{exported, replaced};
        for (const QString &file : files) {
            put(file, "old");
            if (!setAcl(file, kAcl))
                QSKIP("This file system has no ACLs.");
        }
        const auto replaceBoth = [&] {
            ExportShape shape;
            shape.target = exported;
            ExportedFiles export_(shape);
            addLine(export_);
            export_.finish({});
            replace(replaced, "new");
        };
        replaceBoth();
        QCOMPARE(textOf(replaced), QStringLiteral("new"));
        for (const QString &file : files) {
            QCOMPARE(aclOf(file), aclForOneMore());
            QCOMPARE(rightsOf(file), 0660); // the middle is the mask
        }
        s_noAcls = true;
        replaceBoth();
        s_noAcls = false;
        for (const QString &file : files) {
            QCOMPARE(aclOf(file), QByteArray());
            QCOMPARE(rightsOf(file), 0600);
        }
    }

    void theAclOfAFolderIsNotGivenToAFileThatHadNone() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("evening.txt"));
        put(file, "old");
        QVERIFY(QFile::setPermissions(file, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup));
        if (!setAcl(folder.path(), kInheritedAcl))
            QSKIP("This file system has no ACLs.");
        replace(file, "new");
        QCOMPARE(textOf(file), QStringLiteral("new"));
        QCOMPARE(aclOf(file), QByteArray());
        QCOMPARE(rightsOf(file), 0640);
    }

    void linksToLinksAreFollowedToTheirEnd() {
        const QTemporaryDir folder;
        const QDir dir(folder.path());
        const auto file = [&](const char *name) { return dir.filePath(QLatin1String(name)); };
        QVERIFY(dir.mkdir(QStringLiteral("elsewhere")));
        QVERIFY(QFile::link(QStringLiteral("elsewhere/second.srt"), file("evening.srt")));
        QVERIFY(QFile::link(QStringLiteral("../third.srt"), file("elsewhere/second.srt")));
        QVERIFY(QFile::link(QStringLiteral("missing.srt"), file("third.srt")));
        ExportShape shape;
        shape.target = file("evening.wav");
        shape.srt = true;
        {
            ExportedFiles files(shape);
            addLine(files);
            files.finish({});
        }
        for (const char *link : {"evening.srt", "elsewhere/second.srt", "third.srt"})
            QVERIFY2(QFileInfo(file(link)).isSymLink(), link);
        QVERIFY(!QFileInfo(file("missing.srt")).isSymLink());
        QVERIFY(textOf(file("missing.srt")).contains(QStringLiteral("Good morning.")));
        QVERIFY(QFile::remove(file("missing.srt")));
        replace(file("evening.srt"), "new");
        QVERIFY(QFileInfo(file("third.srt")).isSymLink());
        QCOMPARE(textOf(file("missing.srt")), QStringLiteral("new"));
    }

    void linksThatLeadInACircleAreRefused() {
        const QTemporaryDir folder;
        const QString one = folder.filePath(QStringLiteral("evening.srt"));
        const QString other = folder.filePath(QStringLiteral("morning.srt"));
        QVERIFY(QFile::link(QStringLiteral("morning.srt"), one));
        QVERIFY(QFile::link(QStringLiteral("evening.srt"), other));
        const auto refused = [&](auto &&act) {
            try {
                act();
            } catch (const engine::Error &error) {
                return QString::fromUtf8(error.what()) + QString::fromStdString(error.remedy());
            }
            return QString();
        };
        ExportShape shape;
        shape.target = folder.filePath(QStringLiteral("evening.wav"));
        shape.srt = true;
        for (const QString &said :
             {refused([&] { ExportedFiles files(shape); }), refused([&] { replace(one, "new"); })})
            QVERIFY2(said.contains(one) && said.contains(QStringLiteral("circle")) &&
                         said.contains(QStringLiteral("another name")),
                     qPrintable(said));
        QVERIFY(QFileInfo(one).isSymLink());
        QVERIFY(QFileInfo(other).isSymLink());
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot),
                 (QStringList{QStringLiteral("evening.srt"), QStringLiteral("morning.srt")}));
    }

    void aFileThatIsProtectedIsRefusedBeforeAnythingIsMade() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("evening.wav"));
        put(file, "old sound");
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
        QCOMPARE(textOf(file), QStringLiteral("old sound"));
    }
};

QTEST_GUILESS_MAIN(TestExportedFiles)
#include "tst_exported_files.moc"
