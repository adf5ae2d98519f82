// The takes as people use them: find, hear, star, remove and undo, make again. Real services, the tiny checkpoint.
#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QScrollBar>

#include "app/storage/library_schema.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/takes_desk.h"

namespace {

QString visibleText(const QWidget &in) {
    QString all;
    for (const QLabel *label : in.findChildren<QLabel *>())
        if (label->isVisible())
            all += label->text() + u'\n';
    return all;
}

const QString kThree = QStringLiteral("Good morning.\nÜbermut tut selten gut.\nHello 你好，世界。");

} // namespace

class TestTakesPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyPaneSaysWhatItIsFor() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(!desk.table->isVisible());
        QVERIFY2(visibleText(desk.pane).contains(QStringLiteral("Ctrl+Enter")), qPrintable(visibleText(desk.pane)));
        QVERIFY(visibleText(desk.pane).contains(QStringLiteral("0 takes")));
        QCOMPARE(desk.enabledButtons(), 0);

        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        QVERIFY(desk.table->isVisible());
        QVERIFY(visibleText(desk.pane).contains(QStringLiteral("1 take")));
        QCOMPARE(desk.text(0), QStringLiteral("Good morning."));
        QCOMPARE(desk.model.index(0, TakesDesk::Column::Seed).data().toString(), QString::number(desk.take(0).seed));
        QCOMPARE(desk.enabledButtons(), 0); // none is selected
    }

    void whatAnotherProgramKeepsAppears() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        const QString line = desk.take(0).lineId;
        app::storage::Database database(desk.desk.file(QStringLiteral("library.sqlite")),
                                        app::storage::librarySchema());
        app::takes::TakeLibrary other(database, desk.desk.file(QStringLiteral("takes")).toStdString());
        other.keep(madeUpTake(7, QStringLiteral("Said elsewhere.")), line);
        QTRY_VERIFY(desk.shows(2));
        QCOMPARE(desk.text(0), QStringLiteral("Said elsewhere."));
        QCOMPARE(desk.desk.services.lines().standing(line).newest->text, QStringLiteral("Said elsewhere."));
    }

    void textAndSeedAreReadableWhereThereIsLittleRoom() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        auto *voices = desk.window.findChild<QAction *>(QStringLiteral("view.voices"));
        if (!voices->isChecked())
            voices->trigger();
        desk.desk.services.settings().setSeed(18446744073709551615U);
        desk.desk.services.settings().setSeedPinned(true);
        QVERIFY(desk.make(QStringLiteral("The morning light came slowly over the hills.")));
        const auto showsAll = [&] {
            int shown = 0;
            for (int column = 0; column < TakesDesk::Column::ColumnCount; ++column)
                shown += !desk.table->isColumnHidden(column);
            return shown == TakesDesk::Column::ColumnCount;
        };
        desk.window.resize(1920, 1080);
        QTRY_VERIFY(showsAll());

        desk.window.resize(1140, 720);
        const QString seed = QString::number(desk.take(0).seed);
        QTRY_COMPARE(desk.table->horizontalScrollBar()->maximum(), 0); // all that is shown is seen
        QTRY_VERIFY2(desk.table->columnWidth(TakesDesk::Column::Text) >= 160,
                     qPrintable(QString::number(desk.table->columnWidth(TakesDesk::Column::Text))));
        QVERIFY(!desk.table->isColumnHidden(TakesDesk::Column::Seed));
        QVERIFY(desk.table->columnWidth(TakesDesk::Column::Seed) > desk.table->fontMetrics().horizontalAdvance(seed));
        QVERIFY(!showsAll());
        const QString tip = desk.model.index(0, TakesDesk::Column::Text).data(Qt::ToolTipRole).toString();
        for (int column = TakesDesk::Column::Text; column < TakesDesk::Column::ColumnCount; ++column) {
            const QString said = desk.model.index(0, column).data().toString();
            QVERIFY2(tip.contains(said.toHtmlEscaped()), qPrintable(said + u'\n' + tip));
        }

        desk.window.resize(1920, 1080);
        QTRY_VERIFY(showsAll());
    }

    void columnsAreNamedAboveWhatIsInThem() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        for (int column = TakesDesk::Column::Text; column < TakesDesk::Column::ColumnCount; ++column)
            QCOMPARE(desk.model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt(),
                     desk.model.index(0, column).data(Qt::TextAlignmentRole).toInt());
    }

    void ofTodayOnlyTheTimeIsShownAndWhole() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.window.resize(1920, 1080);
        const QString made = desk.model.index(0, TakesDesk::Column::Made).data().toString();
        const QDateTime when = desk.take(0).created.toLocalTime();
        QCOMPARE(made, QLocale().toString(when.time(), QLocale::ShortFormat));
        const QString whole = QLocale().toString(when, QLocale::ShortFormat);
        QVERIFY(desk.model.index(0, TakesDesk::Column::Made).data(Qt::ToolTipRole).toString().contains(whole));
        const int room = desk.table->fontMetrics().horizontalAdvance(made) + 16; // px beside it
        QTRY_VERIFY(desk.table->columnWidth(TakesDesk::Column::Made) >= room);
    }

    void everyControlHasAName() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        int controls = 0;
        for (QWidget *widget : desk.pane.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) {
                continue;
            }
            const auto *shown = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(shown && !shown->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++controls;
        }
        QVERIFY(controls >= 11); // the search, three segments, six buttons, the table
        const QModelIndex star = desk.model.index(0, TakesDesk::Column::Star);
        QCOMPARE(star.data(Qt::AccessibleTextRole).toString(), QStringLiteral("not starred"));
    }

    void takesAreFoundAsWordsAreTyped() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QTest::keyClicks(desk.words, QStringLiteral("morn"));
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.text(0), QStringLiteral("Good morning."));
        desk.words->clear();
        QVERIFY(desk.becomes(3));
        desk.words->insert(QStringLiteral("ÜBERMUT selten"));
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.text(0), QStringLiteral("Übermut tut selten gut."));
        desk.words->clear();
        desk.words->insert(QStringLiteral("世界"));
        QTRY_COMPARE(desk.text(0), QStringLiteral("Hello 你好，世界。"));
        QVERIFY(desk.becomes(1));
        QTest::keyClick(desk.words, Qt::Key_Down); // on to the takes
        QCOMPARE(desk.chosen(), QList<qint64>{desk.take(2).id});
        QTest::keyClicks(desk.words, QStringLiteral(" nothing"));
        QVERIFY(desk.becomes(0));
        QVERIFY(visibleText(desk.pane).contains(QStringLiteral("No take fits.")));
        QVERIFY(!visibleText(desk.pane).contains(QStringLiteral("Ctrl+Enter")));
        QCOMPARE(desk.enabledButtons(), 0); // what was selected is out of sight
    }

    void handsAreFasterThanTheSearch() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QSignalSpy changed(&desk.desk.services.takes(), &app::takes::TakeLibrary::changed);
        desk.words->setFocus();
        for (const Qt::Key on : {Qt::Key_Down, Qt::Key_Return}) { // the second time the star goes again
            desk.words->clear();
            QVERIFY(desk.becomes(3));
            QTest::keyClicks(desk.words, QStringLiteral("morn"));
            QTest::keyClick(desk.words, on);
            QTest::keyClick(desk.words, Qt::Key_S); // nothing was found yet: the cursor is where it was
            QCOMPARE(desk.model.rowCount(), 3);
            const qsizetype before = changed.size();
            QTRY_COMPARE(changed.size(), before + 1);
            const auto take = changed.last()[0].value<app::takes::TakeRecord>();
            QCOMPARE(take.text, QStringLiteral("Good morning."));
            QCOMPARE(take.starred, on == Qt::Key_Down);
            QCOMPARE(desk.words->text(), QStringLiteral("morn"));
            QCOMPARE(desk.chosen(), QList<qint64>{take.id});
            QVERIFY(desk.window.focusWidget() == desk.table);
            desk.words->setFocus();
        }
        QTest::keyClicks(desk.words, QStringLiteral(" nothing"));
        QTest::keyClick(desk.words, Qt::Key_Down);
        QVERIFY(desk.becomes(0));
        QVERIFY(desk.window.focusWidget() == desk.words); // it can be written on
        QTest::keyClick(desk.words, Qt::Key_Backspace);
        QCOMPARE(desk.words->text(), QStringLiteral("morn nothin"));
    }

    void thisLineAndStarred() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        auto &editor = desk.window.studio().editor();
        editor.goToLine(1);
        desk.button("This line")->click();
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.text(0), QStringLiteral("Übermut tut selten gut."));
        editor.goToLine(2);
        QTRY_COMPARE(desk.text(0), QStringLiteral("Hello 你好，世界。"));
        desk.button("All")->click();
        QVERIFY(desk.becomes(3));

        QSignalSpy changed(&desk.desk.services.takes(), &app::takes::TakeLibrary::changed);
        const qint64 clicked = desk.model.take(1).id;
        desk.click(1, TakesDesk::Column::Star);
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(desk.model.take(1).starred);
        desk.click(0, TakesDesk::Column::Text); // only the star stars
        QTest::qWait(100);
        QCOMPARE(changed.size(), 1);
        QTest::keyClick(desk.table, Qt::Key_S);
        QTRY_COMPARE(changed.size(), 2);
        QVERIFY(desk.model.take(0).starred);
        desk.button("Starred")->click();
        QVERIFY(desk.becomes(2));
        const int row = desk.model.rowOf(clicked);
        QCOMPARE(row, 1);
        desk.click(row, TakesDesk::Column::Star); // not any more
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.model.rowOf(clicked), -1);
    }

    void enterPlays() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("The one that was made first, and is longer than the other.")));
        QVERIFY(desk.make(QStringLiteral("The other.")));
        QVERIFY(!desk.saysInTransport(QStringLiteral("made first")));
        desk.click(1, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Return);
        QTRY_VERIFY(desk.saysInTransport(QStringLiteral("made first")));
        QVERIFY(qAbs(desk.window.transport().waveform().seconds() - desk.take(0).seconds) < 0.01);
        QVERIFY(desk.window.transport().canPlay());
        desk.click(0, TakesDesk::Column::Text);
        QTest::mouseDClick(desk.table->viewport(), Qt::LeftButton, {},
                           desk.table->visualRect(desk.model.index(0, TakesDesk::Column::Text)).center());
        QTRY_VERIFY(desk.saysInTransport(QStringLiteral("The other.")));
    }

    void whatIsRemovedComesBackWithUndo() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        desk.click(0, TakesDesk::Column::Text);
        desk.click(2, TakesDesk::Column::Text, Qt::ControlModifier);
        const QList<qint64> gone = desk.chosen();
        QCOMPARE(gone.size(), 2);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(1));
        QCOMPARE(desk.text(0), QStringLiteral("Übermut tut selten gut."));
        QCOMPARE(desk.chosen(), QList<qint64>{desk.take(1).id}); // what is left
        QVERIFY(desk.window.notices().current()->what.contains(u'2'));
        QVERIFY(desk.noticeButton("Undo"));
        desk.noticeButton("Undo")->click();
        QVERIFY(desk.becomes(3));
        QCOMPARE(desk.chosen(), gone); // they are chosen again
        QTRY_VERIFY(!desk.window.notices().about(QStringLiteral("removed")));
        // The line in the script knows its take again.
        QCOMPARE(desk.desk.services.lines().toBeMade().size(), 0);
    }

    void keysGoOnWhereOneWasRemoved() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree + u"\nThe fourth.\nThe fifth."_qs));
        const auto id = [&](int row) { return desk.take(4 - row).id; }; // as they were at first
        desk.click(1, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(4));
        QCOMPARE(desk.chosen(), QList<qint64>{id(2)});
        QTest::keyClick(desk.table, Qt::Key_Down);
        QCOMPARE(desk.chosen(), QList<qint64>{id(3)});
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QTest::keyClick(desk.table, Qt::Key_Delete); // before the first is gone from the list
        QVERIFY(desk.becomes(2));
        QCOMPARE(desk.chosen(), QList<qint64>{id(2)}); // the last one: there is none below
        QCOMPARE(desk.model.take(0).id, id(0));
        QTest::keyClick(desk.table, Qt::Key_Up);
        QCOMPARE(desk.chosen(), QList<qint64>{id(0)});
        QTRY_VERIFY(desk.noticeButton("Undo"));
        desk.noticeButton("Undo")->click();
        QVERIFY(desk.becomes(5));
        QCOMPARE(desk.chosen(), (QList<qint64>{id(1), id(3), id(4)}));
        desk.table->selectAll();
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(0));
        QVERIFY(desk.chosen().isEmpty());
    }

    void whatIsBackBeforeItWasGoneIsChosenNext() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QSignalSpy restored(&desk.desk.services.takes(), &app::takes::TakeLibrary::restored);
        desk.click(1, TakesDesk::Column::Text);
        const QList<qint64> back = desk.chosen();
        QTest::keyClick(desk.table, Qt::Key_Delete);
        desk.desk.services.takes().restore(back); // before the list is read again
        QTRY_COMPARE(restored.size(), 1);
        QTRY_VERIFY(!desk.model.isSearching());
        QVERIFY(desk.shows(3));
        QCOMPARE(desk.chosen(), back);
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QCOMPARE(desk.chosen(), back); // the next one
    }

    void aLongListStaysWhereItWasScrolledTo() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        constexpr int kMany = 720;
        auto &library = desk.desk.services.takes();
        for (unsigned i = 0; i < kMany; ++i)
            library.keep(madeUpTake(i, QStringLiteral("Take %1.").arg(i)));
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), kMany, TakesDesk::kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(desk.model.total(), kMany, TakesDesk::kPatience);
        QTRY_VERIFY(!desk.model.isSearching());
        desk.table->setFocus();
        while (desk.model.rowCount() < kMany) { // as far as it goes
            const int before = desk.model.rowCount();
            QTest::keyClick(desk.table, Qt::Key_End, Qt::ControlModifier);
            QTRY_VERIFY_WITH_TIMEOUT(desk.model.rowCount() > before, TakesDesk::kPatience);
        }
        desk.table->scrollTo(desk.model.index(600, 0), QAbstractItemView::PositionAtTop);
        desk.click(602, TakesDesk::Column::Text);
        desk.click(604, TakesDesk::Column::Text, Qt::ControlModifier);
        const QList<qint64> chosen = desk.chosen();
        QCOMPARE(chosen.size(), 2);
        const auto seen = [&] { return desk.text(desk.table->rowAt(0)); };
        QCOMPARE(seen(), QStringLiteral("Take 119."));
        desk.table->scrollTo(desk.model.index(640, 0), QAbstractItemView::PositionAtTop); // they are out of sight
        QCOMPARE(seen(), QStringLiteral("Take 79."));

        library.keep(madeUpTake(kMany, QStringLiteral("One more.")));
        QVERIFY(desk.becomes(kMany + 1)); // none was dropped
        QCOMPARE(desk.text(0), QStringLiteral("One more."));
        QCOMPARE(seen(), QStringLiteral("Take 79."));
        QCOMPARE(desk.chosen(), chosen);
        const qint64 noted = desk.model.take(10).id;
        const auto annotate = [&] { // between the pages
            desk.model.searchNow();
            library.annotate(noted, QStringLiteral("the best"));
        };
        connect(&library, &app::takes::TakeLibrary::removed, &desk.model, annotate, Qt::SingleShotConnection);
        library.remove({desk.model.take(3).id}); // above what is seen
        QVERIFY(desk.becomes(kMany));
        QCOMPARE(desk.model.take(desk.model.rowOf(noted)).note, QStringLiteral("the best"));
        QCOMPARE(seen(), QStringLiteral("Take 79."));
        QCOMPARE(desk.chosen(), chosen);
        desk.window.notices().dismiss();

        desk.words->insert(QStringLiteral("take")); // another search begins at its top, with one page
        QTRY_VERIFY(!desk.model.isSearching());
        QCOMPARE(desk.model.total(), kMany - 1);
        QVERIFY(desk.model.rowCount() < kMany - 1);
    }

    void takesThatKeepComingHoldNothingUp() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        constexpr int kMany = 720;
        auto &library = desk.desk.services.takes();
        unsigned count = 0;
        const auto keep = [&] {
            const auto text = count == 5 ? QStringLiteral("The dragon.") : QStringLiteral("Take %1.").arg(count);
            library.keep(madeUpTake(count++, text));
        };
        while (count < kMany)
            keep();
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), kMany, TakesDesk::kPatience);
        const qint64 oldest = desk.take(0).id;
        const auto more = connect(&library, &app::takes::TakeLibrary::kept, this, keep); // one after another
        keep();
        desk.table->setFocus();
        const auto goesOn = [&] {
            QTest::keyClick(desk.table, Qt::Key_End, Qt::ControlModifier);
            return desk.model.rowOf(oldest) >= 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(goesOn(), TakesDesk::kPatience); // to the end of the list
        desk.words->setFocus();
        QTest::keyClicks(desk.words, QStringLiteral("dragon"));
        QTest::keyClick(desk.words, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.focusWidget() == desk.table, TakesDesk::kPatience);
        QCOMPARE(desk.text(0), QStringLiteral("The dragon."));
        desk.words->clear();
        QTRY_VERIFY_WITH_TIMEOUT(desk.model.fitsQuery() && desk.model.rowCount() > 100, TakesDesk::kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(goesOn(), TakesDesk::kPatience);

        disconnect(more);
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), qsizetype(count), TakesDesk::kPatience);
        QVERIFY(desk.becomes(int(count))); // all of them
        for (int row = 1; row < desk.model.rowCount(); ++row)
            QVERIFY(desk.model.take(row).id < desk.model.take(row - 1).id); // and none twice
    }

    void severalStaySelectedWhenTheListIsReadAgain() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        desk.click(0, TakesDesk::Column::Text);
        desk.click(2, TakesDesk::Column::Text, Qt::ControlModifier);
        const QList<qint64> before = desk.chosen();
        QCOMPARE(before.size(), 2);
        QVERIFY(desk.make(QStringLiteral("One more on top.")));
        QCOMPARE(desk.chosen(), before);
        QCOMPARE(desk.model.rowOf(before.first()), 1);
        QCOMPARE(desk.enabledButtons(), 5);
    }

    void makeAgainAndANewSeed() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Say that again.")));
        QVERIFY(desk.make(QStringLiteral("Something else.")));
        desk.click(1, TakesDesk::Column::Text);
        desk.button("Make again")->click();
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), 3, TakesDesk::kPatience);
        QCOMPARE(desk.take(2).audioHash, desk.take(0).audioHash);
        QCOMPARE(desk.take(2).parentId, desk.take(0).id);
        QTRY_VERIFY(!desk.window.studio().isBusy());
        QVERIFY(desk.saysInTransport(QStringLiteral("Say that again."))); // what is heard is what is shown
        QVERIFY(desk.becomes(3));
        QCOMPARE(desk.chosen(), QList<qint64>{desk.take(0).id});

        desk.button("New seed")->click();
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), 4, TakesDesk::kPatience);
        QVERIFY(desk.take(3).seed != desk.take(0).seed);
        QVERIFY(desk.take(3).audioHash != desk.take(0).audioHash);
        QCOMPARE(desk.take(3).parentId, desk.take(0).id);
        QCOMPARE(desk.take(3).text, desk.take(0).text);
        QCOMPARE(desk.take(3).lineId, desk.take(0).lineId);
    }

    // Nothing speaks yet, and something will: Stop is there for that too.
    void whatWaitsForTheModelIsStopped() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Say that again.")));
        QTRY_VERIFY_WITH_TIMEOUT(!desk.window.studio().isBusy(), TakesDesk::kPatience);
        auto *stop = desk.window.findChild<QAction *>(QStringLiteral("speech.stop"));
        QVERIFY(stop);
        stop->trigger(); // what is heard
        QTRY_VERIFY(!stop->isEnabled());
        desk.click(0, TakesDesk::Column::Text);
        QSignalSpy loaded(&desk.desk.services.worker(), &app::speech::SpeechWorker::loaded);
        desk.desk.services.settings().setPrecision(engine::Precision::Fp32); // it is loaded anew
        desk.button("Make again")->click();
        QVERIFY(desk.window.notices().about(QStringLiteral("again")));
        QVERIFY(stop->isEnabled() && named<QToolButton>(desk.window.transport(), "Stop")->isEnabled());
        stop->trigger();
        QVERIFY(!stop->isEnabled() && !desk.window.notices().about(QStringLiteral("again")));
        QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), TakesDesk::kPatience);
        QTest::qWait(0);
        QVERIFY(!desk.window.studio().isBusy() && !stop->isEnabled());
        QCOMPARE(desk.kept.size(), 1);
    }

    void severalTakesOfOneLineAreAllMadeAgain() {
        TakesDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Say that again.")));
        desk.window.studio().speak();
        QVERIFY(QTest::qWaitFor([&] { return desk.shows(2) && !desk.window.studio().isBusy(); }, TakesDesk::kPatience));
        QCOMPARE(desk.take(0).lineId, desk.take(1).lineId);
        desk.table->selectAll();
        desk.button("Make again")->click();
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), 4, TakesDesk::kPatience);
        QCOMPARE((QSet<QString>{desk.take(2).audioHash, desk.take(3).audioHash}),
                 (QSet<QString>{desk.take(0).audioHash, desk.take(1).audioHash}));
    }
};

QTEST_MAIN(TestTakesPane)
#include "tst_takes_pane.moc"
