#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/storage/file_thread.h"
#include "app/voices/voice_library.h"
#include "tests/patience.h"

using app::voices::VoiceLibrary;

namespace {

const std::filesystem::path kShipped = SOURCE_FOLDER;

void copyVoice(const char *id, const std::filesystem::path &root, const std::string &as) {
    std::filesystem::create_directories(root / "voices");
    std::filesystem::copy(kShipped / "voices" / id, root / "voices" / as, std::filesystem::copy_options::recursive);
}

} // namespace

class TestVoiceLibrary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsInTheBackground() {
        app::storage::FileThread files;
        VoiceLibrary library({kShipped}, files);
        QSignalSpy changed(&library, &VoiceLibrary::changed);
        QVERIFY(library.voices()->voices.empty());
        QVERIFY(!library.isRead());
        library.refresh();
        files.flush();
        QCOMPARE(changed.count(), 0); // it comes through the event loop of the thread that asked
        QVERIFY(changed.wait(kLongEnough));
        QVERIFY(library.isRead());
        QVERIFY(library.voices()->voices.size() >= 4);
        QVERIFY(library.find(QStringLiteral("slt")));
        QVERIFY(!library.find(QStringLiteral("slt"))->transcript.empty());
        QVERIFY(!library.find(QStringLiteral("nobody")));
    }

    void seesWhatWasAddedAndHidesNothingBehindABrokenVoice() {
        QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        copyVoice("slt", root, "one");
        app::storage::FileThread files;
        VoiceLibrary library({root}, files);
        QSignalSpy changed(&library, &VoiceLibrary::changed);
        library.refresh();
        QVERIFY(changed.wait(kLongEnough));
        QCOMPARE(int(library.voices()->voices.size()), 1);
        const auto before = library.voices();

        copyVoice("rms", root, "two");
        std::filesystem::create_directories(root / "voices" / "broken");
        QFile manifest(folder.filePath(QStringLiteral("voices/broken/voice.json")));
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write("{ this is not JSON");
        manifest.close();
        library.refresh();
        QVERIFY(changed.wait(kLongEnough));
        QCOMPARE(int(library.voices()->voices.size()), 2);
        QCOMPARE(int(library.voices()->problems.size()), 1);
        QVERIFY(library.voices()->problems.front().find("broken") != std::string::npos);
        QCOMPARE(int(before->voices.size()), 1); // a list that was handed out never changes
    }

    void severalRefreshesInARowReadAtMostTwice() {
        app::storage::FileThread files;
        VoiceLibrary library({kShipped}, files);
        QSignalSpy changed(&library, &VoiceLibrary::changed);
        for (int i = 0; i < 10; ++i)
            library.refresh();
        QTRY_COMPARE(changed.count(), 2);
        QTest::qWait(100);
        QCOMPARE(changed.count(), 2);
    }

    void mayBeDestroyedWhileReading() {
        app::storage::FileThread files;
        for (int i = 0; i < 20; ++i) {
            VoiceLibrary library({kShipped}, files);
            library.refresh();
        }
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TestVoiceLibrary)
#include "tst_voice_library.moc"
