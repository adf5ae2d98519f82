#include "engine/text/spoken_text.h"

#include <QTest>

#include <random>

#include "tests/processor_time.h"

using engine::text::asWritten;
using engine::text::Reading;
using engine::text::replaced;
using engine::text::Replacement;
using engine::text::SpokenText;
using engine::text::Stretch;
using Readings = std::vector<Reading>;
using Stretches = std::vector<Stretch>;

namespace {

// Covers the text without gaps or overlaps, and what is the same is.
bool isSound(const SpokenText &text, std::string_view written, std::size_t writtenFrom) {
    std::size_t at = 0;
    std::size_t writtenAt = 0;
    for (const Stretch &s : text.stretches) {
        if (s.from != at || s.to < s.from || s.writtenTo < s.writtenFrom || s.writtenFrom < writtenAt ||
            s.writtenTo > writtenFrom + written.size())
            return false;
        if (s.same && text.text.substr(s.from, s.to - s.from) !=
                          written.substr(s.writtenFrom - writtenFrom, s.writtenTo - s.writtenFrom))
            return false;
        at = s.to;
        writtenAt = s.writtenTo;
    }
    std::size_t last = 0;
    for (const Reading &r : text.readings) {
        if (r.at < last || r.at >= text.text.size())
            return false;
        last = r.at;
    }
    return at == text.text.size();
}

} // namespace

class TestSpokenText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asWrittenIsOneStretch() {
        QCOMPARE(asWritten("abc", 7), (SpokenText{"abc", {}, {{0, 3, 7, 10, true}}}));
        QCOMPARE(asWritten(""), SpokenText());
    }

    void aReplacementDividesWhatIsTheSame() {
        const SpokenText got = replaced(asWritten("I have 3 cats", 10), {{7, 8, "three"}});
        QCOMPARE(QByteArray::fromStdString(got.text), QByteArray("I have three cats"));
        QCOMPARE(got.stretches, (Stretches{{0, 7, 10, 17, true}, {7, 12, 17, 18, false}, {12, 17, 18, 23, true}}));
    }

    void readingsMoveWithTheirCharacters() {
        SpokenText text = asWritten("3字4字");
        text.readings = {{1, "zi4"}, {5, "zi5"}};
        const SpokenText got = replaced(text, {{0, 1, "三"}, {4, 5, "四", {{0, "si4"}}}});
        QCOMPARE(QByteArray::fromStdString(got.text), QByteArray("三字四字"));
        QCOMPARE(got.readings, (Readings{{3, "zi4"}, {6, "si4"}, {9, "zi5"}}));
        // What is replaced loses its reading.
        QCOMPARE(replaced(text, {{1, 4, "x"}}).readings, (Readings{{3, "zi5"}}));
    }

    void nothingToReplaceChangesNothing() {
        SpokenText text = asWritten("字", 3);
        text.readings = {{0, "zi4"}};
        QCOMPARE(replaced(text, {}), text);
        QCOMPARE(replaced(text, {{0, 0, ""}, {3, 3, ""}}), text);
    }

    void whatIsLeftOutStaysKnown() {
        const SpokenText got = replaced(asWritten("a😀b"), {{1, 5, ""}});
        QCOMPARE(got.text, std::string("ab"));
        QCOMPARE(got.stretches, (Stretches{{0, 1, 0, 1, true}, {1, 1, 1, 5, false}, {1, 2, 5, 6, true}}));
    }

    // "Dr" became "Doctor", then "tor S" is replaced: nobody can say which letters of "Doctor" came from where.
    void aStretchThatIsNotTheSameIsTakenWhole() {
        const SpokenText once = replaced(asWritten("Dr Smith"), {{0, 2, "Doctor"}});
        const SpokenText twice = replaced(once, {{3, 8, "X"}});
        QCOMPARE(twice.text, std::string("DocXmith"));
        QCOMPARE(twice.stretches, (Stretches{{0, 4, 0, 4, false}, {4, 8, 4, 8, true}}));
        const SpokenText inside = replaced(once, {{1, 2, "0"}, {4, 5, "0"}});
        QCOMPARE(inside.text, std::string("D0ct0r Smith"));
        QCOMPARE(inside.stretches, (Stretches{{0, 6, 0, 2, false}, {6, 12, 2, 8, true}}));
    }

    void insertionsStandBetween() {
        const SpokenText got = replaced(asWritten("ab"), {{0, 0, "<"}, {1, 1, "-"}, {2, 2, ">"}});
        QCOMPARE(got.text, std::string("<a-b>"));
        QVERIFY(isSound(got, "ab", 0));
        QCOMPARE(replaced(asWritten(""), {{0, 0, "x"}}).text, std::string("x"));
    }

    void anyReplacementsKeepItSound() {
        std::mt19937 random(7);
        const auto upTo = [&random](std::size_t most) { return std::size_t(random() % (most + 1)); };
        for (int round = 0; round < 3000; ++round) {
            std::string written;
            for (std::size_t n = upTo(12); n > 0; --n)
                written += char('a' + upTo(25));
            SpokenText text = asWritten(written, 5);
            for (std::size_t i = 0; i < written.size(); i += 1 + upTo(3))
                text.readings.push_back({i, std::to_string(i)});
            for (int step = 0; step < 3; ++step) {
                std::vector<Replacement> all;
                std::string wanted;
                std::size_t done = 0;
                for (std::size_t at = upTo(3); at <= text.text.size(); at += upTo(3)) {
                    const std::size_t end = std::min(text.text.size(), at + upTo(4));
                    all.push_back({at, end, std::string(upTo(3), 'X')});
                    wanted += text.text.substr(done, at - done) + all.back().by;
                    done = at = end;
                    if (at == text.text.size())
                        break;
                }
                wanted += text.text.substr(done);
                text = replaced(text, all);
                QCOMPARE(text.text, wanted);
                QVERIFY2(isSound(text, written, 5), qPrintable(QString::fromStdString(written + " → " + text.text)));
            }
        }
    }

    void manyReplacementsAreLinear() {
        const auto seconds = [](std::size_t count) {
            std::string written;
            std::vector<Replacement> all;
            for (std::size_t i = 0; i < count; ++i, written += "a1")
                all.push_back({2 * i + 1, 2 * i + 2, "one"});
            const SpokenText text = asWritten(written);
            const double begin = processorSeconds();
            const SpokenText got = replaced(replaced(text, all), {});
            const double spent = processorSeconds() - begin;
            return got.text.size() == count * 4 ? spent : 1e9;
        };
        const double few = seconds(20'000);
        QVERIFY(seconds(200'000) < few * 60 + 0.05);
    }
};

QTEST_APPLESS_MAIN(TestSpokenText)
#include "tst_spoken_text.moc"
