#include "engine/text/tags.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/text/syllable.h"
#include "tests/engine/door/problem_of.h"

using engine::text::canonical;
using engine::text::readCanonical;
using engine::text::Reading;
using engine::text::readTags;
using engine::text::SpeakerNames;
using engine::text::SpeechPart;
using engine::text::Stretch;
using engine::text::TaggedText;

namespace {

SpeakerNames someVoices() {
    SpeakerNames names;
    names.speakers = {
        {"kal", "Kal", {"happy", "sad", "very calm"}}, {"slt", "Susan", {"Happy"}}, {"mei", "小美", {"开心"}}};
    names.current = "kal";
    return names;
}

TaggedText read(const std::string &written) {
    return readTags(written, someVoices());
}

// But for where they came from.
std::vector<SpeechPart> withoutStretches(std::vector<SpeechPart> parts) {
    for (SpeechPart &part : parts)
        part.speech.stretches.clear();
    return parts;
}

QString line(const std::string &text) {
    return QString::fromStdString(text).replace(u'\n', u'␤');
}

} // namespace

class TestTags : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsMeant_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("spoken");
        QTest::addColumn<QStringList>("warnings");
        QFile file(QStringLiteral(TEST_DATA "/text/tag_cases.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        int cases = 0;
        while (!file.atEnd()) {
            QString row = QString::fromUtf8(file.readLine());
            row.chop(1);
            if (row.startsWith(u'#'))
                continue;
            const QStringList columns = row.split(u'\t');
            QCOMPARE(columns.size(), 3);
            QTest::newRow(qPrintable(columns[0]))
                << columns[0] << columns[1].trimmed() << columns[2].split(QStringLiteral(" | "), Qt::SkipEmptyParts);
            ++cases;
        }
        QVERIFY(cases >= 60);
    }
    void saysWhatIsMeant() {
        QFETCH(QString, written);
        QFETCH(QString, spoken);
        QFETCH(QStringList, warnings);
        const TaggedText got = read(QString(written).replace(u'␤', u'\n').toStdString());
        QCOMPARE(line(canonical(got.parts)), spoken);
        QStringList said;
        for (const engine::text::TagWarning &warning : got.warnings) {
            said += QString::fromStdString(warning.what + " " + warning.remedy);
            QVERIFY(!warning.remedy.empty());
        }
        QCOMPARE(said.join(u'\n').isEmpty() ? qsizetype(0) : said.size(), warnings.size());
        for (qsizetype i = 0; i < said.size(); ++i)
            QVERIFY2(said[i].contains(warnings[i]), qPrintable(said[i]));
        QCOMPARE(withoutStretches(readCanonical(canonical(got.parts))), withoutStretches(got.parts));
    }

    void knowsWhereWordsComeFrom() {
        //                              0         1         2         3
        //                              0123456789012345678901234567890123456789
        const TaggedText got = read("[slt] A \\[b] {pause 1s} c<p>d <zi4>");
        QCOMPARE(got.parts.size(), std::size_t(3));
        const engine::text::SpokenText &first = got.parts[0].speech;
        QCOMPARE(first.text, std::string("A [b]"));
        QCOMPARE(first.stretches, (std::vector<Stretch>{{0, 2, 6, 8, true}, {2, 5, 9, 12, true}}));
        const engine::text::SpokenText &second = got.parts[2].speech;
        QCOMPARE(second.text, "c d " + std::string("鿿"));
        QCOMPARE(second.stretches,
                 (std::vector<Stretch>{
                     {0, 1, 24, 25, true}, {1, 2, 25, 28, false}, {2, 4, 28, 30, true}, {4, 7, 30, 35, false}}));
        QCOMPARE(second.readings, (std::vector<Reading>{{4, "zi4"}}));
        QCOMPARE(got.warnings.size(), std::size_t(1));
        QCOMPARE(got.warnings[0].from, std::size_t(25));
        QCOMPARE(got.warnings[0].to, std::size_t(28));
    }

    void partsAreComplete() {
        const TaggedText got = read(R"(One {speed 1.5}{seed 7}two{pause 0.1s}{pause 0.2s}[slt:happy]三(san4))");
        QCOMPARE(got.parts.size(), std::size_t(4));
        QCOMPARE(got.parts[0].speed, std::optional<double>());
        QCOMPARE(got.parts[1].speed, std::optional<double>(1.5));
        QCOMPARE(got.parts[1].seed, std::optional<std::uint64_t>(7));
        QVERIFY(got.parts[2].isPause());
        QVERIFY(std::abs(got.parts[2].pauseSeconds - 0.3) < 1e-12);
        QCOMPARE(got.parts[3].voice, std::string("slt:Happy"));
        QCOMPARE(got.parts[3].speech.text, std::string("三"));
        QCOMPARE(got.parts[3].speech.readings, (std::vector<Reading>{{0, "san4"}}));
        QCOMPARE(withoutStretches(readCanonical(canonical(got.parts))), withoutStretches(got.parts));
    }

    // The voice of the line may be a style, and may be one that nobody knows.
    void theLineHasAVoice() {
        SpeakerNames names = someVoices();
        names.current = "kal:happy";
        QCOMPARE(canonical(readTags("a [kal] b [happy] c {Regular} d [main] e", names).parts),
                 std::string("a[kal]b[main]c[kal]d[main]e"));
        names.current = "kal:default";
        QCOMPARE(canonical(readTags("a [kal] b [happy] c", names).parts), std::string("a b[kal:happy]c"));
        names.current = "gone:happy";
        QCOMPARE(canonical(readTags("a [kal] b {Regular} c [main] d {Regular} e", names).parts),
                 std::string("a[kal]b c[main]d[gone]e"));
        QCOMPARE(canonical(readTags("[kal] a [main] b", SpeakerNames()).parts), std::string("a b"));
    }

    void aVoiceCalledMainIsNotTheVoiceOfTheLine() {
        SpeakerNames names;
        names.speakers = {{"main", "Anna", {}}, {"kal", "Kal", {}}};
        names.current = "kal";
        const TaggedText got = readTags("[Anna] a [main] b [main:default] c", names);
        QCOMPARE(got.parts.size(), std::size_t(2));
        QCOMPARE(got.parts[0].voice, std::string("main"));
        QCOMPARE(canonical(got.parts), std::string("[main:default]a[main]b c"));
        QCOMPARE(withoutStretches(readCanonical(canonical(got.parts))), withoutStretches(got.parts));
    }

    // Two voices whose ids differ in nothing but capitals.
    void theExactNameComesFirst() {
        SpeakerNames names;
        names.speakers = {{"kal", "One", {}}, {"Kal", "Two", {}}, {"slt", "Kal", {"a", "A"}}};
        names.current = "slt";
        QCOMPARE(canonical(readTags("[Kal] a [kal] b [KAL] c", names).parts), std::string("[Kal]a[kal]b c"));
        QCOMPARE(canonical(readTags("[A] a [a] b", names).parts), std::string("[slt:A]a[slt:a]b"));
    }

    void warningsHaveAnEnd() {
        std::string text;
        for (int i = 0; i < 1000; ++i)
            text += "[nobody] word. ";
        const TaggedText got = read(text);
        QCOMPARE(got.warnings.size(), engine::text::kMostTagWarnings);
        QCOMPARE(got.warnings.back().what, std::string("There are more tags like these."));
        QCOMPARE(got.parts.size(), std::size_t(1));
        QVERIFY(got.parts[0].speech.text.find("nobody") == std::string::npos);
    }

    void damagedCanonicalTextIsRefused() {
        for (const char *text : {"[kal",
                                 "[]",
                                 "[a[b]",
                                 "{pause 2h}",
                                 "{pause}",
                                 "{happy}",
                                 "{\"speed\": 1}",
                                 "{speed 9}",
                                 "{seed -1}",
                                 "<p>",
                                 "<zi6>",
                                 "<zi4",
                                 "(zi4)",
                                 "字(zi)",
                                 "字(zi4 zi4)",
                                 "字(zi4)(zi4)",
                                 "\\a",
                                 "\\",
                                 "a{pause 1s}(zi4)",
                                 "{pause 61s}",
                                 "{pause 1s",
                                 "{pause\n1s}"})
            QVERIFY2(!problemOf([&] { readCanonical(text); }).isEmpty(), text);
    }

    // A rare character that a person wrote is that character, and no syllable.
    void theCarrierOfSyllablesIsACharacterToo() {
        const std::string rare = "鿿";
        const TaggedText got = read(rare + "<zi4>" + rare + "(ma3)");
        QCOMPARE(got.parts.at(0).speech.text, rare + rare + rare);
        QCOMPARE(got.parts[0].speech.readings, (std::vector<Reading>{{3, "zi4"}, {6, "ma3"}}));
        QCOMPARE(canonical(got.parts), rare + "<zi4><ma3>");
    }

    void syllables() {
        const auto one = [](const char *text) {
            const std::vector<engine::text::Syllable> list = engine::text::readSyllables(text);
            return list.size() == 1 && list[0].possible ? list[0].spelling : std::string();
        };
        for (const char *same :
             {"zi4", "zhuang1", "er2", "a5", "n2", "hm5", "m2", "o1", "biang2", "lv3", "nve4", "xue2"})
            QCOMPARE(one(same), std::string(same));
        QCOMPARE(one("lü3"), std::string("lv3"));
        QCOMPARE(one("lu:3"), std::string("lv3"));
        QCOMPARE(one("lüe4"), std::string("lve4"));
        QCOMPARE(one("nue4"), std::string("nve4"));
        QCOMPARE(one("jü2"), std::string("ju2"));
        QCOMPARE(one("qve4"), std::string("que4"));
        for (const char *none : {"zi",   "zi0",  "zi6", "4",   "Zi4", "zhuangg1", "plan4", "v2",  "mp3",  "web3",
                                 "zi4x", "ri:4", "fi1", "bb1", "zh1", "zzi1",     "uo1",   "hn2", "chh1", ""})
            QCOMPARE(one(none), std::string());
        QCOMPARE(engine::text::readSyllables("yin2hang2  ni3").size(), std::size_t(3));
        QVERIFY(engine::text::readSyllables(" yin2").empty());
        QCOMPARE(engine::text::tokenOfSyllable("de5"), std::string("de"));
        QCOMPARE(engine::text::tokenOfSyllable("de4"), std::string("de4"));
    }
};

QTEST_APPLESS_MAIN(TestTags)
#include "tst_tags.moc"
