// Ctrl+Z takes back what the person is at: the script's changes in the script, what was done to takes among the takes,
// values beside the script. Real services, the tiny checkpoint.
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QToolButton>

#include "app/script/script_document.h"
#include "app/settings/presets.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/takes_desk.h"
#include "ui/shared/action_list.h"

namespace {

struct UndoWindow : TakesDesk {
    app::Settings &settings = desk.services.settings();
    QComboBox *presets = named<QComboBox>(window, "Preset");
    QSpinBox *steps = named<QSpinBox>(window, "Steps (NFE)");
    QDoubleSpinBox *cfg = named<QDoubleSpinBox>(window, "Guidance (CFG)");

    bool isAtHand() {
        window.activateWindow();
        return isReady() && QTest::qWaitForWindowActive(&window, kLongEnough) && presets && steps && cfg;
    }
    static void undo(QWidget *at) { QTest::keyClick(at, Qt::Key_Z, Qt::ControlModifier); }
    static void redo(QWidget *at) { QTest::keyClick(at, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }
    QString script() const { return window.studio().text(); }
    // As the open Edit menu shows it.
    QString offered(const char *id) const {
        QString text;
        for (QAction *top : window.menuBar()->actions()) {
            if (top->text() != QStringLiteral("&Edit"))
                continue;
            Q_EMIT top->menu()->aboutToShow();
            for (const QAction *action : top->menu()->actions())
                if (action->objectName() == QLatin1String(id))
                    text = action->text().remove(u'&');
            Q_EMIT top->menu()->aboutToHide();
        }
        return text;
    }
    bool starred(int row) const { return model.take(row).starred; }
    QAction *action(const char *id) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.id == QLatin1String(id))
                return entry.action;
        return nullptr;
    }
};

const QString kTwo = QStringLiteral("Good morning.\nGood night.");

} // namespace

class TestUndoDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void amongTheTakesItIsTheirs() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        QVERIFY(desk.make(kTwo));
        desk.table->setFocus();
        desk.undo(desk.table); // nothing was done to takes yet
        QCOMPARE(desk.script(), kTwo);
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_S);
        QTRY_VERIFY(desk.starred(0));
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: remove take"));
        QCOMPARE(desk.offered("edit.redo"), QStringLiteral("Redo"));
        QCOMPARE(desk.action("edit.undo")->text(), QStringLiteral("&Undo")); // for the list of keys
        desk.undo(desk.table);
        QVERIFY(desk.becomes(2));
        QCOMPARE(desk.offered("edit.redo"), QStringLiteral("Redo: remove take"));
        desk.undo(desk.table);
        QTRY_VERIFY(!desk.starred(0));
        desk.redo(desk.table);
        QTRY_VERIFY(desk.starred(0));
        desk.redo(desk.table);
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.script(), kTwo);
    }

    void inTheScriptWhatWasJustDoneToTakesComesFirst() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        QVERIFY(desk.make(kTwo));
        auto &editor = desk.window.studio().editor();
        editor.setFocus();
        editor.moveCursor(QTextCursor::End);
        QTest::keyClicks(&editor, QStringLiteral("!"));
        const QString typed = desk.script();
        desk.table->selectRow(0);
        QVERIFY(editor.hasFocus());
        desk.button("Remove")->click();
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: remove take"));
        desk.undo(&editor);
        QVERIFY(desk.becomes(2));
        QCOMPARE(desk.script(), typed);
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: typing"));
        desk.undo(&editor);
        QVERIFY(desk.script() != typed);
        QVERIFY(desk.shows(2));
        // Typing goes before what was done earlier.
        desk.table->selectionModel()->select(desk.model.index(0, 0),
                                             QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        desk.button("Remove")->click();
        QVERIFY(desk.becomes(1));
        QTest::keyClicks(&editor, QStringLiteral("x"));
        desk.undo(&editor);
        QVERIFY(desk.shows(1));
    }

    void namesAndNotesToo() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, TakesDesk::Column::Text);
        auto *note = desk.pane.findChild<QPlainTextEdit *>();
        note->setFocus();
        QTest::keyClicks(note, QStringLiteral("warm"));
        QTest::keyClick(note, Qt::Key_Escape);
        QTRY_COMPARE(desk.model.take(0).note, QStringLiteral("warm"));
        QTRY_VERIFY(desk.table->hasFocus());
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: note on the take"));
        desk.undo(desk.table);
        QTRY_COMPARE(desk.model.take(0).note, QString());
        QTRY_COMPARE(note->toPlainText(), QString());
        desk.redo(desk.table);
        QTRY_COMPARE(note->toPlainText(), QStringLiteral("warm"));
    }

    // A removed take is there when its message is long gone, and after a restart.
    void removedTakesAreListedAndBroughtBack() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        QVERIFY(desk.make(kTwo));
        const auto text = desk.text(1);
        QVERIFY(!desk.action("take.bring_back")->isEnabled());
        desk.click(1, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(1));
        desk.window.notices().dismiss();
        QVERIFY(!desk.button("Bring back")->isVisible());
        desk.button("Removed")->click();
        QTRY_COMPARE(desk.text(0), text);
        QVERIFY(desk.becomes(1));
        QVERIFY(desk.button("Bring back")->isVisible());
        desk.click(0, TakesDesk::Column::Text);
        QVERIFY(desk.action("take.play")->isEnabled() && !desk.action("take.star")->isEnabled());
        QVERIFY(desk.action("take.star")->toolTip().contains(QStringLiteral("Bring it back first")));
        desk.button("Bring back")->click();
        QVERIFY(desk.becomes(0));
        desk.button("All")->click();
        QVERIFY(desk.becomes(2));
    }

    void removedTakesAreDeletedForGoodWithAWayBack() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        QVERIFY(desk.make(kTwo));
        desk.table->selectAll();
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(0));
        desk.button("Removed")->click();
        QVERIFY(desk.becomes(2));
        desk.click(0, TakesDesk::Column::Text);
        QVERIFY(desk.action("take.remove")->text().remove(u'&').contains(QStringLiteral("for good")));
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(1));
        QTRY_VERIFY(desk.window.notices().current() &&
                    desk.window.notices().current()->what.contains(QStringLiteral("for good at the next start")));
        desk.undo(desk.table);
        QVERIFY(desk.becomes(2));
        QVERIFY(!desk.window.notices().about(QStringLiteral("forgotten")));
    }

    void aPresetOverOwnValuesIsTakenBack() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        desk.steps->setValue(9);
        desk.cfg->setValue(3);
        QCOMPARE(desk.presets->currentText(), QStringLiteral("Own values"));
        desk.presets->setFocus();
        QTest::keyClick(desk.presets, Qt::Key_Down); // opens the list, and no more
        QTRY_VERIFY(desk.presets->view()->isVisible());
        QCOMPARE(desk.settings.nfeStep(), 9);
        QTest::keyClick(desk.presets->view(), Qt::Key_Down);
        QCOMPARE(desk.settings.nfeStep(), 9);
        QTest::keyClick(desk.presets->view(), Qt::Key_Return);
        QTRY_COMPARE(desk.presets->currentText(), QStringLiteral("Live"));
        QCOMPARE(desk.settings.nfeStep(), 7);
        QTRY_VERIFY(desk.window.notices().about(QStringLiteral("values")));
        QTRY_VERIFY(desk.presets->hasFocus());
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: preset “Live”"));
        desk.undo(desk.presets);
        QCOMPARE(desk.settings.nfeStep(), 9);
        QCOMPARE(desk.settings.cfgStrength(), 3.0);
        desk.redo(desk.presets);
        QCOMPARE(desk.settings.nfeStep(), 7);
        desk.steps->setValue(12);
        QVERIFY(desk.noticeButton("Undo"));
        desk.noticeButton("Undo")->click(); // also when something came between
        QCOMPARE(desk.settings.nfeStep(), 9);
        QCOMPARE(desk.presets->currentText(), QStringLiteral("Own values"));
        desk.undo(desk.presets);
        QCOMPARE(desk.settings.nfeStep(), 12);
    }

    // Saved, replaced, renamed and removed ones come back in turn, and go again.
    void whatIsDoneToPresetsIsTakenBack() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        app::Presets &presets = desk.desk.services.presets();
        auto *name = named<QLineEdit>(desk.window, "Name of the preset");
        const auto press = [&](const char *button) { named<QToolButton>(desk.window, button)->click(); };
        const auto type = [&](const QString &text) {
            name->selectAll();
            QTest::keyClicks(name, text);
            QTest::keyClick(name, Qt::Key_Return);
        };
        const auto steps = [&](const QString &of) {
            const app::Preset *preset = presets.find(of);
            return preset ? preset->values[QStringLiteral("nfe")].toInt() : 0;
        };
        desk.steps->setValue(9);
        press("Save as preset");
        type(QStringLiteral("Podcast"));
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: save preset “Podcast”"));
        desk.steps->setValue(12);
        press("Save as preset");
        type(QStringLiteral("Podcast"));
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: replace preset “Podcast”"));
        press("Rename preset");
        type(QStringLiteral("Evening"));
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: rename preset “Podcast”"));
        press("Remove preset");
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: remove preset “Evening”"));
        QVERIFY(desk.noticeButton("Undo"));
        QCOMPARE(desk.presets->currentText(), QStringLiteral("Own values"));

        QVERIFY(desk.presets->hasFocus());
        desk.undo(desk.presets);
        QCOMPARE(desk.presets->currentText(), QStringLiteral("Evening"));
        QVERIFY(!desk.window.notices().about(QStringLiteral("preset:Evening"))); // nothing is left to take back there
        desk.undo(desk.presets);
        QCOMPARE(desk.presets->currentText(), QStringLiteral("Podcast"));
        desk.undo(desk.presets);
        QCOMPARE(steps(QStringLiteral("Podcast")), 9);
        desk.undo(desk.presets); // the steps
        QCOMPARE(desk.settings.nfeStep(), 9);
        desk.undo(desk.presets);
        QVERIFY(!presets.find(QStringLiteral("Podcast")));
        for (int i = 0; i < 5; ++i)
            desk.redo(desk.presets);
        QVERIFY(!presets.find(QStringLiteral("Podcast")) && !presets.find(QStringLiteral("Evening")));
        desk.undo(desk.presets);
        QCOMPARE(steps(QStringLiteral("Evening")), 12);
    }

    void anUndoThatWouldTakeAnotherPresetsPlaceSaysSo() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        app::Presets &presets = desk.desk.services.presets();
        desk.steps->setValue(9);
        QCOMPARE(presets.save(QStringLiteral("Podcast")), QString());
        presets.remove(QStringLiteral("Podcast"));
        auto *undo = desk.noticeButton("Undo");
        QVERIFY(undo);
        desk.steps->setValue(11);
        QCOMPARE(presets.save(QStringLiteral("podcast")), QString());
        QVERIFY(!desk.window.notices().about(QStringLiteral("preset:podcast")));
        if (auto *still = desk.noticeButton("Undo"))
            still->click();
        QTRY_VERIFY(desk.window.notices().about(QStringLiteral("presets")));
        QCOMPARE(presets.find(QStringLiteral("Podcast"))->values[QStringLiteral("nfe")].toInt(), 11);
    }

    void asShippedAndNumbersAreTakenBack() {
        UndoWindow desk;
        QVERIFY(desk.isAtHand());
        desk.cfg->setValue(3.5);
        desk.settings.setSwayCoefficient(0.5);
        QTest::qWait(0);
        auto *shipped = named<QPushButton>(desk.window.studio(), "As shipped");
        for (auto *each : desk.window.studio().findChildren<QPushButton *>())
            if (each->text() == QStringLiteral("As shipped"))
                shipped = each;
        QVERIFY(shipped);
        shipped->setFocus();
        shipped->click();
        QCOMPARE(desk.settings.cfgStrength(), 2.0);
        QTRY_VERIFY(desk.window.notices().about(QStringLiteral("values")));
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: “As shipped”"));
        desk.undo(desk.window.focusWidget());
        QCOMPARE(desk.settings.cfgStrength(), 3.5);
        QCOMPARE(desk.settings.swayCoefficient(), 0.5);

        const QString text = desk.script();
        desk.steps->setFocus();
        desk.steps->setValue(7);
        QTest::qWait(0);
        QTest::keyClick(desk.steps, Qt::Key_Up);
        QTest::keyClick(desk.steps, Qt::Key_Up); // held: one step
        QCOMPARE(desk.settings.nfeStep(), 9);
        QCOMPARE(desk.offered("edit.undo"), QStringLiteral("Undo: steps"));
        desk.undo(desk.steps);
        QCOMPARE(desk.settings.nfeStep(), 7);
        QCOMPARE(desk.script(), text);
    }
};

QTEST_MAIN(TestUndoDesk)
#include "tst_undo_desk.moc"
