// What can be done with takes, wherever it is asked for: menu, context menu, command palette, buttons and keys, also
// other keys. Real services, the tiny checkpoint.
#include <QAction>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>

#include "app/settings/shortcuts.h"
#include "app/takes/take_tags.h"
#include "tests/patience.h"
#include "tests/ui/takes_desk.h"
#include "ui/shared/action_list.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/format_sheet.h"

namespace {

const QString kThree = QStringLiteral("Good morning.\nÜbermut tut selten gut.\nHello 你好，世界。");
const QStringList kActs{QStringLiteral("take.play"),      QStringLiteral("take.again"),
                        QStringLiteral("take.new_seed"),  QStringLiteral("playback.compare"),
                        QStringLiteral("take.star"),      QStringLiteral("take.rename"),
                        QStringLiteral("take.note"),      QStringLiteral("take.facts"),
                        QStringLiteral("file.save_take"), QStringLiteral("take.remove")};

struct ActsDesk : TakesDesk {
    QAction *action(const char *id) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.id == QLatin1String(id))
                return entry.action;
        return nullptr;
    }
    QMenu *menu(const char *title) const {
        for (QAction *top : window.menuBar()->actions())
            if (top->text().remove(u'&') == QLatin1String(title))
                return top->menu();
        return nullptr;
    }
    QStringList on() const {
        QStringList ids;
        for (const QString &id : kActs)
            if (action(id.toLatin1().constData())->isEnabled())
                ids << id;
        return ids;
    }
    bool ask(const char *command) const {
        auto *palette = window.openPalette();
        auto *search = palette->findChild<QLineEdit *>();
        QTest::keyClicks(search, QLatin1String(command));
        const bool can = palette->findChild<QListView *>()->model()->index(0, 0).flags() & Qt::ItemIsEnabled;
        QTest::keyClick(search, can ? Qt::Key_Return : Qt::Key_Escape);
        return isActive() && can;
    }
    // The dialog that asks where to.
    QFileDialog *dialog() const {
        for (auto *each : window.findChildren<QFileDialog *>())
            if (each->isVisible())
                return each;
        return nullptr;
    }
    bool offersToSave(const app::takes::TakeRecord &take) const {
        if (!QTest::qWaitFor([this] { return dialog() != nullptr; }, kPatience))
            return false;
        const bool right = dialog()->findChild<QLineEdit *>()->text() == app::takes::fileStemOf(take) + u".wav"_qs;
        delete dialog();
        return right && isActive();
    }
    bool isActive() const {
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window, kLongEnough);
    }
};

} // namespace

class TestTakeActs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void menuPaletteAndKeysKnowEveryAct() {
        ActsDesk desk;
        QVERIFY(desk.isReady() && desk.isActive());
        for (const auto &[id, keys] :
             std::initializer_list<std::pair<const char *, const char *>>{{"take.play", "Enter"},
                                                                          {"take.again", ""},
                                                                          {"take.new_seed", ""},
                                                                          {"playback.compare", "Ctrl+Shift+C"},
                                                                          {"take.star", "S"},
                                                                          {"take.rename", "F2"},
                                                                          {"take.note", "N"},
                                                                          {"take.facts", "I"},
                                                                          {"file.save_take", "Ctrl+E"},
                                                                          {"take.remove", "Del"}}) {
            QVERIFY2(desk.action(id), id);
            QCOMPARE(desk.action(id)->shortcut().toString(), QLatin1String(keys));
            QVERIFY2(desk.menu("Take")->actions().contains(desk.action(id)), id);
            QVERIFY2(!desk.action(id)->icon().isNull(), id);
            QVERIFY2(!desk.action(id)->autoRepeat(), id); // a held key acts once
        }
        QVERIFY(!desk.ask("star, or not")); // of nothing
        QVERIFY(desk.make(kThree));
        desk.click(1, TakesDesk::Column::Text);
        QVERIFY(desk.ask("star, or not"));
        QTRY_VERIFY(desk.model.take(1).starred);
        QTRY_VERIFY(desk.table->hasFocus());
        QVERIFY(desk.ask("write a note"));
        QTRY_VERIFY(desk.pane.findChild<QPlainTextEdit *>()->hasFocus());
        QVERIFY(desk.ask("remove the take"));
        QVERIFY(desk.becomes(2));
        QCOMPARE(desk.model.rowOf(desk.take(1).id), -1);
    }

    void theyAreOnWhenTheyApplyAndSayWhyNot() {
        ActsDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.on().isEmpty());
        for (const QString &id : kActs)
            QVERIFY2(desk.action(id.toLatin1().constData())->toolTip().contains(QStringLiteral("Choose a take")),
                     qPrintable(id));
        QVERIFY(desk.make(kThree));
        QCOMPARE(desk.on(), QStringList(QStringLiteral("file.save_take"))); // the last one made
        desk.click(0, TakesDesk::Column::Text);
        QCOMPARE(desk.on(), kActs);
        QVERIFY(!desk.action("take.star")->toolTip().contains(QStringLiteral("Choose")));
        QVERIFY(desk.button("Star")->toolTip().contains(QStringLiteral("(S)")));
        desk.click(1, TakesDesk::Column::Text, Qt::ControlModifier);
        QStringList both = kActs;
        both.removeAll(QStringLiteral("take.rename"));
        both.removeAll(QStringLiteral("take.note"));
        both.removeAll(QStringLiteral("take.facts"));
        QCOMPARE(desk.on(), both);
        QVERIFY(desk.action("take.note")->toolTip().contains(QStringLiteral("one take only")));
        desk.table->selectAll();
        both.removeAll(QStringLiteral("playback.compare"));
        QCOMPARE(desk.on(), both);
        QVERIFY(!desk.button("Compare")->isEnabled());
        QVERIFY(desk.button("Compare")->toolTip().contains(QStringLiteral("one take or two")));
        desk.table->clearSelection();
        QCOMPARE(desk.on(), QStringList(QStringLiteral("file.save_take")));
    }

    void aRightClickOpensTheSameMenu() {
        ActsDesk desk;
        QVERIFY(desk.isReady() && desk.isActive());
        QVERIFY(desk.make(kThree));
        const auto rightClick = [&](int row) {
            const QPoint at = desk.table->visualRect(desk.model.index(row, TakesDesk::Column::Text)).center();
            QTest::mouseClick(desk.table->viewport(), Qt::RightButton, {}, at);
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, desk.table->viewport()->mapToGlobal(at));
            QApplication::sendEvent(desk.table->viewport(), &event);
        };
        rightClick(2);
        QMenu *menu = desk.menu("Take");
        QTRY_VERIFY(menu->isVisible());
        QCOMPARE(QApplication::activePopupWidget(), menu);
        QTest::keyClick(menu, Qt::Key_V); // a letter of the entry
        QVERIFY(!menu->isVisible());
        QVERIFY(desk.offersToSave(desk.take(0)));
    }

    // S among the takes stars; in an open menu it is the entry with that letter.
    void lettersBelongToTheMenuThatIsOpen() {
        ActsDesk desk;
        QVERIFY(desk.isReady() && desk.isActive());
        QVERIFY(desk.make(kThree));
        QSignalSpy changed(&desk.desk.services.takes(), &app::takes::TakeLibrary::changed);
        desk.click(0, TakesDesk::Column::Text);
        QVERIFY(desk.table->hasFocus());
        QMenu *view = desk.menu("View");
        view->popup(desk.window.mapToGlobal(QPoint(50, 50)));
        QTRY_VERIFY(view->isVisible());
        const bool before = desk.action("view.spectrogram")->isChecked();
        QTest::keyClick(view, Qt::Key_S);
        QTRY_VERIFY(!view->isVisible());
        QCOMPARE(desk.action("view.spectrogram")->isChecked(), !before);
        view->popup(desk.window.mapToGlobal(QPoint(50, 50)));
        QTRY_VERIFY(view->isVisible());
        QTest::keyClick(view, Qt::Key_Delete);
        view->close();
        QTest::keyClick(desk.table, Qt::Key_S); // the first change there is
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(desk.model.take(0).starred);
        QVERIFY(desk.shows(3));
    }

    void otherKeysWorkEverywhere() {
        ActsDesk desk;
        QVERIFY(desk.isReady() && desk.isActive());
        QVERIFY(desk.make(kThree));
        QSignalSpy changed(&desk.desk.services.takes(), &app::takes::TakeLibrary::changed);
        desk.click(0, TakesDesk::Column::Text);
        desk.window.studio().focusText();
        const QString script = desk.window.studio().text();
        QTest::keyClick(&desk.window.studio().editor(), Qt::Key_S); // is typed
        QVERIFY(desk.window.studio().text() != script);
        QVERIFY(!desk.model.take(0).starred);
        desk.desk.services.shortcuts().change({{QStringLiteral("take.star"), QStringList(QStringLiteral("F11"))},
                                               {QStringLiteral("take.note"), QStringList(QStringLiteral("F12"))}});
        QTRY_COMPARE(desk.action("take.star")->shortcut(), QKeySequence(Qt::Key_F11));
        QVERIFY(desk.button("Star")->toolTip().contains(QStringLiteral("(F11)")));
        QTest::keyClick(&desk.window.studio().editor(), Qt::Key_F11);
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(desk.model.take(0).starred);
        desk.table->setFocus();
        QSignalSpy triggered(desk.action("take.star"), &QAction::triggered);
        QTest::keyClick(desk.table, Qt::Key_S); // it is F7 now
        QCOMPARE(triggered.size(), 0);
        QTest::keyClick(desk.table, Qt::Key_F11);
        QCOMPARE(triggered.size(), 1);
        QTRY_VERIFY(!desk.model.take(0).starred);
        QCOMPARE(changed.size(), 2);
        desk.click(1, TakesDesk::Column::Text);
        const QString placeholder = desk.pane.findChild<QPlainTextEdit *>()->placeholderText();
        QVERIFY2(placeholder.contains(QStringLiteral("(F12)")), qPrintable(placeholder));
    }

    void keysOfBothKindsWorkEachInItsPlace() {
        ActsDesk desk;
        QVERIFY(desk.isReady() && desk.isActive());
        QVERIFY(desk.make(kThree));
        QSignalSpy changed(&desk.desk.services.takes(), &app::takes::TakeLibrary::changed);
        const auto choose = [&](const QStringList &keys) {
            desk.desk.services.shortcuts().change({{QStringLiteral("take.star"), keys}});
        };
        choose({QStringLiteral("S"), QStringLiteral("F11")});
        QTRY_COMPARE(desk.action("take.star")->shortcut(), QKeySequence(Qt::Key_F11)); // the one that works everywhere
        QVERIFY(desk.button("Star")->toolTip().contains(QStringLiteral("(F11)")));
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_S);
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(desk.model.take(0).starred);
        QTest::keyClick(desk.table, Qt::Key_F11);
        QTRY_COMPARE(changed.size(), 2);
        QVERIFY(!desk.model.take(0).starred);
        desk.window.studio().focusText();
        auto *editor = &desk.window.studio().editor();
        const QString script = desk.window.studio().text();
        QTest::keyClick(editor, Qt::Key_S); // is typed
        QVERIFY(desk.window.studio().text() != script);
        QTest::keyClick(editor, Qt::Key_F11);
        QTRY_COMPARE(changed.size(), 3);
        QVERIFY(desk.model.take(0).starred);

        desk.words->setFocus(); // keys that are pressed before the takes are there come to them too
        QTest::keyClicks(desk.words, QStringLiteral("good"));
        QTest::keyClick(desk.words, Qt::Key_Down);
        QTest::keyClick(desk.words, Qt::Key_S);
        QTRY_COMPARE(changed.size(), 4);
        QCOMPARE(changed.last()[0].value<app::takes::TakeRecord>().text, QStringLiteral("Good morning."));
        QVERIFY(desk.window.focusWidget() == desk.table);

        choose({QStringLiteral("F11")}); // and no longer
        QSignalSpy triggered(desk.action("take.star"), &QAction::triggered);
        QTest::keyClick(desk.table, Qt::Key_S);
        QCOMPARE(triggered.size(), 0);
    }

    void ctrlESavesWhatIsChosenAmongTheTakesElseTheNewest() {
        ActsDesk desk;
        QVERIFY(desk.isReady() && desk.isActive());
        QVERIFY(desk.make(kThree));
        const auto newest = desk.take(2);
        desk.click(2, TakesDesk::Column::Text); // the oldest
        QCOMPARE(desk.chosen(), QList<qint64>{desk.take(0).id});
        QTest::keyClick(desk.table, Qt::Key_E, Qt::ControlModifier);
        QVERIFY(desk.offersToSave(desk.take(0)));
        desk.window.studio().focusText();
        QTest::keyClick(&desk.window.studio().editor(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(desk.offersToSave(newest));
        QCOMPARE(desk.chosen(), QList<qint64>{desk.take(0).id});
        QTest::mouseClick(desk.button("Save as"), Qt::LeftButton); // says which by where it is
        QVERIFY(desk.offersToSave(desk.take(0)));
        desk.table->setFocus();
        QVERIFY(desk.ask("save take"));
        QVERIFY(desk.offersToSave(desk.take(0)));
        desk.table->clearSelection();
        QTest::keyClick(desk.table, Qt::Key_E, Qt::ControlModifier);
        QVERIFY(desk.offersToSave(newest));
        desk.table->selectAll();
        QTest::keyClick(desk.table, Qt::Key_E, Qt::ControlModifier);
        auto *sheet = desk.window.findChild<ui::shared::FormatSheet *>(); // several: in which format, then where to
        QVERIFY(sheet && QTest::qWaitForWindowActive(sheet, kLongEnough));
        QTRY_VERIFY(QApplication::focusWidget() && sheet->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space); // "Choose the folder"
        QTRY_VERIFY(desk.dialog());
        QCOMPARE(desk.dialog()->fileMode(), QFileDialog::Directory);
        delete desk.dialog();
    }
};

QTEST_MAIN(TestTakeActs)
#include "tst_take_acts.moc"
