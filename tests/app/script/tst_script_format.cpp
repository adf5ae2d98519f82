#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <limits>

#include "app/script/script_format.h"
#include "app/script/text_decoder.h"
#include "engine/error.h"

using namespace app::script;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

Script sample() {
    Script script = newScript();
    script.lines = {newLine(s("Hello, “world”.\tTab and \\ and 😀 and \u0301")), newLine(s("你好")), newLine()};
    script.lines[0].voiceId = s("größe 2");
    script.lines[0].speed = 1.0 / 3.0;
    script.lines[1].seed = std::numeric_limits<quint64>::max();
    script.lines[1].cue = CueTimes{0.1, 3599999.999};
    return script;
}

// What a person reads when it is opened.
QString refusal(const QByteArray &bytes) {
    try {
        fromJson(bytes, s("play.ishowtts"));
    } catch (const engine::Error &error) {
        return error.remedy().empty() ? s("no remedy") : QString::fromUtf8(error.what());
    }
    return s("accepted");
}

QString textRefusal(const QByteArray &bytes) {
    try {
        fromText(bytes, s("notes %2.txt"));
    } catch (const engine::Error &error) {
        return QString::fromUtf8(error.what());
    }
    return s("accepted");
}

const QByteArray kId = "0e7c1d36-5e0a-4a3c-8a44-0c6a8d2a9b11";

QByteArray fileWith(const QByteArray &line, const QByteArray &version = "1") {
    return "{\"format\": \"ishowtts-script\",\n \"id\": \"" + kId + "\",\n \"lines\": [" + line +
           "],\n \"version\": " + version + "}";
}

QStringList texts(const Script &script) {
    QStringList all;
    for (const Line &line : script.lines)
        all << line.text;
    return all;
}

} // namespace

class TestScriptFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingComesBackExactly() {
        const Script script = sample();
        QVERIFY(fromJson(toJson(script), s("x")) == script);
        QVERIFY(looksLikeScript(toJson(script)));
        QVERIFY(fromJson("\xEF\xBB\xBF" + toJson(script), s("x")) == script);
        QVERIFY(toJson(script).startsWith("{\n \"format\": \"ishowtts-script\"")); // readable, and known at its start
    }

    void onlyTimesNeedTheNewerFormat() {
        Script script = sample();
        QVERIFY(toJson(script).contains("\"version\": 2"));
        script.lines[1].cue.reset();
        QVERIFY(toJson(script).contains("\"version\": 1"));
    }

    void fiveThousandLines() {
        Script script = newScript();
        for (int i = 0; i < 5000; ++i)
            script.lines << newLine(s("Line %1 of a long script, with some words to say.").arg(i));
        QVERIFY(fromJson(toJson(script), s("x")) == script);
    }

    void damageIsNamedWithItsPlace_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        const QByteArray id = "\"id\": \"" + kId + "\"";
        const auto row = [](const char *name, const QByteArray &bytes, const char *says) {
            QTest::newRow(name) << bytes << s(says);
        };
        row("cut off", fileWith("{" + id + ", \"text\": \"x\"}").chopped(40), "line 3, column");
        row("empty", "", "line 1, column 1");
        row("a list", "[]", "an object");
        row("another format", "{\"format\": \"other\", \"version\": 1}", "ishowtts-script");
        row("newer", fileWith("", "3"), "newer version");
        row("much newer, other lines", fileWith("{\"words\": 3}", "77"), "newer version");
        row("version zero", fileWith("", "0"), "version");
        row("version text", fileWith("", "\"1\""), "version");
        row("no text", fileWith("{" + id + "}"), "line 1 of the script: “text” is missing");
        row("second line", fileWith("{" + id + ", \"text\": \"\"}, 7"), "line 2 of the script");
        row("text is a number", fileWith("{" + id + ", \"text\": 5}"), "“text” is no text");
        row("half a cue", fileWith("{" + id + ", \"text\": \"a\", \"begin\": 1}"), "times of a cue");
        row("a cue backwards", fileWith("{" + id + ", \"text\": \"a\", \"begin\": 2, \"end\": 1}"), "times of a cue");
        row("a cue too late", fileWith("{" + id + ", \"text\": \"a\", \"begin\": 2, \"end\": 4e6}"), "“end”");
        row("a break in a line", fileWith("{" + id + ", \"text\": \"a\\nb\"}"), "line break");
        row("a control character", fileWith("{" + id + ", \"text\": \"a\\u0000b\"}"), "control character");
        row("no id", fileWith("{\"text\": \"a\"}"), "“id” is missing");
        row("id", fileWith("{\"id\": \"../../x\", \"text\": \"a\"}"), "no UUID");
        row("voice", fileWith("{" + id + ", \"text\": \"a\", \"voice\": \"../x\"}"), "name of a voice");
        row("speed", fileWith("{" + id + ", \"text\": \"a\", \"speed\": 3.5}"), "0.3 to 3");
        row("speed below", fileWith("{" + id + ", \"text\": \"a\", \"speed\": -1}"), "0.3 to 3");
        row("seed below zero", fileWith("{" + id + ", \"text\": \"a\", \"seed\": -1}"), "whole number");
        row("seed too large", fileWith("{" + id + ", \"text\": \"a\", \"seed\": 18446744073709551616}"),
            "whole number");
        row("seed with a fraction", fileWith("{" + id + ", \"text\": \"a\", \"seed\": 1.5}"), "whole number");
        row("unknown name", fileWith("{" + id + ", \"text\": \"a\", \"pitch\": 1}"), "“pitch” is not known");
        row("not UTF-8", fileWith("{" + id + ", \"text\": \"a\xE9\"}"), "line 3, column");
        row("a line too long", fileWith("{" + id + ", \"text\": \"" + QByteArray(kLongestLine + 1, 'x') + "\"}"),
            "bytes");
        row("deep", QByteArray(100000, '['), "line 1");
    }

    void damageIsNamedWithItsPlace() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const QString message = refusal(bytes);
        QVERIFY2(message.contains(says), qPrintable(message.left(300)));
        QVERIFY2(message.contains(s("play.ishowtts")), qPrintable(message.left(300)));
    }

    void tooManyLinesAreRefused() {
        QByteArray lines;
        for (int i = 0; i <= kMostLines; ++i)
            lines += QByteArray(i ? "," : "") + "{\"id\":\"" + kId + "\",\"text\":\"\"}";
        QVERIFY(refusal(fileWith(lines)).contains(s("20,001")) || refusal(fileWith(lines)).contains(s("20001")));
    }

    void anIdThatStandsTwiceIsGivenAnew() {
        const QByteArray line = "{\"id\": \"" + kId.toUpper() + "\", \"text\": \"a\"}";
        const Script script = fromJson(fileWith(line + "," + line), s("x"));
        QCOMPARE(script.lines[0].id, QString::fromLatin1(kId));
        QVERIFY(script.lines[1].id != script.lines[0].id);
        QCOMPARE(fromJson(fileWith({}), s("x")).lines.size(), 1);
    }

    // Whatever happens to a file: it is refused in words or read as a script that keeps every bound.
    void mutatedFilesNeverBreakAnything() {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const QByteArray good = toJson(sample());
        int refused = 0;
        for (int i = 0; i < 3000; ++i) {
            QByteArray bytes = good;
            for (int k = random.bounded(1, 4); k > 0; --k) {
                const int at = random.bounded(int(bytes.size()));
                if (random.bounded(3) == 0)
                    bytes.remove(at, random.bounded(8));
                else
                    bytes[at] = char(random.bounded(256));
                if (bytes.isEmpty())
                    bytes = "x";
            }
            try {
                const Script script = fromJson(bytes, s("x"));
                QVERIFY(!script.lines.isEmpty());
                QSet<QString> ids;
                for (const Line &line : script.lines) {
                    QCOMPARE(line.text, cleanText(line.text));
                    QVERIFY(line.voiceId.isEmpty() || isVoiceId(line.voiceId));
                    QVERIFY(!line.speed || (*line.speed >= kSlowest && *line.speed <= kFastest));
                    ids.insert(line.id);
                }
                QCOMPARE(ids.size(), script.lines.size());
            } catch (const engine::Error &) {
                ++refused;
            }
        }
        QVERIFY(refused > 100);
    }

    void plainTextInItsEncodings() {
        const QStringList wanted{s("Hallo, Größe"), s("你好 😀"), QString(), s("end")};
        const QString text = wanted.join(s("\r\n"));
        const auto utf16 = [&](bool big) {
            QByteArray bytes = big ? QByteArray("\xFE\xFF") : QByteArray("\xFF\xFE");
            for (const QChar c : text) {
                const char high = char(c.unicode() >> 8);
                const char low = char(c.unicode() & 0xff);
                bytes.append(big ? high : low).append(big ? low : high);
            }
            return bytes;
        };
        QCOMPARE(texts(fromText(text.toUtf8(), s("x"))), wanted);
        QCOMPARE(texts(fromText("\xEF\xBB\xBF" + text.toUtf8() + "\n", s("x"))), wanted);
        QCOMPARE(texts(fromText(utf16(false), s("x"))), wanted);
        QCOMPARE(texts(fromText(utf16(true), s("x"))), wanted);
        QCOMPARE(texts(fromText({}, s("x"))), QStringList{QString()});
        QCOMPARE(toText(fromText(text.toUtf8(), s("x"))), (wanted.join(u'\n') + u'\n').toUtf8());
        QVERIFY(!looksLikeScript("{ he said, \"hello\" }"));
    }

    void wrongEncodingNamesTheByte() {
        QVERIFY(textRefusal("ok\nGr\xF6\xDF"
                            "e")
                    .contains(s("byte 6 (line 2) is wrong (0xF6)")));
        QVERIFY(textRefusal("\xEF\xBB\xBFGr\xF6").contains(s("byte 6 (line 1)")));
        QVERIFY(textRefusal("\xF6").contains(s("“notes %2.txt”"))); // a name is a name, whatever it looks like
        QVERIFY(textRefusal(QByteArray("a\0b\0", 4)).contains(s("byte 2 (line 1) is 0x00")));
        QVERIFY(textRefusal(QByteArray("\xFF\xFE"
                                       "a\0b",
                                       5))
                    .contains(s("byte 5")));
        QVERIFY(textRefusal(QByteArray("\xFF\xFE\x3D\xD8"
                                       "a\0",
                                       6))
                    .contains(s("bytes 3 and 4")));
        QVERIFY(textRefusal(QByteArray("\xFF\xFE\0\0a\0\0\0", 8)).contains(s("UTF-32")));
        QVERIFY(textRefusal(QByteArray(kLongestLine + 1, 'x')).contains(s("line 1")));
        QVERIFY(textRefusal(QByteArray("x\n").repeated(kMostLines + 1)).contains(s("too long")));
    }
};

QTEST_APPLESS_MAIN(TestScriptFormat)
#include "tst_script_format.moc"
