// A disk that is full from the k-th write on, for every k until it fits: voices are the old or the new ones, nothing is
// left over, and the reason is said. (Packs that go out: tests/app/archive.)
#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <functional>
#include <map>

#include "app/voices/voice_folders.h"
#include "app/voices/voice_pack.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/app/voices/decode_here.h"
#include "tests/app/voices/made_up_voice.h"

using app::voices::VoiceFolders;

namespace fs = std::filesystem;

namespace {

QString inside(const QString &folder, const char *name) {
    return folder + u'/' + QString::fromLatin1(name);
}

const std::map<QString, std::function<void(const QString &folder, VoiceFolders &folders)>> kActs{
    {u"create"_qs,
     [](const QString &, VoiceFolders &folders) {
         folders.create(madeUpDetails(u"b"_qs), madeUpReference(u"two"_qs, 2));
     }},
    {u"change"_qs,
     [](const QString &, VoiceFolders &folders) { folders.setStyle(u"a"_qs, {}, madeUpReference(u"two"_qs, 2)); }},
    {u"override"_qs,
     [](const QString &, VoiceFolders &folders) { folders.overrideReference(u"a"_qs, madeUpReference(u"two"_qs, 2)); }},
    {u"shipped"_qs,
     [](const QString &, VoiceFolders &folders) { folders.setDetails(u"slt"_qs, madeUpDetails(u"two"_qs)); }},
    {u"import"_qs,
     [](const QString &folder, VoiceFolders &folders) {
         app::voices::importPack(inside(folder, "../in.zip"), app::voices::Clash::KeepBoth, folders, &decodeHere);
     }},
};

int runChild(const QString &what, const QString &folder) {
    try {
        VoiceFolders folders({folder.toStdString(), SOURCE_FOLDER});
        kActs.at(what)(folder, folders);
        std::printf("done\n");
    } catch (const app::storage::Error &error) {
        std::printf("%s %s | %s\n", error.trouble() == app::storage::Trouble::Full ? "full" : "problem",
                    qPrintable(error.problem().what), qPrintable(error.problem().remedy));
    }
    return 0;
}

// Everything below a folder but what was removed and the lock: path and content.
QMap<QString, QByteArray> filesIn(const QDir &folder, const QString &prefix = {}) {
    QMap<QString, QByteArray> files;
    for (const QFileInfo &entry : folder.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        if (entry.fileName() == u".lock" || entry.fileName() == u".removed")
            continue;
        if (entry.isDir())
            files.insert(filesIn(QDir(entry.filePath()), prefix + entry.fileName() + u'/'));
        files[prefix + entry.fileName()] =
            entry.isDir() ? QByteArray("folder") : bytesOf(entry.filePath().toStdString());
    }
    return files;
}

} // namespace

class TestVoicesFullDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyWriteMayBeTheLast_data() {
        QTest::addColumn<QString>("what");
        for (const auto &[name, act] : kActs)
            QTest::newRow(qPrintable(name)) << name;
    }

    void everyWriteMayBeTheLast() {
        QFETCH(QString, what);
        QString said;
        int room = 0;
        for (; room < 300; ++room) {
            const QTemporaryDir all;
            const QString folder = all.filePath(QStringLiteral("data"));
            VoiceFolders folders({folder.toStdString(), SOURCE_FOLDER});
            folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"one"_qs, 1));
            app::voices::writePack({u"a"_qs}, inside(folder, "../in.zip"), folders);
            const auto before = filesIn(QDir(folder));

            QProcess process;
            process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process.setEnvironment(QProcess::systemEnvironment() + diskWithRoomFor(room, folder));
            process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("child"), what, folder});
            QVERIFY(process.waitForFinished(30'000));
            said = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
            if (said == u"done") {
                QVERIFY(filesIn(QDir(folder)) != before);
                break;
            }
            QVERIFY2(said.startsWith(u"full "), qPrintable(QStringLiteral("room for %1: ").arg(room) + said));
            QVERIFY2(filesIn(QDir(folder)) == before,
                     qPrintable(QStringLiteral("room for %1: ").arg(room) + filesIn(QDir(folder)).keys().join(u'\n')));
        }
        QCOMPARE(said, QStringLiteral("done"));
        QVERIFY2(room >= 3, "the disk was never full");
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runChild(arguments.value(2), arguments.value(3));
    TestVoicesFullDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_voices_full_disk.moc"
