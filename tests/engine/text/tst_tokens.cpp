#include "engine/text/tokens.h"

#include <QTest>

#include <algorithm>
#include <limits>

#include "tests/engine/text/golden_rows.h"
#include "tests/processor_time.h"

using engine::text::toTokens;
using Strings = std::vector<std::string>;

class TestTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsUpstream() {
        for (const QJsonObject &row : goldenRows(QStringLiteral("tokens.jsonl"))) {
            const Strings got = toTokens(utf8(row[u"text"]));
            QVERIFY2(got == utf8List(row[u"tokens"]), shown(got) + " for " + shown({utf8(row[u"text"])}));
        }
    }

    void plainEnglishIsItsLetters() {
        QCOMPARE(toTokens("Hi, you;"), (Strings{"H", "i", ",", " ", "y", "o", "u", ","}));
        QCOMPARE(toTokens("a,bc"), (Strings{"a", ",", " ", "b", "c"}));
        QCOMPARE(toTokens(""), Strings());
    }

    void typographicQuotesBecomeStraight() { QCOMPARE(toTokens("“it’s”"), (Strings{"\"", "i", "t", "'", "s", "\""})); }

    void chineseGetsABlankAndKeepsItsCharacter() {
        QCOMPARE(toTokens("a中文"), (Strings{"a", " ", "中", " ", "文"}));
        // Upstream raises IndexError here.
        QCOMPARE(toTokens("--𠀀𠀀𠀀𠀀"), (Strings{"-", "-", "𠀀", "𠀀", "𠀀", "𠀀"}));
    }

    void brokenUtf8IsReplaced() {
        QCOMPARE(toTokens("a\xC3"), (Strings{"a", "�"}));
        QCOMPARE(toTokens("\xFF\xFE"), (Strings{"�", "�"}));
    }

    // Linear: ten times the text takes about ten times as long, whatever it is made of.
    void longTextStaysFast_data() {
        QTest::addColumn<QByteArray>("piece");
        QTest::newRow("sentences") << QByteArray("The quick brown fox, well-known since 1.5% of 2024; jumps. ");
        QTest::newRow("one word") << QByteArray("abcdefghij");
        QTest::newRow("signs of a run") << QByteArray("a.-_+%&#");
        QTest::newRow("dictionary words") << QByteArray("C++AT&T");
        QTest::newRow("Chinese") << QByteArray("中文");
        QTest::newRow("broken") << QByteArray("\xF0\x9F\x98");
    }
    void longTextStaysFast() {
        QFETCH(QByteArray, piece);
        const auto milliseconds = [&piece](qsizetype bytes) {
            const std::string text = piece.repeated(bytes / piece.size()).toStdString();
            double best = std::numeric_limits<double>::max();
            for (int run = 0; run < 2; ++run) {
                const double before = processorSeconds();
                if (toTokens(text).size() < text.size() / 4)
                    return std::numeric_limits<double>::quiet_NaN();
                best = std::min(best, processorSeconds() - before);
            }
            return best * 1e3;
        };
        const double small = milliseconds(20'000);
        const double large = milliseconds(200'000);
        QVERIFY2(large < 40 * small + 50, qPrintable(QStringLiteral("%1 ms, %2 ms").arg(small).arg(large)));
    }
};

QTEST_APPLESS_MAIN(TestTokens)
#include "tst_tokens.moc"
