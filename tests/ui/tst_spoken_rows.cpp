// What is said, in small letters under a line: when it is there, what it says, and that it costs nothing.
#include <QTextBlock>

#include "app/cloning/spoken_lines.h"
#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/studio/spoken_rows.h"

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

struct Desk : ScriptWindow {
    QTextBlock block(int row) const { return editor.document()->findBlockByNumber(row); }
    double rowHeight(int row) const { return editor.spokenRows().heightOf(block(row)); }
};

} // namespace

class TestSpokenRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsSaidOtherwiseHasARow() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.write({s("Hello there."), s("It is 3.5 km."), s("Hello [nobody] there."), s("Bye.")});
        QCOMPARE(desk.rowHeight(0), 0.0);
        QVERIFY(desk.rowHeight(1) > 10);
        QVERIFY(desk.rowHeight(2) > desk.rowHeight(1)); // the warning, and what is said
        QCOMPARE(desk.rowHeight(3), 0.0);
        QCOMPARE(desk.editor.spokenRows().formOf(desk.block(1))->shown, s("It is three point five kilometers."));
        QVERIFY(desk.editor.spokenRows().hasWarning(desk.block(2)));
        QVERIFY(!desk.editor.spokenRows().hasWarning(desk.block(1)));
        const auto *mark = desk.editor.spokenRows().markAt(desk.block(2), 8);
        QVERIFY(mark && mark->isWarning());
        QVERIFY(!desk.editor.spokenRows().markAt(desk.block(2), 2));
        desk.editor.goToLine(2); // heard by screen readers
        QVERIFY(desk.editor.accessibleDescription().contains(s("nobody")));
        desk.editor.goToLine(1);
        QVERIFY(desk.editor.accessibleDescription().contains(s("three point five")));
    }

    void tagsAloneAreNoOtherWords() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.write({s("{speed 1.5} Hello, {pause 500ms}there."), s("[rms]: “Hello.” [slt] {seed 7}Bye."),
                    s("你好 字(zi4) <zi4>。"), s("{speed 1.5} It is 3 km."), s("[rms]")});
        for (int row = 0; row < 3; ++row)
            QVERIFY2(desk.rowHeight(row) == 0, qPrintable(QString::number(row)));
        QVERIFY(desk.rowHeight(3) > 10);
        QVERIFY(desk.rowHeight(4) > 10); // nothing is said
        const QString text = desk.block(2).text();
        const auto *mark = desk.editor.spokenRows().markAt(desk.block(2), int(text.indexOf(u'<') + 1)); // tinted
        QVERIFY(mark && !mark->isWarning());
        QCOMPARE(text.mid(mark->from, mark->to - mark->from), s("<zi4>"));
    }

    void theSwitchHidesWhatIsSaidButNoWarning() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.write({s("It is 3.5 km."), s("Hello [nobody] there.")});
        QAction *shown = desk.action("What is said, under the lines");
        QVERIFY(shown && shown->isChecked());
        const double both = desk.rowHeight(1);
        shown->trigger();
        QCOMPARE(desk.rowHeight(0), 0.0);
        QVERIFY(desk.rowHeight(1) > 0 && desk.rowHeight(1) < both);
        QVERIFY(!desk.desk.services.settings().spokenForm());
        shown->trigger();
        QVERIFY(desk.rowHeight(0) > 0);
    }

    void nothingJumpsWhileOneTypes() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.write({s("It is"), s("Bye.")});
        desk.editor.goToLine(0, 5);
        desk.editor.setFocus();
        QTest::keyClicks(&desk.editor, s(" 3"));
        QCOMPARE(desk.rowHeight(0), 0.0);
        QTRY_VERIFY(desk.rowHeight(0) > 0);
        QTest::keyClick(&desk.editor, Qt::Key_Backspace);
        QVERIFY(desk.rowHeight(0) > 0);
        QTRY_COMPARE(desk.rowHeight(0), 0.0);
        QCOMPARE(desk.texts(), QStringList({s("It is "), s("Bye.")}));
    }

    void aLineIsSeenWithWhatIsUnderIt() {
        Desk desk;
        QVERIFY(desk.isReady());
        QStringList lines;
        for (int i = 0; i < 60; ++i)
            lines << s("Line %1 [nobody] {pause 5 years} here.").arg(i);
        desk.write(lines);
        desk.editor.goToLine(30);
        const double bottom = desk.editor.cursorRect().bottom() + desk.rowHeight(30);
        QVERIFY2(bottom <= desk.editor.viewport()->height() + 2, qPrintable(QString::number(bottom)));
    }

    void theLastLineCanBeReachedUnderManyRows() {
        Desk desk;
        QVERIFY(desk.isReady());
        QStringList lines;
        for (int i = 0; i < 60; ++i)
            lines << s("Line %1 is 3 km away.").arg(i);
        desk.write(lines);
        desk.editor.goToLine(59);
        const QRect cursor = desk.editor.cursorRect();
        QVERIFY(cursor.top() >= 0 && cursor.bottom() <= desk.editor.viewport()->height());
        QTest::mouseClick(desk.editor.viewport(), Qt::LeftButton, Qt::NoModifier, cursor.center());
        QCOMPARE(desk.editor.currentLine(), 59);
    }

    void aClickOnTheRowIsInItsLine() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.write({s("It is 3.5 km."), s("Bye.")});
        desk.editor.goToLine(0);
        const int bottom = desk.editor.cursorRect().bottom() + 8; // on what is said
        desk.editor.goToLine(1);
        QTest::mouseClick(desk.editor.viewport(), Qt::LeftButton, Qt::NoModifier, QPoint(30, bottom));
        QCOMPARE(desk.editor.currentLine(), 0);
    }
};

QTEST_MAIN(TestSpokenRows)
#include "tst_spoken_rows.moc"
