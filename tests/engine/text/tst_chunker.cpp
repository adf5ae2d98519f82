#include "engine/text/chunker.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/engine/text/golden_rows.h"

using engine::text::chunkText;
using engine::text::maxChunkBytes;
using Strings = std::vector<std::string>;

class TestChunker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsUpstream() {
        for (const QJsonObject &row : goldenRows(QStringLiteral("chunks.jsonl"))) {
            const Strings got = chunkText(utf8(row[u"text"]), row[u"max"].toInt());
            QVERIFY2(got == utf8List(row[u"chunks"]), shown(got) + " for " + shown({utf8(row[u"text"])}));
        }
    }

    void sentencesAreJoinedWhileTheyFit() {
        const std::string text = "One two. Three four! Five?";
        QCOMPARE(chunkText(text, 1000), (Strings{"One two. Three four! Five?"}));
        // "One two. " and "Three four!" have 20 bytes together.
        QCOMPARE(chunkText(text, 20), (Strings{"One two. Three four!", "Five?"}));
        QCOMPARE(chunkText(text, 19), (Strings{"One two.", "Three four! Five?"}));
        QCOMPARE(chunkText(text, 1), (Strings{"One two.", "Three four!", "Five?"}));
        QCOMPARE(chunkText(text, std::numeric_limits<int>::min()), (Strings{"One two.", "Three four!", "Five?"}));
        QCOMPARE(chunkText(text, std::numeric_limits<int>::max()).size(), std::size_t(1));
    }

    void aLongSentenceStaysWhole() {
        const std::string sentence = std::string(500, 'a') + ".";
        QCOMPARE(chunkText(sentence + " b.", 100), (Strings{sentence, "b."}));
    }

    void nothingToSayIsNoChunk() {
        for (const char *text : {"", " ", "\r\n\t ", "\u3000\u00a0"})
            QCOMPARE(chunkText(text, 100), Strings());
    }

    void brokenUtf8IsReplaced() { QCOMPARE(chunkText("a\xE2\x82. b\xFF", 3), (Strings{"a�.", "b�"})); }

    void hundredKilobytesLoseNothing() {
        std::string text;
        while (text.size() < 100'000)
            text += "A sentence of some words, number " + std::to_string(text.size()) + "。 Another one! ";
        std::string joined;
        for (const std::string &chunk : chunkText(text, 135)) {
            QVERIFY(chunk.size() <= 136); // a blank of the joint may come on top
            joined += chunk;
        }
        const auto withoutBlanks = [](std::string s) {
            s.erase(std::remove(s.begin(), s.end(), ' '), s.end());
            return s;
        };
        QVERIFY(withoutBlanks(joined) == withoutBlanks(text));
    }

    // int(len(ref_text) / seconds * (22 - seconds) * speed) in upstream.
    void chunkSizeFollowsTheReference() {
        const std::string fiftyBytes(50, 'a');
        QCOMPARE(maxChunkBytes(fiftyBytes, 5.0, 1.0), 170);
        QCOMPARE(maxChunkBytes(fiftyBytes, 5.0, 2.0), 340);
        QCOMPARE(maxChunkBytes(fiftyBytes, 3.3, 1.0), 283);
        QCOMPARE(maxChunkBytes("中文", 2.0, 1.0), 60);
    }

    void chunkSizeIsAtLeastOne() {
        const double nan = std::nan("");
        const double infinite = std::numeric_limits<double>::infinity();
        for (const double seconds : {0.0, -1.0, 22.0, 100.0, nan, infinite, -infinite})
            QCOMPARE(maxChunkBytes("text", seconds, 1.0), 1);
        for (const double speed : {0.0, -1.0, 1e-9, nan, infinite})
            QCOMPARE(maxChunkBytes("text", 5.0, speed), 1);
        QCOMPARE(maxChunkBytes("", 5.0, 1.0), 1);
        QCOMPARE(maxChunkBytes("text", 1e-300, 1.0), std::numeric_limits<int>::max());
    }
};

QTEST_APPLESS_MAIN(TestChunker)
#include "tst_chunker.moc"
