// The script as people write it: keys, mouse and clipboard; which line keeps its takes; what the gutter asks for.
#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QVBoxLayout>

#include "tests/patience.h"
#include "ui/studio/line_gutter.h"
#include "ui/studio/script_editor.h"

using app::script::Line;
using ui::studio::GutterState;
using ui::studio::LineStatus;
using ui::studio::ScriptEditor;

namespace {

QList<Line> lines(const QStringList &texts) {
    QList<Line> result;
    for (const QString &text : texts)
        result << Line{QStringLiteral("id%1").arg(result.size()), text, {}, {}, {}};
    return result;
}

QStringList textsOf(const QList<Line> &lines) {
    QStringList texts;
    for (const Line &line : lines)
        texts << line.text;
    return texts;
}

const QStringList kThree{QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Three.")};

} // namespace

class TestScriptEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_editor = std::make_unique<ScriptEditor>();
        m_editor->resize(800, 400);
        m_editor->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_editor.get(), kLongEnough));
        m_editor->setFocus();
        m_editor->setLines(lines(kThree));
    }
    void cleanup() { m_editor.reset(); }

    void typingStaysInItsLine() {
        QSignalSpy edited(m_editor.get(), &ScriptEditor::edited);
        m_editor->goToLine(1, 3);
        QTest::keyClicks(m_editor.get(), QStringLiteral(" more"));
        QCOMPARE(textsOf(m_editor->lines())[1], QStringLiteral("Two more."));
        QCOMPARE(m_editor->lines()[1].id, QStringLiteral("id1"));
        QCOMPARE(edited.size(), 5);
        for (const auto &signal : edited)
            QVERIFY(signal[1].toBool()); // typing
    }

    void enterAndBackspaceSplitAndJoin() {
        QSignalSpy edited(m_editor.get(), &ScriptEditor::edited);
        m_editor->goToLine(1, 0);
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
        QCOMPARE(textsOf(m_editor->lines()), (QStringList{kThree[0], {}, kThree[1], kThree[2]}));
        QCOMPARE(m_editor->lines()[2].id, QStringLiteral("id1"));
        QVERIFY(!edited.last()[1].toBool());
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(textsOf(m_editor->lines()), kThree);
        QCOMPARE(m_editor->lines()[1].id, QStringLiteral("id1"));
        QTest::keyClick(m_editor.get(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_editor->lines().size(), 4);
    }

    // "One." and "Two." are two words; Chinese puts nothing between sentences.
    void aJoinPutsASpaceWhereTheWritingHasOne() {
        QSignalSpy edited(m_editor.get(), &ScriptEditor::edited);
        m_editor->goToLine(1, 0);
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(textsOf(m_editor->lines()), (QStringList{QStringLiteral("One. Two."), kThree[2]}));
        QCOMPARE(m_editor->lines()[0].id, QStringLiteral("id0"));
        QCOMPARE(edited.size(), 1);
        QCOMPARE(m_editor->textCursor().position(), 5); // before the words that came up
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(textsOf(m_editor->lines())[0], QStringLiteral("One.Two.")); // who wants none takes it away
        m_editor->goToLine(0, 8);
        QTest::keyClick(m_editor.get(), Qt::Key_Delete);
        QCOMPARE(textsOf(m_editor->lines()), QStringList{QStringLiteral("One.Two. Three.")});
        QCOMPARE(m_editor->textCursor().position(), 8);

        m_editor->setLines(lines({QStringLiteral("你好。"),
                                  QStringLiteral("世界。"),
                                  QStringLiteral("Ends with one "),
                                  QStringLiteral("so."),
                                  {},
                                  QStringLiteral("After nothing.")}));
        m_editor->goToLine(1, 0);
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(textsOf(m_editor->lines())[0], QStringLiteral("你好。世界。"));
        m_editor->goToLine(2, 0);
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(textsOf(m_editor->lines())[1], QStringLiteral("Ends with one so."));
        m_editor->goToLine(3, 0);
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(textsOf(m_editor->lines()).last(), QStringLiteral("After nothing."));
        m_editor->goToLine(0, 0);
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace); // there is nothing above it
        QCOMPARE(m_editor->lines().size(), 3);
    }

    // Made lines have their number too, and the last one has room for it.
    void everyLineHasItsNumber() {
        auto *gutter = m_editor->findChild<ui::studio::LineGutter *>();
        const QImage unmade = gutter->grab().toImage();
        const int few = gutter->width();
        const auto number = [&](const QImage &picture) { // of the first line; beside the state
            return picture.copy(30, 0, 20, m_editor->cursorRect().height() + 8);
        };
        m_editor->setStatus(QStringLiteral("id0"), {GutterState::Made, {}, 2.5, 0.28, 0, false, {}});
        QCOMPARE(number(gutter->grab().toImage()), number(unmade));
        QStringList many;
        for (int i = 0; i < 12'000; ++i)
            many << QStringLiteral("Line.");
        m_editor->setLines(lines(many));
        QTRY_VERIFY(gutter->width() > few);
        QCOMPARE(gutter->width(), gutter->wantedWidth());
        QCOMPARE(m_editor->horizontalScrollBar()->maximum(), 0);
        m_editor->setLines(lines(kThree));
        QTRY_COMPARE(gutter->width(), few);
    }

    void linesMoveWithTheirIdentity() {
        m_editor->goToLine(2, 2);
        QTest::keyClick(m_editor.get(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(textsOf(m_editor->lines()), (QStringList{kThree[0], kThree[2], kThree[1]}));
        QCOMPARE(m_editor->lines()[1].id, QStringLiteral("id2"));
        QCOMPARE(m_editor->toPlainText(), QStringLiteral("One.\nThree.\nTwo."));
        QCOMPARE(m_editor->currentLine(), 1);
        QCOMPARE(m_editor->textCursor().positionInBlock(), 2);
        QTest::keyClick(m_editor.get(), Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(m_editor.get(), Qt::Key_Up, Qt::AltModifier); // at the top: nothing
        QCOMPARE(textsOf(m_editor->lines()), (QStringList{kThree[2], kThree[0], kThree[1]}));
        QTest::keyClick(m_editor.get(), Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(m_editor.get(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(textsOf(m_editor->lines()), kThree);
    }

    void whatComesBackKeepsTheCursor_data() {
        QTest::addColumn<QStringList>("next");
        QTest::newRow("the first changed") << QStringList{QStringLiteral("Uno."), kThree[1], kThree[2]};
        QTest::newRow("the last changed") << QStringList{kThree[0], kThree[1], QStringLiteral("Drei.")};
        QTest::newRow("one more in front") << QStringList{QStringLiteral("Zero."), kThree[0], kThree[1], kThree[2]};
        QTest::newRow("one more behind") << QStringList{kThree[0], kThree[1], kThree[2], QStringLiteral("Four.")};
        QTest::newRow("the first gone") << QStringList{kThree[1], kThree[2]};
        QTest::newRow("the last gone") << QStringList{kThree[0], kThree[1]};
        QTest::newRow("the middle gone") << QStringList{kThree[0], kThree[2]};
        QTest::newRow("an empty one between") << QStringList{kThree[0], {}, kThree[1], kThree[2]};
        QTest::newRow("all others") << QStringList{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("one empty line") << QStringList{QString()};
        QTest::newRow("an empty one first") << QStringList{QString(), kThree[0], kThree[1], kThree[2]};
        QTest::newRow("an empty one last") << QStringList{kThree[0], kThree[1], kThree[2], QString()};
    }
    void whatComesBackKeepsTheCursor() {
        QFETCH(QStringList, next);
        QSignalSpy edited(m_editor.get(), &ScriptEditor::edited);
        m_editor->setLines(lines(next));
        QCOMPARE(m_editor->toPlainText(), next.join(u'\n'));
        QCOMPARE(m_editor->document()->blockCount(), int(next.size()));
        QVERIFY(edited.isEmpty());
        m_editor->setLines(lines(kThree));
        QCOMPARE(m_editor->toPlainText(), kThree.join(u'\n'));
        QVERIFY(edited.isEmpty());
    }

    void anUnchangedLineKeepsTheCursor() {
        m_editor->goToLine(1, 2);
        m_editor->setLines(lines({QStringLiteral("Another beginning."), kThree[1], kThree[2]}));
        QCOMPARE(m_editor->currentLine(), 1);
        QCOMPARE(m_editor->textCursor().positionInBlock(), 2);
    }

    void pastedLinesBecomeLines() {
        QSignalSpy edited(m_editor.get(), &ScriptEditor::edited);
        m_editor->goToLine(0, 4);
        QApplication::clipboard()->setText(QStringLiteral("\nA\r\nB"));
        QTest::keyClick(m_editor.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(textsOf(m_editor->lines()),
                 (QStringList{kThree[0], QStringLiteral("A"), QStringLiteral("B"), kThree[1], kThree[2]}));
        QCOMPARE(edited.size(), 1);
        QCOMPARE(m_editor->lines()[3].id, QStringLiteral("id1"));
    }

    // A line separator within a paragraph would put the lines and the text out of step.
    void everyKindOfBreakEndsALine() {
        const QStringList wanted{kThree[0] + u'A', QStringLiteral("B"), QStringLiteral("C"), kThree[1], kThree[2]};
        const auto isInStep = [&] {
            return m_editor->document()->blockCount() == int(m_editor->lines().size()) &&
                   m_editor->toPlainText() == textsOf(m_editor->lines()).join(u'\n');
        };
        const QString breaks =
            QString(u'A') + QChar(QChar::LineSeparator) + u'B' + QChar(QChar::ParagraphSeparator) + u'C';
        m_editor->goToLine(0, 4);
        QApplication::clipboard()->setText(breaks);
        QTest::keyClick(m_editor.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(textsOf(m_editor->lines()), wanted);
        QVERIFY(isInStep());
        m_editor->setLines(lines(kThree));
        m_editor->goToLine(0, 4);
        QInputMethodEvent composed;
        composed.setCommitString(breaks);
        QApplication::sendEvent(m_editor.get(), &composed);
        QCOMPARE(textsOf(m_editor->lines()), wanted);
        QVERIFY(isInStep());
        m_editor->setLines(lines(kThree));
        m_editor->goToLine(1, 0);
        for (const auto &[key, modifiers] : {std::pair(Qt::Key_Enter, Qt::ShiftModifier | Qt::KeypadModifier),
                                             std::pair(Qt::Key_Enter, Qt::KeyboardModifiers(Qt::ShiftModifier)),
                                             std::pair(Qt::Key_Return, Qt::ShiftModifier | Qt::KeypadModifier)})
            QTest::keyClick(m_editor.get(), key, modifiers);
        QCOMPARE(m_editor->lines().size(), 6);
        QVERIFY(isInStep());
        m_editor->textCursor().insertText(QString(QChar(QChar::LineSeparator))); // as an assistive tool may
        QCOMPARE(m_editor->lines().size(), 6);
        QCOMPARE(m_editor->document()->blockCount(), 6);
    }

    void undoIsTheDocuments() {
        QSignalSpy undo(m_editor.get(), &ScriptEditor::undoRequested),
            redo(m_editor.get(), &ScriptEditor::redoRequested);
        QTest::keyClick(m_editor.get(), Qt::Key_X);
        const QString typed = m_editor->toPlainText();
        QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(undo.size(), 1);
        QCOMPARE(redo.size(), 1);
        QCOMPARE(m_editor->toPlainText(), typed);
    }

    void theGutterPlaysMakesAndAsksForVoices() {
        m_editor->setStatus(QStringLiteral("id0"), {GutterState::Made, QStringLiteral("Ann"), 2.5, 0.28, 0, false, {}});
        auto *gutter = m_editor->findChild<ui::studio::LineGutter *>();
        QSignalSpy play(m_editor.get(), &ScriptEditor::playRequested);
        QSignalSpy make(m_editor.get(), &ScriptEditor::makeRequested);
        QSignalSpy voice(m_editor.get(), &ScriptEditor::voiceRequested);
        const int row = m_editor->cursorRect().height();
        QTest::mouseClick(gutter, Qt::LeftButton, {}, {14, 8 + row / 2});
        QTest::mouseClick(gutter, Qt::LeftButton, {}, {14, 8 + row + row / 2});
        QTest::mouseClick(gutter, Qt::LeftButton, {}, {60, 8 + row / 2});
        QCOMPARE(play.size(), 1);
        QCOMPARE(play[0][0].toString(), QStringLiteral("id0"));
        QCOMPARE(make.size(), 1);
        QCOMPARE(make[0][0].toString(), QStringLiteral("id1"));
        QCOMPARE(voice.size(), 1);
        QVERIFY(ui::studio::describeState(m_editor->status(QStringLiteral("id0"))).contains(QStringLiteral("0.28")));
    }

    // The gutter takes more room in a wide editor than in a narrow one; all words stay in sight across the change.
    void wordsWrapWhereverTheGutterEnds() {
        m_editor->setLines(lines({QStringLiteral("Welcome to the studio. This voice was made on your own computer.")}));
        const auto check = [&](int width) {
            m_editor->resize(width, 400);
            QTRY_COMPARE(m_editor->width(), width);
            QVERIFY2(m_editor->horizontalScrollBar()->maximum() == 0, qPrintable(QString::number(width)));
        };
        for (int width = 420; width <= 900; width += 15)
            check(width);
        for (int width = 900; width >= 420; width -= 15)
            check(width);
        for (int width : {500, 700, 619, 675, 600, 620})
            check(width);
    }

    void wordsWrapInAWindowThatIsShownForTheFirstTime() {
        for (int width : {560, 619, 620, 680, 800}) {
            QWidget window;
            auto *editor = new ScriptEditor(&window);
            auto *layout = new QVBoxLayout(&window);
            layout->setContentsMargins(0, 0, 0, 0);
            layout->addWidget(editor);
            editor->setLines(
                lines({QStringLiteral("Welcome to the studio. This voice was made on your own computer.")}));
            window.resize(width, 400);
            window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&window, kLongEnough));
            QTRY_COMPARE(editor->width(), width);
            QVERIFY2(editor->horizontalScrollBar()->maximum() == 0, qPrintable(QString::number(width)));
        }
    }

    void fiveThousandLinesAreTypedInto() {
        QStringList many;
        for (int i = 0; i < 5000; ++i)
            many << QStringLiteral("Line number %1 of a long evening.").arg(i);
        m_editor->setLines(lines(many));
        m_editor->goToLine(4000, 3);
        QTest::keyClicks(m_editor.get(), QStringLiteral("abc"));
        QCOMPARE(m_editor->lines()[4000].id, QStringLiteral("id4000"));
        QVERIFY(m_editor->lines()[4000].text.startsWith(QStringLiteral("Linabc")));
        QCOMPARE(m_editor->currentLine(), 4000);
    }

private:
    std::unique_ptr<ScriptEditor> m_editor;
};

QTEST_MAIN(TestScriptEditor)
#include "tst_script_editor.moc"
