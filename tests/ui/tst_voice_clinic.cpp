// From a recording to a voice that speaks, as people do it: dropped, its window, the words, saved; changed, removed,
// and all of it undone. Real services, the tiny checkpoint, real files.
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QDir>
#include <QDoubleSpinBox>
#include <QJsonArray>
#include <QRegularExpression>

#include "app/takes/take_library.h"
#include "app/voices/voice_editor.h"
#include "tests/patience.h"
#include "tests/ui/alt_letters.h"
#include "tests/ui/clinic_desk.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/voices/recording_view.h"
#include "ui/voices/voices_pane.h"

namespace {

using Desk = ClinicDesk;
const QString kSaid = ClinicDesk::kSaid;
constexpr int kPatience = ClinicDesk::kPatience;

} // namespace

class TestVoiceClinic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDroppedRecordingSpeaks() {
        Desk desk;
        QVERIFY(desk.isReady());
        QSignalSpy kept(&desk.desk.services.takes(), &app::takes::TakeLibrary::kept);
        drop(desk.voices.pane(), {desk.recording()});
        QVERIFY(desk.isOpen());
        const auto window = desk.clinic.recording().window();
        QVERIFY2(window.length() >= 3 && window.length() <= 12, qPrintable(QString::number(window.length())));
        QVERIFY(desk.says(QStringLiteral("My_voice.wav")));
        QCOMPARE(QApplication::focusWidget(), desk.words()); // the one thing that must be typed
        QTest::keyClicks(desk.words(), kSaid);
        QCOMPARE(desk.field("Name")->text(), QStringLiteral("My voice"));
        desk.field("Allowed by")->setText(QStringLiteral("Slt herself"));
        QTest::keyClick(desk.words(), Qt::Key_Return, Qt::ControlModifier); // save and speak
        QVERIFY(desk.comes("my-voice"));
        QTRY_COMPARE_WITH_TIMEOUT(kept.size(), 1, kPatience);
        const auto take = kept.first()[1].value<app::takes::TakeRecord>();
        QCOMPARE(take.voiceId, QStringLiteral("my-voice"));
        QCOMPARE(desk.desk.services.settings().voiceId(), QStringLiteral("my-voice"));
        QVERIFY(!desk.clinic.isVisible() && desk.window.studio().isVisible());
        const engine::Voice *voice = desk.voice("my-voice");
        QCOMPARE(QString::fromStdString(voice->transcript), kSaid);
        QCOMPARE(voice->language, std::string("en")); // plain letters
        QCOMPARE(voice->consent.by, std::string("Slt herself"));
        QVERIFY(!voice->consent.date.empty());
        QCOMPARE(voice->origin.file, std::string("My_voice.wav"));
        QCOMPARE(voice->origin.sha256.size(), std::size_t(64));
        QVERIFY(std::abs(voice->origin.from - window.from) < 0.01 && std::abs(voice->origin.to - window.to) < 0.01);
        const auto sound = engine::audio::readSound(voice->recording, 60);
        QVERIFY(std::abs(sound.seconds() - window.length()) < 0.01);
    }

    void theFiguresOfWhatTheModelHearsStandBesideThem() {
        Desk desk;
        QVERIFY(desk.isReady());
        const QString file = desk.data.path(QStringLiteral("quiet.wav"));
        // Short, so that nothing is left of its pauses.
        engine::audio::writeWav(file.toStdString(), VoiceData::louder(VoiceData::recordingOf("rms"), 0.1F));
        QVERIFY(desk.openFile(file));
        QList<double> loudness; // before, after
        QStringList noise;      // SNR of both: nothing is taken out of it
        for (const QLabel *label : desk.clinic.findChildren<QLabel *>()) {
            if (!label->isVisible())
                continue;
            if (label->text().contains(QStringLiteral("dBFS, SNR")))
                noise << label->text().section(QStringLiteral("SNR"), 1);
            if (label->text().endsWith(QStringLiteral(" LUFS")))
                loudness << label->text().chopped(5).replace(QStringLiteral("−"), QStringLiteral("-")).toDouble();
        }
        QCOMPARE(loudness.size(), 2);
        QVERIFY2(loudness[1] > loudness[0] + 10, qPrintable(desk.said())); // raised for the model
        QCOMPARE(noise.size(), 2);
        QCOMPARE(noise[0], noise[1]);
    }

    // What the model hears is quieter or louder, so less of what was cut off can be seen: it is there all the same.
    void clippingIsNotHealedByWhatTheModelNeeds() {
        Desk desk;
        QVERIFY(desk.isReady());
        const QString file = desk.data.path(QStringLiteral("shouted.wav"));
        engine::Clip loud = VoiceData::louder(VoiceData::repeated(VoiceData::recordingOf("slt"), 3), 20);
        for (float &sample : loud.samples)
            sample = std::clamp(sample, -1.0F, 1.0F);
        engine::audio::writeWav(file.toStdString(), loud);
        QVERIFY(desk.openFile(file));
        int counted = 0, inherited = 0;
        for (const QLabel *label : desk.clinic.findChildren<QLabel *>()) {
            counted +=
                label->isVisible() && label->text().contains(QRegularExpression(QStringLiteral("^[\\d,]+ samples$")));
            inherited += label->isVisible() && label->text() == QStringLiteral("as before");
        }
        QVERIFY2(counted == 1 && inherited == 1, qPrintable(desk.said()));
    }

    void aSoundOnTheTextIsOfferedAsAVoice() {
        Desk desk;
        QVERIFY(desk.isReady());
        drop(*desk.window.studio().editor().viewport(), {desk.recording()});
        QVERIFY(desk.window.notices().current());
        QVERIFY(!desk.clinic.isVisible());
        desk.pressInNotice("Make a voice of it");
        QVERIFY(desk.isOpen());
    }

    void whatIsMissingIsSaidAndGotTo() {
        Desk desk;
        QVERIFY(desk.isReady());
        const std::size_t shipped = desk.library.voices()->voices.size();
        QVERIFY(desk.openFile(desk.recording()));
        desk.press("Save voice");
        QVERIFY(desk.says(QStringLiteral("Write what is said")));
        QTest::keyClicks(desk.words(), kSaid);
        desk.field("Name")->clear();
        desk.press("Save voice");
        QVERIFY(desk.says(QStringLiteral("Give the voice a name")));
        QCOMPARE(QApplication::focusWidget(), desk.field("Name"));
        desk.field("Name")->setText(QString::fromUtf8("小明的声音"));
        desk.press("Save voice");
        QTRY_VERIFY_WITH_TIMEOUT(desk.library.voices()->voices.size() == shipped + 1, kPatience);
        QVERIFY(!desk.clinic.isVisible());
        QCOMPARE(desk.desk.services.settings().voiceId(), QStringLiteral("slt")); // saved is not chosen
        const auto current = desk.voices.pane().current();
        QVERIFY(current && current->name == QString::fromUtf8("小明的声音"));
    }

    void wordsAreWeighedAgainstTheWindow() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        const auto *said = named<QLabel>(desk.clinic, "Whether the words fit");
        desk.clinic.recording().setFocus();
        const QString empty = said->text();
        desk.words()->setPlainText(QStringLiteral("Hm."));
        const QString tooShort = said->text();
        desk.words()->setPlainText(kSaid.repeated(20));
        const QString tooLong = said->text();
        QVERIFY(tooShort != empty && tooLong != empty && tooShort != tooLong);
        desk.words()->setPlainText(QString::fromUtf8("花园里开满了鲜花。"));
        QCOMPARE(desk.clinic.form().language(), std::string("zh"));
    }

    void beforeAndAfterAreHeard() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        const auto &wave = desk.window.transport().waveform();
        desk.press("Before");
        QVERIFY(std::abs(wave.seconds() - desk.clinic.recording().window().length()) < 0.01);
        desk.press("After");
        QVERIFY(wave.seconds() > 1 && std::abs(wave.seconds() - desk.clinic.recording().window().length()) > 0.02);
        QVERIFY2(desk.window.transport().what().startsWith(QStringLiteral("My_voice.wav")),
                 qPrintable(desk.window.transport().what()));
    }

    void everyControlHasAName() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        int controls = 0;
        for (QWidget *widget : desk.clinic.findChildren<QWidget *>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 ||
                qobject_cast<QAbstractSpinBox *>(widget->parentWidget()))
                continue;
            const auto *shown = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(shown && !shown->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++controls;
        }
        QVERIFY2(controls >= 15, qPrintable(QString::number(controls)));
    }

    void everyLetterWithAltLeadsToOnePlace() {
        ClinicDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        QCOMPARE(ambiguousLetters(desk.window, *desk.window.menuBar()), QStringList());
        desk.words()->setFocus();
        QTest::keyClicks(QApplication::focusWidget(), ClinicDesk::kSaid.repeated(7));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_C, Qt::AltModifier);
        QVERIFY(desk.comes("my-voice"));

        QVERIFY(desk.openVoice("slt"));
        QCOMPARE(ambiguousLetters(desk.window, *desk.window.menuBar()), QStringList());
        desk.voices.record();
        QCOMPARE(ambiguousLetters(desk.window, *desk.window.menuBar()), QStringList());
    }

    void readingIsCancelled() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.voices.addFiles({desk.recording()});
        QVERIFY(desk.clinic.isVisible() && !desk.clinic.isReady());
        QTest::mouseClick(desk.button(desk.clinic, "Cancel"), Qt::LeftButton);
        QVERIFY(!desk.clinic.isVisible() && desk.window.studio().isVisible());
        QVERIFY(!desk.clinic.isReady());
        QVERIFY(desk.openFile(desk.recording())); // and another one can be read
    }

    // Hours of sound would hold the window up, and stay in memory.
    void aLongRecordingIsMeasuredBesideTheWindowAndLetGo() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        const auto &subject = desk.clinic.subject();
        const std::weak_ptr<const engine::Clip> clip = subject.sound.clip;
        const std::weak_ptr<const ui::shared::Peaks> peaks = subject.peaks;
        QVERIFY(subject.peaks);
        QCOMPARE(subject.peaks->samples(), subject.sound.clip->samples.size());
        QCOMPARE(desk.clinic.recording().peaks().between(0, 100'000).high, subject.peaks->between(0, 100'000).high);
        QVERIFY(subject.peaks->between(0, 100'000).high > 0.05F);
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(!desk.clinic.isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(clip.expired() && peaks.expired(), kPatience);
    }

    void whatIsNoSoundSaysSo() {
        Desk desk;
        QVERIFY(desk.isReady());
        QFile file(desk.data.path(QStringLiteral("letter.mp3")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("Dear friend, this is no sound at all. ").repeated(200));
        file.close();
        desk.voices.addFiles({file.fileName()});
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().current() && !desk.clinic.isVisible(), kPatience);
        QVERIFY2(desk.window.notices().current()->what.contains(QStringLiteral("letter.mp3")),
                 qPrintable(desk.window.notices().current()->what));
        QVERIFY(!desk.window.notices().current()->remedy.isEmpty());
    }

    void whatWasPutAwayComesBack() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        QTest::keyClicks(desk.words(), kSaid);
        desk.field("Tags")->setText(QStringLiteral("calm, deep"));
        const auto window = desk.clinic.recording().window();
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(!desk.clinic.isVisible());
        desk.pressInNotice("Go on with it");
        QVERIFY(desk.clinic.isVisible());
        QCOMPARE(desk.words()->toPlainText(), kSaid);
        QCOMPARE(desk.field("Tags")->text(), QStringLiteral("calm, deep"));
        QCOMPARE(desk.clinic.recording().window().from, window.from);
        desk.press("Save voice");
        QVERIFY(desk.comes("my-voice"));
        QCOMPARE(desk.voice("my-voice")->tags, (std::vector<std::string>{"calm", "deep"}));
    }

    void longWordsInAFieldAreReadFromTheirBeginning() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openVoice("rms"));
        QLineEdit *licence = desk.field("Licence");
        QVERIFY(licence->fontMetrics().horizontalAdvance(licence->text()) > licence->width()); // it does not fit
        QCOMPARE(licence->cursorPosition(), 0);
    }

    void aChangeOfAShippedVoiceIsTakenBack() {
        Desk desk;
        QVERIFY(desk.isReady());
        const std::string before = desk.voice("rms")->transcript;
        QVERIFY(desk.openVoice("rms"));
        QCOMPARE(desk.words()->toPlainText().toStdString(), before);
        desk.words()->setPlainText(QStringLiteral("Other words."));
        desk.field("Name")->setText(QStringLiteral("Rms, mended"));
        desk.press("Save voice");
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("rms")->name, std::string("Rms, mended"), kPatience);
        QCOMPARE(desk.voice("rms")->transcript, std::string("Other words."));
        desk.pressInNotice("Undo");
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("rms")->transcript, before, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(desk.voice("rms")->name != "Rms, mended", kPatience);
    }

    void theFirstVersionComesBackAndGoes() {
        Desk desk;
        QVERIFY(desk.isReady());
        const std::string before = desk.voice("awb")->name;
        QVERIFY(desk.openVoice("awb"));
        desk.field("Name")->setText(QStringLiteral("Awb, mended"));
        desk.press("Save voice");
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("awb")->name, std::string("Awb, mended"), kPatience);
        QCOMPARE(desk.library.standing(QStringLiteral("awb"))->kind, app::voices::VoiceKind::Override);
        desk.voices.pane().select(QStringLiteral("awb"));
        desk.voices.restore(QStringLiteral("awb"));
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("awb")->name, before, kPatience);
        desk.pressInNotice("Undo");
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("awb")->name, std::string("Awb, mended"), kPatience);
    }

    void aRemovedVoiceComesBack() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        QTest::keyClicks(desk.words(), kSaid);
        desk.press("Save voice");
        QVERIFY(desk.comes("my-voice"));
        QTRY_VERIFY(desk.voices.pane().current() && desk.voices.pane().current()->id == u"my-voice");
        desk.voices.pane().focusVoices();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.voice("my-voice"), kPatience);
        desk.pressInNotice("Undo");
        QVERIFY(desk.comes("my-voice"));
    }

    void aStyleIsAddedAndSpeaks() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        QTest::keyClicks(desk.words(), kSaid);
        desk.press("Save voice");
        QVERIFY(desk.comes("my-voice"));
        desk.facts.clear();
        desk.voices.addStyle(QStringLiteral("my-voice"), desk.recording("calmer.wav"));
        QVERIFY(desk.isOpen());
        QTest::keyClicks(desk.words(), kSaid);
        desk.press("Save voice");
        QVERIFY(desk.says(QStringLiteral("Give the style a name")));
        QTest::keyClicks(desk.field("Name of the style"), QStringLiteral("calm"));
        QSignalSpy kept(&desk.desk.services.takes(), &app::takes::TakeLibrary::kept);
        desk.press("Save and speak");
        QVERIFY(desk.comes("my-voice:calm"));
        QTRY_COMPARE_WITH_TIMEOUT(kept.size(), 1, kPatience);
        QCOMPARE(kept.first()[1].value<app::takes::TakeRecord>().voiceId, QStringLiteral("my-voice:calm"));
    }

    void whatWasSpokenIsNotLost() {
        Desk desk;
        QVERIFY(desk.isReady());
        const auto clip = std::make_shared<const engine::Clip>(VoiceData::recordingOf("slt"));
        desk.facts.clear();
        Q_EMIT desk.clinic.recorded(clip, true); // Done was pressed
        QVERIFY(desk.isOpen());
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(!desk.clinic.isVisible());
        QVERIFY(desk.window.notices().current());
        QCOMPARE(desk.window.notices().current()->kind, ui::shared::Notice::Kind::Attention); // it stays
        QVERIFY(!desk.window.close());
        QVERIFY(desk.window.isVisible());
        desk.pressInNotice("Go back to it");
        QVERIFY(desk.clinic.isVisible());
        QCOMPARE(desk.clinic.subject().sound.clip, clip);
        QVERIFY(!desk.window.close());
        desk.pressInNotice("Close without it");
        QTRY_VERIFY(!desk.window.isVisible());
    }

    void aWindowAndAStyleNameCountAsWork() {
        Desk desk;
        QVERIFY(desk.isReady());
        const QString file = desk.recording();
        QVERIFY(desk.openFile(file));
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(!desk.window.notices().current()); // nothing was done
        QVERIFY(desk.openFile(file));
        named<QDoubleSpinBox>(desk.clinic, "From")->setValue(1.5);
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(desk.window.notices().current());
        desk.pressInNotice("Go on with it");
        QCOMPARE(desk.clinic.recording().window().from, 1.5);
        desk.window.notices().dismiss();
        desk.facts.clear();
        desk.voices.addStyle(QStringLiteral("rms"), file);
        QVERIFY(desk.isOpen());
        while (desk.window.notices().current())
            desk.window.notices().dismiss();
        QTest::keyClicks(desk.field("Name of the style"), QStringLiteral("calm"));
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(desk.window.notices().current());
    }

    void goingOnPutsAwayWhatIsOpen() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.openFile(desk.recording()));
        QTest::keyClicks(desk.words(), kSaid);
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(desk.openFile(desk.recording("Other.wav")));
        QTest::keyClicks(desk.words(), QStringLiteral("Other words."));
        desk.pressInNotice("Go on with it");
        QCOMPARE(desk.words()->toPlainText(), kSaid);
        QVERIFY(desk.window.notices().current());
        QVERIFY2(desk.window.notices().current()->what.startsWith(QStringLiteral("Other")),
                 qPrintable(desk.window.notices().current()->what));
        desk.pressInNotice("Go on with it");
        QCOMPARE(desk.words()->toPlainText(), QStringLiteral("Other words."));
    }

    // What was done since takes no Undo away, and the choice comes back with the voice.
    void undoOfARemovedVoiceStays() {
        Desk desk;
        for (const char *id : {"xa", "xb", "xc"})
            desk.data.add(id, {{QStringLiteral("name"), QLatin1String(id)}, {QStringLiteral("transcript"), kSaid}},
                          VoiceData::recordingOf("slt"));
        desk.library.refresh();
        QVERIFY(desk.isReady() && desk.comes("xb"));
        desk.desk.services.settings().setVoiceId(QStringLiteral("xb"));
        desk.voices.pane().select(QStringLiteral("xb"));
        desk.voices.remove(QStringLiteral("xb"));
        QTRY_VERIFY_WITH_TIMEOUT(!desk.voice("xb"), kPatience);
        QCOMPARE(desk.voices.pane().current()->id, QStringLiteral("xc")); // its neighbour
        QVERIFY(desk.desk.services.settings().voiceId() != u"xb");
        QVERIFY(desk.openFile(desk.recording()));
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(desk.window.notices().current());
        while (desk.window.notices().count() > 1 && !desk.button(desk.window.notices(), "Undo"))
            desk.window.notices().dismiss(); // it went while it was prepared
        desk.pressInNotice("Undo");
        QVERIFY(desk.comes("xb"));
        QTRY_COMPARE(desk.desk.services.settings().voiceId(), QStringLiteral("xb"));
        QTRY_COMPARE(desk.voices.pane().current()->id, QStringLiteral("xb"));
    }

    void aRemovedStyleLeavesItsVoice() {
        Desk desk;
        const QJsonObject plain{{QStringLiteral("name"), QStringLiteral("Mine")},
                                {QStringLiteral("transcript"), kSaid}};
        QJsonObject styled = plain;
        styled.insert(QStringLiteral("styles"),
                      QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("calm")},
                                             {QStringLiteral("recording"), QStringLiteral("reference.wav")},
                                             {QStringLiteral("transcript"), kSaid}}});
        desk.data.add("mine", styled, VoiceData::recordingOf("slt"));
        desk.library.refresh();
        QVERIFY(desk.isReady() && desk.comes("mine:calm"));
        desk.desk.services.settings().setVoiceId(QStringLiteral("mine:calm"));
        desk.data.add("mine", plain, VoiceData::recordingOf("slt"));
        desk.library.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.voice("mine:calm"), kPatience);
        QCOMPARE(desk.desk.services.settings().voiceId(), QStringLiteral("mine"));
    }

    // Fields may not be able to hold what a voice may have.
    void whatWasNotChangedStaysWhole() {
        Desk desk;
        const QString note = QStringLiteral("A long note. ").repeated(100).trimmed();
        desk.data.add("mine",
                      {{QStringLiteral("name"), QStringLiteral("Mine")},
                       {QStringLiteral("transcript"), kSaid},
                       {QStringLiteral("note"), note},
                       {QStringLiteral("tags"), QJsonArray{QStringLiteral("deep, calm"), QStringLiteral("own")}}},
                      VoiceData::recordingOf("slt"));
        desk.library.refresh();
        QVERIFY(desk.isReady() && desk.comes("mine"));
        QVERIFY(desk.openVoice("mine"));
        QVERIFY(!desk.clinic.isChanged());
        desk.field("Name")->setText(QStringLiteral("Mine, renamed"));
        desk.press("Save voice");
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("mine")->name, std::string("Mine, renamed"), kPatience);
        QCOMPARE(QString::fromStdString(desk.voice("mine")->note), note);
        QCOMPARE(desk.voice("mine")->tags, (std::vector<std::string>{"deep, calm", "own"}));
    }

    void aTagMayHoldAComma() {
        Desk desk;
        desk.data.add("mine",
                      {{QStringLiteral("name"), QStringLiteral("Mine")},
                       {QStringLiteral("transcript"), kSaid},
                       {QStringLiteral("tags"), QJsonArray{QStringLiteral("deep, calm"), QStringLiteral("own")}}},
                      VoiceData::recordingOf("slt"));
        desk.library.refresh();
        QVERIFY(desk.isReady() && desk.comes("mine"));
        QVERIFY(desk.openVoice("mine"));
        QCOMPARE(desk.field("Tags")->text(), QStringLiteral("\"deep, calm\", own"));
        QTest::keyClick(desk.field("Tags"), Qt::Key_End);
        QTest::keyClicks(desk.field("Tags"), QStringLiteral(", new, \"a, b\",own, "));
        desk.press("Save voice");
        const std::vector<std::string> tags{"deep, calm", "own", "new", "a, b"};
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("mine")->tags, tags, kPatience);
    }

    void quotesThatHoldNoTagAreLetters() {
        Desk desk;
        desk.data.add("mine", {{QStringLiteral("name"), QStringLiteral("Mine")}, {QStringLiteral("transcript"), kSaid}},
                      VoiceData::recordingOf("slt"));
        desk.library.refresh();
        QVERIFY(desk.isReady() && desk.comes("mine"));
        QVERIFY(desk.openVoice("mine"));
        desk.field("Tags")->setText(QString::fromUtf8("„alt“, tief, 12\" vinyl, own, “a, b”"));
        desk.press("Save voice");
        const std::vector<std::string> tags{"„alt“", "tief", "12\" vinyl", "own", "a, b"};
        QTRY_COMPARE_WITH_TIMEOUT(desk.voice("mine")->tags, tags, kPatience);
    }
};

QTEST_MAIN(TestVoiceClinic)
#include "tst_voice_clinic.moc"
