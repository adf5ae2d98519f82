// Lines that are cut and pasted stay the lines that they are, with their takes; copied ones are others.
#include <QApplication>
#include <QClipboard>
#include <QMimeData>

#include <memory>

#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/studio/line_clipboard.h"

using app::script::Line;
using ui::studio::CopiedLines;

namespace {

struct Window : ScriptWindow {
    bool isAtHand() {
        window.activateWindow();
        if (!isReady())
            return false;
        write({QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Three.")});
        script.setSpeed({1}, 1.5);
        script.setSeed({1}, 7);
        editor.setFocus();
        return true;
    }
    QString id(int row) const { return script.line(row).id; }
    QStringList ids() const {
        QStringList all;
        for (const Line &line : script.script().lines)
            all << line.id;
        return all;
    }
    void chooseWhole(int row) const { // with the break behind it
        editor.goToLine(row);
        QTest::keyClick(&editor, Qt::Key_Down, Qt::ShiftModifier);
    }
    void press(Qt::Key key) const { QTest::keyClick(&editor, key, Qt::ControlModifier); }
    void undo() const { editor.undo(); }
};

void copy(const QMimeData &from, QMimeData &to) {
    for (const QString &format : from.formats())
        to.setData(format, from.data(format));
}

} // namespace

class TestMovedLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineThatIsCutAndPastedIsTheSame() {
        Window desk;
        QVERIFY(desk.isAtHand());
        const QString two = desk.id(1);
        desk.chooseWhole(1);
        desk.press(Qt::Key_X);
        QCOMPARE(desk.texts(), QStringList({QStringLiteral("One."), QStringLiteral("Three.")}));
        QVERIFY(!desk.ids().contains(two));
        desk.editor.goToLine(0);
        desk.press(Qt::Key_V);
        QCOMPARE(desk.texts(), QStringList({QStringLiteral("Two."), QStringLiteral("One."), QStringLiteral("Three.")}));
        QCOMPARE(desk.id(0), two);
        QCOMPARE(desk.script.line(0).speed, std::optional(1.5));
        QCOMPARE(desk.script.line(0).seed, std::optional<quint64>(7));
        desk.undo();
        desk.undo();
        QCOMPARE(desk.texts(), QStringList({QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Three.")}));
        QCOMPARE(desk.id(1), two);
        desk.editor.goToLine(2);
        desk.press(Qt::Key_V); // it is in its old place again: this is another one, with its settings
        QCOMPARE(desk.texts().size(), 4);
        QCOMPARE(desk.texts()[2], QStringLiteral("Two."));
        QVERIFY(desk.id(2) != two);
        QCOMPARE(desk.script.line(2).speed, std::optional(1.5));
    }

    // Cut without its break an empty line is left behind, which had its name.
    void theWordsOfALineMoveToo() {
        Window desk;
        QVERIFY(desk.isAtHand());
        const QString two = desk.id(1);
        desk.chooseLines(1, 1);
        desk.press(Qt::Key_X);
        QCOMPARE(desk.texts()[1], QString());
        desk.editor.goToLine(2, 6);
        QTest::keyClick(&desk.editor, Qt::Key_Return);
        desk.press(Qt::Key_V);
        QCOMPARE(desk.texts(),
                 QStringList({QStringLiteral("One."), QString(), QStringLiteral("Three."), QStringLiteral("Two.")}));
        QCOMPARE(desk.id(3), two);
        QVERIFY(desk.id(1) != two);
        QCOMPARE(desk.script.line(3).seed, std::optional<quint64>(7));
    }

    void severalLinesAndTheEndsOfOthers() {
        Window desk;
        QVERIFY(desk.isAtHand());
        const QStringList before = desk.ids();
        desk.editor.selectAll();
        desk.press(Qt::Key_X);
        QCOMPARE(desk.texts(), QStringList(QString()));
        desk.press(Qt::Key_V);
        QCOMPARE(desk.ids(), before);
        // From within the first line to within the last: only the one between is whole.
        desk.editor.goToLine(0, 2);
        QTextCursor cursor = desk.editor.textCursor();
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor, 2);
        desk.editor.setTextCursor(cursor);
        desk.press(Qt::Key_X);
        QCOMPARE(desk.texts(), QStringList(QStringLiteral("One.").left(2) + QStringLiteral("e.")));
        desk.press(Qt::Key_V);
        QCOMPARE(desk.texts(), QStringList({QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Three.")}));
        QCOMPARE(desk.id(1), before[1]);
    }

    // What is merely selected or dragged is made as well, and is not what lies on the clipboard.
    void whatIsCutIsKnownAsCutWhateverIsSelectedThen() {
        ui::studio::LineClipboard lines(nullptr);
        const Line line = app::script::newLine(QStringLiteral("Two."));
        const auto made = [&] {
            auto *mime = new QMimeData;
            mime->setText(line.text);
            mime->setData(ui::studio::linesFormat(), toBytes(CopiedLines{lines.owner(), false, {{line, true}}}));
            return lines.given(mime);
        };
        QClipboard *clipboard = QGuiApplication::clipboard();
        clipboard->setMimeData(made());
        const std::unique_ptr<QMimeData> selected(made());
        lines.follow({}); // it is no longer there
        auto copied = ui::studio::copiedLinesIn(*clipboard->mimeData());
        QVERIFY(copied && copied->cut);
        const std::unique_ptr<QMimeData> dragged(made());
        lines.follow({line}); // and back, by Undo
        copied = ui::studio::copiedLinesIn(*clipboard->mimeData());
        QVERIFY(copied && !copied->cut);
    }

    void inAnotherWindowOnlyWhatWasCut() {
        Window desk, other;
        QVERIFY(desk.isAtHand() && other.isAtHand());
        const QString two = desk.id(1);
        QMimeData copied, cut;
        const auto pasteInto = [](Window &window, const QMimeData &mime) { // as another program's clipboard
            auto *given = new QMimeData;
            copy(mime, *given);
            QGuiApplication::clipboard()->setMimeData(given);
            window.editor.goToLine(0);
            window.editor.paste();
        };
        desk.editor.setFocus();
        desk.chooseWhole(1);
        desk.editor.copy();
        copy(*QGuiApplication::clipboard()->mimeData(), copied);
        desk.editor.cut();
        copy(*QGuiApplication::clipboard()->mimeData(), cut);
        QCOMPARE(copied.text(), QStringLiteral("Two.\n"));

        pasteInto(other, copied);
        QCOMPARE(other.texts()[0], QStringLiteral("Two."));
        QVERIFY(other.id(0) != two);
        QCOMPARE(other.script.line(0).speed, std::optional(1.5));
        pasteInto(other, cut);
        QCOMPARE(other.id(0), two);
        pasteInto(other, cut); // once more: it is here already
        QVERIFY(other.id(0) != two && other.id(1) == two);
        other.write({QStringLiteral("Anew.")});
        QVERIFY(!other.ids().contains(two));
        desk.undo(); // where it was cut
        QCOMPARE(desk.id(1), two);
    }

    // Takes are kept by the line: two scripts that had one would mix theirs.
    void aCutThatIsUndoneAfterItWasPastedElsewhereIsAnotherLine() {
        Window desk, other;
        QVERIFY(desk.isAtHand() && other.isAtHand());
        const QString two = desk.id(1);
        desk.window.activateWindow();
        desk.editor.setFocus();
        desk.chooseWhole(1);
        desk.editor.cut();
        other.editor.goToLine(0);
        other.editor.paste();
        QCOMPARE(other.id(0), two);
        desk.undo();
        QCOMPARE(desk.texts(), QStringList({QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Three.")}));
        QVERIFY(desk.id(1) != two);
        QCOMPARE(desk.script.line(1).speed, std::optional(1.5));
        QCOMPARE(desk.script.line(1).seed, std::optional<quint64>(7));
        QVERIFY(desk.script.isModified());
        desk.editor.redo();
        QCOMPARE(desk.texts(), QStringList({QStringLiteral("One."), QStringLiteral("Three.")}));
    }

    void pastedElsewhereByMistakeItComesBackAsItself() {
        Window desk, other;
        QVERIFY(desk.isAtHand() && other.isAtHand());
        const QString two = desk.id(1);
        desk.chooseWhole(1);
        desk.editor.cut();
        other.editor.goToLine(0);
        other.editor.paste();
        QCOMPARE(other.id(0), two);
        other.undo();
        QVERIFY(!other.ids().contains(two));
        desk.undo();
        QCOMPARE(desk.id(1), two);
        other.editor.redo();
        QCOMPARE(other.texts()[0], QStringLiteral("Two."));
        QVERIFY(!desk.ids().contains(other.id(0)));
    }

    // What was copied is not another script's line because that script was opened here.
    void anotherScriptInTheSameWindow() {
        Window desk;
        QVERIFY(desk.isAtHand());
        const QString two = desk.id(1);
        desk.chooseWhole(1);
        desk.press(Qt::Key_C);
        desk.script.close();
        desk.editor.paste();
        QCOMPARE(desk.texts()[0], QStringLiteral("Two."));
        QVERIFY(desk.id(0) != two);
        QCOMPARE(desk.script.line(0).seed, std::optional<quint64>(7));
    }

    void nonsenseIsText() {
        Window desk;
        QVERIFY(desk.isAtHand());
        const QStringList before = desk.ids();
        for (const char *bytes :
             {"", "{", "[]", "{\"lines\":7}", "{\"cut\":true,\"lines\":[{\"id\":\"x\",\"text\":\"a\",\"whole\":true}]}",
              "{\"cut\":true,\"lines\":[{\"id\":\"00000000-0000-4000-8000-000000000001\",\"text\":\"a\",\"whole\":true,"
              "\"speed\":1e300,\"voice\":\"../x\",\"begin\":-1,\"end\":1e308,\"seed\":\"-4\"}]}"}) {
            auto *mime = new QMimeData;
            mime->setText(QStringLiteral("a\n"));
            mime->setData(ui::studio::linesFormat(), bytes);
            QGuiApplication::clipboard()->setMimeData(mime);
            desk.editor.goToLine(0);
            desk.editor.paste();
            QCOMPARE(desk.texts()[0], QStringLiteral("a"));
            QVERIFY(!desk.script.line(0).speed && !desk.script.line(0).seed && !desk.script.line(0).cue &&
                    desk.script.line(0).voiceId.isEmpty());
        }
        QCOMPARE(desk.ids().mid(6), before);
    }
};

QTEST_MAIN(TestMovedLines)
#include "tst_moved_lines.moc"
