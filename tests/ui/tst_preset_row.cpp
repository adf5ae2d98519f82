// Presets as people use them: chosen, named in place, renamed, removed and brought back, by keys and by the palette.
#include <QAbstractItemView>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QWheelEvent>

#include "app/settings/presets.h"
#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/shared/command_palette.h"
#include "ui/studio/preset_row.h"

namespace {

struct PresetWindow : ScriptWindow {
    QComboBox *choice = named<QComboBox>("Preset");
    QLineEdit *name = named<QLineEdit>("Name of the preset");
    QSpinBox *steps = named<QSpinBox>("Steps (NFE)");
    QDoubleSpinBox *cfg = named<QDoubleSpinBox>("Guidance (CFG)");
    app::Settings &settings = desk.services.settings();
    app::Presets &presets = desk.services.presets();

    bool isAtHand() { return isActive() && choice && name && steps && cfg; }
    void type(const char *text) const {
        name->selectAll();
        QTest::keyClicks(name, QString::fromUtf8(text));
        QTest::keyClick(name, Qt::Key_Return);
    }
    void saveAs(const char *text) const {
        button("Save as preset")->click();
        type(text);
    }
    // In the list, which an arrow key opens; Enter chooses.
    void choose(const QList<Qt::Key> &keys) const {
        QTest::keyClick(choice, Qt::Key_Down);
        for (const Qt::Key key : keys)
            QTest::keyClick(choice->view(), key);
        QTest::keyClick(choice->view(), Qt::Key_Return);
    }
    QString notice() const { return window.notices().current() ? window.notices().current()->what : QString(); }
    bool undo() const {
        for (auto *each : window.notices().findChildren<QPushButton *>())
            if (each->isVisible() && each->text() == QStringLiteral("Undo")) {
                each->click();
                return true;
            }
        return false;
    }
    QStringList entries() const {
        QStringList all;
        for (int i = 0; i < choice->count(); ++i)
            if (!choice->itemText(i).isEmpty())
                all << choice->itemText(i);
        return all;
    }
};

} // namespace

class TestPresetRow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosingAppliesAtOnce() {
        PresetWindow desk;
        QVERIFY(desk.isAtHand());
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Live"));
        desk.choice->setFocus();
        desk.choose({Qt::Key_Down});
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Careful"));
        QCOMPARE(desk.steps->value(), 16);
        desk.choose({Qt::Key_Down});
        QCOMPARE(desk.settings.nfeStep(), 32);
        desk.cfg->setValue(3);
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Own values"));
        QCOMPARE(desk.choice->count(), 4);
        desk.cfg->setValue(2);
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Best"));
        QCOMPARE(desk.entries(),
                 QStringList({QStringLiteral("Live"), QStringLiteral("Careful"), QStringLiteral("Best")}));
        desk.steps->setValue(9);
        desk.choose({Qt::Key_Down}); // from "Own values" to the first one
        QCOMPARE(desk.steps->value(), 7);
        QVERIFY(!desk.button("Rename preset")->isEnabled() && !desk.button("Remove preset")->isEnabled());
    }

    void aNameIsTypedInPlaceOfTheRow() {
        PresetWindow desk;
        QVERIFY(desk.isAtHand());
        desk.steps->setValue(12);
        desk.cfg->setValue(2.5);
        desk.button("Save as preset")->setFocus();
        QTest::keyClick(desk.button("Save as preset"), Qt::Key_Space);
        QVERIFY(desk.name->isVisible() && desk.name->hasFocus() && !desk.choice->isVisible());
        QTest::keyClicks(desk.name, QStringLiteral("Pod"));
        QTest::keyClick(desk.name, Qt::Key_Escape);
        QVERIFY(!desk.name->isVisible() && desk.choice->hasFocus());
        QCOMPARE(desk.presets.all().size(), 3);

        desk.saveAs("best");
        QVERIFY(desk.name->isVisible() && desk.name->hasFocus()); // it says why and waits for another one
        QCOMPARE(desk.name->accessibleDescription(), QStringLiteral("A shipped preset has this name."));
        desk.type("  Podcast ");
        QVERIFY(!desk.name->isVisible());
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Podcast"));
        QCOMPARE(desk.entries().last(), QStringLiteral("Podcast"));
        desk.settings.setNfeStep(7);
        desk.settings.setCfgStrength(2);
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Live"));
        desk.choice->setFocus();
        desk.choose({Qt::Key_End});
        QCOMPARE(desk.steps->value(), 12);
        QCOMPARE(desk.cfg->value(), 2.5);
    }

    void renamedRemovedAndBrought() {
        PresetWindow desk;
        QVERIFY(desk.isAtHand());
        desk.steps->setValue(12);
        desk.saveAs("Podcast");
        desk.button("Rename preset")->click();
        QCOMPARE(desk.name->text(), QStringLiteral("Podcast"));
        desk.type("Evening");
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Evening"));
        QVERIFY(!desk.presets.find(QStringLiteral("Podcast")));
        desk.button("Remove preset")->click();
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Own values"));
        QCOMPARE(desk.steps->value(), 12); // the values stay
        QCOMPARE(desk.notice(), QStringLiteral("Preset “Evening” removed."));
        QVERIFY(desk.undo());
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Evening"));
        desk.steps->setValue(14);
        desk.saveAs("evening");
        QCOMPARE(desk.notice(), QStringLiteral("Preset “Evening” has the present values now."));
        QCOMPARE(desk.choice->currentText(), QStringLiteral("evening"));
        QVERIFY(desk.undo());
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Own values"));
        QCOMPARE(desk.presets.find(QStringLiteral("Evening"))->values[QStringLiteral("nfe")].toInt(), 12);
    }

    void theWheelOfSomebodyWhoScrollsPastChangesNothing() {
        PresetWindow desk;
        QVERIFY(desk.isAtHand());
        auto *voice = desk.named<QComboBox>("Voice of the line");
        const auto turn = [](QWidget &over) {
            QWheelEvent wheel(QPointF(5, 5), over.mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton,
                              Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&over, &wheel);
        };
        turn(*desk.choice);
        turn(*voice);
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Live"));
        QCOMPARE(voice->currentIndex(), 0);
        desk.choice->setFocus();
        turn(*desk.choice);
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Live")); // not even then
    }

    void noKeyOverTheClosedListTakesOwnValuesAway() {
        PresetWindow desk;
        QVERIFY(desk.isAtHand());
        desk.steps->setValue(9);
        desk.choice->setFocus();
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Up, Qt::Key_End, Qt::Key_Home, Qt::Key_PageDown}) {
            QTest::keyClick(desk.choice, key);
            QVERIFY(desk.choice->view()->isVisible());
            QTest::keyClick(desk.choice->view(), Qt::Key_Escape);
            QTRY_VERIFY(!desk.choice->view()->isVisible());
            QCOMPARE(desk.choice->currentText(), QStringLiteral("Own values"));
            QCOMPARE(desk.steps->value(), 9);
        }
        QTest::keyClick(desk.choice, Qt::Key_C);
        QTest::keyClick(desk.choice->view(), Qt::Key_Return);
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Careful"));
    }

    void renamingHasUndo() {
        PresetWindow desk;
        QVERIFY(desk.isAtHand());
        desk.steps->setValue(12);
        desk.saveAs("Podcast");
        desk.button("Rename preset")->click();
        desk.type("Evening");
        QCOMPARE(desk.notice(), QStringLiteral("Preset “Podcast” is called “Evening” now."));
        QVERIFY(desk.undo());
        QCOMPARE(desk.choice->currentText(), QStringLiteral("Podcast"));
    }

    void theCommandPaletteKnowsThem() {
        PresetWindow desk;
        QVERIFY(desk.isAtHand());
        desk.steps->setValue(12);
        desk.saveAs("R & B");
        desk.steps->setValue(5);
        const auto run = [&](const char *text) {
            auto *palette = desk.window.openPalette();
            QTest::keyClicks(palette->findChild<QLineEdit *>(), QString::fromUtf8(text));
            QTest::keyClick(palette->findChild<QLineEdit *>(), Qt::Key_Return);
            QTest::qWait(20);
        };
        run("R & B");
        QCOMPARE(desk.steps->value(), 12);
        QVERIFY(desk.action("R & B")->isChecked() && !desk.action("Live")->isChecked());
        desk.steps->setValue(7); // not by the menu
        QVERIFY(!desk.action("R & B")->isChecked() && desk.action("Live")->isChecked());
        desk.steps->setValue(12);
        run("Save as preset");
        QVERIFY(desk.name->isVisible());
        QTest::keyClick(desk.name, Qt::Key_Escape);
        run("Remove preset");
        QVERIFY(!desk.action("R & B"));
        QVERIFY(!desk.action("Remove preset")->isEnabled());
    }
};

QTEST_MAIN(TestPresetRow)
#include "tst_preset_row.moc"
