// A voice from a microphone, as people make it: the button, a second of the room, a count of three, speech, Done; then
// the clinic. The microphone is the monitor of a sink that somebody speaks into.
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/voice_desk_data.h"
#include "ui/shared/notice_bar.h"
#include "ui/voices/clinic.h"
#include "ui/voices/record_page.h"
#include "ui/voices/recording_view.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voices_pane.h"

using app::voices::Recorder;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 30'000; // ms

QPushButton *button(const QWidget &in, const QString &text) {
    for (auto *each : in.findChildren<QPushButton *>())
        if (each->isVisible() && each->text().remove(u'&') == text)
            return each;
    return nullptr;
}

} // namespace

class TestRecordVoice : public QObject {
    Q_OBJECT

    SoundServer m_server;

private Q_SLOTS:
    void initTestCase() {
        const QString trouble = m_server.startForTests({u"mic"_qs});
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        QCOMPARE(QProcess::execute(u"pactl"_qs, {u"load-module"_qs, u"module-remap-source"_qs, u"master=mic.monitor"_qs,
                                                 u"source_name=desk"_qs, u"rate=24000"_qs, u"channels=1"_qs,
                                                 u"source_properties=device.description=Desk"_qs}),
                 0);
    }

    void whatIsSaidOpensInTheClinic() {
        VoiceData data;
        StudioDesk desk(data.roots());
        auto &voices = desk.window->voices();
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get(), kLongEnough));
        voices.pane().acts()[ui::voices::VoiceActs::Record]->trigger();
        auto *page = voices.clinic().findChild<ui::voices::RecordPage *>();
        QVERIFY(page && page->isVisible());
        auto *device = named<QComboBox>(*page, "Microphone");
        QTRY_VERIFY_WITH_TIMEOUT(device->findText(u"Desk"_qs) > 0, kPatience);
        device->setCurrentIndex(device->findText(u"Desk"_qs));
        Q_EMIT device->activated(device->currentIndex());
        QTRY_COMPARE_WITH_TIMEOUT(page->recorder().stage(), Recorder::Stage::Ready, kPatience);
        QTest::mouseClick(button(*page, u"Record"_qs), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(page->recorder().stage(), Recorder::Stage::CountIn, kPatience);
        QVERIFY(!device->isEnabled());
        QTRY_COMPARE_WITH_TIMEOUT(page->recorder().stage(), Recorder::Stage::Recording, kPatience);
        const auto saysMuted = [&] {
            const auto labels = page->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                               [](const QLabel *label) { return label->text().contains(u"muted"_qs); });
        };
        QVERIFY(saysMuted()); // as a null sink gives nothing at all of the room
        QSignalSpy elapsed(&page->recorder(), &Recorder::elapsed);
        QProcess speaker;
        speaker.start(u"paplay"_qs, {u"--device=mic"_qs, QStringLiteral(SOURCE_FOLDER "/voices/slt/reference.wav")});
        QVERIFY(speaker.waitForFinished(kPatience));
        const double said = VoiceData::recordingOf("slt").seconds();
        QTRY_VERIFY_WITH_TIMEOUT(!elapsed.isEmpty() && elapsed.last()[0].toDouble() > said + 0.5, kPatience);
        QVERIFY(!saysMuted()); // something was heard
        QVERIFY(button(*page, u"Done"_qs));
        QTest::mouseClick(button(*page, u"Done"_qs), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(voices.clinic().isReady(), kPatience);
        QVERIFY(voices.clinic().recording().isVisible());
        const auto &clip = *voices.clinic().subject().sound.clip;
        QVERIFY(clip.seconds() >= said);
        QVERIFY(std::any_of(clip.samples.begin(), clip.samples.end(), [](float s) { return s > 0.05F; }));
        QTRY_COMPARE_WITH_TIMEOUT(page->recorder().stage(), Recorder::Stage::Closed,
                                  kPatience); // nobody listens any more
    }

    void whatIsLeftInTheMiddleCanBeGoneBackTo() {
        VoiceData data;
        StudioDesk desk(data.roots());
        auto &voices = desk.window->voices();
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get(), kLongEnough));
        voices.record();
        auto *page = voices.clinic().findChild<ui::voices::RecordPage *>();
        auto *device = named<QComboBox>(*page, "Microphone");
        QTRY_VERIFY_WITH_TIMEOUT(device->findText(u"Desk"_qs) > 0, kPatience);
        device->setCurrentIndex(device->findText(u"Desk"_qs));
        Q_EMIT device->activated(device->currentIndex());
        QTRY_COMPARE_WITH_TIMEOUT(page->recorder().stage(), Recorder::Stage::Ready, kPatience);
        QTest::mouseClick(button(*page, u"Record"_qs), Qt::LeftButton);
        QSignalSpy elapsed(&page->recorder(), &Recorder::elapsed);
        QTRY_VERIFY_WITH_TIMEOUT(!elapsed.isEmpty() && elapsed.last()[0].toDouble() > 1, kPatience);
        const double said = elapsed.last()[0].toDouble();
        QVERIFY(voices.holdsRecording()); // the window does not close without asking
        QVERIFY(!desk.window->close());
        voices.record(); // the same key again takes nothing away
        QCOMPARE(page->recorder().stage(), Recorder::Stage::Recording);

        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!voices.clinic().isVisible());
        QCOMPARE(page->recorder().stage(), Recorder::Stage::Closed);
        QVERIFY(voices.holdsRecording());
        auto *goOn = button(desk.window->notices(), u"Go on with it"_qs);
        QVERIFY(goOn);
        QTest::mouseClick(goOn, Qt::LeftButton);
        QVERIFY(voices.clinic().isReady());
        QVERIFY(voices.clinic().subject().sound.clip->seconds() >= said);
    }

    void leavingClosesTheMicrophone() {
        VoiceData data;
        StudioDesk desk(data.roots());
        auto &voices = desk.window->voices();
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get(), kLongEnough));
        voices.record();
        auto *page = voices.clinic().findChild<ui::voices::RecordPage *>();
        QVERIFY(page->recorder().stage() != Recorder::Stage::Closed);
        QTest::mouseClick(button(*page, u"Cancel"_qs), Qt::LeftButton);
        QVERIFY(!voices.clinic().isVisible());
        QCOMPARE(page->recorder().stage(), Recorder::Stage::Closed);
    }
};

QTEST_MAIN(TestRecordVoice)
#include "tst_record_voice.moc"
