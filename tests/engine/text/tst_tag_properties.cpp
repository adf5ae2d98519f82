// Whatever the bytes are.
#include <QTest>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/error.h"
#include "engine/request.h"
#include "engine/text/characters.h"
#include "engine/text/syllable.h"
#include "engine/text/tags.h"
#include "tests/processor_time.h"

using engine::text::canonical;
using engine::text::readCanonical;
using engine::text::readTags;
using engine::text::SpeakerNames;
using engine::text::SpeechPart;
using engine::text::TaggedText;

namespace {

SpeakerNames someVoices() {
    SpeakerNames names;
    names.speakers = {
        {"kal", "Kal", {"happy", "sad", "very calm"}}, {"slt", "Susan", {"Happy"}}, {"mei", "小美", {"开心"}}};
    names.current = "kal";
    return names;
}

// Pieces that tags are made of, and others.
const std::vector<std::string> &pieces() {
    static const std::vector<std::string> list{"[",         "]",
                                               "{",         "}",
                                               "<",         ">",
                                               "(",         ")",
                                               "\\",        "（",
                                               "）",        "：",
                                               ":",         "\"",
                                               "'",         "/",
                                               "=",         " ",
                                               "\t",        "\n",
                                               "kal",       "slt",
                                               "happy",     "main",
                                               "Regular",   "小美",
                                               "开心",      "nobody",
                                               "pause",     "speed",
                                               "seed",      "line",
                                               "1s",        "500ms",
                                               "0.9",       "-1",
                                               "7",         "9999",
                                               "name",      "break",
                                               "time",      "zi4",
                                               "yin2",      "lü4",
                                               "字",        "银行",
                                               "鿿",       "hello",
                                               "Words.",    "!--",
                                               "[kal]",     "{seed 1}",
                                               "{speed 2}", "{pause 1s}",
                                               "<p>",       "字(zi4)",
                                               "<ni3>",     "{happy}",
                                               "[nobody]",  "{\"speed\": 2}",
                                               "\xFF",      "\xE5\xAD",
                                               "\xC3",      "\xF0\x9F\x98\x80",
                                               "\u202E",    "e\u0301\u0301\u0301",
                                               "1",         "(see below)",
                                               "a < b",     "[1]"};
    return list;
}

std::string randomText(std::mt19937 &random) {
    std::string text;
    const std::size_t count = random() % 24;
    for (std::size_t i = 0; i < count; ++i)
        text += pieces()[random() % pieces().size()];
    if (random() % 4 == 0 && !text.empty())
        text[random() % text.size()] = char(random() % 256);
    return text;
}

std::vector<SpeechPart> withoutStretches(std::vector<SpeechPart> parts) {
    for (SpeechPart &part : parts)
        part.speech.stretches.clear();
    return parts;
}

QByteArray hex(const std::string &text) {
    return QByteArray::fromStdString(text).toPercentEncoding(" []{}<>():,\"=");
}

// What is wrong with these parts; "" when nothing is.
std::string flawOf(const TaggedText &tagged, const std::string &written) {
    for (std::size_t i = 0; i < tagged.parts.size(); ++i) {
        const SpeechPart &part = tagged.parts[i];
        if (part.isPause()) {
            if (!(part.pauseSeconds > 0 && part.pauseSeconds <= engine::text::kLongestPause))
                return "a pause out of its range";
            if (i > 0 && tagged.parts[i - 1].isPause())
                return "two pauses";
            continue;
        }
        const engine::text::SpokenText &speech = part.speech;
        std::size_t at = 0;
        for (const engine::text::Stretch &stretch : speech.stretches) {
            if (stretch.from != at || stretch.to <= stretch.from || stretch.writtenTo > written.size() ||
                stretch.writtenFrom > stretch.writtenTo)
                return "a broken stretch";
            if (stretch.same && speech.text.substr(at, stretch.to - at) !=
                                    written.substr(stretch.writtenFrom, stretch.writtenTo - stretch.writtenFrom))
                return "a stretch that is not the same";
            at = stretch.to;
        }
        if (at != speech.text.size())
            return "stretches that end too early";
        std::size_t before = 0;
        for (const engine::text::Reading &reading : speech.readings) {
            if (reading.at >= speech.text.size() || (before > 0 && reading.at < before))
                return "a reading at a wrong place";
            before = reading.at + 1;
            const auto list = engine::text::readSyllables(reading.syllable);
            if (list.size() != 1 || !list[0].possible || list[0].spelling != reading.syllable)
                return "no syllable: " + reading.syllable;
        }
        if (engine::text::isSpace(engine::text::decode(speech.text).front()) ||
            engine::text::isSpace(engine::text::decode(speech.text).back()))
            return "white space at the edge";
        const auto likeThis = [&part](const SpeechPart &other) {
            return !other.isPause() && other.voice == part.voice && other.speed == part.speed &&
                   other.seed == part.seed;
        };
        if (i > 0 && likeThis(tagged.parts[i - 1]))
            return "two parts that are one";
    }
    std::size_t from = 0;
    for (const engine::text::TagWarning &warning : tagged.warnings) {
        if (warning.from < from || warning.to <= warning.from || warning.to > written.size())
            return "a warning at a wrong place";
        from = warning.to;
        if (engine::text::encode(engine::text::decode(warning.what + warning.remedy)) != warning.what + warning.remedy)
            return "a warning that is not UTF-8";
    }
    return "";
}

} // namespace

class TestTagProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anythingCanBeRead() {
        std::mt19937 random(7);
        const SpeakerNames names = someVoices();
        for (int i = 0; i < 20'000; ++i) {
            const std::string text = randomText(random);
            const TaggedText got = readTags(text, names);
            QVERIFY2(flawOf(got, text).empty(), hex(text) + ": " + flawOf(got, text).c_str());
            const std::string spoken = canonical(got.parts);
            QVERIFY2(withoutStretches(readCanonical(spoken)) == withoutStretches(got.parts), hex(text));
            QVERIFY2(canonical(readCanonical(spoken)) == spoken, hex(text));
        }
    }

    void anythingIsCanonicalOrRefused() {
        std::mt19937 random(8);
        int taken = 0;
        for (int i = 0; i < 20'000; ++i) {
            const std::string text = randomText(random);
            try {
                const std::vector<SpeechPart> parts = readCanonical(text);
                QVERIFY2(flawOf({{}, {}}, text).empty(), hex(text));
                readCanonical(canonical(parts));
                ++taken;
            } catch (const engine::Error &error) {
                QCOMPARE(error.kind(), engine::ErrorKind::BadInput);
            }
        }
        QVERIFY(taken > 100);
    }

    // Words are left out only with a warning: letters that are in no tag are all said.
    void ordinaryTextIsWhole() {
        std::mt19937 random(9);
        const std::vector<std::string> ordinary{
            "a < b",   "[1]",      ":-)",    "(see below)", "3 > 2", "[see this]", "{1, 2}",
            "《书》",  "（注）",   "字",     "(v2)",        "x[i]",  "<3",         "\"[T]he\"",
            "C:\\dir", "<红楼梦>", "[a](b)", "walk[ed]",    "f(x)",  "50% off",    "me@here.org"};
        for (int i = 0; i < 5'000; ++i) {
            std::string text;
            for (std::size_t count = 1 + random() % 8; count > 0; --count)
                text += (text.empty() ? "" : " ") + ordinary[random() % ordinary.size()];
            const TaggedText got = readTags(text, someVoices());
            QCOMPARE(got.warnings.size(), std::size_t(0));
            QCOMPARE(got.parts.size(), std::size_t(1));
            QCOMPARE(got.parts[0].speech.text, text);
            QVERIFY(got.parts[0].speech.readings.empty());
        }
    }

    // Eight times the text takes about eight times as long, whatever it is made of.
    void longTextStaysFast_data() {
        QTest::addColumn<QByteArray>("piece");
        for (const char *piece :
             {"[",          "{",      "<",          "(",       "字(",         "\\",         "[a",       "{a",
              "<a ",        "{\"",    "{\"a\"",     "{pause ", "<break a=\"", "<break a='", "[nobody]", "[kall]",
              "{pause 1s}", "[kal]a", "<zi4>",      "字(zi4)", "字(zi4",      "字(a1",      "<p>",      "words ",
              "字",         "{1",     "[slt][kal]", "   ",     "\xFF",        "[happi",     "{ ",       "<b c=\"d\" "})
            QTest::newRow(piece) << QByteArray(piece);
    }
    void longTextStaysFast() {
        QFETCH(QByteArray, piece);
        const SpeakerNames names = someVoices();
        const auto seconds = [&](qsizetype bytes) {
            const std::string text = piece.repeated(bytes / piece.size()).toStdString();
            double best = 1e9;
            for (int run = 0; run < 3; ++run) {
                const double start = processorSeconds();
                const TaggedText got = readTags(text, names);
                const std::string spoken = canonical(got.parts);
                readCanonical(spoken);
                best = std::min(best, processorSeconds() - start);
            }
            return best;
        };
        const double small = seconds(10'000);
        const double large = seconds(80'000);
        QVERIFY2(large < 24 * small + 0.02, qPrintable(QStringLiteral("%1 s, %2 s").arg(small).arg(large)));
    }
};

QTEST_APPLESS_MAIN(TestTagProperties)
#include "tst_tag_properties.moc"
