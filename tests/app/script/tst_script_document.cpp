#include <QRandomGenerator>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <vector>

#include "app/script/script_document.h"
#include "tests/processor_time.h"

using namespace app::script;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

QString texts(const ScriptDocument &document) {
    QStringList all;
    for (const Line &line : document.script().lines)
        all << line.text;
    return all.join(u'|');
}

void typeOut(ScriptDocument &document, int row, const QString &text) {
    for (const QChar c : text)
        document.type(row, document.line(row).text + c);
}

Script longScript(int lines) {
    Script script = newScript();
    script.lines.clear();
    for (int i = 0; i < lines; ++i)
        script.lines << newLine(s("This is line %1 of a script that somebody really has to read out.").arg(i));
    return script;
}

} // namespace

class TestScriptDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTimesOfALineAreAStepOfUndo() {
        ScriptDocument document;
        typeOut(document, 0, s("Hello"));
        document.setCue(0, CueTimes{4, 4.6});
        QCOMPARE(document.line(0).cue, std::optional(CueTimes{4, 4.6}));
        QCOMPARE(document.undoText(), s("cue of a line"));
        for (const CueTimes &wrong :
             {CueTimes{2, 1}, CueTimes{-1, 1}, CueTimes{0, std::nan("")}, CueTimes{0, kLatestCue + 1}}) {
            document.setCue(0, wrong);
            QVERIFY(!document.line(0).cue);
            document.undo();
        }
        QCOMPARE(document.line(0).cue, std::optional(CueTimes{4, 4.6}));
        document.undo();
        QVERIFY(!document.line(0).cue);
        QCOMPARE(texts(document), s("Hello"));
    }

    void typingIsUndoneInPortions() {
        ScriptDocument document;
        typeOut(document, 0, s("Hello"));
        QCOMPARE(document.undoText(), s("typing"));
        document.split({0, 5});
        QCOMPARE(document.undoText(), s("split line"));
        typeOut(document, 1, s("there"));
        typeOut(document, 0, s("!")); // another line
        QCOMPARE(texts(document), s("Hello!|there"));
        document.undo();
        QCOMPARE(texts(document), s("Hello|there"));
        QCOMPARE(*document.undo(), (Place{1, 0}));
        QCOMPARE(texts(document), s("Hello|"));
        document.undo();
        QCOMPARE(texts(document), s("Hello"));
        document.undo();
        QCOMPARE(texts(document), QString());
        QVERIFY(!document.canUndo() && !document.undo());
        QCOMPARE(document.redoText(), s("typing"));
        QCOMPARE(*document.redo(), (Place{0, 5}));
        document.redo();
        document.redo();
        document.redo();
        QCOMPARE(texts(document), s("Hello!|there"));
        QVERIFY(!document.canRedo() && !document.redo());
        QCOMPARE(document.redoText(), QString());
    }

    void aPauseBeginsANewPortion() {
        ScriptDocument document;
        typeOut(document, 0, s("one"));
        QTest::qWait(1100);
        typeOut(document, 0, s(" two"));
        document.undo();
        QCOMPARE(texts(document), s("one"));
    }

    void takingAwayIsAnotherPortionThanAdding() {
        ScriptDocument document;
        typeOut(document, 0, s("word"));
        document.type(0, s("wor"));
        document.type(0, s("wo"));
        document.undo();
        QCOMPARE(texts(document), s("word"));
        document.redo();
        QCOMPARE(texts(document), s("wo"));
    }

    void aLongPortionEnds() {
        ScriptDocument document;
        typeOut(document, 0, QString(150, u'x'));
        document.undo();
        QVERIFY2(document.line(0).text.size() >= 100, "a hundred letters were taken back at once");
    }

    void everyKindOfEditHasItsName() {
        ScriptDocument document;
        const auto last = [&] { return document.undoText(); };
        document.paste({0, 0}, s("a\nb\nc cat"));
        QCOMPARE(last(), s("paste"));
        document.moveUp(1, 1);
        QCOMPARE(last(), s("move lines"));
        QCOMPARE(texts(document), s("b|a|c cat"));
        document.moveDown(0, 2);
        QCOMPARE(texts(document), s("c cat|b|a"));
        document.join(1);
        QCOMPARE(last(), s("join lines"));
        document.setVoice({0, 1}, s("rms"));
        QCOMPARE(last(), s("voice of lines"));
        document.setSpeed({0}, 1.5);
        QCOMPARE(last(), s("speed of lines"));
        document.setSeed({0}, 9);
        QCOMPARE(last(), s("seed of lines"));
        document.clearOwn({0, 1});
        QCOMPARE(last(), s("settings of lines"));
        document.replace(*findNext(document.script(), s("cat"), {}), s("dog"));
        QCOMPARE(last(), s("replace"));
        QCOMPARE(document.replaceAll(s("dog"), s("cow")), 1);
        document.remove(1, 1);
        QCOMPARE(last(), s("delete lines"));
        QCOMPARE(texts(document), s("c cow"));
        int steps = 0;
        while (document.undo())
            ++steps;
        QCOMPARE(steps, 11);
        QCOMPARE(texts(document), QString());
    }

    void importedLinesAreOneStepWithIdsOfTheirOwn() {
        ScriptDocument document;
        document.type(0, s("Here"));
        QList<Line> lines{newLine(s("one")), newLine(s("two\nbroken")), document.line(0)};
        lines[1].id = lines[0].id;
        QCOMPARE(document.insert(1, lines), (Place{1, 0}));
        QCOMPARE(texts(document), s("Here|one|two broken|Here"));
        QSet<QString> ids;
        for (const Line &line : document.script().lines)
            ids.insert(line.id);
        QCOMPARE(ids.size(), 4);
        QCOMPARE(document.undoText(), s("import"));
        document.undo();
        QCOMPARE(texts(document), s("Here"));
    }

    void whatChangesNothingIsNoStep() {
        ScriptDocument document;
        QSignalSpy changed(&document, &ScriptDocument::changed);
        document.type(0, QString());
        document.moveUp(0, 1);
        document.join(0);
        document.setVoice({0}, QString());
        QCOMPARE(document.replaceAll(s("x"), s("y")), 0);
        QVERIFY(!document.canUndo() && !document.isModified());
        QCOMPARE(changed.count(), 0);
    }

    void modifiedFollowsUndo() {
        ScriptDocument document;
        QSignalSpy modified(&document, &ScriptDocument::modifiedChanged);
        QSignalSpy path(&document, &ScriptDocument::pathChanged);
        typeOut(document, 0, s("a"));
        QVERIFY(document.isModified());
        document.closeStep();
        const quint64 saved = document.revision();
        document.markSaved(saved, s("/x/y.ishowtts"));
        QVERIFY(!document.isModified());
        QCOMPARE(path.count(), 1);
        typeOut(document, 0, s("b"));
        QVERIFY(document.isModified());
        document.undo();
        QVERIFY2(!document.isModified(), "back at what the file holds");
        QCOMPARE(texts(document), s("a"));
        document.undo();
        QVERIFY(document.isModified());
        document.redo();
        QVERIFY(!document.isModified());
        document.undo();
        typeOut(document, 0, s("a")); // the same text, but not the same state: the file may say so or not
        QVERIFY(document.isModified());
        QCOMPARE(modified.count(), 7);
    }

    void aWholePortionIsOneState() {
        ScriptDocument document;
        typeOut(document, 0, s("abc"));
        document.closeStep();
        document.markSaved(document.revision(), s("/x"));
        document.undo();
        QVERIFY(document.isModified());
        document.redo();
        QVERIFY2(!document.isModified(), "abc is what the file holds");
    }

    void savedWhileOneTypesStaysModified() {
        ScriptDocument document;
        typeOut(document, 0, s("a"));
        const quint64 revision = document.revision();
        typeOut(document, 0, s("b"));
        document.markSaved(revision, s("/x"));
        QVERIFY(document.isModified());
    }

    void loadForgetsTheSteps() {
        ScriptDocument document;
        typeOut(document, 0, s("a"));
        QSignalSpy changed(&document, &ScriptDocument::changed);
        QSignalSpy loaded(&document, &ScriptDocument::loaded);
        document.load(longScript(3), s("/f"), true);
        QVERIFY(document.isModified() && !document.canUndo());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].value<Change>(), (Change{0, 1, 3}));
        QCOMPARE(loaded.count(), 1);
        document.load(longScript(2), s("/f"), false);
        QVERIFY(!document.isModified());
        QCOMPARE(document.rowOf(document.line(1).id), 1);
        QCOMPARE(document.rowOf(s("nothing")), -1);
    }

    void changesAreToldByTheirRows() {
        ScriptDocument document;
        document.load(longScript(10), {}, false);
        QSignalSpy changed(&document, &ScriptDocument::changed);
        document.type(4, s("x"));
        QCOMPARE(changed.takeLast()[0].value<Change>(), (Change{4, 1, 1}));
        document.remove(2, 3);
        QCOMPARE(changed.takeLast()[0].value<Change>(), (Change{2, 3, 0}));
        document.undo();
        QCOMPARE(changed.takeLast()[0].value<Change>(), (Change{2, 0, 3}));
    }

    void whatAnEditorMadeIsNamed() {
        ScriptDocument document;
        document.load(longScript(3), {}, false);
        const QList<Line> start = document.script().lines;
        QList<Line> lines = start;
        lines[1].text = s("typed");
        QVERIFY(document.edit(lines, true));
        QCOMPARE(document.undoText(), s("typing"));
        lines.insert(2, newLine(s("")));
        QVERIFY(document.edit(lines, false));
        QCOMPARE(document.undoText(), s("split line"));
        lines.removeAt(2);
        QVERIFY(document.edit(lines, false));
        QCOMPARE(document.undoText(), s("join lines"));
        lines.swapItemsAt(0, 2);
        QVERIFY(document.edit(lines, false));
        QCOMPARE(document.undoText(), s("move lines"));
        lines << newLine(s("a")) << newLine(s("b"));
        QVERIFY(document.edit(lines, false));
        QCOMPARE(document.undoText(), s("paste"));
        lines.remove(1, 3);
        QVERIFY(document.edit(lines, false));
        QCOMPARE(document.undoText(), s("delete lines"));
        QVERIFY(document.edit({}, false));
        QCOMPARE(document.count(), 1);
        while (document.undo()) {
        }
        QVERIFY(document.script().lines == start);

        lines = start;
        lines.insert(1, {start[0].id, s("two\nlines"), {}, {}, {}}); // an id that is taken, a text that is none
        QVERIFY(document.edit(lines, false));
        QCOMPARE(document.count(), 4);
        QSet<QString> ids;
        QVERIFY(texts(document).contains(s("two lines")));
        for (const Line &line : document.script().lines) {
            ids.insert(line.id);
            QVERIFY(!line.text.contains(u'\n'));
        }
        QCOMPARE(ids.size(), 4);
    }

    void boundsAreRefusedAndSaid() {
        ScriptDocument document;
        QSignalSpy refused(&document, &ScriptDocument::refused);
        typeOut(document, 0, s("kept"));
        document.paste({0, 4}, s("x\n").repeated(kMostLines + 1));
        QCOMPARE(refused.count(), 1);
        QCOMPARE(texts(document), s("kept"));
        document.type(0, QString(kLongestLine / 3 + 1, QChar(0x4E2D))); // three bytes each
        QCOMPARE(refused.count(), 2);
        QCOMPARE(texts(document), s("kept"));
        document.type(0, QString(kLongestLine, u'x'));
        QCOMPARE(refused.count(), 2);
        QString most;
        for (int i = 0; i < 40; ++i)
            most += QString(kLongestLine, u'y') + u'\n';
        document.paste({0, 0}, most);
        QCOMPARE(refused.count(), 3);
        QCOMPARE(document.count(), 1);
        QVERIFY(!refused[0][0].value<app::Problem>().remedy.isEmpty());
    }

    void aThousandRandomEditsComeBack() {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        ScriptDocument document;
        document.load(longScript(20), {}, false);
        std::vector<Script> states{document.script()};
        for (int i = 0; i < 900; ++i) {
            const int row = random.bounded(document.count());
            const int at = random.bounded(20);
            switch (random.bounded(8)) {
            case 0:
                document.split({row, at});
                break;
            case 1:
                document.join(row);
                break;
            case 2:
                document.move(row, random.bounded(4), random.bounded(document.count() + 1));
                break;
            case 3:
                document.remove(row, random.bounded(3));
                break;
            case 4:
                document.paste({row, at}, s("pasted\nlines ") + QString::number(i));
                break;
            case 5:
                document.closeStep();
                document.setSpeed({row, random.bounded(document.count())}, 0.3 + 0.01 * at);
                break;
            case 6:
                document.replaceAll(QString::number(at % 10), s("z"));
                break;
            default:
                document.closeStep();
                document.type(row, document.line(row).text + QString::number(i));
            }
            if (document.script() != states.back())
                states.push_back(document.script());
        }
        for (std::size_t i = states.size() - 1; i-- > 0;) {
            QVERIFY(document.undo());
            QVERIFY2(document.script() == states[i], qPrintable(s("undo to state %1").arg(i)));
        }
        QVERIFY(!document.isModified());
        for (std::size_t i = 1; i < states.size(); ++i) {
            QVERIFY(document.redo());
            QVERIFY2(document.script() == states[i], qPrintable(s("redo to state %1").arg(i)));
        }
    }

    void aSpeedThatIsTurnedIsOneStep() {
        ScriptDocument document;
        document.paste({0, 0}, s("a\nb"));
        for (int i = 1; i <= 10; ++i)
            document.setSpeed({0}, 1 + 0.05 * i);
        document.setSpeed({1}, 2); // another line
        document.undo();
        QVERIFY(!document.line(1).speed);
        QCOMPARE(*document.line(0).speed, 1.5);
        document.undo();
        QVERIFY(!document.line(0).speed);
        QCOMPARE(document.undoText(), s("paste"));
        document.redo();
        QCOMPARE(*document.line(0).speed, 1.5);
        document.setSpeed({0}, 0.7); // turned again after undo and redo: a step of its own
        document.undo();
        QCOMPARE(*document.line(0).speed, 1.5);
        document.setVoice({0}, s("rms"));
        document.setSpeed({0}, 1.2);
        document.closeStep();
        document.setSpeed({0}, 1.3);
        document.undo();
        QCOMPARE(*document.line(0).speed, 1.2);
    }

    void linesGetSeedsOfTheirOwnInOneStep() {
        ScriptDocument document;
        document.paste({0, 0}, s("a\nb\nc"));
        document.setSeeds({{0, 5}, {2, 18446744073709551615ULL}, {99, 1}});
        QCOMPARE(*document.line(0).seed, quint64(5));
        QVERIFY(!document.line(1).seed);
        QCOMPARE(*document.line(2).seed, 18446744073709551615ULL);
        document.setVoice({2}, s("rms"));
        document.setSpeed({2}, 2);
        document.clearOwn({0, 1, 2});
        for (const Line &line : document.script().lines)
            QVERIFY(!line.seed && !line.speed && line.voiceId.isEmpty());
        document.undo();
        QCOMPARE(document.line(2).voiceId, s("rms"));
        QCOMPARE(*document.line(2).speed, 2.0);
        for (int i = 0; i < 3; ++i)
            document.undo();
        QVERIFY(!document.line(0).seed && !document.line(2).seed);
        QCOMPARE(document.undoText(), s("paste"));
    }

    // Eight times the lines take about eight times as long.
    void longScriptsAreEditedWithoutDelay() {
        const auto costsOf = [](int lines) {
            ScriptDocument document;
            document.load(longScript(lines), {}, false);
            const auto each = [](auto edit) {
                return leastSeconds(3, [&edit] {
                    for (int i = 0; i < 50; ++i)
                        edit(i);
                });
            };
            const int middle = lines / 2;
            return std::vector{each([&](int) { document.type(middle, document.line(middle).text + u'x'); }),
                               each([&](int i) {
                                   document.split({i * 10, 10});
                               }),
                               each([&](int) { document.undo(); })};
        };
        const auto eighth = costsOf(625);
        const auto whole = costsOf(5000);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            QVERIFY2(whole[i] < 24 * eighth[i] + 0.005,
                     qPrintable(QStringLiteral("edit %1: %2 s, %3 s").arg(i).arg(eighth[i]).arg(whole[i])));
        }
    }

    void whatCanBeUndoneIsBounded() {
        ScriptDocument document;
        document.load(longScript(5000), {}, false);
        UndoHistory history;
        QList<Line> now = document.script().lines;
        for (int i = 0; i < 60; ++i) { // whole scripts: bounded by memory
            QList<Line> next = now;
            for (Line &line : next)
                line.seed = quint64(i);
            history.record(EditKind::Seed, difference(now, next), now, next, quint64(i), quint64(i + 1));
            now = next;
        }
        QVERIFY(history.bytes() <= UndoHistory::kMostBytes);
        QVERIFY(history.steps() >= 5 && history.steps() < 60);
        history.clear();
        for (int i = 0; i < 1500; ++i) { // small ones: bounded by their number
            QList<Line> next = now;
            next[7].seed = quint64(i);
            history.record(EditKind::Seed, difference(now, next), now, next, quint64(i), quint64(i + 1));
            now = next;
        }
        QCOMPARE(history.steps(), UndoHistory::kMostSteps);
        int undone = 0;
        while (history.undo(now))
            ++undone;
        QCOMPARE(undone, UndoHistory::kMostSteps);
        QCOMPARE(*now[7].seed, quint64(499));
    }
};

QTEST_GUILESS_MAIN(TestScriptDocument)
#include "tst_script_document.moc"
