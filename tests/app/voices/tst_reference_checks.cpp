// What a recording is worth is found out again when it is another one, whatever its date and its length say.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/storage/file_thread.h"
#include "app/voices/reference_checks.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "tests/app/voices/made_up_voice.h"

using namespace app::voices;
using namespace Qt::StringLiterals;

class TestReferenceChecks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anotherRecordingOfTheSameDateAndLengthIsMeasured() {
        constexpr int kPatience = 30000;
        namespace fs = std::filesystem;
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        fs::create_directories(root / "voices");
        fs::copy(fs::path(SOURCE_FOLDER) / "voices" / "slt", root / "voices" / "one", fs::copy_options::recursive);
        app::storage::FileThread files;
        VoiceLibrary library({root}, files);
        ReferenceChecks checks(library);
        QSignalSpy checked(&checks, &ReferenceChecks::checked);
        library.refresh();
        QVERIFY(checked.wait(kPatience));
        QVERIFY(checks.of(u"one"_qs)->check && checks.of(u"one"_qs)->check->speechSeconds > 1);

        const fs::path recording = library.find(u"one"_qs)->recording;
        const fs::file_time_type written = fs::last_write_time(recording);
        QFile file(QString::fromStdString(recording.string()));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(1000));
        QVERIFY(file.write(QByteArray(file.size() - 1000, '\0')) > 0);
        file.close();
        fs::last_write_time(recording, written);
        library.refresh();
        QVERIFY(QTest::qWaitFor([&] { return checked.size() == 2; }, kPatience));
        QCOMPARE(checks.of(u"one"_qs)->check->speechSeconds, 0.0);

        // What stays is not measured again: the other voice is told first.
        fs::copy(fs::path(SOURCE_FOLDER) / "voices" / "slt", root / "voices" / "two", fs::copy_options::recursive);
        library.refresh();
        QVERIFY(QTest::qWaitFor([&] { return checked.size() == 3; }, kPatience));
        QCOMPARE(checked.last().first().toString(), u"two"_qs);
    }

    void whatWasClippedBeforeItWasKeptIsSaid() {
        QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        VoiceReference clipped = madeUpReference(u"Hello."_qs, 4);
        clipped.clipping = {44100, {{120, 400, 1}}, 2};
        VoiceFolders({root}).create(madeUpDetails(u"a"_qs), clipped);
        app::storage::FileThread files;
        VoiceLibrary library({root}, files);
        ReferenceChecks checks(library);
        QSignalSpy checked(&checks, &ReferenceChecks::checked);
        library.refresh();
        QVERIFY(checked.wait(30000));
        const auto &found = checks.of(u"a"_qs)->check;
        QVERIFY(found);
        QCOMPARE(found->clipping.samples, std::size_t(400));
        QCOMPARE(found->clipping.channels, std::vector<int>{1});
        QVERIFY(std::abs(*found->clipping.firstSeconds - 1.2) < 0.011);
    }
};

QTEST_GUILESS_MAIN(TestReferenceChecks)
#include "tst_reference_checks.moc"
