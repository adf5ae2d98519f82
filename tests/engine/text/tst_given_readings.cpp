// Readings that a person gives, on their way to the tokens.
#include <QTest>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/data_folders.h"
#include "engine/request.h"
#include "engine/text/characters.h"
#include "engine/text/chinese.h"
#include "engine/text/chunker.h"
#include "engine/text/syllable.h"
#include "engine/text/tags.h"
#include "engine/text/tokens.h"
#include "tests/engine/text/golden_rows.h"

using engine::text::Chinese;
using engine::text::chunkText;
using engine::text::Reading;
using engine::text::SpokenText;
using engine::text::toTokens;
using Strings = std::vector<std::string>;

class TestGivenReadings : public QObject {
    Q_OBJECT

    const Chinese m_chinese{engine::chineseTablesFile()};
    const Chinese m_without{"/nonexistent"};

    Strings tokensOf(const std::string &written) const {
        const engine::text::TaggedText tagged = engine::text::readTags(written, {});
        const SpokenText &speech = tagged.parts.at(0).speech;
        return toTokens(speech.text, speech.readings, m_chinese);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_chinese.tables()); }

    void aReadingIsTheToken() {
        QCOMPARE(tokensOf("重(zhong4)新"), (Strings{" ", "zhong4", " ", "xin1"}));
        QCOMPARE(tokensOf("银行(yin2 xing2)。"), (Strings{" ", "yin2", " ", "xing2", "。"}));
        QCOMPARE(tokensOf("他行(hang2)吗(ma5)"), (Strings{" ", "ta1", " ", "hang2", " ", "ma"}));
        QCOMPARE(tokensOf("绿(lü4)"), (Strings{" ", "lv4"}));
    }

    // The word around it is still that word: 步行 and 行长 read their other characters as ever.
    void theOthersAreReadAsEver() {
        QCOMPARE(tokensOf("不行(hang2)"), (Strings{" ", toTokens("不行", m_chinese)[1], " ", "hang2"}));
        QCOMPARE(tokensOf("银(jin1)行"), (Strings{" ", "jin1", " ", "hang2"}));
    }

    void aSyllableNeedsNoCharacter() {
        QCOMPARE(tokensOf("<zi4>"), (Strings{" ", "zi4"}));
        QCOMPARE(tokensOf("Say <ni3 hao3>!"), (Strings{"S", "a", "y", " ", " ", "ni3", " ", "hao3", "!"}));
        QCOMPARE(tokensOf("我<de5>书"), (Strings{" ", "wo3", " ", "de", " ", "shu1"}));
        const SpokenText bare = engine::text::readTags("<zi4>", {}).parts.at(0).speech;
        QVERIFY(engine::isSpeakable(bare.text));
        QVERIFY(engine::text::hasChinese(bare.text));
        QCOMPARE(bare.text.size(), std::string("字").size());
    }

    void withoutTablesToo() {
        const SpokenText speech = engine::text::readTags("字(zi4)典", {}).parts.at(0).speech;
        QCOMPARE(toTokens(speech.text, speech.readings, m_without), (Strings{" ", "zi4", " ", "典"}));
    }

    // Whoever gives readings may be wrong about the places; nothing breaks, and right ones count.
    void wrongPlacesAreLeftOut() {
        const std::string text = "a字 b";
        const std::vector<Reading> readings{{1, "zi4"}, {1, "ma1"}, {2, "ma2"}, {4, "ma3"}, {5, "bi3"}, {99, "ma4"}};
        QCOMPARE(toTokens(text, readings, m_without), (Strings{"a", " ", "zi4", " ", " ", "bi3"}));
        QCOMPARE(toTokens("\xE5\xAD", {{0, "zi4"}, {1, "ma1"}}, m_without), (Strings{"�"}));
    }

    void noReadingsChangeNothing() {
        for (const char *file : {"tokens.jsonl", "chinese.jsonl"})
            for (const QJsonObject &row : goldenRows(QString::fromUtf8(file)))
                QCOMPARE(toTokens(utf8(row[u"text"]), {}, m_chinese), toTokens(utf8(row[u"text"]), m_chinese));
        for (const QJsonObject &row : goldenRows(QStringLiteral("chunks.jsonl"))) {
            Strings texts;
            for (const SpokenText &chunk : chunkText(SpokenText{utf8(row[u"text"]), {}, {}}, row[u"max"].toInt()))
                texts.push_back(chunk.text);
            QCOMPARE(texts, chunkText(utf8(row[u"text"]), row[u"max"].toInt()));
        }
    }

    // Every reading goes with its character, whatever is cut.
    void readingsFollowTheirChunk() {
        std::mt19937 random(3);
        const std::vector<std::string> pieces{"字(zi4)", "字",    "。", "，", ". ", " ",
                                              "  \n",    "<ma3>", "a",  "é",  "! ", "\xFF"};
        int moved = 0;
        for (int i = 0; i < 3'000; ++i) {
            std::string written;
            for (std::size_t count = random() % 30; count > 0; --count)
                written += pieces[random() % pieces.size()];
            for (const engine::text::SpeechPart &part : engine::text::readTags(written, {}).parts) {
                std::size_t found = 0;
                for (const SpokenText &chunk : chunkText(part.speech, int(random() % 40))) {
                    for (const Reading &reading : chunk.readings) {
                        const std::string wanted = reading.syllable == "zi4" ? "字" : "鿿";
                        QCOMPARE(chunk.text.substr(reading.at, 3), wanted);
                        QCOMPARE(reading.syllable, part.speech.readings.at(found++).syllable);
                    }
                    moved += found > 0 ? 1 : 0;
                }
                QCOMPARE(found, part.speech.readings.size());
            }
        }
        QVERIFY(moved > 1000);
    }

    // What counts as a syllable is what pypinyin says of some character, and nothing else.
    void syllablesAreThoseOfTheTables() {
        std::set<std::string> known;
        for (char32_t c = 0x3007; c < 0x32000; ++c) {
            std::string said(m_chinese.tables()->syllable(c));
            if (said.empty())
                continue;
            if (said.back() >= '1' && said.back() <= '5')
                said.pop_back();
            known.insert(said);
            const auto list = engine::text::readSyllables(said + "4");
            QVERIFY2(list.size() == 1 && list[0].possible && list[0].spelling == said + "4", said.c_str());
        }
        QVERIFY(known.size() > 400);
        std::set<std::string> extra;
        const std::string letters = "abcdefghijklmnopqrstuvwxyz";
        std::vector<std::string> begins{""};
        for (int length = 1; length <= 6; ++length) {
            std::vector<std::string> longer;
            for (const std::string &begin : begins)
                for (const char letter : letters) {
                    const std::string one = begin + letter;
                    const auto list = engine::text::readSyllables(one + "1");
                    if (list[0].possible && list[0].spelling == one + "1" && !known.contains(one))
                        extra.insert(one);
                    // A syllable goes on only as the beginning of another.
                    if (length <= 2 || std::any_of(known.begin(), known.end(),
                                                   [&one](const std::string &k) { return k.starts_with(one); }))
                        longer.push_back(one);
                }
            begins = std::move(longer);
        }
        const std::set<std::string> inPhrasesOnly{"dei", "dia", "shei"};
        QVERIFY2(extra == inPhrasesOnly, qPrintable(QString::fromUtf8(shown({extra.begin(), extra.end()}))));
    }
};

QTEST_APPLESS_MAIN(TestGivenReadings)
#include "tst_given_readings.moc"
