// The spectrogram is switched in the menu and beside the wave, comes back at the next start, and goes with a
// comparison.
#include "app/takes/take_library.h"
#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/shared/spectrogram_picture.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

class TestSpectrogramSwitch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void menuAndButtonSayTheSameAndItIsRemembered() {
        ScriptWindow desk;
        QVERIFY(desk.isActive());
        auto &wave = desk.window.transport().waveform();
        QAction *action = desk.action("Spectrogram");
        QVERIFY(action && !action->shortcut().isEmpty());
        QVERIFY(!wave.isSpectrogramShown() && !action->isChecked());
        action->trigger();
        QVERIFY(wave.isSpectrogramShown() && action->isChecked());
        QAbstractButton *button = desk.button("Spectrogram");
        QVERIFY(button && button->isChecked());
        QCOMPARE(wave.accessibleName(), QStringLiteral("Spectrogram and waveform"));
        {
            ui::MainWindow next(desk.desk.services);
            QVERIFY(next.transport().waveform().isSpectrogramShown());
        }
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!wave.isSpectrogramShown() && !action->isChecked() && !button->isChecked());
        QVERIFY(!desk.desk.services.settings().spectrogram());
    }

    void itShowsTheOneThatIsHeard() {
        ScriptWindow desk;
        QVERIFY(desk.isReady());
        desk.write({QStringLiteral("One."), QStringLiteral("Two, and a little more.")});
        desk.editor.selectAll();
        desk.window.studio().speak();
        auto &model = desk.window.takes().model();
        QTRY_COMPARE_WITH_TIMEOUT(model.total(), 2, ScriptWindow::kPatience);
        desk.desk.services.settings().setSpectrogram(true);
        auto &wave = desk.window.transport().waveform();
        desk.window.comparison().compare(model.take(0), model.take(1));
        QTRY_VERIFY(desk.window.transport().hasPair());
        const auto picture = [&] {
            wave.grab();
            if (!QTest::qWaitFor([&] { return !wave.spectrogram().isBusy(); }, ScriptWindow::kPatience))
                return QImage();
            return wave.grab(wave.spectrogramArea().toRect()).toImage();
        };
        desk.window.comparison().hear(0);
        const QImage first = picture();
        desk.window.comparison().hear(1);
        const QImage second = picture();
        QVERIFY(!first.isNull() && first != second);
        desk.window.comparison().hear(0);
        wave.grab();
        QVERIFY(!wave.spectrogram().isBusy()); // known from before: it changes at once, as the sound does
        QVERIFY(picture() == first);
    }
};

QTEST_MAIN(TestSpectrogramSwitch)
#include "tst_spectrogram_switch.moc"
