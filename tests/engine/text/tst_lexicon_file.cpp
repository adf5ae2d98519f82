#include "engine/text/lexicon_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

#include "engine/error.h"

using engine::Json;
using engine::text::LexiconContent;
using engine::text::LexiconEntry;
using engine::text::LexiconForm;
using engine::text::LexiconKind;

namespace {

std::vector<LexiconEntry> difficultEntries() {
    LexiconEntry all{LexiconKind::Pattern, "v(\\d+),\t\"x\"", "a\nb, \"c\"\r\n", true, false, false, " note; "};
    return {{LexiconKind::Plain, "GIF", "jif"},
            all,
            {LexiconKind::Pinyin, "重庆", "chong2 qing4"},
            {LexiconKind::Plain, "=1+1", ""}};
}

QString refusal(std::string_view content) {
    try {
        engine::text::imported(content, "file");
    } catch (const engine::Error &error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace

class TestLexiconFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWasExported_data() {
        QTest::addColumn<int>("form");
        QTest::newRow("json") << int(LexiconForm::Json);
        QTest::newRow("csv") << int(LexiconForm::Csv);
        QTest::newRow("tsv") << int(LexiconForm::Tsv);
    }
    void comesBackAsItWasExported() {
        QFETCH(int, form);
        const std::string file = engine::text::exported(difficultEntries(), LexiconForm(form));
        const LexiconContent back = engine::text::imported(file, "file");
        QVERIFY(back.problems.empty());
        QVERIFY2(back.entries == difficultEntries(), file.c_str());
    }

    void whatIsNotUnderstoodStays() {
        const Json entry =
            Json::parse(R"({"from": "a", "to": "b", "stress": [1, 2.5], "seen": 9007199254740993})", "x");
        const LexiconEntry read = engine::text::lexiconEntryIn(entry);
        const Json written = engine::text::asJson(read);
        QCOMPARE(written["stress"].dump(), std::string("[1,2.5]"));
        QCOMPARE(written["seen"].integer(), std::int64_t(9007199254740993));
        QVERIFY(engine::text::lexiconEntryIn(written) == read);
    }

    void oneBadEntryHidesNoOther() {
        const LexiconContent content = engine::text::imported(
            R"({"version": 1, "entries": [{"from": "a", "to": "b"}, {"kind": "song", "from": "a", "to": "b"}, 7,
                {"from": "c"}, {"from": "d", "to": "e", "case": "yes"}, {"from": "f", "to": "g", "wholeWord": false}]})",
            "file");
        QCOMPARE(content.entries.size(), std::size_t(2));
        QCOMPARE(content.entries[1].from, std::string("f"));
        QVERIFY(!content.entries[1].wholeWord);
        QCOMPARE(content.problems.size(), std::size_t(4));
        QCOMPARE(content.problems[0], std::string("file: entry 2 is left out: its kind is unknown."));
    }

    void readsTablesOfSpreadsheets() {
        const LexiconContent german = engine::text::imported(
            "\xEF\xBB\xBF"
            "To;From;Case;Remark\r\n\"jif; or \"\"gif\"\"\";GIF;1;x\r\n\r\n;;;\r\nb;a;perhaps;\r\nd;c",
            "file");
        QCOMPARE(german.entries.size(), std::size_t(2));
        QCOMPARE(german.entries[0].from, std::string("GIF"));
        QCOMPARE(german.entries[0].to, std::string("jif; or \"gif\""));
        QVERIFY(german.entries[0].matchCase);
        QCOMPARE(german.entries[1].from, std::string("c"));
        QCOMPARE(german.problems, std::vector<std::string>{"file: line 5 is left out: case is \"perhaps\"."});
    }

    void saysWhatIsWrong() {
        QVERIFY(refusal("a,b\nc,d\n").contains(u"does not name the columns"));
        QVERIFY(refusal("from,to\na,\"b\nc").contains(u"line 2: a quote has no end"));
        QVERIFY(refusal("from,to\n\"a\"b,c").contains(u"line 2: something follows"));
        QVERIFY(refusal("\xFF\xFE"
                        "f")
                    .contains(u"UTF-16"));
        QVERIFY(refusal("from,to\n\xE9,a").contains(u"not UTF-8"));
        QVERIFY(refusal("{\"entries\": 7}").contains(u"no lexicon"));
        QVERIFY(refusal("{\"entries\": [").contains(u"line 1"));
        QCOMPARE(refusal("").isEmpty() && refusal("from,to").isEmpty(), true);
    }

    void knowsWhereAVoicesLexiconLies() {
        const QTemporaryDir folder;
        const std::filesystem::path own = folder.filePath(QStringLiteral("own")).toStdString();
        const std::filesystem::path shipped = folder.filePath(QStringLiteral("shipped")).toStdString();
        std::filesystem::create_directories(shipped / "voices" / "ada");
        std::ofstream(shipped / "voices" / "ada" / "voice.json") << "{}";
        using Paths = std::vector<std::filesystem::path>;
        const auto files = [&](const std::string &voice) { return engine::text::lexiconFiles({own, shipped}, voice); };
        QVERIFY(files("ada:happy") == (Paths{shipped / "voices" / "ada" / "lexicon.json", own / "lexicon.json"}));
        QVERIFY(files("") == Paths{own / "lexicon.json"});
        std::filesystem::create_directories(own / "voices" / "ada");
        std::ofstream(own / "voices" / "ada" / "voice.json") << "{}";
        QVERIFY(files("ada") == (Paths{own / "voices" / "ada" / "lexicon.json", own / "lexicon.json"}));
    }

    void readsFiles() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("lexicon.json")).toStdString();
        QVERIFY(engine::text::readLexicon(file).entries.empty());
        std::ofstream(file) << engine::text::exported(difficultEntries(), LexiconForm::Json);
        QVERIFY(engine::text::readLexicon(file).entries == difficultEntries());
        QVERIFY(engine::text::importLexicon(file).entries == difficultEntries());
        QVERIFY(engine::text::lexiconFormOf("a/B.CSV") == LexiconForm::Csv);
        QVERIFY_EXCEPTION_THROWN(engine::text::importLexicon(file.parent_path() / "none"), engine::Error);
    }
};

QTEST_APPLESS_MAIN(TestLexiconFile)
#include "tst_lexicon_file.moc"
