// The Lexicon window as people use it: words added, found, changed in place, switched off and removed with Undo; each
// voice's own; wrong patterns; a sentence to try; files dropped. Real files and the real matcher.
#include <QComboBox>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <fstream>

#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "engine/text/lexicon_file.h"
#include "tests/app/json_file_test.h"
#include "tests/app/voices/made_up_voice.h"
#include "tests/ui/by_name.h"
#include "ui/lexicon/entry_table.h"
#include "ui/lexicon/lexicon_desk.h"
#include "ui/lexicon/lexicon_model.h"
#include "ui/lexicon/lexicon_window.h"
#include "ui/shared/notice_bar.h"

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
    ui::lexicon::LexiconDesk desk{{settings, lexicons, voices, notices}, &main};
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
        QCOMPARE(desk.said("去重庆"), QStringLiteral("去重庆 (chong2 qing4)"));
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
        QCOMPARE(desk.said("v2"), QStringLiteral("version 2"));

        desk.type(0, LexiconModel::Written, QStringLiteral("v(("));
        QVERIFY(desk.shows("The pattern \"v((\" is wrong") && desk.shows("1 cannot be used"));
        QVERIFY(!desk.table().model()->index(0, LexiconModel::Written).data(Qt::DecorationRole).isNull());
        QCOMPARE(desk.said("v2"), QStringLiteral("Said as it is written."));
        desk.type(0, LexiconModel::Written, QStringLiteral("v(.)"));
        QVERIFY(!desk.shows("is wrong") && !desk.shows("cannot be used"));
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
