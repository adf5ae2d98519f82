#include <QSet>
#include <QTest>

#include <limits>

#include "app/script/edits.h"
#include "tests/app/script/script_of.h"

using namespace app::script;

namespace {

// "a|b|c"
QString texts(const Script &script) {
    QStringList all;
    for (const Line &line : script.lines)
        all << line.text;
    return all.join(u'|');
}

QStringList ids(const Script &script) {
    QStringList all;
    for (const Line &line : script.lines)
        all << line.id;
    return all;
}

const auto s = [](const char *text) { return QString::fromUtf8(text); };

} // namespace

class TestEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitKeepsTheSettingsAndTheFirstId() {
        Script script = scriptOf({s("Hello there")});
        script.lines[0].voiceId = s("rms");
        script.lines[0].speed = 1.5;
        script.lines[0].seed = std::numeric_limits<quint64>::max();
        const auto [split, cursor] = splitLine(script, {0, 5});
        QCOMPARE(texts(split), s("Hello| there"));
        QCOMPARE(split.lines[0].id, script.lines[0].id);
        QVERIFY(split.lines[1].id != script.lines[0].id);
        QCOMPARE(split.lines[1].voiceId, s("rms"));
        QCOMPARE(*split.lines[1].speed, 1.5);
        QCOMPARE(*split.lines[1].seed, std::numeric_limits<quint64>::max());
        QCOMPARE(cursor, (Place{1, 0}));
        QCOMPARE(texts(script), s("Hello there")); // what was there before is as it was
    }

    void splitNeverCutsACharacter() {
        const Script script = scriptOf({s("a😀b")});
        QCOMPARE(texts(splitLine(script, {0, 2}).script), s("a|😀b"));
        QCOMPARE(texts(splitLine(script, {0, 99}).script), s("a😀b|"));
        QCOMPARE(texts(splitLine(script, {0, -5}).script), s("|a😀b"));
        QCOMPARE(texts(splitLine(script, {7, 1}).script), s("|a😀b")); // no such line: at the start of the last one
    }

    void joinPutsASpaceWhereTheScriptWritesOne() {
        QCOMPARE(texts(joinWithNext(scriptOf({s("Hello"), s("there")}), 0).script), s("Hello there"));
        QCOMPARE(texts(joinWithNext(scriptOf({s("Hello "), s("there")}), 0).script), s("Hello there"));
        QCOMPARE(texts(joinWithNext(scriptOf({s("你好。"), s("再见")}), 0).script), s("你好。再见"));
        QCOMPARE(texts(joinWithNext(scriptOf({s(""), s("there")}), 0).script), s("there"));
        const Script last = scriptOf({s("a"), s("b")});
        QVERIFY(joinWithNext(last, 1).script == last);
        const auto [joined, cursor] = joinWithNext(last, 0);
        QCOMPARE(joined.lines[0].id, last.lines[0].id);
        QCOMPARE(cursor, (Place{0, 1}));
    }

    void joiningWhatWasSplitGivesTheSame() {
        const Script script = scriptOf({s("One two three"), s("x")});
        for (int at = 0; at <= 13; ++at) {
            if (at == 3 || at == 4 || at == 7 || at == 8 || at == 0 || at == 13) // beside a space, or at an end
                QCOMPARE(texts(joinWithNext(splitLine(script, {0, at}).script, 0).script), s("One two three|x"));
        }
    }

    void cuesStayWithTheirLines() {
        Script script = scriptOf({s("One two"), s("three")});
        script.lines[0].cue = CueTimes{1, 2};
        script.lines[1].cue = CueTimes{2, 4};
        const Script split = splitLine(script, {0, 3}).script;
        QCOMPARE(split.lines[0].cue, std::optional(CueTimes{1, 2}));
        QVERIFY(!split.lines[1].cue);
        const Script joined = joinWithNext(script, 0).script;
        QCOMPARE(joined.lines[0].cue, std::optional(CueTimes{1, 4}));
        QVERIFY(!insertText(script, {0, 3}, s("a\nb")).script.lines[1].cue);
    }

    void linesFromElsewhere() {
        const QList<Line> lines = scriptOf({s("x"), s("y")}).lines;
        QCOMPARE(texts(insertLines(scriptOf({s("a"), s("b")}), 1, lines).script), s("a|x|y|b"));
        QCOMPARE(texts(insertLines(scriptOf({s(" ")}), 1, lines).script), s("x|y"));
        QCOMPARE(texts(insertLines(scriptOf({s("a")}), 99, lines).script), s("a|x|y"));
        QCOMPARE(texts(insertLines(scriptOf({s("a")}), 0, {}).script), s("a"));
    }

    void move_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("before");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("cursor");
        QTest::newRow("up") << 2 << 2 << 1 << s("a|c|d|b|e") << 1;
        QTest::newRow("down") << 1 << 2 << 4 << s("a|d|b|c|e") << 2;
        QTest::newRow("to the top") << 4 << 1 << 0 << s("e|a|b|c|d") << 0;
        QTest::newRow("to the end") << 0 << 2 << 5 << s("c|d|e|a|b") << 3;
        QTest::newRow("into itself") << 1 << 3 << 2 << s("a|b|c|d|e") << 1;
        QTest::newRow("above the top") << 0 << 2 << -1 << s("a|b|c|d|e") << 0;
        QTest::newRow("below the end") << 3 << 9 << 99 << s("a|b|c|d|e") << 3;
        QTest::newRow("nothing") << 1 << 0 << 4 << s("a|b|c|d|e") << 4;
    }

    void move() {
        QFETCH(int, first);
        QFETCH(int, count);
        QFETCH(int, before);
        QFETCH(QString, expected);
        QFETCH(int, cursor);
        const Script script = scriptOf({s("a"), s("b"), s("c"), s("d"), s("e")});
        const Edited moved = moveLines(script, first, count, before);
        QCOMPARE(texts(moved.script), expected);
        QCOMPARE(moved.cursor.line, cursor);
        const QStringList before_ = ids(script);
        const QStringList after_ = ids(moved.script);
        QCOMPARE(QSet<QString>(after_.begin(), after_.end()), QSet<QString>(before_.begin(), before_.end()));
    }

    void removeLeavesOneLine() {
        const Script script = scriptOf({s("a"), s("b"), s("c")});
        QCOMPARE(texts(removeLines(script, 1, 1).script), s("a|c"));
        QCOMPARE(removeLines(script, 2, 5).cursor, (Place{1, 0}));
        const Script none = removeLines(script, 0, 3).script;
        QCOMPARE(none.lines.size(), 1);
        QVERIFY(none.lines[0].text.isEmpty());
        QVERIFY(!ids(script).contains(none.lines[0].id));
    }

    void pasteOfManyLines() {
        Script script = scriptOf({s("start end"), s("next")});
        script.lines[0].voiceId = s("rms");
        const auto [pasted, cursor] = insertText(script, {0, 6}, s("one\r\ntwo\nthree "));
        QCOMPARE(texts(pasted), s("start one|two|three end|next"));
        QCOMPARE(cursor, (Place{2, 6}));
        QCOMPARE(pasted.lines[0].id, script.lines[0].id);
        QCOMPARE(pasted.lines[2].voiceId, s("rms"));
        QCOMPARE(pasted.lines[3].id, script.lines[1].id);
        const QStringList all = ids(pasted);
        QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), 4);
    }

    void pasteWithABreakAtTheEnd() {
        QCOMPARE(texts(insertText(scriptOf({s("")}), {0, 0}, s("a\nb\n")).script), s("a|b"));
        QCOMPARE(texts(insertText(scriptOf({s("rest")}), {0, 0}, s("a\nb\n")).script), s("a|b|rest"));
        QCOMPARE(insertText(scriptOf({s("rest")}), {0, 0}, s("a\n")).cursor, (Place{1, 0}));
        const Script script = scriptOf({s("x")});
        QVERIFY(insertText(script, {0, 1}, QString()).script == script);
    }

    void settingsOfSeveralLines() {
        const Script script = scriptOf({s("a"), s("b"), s("c")});
        const Script voiced = setVoice(script, {2, 0, 17, -1}, s("rms")).script;
        QCOMPARE(voiced.lines[0].voiceId, s("rms"));
        QVERIFY(voiced.lines[1].voiceId.isEmpty());
        QCOMPARE(voiced.lines[2].voiceId, s("rms"));
        QVERIFY(setVoice(voiced, {0}, s("../etc")).script.lines[0].voiceId.isEmpty());
        QCOMPARE(*setSpeed(script, {0}, 99).script.lines[0].speed, kFastest);
        QCOMPARE(*setSpeed(script, {0}, 0).script.lines[0].speed, kSlowest);
        QVERIFY(!setSpeed(script, {0}, std::numeric_limits<double>::quiet_NaN()).script.lines[0].speed);
        QVERIFY(!setSeed(setSeed(script, {1}, 5).script, {1}, std::nullopt).script.lines[1].seed);
        QCOMPARE(*setSeed(script, {1}, 5).script.lines[1].seed, quint64(5));
    }

    void textOfALine() {
        const Script script = scriptOf({s("a"), s("b")});
        QCOMPARE(texts(setText(script, 1, s("two\nlines")).script), s("a|two lines"));
        QCOMPARE(setText(script, 1, s("two")).script.lines[1].id, script.lines[1].id);
    }
};

QTEST_APPLESS_MAIN(TestEdits)
#include "tst_edits.moc"
