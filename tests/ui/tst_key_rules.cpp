// Which keys an action may have, and why not.
#include <QTest>

#include "ui/shortcuts/key_rules.h"

using ui::shortcuts::fromText;
using ui::shortcuts::objectionTo;

class TestKeyRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsRefusedAndWhy_data() {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("why");
        const auto row = [](const char *keys, const char *why) {
            QTest::newRow(keys) << QString::fromUtf8(keys) << QString::fromUtf8(why);
        };
        row("A", "A alone is typed in texts.");
        row("Shift+A", "Shift+A alone is typed in texts.");
        row("Space", "Space alone is typed in texts.");
        row("Ä", "Ä alone is typed in texts.");
        row("Tab", "Tab goes from one field to the next.");
        row("Ctrl+Tab", "Tab goes from one field to the next.");
        row("Esc", "Esc stops, and leaves whatever is open.");
        row("Return", "Enter makes a new line, or presses a button.");
        row("Shift+Enter", "Enter makes a new line, or presses a button.");
        row("Backspace", "Text fields edit with Backspace.");
        row("Del", "Text fields edit with Del.");
        row("Left", "Left moves the cursor, or selects.");
        row("Ctrl+Shift+Right", "Ctrl+Shift+Right moves the cursor, or selects.");
        row("PgDown", "PgDown moves the cursor, or selects.");
        row("Alt+Up", "Alt+Up moves a line of the script.");
        row("Alt+F", "Alt with a letter or a digit leads to a menu or a field.");
        row("Alt+Shift+2", "Alt with a letter or a digit leads to a menu or a field.");
        row("Alt+F4", "Alt+F4 closes the window.");
        row("F2", "F2 renames the chosen take.");
        row("F10", "F10 opens the menus.");
        row("Menu", "Menu opens the menus.");
        row("Ctrl+Space", "Input methods are switched with Ctrl+Space.");
        row("Ctrl+C", "Text fields edit with Ctrl+C.");
        row("Ctrl+Z", "Text fields edit with Ctrl+Z.");
        row("Ctrl+Backspace", "Text fields edit with Ctrl+Backspace.");
        row("Ctrl+K, Ctrl+S",
            "These are several keys, one after the other; an action has keys that are pressed at once.");
        row("Ctrl+Shift", "Ctrl, Alt, Shift and Meta need another key with them.");
    }

    void whatIsRefusedAndWhy() {
        QFETCH(QString, keys);
        QFETCH(QString, why);
        QCOMPARE(objectionTo(QKeySequence::fromString(keys, QKeySequence::PortableText)), why);
    }

    void whatIsFree() {
        for (const char *keys : {"Ctrl+M", "Ctrl+Alt+M", "Ctrl+Shift+8", "F5", "Shift+F3", "Ctrl+Return", "Alt+Left",
                                 "Media Play", "Ctrl+,", "Meta+M", "Ctrl+F10", "Alt+F5", "Ctrl+Alt+Up", "Ctrl+F2"}) {
            QVERIFY2(!fromText(QString::fromLatin1(keys)).isEmpty(), keys);
            QVERIFY2(objectionTo(fromText(QString::fromLatin1(keys))).isEmpty(), keys);
        }
    }

    void textThatIsNoKeyIsNone() {
        for (const char *text : {"", "Ctrl+Banana", "nonsense", "Ctrl+", "Ctrl+M, Banana"})
            QVERIFY2(fromText(QString::fromLatin1(text)).isEmpty(), text);
    }

    void enterIsBothEnterKeys() {
        const QKeySequence enter = fromText(QStringLiteral("Ctrl+Enter"));
        const QKeySequence other = fromText(QStringLiteral("Ctrl+Return"));
        QVERIFY(enter != other);
        QCOMPARE(ui::shortcuts::withTwin(other), ui::shortcuts::Keys({enter, other}));
        QCOMPARE(ui::shortcuts::shown({enter, other, fromText(QStringLiteral("F5"))}),
                 QStringLiteral("Ctrl+Enter, F5"));
    }
};

QTEST_MAIN(TestKeyRules)
#include "tst_key_rules.moc"
