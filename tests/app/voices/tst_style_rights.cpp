// What is said of a recording holds for that recording: who allowed it, its licence, its source; and what it sounds
// like stays when it is louder than a file can hold.
#include <QTemporaryDir>
#include <QTest>

#include "app/voices/voice_folders.h"
#include "engine/audio/file.h"
#include "tests/app/voices/made_up_voice.h"

namespace fs = std::filesystem;

namespace {

struct Desk {
    QTemporaryDir folder;
    fs::path root = fs::path(folder.path().toStdString()) / "data";
    app::voices::VoiceFolders folders{{root}};

    engine::Voice voice(const char *id) const { return engine::findVoice({root}, id); }
};

} // namespace

class TestStyleRights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoAllowedAVoiceHasNotAllowedAStyleOfAnotherRecording() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"first"_qs, 1));
        desk.folders.setStyle(u"a"_qs, u"happy"_qs, madeUpReference(u"of another"_qs, 2));
        engine::Voice happy = desk.voice("a:happy");
        QCOMPARE(happy.licence, std::string("unknown"));
        QCOMPARE(happy.source, std::string("raw.flac"));
        QCOMPARE(happy.consent.by + happy.consent.how + happy.consent.date, std::string());
        QCOMPARE(desk.voice("a").consent.by, std::string("Anna")); // hers is as it was
        app::voices::VoiceReference asked = madeUpReference(u"of another"_qs, 2);
        asked.rights = {u"CC-BY-4.0"_qs, u"a talk"_qs, {"Bert", "in person", "2026-11-23"}};
        desk.folders.setStyle(u"a"_qs, u"happy"_qs, asked);
        happy = desk.voice("a:happy");
        QCOMPARE(happy.licence + happy.source + happy.consent.by, std::string("CC-BY-4.0a talkBert"));
        desk.folders.setStyle(u"a"_qs, u"happy"_qs, {nullptr, u"better words"_qs, {}}); // of the same recording
        app::voices::VoiceReference shorter = madeUpReference(u"a part of it"_qs, 1);
        shorter.ofTheSameRecording = true;
        desk.folders.setStyle(u"a"_qs, u"happy"_qs, shorter);
        QCOMPARE(desk.voice("a:happy").consent.by, std::string("Bert"));
        desk.folders.setStyle(u"a"_qs, u"calm"_qs, shorter); // a part of the voice's own
        QCOMPARE(desk.voice("a:calm").consent.by, std::string("Anna"));
    }

    // As a list's recordings are: quieter as a whole, and no sample is cut off.
    void whatIsLouderThanAFileCanHoldKeepsItsForm() {
        Desk desk;
        auto loud = std::make_shared<engine::Clip>(*madeUpTone());
        for (float &sample : loud->samples)
            sample *= 10; // up to 3
        app::voices::VoiceReference reference = madeUpReference(u"loud"_qs);
        reference.clip = loud;
        desk.folders.create(madeUpDetails(u"a"_qs), reference);
        const auto kept = engine::audio::readSound(desk.voice("a").recording, 10);
        QCOMPARE(kept.frames(), loud->samples.size());
        for (std::size_t i = 0; i < kept.frames(); ++i)
            QVERIFY(std::abs(kept.interleaved[i] - loud->samples[i] / 3) < 0.001F);
    }
};

QTEST_GUILESS_MAIN(TestStyleRights)
#include "tst_style_rights.moc"
