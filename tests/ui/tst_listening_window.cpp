// Listening tests in the window: made, shown as a grid, designed, listened to, judged, applied and taken back.
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>

#include <algorithm>

#include "app/storage/library_schema.h"
#include "tests/patience.h"
#include "tests/ui/listening_room.h"
#include "ui/listening/column_list.h"
#include "ui/listening/decision_desk.h"
#include "ui/listening/design_editor.h"
#include "ui/listening/measure_desk.h"
#include "ui/listening/result_files.h"
#include "ui/shared/transport.h"

using namespace listening_states;
using namespace Qt::StringLiterals;
using ui::listening::GridModel;
using ui::listening::ListeningActs;

class TestListeningWindow : public QObject, ListeningRoom {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { m_desk.reset(); }

    void theEmptyPaneHasOneButtonThatMakesTheStandardTest() {
        start();
        QList<QPushButton *> shown;
        QTRY_VERIFY(pane().isVisible());
        for (QPushButton *button : pane().findChildren<QPushButton *>()) {
            if (button->isVisible())
                shown << button;
        }
        QCOMPARE(shown.size(), 1);
        QTest::mouseClick(shown[0], Qt::LeftButton);
        QTRY_VERIFY(tests(*m_desk).test());
        QCOMPARE(tests(*m_desk).test()->design.rows.size(), std::size_t(26));
        QCOMPARE(tests(*m_desk).test()->design.columns.size(), std::size_t(6));
        QCOMPARE(tests(*m_desk).test()->design.model, std::string("demo")); // as chosen then, also for other programs
        QTRY_COMPARE(pane().model().rowCount(), 26);
        QTRY_VERIFY(m_desk->services.cells().progress().asked > 0);
        m_desk->services.cells().cancel();
        const QString heads = pane().model().headerData(4, Qt::Horizontal, Qt::DisplayRole).toString();
        QVERIFY2(heads.contains(u"uniform"_s), qPrintable(heads)); // NFE 8 says which schedule it really has
    }

    void aCellIsHeardByAKeyAndTheGridCanBeSortedAndFiltered() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        pane().focusGrid();
        auto &table = pane().table();
        table.setCurrentIndex(table.model()->index(0, 1));
        QTest::keyClick(&table, Qt::Key_Space);
        QTRY_VERIFY(m_desk->window->transport().what().contains(u"Good morning."_s));
        const QString cell = table.model()->index(0, 1).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(cell.contains(u"Made"_s) && cell.contains(u"RTF"_s) && cell.contains(u"NFE 4"_s), qPrintable(cell));
        auto *category = pane().findChildren<QComboBox *>()[1];
        QCOMPARE(category->count(), 3);
        category->setCurrentIndex(2);
        Q_EMIT category->activated(2);
        QCOMPARE(table.model()->rowCount(), 2);
        category->setCurrentIndex(0);
        Q_EMIT category->activated(0);
        table.sortByColumn(1, Qt::DescendingOrder);
        for (int row = 1; row < table.model()->rowCount(); ++row)
            QVERIFY(table.model()->index(row - 1, 1).data(GridModel::SortRole).toDouble() >=
                    table.model()->index(row, 1).data(GridModel::SortRole).toDouble());
        QTemporaryDir folder;
        tests(*m_desk).saveSounds(folder.path());
        QTRY_COMPARE(QDir(folder.path()).entryList({u"*.wav"_s}).size(), 12);
    }

    void aChangedDesignMakesOnlyWhatIsMissing() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        actionOf(*m_desk, ListeningActs::Edit)->trigger();
        auto *editor = pane().findChild<ui::listening::DesignEditor *>();
        QVERIFY(editor);
        QTRY_VERIFY(editor->isVisible());
        TestDesign wanted = editor->design();
        QCOMPARE(wanted, tests(*m_desk).test()->design); // what is not touched stays
        const QString list = m_desk->file(u"more.txt"_s);
        QFile file(list);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Good morning.\nOne more sentence.\n");
        file.close();
        editor->importRows(list);
        QTRY_COMPARE(editor->design().rows.size(), std::size_t(2));
        for (QPushButton *button : editor->findChildren<QPushButton *>()) {
            if (button->text() == u"Save the design"_s)
                button->click();
        }
        QTRY_COMPARE(tests(*m_desk).test()->design.rows.size(), std::size_t(2));
        QTRY_VERIFY(!m_desk->services.cells().isLooking());
        QCOMPARE(m_desk->services.cells().progress().total, 6);
        QCOMPARE(m_desk->services.cells().progress().made, 3); // the first sentence is the same, with the same seed
    }

    // Acts that choose another test wait, and what comes all the same does not take the editor's place.
    void aDesignIsSavedAsTheTestThatWasOpened() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        const std::string first = tests(*m_desk).test()->id;
        QVERIFY(makeTest(*m_desk, Mode::Abx));
        const auto second = *tests(*m_desk).test();
        tests(*m_desk).list(first);
        QTRY_COMPARE(tests(*m_desk).test()->id, first);
        actionOf(*m_desk, ListeningActs::Edit)->trigger();
        auto *editor = pane().findChild<ui::listening::DesignEditor *>();
        for (const auto act : {ListeningActs::New, ListeningActs::Edit, ListeningActs::Duplicate, ListeningActs::Remove,
                               ListeningActs::ImportPairs})
            QVERIFY(!actionOf(*m_desk, act)->isEnabled());
        tests(*m_desk).list(second.id); // as when a removal is undone
        QTRY_COMPARE(tests(*m_desk).test()->id, second.id);
        TestDesign wanted = editor->design();
        wanted.name = "Saved";
        Q_EMIT editor->saved(wanted);
        QTRY_COMPARE(tests(*m_desk).test()->id, first);
        QCOMPARE(tests(*m_desk).test()->design, wanted);
        QVERIFY(actionOf(*m_desk, ListeningActs::New)->isEnabled());
        tests(*m_desk).list(second.id);
        QTRY_COMPARE(tests(*m_desk).test()->id, second.id);
        QCOMPARE(tests(*m_desk).test()->design, second.design);
    }

    void sessionsOfAnotherTestDoNotComeIn() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::Abx));
        const auto design = tests(*m_desk).test()->design;
        const QString file = m_desk->file(u"other.json"_s);
        QFile target(file);
        QVERIFY(target.open(QIODevice::WriteOnly));
        target.write(
            QByteArray::fromStdString(toJson(recordOf(design, *m_desk->services.cells().stimuli(), {})).dump()));
        target.close();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        QTRY_VERIFY(actionOf(*m_desk, ListeningActs::Merge)->isEnabled());
        m_desk->window->listening().results().files().merge(file);
        QTRY_VERIFY(std::ranges::any_of(m_desk->window->findChildren<QLabel *>(), [](const QLabel *label) {
            return label->text().contains(u"about another test"_s);
        }));
    }

    void blindListeningHidesEverythingElse() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        for (auto *dock : m_desk->window->findChildren<QDockWidget *>()) {
            if (dock->widget() == &results())
                dock->setFloating(true);
        }
        QTRY_VERIFY(results().isVisible() && results().window() != m_desk->window.get());
        QVERIFY(open(*m_desk));
        ui::MainWindow &window = *m_desk->window;
        // What was asked for before is made, and is not heard.
        QSignalSpy finished(&m_desk->services.queue(), &app::speech::SpeechQueue::finished);
        QSignalSpy played(&m_desk->services.player(), &app::speech::Player::stateChanged);
        m_desk->services.queue().enqueue(m_desk->services.request(u"Good morning."_s));
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(played.isEmpty());
        QVERIFY(tests(*m_desk).blind().isVisible());
        QVERIFY(!window.menuBar()->isVisible() && !window.transport().isVisible() && !window.statusLine().isVisible());
        window.notices().post({ui::shared::Notice::Kind::Alarm, u"NFE 7 is here"_s, {}, {}, {}, {}});
        for (const QWidget *each : window.findChildren<QWidget *>()) {
            if (each->isVisible())
                QVERIFY2(each == &tests(*m_desk).blind() || tests(*m_desk).blind().isAncestorOf(each) ||
                             each->isAncestorOf(&tests(*m_desk).blind()),
                         each->metaObject()->className());
        }
        QVERIFY(!window.windowTitle().contains(u"NFE"_s));
        press(*m_desk, Qt::Key_Escape);
        QVERIFY(window.menuBar()->isVisible() && window.transport().isVisible() && pane().isVisible());
        QTRY_VERIFY(results().isVisible());
    }

    void figuresAreHiddenWhileASessionIsOpen() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        QVERIFY(pane().model().index(0, 1).data().toString().contains(u"RTF"_s));
        QVERIFY(open(*m_desk));
        press(*m_desk, Qt::Key_Return);
        press(*m_desk, Qt::Key_Escape);
        press(*m_desk, Qt::Key_Escape);
        QTRY_VERIFY(!pane().model().index(0, 1).data().toString().contains(u"RTF"_s));
    }

    // Another version of the program, another lexicon or model: the sounds of now are others than those that were
    // heard.
    void votesOfOtherSoundsStayAndTheirSessionsGoOn() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        const TestDesign design = tests(*m_desk).test()->design;
        std::vector<Stimulus> heard = *m_desk->services.cells().stimuli();
        std::swap(heard[0].hash, heard[1].hash);
        std::swap(heard[0].lengthMs, heard[1].lengthMs);
        const auto planFor = [&](const std::string &listener) {
            return std::make_shared<const SessionPlan>(newPlan(design, heard, {listener, false}, 1'700'000'000'000));
        };
        std::minstd_rand random(3);
        const auto finished = planFor("Anna");
        const auto begun = planFor(pane().listener().isEmpty() ? "Listener" : pane().listener().toStdString());
        const TestRecord record =
            recordOf(design, heard, {{finished->header, listenToTheEnd(finished, random)}, {begun->header, {}}});
        QVERIFY(
            waitFor<int>([&](auto *context, auto done) { m_desk->services.sessions().keep(record, context, done); }));
        tests(*m_desk).list(tests(*m_desk).test()->id);
        QTRY_VERIFY_WITH_TIMEOUT(results().results() && results().results()->test == finished->header.test,
                                 kLongEnough);
        QVERIFY(open(*m_desk));
        QCOMPARE(tests(*m_desk).blind().session()->session().plan().header.id, begun->header.id);
    }

    void resultsAreSaidAppliedAndTakenBack() {
        start();
        m_desk->services.settings().setNfeStep(4);
        m_desk->services.settings().setSchedule(engine::Schedule::Uniform);
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        QTRY_VERIFY(results().sentence().contains(u"Nobody"_s));
        keepSession(*m_desk);
        tests(*m_desk).list(tests(*m_desk).test()->id);
        QTRY_VERIFY(results().results() && !results().results()->measured.cells.empty());
        QVERIFY(!results().sentence().isEmpty());
        QVERIFY(results().findChild<QPlainTextEdit *>()->toPlainText().contains(u"NFE 2 uniform"_s));
        const auto &said = *results().results(); // also when the speed that came later chose another
        QVERIFY(said.choice == said.design.baseline || results().column() == said.choice);
        for (const QTableWidget *table : results().findChildren<QTableWidget *>())
            QVERIFY(table->accessibleName() != u"Figures of all columns"_s || table->rowCount() == 3);
        QVERIFY2(actionOf(*m_desk, ListeningActs::Apply)->isEnabled(),
                 qPrintable(actionOf(*m_desk, ListeningActs::Apply)->toolTip()));
        actionOf(*m_desk, ListeningActs::Apply)->trigger();
        QTRY_VERIFY(m_desk->services.settings().nfeStep() < 4);
        actionOf(*m_desk, ListeningActs::RollBack)->trigger();
        QTRY_COMPARE(m_desk->services.settings().nfeStep(), 4);
    }

    void theEmptyResultsSayWhatComesAndHoldTheOneButtonThatStartsIt() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        QTRY_VERIFY(results().sentence().contains(u"Nobody"_s));
        QList<QPushButton *> shown;
        for (QPushButton *button : results().findChildren<QPushButton *>()) {
            if (button->isVisible())
                shown << button;
        }
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0]->text(), u"Listen blind"_s);
        shown[0]->setFocus();
        QTest::keyClick(shown[0], Qt::Key_Space);
        QTRY_VERIFY(tests(*m_desk).blind().isOpen());
    }

    void resultsAreLookedAtWhenTheyAreSeen() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        QTRY_VERIFY(results().isVisible());
        auto *dock = qobject_cast<QDockWidget *>(results().parentWidget());
        QVERIFY(dock);
        dock->hide();
        keepSession(*m_desk);
        tests(*m_desk).list(tests(*m_desk).test()->id);
        QTRY_VERIFY_WITH_TIMEOUT(results().results() != nullptr, kLongEnough);
        QVERIFY(results().results()->looks.empty());
        dock->show();
        QTRY_VERIFY_WITH_TIMEOUT(results().results()->looks.size() == 1, kLongEnough);
        QTRY_VERIFY(std::ranges::any_of(results().findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"Looked at once"_s);
        }));
    }

    void whatIsAppliedCountsForWhatIsTicked() {
        start();
        m_desk->services.settings().setNfeStep(4);
        m_desk->services.settings().setSchedule(engine::Schedule::Uniform);
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        keepSession(*m_desk);
        tests(*m_desk).list(tests(*m_desk).test()->id);
        QTRY_VERIFY_WITH_TIMEOUT(actionOf(*m_desk, ListeningActs::Apply)->isEnabled(), kLongEnough);
        QToolButton *purposes = nullptr;
        for (QToolButton *button : results().findChildren<QToolButton *>()) {
            if (button->text().startsWith(u"For everything"_s))
                purposes = button;
        }
        QVERIFY(purposes);
        const auto acts = purposes->menu()->actions();
        QCOMPARE(acts.size(), 3);
        for (QAction *act : acts)
            act->setChecked(false);
        QVERIFY(!actionOf(*m_desk, ListeningActs::Apply)->isEnabled());
        acts[1]->setChecked(true);
        QVERIFY(purposes->text().startsWith(u"For live comments"_s));
        acts[2]->setChecked(true);
        QVERIFY(purposes->text().startsWith(u"For live comments and other programs"_s));
        acts[2]->setChecked(false);
        actionOf(*m_desk, ListeningActs::Apply)->trigger();
        const auto &settings = m_desk->services.settings();
        QTRY_VERIFY(stepsFor(settings, app::SpeechPurpose::Danmaku).nfeStep < 4);
        QCOMPARE(settings.nfeStep(), 4);
        QCOMPARE(stepsFor(settings, app::SpeechPurpose::Api).nfeStep, 4);
        // The number of the original's file, and no other byte of it.
        const QString toml = m_desk->file(u"ishowtts.toml"_s);
        QFile target(toml);
        QVERIFY(target.open(QIODevice::WriteOnly) && target.write("# mine\n[f5]\ndefault_nfe_step = 7 # steps\n") > 0);
        target.close();
        const int steps = columnOf(results().results()->design, *results().column()).nfeStep;
        m_desk->window->listening().results().decision().writeToml(toml);
        const auto isSaid = [&] {
            QFile file(toml);
            return file.open(QIODevice::ReadOnly) &&
                   file.readAll() == "# mine\n[f5]\ndefault_nfe_step = " + QByteArray::number(steps) + " # steps\n";
        };
        QTRY_VERIFY(isSaid());
    }

    // Another version, lexicon or model: the sounds of now are not made, those that somebody heard are there.
    void aNewSessionIsAboutSoundsThatWereHeardWhereThoseOfNowAreMissing() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        const TestDesign design = tests(*m_desk).test()->design;
        const RecordedSession kept = keepSession(*m_desk);
        app::storage::Database other(m_desk->file(u"library.sqlite"_s), app::storage::librarySchema());
        QVERIFY(waitFor<bool>([&](auto *context, auto done) {
            other.write<bool>(
                context,
                [](app::storage::Connection &connection) {
                    connection.run(u"UPDATE listening_cell SET key = substr(key, 2) || 'x'"_s);
                    return true;
                },
                done);
        }));
        tests(*m_desk).list(tests(*m_desk).test()->id);
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->services.cells().progress().made, 0, kLongEnough);
        QTRY_VERIFY(!m_desk->services.cells().isLooking());
        QVERIFY(open(*m_desk));
        QCOMPARE(tests(*m_desk).blind().session()->session().plan().header.test, kept.header.test);
        QStringList said;
        for (const QLabel *label : tests(*m_desk).blind().findChildren<QLabel *>()) {
            if (label->isVisible())
                said << label->text();
        }
        QVERIFY2(said.join(u'\n').contains(u"heard before"_s), qPrintable(said.join(u'\n')));
    }

    void theEditorSaysThatSoundsOfElsewhereHaveNoReference() {
        start();
        TestDesign design = smallDesign(Mode::AbPreference);
        design.flags = {"imported"};
        ui::listening::DesignEditor editor(design, {}, {}, nullptr);
        const auto buttonOf = [&](const QString &text) {
            for (QPushButton *button : editor.findChildren<QPushButton *>()) {
                if (button->text() == text)
                    return button;
            }
            return static_cast<QPushButton *>(nullptr);
        };
        QVERIFY(buttonOf(u"Save the design"_s)->isEnabled());
        auto *mode = editor.findChildren<QComboBox *>().first();
        mode->setCurrentIndex(mode->findData(int(Mode::Mushra)));
        QVERIFY(!buttonOf(u"Save the design"_s)->isEnabled());
        QVERIFY(std::ranges::any_of(editor.findChildren<QLabel *>(),
                                    [](const QLabel *label) { return label->text().contains(u"MUSHRA asks"_s); }));
        mode->setCurrentIndex(mode->findData(int(Mode::Cmos)));
        QVERIFY(buttonOf(u"Save the design"_s)->isEnabled());
    }

    void anyMeasureCanBeTheFigureOfTheCells() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        auto *figure = pane().findChildren<QComboBox *>()[2];
        const auto choose = [&](const QString &measure) {
            figure->setCurrentIndex(figure->findData(measure));
            Q_EMIT figure->activated(figure->currentIndex());
        };
        const auto textAt = [&](int column) { return pane().model().index(0, column).data().toString(); };
        QVERIFY(textAt(1).contains(u"RTF"_s));
        choose(u"true-peak"_s);
        QTRY_VERIFY_WITH_TIMEOUT(textAt(1).contains(u"True peak, dBTP: "_s) && !textAt(1).contains(u"measured"_s),
                                 kLongEnough);
        auto &table = pane().table();
        table.sortByColumn(1, Qt::DescendingOrder);
        for (int row = 1; row < table.model()->rowCount(); ++row)
            QVERIFY(table.model()->index(row - 1, 1).data(GridModel::SortRole).toDouble() >=
                    table.model()->index(row, 1).data(GridModel::SortRole).toDouble());
        // Nothing is brought along to measure it with: that is said, and a file that is brought is used.
        choose(u"likeness"_s);
        QVERIFY2(textAt(1).contains(u"not measured"_s), qPrintable(textAt(1)));
        QVERIFY(pane().model().index(0, 1).data(Qt::ToolTipRole).toString().contains(u"No speaker model"_s));
        tests(*m_desk).measures().ask();
        auto *dialog = m_desk->window->findChild<QDialog *>();
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChildren<QLineEdit *>().first(), QStringLiteral(TEST_DATA "/distances"));
        QTest::keyClick(dialog->findChildren<QLineEdit *>().first(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(textAt(1).contains(u"Likeness of the voice: "_s) && !textAt(1).contains(u"measured"_s),
                                 kLongEnough);
        choose(u"seconds"_s);
        QVERIFY(textAt(1).contains(u"RTF"_s));
        QCOMPARE(m_desk->services.settings().value(u"speakerModel"_s).toString(),
                 QStringLiteral(TEST_DATA "/distances"));
        // A folder that holds none is said, and blocks nothing.
        tests(*m_desk).measures().bring({u"/nowhere"_s, {}});
        choose(u"likeness"_s);
        QVERIFY(isSaid(u"There is no speaker model in /nowhere"_s));
        QTRY_VERIFY_WITH_TIMEOUT(textAt(1).contains(u"not measured"_s), kLongEnough);
        tests(*m_desk).measures().bring({});
    }

    void soundsAreRemovedAndComeBack() {
        start();
        QVERIFY(makeTest(*m_desk, Mode::AbPreference));
        const auto &cells = m_desk->services.cells();
        const int made = cells.progress().made;
        QVERIFY(isSaid(u"This test: %1 sounds"_s.arg(made)));
        actionOf(*m_desk, ListeningActs::RemoveSounds)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(cells.progress().made, 0, kLongEnough);
        QVERIFY(isSaid(u"are removed"_s));
        QVERIFY(!actionOf(*m_desk, ListeningActs::Listen)->isEnabled());
        m_desk->window->notices().current()->actions.front().run();
        QTRY_COMPARE_WITH_TIMEOUT(cells.progress().made, made, kLongEnough);
        // Where the notice goes unused, so do they; what somebody heard stays.
        m_desk->window->notices().dismiss();
        keepSession(*m_desk);
        actionOf(*m_desk, ListeningActs::RemoveSounds)->trigger();
        QVERIFY(isSaid(u"somebody listened"_s));
        QTRY_VERIFY(!cells.isLooking());
        QCOMPARE(cells.progress().made, made);
        // Unless they are to go too: for good only when nobody wants them back.
        const auto removeHeardToo = [&] {
            const auto &actions = m_desk->window->notices().current()->actions;
            return !actions.empty() && actions.back().text == u"Remove those too"_s ? actions.back().run : nullptr;
        };
        for (const bool back : {true, false}) {
            QVERIFY(removeHeardToo());
            removeHeardToo()();
            QTRY_COMPARE_WITH_TIMEOUT(cells.progress().made, 0, kLongEnough);
            QVERIFY(isSaid(u"cannot be heard or measured again"_s));
            if (!back)
                break;
            m_desk->window->notices().current()->actions.front().run(); // Undo
            QTRY_COMPARE_WITH_TIMEOUT(cells.progress().made, made, kLongEnough);
            while (m_desk->window->notices().count() > 0)
                m_desk->window->notices().dismiss(); // nothing is left to be deleted
            QTRY_COMPARE_WITH_TIMEOUT(cells.progress().made, made, kLongEnough);
            actionOf(*m_desk, ListeningActs::RemoveSounds)->trigger();
            QVERIFY(isSaid(u"somebody listened"_s));
        }
        m_desk->window->notices().dismiss();
        QTRY_VERIFY(!says(u"This test: "_s)); // they take no room any more
    }

    void onlyOnePrimaryButtonMakesTheFirstTest() {
        start();
        QTRY_VERIFY(pane().isVisible() && results().isVisible());
        QStringList large;
        for (const QPushButton *button : m_desk->window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->property("role") == u"primary"_s &&
                (pane().isAncestorOf(button) || results().isAncestorOf(button)))
                large << button->text();
        }
        QCOMPARE(large, QStringList(u"Make the standard test"_s));
        for (const QPushButton *button : results().findChildren<QPushButton *>()) // the same act, for who looks there
            QVERIFY(!button->isVisible() || button->property("role") != u"primary"_s);
    }
};

QTEST_MAIN(TestListeningWindow)
#include "tst_listening_window.moc"
