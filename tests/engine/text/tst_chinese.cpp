#include "engine/text/chinese.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>
#include <thread>

#include "engine/data_folders.h"
#include "engine/text/characters.h"
#include "engine/text/pinyin.h"
#include "engine/text/segmenter.h"
#include "engine/text/tokens.h"
#include "tests/engine/door/problem_of.h"
#include "tests/engine/text/golden_rows.h"

using engine::text::Chinese;
using engine::text::ChineseTables;
using engine::text::segment;
using engine::text::toTokens;
using Strings = std::vector<std::string>;

class TestChinese : public QObject {
    Q_OBJECT

    const Chinese m_chinese{engine::chineseTablesFile()};
    std::vector<std::uint32_t> m_content; // of the tables' file

    // Cuts and reads: every place where a wrong number in the tables could lead outside.
    static std::size_t readAll(const ChineseTables &tables, std::u32string_view text) {
        std::size_t syllables = 0;
        for (const std::u32string_view word : segment(text, &tables))
            syllables += engine::text::pinyin(word, tables).size();
        return syllables;
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_chinese.tables(), qPrintable(u"There is no %1: sh packaging/bootstrap.sh test makes it."_qs.arg(
                                         QString::fromStdString(engine::chineseTablesFile().string()))));
        QFile file(QString::fromStdString(engine::chineseTablesFile().string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_content.resize(std::size_t(file.size()) / 4);
        QCOMPARE(file.read(reinterpret_cast<char *>(m_content.data()), file.size()), file.size());
    }

    void equalsUpstream() {
        for (const QJsonObject &row : goldenRows(QStringLiteral("chinese.jsonl"))) {
            const std::string text = utf8(row[u"text"]);
            const Strings words = segment(std::string_view(text), m_chinese.tables());
            // Tokens are cut from the text without its typography, so words are compared as they are.
            QVERIFY2(words == utf8List(row[u"words"]), shown(words) + " for " + shown({text}));
            const Strings tokens = toTokens(text, m_chinese);
            QVERIFY2(tokens == utf8List(row[u"tokens"]), shown(tokens) + " for " + shown({text}));
        }
    }

    // The same lines as without the tables: what has no Chinese does not change.
    void equalsUpstreamWithoutChinese() {
        for (const QJsonObject &row : goldenRows(QStringLiteral("tokens.jsonl"))) {
            const std::string text = utf8(row[u"text"]);
            const Strings words = segment(std::string_view(text), m_chinese.tables());
            QVERIFY2(words == utf8List(row[u"words"]), shown(words) + " for " + shown({text}));
            QCOMPARE(toTokens(text, m_chinese), utf8List(row[u"tokens"]));
        }
    }

    void readsWithTheNeighbours_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said"); // tokens without blanks, between bars
        QTest::newRow("two third tones") << u"你好"_qs << u"ni2|hao3"_qs;
        QTest::newRow("not, before a fourth tone") << u"不是"_qs << u"bu2|shi4"_qs;
        QTest::newRow("one, before a third tone") << u"一起"_qs << u"yi4|qi3"_qs;
        QTest::newRow("one of two readings") << u"银行行长"_qs << u"yin2|hang2|hang2|zhang3"_qs;
        QTest::newRow("the other one") << u"步行"_qs << u"bu4|xing2"_qs;
        // Each is the beginning of a longer phrase, and said character by character: not 不见, 长线, 一家.
        QTest::newRow("a phrase's beginning: 不") << u"眼不见"_qs << u"yan3|bu4|jian4"_qs;
        QTest::newRow("a phrase's beginning: 长") << u"放长线"_qs << u"fang4|zhang3|xian4"_qs;
        QTest::newRow("a phrase's beginning: 一") << u"另成一家"_qs << u"ling4|cheng2|yi1|jia1"_qs;
        QTest::newRow("neutral tone") << u"我们"_qs << u"wo3|men"_qs;
        QTest::newRow("ü is v") << u"绿"_qs << u"lv4"_qs;
        QTest::newRow("traditional") << u"頭髮"_qs << u"tou2|fa4"_qs;
        QTest::newRow("zero") << u"〇"_qs << u"ling2"_qs;
        QTest::newRow("mixed word") << u"T恤"_qs << u"T|xu4"_qs;
        QTest::newRow("no reading") << u"こ，"_qs << u"こ|，"_qs;
        QTest::newRow("beyond the first 65536") << u"𠀀"_qs << u"𠀀"_qs;
    }
    void readsWithTheNeighbours() {
        QFETCH(QString, text);
        QFETCH(QString, said);
        Strings wanted;
        for (const QString &token : said.split(u'|'))
            wanted.push_back(token.toStdString());
        Strings got = toTokens(text.toStdString(), m_chinese);
        std::erase(got, " ");
        QVERIFY2(got == wanted, shown(got));
    }

    void withoutTablesCharactersStay() {
        const Chinese none("/nonexistent/chinese.bin");
        QCOMPARE(toTokens("a中文", none), (Strings{"a", " ", "中", " ", "文"}));
        QCOMPARE(QString::fromStdString(none.complaint("Hello, 你")),
                 u"Chinese is not read: this build is without the tables for it (/nonexistent/chinese.bin)."_qs);
        QCOMPARE(none.complaint("Hello, café こ"), std::string());
        QCOMPARE(m_chinese.complaint("你"), std::string());
    }

    void onlyChineseReadsTheFile() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(u"chinese.bin"_qs).toStdString();
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write("none"), 4);
        file.close();
        const Chinese broken(path);
        QCOMPARE(toTokens("Hi, café.", broken), toTokens("Hi, café."));
        COMPARE_PROBLEM(toTokens("你", broken), u"chinese.bin: the tables for Chinese are damaged"_qs);
        COMPARE_PROBLEM(toTokens("你", broken), u"again"_qs); // each time, and with a remedy
    }

    void shortenedTablesAreRefused() {
        for (std::size_t kept = 0; kept < m_content.size(); kept += 1 + kept / 2) {
            std::vector<std::uint32_t> part(m_content.begin(), m_content.begin() + std::ptrdiff_t(kept));
            COMPARE_PROBLEM(ChineseTables::parse(part, "tables"), kept < 3 ? u"end too early"_qs : u"their length"_qs);
            if (kept < 3)
                continue;
            part[2] = std::uint32_t(kept); // the length that they tell
            COMPARE_PROBLEM(ChineseTables::parse(part, "tables"), u"damaged"_qs);
        }
        std::vector<std::uint32_t> more = m_content;
        more.push_back(0);
        ++more[2];
        COMPARE_PROBLEM(ChineseTables::parse(more, "tables"), u"something follows"_qs);
    }

    // Refused, or read without going astray (the sanitizers would say).
    void damagedTablesDoNoHarm() {
        std::mt19937 random(9);
        const std::u32string text = engine::text::decode("你好，银行行长A型T恤𠀀龘㐀不一定C++重庆3.5%的音乐会");
        const std::vector<std::uint32_t> values = {0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
        std::size_t refused = 0;
        for (int round = 0; round < 120; ++round) {
            std::vector<std::uint32_t> content = m_content;
            for (int i = 0; i < 1 + round % 4; ++i) {
                std::uint32_t &number = content[random() % (round % 2 == 0 ? 64 : content.size())];
                number = round % 3 == 0 ? number ^ (1U << random() % 32) : values[random() % values.size()];
            }
            try {
                QVERIFY(readAll(ChineseTables::parse(std::move(content), "tables"), text) > 0);
            } catch (const engine::Error &) {
                ++refused;
            }
        }
        QVERIFY2(refused > 60, qPrintable(QString::number(refused)));
    }

    void nothingIsLost() {
        std::mt19937 random(10);
        for (int round = 0; round < 300; ++round) {
            std::u32string line;
            for (std::size_t i = 0; i < 200; ++i) {
                const std::array<char32_t, 8> limits = {0x80,   0x250,   0x3100,  0x5000,
                                                        0xA000, 0x10000, 0x30000, 0x110000};
                const char32_t c = char32_t(random() % limits[random() % limits.size()]);
                line += c >= 0xD800 && c < 0xE000 ? U'一' : c;
            }
            std::u32string joined;
            for (const std::u32string_view word : segment(std::u32string_view(line), m_chinese.tables())) {
                QVERIFY(!word.empty());
                joined += word;
            }
            QVERIFY(joined == line);
            for (const std::string &token : toTokens(engine::text::encode(line), m_chinese))
                QVERIFY(!token.empty());
        }
    }

    void brokenUtf8IsReplaced() {
        QCOMPARE(toTokens("你\xE4\xBD", m_chinese), (Strings{" ", "ni3", "�"}));
        QCOMPARE(toTokens("\xED\xA0\x80好", m_chinese), (Strings{"�", "�", "�", " ", "hao3"}));
    }

    // One word's way must not look at the whole line: this would not end.
    void aMegabyteWithoutAMark_data() {
        QTest::addColumn<QString>("piece");
        QTest::newRow("words") << u"中华人民共和国万岁"_qs;
        QTest::newRow("singles") << u"龘"_qs;
        QTest::newRow("a phrase's beginning") << u"一"_qs;
        QTest::newRow("Latin between") << u"中a1文-"_qs;
    }
    void aMegabyteWithoutAMark() {
        QFETCH(QString, piece);
        const std::string text = piece.repeated(1'000'000 / piece.toUtf8().size()).toStdString();
        const Strings tokens = toTokens(text, m_chinese);
        const auto blanks = std::size_t(std::count(tokens.begin(), tokens.end(), " "));
        QVERIFY2(tokens.size() - blanks == engine::text::decode(text).size(),
                 qPrintable(QString::number(tokens.size())));
    }

    void threadsShareTheTables() {
        const Chinese fresh(engine::chineseTablesFile());
        const Strings wanted = toTokens("银行行长在长江边上长大。", m_chinese);
        std::vector<int> equal(8, 0);
        {
            std::vector<std::jthread> threads;
            for (int &mine : equal)
                threads.emplace_back([&] { mine = toTokens("银行行长在长江边上长大。", fresh) == wanted; });
        }
        QCOMPARE(equal, std::vector<int>(8, 1));
    }
};

QTEST_APPLESS_MAIN(TestChinese)
#include "tst_chinese.moc"
