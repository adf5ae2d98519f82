#include "engine/text/lexicon.h"
#include "tests/processor_time.h"

#include <QTest>

#include <chrono>
#include <memory>

using engine::text::applied;
using engine::text::Lexicon;
using engine::text::LexiconEntry;
using engine::text::LexiconFault;
using engine::text::LexiconKind;
using engine::text::Reading;
using engine::text::Replacement;
using engine::text::SpokenText;

namespace {

LexiconEntry word(std::string from, std::string to) {
    return {LexiconKind::Plain, std::move(from), std::move(to)};
}
LexiconEntry exactWord(std::string from, std::string to) {
    return {LexiconKind::Plain, std::move(from), std::move(to), true};
}
LexiconEntry part(std::string from, std::string to) {
    return {LexiconKind::Plain, std::move(from), std::move(to), false, false};
}
LexiconEntry pattern(std::string from, std::string to) {
    return {LexiconKind::Pattern, std::move(from), std::move(to)};
}
LexiconEntry pinyin(std::string from, std::string to) {
    return {LexiconKind::Pinyin, std::move(from), std::move(to)};
}

SpokenText plainly(const std::string &text) {
    return {text, {}, {}};
}

// The text after the replacements, which must be in order and not overlap.
std::string after(const std::string &text, const std::vector<Replacement> &replacements) {
    std::string result;
    std::size_t at = 0;
    for (const Replacement &each : replacements) {
        if (each.from < at || each.to <= each.from || each.to > text.size())
            return "wrong order";
        result += text.substr(at, each.from - at) + each.by;
        at = each.to;
    }
    return result + text.substr(at);
}

std::string said(const std::vector<LexiconEntry> &entries, const std::string &text) {
    return after(text, Lexicon(entries).apply(plainly(text)));
}

double seconds(const std::function<void()> &work) {
    const double before = processorSeconds();
    work();
    return processorSeconds() - before;
}

} // namespace

class TestLexicon : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wordsAreWholeAndIgnoreCapitals() {
        const std::vector<LexiconEntry> entries{word("GIF", "jif"), word("C++", "see plus plus")};
        QCOMPARE(said(entries, "A gif, the GIF; gift GIFs Gif."), std::string("A jif, the jif; gift GIFs jif."));
        QCOMPARE(said(entries, "c++ and C++17? (C++)"),
                 std::string("see plus plus and see plus plus17? (see plus plus)"));
        QCOMPARE(said({word("kal", "Kahl")}, "Kal's kal_1 kalé"), std::string("Kahl's kal_1 kalé"));
        QCOMPARE(said({word("ÉCOLE", "ekol"), word("МИР", "meer")}, "école мир Мирный"),
                 std::string("ekol meer Мирный"));
    }

    void capitalsCountWhereTheyAreAskedFor() {
        QCOMPARE(said({exactWord("US", "U S")}, "The US told us."), std::string("The U S told us."));
        QCOMPARE(said({exactWord("US", "U S"), word("us", "uss")}, "US us"), std::string("U S uss"));
    }

    void partsOfWords() {
        QCOMPARE(said({part("ough", "uff")}, "tough roughly OUGHT"), std::string("tuff ruffly uffT"));
        // Never in the middle of what looks like one character.
        QCOMPARE(said({part("e", "X")}, "e e\xCC\x81"), std::string("X e\xCC\x81"));
    }

    void chineseHasNoBorders() {
        QCOMPARE(said({word("重庆", "山城")}, "我在重庆吃GIF"), std::string("我在山城吃GIF"));
        QCOMPARE(said({word("GIF", "动图")}, "我在看GIF呢"), std::string("我在看动图呢"));
        QCOMPARE(said({word("한국", "코리아"), word("さん", "san")}, "한국에 山田さんは"),
                 std::string("코리아에 山田sanは"));
    }

    void theLongestCountsAndThenTheEarlier() {
        const std::vector<LexiconEntry> entries{word("New", "Neu"), word("New York", "Big Apple"),
                                                word("new york", "never")};
        QCOMPARE(said(entries, "New York, New Jersey"), std::string("Big Apple, Neu Jersey"));
        QCOMPARE(said({part("ab", "1"), word("ab", "2")}, "ab abc"), std::string("1 1c"));
        QCOMPARE(said({word("ab", "2"), part("ab", "1")}, "ab abc"), std::string("2 1c"));
        QCOMPARE(said({word("a b c d", "long"), word("b", "B")}, "a b c e"), std::string("a B c e"));
    }

    void nothingIsReplacedTwice() {
        QCOMPARE(said({word("a", "b"), word("b", "c"), pattern("[bc]", "!")}, "a b c"), std::string("b c !"));
        QCOMPARE(said({pattern("x+", "y"), pattern("y", "z")}, "xx y"), std::string("y z"));
    }

    void patternsHaveGroups() {
        QCOMPARE(said({pattern(R"(v(\d+)\.(\d+))", R"(version \1 point \2)")}, "V2.11 or v3.0"),
                 std::string("version 2 point 11 or version 3 point 0"));
        QCOMPARE(said({pattern(R"(\b(\w+) \1)", "never")}, "a a"), std::string("a a")); // RE2 knows no such thing
        QCOMPARE(said({pattern("(汉)(字)", R"(\2\1)")}, "写汉字"), std::string("写字汉"));
        QCOMPARE(said({pattern(R"(^a|b$)", "_")}, "a ab ab"), std::string("_ ab a_"));
        QCOMPARE(said({pattern("x*", "-")}, "axxb"), std::string("a-b"));
        QCOMPARE(said({pattern(R"(\C)", "?")}, "ä"), std::string("ä")); // half a character is none
    }

    void patternsComeInOrderAfterWords() {
        QCOMPARE(said({pattern(R"(\d+)", "number"), word("42", "the answer")}, "42 43"),
                 std::string("the answer number"));
        QCOMPARE(said({pattern("ab", "1"), pattern("a.", "2")}, "abac"), std::string("12"));
        // What is taken already is a border, but is seen.
        QCOMPARE(said({word("b", "B"), pattern("a.*c", "x"), pattern(R"(^c)", "y")}, "a b c"), std::string("a B c"));
    }

    void pinyinGivesReadings() {
        const Lexicon lexicon(
            {pinyin("重庆", "chong2 qing4"), pinyin("行", "HANG2"), pinyin("绿女", "lü4 nu:3"), pinyin("的", "de")});
        const std::vector<Replacement> found = lexicon.apply(plainly("去重庆银行 绿女的"));
        QCOMPARE(found.size(), std::size_t(4));
        QCOMPARE(found[0].by, std::string("重庆"));
        QCOMPARE(found[0].readings, (std::vector<Reading>{{0, "chong2"}, {3, "qing4"}}));
        QCOMPARE(found[1].readings, (std::vector<Reading>{{0, "hang2"}}));
        QCOMPARE(found[2].readings, (std::vector<Reading>{{0, "lv4"}, {3, "nv3"}}));
        QCOMPARE(found[3].readings, (std::vector<Reading>{{0, "de5"}}));
        QVERIFY(lexicon.faults().empty());
    }

    void givenReadingsStay() {
        const Lexicon lexicon({pinyin("重庆", "chong2 qing4"), word("重", "X"), pattern(".", "_")});
        const SpokenText text{"重庆重a", {{0, "zhong4"}}, {}};
        QCOMPARE(after(text.text, lexicon.apply(text)), std::string("重_X_"));
    }

    void theVoicesOwnComesFirst() {
        const auto own = std::make_shared<const Lexicon>(std::vector{word("York", "Jork")});
        const auto all =
            std::make_shared<const Lexicon>(std::vector{word("New York", "Big Apple"), word("new", "neu")});
        const SpokenText text = plainly("New York, new");
        QCOMPARE(after(text.text, applied(text, {own, all})), std::string("neu Jork, neu"));
        QCOMPARE(after(text.text, applied(text, {all})), std::string("Big Apple, neu"));
        QCOMPARE(after(text.text, applied(text, {})), text.text);
    }

    void whatIsOffIsNotUsedButLookedAt() {
        LexiconEntry off = word("a", "b");
        off.enabled = false;
        LexiconEntry broken = pattern("(", "b");
        broken.enabled = false;
        QCOMPARE(said({off, broken}, "a"), std::string("a"));
        QCOMPARE(Lexicon({off, broken}).faults().size(), std::size_t(1));
    }

    void faultsNameTheEntryAndThePlace_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("said"); // part of the sentence
        QTest::addColumn<int>("at");
        const auto row = [](const char *name, const char *kind, const QString &from, const QString &to,
                            const char *said, int at) {
            QTest::newRow(name) << QString::fromUtf8(kind) << from << to << QString::fromUtf8(said) << at;
        };
        const QString none;
        row("nothing", "plain", none, QStringLiteral("a"), "does not say what", 0);
        row("blanks", "plain", QStringLiteral(" \t"), QStringLiteral("a"), "does not say what", 0);
        row("long", "plain", QString(257, u'a'), none, "257 bytes; at most 256", 256);
        row("much said", "plain", QStringLiteral("a"), QString(1025, u'b'), "of \"a\" has 1025 bytes", 1024);
        row("open", "regex", QStringLiteral("é(ab"), none, "at character 1 (\"é(ab\"): missing )", 0);
        row("repetition", "regex", QStringLiteral("ab*+"), none, "at character 3 (\"*+\"): bad repetition", 2);
        row("escape", "regex", QStringLiteral("a\\yb"), none, "at character 2 (\"\\y\"): invalid escape", 1);
        row("no such group", "regex", QStringLiteral("(a)"), QStringLiteral("\\2"),
            "names group 2, and the pattern has 1", 0);
        row("no group", "regex", QStringLiteral("a"), QStringLiteral("\\x"), "neither a digit", 0);
        row("memory", "regex", QStringLiteral("(\\pL{100}){10}"), none, "too much memory", 0);
        row("large", "regex", QStringLiteral("\\pL{20}"), none, "is too large", 0);
        row("latin", "pinyin", QStringLiteral("重a"), QStringLiteral("chong2 a1"), "something else", 3);
        row("too few", "pinyin", QStringLiteral("重庆"), QStringLiteral("chong2"), "2 characters and 1 readings", 0);
        row("no pinyin", "pinyin", QStringLiteral("重"), QStringLiteral("chong6"), "are no pinyin", 0);
        row("no syllable", "pinyin", QStringLiteral("重"), QStringLiteral("blorp4"), "are no pinyin", 0);
    }
    void faultsNameTheEntryAndThePlace() {
        QFETCH(QString, kind);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, said);
        QFETCH(int, at);
        LexiconEntry entry = word(from.toStdString(), to.toStdString());
        entry.kind = *engine::text::lexiconKindFromString(kind.toStdString());
        const Lexicon lexicon({word("fine", "good"), entry});
        QCOMPARE(lexicon.faults().size(), std::size_t(1));
        const LexiconFault &fault = lexicon.faults().front();
        QCOMPARE(fault.entry, std::size_t(1));
        QVERIFY2(QString::fromStdString(fault.what).contains(said), fault.what.c_str());
        QVERIFY(!fault.remedy.empty());
        QCOMPARE(fault.at, std::size_t(at));
        QCOMPARE(after("fine", lexicon.apply(plainly("fine"))), std::string("good"));
    }

    void thereAreLimits() {
        std::vector<LexiconEntry> entries;
        for (int i = 0; i < 10'001; ++i)
            entries.push_back(word("w" + std::to_string(i), "x"));
        const Lexicon many(entries);
        QCOMPARE(many.faults().size(), std::size_t(1));
        QCOMPARE(many.faults().front().entry, std::size_t(10'000));
        QCOMPARE(after("w9999 w10000", many.apply(plainly("w9999 w10000"))), std::string("x w10000"));
        const Lexicon patterns(std::vector<LexiconEntry>(201, pattern("ab", "c")));
        QCOMPARE(patterns.faults().size(), std::size_t(1));
        const std::string text(100'000, 'a');
        const std::vector<Replacement> grown = Lexicon({part("a", std::string(1024, 'b'))}).apply(plainly(text));
        QCOMPARE(grown.size(), std::size_t(16 << 10));
    }

    // Broken bytes, one character a million times, patterns that look to the end from everywhere.
    void takesTimeAsTheTextIsLong() {
        std::vector<LexiconEntry> entries{pattern("a.*b|a", "c"), pattern("(?:x+x+)+y", ""), pattern(R"(\s+$)", "")};
        for (int i = 0; i < 3'000; ++i)
            entries.push_back(part(std::string(std::size_t(i % 250 + 1), 'z') + std::to_string(i), "z"));
        const Lexicon lexicon(entries);
        for (const char c : {'a', 'x', 'z', ' ', '\xE2'}) {
            const double one = seconds([&] { (void)lexicon.apply(plainly(std::string(20'000, c))); });
            const double four = seconds([&] { (void)lexicon.apply(plainly(std::string(80'000, c))); });
            QVERIFY2(four < 8 * one + 0.05,
                     qPrintable(QStringLiteral("%1: %2 s, %3 s").arg(int(c)).arg(one).arg(four)));
        }
    }

    void longTextIsNoDifferent() {
        const Lexicon lexicon({pattern(R"(b(\d+)c)", R"(<\1>)"), pattern("d{1000}", "D")});
        std::string text;
        std::string wanted;
        for (int i = 0; i < 3'000; ++i) {
            text += std::string(std::size_t(i % 40), '.') + "b" + std::to_string(i) + "c";
            wanted += std::string(std::size_t(i % 40), '.') + "<" + std::to_string(i) + ">";
            if (i % 500 == 0) {
                text += "ä" + std::string(1000, 'd');
                wanted += "äD";
            }
        }
        QVERIFY(after(text, lexicon.apply(plainly(text))) == wanted);
    }
};

QTEST_APPLESS_MAIN(TestLexicon)
#include "tst_lexicon.moc"
