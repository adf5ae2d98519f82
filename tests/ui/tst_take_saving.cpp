// What the window does around takes: saving several at once, Undo after several removals, and where the keyboard is
// afterwards. Real services, the tiny checkpoint, real files.
#include <QAction>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QWindow>

#include <algorithm>

#include "tests/ui/by_name.h"
#include "tests/ui/takes_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/shared/action_list.h"

namespace {

struct SavingDesk : TakesDesk {
    QString folder = data.path(QStringLiteral("saved"));

    SavingDesk() { QVERIFY(QDir().mkpath(folder)); }

    // False when nothing asks for a folder, or goes on asking.
    bool saveAll() {
        table->selectAll();
        button("Save as")->click();
        for (auto *dialog : window.findChildren<QFileDialog *>()) {
            if (dialog->isVisible()) {
                dialog->setDirectory(folder);
                static_cast<QDialog *>(dialog)->accept();
                return !dialog->isVisible();
            }
        }
        return false;
    }
    void dismissAll() const { // also what was said about sound
        while (window.notices().current()) {
            window.notices().dismiss();
        }
    }
    QStringList saved() const { return QDir(folder).entryList(QDir::Files, QDir::Name); }
    QString subject() const { return QStringLiteral("save into:") + folder; }
    const ui::shared::Notice *said() const { return window.notices().about(subject()); }
    qsizetype results() const {
        const auto all = window.notices().all();
        return std::count_if(all.begin(), all.end(), [](const ui::shared::Notice *each) {
            return each->subject.startsWith(QStringLiteral("save into:"));
        });
    }
    bool waitForResult() {
        return QTest::qWaitFor([this] { return said() != nullptr; }, kPatience);
    }
};

const QString kThree = QStringLiteral("Good morning.\nÜbermut tut selten gut.\nHello 你好，世界。");

} // namespace

class TestTakeSaving : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void savingIntoAFolderReplacesNothing() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QVERIFY(desk.saveAll());
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.said()->kind, ui::shared::Notice::Kind::Good);
        QVERIFY(desk.said()->what.contains(u'3'));
        QCOMPARE(desk.results(), 1);
        const QStringList first = desk.saved();
        QCOMPARE(first.size(), 3);

        QFile mine(QDir(desk.folder).filePath(first[0]));
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
        mine.close();
        desk.window.notices().withdraw(desk.subject());
        QVERIFY(!desk.said());
        QVERIFY(desk.saveAll());
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.saved().size(), 6);
        QCOMPARE(desk.saved().filter(QStringLiteral(" (2).wav")).size(), 3);
        QVERIFY(mine.open(QIODevice::ReadOnly));
        QCOMPARE(mine.readAll(), QByteArray("mine"));
    }

    void whatWasNotSavedIsSaidAtTheEndAndCanGoElsewhere() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QDirIterator sounds(desk.desk.file(QStringLiteral("takes")), {QStringLiteral("*.wav")}, QDir::Files,
                            QDirIterator::Subdirectories);
        QVERIFY(sounds.hasNext());
        QVERIFY(QFile::remove(sounds.next()));
        QVERIFY(desk.saveAll());
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.saved().size(), 2);
        QCOMPARE(desk.said()->kind, ui::shared::Notice::Kind::Alarm);
        QVERIFY2(desk.said()->what.startsWith(QStringLiteral("2 ")), qPrintable(desk.said()->what));
        QVERIFY2(desk.said()->what.contains(QStringLiteral("1 was not")), qPrintable(desk.said()->what));
        QVERIFY(!desk.said()->remedy.isEmpty());
        QCOMPARE(desk.results(), 1); // one message, whatever became of them
        QCOMPARE(desk.said()->actions.at(0).text, QString::fromUtf8("Save elsewhere …"));
    }

    void whatWasNotSavedIsNotForgottenWhenAnotherIs() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        const QString nowhere = desk.folder + QStringLiteral("/none/take.wav");
        const auto failure = [&] { return desk.window.notices().about(QStringLiteral("not saved:") + nowhere); };
        const auto saved = [&] { return desk.window.notices().about(QStringLiteral("save")); };
        desk.window.saveTake(nowhere);
        QTRY_VERIFY_WITH_TIMEOUT(failure(), SavingDesk::kPatience);
        desk.window.saveTake(desk.folder + QStringLiteral("/take.wav"));
        QTRY_VERIFY_WITH_TIMEOUT(saved(), SavingDesk::kPatience);
        QVERIFY(failure());
        QVERIFY(QDir(desk.folder).mkpath(QStringLiteral("none")));
        desk.window.saveTake(nowhere); // now it is true no longer
        QTRY_VERIFY_WITH_TIMEOUT(!failure(), SavingDesk::kPatience);
        QVERIFY(QFile::exists(nowhere));
    }

    void oneUndoForTwoRemovals() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        desk.click(2, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(2));
        desk.click(1, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(1));
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().current()->what.contains(u'2'), SavingDesk::kPatience);
        QVERIFY(desk.noticeButton("Undo"));
        desk.noticeButton("Undo")->click();
        QVERIFY(desk.becomes(3));

        desk.click(0, TakesDesk::Column::Text); // and from the beginning
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(2));
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().current(), SavingDesk::kPatience);
        QVERIFY2(desk.window.notices().current()->what.contains(u'1'),
                 qPrintable(desk.window.notices().current()->what));
    }

    void theMessageIsReachedByKeyAsLongAsThereIsOne() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        QAction *goThere = nullptr;
        for (const auto &entry : ui::shared::actionsOf(*desk.window.menuBar())) {
            if (entry.action->shortcut() == QKeySequence(Qt::Key_F6)) {
                goThere = entry.action;
            }
        }
        QVERIFY(goThere);
        desk.dismissAll();
        QVERIFY(!goThere->isEnabled());
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(desk.noticeButton("Undo"), SavingDesk::kPatience);
        QVERIFY(goThere->isEnabled());
        goThere->trigger();
        QVERIFY(desk.noticeButton("Undo")->hasFocus());
        desk.dismissAll();
        QVERIFY(!goThere->isEnabled());
    }

    // S and Del are acts on takes while the table has the keyboard; an open menu is asked first, whosever it is.
    void lettersBelongToAMenuThatIsNotInTheBar() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        desk.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&desk.window));
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, TakesDesk::Column::Text);
        QVERIFY(desk.table->hasFocus());
        QMenu menu(&desk.window);
        int chosen = 0;
        connect(menu.addAction(QStringLiteral("&Slow")), &QAction::triggered, this, [&] { ++chosen; });
        menu.popup(desk.window.mapToGlobal(QPoint(50, 50)));
        QTRY_COMPARE(QApplication::activePopupWidget(), &menu);
        QTest::keyClick(menu.windowHandle(), Qt::Key_Delete); // as the system brings it
        QTest::keyClick(menu.windowHandle(), Qt::Key_S);
        QTRY_COMPARE(chosen, 1);
        QVERIFY(!menu.isVisible());
        QVERIFY(desk.shows(1));
        QVERIFY(!desk.model.take(0).starred);
        QTest::keyClick(desk.window.windowHandle(), Qt::Key_S); // and it is back with the table
        QTRY_VERIFY(desk.model.take(0).starred);
        QVERIFY(desk.shows(1));
    }

    void leavingAComparisonLeadsBackToTheTakes() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(QTest::qWaitForWindowActive(&desk.window));
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe other.")));
        desk.table->selectAll();
        desk.button("Compare")->click();
        ui::comparison::ComparisonStrip &strip = desk.window.comparison();
        QTRY_VERIFY_WITH_TIMEOUT(strip.isVisible(), SavingDesk::kPatience);
        auto *close = named<QToolButton>(strip, "Close the comparison");
        QVERIFY(close);
        close->setFocus();
        QVERIFY(close->hasFocus());
        QTest::keyClick(close, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!strip.isVisible(), SavingDesk::kPatience);
        QVERIFY(desk.pane.isAncestorOf(desk.window.focusWidget()));
    }
};

QTEST_MAIN(TestTakeSaving)
#include "tst_take_saving.moc"
