#include <QTest>

#include "app/script/imported_script.h"
#include "engine/error.h"
#include "tests/processor_time.h"

using namespace app::script;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

QStringList texts(const ImportedScript &script) {
    QStringList all;
    for (const Line &line : script.lines)
        all << line.text;
    return all;
}

// "0.5-2 Hello", a line of the script in short.
QStringList cues(const ImportedScript &script) {
    QStringList all;
    for (const Line &line : script.lines)
        all << (line.cue ? QStringLiteral("%1-%2 %3").arg(line.cue->begin).arg(line.cue->end).arg(line.text)
                         : QStringLiteral("? ") + line.text);
    return all;
}

ImportedScript srt(const QByteArray &bytes) {
    return importScript(bytes, s("film.SRT"), {});
}

ImportedScript csv(const QByteArray &bytes, const char *name = "lines.csv") {
    return importScript(bytes, s(name), {TextCut::Paragraphs, {{s("bea arthur"), s("bea")}, {s("kal"), s("kal")}}});
}

QString refusal(const QByteArray &bytes, const char *name) {
    try {
        importScript(bytes, s(name), {});
    } catch (const engine::Error &error) {
        return error.remedy().empty() ? s("no remedy") : QString::fromUtf8(error.what());
    }
    return s("accepted");
}

} // namespace

class TestImportedScript : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aParagraphOfTextIsALine() {
        const QByteArray text = "\xEF\xBB\xBF"
                                "Chapter 1\r\n\r\nIt was a dark night. The rain fell.\r\n\r\n\r\nMr. Fox came.\r\n";
        QCOMPARE(texts(importText(text, s("a.txt"), TextCut::Paragraphs)),
                 QStringList({s("Chapter 1"), s("It was a dark night. The rain fell."), s("Mr. Fox came.")}));
    }

    void linesThatWereBrokenBecauseTheyWereFullAreJoined() {
        const QByteArray book = "It is a truth universally acknowledged, that a single man in\n"
                                "possession of a good fortune, must be in want of a wife. How-\n"
                                "ever little known the feelings or views of such a man.\n"
                                "Short one.\n"
                                "\n"
                                "  My dear Mr. Bennet,\n"
                                "  said his lady.\n";
        QCOMPARE(
            texts(importText(book, s("a.txt"), TextCut::Paragraphs)),
            QStringList({s("It is a truth universally acknowledged, that a single man in possession of a good fortune, "
                           "must be in want of a wife. How-ever little known the feelings or views of such a man."),
                         s("Short one."), s("My dear Mr. Bennet,"), s("said his lady.")}));
        const QByteArray poem = "The woods are lovely, dark and deep,\nBut I have promises to keep,\n";
        QCOMPARE(texts(importText(poem, s("a.txt"), TextCut::Paragraphs)).size(), 2);
    }

    void aSentenceOfTextIsALine() {
        const QByteArray text =
            "Dr. J. Smith came at 3.5 p.m. on Monday. “Really?” he said. Version 2.0 is e.g. here! 你好。再见！好吗？";
        QCOMPARE(texts(importText(text, s("a.txt"), TextCut::Sentences)),
                 QStringList({s("Dr. J. Smith came at 3.5 p.m. on Monday."), s("“Really?” he said."),
                              s("Version 2.0 is e.g. here!"), s("你好。"), s("再见！"), s("好吗？")}));
    }

    void subtitles() {
        QCOMPARE(
            cues(srt(
                "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i>,\nworld.\n\n"
                "2\n00:01:00,000 --> 00:01:02,000 X1:40 X2:600\n{\\an8}- Who?\n- <font color=\"#fff\">Me.</font>\n")),
            QStringList({s("1-2.5 Hello, world."), s("60-62 Who? Me.")}));
    }

    void brokenSubtitles() {
        // No blank lines, wrong and missing numbers, dots, a blank line inside, UTF-16, CR LF, no order.
        QCOMPARE(
            cues(srt(
                "7\r\n0:00:05.5-->0:00:06\r\n你好，\r\n世界。\r\n7\r\n00:00:01,000 --> 00:00:02,000\r\nSay 42\r\n\r\n"
                "and more\r\n00:00:08,000 --> 00:00:09,000\r\nLast\r\n\r\n12a\r\n00:00:10,000 --> 00:00:11,000\r\nx "
                "--> y")),
            QStringList({s("1-2 Say 42 and more"), s("5.5-6 你好，世界。"), s("8-9 Last"), s("10-11 x --> y")}));
        const ImportedScript odd =
            srt("1\n00:00:05,000 --> 00:00:02,000\nBack\n\n2\n-1:00:00,0 --> 99999:00:00,000\nFar\n\n"
                "3\n00:00:01,000 --> 00:00:02,000\n[APPLAUSE]\n\n4\n00:00:03,000 --> 00:00:04,000\n♪ ♪\n");
        QCOMPARE(cues(odd), QStringList({s("? Back"), s("? Far")}));
        QCOMPARE(odd.notes.size(), 2);
        QString wide = s("1\n00:00:01,000 --> 00:00:02,000\nWide\n");
        QByteArray utf16("\xFF\xFE", 2);
        for (const QChar c : wide)
            utf16 += QByteArray(1, char(c.unicode() & 0xFF)) + QByteArray(1, char(c.unicode() >> 8));
        QCOMPARE(cues(srt(utf16)), QStringList({s("1-2 Wide")}));
    }

    void webVtt() {
        const ImportedScript vtt =
            importScript("WEBVTT - a film\nKind: captions\n\nNOTE this is\n00:01.000 --> 00:02.000\nno cue\n\n"
                         "STYLE\n::cue { color: red }\n\nintro\n00:01.500 --> 00:03.000 align:start\n"
                         "<v.loud Bea Arthur>Tom &amp; <c.x>Jerry</c> <00:02.000>&lt;3\n\n"
                         "01:00:00.000 --> 01:00:01.000\n<v Nobody>{pause 500ms} <zi4>\n",
                         s("film.vtt"), {TextCut::Paragraphs, {{s("bea arthur"), s("bea")}}});
        QCOMPARE(cues(vtt), QStringList({s("1.5-3 Tom & Jerry <3"), s("3600-3601 {pause 500ms} <zi4>")}));
        QCOMPARE(vtt.lines[0].voiceId, s("bea"));
        QCOMPARE(vtt.lines[1].voiceId, QString());
        QCOMPARE(vtt.notes.size(), 1);
        QVERIFY2(vtt.notes[0].contains(s("Nobody")) && !vtt.notes[0].contains(s("Bea")), qPrintable(vtt.notes[0]));
    }

    void tables() {
        const ImportedScript table =
            csv("Voice;Text;Speed;Seed;Mood;Start;End\n"
                "Bea Arthur;\"Hello; \"\"you\"\"\nthere\";1,5;18446744073709551615;sad;0:01;0:02.5\n"
                ";Plain;;;;;\nkal;;1\n");
        QCOMPARE(texts(table), QStringList({s("Hello; \"you\" there"), s("Plain")}));
        QCOMPARE(table.lines[0].voiceId, s("bea"));
        QCOMPARE(table.lines[0].speed, std::optional(1.5));
        QCOMPARE(table.lines[0].seed, std::optional(quint64(18446744073709551615ULL)));
        QCOMPARE(table.lines[0].cue, std::optional(CueTimes{1, 2.5}));
        QVERIFY(!table.lines[1].speed && !table.lines[1].seed && !table.lines[1].cue);
        QCOMPARE(table.notes.size(), 2); // "Mood" and the row without text
        const ImportedScript bare = csv("Hello\tkal\t0.9\nBye\tnobody", "lines.tsv");
        QCOMPARE(bare.lines[0].speed, std::optional(0.9));
        QCOMPARE(bare.lines[1].voiceId, s("nobody")); // the line will say that it is not there
        QVERIFY2(bare.notes.last().contains(s("“nobody”")), qPrintable(bare.notes.last()));
        QCOMPARE(texts(csv("one\r\ntwo\r\n")), QStringList({s("one"), s("two")}));
    }

    void whatIsWrongIsNamed() {
        QVERIFY(refusal("text,speed\nok,1\nbad,fast\n", "a.csv").contains(s("row 3")));
        QVERIFY(refusal("text,speed\nbad,nan\n", "a.csv").contains(s("nan")));
        QVERIFY(refusal("text,speed\nbad,9\n", "a.csv").contains(s("0.3")));
        QVERIFY(refusal("text,seed\nbad,-1\n", "a.csv").contains(s("-1")));
        QVERIFY(refusal("text,seed\nbad,18446744073709551616\n", "a.csv").contains(s("seed")));
        QVERIFY(refusal("text,voice\nbad,../x\n", "a.csv").contains(s("../x")));
        QVERIFY(refusal("text,begin,end\nbad,5,1\n", "a.csv").contains(s("row 2")));
        QVERIFY(refusal("text\n\"open\n\n", "a.csv").contains(s("line 2")));
        QVERIFY(refusal("voice,speed\nkal,1\n", "a.csv").contains(s("text")));
        QVERIFY(refusal("no times here", "a.srt").contains(s("no subtitles")));
        QVERIFY(refusal(QByteArray("1\n00:00:01,000 --> 00:00:02,000\n\xFF\xFA"), "a.srt").contains(s("UTF-8")));
        QVERIFY(refusal(" \n\n", "a.txt").contains(s("no words")));
        QVERIFY(refusal(QByteArray(300, ','), "a.csv").contains(s("columns")));
    }

    // Each as large as a file may be takes about eight times as long as an eighth of it.
    void hostileFilesEndSoon() {
        const QByteArray times = "00:00:01,000 --> 00:00:02,000\n";
        struct Hostile {
            const char *name;
            QByteArray begin, piece;
            int count; // an eighth of what a file may hold
        };
        const QList<Hostile> files{{"a.txt", {}, "word ", 200'000},
                                   {"a.txt", {}, "a. ", 325'000},
                                   {"a.txt", {}, QByteArray(69, 'x') + '\n', 13'750},
                                   {"a.srt", times, "<v ", 250'000},
                                   {"a.srt", times, "[", 500'000},
                                   {"a.srt", {}, times, 25'000},
                                   {"a.srt", times, "1\n", 250'000},
                                   {"a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<c.", 250'000},
                                   {"a.csv", "\"", "\"", 1'000'000},
                                   {"a.csv", {}, "a\n", 500'000}};
        for (const Hostile &file : files) {
            const auto seconds = [&file](int eighths, int runs) {
                const QByteArray bytes = file.begin + file.piece.repeated(file.count * eighths);
                return leastSeconds(runs, [&] { refusal(bytes, file.name); });
            };
            const double eighth = seconds(1, 2);
            const double whole = seconds(8, 1);
            QVERIFY2(whole < 24 * eighth + 0.005,
                     file.piece.left(9) + qPrintable(QStringLiteral(": %1 s, %2 s").arg(eighth).arg(whole)));
        }
    }

    void clocks() {
        QCOMPARE(secondsOfClock(u"1:02:03.5"), std::optional(3723.5));
        QCOMPARE(secondsOfClock(u" 02:03,250 "), std::optional(123.25));
        QCOMPARE(secondsOfClock(u"63.5"), std::optional(63.5));
        for (const char *wrong :
             {"", "1:", ":1", "-1", "1:60", "1:2:3:4", "1.5:00", "1e3", "0x1", "1.2.3", "9999999999", "nan"})
            QVERIFY2(!secondsOfClock(s(wrong)), wrong);
    }
};

QTEST_APPLESS_MAIN(TestImportedScript)
#include "tst_imported_script.moc"
