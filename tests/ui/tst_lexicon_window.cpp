// The Lexicon window as people use it: words added, found, changed in place, switched off and removed with Undo; each
// voice's own; wrong patterns; a sentence to try; files dropped. Real files and the real matcher.
#include <QComboBox>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include <fstream>

#include "app/cloning/spoken_lines.h"
#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "engine/text/lexicon_file.h"
#include "tests/app/json_file_test.h"
#include "tests/app/voices/made_up_voice.h"
#include "tests/ui/by_name.h"
#include "tests/ui/ink.h"
#include "ui/lexicon/entry_table.h"
#include "ui/lexicon/lexicon_desk.h"
#include "ui/lexicon/lexicon_model.h"
#include "ui/lexicon/lexicon_window.h"
#include "ui/shared/notice_bar.h"
#include "ui/theme.h"

using engine::text::LexiconEntry;
using engine::text::LexiconKind;
using ui::lexicon::EntryTable;
using ui::lexicon::LexiconModel;
using ui::lexicon::LexiconWindow;

namespace {

// A window of the Studio with the voices ada and ben; ada is chosen.
struct Desk {
    QTemporaryDir folder;
    std::filesystem::path root = folder.path().toStdString();
    app::storage::FileThread files;
    app::Settings settings{folder.filePath(QStringLiteral("settings.json")), files};
    app::voices::VoiceLibrary voices{{root}, files};
    app::lexicons::LexiconLibrary lexicons{{root, {root}}, voices, files};
    QWidget main;
    ui::shared::NoticeBar notices{&main};
    app::cloning::SpokenLines spoken{settings, voices, lexicons};
    ui::lexicon::LexiconDesk desk{{settings, lexicons, voices, spoken, notices}, &main};
    LexiconWindow *window = nullptr;

    Desk() {
        app::voices::VoiceFolders made({root});
        for (const char *name : {"Ada", "Ben"})
            made.create(madeUpDetails(QString::fromLatin1(name)), madeUpReference(QStringLiteral("Good morning.")));
        settings.setVoiceId(QStringLiteral("ada"));
        voices.refresh();
        settle();
        main.show();
        window = desk.open();
        settle();
    }
    void settle() {
        for (int round = 0; round < 2; ++round)
            ::settle(files);
    }
    template <class Widget> Widget *part(const char *name) const { return named<Widget>(*window, name); }
    QPushButton *button(const char *text) const {
        for (QPushButton *one : window->findChildren<QPushButton *>()) {
            if (one->text().remove(u'&') == QString::fromUtf8(text))
                return one;
        }
        return nullptr;
    }
    EntryTable &table() const { return *window->findChild<EntryTable *>(); }
    int rows() const { return table().model()->rowCount(); }
    QString cell(int row, int column) const { return table().model()->index(row, column).data().toString(); }
    QString column(int column = LexiconModel::Written) const {
        QStringList cells;
        for (int row = 0; row < rows(); ++row)
            cells << cell(row, column);
        return cells.join(u' ');
    }
    QRect rectOf(int row, int column) const { return table().visualRect(table().model()->index(row, column)); }
    // Where the keyboard is.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers) const {
        QTest::keyClick(window->focusWidget(), key, modifiers);
    }
    void add(const char *written, const char *said, int kind = 0) const {
        part<QComboBox>("Kind")->setCurrentIndex(kind);
        part<QLineEdit>("Written")->setText(QString::fromUtf8(written));
        part<QLineEdit>("Said")->setText(QString::fromUtf8(said));
        QTest::keyClick(part<QLineEdit>("Said"), Qt::Key_Return);
    }
    // As a screen reader says it.
    QString said(const char *text) const {
        part<QLineEdit>("A sentence to try")->setText(QString::fromUtf8(text));
        return part<QLabel>("What is said")->accessibleDescription();
    }
    bool shows(const char *words) const {
        for (const QLabel *label : window->findChildren<QLabel *>()) {
            if (label->isVisibleTo(window) && label->text().contains(QString::fromUtf8(words)))
                return true;
        }
        return false;
    }
    bool undo() {
        if (!notices.current() || notices.current()->actions.empty())
            return false;
        notices.current()->actions.front().run();
        return true;
    }
    // What is typed into a cell by double click.
    void type(int row, int column, const QString &text) const {
        const QModelIndex index = table().model()->index(row, column);
        table().setCurrentIndex(index);
        table().edit(index);
        auto *editor = table().viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
        QCoreApplication::processEvents(); // Qt takes it over then
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
};

QRect sectionOf(const Desk &desk, int column) {
    const QHeaderView &header = *desk.table().horizontalHeader();
    return {header.sectionViewportPosition(column), 0, header.sectionSize(column), header.height()};
}

} // namespace

class TestLexiconWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWordIsAddedAndCountsAtOnce() {
        Desk desk;
        QVERIFY(desk.shows("Nothing is said otherwise yet"));
        QCOMPARE(desk.window->focusWidget(), desk.part<QLineEdit>("Written"));
        desk.add("GIF", "jif");
        QCOMPARE(desk.rows(), 1);
        QVERIFY(!desk.shows("Nothing is said otherwise yet") && desk.shows("1 entry"));
        QCOMPARE(desk.said("A gif, gifs."), QStringLiteral("A jif, gifs."));
        QCOMPARE(desk.said("Hello."), QStringLiteral("Said as it is written."));
        QVERIFY(desk.part<QLineEdit>("Written")->text().isEmpty());
        QCOMPARE(desk.window->focusWidget(), desk.part<QLineEdit>("Written")); // for the next one
        desk.add("重庆", "chong2 qing4", 2);
        QCOMPARE(desk.said("去重庆"), QStringLiteral("去重(chong2)庆(qing4)"));
        desk.settle();
        QCOMPARE(engine::text::readLexicon(desk.root / "lexicon.json").entries.size(), std::size_t(2));
        desk.add("GIF", "giff"); // instead of the other
        QCOMPARE(desk.rows(), 2);
        QCOMPARE(desk.said("GIF"), QStringLiteral("giff"));
    }

    void aWrongPatternIsSaidWhileItIsTyped() {
        Desk desk;
        desk.part<QComboBox>("Kind")->setCurrentIndex(1);
        QTest::keyClicks(desk.part<QLineEdit>("Written"), QStringLiteral("v(\\d"));
        QVERIFY(desk.shows("The pattern \"v(\\d\" is wrong"));
        QVERIFY(!desk.button("Add")->isEnabled());
        QTest::keyClick(desk.part<QLineEdit>("Written"), Qt::Key_Return);
        QCOMPARE(desk.rows(), 0);
        QTest::keyClicks(desk.part<QLineEdit>("Written"), QStringLiteral(")"));
        QVERIFY(!desk.shows("is wrong") && desk.button("Add")->isEnabled());
        desk.part<QLineEdit>("Said")->setText(QStringLiteral("version \\2"));
        QVERIFY(desk.shows("names group 2"));
        desk.add("v(\\d)", "version \\1", 1);
        QCOMPARE(desk.said("v2"), QStringLiteral("version two"));
        desk.type(0, LexiconModel::Said, QStringLiteral("edition \\1"));
        QCOMPARE(desk.said("v2"), QStringLiteral("edition two"));

        desk.type(0, LexiconModel::Written, QStringLiteral("v(("));
        QVERIFY(desk.shows("The pattern \"v((\" is wrong") && desk.shows("1 cannot be used"));
        QVERIFY(!desk.table().model()->index(0, LexiconModel::Written).data(Qt::DecorationRole).isNull());
        QCOMPARE(desk.said("v2"), QStringLiteral("version two")); // as without a lexicon
        desk.type(0, LexiconModel::Written, QStringLiteral("v(.)"));
        QVERIFY(!desk.shows("is wrong") && !desk.shows("cannot be used"));
    }

    void eachKindHasItsExample() {
        Desk desk;
        auto *kind = desk.part<QComboBox>("Kind");
        auto *written = desk.part<QLineEdit>("Written");
        QVERIFY(written->placeholderText().contains(u"GIF") && !desk.shows("RE2"));
        kind->setCurrentIndex(1);
        QVERIFY(written->placeholderText().contains(u"v(\\d+)"));
        QVERIFY(desk.shows("v(\\d+) finds v2 and v10"));
        written->setText(QStringLiteral("v(\\d+"));
        QVERIFY(!desk.shows("finds v2") && desk.shows("is wrong"));
        written->setText(QStringLiteral("v(\\d+)"));
        desk.part<QLineEdit>("Said")->setText(QStringLiteral("version \\1")); // the example holds what it says
        QTest::keyClick(written, Qt::Key_Return);
        QCOMPARE(desk.said("v10"), QStringLiteral("version ten"));
        kind->setCurrentIndex(2);
        QVERIFY(written->placeholderText().contains(u"重庆") && desk.shows("neutral tone"));
    }

    // Tags, the lexicons and numbers as words, as for a line of the script.
    void triedAsALineIs() {
        Desk desk;
        desk.add("GIF", "jif");
        QCOMPARE(desk.said("3 GIFs, 1 GIF {pause 500ms} OK"), QStringLiteral("three GIFs, one jif {pause 0.5s} OK"));
        QCOMPARE(desk.said("[Ben] 2 GIF"), QStringLiteral("[ben] two jif"));
        QCOMPARE(desk.said("[Nobody] Hello."), QStringLiteral("Hello."));
        QVERIFY(desk.shows("No voice and no style is called \"Nobody\""));
        QCOMPARE(desk.said("[Nobody]"), QStringLiteral("Nothing is said."));
        QCOMPARE(desk.said("{pause 1s}"), QStringLiteral("{pause 1s}"));
        QVERIFY(!desk.shows("Nobody"));
        desk.settings.setReadNumbers(false);
        QCOMPARE(desk.said("3 GIF"), QStringLiteral("3 jif"));
    }

    // From the top to the bottom, in each row from left to right.
    void tabGoesAsTheEyeDoes() {
        Desk desk;
        desk.add("a", "x");
        desk.add("b", "x");
        desk.table().choose(0); // Down can be pressed
        QTest::qWait(0);
        QWidget *const first = desk.part<QComboBox>("Whose lexicon");
        first->setFocus();
        QList<QWidget *> seen;
        for (QWidget *now = first; !seen.contains(now); now = desk.window->focusWidget()) {
            seen << now;
            QTest::keyClick(now, Qt::Key_Tab);
        }
        QStringList names;
        QPoint last(0, 0);
        for (QWidget *widget : seen) {
            names << widget->accessibleName() + widget->property("text").toString();
            const QPoint at = widget->mapTo(desk.window, widget->rect().center());
            QVERIFY2(at.y() > last.y() + 4 || at.x() > last.x(), qPrintable(names.join(u", ")));
            last = at;
        }
        QVERIFY2(seen.contains(desk.part<QLineEdit>("A sentence to try")), qPrintable(names.join(u", ")));
        QVERIFY2(seen.last() == desk.button("Close"), qPrintable(names.join(u", ")));
        QVERIFY2(seen.size() >= 12, qPrintable(names.join(u", ")));
    }

    void everythingHasUndo() {
        Desk desk;
        desk.add("GIF", "jif");
        desk.add("OBS", "O B S");
        // The field is empty: there is no typing to undo.
        QCOMPARE(desk.window->focusWidget(), desk.part<QLineEdit>("Written"));
        desk.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.column(), QStringLiteral("GIF"));
        desk.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.column(), QStringLiteral("GIF OBS"));
        // What is being typed is undone first.
        QTest::keyClicks(desk.part<QLineEdit>("Written"), QStringLiteral("abc"));
        desk.press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(desk.part<QLineEdit>("Written")->text().isEmpty());
        QCOMPARE(desk.rows(), 2);

        desk.type(0, LexiconModel::Said, QStringLiteral("ghif"));
        desk.table().setFocus();
        QTest::keyClick(&desk.table(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.cell(0, LexiconModel::Said), QStringLiteral("jif"));
        desk.table().choose(0);
        QTest::keyClick(&desk.table(), Qt::Key_Delete);
        QCOMPARE(desk.column(), QStringLiteral("OBS"));
        desk.part<QLineEdit>("Search the entries")->setText(QStringLiteral("OBS"));
        QTest::keyClick(&desk.table(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.column(), QStringLiteral("GIF OBS")); // what came back is seen
        QCOMPARE(desk.table().current(), 0);
        QTest::mouseClick(desk.part<QToolButton>("Redo"), Qt::LeftButton);
        QCOMPARE(desk.column(), QStringLiteral("OBS"));
        QVERIFY(!desk.part<QToolButton>("Redo")->isEnabled());
        QVERIFY(desk.undo()); // of the message in the main window: the same step
        QCOMPARE(desk.column(), QStringLiteral("GIF OBS"));
        QVERIFY(desk.part<QToolButton>("Redo")->isEnabled());

        const QString file = desk.folder.filePath(QStringLiteral("words.csv"));
        std::ofstream(file.toStdString()) << "from,to\nAFK,away\nGIF,gee\n";
        desk.lexicons.importFile({}, file);
        desk.settle();
        QCOMPARE(desk.rows(), 3);
        QTest::keyClick(&desk.table(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.column(), QStringLiteral("GIF OBS"));
        QCOMPARE(desk.cell(0, LexiconModel::Said), QStringLiteral("jif"));
        desk.settle();
        QCOMPARE(engine::text::readLexicon(desk.root / "lexicon.json").entries.size(), std::size_t(2));
    }

    void entriesArePutInOrder() {
        Desk desk;
        for (const char *pattern : {"a.", "b", "c", ".b"})
            desk.add(pattern, pattern[0] == '.' ? "late" : "early", 1);
        QCOMPARE(desk.said("ab"), QStringLiteral("early"));
        desk.table().choose(3);
        QVERIFY(!desk.part<QToolButton>("Move down")->isEnabled());
        QTest::mouseClick(desk.part<QToolButton>("Move up"), Qt::LeftButton);
        QCOMPARE(desk.column(), QStringLiteral("a. b .b c"));
        for (int press = 0; press < 3; ++press) // one more than there are
            QTest::keyClick(&desk.table(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(desk.column(), QStringLiteral(".b a. b c"));
        QCOMPARE(desk.table().current(), 0); // goes with it
        QVERIFY(!desk.part<QToolButton>("Move up")->isEnabled());
        QCOMPARE(desk.said("ab"), QStringLiteral("late"));
        desk.settle();
        QCOMPARE(engine::text::readLexicon(desk.root / "lexicon.json").entries.front().from, std::string(".b"));
        QTest::keyClick(&desk.table(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.column(), QStringLiteral("a. .b b c"));

        // Several, and past what is not found.
        desk.table().choose(0, 2);
        QTest::keyClick(&desk.table(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(desk.column(), QStringLiteral("b a. .b c"));
        QCOMPARE(desk.table().chosen(), (std::vector<int>{1, 2}));
        desk.part<QLineEdit>("Search the entries")->setText(QStringLiteral("early"));
        QCOMPARE(desk.column(), QStringLiteral("b a. c"));
        desk.table().choose(3);
        QTest::keyClick(&desk.table(), Qt::Key_Up, Qt::AltModifier);
        desk.part<QLineEdit>("Search the entries")->clear();
        QCOMPARE(desk.column(), QStringLiteral("b c a. .b"));
    }

    void cellsAreChangedInPlace() {
        Desk desk;
        desk.add("GIF", "jif");
        desk.add("b", "B");
        desk.type(0, LexiconModel::Said, QStringLiteral("ghif"));
        QCOMPARE(desk.said("gif"), QStringLiteral("ghif"));
        desk.type(0, LexiconModel::Written, QStringLiteral("  ")); // is nothing: stays
        QCOMPARE(desk.cell(0, LexiconModel::Written), QStringLiteral("GIF"));
        desk.type(0, LexiconModel::Note, QStringLiteral("as its maker"));
        const auto tick = [&](int column) {
            desk.table().setCurrentIndex(desk.table().model()->index(0, column));
            QTest::keyClick(&desk.table(), Qt::Key_Space);
        };
        tick(LexiconModel::Capitals);
        QCOMPARE(desk.said("gif GIF"), QStringLiteral("gif ghif"));
        tick(LexiconModel::Whole);
        QCOMPARE(desk.said("GIFs"), QStringLiteral("ghifs"));
        tick(LexiconModel::Used);
        QCOMPARE(desk.said("GIF"), QStringLiteral("Said as it is written."));
        desk.settle();
        const LexiconEntry entry = engine::text::readLexicon(desk.root / "lexicon.json").entries.front();
        QVERIFY((entry == LexiconEntry{LexiconKind::Plain, "GIF", "ghif", true, false, false, "as its maker"}));
        QCOMPARE(desk.table().currentIndex().row(), 0); // still there
    }

    void removedAndBack() {
        Desk desk;
        for (const char *word : {"a", "b", "c", "d"})
            desk.add(word, "x");
        desk.table().clearSelection();
        for (const int row : {1, 3})
            desk.table().selectionModel()->select(desk.table().model()->index(row, 0),
                                                  QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QVERIFY(desk.button("Remove")->isEnabled());
        QTest::keyClick(&desk.table(), Qt::Key_Delete);
        QCOMPARE(desk.rows(), 2);
        QVERIFY(desk.undo());
        QCOMPARE(desk.rows(), 4);
        QCOMPARE(desk.cell(1, LexiconModel::Written), QStringLiteral("b"));
        QCOMPARE(desk.cell(3, LexiconModel::Written), QStringLiteral("d"));
    }

    void eachVoiceHasItsOwn() {
        Desk desk;
        auto *whose = desk.part<QComboBox>("Whose lexicon");
        QCOMPARE(whose->itemText(0), QStringLiteral("For all voices"));
        QCOMPARE(whose->itemText(1), QStringLiteral("Only Ada")); // the chosen one
        desk.add("GIF", "jif");
        whose->setCurrentIndex(1);
        QCOMPARE(desk.rows(), 0);
        QCOMPARE(desk.said("GIF"), QStringLiteral("jif"));
        desk.add("GIF", "ghif");
        QCOMPARE(desk.said("GIF"), QStringLiteral("ghif"));
        whose->setCurrentIndex(2);
        QCOMPARE(desk.said("GIF"), QStringLiteral("jif"));
        desk.settle();
        QCOMPARE(engine::text::readLexicon(desk.root / "voices" / "ada" / "lexicon.json").entries.size(),
                 std::size_t(1));
        desk.voices.refresh();
        desk.settle();
        QCOMPARE(desk.window->voice(), QStringLiteral("ben")); // the choice stays
    }

    void wordsAreFound() {
        Desk desk;
        desk.add("GIF", "jif");
        desk.add("v(\\d)", "version \\1", 1);
        auto *search = desk.part<QLineEdit>("Search the entries");
        search->setText(QStringLiteral("VERSION pattern"));
        QCOMPARE(desk.rows(), 1);
        search->setText(QStringLiteral("xyzzy"));
        QCOMPARE(desk.rows(), 0);
        QVERIFY(!desk.shows("Nothing is said otherwise"));
        desk.add("new", "n"); // is seen
        QCOMPARE(desk.rows(), 3);
    }

    void anotherProgramsWordsAppear() {
        Desk desk;
        desk.add("a", "x");
        desk.settle();
        std::ofstream(desk.root / "lexicon.json")
            << R"({"entries": [{"from": "b", "to": "y"}, {"from": "a", "to": "x"}]})";
        desk.desk.open(); // brought to the front
        desk.settle();
        QCOMPARE(desk.rows(), 2);
        QCOMPARE(desk.said("a b"), QStringLiteral("x y"));
    }

    void droppedFilesAreImported() {
        Desk desk;
        const QString file = desk.folder.filePath(QStringLiteral("words.csv"));
        std::ofstream(file.toStdString()) << "from,to,kind\nGIF,jif,\n(,x,regex\n";
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.window, &drop);
        desk.settle();
        QCOMPARE(desk.rows(), 1);
        QVERIFY(desk.notices.current());
        QCOMPARE(desk.notices.current()->what, QStringLiteral("From “words.csv”: 1 added, 0 replaced."));
        QVERIFY(desk.notices.current()->detail.contains(u"is wrong"));
        QVERIFY(desk.undo());
        QCOMPARE(desk.rows(), 0);
    }

    // The box of a chosen row, ticked or not, and headings over what stands under them.
    void whatIsSeen() {
        ui::Theme theme(*qApp);
        for (const auto appearance : {ui::Appearance::Light, ui::Appearance::Dark}) {
            theme.setAppearance(appearance);
            Desk desk;
            desk.add("Written", "x"); // the same word as in the heading
            desk.add("b", "x");
            desk.table().choose(1);
            const int heading =
                firstInk(*desk.table().horizontalHeader()->viewport(), sectionOf(desk, LexiconModel::Written));
            const int cell = firstInk(*desk.table().viewport(), desk.rectOf(0, LexiconModel::Written));
            QVERIFY2(qAbs(heading - cell) <= 1, qPrintable(QStringLiteral("%1 %2").arg(heading).arg(cell))); // px
            for (const int column : {int(LexiconModel::Used), int(LexiconModel::Capitals)}) { // ticked, and not
                const QRect box = desk.rectOf(1, column);
                QVERIFY2(highestInk(*desk.table().viewport(), box) >= 10, "the box has no side");
            }
        }
    }

    void howManyEntriesThereAreIsSeenInTheNarrowestWindow() {
        Desk desk;
        desk.add("GIF", "jif");
        desk.add("OBS", "O B S");
        desk.window->resize(desk.window->minimumSizeHint());
        desk.settle();
        const QLabel *count = nullptr;
        for (const QLabel *label : desk.window->findChildren<QLabel *>()) {
            if (label->text() == u"2 entries")
                count = label;
        }
        QVERIFY(count && count->isVisible());
        QVERIFY2(count->width() >= count->fontMetrics().horizontalAdvance(count->text()),
                 qPrintable(QString::number(count->width())));
    }

    void whatScreenReadersSay() {
        Desk desk;
        desk.add("(", "x", 1);
        desk.add("GIF", "jif");
        const QAbstractItemModel &model = *desk.table().model();
        QCOMPARE(model.index(0, LexiconModel::Used).data(Qt::AccessibleTextRole).toString(), QStringLiteral("On"));
        for (const QWidget *widget : desk.window->findChildren<QWidget *>()) {
            if (widget->focusPolicy() != Qt::NoFocus && widget->isVisibleTo(desk.window) && widget->isEnabled() &&
                (qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget)))
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestLexiconWindow)
#include "tst_lexicon_window.moc"
