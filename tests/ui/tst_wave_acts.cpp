// The wave of what sounds is gone through, zoomed and selected by actions of the menu while the keyboard is in the
// text.
#include <QAction>
#include <QActionGroup>

#include "tests/patience.h"
#include "tests/ui/takes_desk.h"
#include "ui/shared/action_list.h"
#include "ui/shared/waveform_view.h"
#include "ui/shortcuts/key_rules.h"

namespace {

struct WaveDesk : TakesDesk {
    ui::shared::WaveformView &wave = window.transport().waveform();

    QAction *action(const char *id) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.id == QLatin1String("wave.") + QLatin1String(id))
                return entry.action;
        return nullptr;
    }
    // Twelve seconds that stand still.
    void show() const {
        engine::Clip clip{24000, std::vector<float>(12 * 24000, 0.1F)};
        window.transport().playTake(std::make_shared<const engine::Clip>(std::move(clip)), QStringLiteral("Twelve"));
        window.transport().stop();
    }
};

const char *const kIds[] = {"back",     "forward", "far_back", "far_forward", "start", "end",    "zoom_in",
                            "zoom_out", "all",     "from",     "to",          "loop",  "nothing"};

} // namespace

class TestWaveActs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOneHasAPlaceAndNoKeyThatTextsNeed() {
        WaveDesk desk;
        QVERIFY(desk.isReady());
        for (const char *id : kIds) {
            const QAction *action = desk.action(id);
            QVERIFY2(action && !action->icon().isNull(), id);
            QVERIFY2(!action->isEnabled(), id); // nothing sounds yet
            QVERIFY2(!action->shortcuts().isEmpty(), id);
            for (const QKeySequence &keys : action->shortcuts())
                QVERIFY2(ui::shortcuts::objectionTo(keys).isEmpty(), qPrintable(keys.toString()));
        }
    }

    void fromTheTextByKeys() {
        WaveDesk desk;
        QVERIFY(desk.isReady());
        desk.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough));
        desk.show();
        auto &text = desk.window.studio().editor();
        text.setFocus();
        const QString before = desk.window.studio().text();
        const auto at = [&] { return desk.wave.playhead(); };
        const auto press = [&](Qt::Key key, Qt::KeyboardModifiers with = {}) { QTest::keyClick(&text, key, with); };
        press(Qt::Key_F8);
        QCOMPARE(at(), 1.0);
        press(Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(at(), 6.0);
        press(Qt::Key_F7);
        QCOMPARE(at(), 5.0);
        press(Qt::Key_F7, Qt::ShiftModifier);
        QCOMPARE(at(), 0.0);
        press(Qt::Key_End, Qt::AltModifier);
        QCOMPARE(at(), 12.0);
        press(Qt::Key_F8);
        QCOMPARE(at(), 12.0);
        press(Qt::Key_Home, Qt::AltModifier);
        QCOMPARE(at(), 0.0);

        press(Qt::Key_F8, Qt::ShiftModifier);
        press(Qt::Key_Equal, Qt::ControlModifier);
        const double zoomed = desk.wave.visible().length();
        QVERIFY(zoomed < 10 && desk.wave.visible().from < 5 && desk.wave.visible().to > 5);
        press(Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(desk.wave.visible().length() > zoomed);
        press(Qt::Key_Plus, Qt::ControlModifier);
        press(Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(desk.wave.visible().length(), 12.0);

        QVERIFY(!desk.action("loop")->isEnabled() && !desk.action("nothing")->isEnabled());
        press(Qt::Key_F9);
        press(Qt::Key_F8);
        press(Qt::Key_F9, Qt::ShiftModifier);
        QVERIFY(desk.wave.selection());
        QCOMPARE(desk.wave.selection()->from, 5.0);
        QCOMPARE(desk.wave.selection()->to, 6.0);
        press(Qt::Key_F9, Qt::ControlModifier);
        QVERIFY(desk.desk.services.settings().loop());
        press(Qt::Key_F9, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!desk.wave.selection() && !desk.action("loop")->isEnabled());
        QCOMPARE(desk.window.studio().text(), before);
        QVERIFY(text.hasFocus());
    }
};

QTEST_MAIN(TestWaveActs)
#include "tst_wave_acts.moc"
