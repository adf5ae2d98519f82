// Who allowed a voice, and under which licence: typed in the clinic, kept with what it was said of, and asked anew for
// another recording. Real services, real files.
#include <QDoubleSpinBox>

#include "tests/patience.h"
#include "tests/ui/clinic_desk.h"

namespace {

using Desk = ClinicDesk;
const QString kSaid = ClinicDesk::kSaid;
constexpr int kPatience = ClinicDesk::kPatience;

} // namespace

class TestVoiceConsent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Who allowed the voice is asked anew for another recording, and stays with a part of the same.
    void aStyleOfAnotherRecordingIsAskedWhoAllowedIt() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        QTest::keyClicks(desk.words(), kSaid);
        desk.field("Allowed by")->setText(QStringLiteral("Slt herself"));
        desk.field("Licence")->setText(QStringLiteral("CC0-1.0"));
        desk.press("Save voice");
        QVERIFY(desk.comes("my-voice"));
        QCOMPARE(desk.voice("my-voice")->licence, std::string("CC0-1.0"));
        desk.facts.clear();
        desk.voices.addStyle(QStringLiteral("my-voice"), desk.recording("calmer.wav"));
        QVERIFY(desk.isOpen());
        QVERIFY(desk.field("Allowed by")->isVisible() && desk.field("Allowed by")->text().isEmpty());
        QVERIFY(desk.field("Licence")->isVisible() && desk.field("Licence")->text().isEmpty());
        QVERIFY(desk.says(QStringLiteral("has not allowed this one")));
        QTest::keyClicks(desk.words(), kSaid);
        QTest::keyClicks(desk.field("Name of the style"), QStringLiteral("calm"));
        desk.field("Allowed by")->setText(QStringLiteral("Somebody else"));
        desk.press("Save voice");
        QVERIFY(desk.comes("my-voice:calm"));
        const auto styled = [&] { return engine::withStyle(*desk.voice("my-voice"), "calm"); };
        QCOMPARE(styled().consent.by, std::string("Somebody else"));
        QCOMPARE(styled().licence, std::string("unknown"));
        QCOMPARE(styled().source, std::string("calmer.wav"));
        QCOMPARE(desk.voice("my-voice")->consent.by, std::string("Slt herself"));
        desk.facts.clear(); // and it is this one's that is changed with it
        desk.voices.edit(QStringLiteral("my-voice"), QStringLiteral("calm"));
        QVERIFY(desk.isOpen());
        QCOMPARE(desk.field("Allowed by")->text(), QStringLiteral("Somebody else"));
        desk.field("How")->setText(QStringLiteral("in writing"));
        desk.press("Save voice");
        QTRY_COMPARE_WITH_TIMEOUT(styled().consent.how, std::string("in writing"), kPatience);
        QCOMPARE(desk.voice("my-voice")->consent.how, std::string());
        QCOMPARE(desk.voice("my-voice")->licence, std::string("CC0-1.0"));
    }

    void aVoiceThatIsCutShorterKeepsWhoAllowedIt() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        QTest::keyClicks(desk.words(), kSaid);
        desk.field("Allowed by")->setText(QStringLiteral("Slt herself"));
        desk.field("How")->setText(QStringLiteral("by letter"));
        desk.field("Licence")->setText(QStringLiteral("CC0-1.0"));
        desk.press("Save voice");
        QVERIFY(desk.comes("my-voice"));
        const double whole = engine::audio::readSound(desk.voice("my-voice")->recording, 60).seconds();
        QVERIFY(desk.openVoice("my-voice"));
        named<QDoubleSpinBox>(desk.clinic, "Length")->setValue(whole - 1);
        desk.press("Save voice");
        const auto seconds = [&] { return engine::audio::readSound(desk.voice("my-voice")->recording, 60).seconds(); };
        QTRY_VERIFY_WITH_TIMEOUT(seconds() < whole - 0.5, kPatience);
        const engine::Voice *voice = desk.voice("my-voice");
        QCOMPARE(voice->consent.by, std::string("Slt herself"));
        QCOMPARE(voice->consent.how, std::string("by letter"));
        QVERIFY(!voice->consent.date.empty());
        QCOMPARE(voice->licence, std::string("CC0-1.0"));
        QCOMPARE(voice->source, std::string("My_voice.wav"));
        QVERIFY(desk.openVoice("my-voice"));
        QCOMPARE(desk.field("Allowed by")->text(), QStringLiteral("Slt herself"));
        QCOMPARE(desk.field("Licence")->text(), QStringLiteral("CC0-1.0"));
    }
};

QTEST_MAIN(TestVoiceConsent)
#include "tst_voice_consent.moc"
