#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include "ui/studio/script_editor.h"

using ui::studio::kLongestText;
using ui::studio::ScriptEditor;

namespace {

void select(ScriptEditor &editor, int from, int length) {
    QTextCursor cursor = editor.textCursor();
    cursor.setPosition(from);
    cursor.setPosition(from + length, QTextCursor::KeepAnchor);
    editor.setTextCursor(cursor);
}

void paste(ScriptEditor &editor, const QString &text) {
    QGuiApplication::clipboard()->setText(text);
    QTest::keyClick(&editor, Qt::Key_V, Qt::ControlModifier);
}

} // namespace

class TestScriptPaste : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pastingReplacesTheSelection() {
        ScriptEditor editor;
        editor.setPlainText(QStringLiteral("Good morning, everyone."));
        QSignalSpy cut(&editor, &ScriptEditor::cutShort), edited(&editor, &ScriptEditor::edited);
        select(editor, 5, 7);
        paste(editor, QStringLiteral("evening\nand night"));
        QCOMPARE(editor.toPlainText(), QStringLiteral("Good evening\nand night, everyone."));
        QCOMPARE(cut.size(), 0);
        QCOMPARE(editor.textCursor().position(), 22); // behind what was pasted
        QCOMPARE(edited.size(), 1);                   // one step back
    }

    // What is selected makes room, in bytes and over several lines.
    void theSelectionMakesRoomInAFullText() {
        ScriptEditor editor;
        const QString chosen = QString::fromUtf8("早上好\n你们好"); // 19 bytes
        editor.setPlainText(chosen + QString(kLongestText - 19, u'a'));
        QSignalSpy cut(&editor, &ScriptEditor::cutShort);
        select(editor, 0, int(chosen.size()));
        paste(editor, QStringLiteral("b").repeated(20)); // one too many
        QCOMPARE(cut.size(), 1);
        QCOMPARE(editor.toPlainText().toUtf8().size(), kLongestText);
        QVERIFY(editor.toPlainText().startsWith(QStringLiteral("b").repeated(19) + u'a'));
    }

    void whatDoesNotFitIsCutAtAWholeCharacterAndSaid() {
        ScriptEditor editor;
        editor.setPlainText(QString(kLongestText - 10, u'a'));
        QSignalSpy cut(&editor, &ScriptEditor::cutShort);
        select(editor, 0, 4); // 14 bytes of room
        const QString pasted = QString::fromUtf8("早").repeated(6);
        paste(editor, pasted);
        QCOMPARE(cut.size(), 1);
        QCOMPARE(cut.first().first().toLongLong(), pasted.size());
        QVERIFY(editor.toPlainText().startsWith(QString::fromUtf8("早早早早a"))); // 12 bytes, no half character
        QCOMPARE(editor.toPlainText().toUtf8().size(), kLongestText - 2);
    }

    void soundsAreNoScripts() {
        ScriptEditor editor;
        editor.setPlainText(QStringLiteral("Good morning."));
        editor.resize(400, 200);
        QSignalSpy opened(&editor, &ScriptEditor::filesDropped), refused(&editor, &ScriptEditor::soundDropped);
        const auto drop = [&](const QStringList &names) {
            QMimeData files;
            QList<QUrl> urls;
            for (const QString &name : names)
                urls << QUrl::fromLocalFile(QStringLiteral("/takes/") + name);
            files.setUrls(urls);
            QDragEnterEvent enter(QPoint(50, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(editor.viewport(), &enter);
            QVERIFY(enter.isAccepted());
            QDropEvent event(QPointF(50, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(editor.viewport(), &event);
        };
        drop({QStringLiteral("slt, Good morning.WAV")});
        QCOMPARE(opened.size(), 0);
        QCOMPARE(refused.size(), 1);
        const auto problem = refused.first()[1].value<app::Problem>();
        QCOMPARE(refused.first()[0].toStringList(), QStringList{QStringLiteral("/takes/slt, Good morning.WAV")});
        QVERIFY(problem.what.contains(QStringLiteral("slt, Good morning.WAV")) && !problem.remedy.isEmpty());
        drop({QStringLiteral("one.flac"), QStringLiteral("two.txt")}); // the text is opened all the same
        QCOMPARE(refused.size(), 2);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toStringList(), QStringList{QStringLiteral("/takes/two.txt")});
        QCOMPARE(editor.toPlainText(), QStringLiteral("Good morning."));
    }
};

QTEST_MAIN(TestScriptPaste)
#include "tst_script_paste.moc"
