// What the Studio tells beside the speech itself: that a recording is used in part, and what the model's licence rules
// out. Real services, the tiny checkpoint.
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "engine/audio/file.h"
#include "tests/app/tiny_data.h"
#include "tests/ui/studio_desk.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/studio/studio_pane.h"

using Part = ui::shared::StatusLine::Part;

namespace {

constexpr int kPatience = 120'000; // ms

// The recording of this voice, said over and over: some 20 s.
void lengthen(const TinyData &data, const std::string &voice) {
    const auto file = data.root() / "voices" / voice / "reference.wav";
    const auto sound = engine::audio::readSound(file, 60);
    engine::Clip clip;
    clip.sampleRate = sound.sampleRate;
    while (clip.seconds() < 20)
        clip.samples.insert(clip.samples.end(), sound.interleaved.begin(), sound.interleaved.end());
    engine::audio::writeWav(file, clip);
}

bool isLoaded(ui::MainWindow &window) {
    return !window.statusLine().text(Part::Precision).isEmpty();
}

QString visibleLabelWith(QWidget &in, const QString &part) {
    for (const QLabel *label : in.findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(part)) {
            return label->text();
        }
    }
    return {};
}

} // namespace

class TestStudioNotes : public QObject {
    Q_OBJECT

    static bool speak(ui::MainWindow &window) {
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        window.studio().setText(QStringLiteral("Good morning."));
        window.studio().speak();
        return QTest::qWaitFor([&] { return taken.size() == 1; }, kPatience);
    }

    static const ui::shared::Notice *notice(ui::MainWindow &window) {
        return window.notices().about(QStringLiteral("studio"));
    }

private Q_SLOTS:
    void aRecordingThatIsUsedInPartIsSaidOncePerVoice() {
        const TinyData data;
        lengthen(data, "slt");
        lengthen(data, "rms");
        StudioDesk desk(data.roots());
        ui::MainWindow &window = *desk.window;
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead(), kPatience);
        QVERIFY(speak(window)); // it was spoken all the same
        QVERIFY(notice(window));
        QCOMPARE(notice(window)->kind, ui::shared::Notice::Kind::Attention); // no error
        QVERIFY2(notice(window)->what.contains(QStringLiteral("first 12 s")), qPrintable(notice(window)->what));
        QVERIFY(!notice(window)->remedy.isEmpty());
        QVERIFY(!visibleLabelWith(window, QStringLiteral("RTF")).isEmpty()); // the result is shown as ever
        const QString ofFirst = notice(window)->what;

        QVERIFY(speak(window));
        QVERIFY(!notice(window)); // known by now

        desk.services.settings().setVoiceId(QStringLiteral("rms"));
        QVERIFY(speak(window));
        QVERIFY(notice(window));
        QVERIFY(notice(window)->what != ofFirst); // names the voice
    }

    void aShortRecordingIsNotTalkedAbout() {
        const TinyData data;
        StudioDesk desk(data.roots());
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead(), kPatience);
        QVERIFY(speak(*desk.window));
        QVERIFY(!notice(*desk.window));
    }

    void aLicenceThatRulesSomethingOutIsAlwaysInSight_data() {
        QTest::addColumn<QString>("licence");
        QTest::addColumn<QString>("said"); // empty: nothing to warn of
        QTest::newRow("non-commercial") << QStringLiteral("CC-BY-NC-4.0") << QStringLiteral("not for commercial use");
        QTest::newRow("unknown") << QString() << QStringLiteral("licence unknown");
        QTest::newRow("free") << QStringLiteral("GPL-3.0-or-later") << QString();
    }

    void aLicenceThatRulesSomethingOutIsAlwaysInSight() {
        QFETCH(QString, licence);
        QFETCH(QString, said);
        const TinyData data;
        QVERIFY(data.writeJson(
            QStringLiteral("models/demo/model.json"),
            {{QStringLiteral("name"), QStringLiteral("Trained")}, {QStringLiteral("licence"), licence}}));
        StudioDesk desk(data.roots());
        ui::MainWindow &window = *desk.window;
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(window), kPatience);
        // The status line names it in every case.
        const QString shown = licence.isEmpty() ? QStringLiteral("unknown") : licence;
        const QString line = window.statusLine().text(Part::Model);
        QVERIFY2(line.contains(QStringLiteral("Trained")) && line.contains(shown), qPrintable(line));
        const auto parts = window.statusLine().findChildren<QToolButton *>();
        QVERIFY(parts.first()->toolTip().contains(shown));
        QCOMPARE(parts.first()->property("role").toString() == u"attention", !said.isEmpty());
        const QString warning = visibleLabelWith(window.studio(), QStringLiteral("Trained"));
        QCOMPARE(warning.isEmpty(), said.isEmpty());
        QVERIFY2(warning.contains(said) && warning.contains(licence.isEmpty() || said.isEmpty() ? QString() : licence),
                 qPrintable(warning));
        QVERIFY(speak(window));
        QCOMPARE(visibleLabelWith(window.studio(), QStringLiteral("Trained")), warning); // it stays
    }

    void theLicenceFollowsTheModel() {
        const TinyData data;
        std::filesystem::copy(data.root() / "models" / "demo", data.root() / "models" / "free",
                              std::filesystem::copy_options::recursive);
        QVERIFY(data.writeJson(QStringLiteral("models/free/model.json"),
                               {{QStringLiteral("licence"), QStringLiteral("MIT")}}));
        StudioDesk desk(data.roots());
        ui::MainWindow &window = *desk.window;
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(window), kPatience);
        QVERIFY(!visibleLabelWith(window.studio(), QStringLiteral("licence unknown")).isEmpty());
        desk.services.settings().setModel(QStringLiteral("free"));
        QTRY_VERIFY_WITH_TIMEOUT(window.statusLine().text(Part::Model).contains(QStringLiteral("MIT")), kPatience);
        QVERIFY(visibleLabelWith(window.studio(), QStringLiteral("licence unknown")).isEmpty());
    }
};

QTEST_MAIN(TestStudioNotes)
#include "tst_studio_notes.moc"
