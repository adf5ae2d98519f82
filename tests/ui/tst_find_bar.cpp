// Find and replace as hands and eyes meet them: keys, what is selected, what is said, what is marked, what undo does.
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSet>
#include <QTextBlock>
#include <QTimer>

#include "tests/patience.h"
#include "tests/processor_time.h"
#include "tests/ui/script_window.h"
#include "ui/studio/find_bar.h"
#include "ui/theme.h"

namespace {

const QStringList kTale{
    QStringLiteral("The dragon slept on gold."),
    QStringLiteral("Golden light fell on the dragon."),
    QStringLiteral("Nobody came."),
    QString::fromUtf8("Das Übergold, das GOLD und 黄金。"),
    QStringLiteral("The end of the dragon's day."),
};

struct Finding : ScriptWindow {
    ui::studio::FindBar &bar = window.studio().finder();

    Finding() { write(kTale); }
    QLineEdit *what() const { return named<QLineEdit>("Find"); }
    QLineEdit *with() const { return named<QLineEdit>("Replace with"); }
    QString selected() const { return editor.textCursor().selectedText(); }
    int row() const { return editor.textCursor().blockNumber(); }
    bool says(const char *text) const {
        return QTest::qWaitFor(
            [&] {
                for (const QLabel *label : bar.findChildren<QLabel *>())
                    if (label->isVisible() && label->text() == QString::fromUtf8(text))
                        return true;
                return false;
            },
            30'000);
    }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
    }
    void lookFor(const char *text) const {
        press(Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QString::fromUtf8(text));
    }
    // Pixels in the row of the script that have the colour of a mark.
    int marked(int index) const {
        const QTextBlock block = editor.document()->findBlockByNumber(index);
        QTextCursor cursor(block);
        const QRect line = editor.cursorRect(cursor);
        const QImage image = editor.viewport()->grab().toImage();
        const double scale = image.devicePixelRatio();
        int count = 0;
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, int((line.top() + 4) * scale)) == ui::coloursOf(editor.palette()).mark;
        return count;
    }
};

} // namespace

class TestFindBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QAccessible::setActive(true); }

    void itFindsWhileOneTypesAndGoesRound() {
        Finding desk;
        QVERIFY(desk.isActive());
        QVERIFY(!desk.bar.isVisible());
        desk.lookFor("gol");
        QVERIFY(desk.bar.isVisible() && desk.what()->hasFocus());
        QVERIFY(!desk.with()->isVisible());
        QCOMPARE(desk.selected(), QStringLiteral("gol"));
        QCOMPARE(desk.row(), 0);
        QTest::keyClicks(desk.what(), QStringLiteral("d"));
        QCOMPARE(desk.selected(), QStringLiteral("gold"));
        QCOMPARE(desk.row(), 0); // the longer word is looked for from the same place
        QVERIFY(desk.says("1 of 4"));
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.selected(), QStringLiteral("Gold"));
        QVERIFY(desk.says("2 of 4"));
        desk.press(Qt::Key_Return);
        desk.press(Qt::Key_F3);
        QCOMPARE(desk.selected(), QStringLiteral("GOLD"));
        QVERIFY(desk.says("4 of 4"));
        desk.press(Qt::Key_F3);
        QCOMPARE(desk.row(), 0);
        QVERIFY(desk.says("1 of 4 · from the beginning again"));
        desk.press(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(desk.row(), 3);
        QVERIFY(desk.says("4 of 4 · from the end again"));
        desk.press(Qt::Key_F3, Qt::ShiftModifier);
        QVERIFY(desk.says("3 of 4"));
        QVERIFY(desk.what()->hasFocus()); // all the time
        QCOMPARE(desk.texts(), kTale);
    }

    void nothingFoundIsSaidCalmly() {
        Finding desk;
        QVERIFY(desk.isActive());
        desk.editor.goToLine(2, 3);
        desk.lookFor("unicorn");
        QVERIFY(desk.says("Not found"));
        desk.press(Qt::Key_Return);
        QVERIFY(desk.says("Not found"));
        QVERIFY(desk.what()->hasFocus());
        QCOMPARE(desk.row(), 2);
        QCOMPARE(desk.window.notices().count(), 0);
        desk.what()->clear();
        desk.press(Qt::Key_X);
        desk.press(Qt::Key_Backspace);
        QVERIFY(desk.says(""));
    }

    void escapeGoesBackToTheTextWhereTheSearchCame() {
        Finding desk;
        QVERIFY(desk.isActive());
        desk.lookFor("nobody");
        desk.press(Qt::Key_Escape);
        QVERIFY(!desk.bar.isVisible());
        QVERIFY(desk.editor.hasFocus());
        QCOMPARE(desk.selected(), QStringLiteral("Nobody"));
        // F3 goes on with the same word, with the keyboard in the text.
        desk.editor.goToLine(0);
        desk.press(Qt::Key_F3);
        QCOMPARE(desk.selected(), QStringLiteral("Nobody"));
        QVERIFY(desk.bar.isVisible() && desk.editor.hasFocus());
        desk.press(Qt::Key_Escape); // in the text as well
        QVERIFY(!desk.bar.isVisible());
        QVERIFY(desk.editor.hasFocus());
    }

    void escapeInTheBarStopsNothing() {
        Finding desk;
        QVERIFY(desk.isReady());
        desk.desk.services.settings().setNfeStep(128);
        desk.window.studio().setText(QStringLiteral("A text that is long enough to be still spoken. ").repeated(30));
        desk.window.studio().speak();
        QTRY_VERIFY_WITH_TIMEOUT(desk.action("Stop")->isEnabled() && desk.window.studio().isBusy(), desk.kPatience);
        desk.lookFor("long");
        desk.press(Qt::Key_Escape);
        QVERIFY(!desk.bar.isVisible());
        QVERIFY(desk.window.studio().isBusy());
        desk.press(Qt::Key_Escape); // now it is the text's, where Esc stops
        QTRY_VERIFY_WITH_TIMEOUT(!desk.window.studio().isBusy(), desk.kPatience);
    }

    void theChosenWordIsLookedFor() {
        Finding desk;
        QVERIFY(desk.isActive());
        desk.editor.select({0, 4, 6});
        desk.press(Qt::Key_H, Qt::ControlModifier);
        QCOMPARE(desk.what()->text(), QStringLiteral("dragon"));
        QVERIFY(desk.with()->isVisible() && desk.with()->hasFocus()); // only the other word is wanting
        QVERIFY(desk.says("1 of 3"));
        desk.press(Qt::Key_Escape);
        desk.chooseLines(0, 2); // several lines are no word
        desk.press(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(desk.what()->text(), QStringLiteral("dragon"));
        QVERIFY(!desk.with()->isVisible());
    }

    void oneAfterTheOtherIsReplaced() {
        Finding desk;
        QVERIFY(desk.isActive());
        const QString id = desk.script.line(1).id;
        desk.script.setSpeed({1}, 1.5);
        desk.editor.goToLine(0);
        desk.lookFor("dragon");
        desk.press(Qt::Key_H, Qt::ControlModifier);
        QVERIFY(desk.with()->hasFocus());
        QTest::keyClicks(desk.with(), QStringLiteral("cat & mouse"));
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.texts()[0], QStringLiteral("The cat & mouse slept on gold."));
        QVERIFY(desk.says("1 of 2"));
        QCOMPARE(desk.row(), 1);
        QTest::mouseClick(desk.button("Replace"), Qt::LeftButton);
        QCOMPARE(desk.texts()[1], QStringLiteral("Golden light fell on the cat & mouse."));
        QCOMPARE(desk.script.line(1).id, id);
        QCOMPARE(*desk.script.line(1).speed, 1.5);
        QCOMPARE(desk.script.undoText(), QStringLiteral("replace"));
        desk.script.undo();
        QCOMPARE(desk.texts()[1], kTale[1]);
    }

    void allAreReplacedInOneStep() {
        Finding desk;
        QVERIFY(desk.isActive());
        desk.lookFor("gold");
        desk.press(Qt::Key_H, Qt::ControlModifier);
        desk.with()->setText(QStringLiteral("silver"));
        QVERIFY(!desk.button("Undo the replacing"));
        QTest::mouseClick(desk.button("Replace all"), Qt::LeftButton);
        QCOMPARE(desk.texts()[1], QStringLiteral("silveren light fell on the dragon."));
        QCOMPARE(desk.texts()[3], QString::fromUtf8("Das Übersilver, das silver und 黄金。"));
        QVERIFY(desk.says("4 places replaced"));
        QTest::qWait(50);
        QVERIFY(desk.says("4 places replaced")); // it stays said
        QTest::mouseClick(desk.button("Undo the replacing"), Qt::LeftButton);
        QCOMPARE(desk.texts(), kTale);
        QVERIFY(!desk.button("Undo the replacing"));
        QVERIFY(desk.says("4 found") || desk.says("1 of 4") || desk.says("4 of 4"));

        desk.what()->setFocus();
        desk.what()->selectAll();
        QTest::keyClicks(desk.what(), QStringLiteral("nobody"));
        QTest::mouseClick(desk.button("Replace all"), Qt::LeftButton);
        QVERIFY(desk.says("1 place replaced"));
        QTest::mouseClick(desk.button("Replace all"), Qt::LeftButton);
        QVERIFY(desk.says("Not found"));
        QVERIFY(!desk.button("Undo the replacing"));
    }

    void whatIsFoundIsMarkedInTheText() {
        Finding desk;
        QVERIFY(desk.isActive());
        desk.window.resize(1280, 800);
        QCOMPARE(desk.marked(1), 0);
        desk.lookFor("dragon");
        QVERIFY(desk.marked(1) > 20);
        QVERIFY(desk.marked(4) > 20);
        QCOMPARE(desk.marked(2), 0);
        const int one = desk.marked(4);
        QTest::keyClicks(desk.what(), QStringLiteral("'s day"));
        QVERIFY(desk.marked(1) == 0);
        desk.editor.goToLine(0);
        QVERIFY(desk.marked(4) > one);
        // What is typed into the text is marked too, and nothing is when the bar is closed.
        desk.script.type(2, QStringLiteral("the dragon's day"));
        QVERIFY(desk.marked(2) > 20);
        QVERIFY(desk.says("2 found"));
        desk.bar.leave();
        QCOMPARE(desk.marked(2) + desk.marked(4), 0);
    }

    void everyControlHasANameAndIsReachedByTab() {
        Finding desk;
        QVERIFY(desk.isActive());
        desk.lookFor("x");
        desk.press(Qt::Key_H, Qt::ControlModifier);
        QSet<QWidget *> reached;
        for (int i = 0; i < 60; ++i) {
            reached << QApplication::focusWidget();
            desk.press(Qt::Key_Tab);
        }
        int controls = 0;
        for (QWidget *widget : desk.bar.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            ++controls;
            QVERIFY2(!QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
            QVERIFY2(reached.contains(widget) || !(widget->focusPolicy() & Qt::TabFocus),
                     qPrintable(widget->accessibleName()));
        }
        QVERIFY(controls >= 8);
    }

    // A key is answered after a slice of the search, so that it takes about as long in eight times the lines.
    void aLongScriptIsSearchedWhileOneTypes() {
        Finding desk;
        QVERIFY(desk.isActive());
        const auto longestKey = [&desk](int lines) {
            app::script::Script novel = app::script::newScript();
            novel.lines.clear();
            for (int i = 0; i < lines; ++i)
                novel.lines << app::script::newLine(
                    QStringLiteral("Line %1 of a very long evening by the fire.").arg(i));
            desk.script.load(novel, {}, false);
            double least = 1e9;
            for (int run = 0; run < 3; ++run) {
                desk.editor.goToLine(0);
                desk.press(Qt::Key_F, Qt::ControlModifier);
                desk.what()->clear();
                double longest = 0;
                for (const QChar c : QStringLiteral("%1 of a").arg(lines - 1))
                    longest = std::max(longest, leastSeconds(1, [&] { QTest::keyClick(desk.what(), c.toLatin1()); }));
                least = std::min(least, longest);
                if (!desk.says("1 of 1") || desk.row() != lines - 1)
                    return std::numeric_limits<double>::quiet_NaN();
            }
            return least;
        };
        const double eighth = longestKey(app::script::kMostLines / 8);
        const double whole = longestKey(app::script::kMostLines);
        QVERIFY2(whole < 3 * eighth + 0.005, qPrintable(QStringLiteral("%1 s, %2 s").arg(eighth).arg(whole)));
    }

    // Five million characters are counted in slices: what was found is said, keys and paint get their turn between
    // them.
    void theWindowLivesWhileAHugeScriptIsCounted() {
        Finding desk;
        QVERIFY(desk.isActive());
        app::script::Script novel = app::script::newScript();
        novel.lines.clear();
        for (int i = 0; i < app::script::kMostLines; ++i)
            novel.lines << app::script::newLine(QStringLiteral("Evening by the fire %1. ").arg(i).repeated(11));
        desk.script.load(novel, {}, false);
        desk.editor.goToLine(0);
        desk.press(Qt::Key_F, Qt::ControlModifier);
        const auto said = [&] {
            QStringList all;
            for (const QLabel *label : desk.bar.findChildren<QLabel *>())
                all << label->text();
            return all.join(u' ');
        };
        QTest::keyClick(desk.what(), Qt::Key_F);
        QVERIFY2(said().contains(QStringLiteral("so far")), qPrintable(said())); // the key is through, the count is not
        QCOMPARE(desk.selected(), QStringLiteral("f"));                          // and the first one is there already
        QCOMPARE(desk.row(), 0);
        QSet<QString> steps;
        int turns = 0;
        QTimer other; // as a painted playhead would have it
        connect(&other, &QTimer::timeout, &other, [&] {
            ++turns;
            steps << said();
        });
        other.start(0);
        QTRY_VERIFY_WITH_TIMEOUT(!said().contains(QStringLiteral("so far")), 60'000);
        other.stop();
        QVERIFY2(turns > 3 && steps.size() > 3, qPrintable(QString::number(turns)));
        QVERIFY2(said().contains(QStringLiteral("1 of 220,000")), qPrintable(said()));

        QTest::keyClicks(desk.what(), QStringLiteral("ire 19999")); // while it is still being looked for
        QTest::keyClick(desk.what(), Qt::Key_Return, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("from the end again")), 60'000);
        QCOMPARE(desk.row(), 19999);
        QCOMPARE(desk.selected(), QStringLiteral("fire 19999"));
        QTRY_VERIFY(said().contains(QStringLiteral("11 of 11")));
    }
};

QTEST_MAIN(TestFindBar)
#include "tst_find_bar.moc"
