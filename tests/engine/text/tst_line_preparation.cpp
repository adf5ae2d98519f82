#include "engine/text/line_preparation.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/request.h"
#include "engine/utf8.h"
#include "tests/processor_time.h"

using engine::text::canonical;
using engine::text::Lexicon;
using engine::text::LexiconEntry;
using engine::text::LexiconKind;
using engine::text::PreparationSettings;
using engine::text::PreparedLine;
using engine::text::prepareLine;
using engine::text::SpeechPart;
using engine::text::Stretch;

namespace {

PreparationSettings someSettings() {
    PreparationSettings settings;
    settings.names.speakers = {{"kal", "Kal", {"happy"}}, {"slt", "Susan", {"Happy"}}};
    settings.names.current = "kal";
    return settings;
}

std::shared_ptr<const Lexicon> lexicon(const std::string &from, const std::string &to,
                                       LexiconKind kind = LexiconKind::Plain) {
    LexiconEntry entry;
    entry.kind = kind;
    entry.from = from;
    entry.to = to;
    return std::make_shared<const Lexicon>(std::vector{entry});
}

std::vector<SpeechPart> withoutStretches(std::vector<SpeechPart> parts) {
    for (SpeechPart &part : parts)
        part.speech.stretches.clear();
    return parts;
}

// What is wrong with the line; "" when nothing is.
std::string flawOf(const PreparedLine &line, const std::string &written) {
    std::size_t at = 0;
    for (const Stretch &stretch : line.shown.stretches) {
        if (stretch.from != at || stretch.to <= at || stretch.writtenFrom > stretch.writtenTo ||
            stretch.writtenTo > written.size())
            return "a broken stretch";
        if (stretch.same && line.shown.text.substr(at, stretch.to - at) !=
                                written.substr(stretch.writtenFrom, stretch.writtenTo - stretch.writtenFrom))
            return "a stretch that is not the same";
        at = stretch.to;
    }
    if (at != line.shown.text.size())
        return "stretches that end too early";
    if (withoutStretches(engine::text::readCanonical(line.spoken)) != withoutStretches(line.parts))
        return "another canonical text";
    for (const SpeechPart &part : line.parts)
        if (!part.isPause() && !engine::isSpeakable(part.speech.text))
            return "a part without a sound";
    return "";
}

} // namespace

class TestLinePreparation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordinaryTextIsSaidAsItStands() {
        for (const char *text : {"Hello there.", "  Hello there.\n", "你好，世界。", "It’s “so”, isn’t it?"}) {
            const PreparedLine line = prepareLine(text, someSettings());
            QVERIFY2(!line.changed, text);
            QVERIFY(line.warnings.empty());
            QCOMPARE(line.shown.text, line.spoken);
        }
        for (const char *text : {"", " \n"}) {
            const PreparedLine line = prepareLine(text, someSettings());
            QVERIFY(!line.changed && line.spoken.empty() && line.parts.empty());
        }
    }

    void theWholeWay() {
        PreparationSettings settings = someSettings();
        settings.lexicon = lexicon("AI", "artificial brains");
        settings.voiceLexicons["slt"] = lexicon("AI", "machines");
        settings.voiceLexicons["kal"] = lexicon("重庆", "chong2 qing4", LexiconKind::Pinyin);
        const PreparedLine line = prepareLine(
            "AI is 5 km. [slt]{speed 0.9} AI {pause 500ms} 2个 \\[x] [main] 重庆 <ni3>{speed line} [nobody]", settings);
        QCOMPARE(line.spoken, std::string("artificial brains is five kilometers.[slt]{speed 0.9}machines{pause 0.5s}"
                                          "两个 \\[x][main]重(chong2)庆(qing4) <ni3>"));
        QCOMPARE(
            line.shown.text,
            std::string("artificial brains is five kilometers. [slt]{speed 0.9} machines {pause 0.5s} 两个 [x] [main] "
                        "重(chong2)庆(qing4) <ni3>"));
        QVERIFY(line.changed);
        QCOMPARE(line.warnings.size(), std::size_t(1));
    }

    void whatChanges() {
        for (const char *text : {"Hello {pause 1s} there.", "[slt] Hello.", "{seed 3} Hello.", "字(zi4)", "It is 5.",
                                 "\\[a]", "Hello <p>there."})
            QVERIFY2(prepareLine(text, someSettings()).changed, text);
        QVERIFY(!prepareLine("[kal] Hello.", someSettings()).parts.empty());
        PreparationSettings plain = someSettings();
        plain.normalizer.reset();
        QVERIFY(!prepareLine("It is 5.", plain).changed);
    }

    // A part without a sound would be a chunk of nothing.
    void signsAloneAreNoPart() {
        QCOMPARE(prepareLine("{speed 0.8}Hello{speed line}!", someSettings()).spoken, std::string("{speed 0.8}Hello!"));
        QCOMPARE(prepareLine("[slt]... [main]Hello", someSettings()).spoken, std::string("Hello"));
        QCOMPARE(prepareLine("a{pause 1s}...{pause 1s}b", someSettings()).spoken, std::string("a{pause 2s}b"));
        QCOMPARE(prepareLine("One[slt]![main]two", someSettings()).spoken, std::string("One! two"));
        QCOMPARE(prepareLine("😀", someSettings()).spoken, std::string());
        QCOMPARE(prepareLine("{pause 2s}", someSettings()).spoken, std::string("{pause 2s}"));
    }

    // Nobody in a chat changes the voice.
    void strangersHaveNoTags() {
        PreparationSettings settings = someSettings();
        settings.tags = false;
        settings.normalizer.reset();
        const PreparedLine line = prepareLine(" [slt] {pause 60s} \\[ 字(zi4) <p> ", settings);
        QCOMPARE(line.parts.size(), std::size_t(1));
        QCOMPARE(line.parts[0].voice, std::string());
        QCOMPARE(line.parts[0].speech.text, std::string("[slt] {pause 60s} \\[ 字(zi4) <p>"));
        QVERIFY(line.warnings.empty());
        QVERIFY(!line.changed);
        QCOMPARE(engine::text::readCanonical(line.spoken).at(0).speech.text, line.parts[0].speech.text);
    }

    void whatIsShownLeadsToWhatIsWritten() {
        //                                      0         1         2
        //                                      012345678901234567890123
        const PreparedLine line = prepareLine("[slt] a 5 b {pause 1s} c", someSettings());
        QCOMPARE(line.shown.text, std::string("[slt] a five b {pause 1s} c"));
        QCOMPARE(line.shown.stretches, (std::vector<Stretch>{{0, 6, 0, 6, false},
                                                             {6, 8, 6, 8, true},
                                                             {8, 12, 8, 9, false},
                                                             {12, 14, 9, 11, true},
                                                             {14, 26, 11, 23, false},
                                                             {26, 27, 23, 24, true}}));
    }

    void anythingCanBePrepared() {
        std::mt19937 random(11);
        const std::vector<std::string> pieces{"[slt]",
                                              "[kal:happy]",
                                              "{pause 1s}",
                                              "{speed 2}",
                                              "{speed line}",
                                              "<zi4>",
                                              "字(zi4)",
                                              "银行(yin2 hang2)",
                                              "😀",
                                              "!!!!",
                                              "12",
                                              " ",
                                              "km",
                                              "AI",
                                              "\\[",
                                              "[nobody]",
                                              "3:30",
                                              "$5",
                                              "，",
                                              "。",
                                              "5%",
                                              "哈哈哈哈",
                                              "\xFF",
                                              "\xE5\xAD",
                                              "a",
                                              "<",
                                              "{",
                                              "[",
                                              "(",
                                              ":-)",
                                              "重庆",
                                              "2024年",
                                              "\n",
                                              "鿿",
                                              "１２",
                                              "www.a.com",
                                              "-",
                                              "hello",
                                              "x@y.org",
                                              "soooooo"};
        PreparationSettings settings = someSettings();
        settings.lexicon = lexicon("AI", "");
        settings.voiceLexicons["slt"] = lexicon("重庆", "chong2 qing4", LexiconKind::Pinyin);
        for (int i = 0; i < 4'000; ++i) {
            std::string written;
            for (std::size_t count = random() % 20; count > 0; --count)
                written += pieces[random() % pieces.size()];
            settings.tags = random() % 4 != 0;
            const PreparedLine line = prepareLine(written, settings);
            QVERIFY2(flawOf(line, written).empty(),
                     QByteArray::fromStdString(written).toPercentEncoding() + ": " + flawOf(line, written).c_str());
            // What is kept with a take is what is said again.
            QCOMPARE(canonical(engine::text::readCanonical(line.spoken)), line.spoken);
        }
    }

    void longTextStaysFast() {
        const auto seconds = [](std::size_t bytes) {
            std::string text;
            while (text.size() < bytes)
                text += "[slt] It is 5 km to 银行(yin2 hang2). {pause 1s} 😀 [main]! ";
            double best = 1e9;
            for (int run = 0; run < 2; ++run) {
                const double start = processorSeconds();
                prepareLine(text, someSettings());
                best = std::min(best, processorSeconds() - start);
            }
            return best;
        };
        const double small = seconds(5'000);
        const double large = seconds(40'000);
        QVERIFY2(large < 24 * small + 0.02, qPrintable(QStringLiteral("%1 s, %2 s").arg(small).arg(large)));
    }
};

QTEST_APPLESS_MAIN(TestLinePreparation)
#include "tst_line_preparation.moc"
