#include "engine/text/segmenter.h"

#include <QTest>

#include "tests/engine/text/golden_rows.h"

using engine::text::segment;
using Strings = std::vector<std::string>;

class TestSegmenter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsRjieba() {
        for (const QJsonObject &row : goldenRows(QStringLiteral("tokens.jsonl"))) {
            const Strings got = segment(std::string_view(utf8(row[u"text"])));
            QVERIFY2(got == utf8List(row[u"words"]), shown(got) + " for " + shown({utf8(row[u"text"])}));
        }
    }

    void knowsTheRulesOfARun_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words"); // between bars
        QTest::newRow("decimal and percent") << "3.5%off"
                                             << "3.5%|off";
        QTest::newRow("joined") << "v1.2-rc_3"
                                << "v1.2-rc_3";
        QTest::newRow("two joiners") << "a--b_-c"
                                     << "a|--|b|_-|c";
        QTest::newRow("joiner at the edge") << "-a-"
                                            << "-|a|-";
        QTest::newRow("dictionary") << "xC++AT&Tc#y"
                                    << "x|C++|AT&T|c#|y";
        QTest::newRow("not in the dictionary") << "R&D"
                                               << "R|&|D";
        QTest::newRow("outside runs") << "a,b"
                                      << "a|,|b";
        QTest::newRow("line ends") << "a\r\nb\n\rc"
                                   << "a|\r\n|b|\n|\r|c";
    }
    void knowsTheRulesOfARun() {
        QFETCH(QString, text);
        QFETCH(QString, words);
        Strings wanted;
        for (const QString &word : words.split(u'|'))
            wanted.push_back(word.toStdString());
        const Strings got = segment(std::string_view(text.toStdString()));
        QVERIFY2(got == wanted, shown(got));
    }

    // Without the tables (with them: tst_chinese.cpp); rare Han characters stay together as rjieba leaves them.
    void chineseComesBackOneByOne() {
        QCOMPARE(segment(std::string_view("ab中文c-d")), (Strings{"ab", "中", "文", "c-d"}));
        QCOMPARE(segment(std::string_view("-㐀㐀a")), (Strings{"-㐀㐀", "a"}));
    }

    void nothingIsLost() {
        std::u32string line;
        for (char32_t c = 0; c < 0x30000; c += 7)
            line += {c >= 0xD800 && c < 0xE000 ? U'%' : c, U'a', U'.', U'\r', U'\n'};
        std::u32string joined;
        for (const std::u32string_view word : segment(std::u32string_view(line))) {
            QVERIFY(!word.empty());
            joined += word;
        }
        QVERIFY(joined == line);
    }

    void brokenUtf8IsReplaced() {
        QCOMPARE(segment(std::string_view("a\xFF\xE2\x82z")), (Strings{"a", "�", "�", "z"}));
    }
};

QTEST_APPLESS_MAIN(TestSegmenter)
#include "tst_segmenter.moc"
