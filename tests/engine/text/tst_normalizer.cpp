#include "engine/text/normalizer.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <limits>
#include <random>

#include "engine/text/characters.h"
#include "engine/utf8.h"
#include "tests/processor_time.h"

using engine::text::asWritten;
using engine::text::normalize;
using engine::text::normalized;
using engine::text::NormalizerOptions;
using engine::text::replaced;
using engine::text::Replacement;
using engine::text::SpokenLanguage;
using engine::text::SpokenText;
using engine::text::Stretch;

namespace {

struct Case {
    QByteArray language;
    std::string written;
    std::string spoken;

    NormalizerOptions options() const {
        return {language == "zh" ? SpokenLanguage::chinese : SpokenLanguage::english, language == "en-GB"};
    }
};

// tests/data/text/normalizer_cases.tsv, composed for this test.
std::vector<Case> cases() {
    QFile file(QStringLiteral(TEST_DATA "/text/normalizer_cases.tsv"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    std::vector<Case> result;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QList<QByteArray> cells = line.split('\t');
        if (!line.startsWith('#') && cells.size() == 3)
            result.push_back({cells[0], cells[1].toStdString(), cells[2].toStdString()});
    }
    return result;
}

// Pieces of which rules are made, in any order.
std::string composed(std::mt19937 &random) {
    static const std::vector<std::string> pieces = [] {
        std::vector<std::string> all;
        for (const Case &each : cases())
            all.push_back(each.written);
        for (const char *piece :
             {" ",  " ", "-",   ".", ",",    "/",        ":",        "$", "¥",  "%", "(", ")", "2", "10", "2024", "个",
              "年", "a", "RTX", "😀", "\xFF", "\xE4\xBD", "\xF0\x9F", "…", "。", "~", "+", "=", "@", "x",  "的"})
            all.push_back(piece);
        return all;
    }();
    std::string text;
    for (unsigned n = 1 + random() % 6; n > 0; --n) {
        text += pieces[random() % pieces.size()];
        text += std::array{" ", ", ", "，", ""}[random() % 4];
    }
    for (unsigned n = random() % 3; n > 0 && !text.empty(); --n)
        text.erase(random() % text.size(), 1);
    return text;
}

} // namespace

class TestNormalizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsMeant() {
        const std::vector<Case> all = cases();
        QVERIFY(all.size() >= 500);
        int wrong = 0;
        for (const Case &each : all) {
            const std::string got = normalized(each.written, each.options());
            if (got == each.spoken)
                continue;
            ++wrong;
            qWarning("%s: %s\n  is said: %s\n  not as:  %s", each.language.constData(), each.written.c_str(),
                     got.c_str(), each.spoken.c_str());
        }
        QCOMPARE(wrong, 0);
    }

    void whatIsSaidStays() {
        for (const Case &each : cases())
            QCOMPARE(QByteArray::fromStdString(normalized(each.spoken, each.options())),
                     QByteArray::fromStdString(each.spoken));
    }

    // Nothing that a vocabulary of F5 does not have comes out of these lines.
    void onlyKnownSignsAreSaid() {
        static constexpr std::u32string_view kKnown =
            U" !\"#$%&'()*+,-./:;=>?@[]_~—…、。《》「」【】！，？·“”‘’•àéèüöß";
        for (const Case &each : cases())
            for (const char32_t c : engine::text::decode(normalized(each.written, each.options()))) {
                const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
                const bool chinese = c >= 0x4E00 && c <= 0x9FFF;
                QVERIFY2(letter || chinese || kKnown.find(c) != std::u32string_view::npos, each.written.c_str());
            }
    }

    void givenReadingsAreNotTouched() {
        SpokenText text = asWritten("3个5个");
        text.readings = {{0, "san1"}};
        const SpokenText got = replaced(text, normalize(text, {SpokenLanguage::chinese, false}));
        QCOMPARE(QByteArray::fromStdString(got.text), QByteArray("3个五个"));
        QCOMPARE(got.readings, text.readings);
        SpokenText laughter = asWritten("哈哈哈哈哈哈");
        for (std::size_t i = 0; i < 6; ++i)
            laughter.readings.push_back({i * 3, "ha1"});
        QCOMPARE(replaced(laughter, normalize(laughter)), laughter);
    }

    void whatIsSaidKnowsWhereItStood() {
        const std::string written = "I have 3 cats 😀";
        const SpokenText got = replaced(asWritten(written, 100), normalize(asWritten(written)));
        QCOMPARE(got.text, std::string("I have three cats."));
        bool found = false;
        for (const Stretch &s : got.stretches)
            if (got.text.substr(s.from, s.to - s.from) == "three")
                found = !s.same && s.writtenFrom == 107 && s.writtenTo == 108;
        QVERIFY(found);
    }

    void plainTextIsNotReplaced() {
        for (const char *text :
             {"Hello, world! It's a well-known fact.", "你好，世界！今天天气不错。", "I said: go; now."})
            QVERIFY2(normalize(asWritten(text)).empty(), text);
    }

    // Whatever is written: replacements in order, good UTF-8, the text covered. What is put together without sense may
    // become a word only when it is said ("30Ms." → "thirty Ms."), but hardly ever.
    void anyTextIsTaken() {
        std::mt19937 random(11);
        int changedTwice = 0;
        constexpr int kTexts = 5'000;
        for (int i = 0; i < kTexts; ++i) {
            const std::string written = composed(random);
            const NormalizerOptions options{i % 2 ? SpokenLanguage::chinese : SpokenLanguage::english, i % 3 == 0};
            const SpokenText text = asWritten(written);
            const std::vector<Replacement> all = normalize(text, options);
            std::size_t at = 0;
            for (const Replacement &each : all) {
                QVERIFY(each.from >= at && each.to >= each.from && each.to <= written.size());
                at = each.to;
            }
            const SpokenText got = replaced(text, all);
            QVERIFY2(engine::findInvalidUtf8(got.text) == std::string_view::npos, written.c_str());
            std::size_t covered = 0;
            for (const Stretch &s : got.stretches) {
                QCOMPARE(s.from, covered);
                covered = s.to;
                QVERIFY(!s.same || got.text.compare(s.from, s.to - s.from, written, s.writtenFrom,
                                                    s.writtenTo - s.writtenFrom) == 0);
            }
            QCOMPARE(covered, got.text.size());
            if (normalized(got.text, options) != got.text)
                ++changedTwice;
        }
        QVERIFY2(changedTwice <= kTexts / 60, qPrintable(QString::number(changedTwice)));
    }

    void longTextStaysFast_data() {
        QTest::addColumn<QByteArray>("piece");
        for (const char *piece :
             {"1",       "1,111",  "1.",   "1-",   "1/",        "1:",   "1 ",         ",111",  "(",        ")",
              "-",       "+",      "a",    "ha",   "a.",        "a@",   "a-1",        "www.",  "http://",  "😀",
              "😀 ",      "哈",     "哈嘿", "一",   "1个",       "电话", "!",          "?!",    "…",        "~",
              " ",       "\n",     "$",    "$1",   "V",         "IV ",  "Chapter I ", "\xFF",  "\xF0\x9F", "́",
              "e\u0301", "(^_^)",  "(^",   ":)",   "=",         "1=",   "9:00-",      "May 1", "St. ",     "<",
              "#",       "/",      ".5",   "'90s", "iPhone 15", "¥1 ",  "1-800-A ",   "我a1",  "1x",       "10086",
              "_",       "\u200D", "1km-", "½"})
            QTest::newRow(piece) << QByteArray(piece);
    }
    void longTextStaysFast() {
        QFETCH(QByteArray, piece);
        const auto seconds = [&piece](qsizetype bytes) {
            const std::string text = piece.repeated(bytes / piece.size()).toStdString();
            double best = std::numeric_limits<double>::max();
            for (int run = 0; run < 2; ++run) {
                const double begin = processorSeconds();
                if (normalized(text).size() > text.size() * 40)
                    return std::numeric_limits<double>::quiet_NaN();
                best = std::min(best, processorSeconds() - begin);
            }
            return best;
        };
        // Ten times the text takes about ten times as long; what grew with the square would take a hundred times.
        const double tenth = seconds(1'500);
        const double whole = seconds(15'000);
        QVERIFY2(whole < tenth * 40 + 0.01, qPrintable(QStringLiteral("%1 s, %2 s").arg(tenth).arg(whole)));
    }

    // Also when the text is far longer than what anybody says.
    void aMegabyteIsNoHarderThanItsParts() {
        for (const char *piece : {"1", "😀", "(", "http://a."}) {
            const auto seconds = [piece](qsizetype bytes, int runs) {
                const std::string text = QByteArray(piece).repeated(bytes / qsizetype(qstrlen(piece))).toStdString();
                return leastSeconds(runs, [&text] { normalized(text); });
            };
            const double eighth = seconds(125'000, 2);
            const double whole = seconds(1'000'000, 1);
            QVERIFY2(whole < 24 * eighth,
                     qPrintable(QString::fromUtf8(piece) + QStringLiteral(": %1 s, %2 s").arg(eighth).arg(whole)));
        }
    }
};

QTEST_APPLESS_MAIN(TestNormalizer)
#include "tst_normalizer.moc"
