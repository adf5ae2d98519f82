// What the File menu does with scripts: nothing unsaved is ever lost. Real files; the dialogs are answered by keys.
#include <QAction>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QTest>

#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/small_files.h"
#include "tests/ui/studio_desk.h"
#include "ui/script_desk.h"
#include "ui/shared/action_list.h"
#include "ui/shared/notice_bar.h"
#include "ui/studio/studio_pane.h"

namespace {

struct Desk {
    TinyData data;
    StudioDesk desk{data.roots()};
    ui::MainWindow &window = *desk.window;

    QString text() const { return window.studio().text(); }
    void write(const QString &text) const { window.studio().setText(text); }
    bool isModified() { return desk.services.script().isModified(); }
    QString path(const char *name) const { return data.path(QString::fromLatin1(name)); }

    void choose(const char *name) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar())) {
            if (entry.name == QString::fromUtf8(name)) {
                entry.action->trigger();
                return;
            }
        }
        QFAIL(name);
    }
    int putAway() const { // scripts that a notice leads back to
        int count = 0;
        for (const ui::shared::Notice *each : window.notices().all()) {
            count += each->subject.startsWith(QStringLiteral("put away:"));
        }
        return count;
    }
    bool isAsked() const { return dialog() != nullptr; }
    void answer(const QString &file) const {
        QVERIFY(isAsked());
        auto *name = dialog()->findChild<QLineEdit *>();
        name->setText(file); // typed, it would open a list of what it may become
        QTest::keyClick(name, Qt::Key_Return);
    }
    bool press(const char *text) const { // in the notice that is shown
        for (auto *button : window.notices().findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == QLatin1String(text)) {
                button->click();
                return true;
            }
        }
        return false;
    }
    bool isSaved(const QString &file) {
        return QTest::qWaitFor([&] { return !isModified() && desk.services.script().path() == file; }, kLongEnough);
    }

private:
    QFileDialog *dialog() const {
        for (auto *each : window.findChildren<QFileDialog *>()) {
            if (each->isVisible()) {
                return each;
            }
        }
        return nullptr;
    }
};

} // namespace

class TestScriptDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewScriptPutsTheUnsavedOneAwayAndUndoBringsItBack() {
        Desk desk;
        QVERIFY(!desk.text().isEmpty()); // the first sentence; nobody wrote it
        desk.choose("New script");
        QVERIFY(desk.text().isEmpty());
        QVERIFY(desk.putAway() == 0);

        desk.write(QStringLiteral("Mein erster Satz.\n我的第二句。"));
        desk.choose("New script");
        QVERIFY(desk.text().isEmpty());
        QVERIFY(!desk.isModified());
        QVERIFY(desk.putAway() == 1);
        desk.write(QStringLiteral("Typed since."));
        QVERIFY(desk.press("Undo"));
        QCOMPARE(desk.text(), QStringLiteral("Mein erster Satz.\n我的第二句。"));
        QVERIFY(desk.isModified());
        QVERIFY(desk.press("Undo")); // what was typed since is not lost either
        QCOMPARE(desk.text(), QStringLiteral("Typed since."));
    }

    void aScriptThatWasPutAwayDoesNotKeepTheWindowOpen() {
        Desk desk;
        desk.write(QStringLiteral("Not saved."));
        desk.choose("New script");
        QCOMPARE(desk.putAway(), 1);
        QVERIFY(desk.window.close()); // it is no recording
    }

    void everyScriptThatWasPutAwayHasItsOwnUndo() {
        Desk desk;
        desk.write(QStringLiteral("A long evening's work."));
        desk.choose("New script");
        desk.write(QStringLiteral("x"));
        desk.choose("New script");
        QCOMPARE(desk.putAway(), 2);
        QVERIFY(desk.press("Undo"));
        QCOMPARE(desk.text(), QStringLiteral("x"));
        desk.choose("New script");
        desk.window.notices().dismiss(); // by hand: said once more, with Undo
        QVERIFY(desk.window.notices().current()->what.contains(QStringLiteral("discarded")));
        QVERIFY(desk.press("Undo"));
        QVERIFY(desk.press("Open it"));
        QCOMPARE(desk.text(), QStringLiteral("x"));
        QVERIFY(desk.press("Undo"));
        QCOMPARE(desk.text(), QStringLiteral("A long evening's work."));
    }

    void whatCannotBeKeptIsSaidUntilItCan() {
        Desk desk;
        const QString recovery = desk.desk.file(QStringLiteral("recovery"));
        QDir(recovery).removeRecursively();
        QFile wall(recovery);
        QVERIFY(wall.open(QIODevice::WriteOnly)); // a file where the folder should be
        desk.write(QStringLiteral("Not safe."));
        const auto *notices = &desk.window.notices();
        QTRY_VERIFY_WITH_TIMEOUT(notices->about(QStringLiteral("recovery")), 30000);
        desk.choose("Save script");
        desk.answer(desk.path("one.ishowtts"));
        QVERIFY(desk.isSaved(desk.path("one.ishowtts")));
        QVERIFY(notices->about(QStringLiteral("recovery"))); // that was another matter
        QVERIFY(wall.remove());
        desk.write(QStringLiteral("Safe again."));
        QTRY_VERIFY_WITH_TIMEOUT(!notices->about(QStringLiteral("recovery")), 30000);
    }

    void theTitleNamesTheScriptAndMarksChanges() {
        Desk desk;
        QCOMPARE(desk.window.windowTitle(), QStringLiteral("Untitled script[*] — iShowTTS Studio"));
        QVERIFY(!desk.window.isWindowModified());
        desk.write(QStringLiteral("A line."));
        QVERIFY(desk.window.isWindowModified());
        desk.choose("Save script");
        desk.answer(desk.path("evening"));
        QVERIFY(desk.isSaved(desk.path("evening.ishowtts")));
        QCOMPARE(desk.window.windowTitle(), QStringLiteral("evening.ishowtts[*] — iShowTTS Studio"));
        QVERIFY(!desk.window.isWindowModified());
        desk.write(QStringLiteral("Another line."));
        QVERIFY(desk.window.isWindowModified());
        desk.desk.services.script().undo();
        QVERIFY(!desk.window.isWindowModified()); // as in the file again
        desk.choose("New script");
        QVERIFY(desk.window.windowTitle().startsWith(QStringLiteral("Untitled script")));
    }

    void aTextIsOpenedAndStaysAsItIs() {
        Desk desk;
        const QString file = desk.path("old.txt");
        const QByteArray bytes = "Grüße.\r\n\r\n第二行\n";
        put(file, bytes);
        desk.write(QStringLiteral("Not saved."));
        desk.choose("Open script or text …");
        desk.answer(file);
        QTRY_COMPARE(desk.text(), QStringLiteral("Grüße.\n\n第二行"));
        // One message says both, so that its Undo is in sight.
        QVERIFY(desk.window.notices().current()->what.contains(QStringLiteral("old.txt")));
        QVERIFY(desk.window.notices().current()->what.contains(QStringLiteral("Untitled script")));
        QVERIFY(!desk.window.notices().current()->remedy.isEmpty());
        QCOMPARE(desk.window.notices().count(), 1);
        QVERIFY(desk.press("Undo"));
        QCOMPARE(desk.text(), QStringLiteral("Not saved."));
        QVERIFY(desk.isModified());
        desk.window.scripts().open(file);
        QTRY_COMPARE(desk.text(), QStringLiteral("Grüße.\n\n第二行"));
        QVERIFY(desk.window.windowTitle().startsWith(QStringLiteral("Untitled script")));
        QVERIFY(!desk.isModified());
        desk.choose("Save script"); // it has no script file yet
        desk.answer(desk.path("new"));
        QVERIFY(desk.isSaved(desk.path("new.ishowtts")));
        QCOMPARE(bytesOf(file), bytes);
        QVERIFY(desk.putAway() == 1); // the unsaved one waits behind the news
        desk.window.notices().dismiss();
        QVERIFY(desk.press("Undo"));
        QCOMPARE(desk.text(), QStringLiteral("Not saved."));
        desk.choose("New script");
        desk.window.notices().dismiss();
        desk.window.scripts().open(file); // nothing is put away now
        QTRY_COMPARE(desk.text(), QStringLiteral("Grüße.\n\n第二行"));
        QCOMPARE(desk.window.notices().current()->kind, ui::shared::Notice::Kind::Info);
        QVERIFY(!desk.press("Undo"));
    }

    void whatDoesNotOpenPutsNothingAway() {
        Desk desk;
        desk.write(QStringLiteral("Not saved."));
        desk.window.scripts().open(desk.path("nowhere.ishowtts"));
        QTRY_VERIFY(desk.window.notices().current());
        QCOMPARE(desk.window.notices().current()->kind, ui::shared::Notice::Kind::Alarm);
        QVERIFY(!desk.window.notices().current()->remedy.isEmpty());
        QVERIFY(desk.putAway() == 0);
        QCOMPARE(desk.text(), QStringLiteral("Not saved."));
        QVERIFY(desk.isModified());
    }

    void saveAndSaveAs() {
        Desk desk;
        desk.write(QStringLiteral("The first version."));
        desk.choose("Save script");
        desk.answer(desk.path("one.ishowtts"));
        QVERIFY(desk.isSaved(desk.path("one.ishowtts")));
        QVERIFY(desk.window.notices().current()->what.contains(QStringLiteral("one.ishowtts")));
        desk.write(QStringLiteral("The second version."));
        desk.choose("Save script");
        QVERIFY(!desk.isAsked());
        QVERIFY(desk.isSaved(desk.path("one.ishowtts")));
        QVERIFY(bytesOf(desk.path("one.ishowtts")).contains("The second version."));
        desk.write(QStringLiteral("The third version."));
        desk.choose("Save script as …");
        desk.answer(desk.path("two"));
        QVERIFY(desk.isSaved(desk.path("two.ishowtts")));
        QVERIFY(bytesOf(desk.path("one.ishowtts")).contains("The second version."));
        QVERIFY(bytesOf(desk.path("two.ishowtts")).contains("The third version."));

        desk.choose("New script");
        QVERIFY(desk.putAway() == 0); // nothing was unsaved
        desk.window.scripts().open(desk.path("one.ishowtts"));
        QTRY_COMPARE(desk.text(), QStringLiteral("The second version."));
        QVERIFY(desk.window.windowTitle().startsWith(QStringLiteral("one.ishowtts")));
    }

    void aFileThatAnotherProgramChangedIsAskedAbout() {
        Desk desk;
        const QString file = desk.path("shared.ishowtts");
        desk.write(QStringLiteral("Ours."));
        desk.choose("Save script");
        desk.answer(file);
        QVERIFY(desk.isSaved(file));
        const QByteArray theirs = bytesOf(file).replace("Ours.", "Theirs.");
        put(file, theirs);
        desk.write(QStringLiteral("Ours, better."));
        desk.choose("Save script");
        QTRY_COMPARE(desk.window.notices().current()->kind, ui::shared::Notice::Kind::Attention);
        QCOMPARE(bytesOf(file), theirs);
        QVERIFY(desk.isModified());
        QVERIFY(desk.press("Save over it"));
        QVERIFY(desk.isSaved(file));
        QVERIFY(bytesOf(file).contains("Ours, better."));

        put(file, theirs);
        desk.write(QStringLiteral("Ours, best."));
        desk.choose("Save script");
        QTRY_COMPARE(desk.window.notices().current()->kind, ui::shared::Notice::Kind::Attention);
        QVERIFY(desk.press("Open it again"));
        QTRY_COMPARE(desk.text(), QStringLiteral("Theirs."));
        QVERIFY(!desk.isModified());
        QVERIFY(desk.press("Undo"));
        QCOMPARE(desk.text(), QStringLiteral("Ours, best."));
        QCOMPARE(bytesOf(file), theirs);
    }
};

QTEST_MAIN(TestScriptDesk)
#include "tst_script_desk.moc"
