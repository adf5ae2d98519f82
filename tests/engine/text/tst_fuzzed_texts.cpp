// The short form of text_fuzz.
#include <QTest>

#include "tests/engine/text/fuzzed_texts.h"

class TestFuzzedTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anythingCanBeSaid() {
        for (unsigned seed = 0; seed < 2'000; ++seed) {
            std::mt19937_64 random(seed);
            const std::string written = fuzzed::text(random);
            const std::string flaw = fuzzed::flawOf(written, random);
            QVERIFY2(flaw.empty(), ("seed " + std::to_string(seed) + ": " + flaw).c_str());
        }
    }
    void workGrowsWithTheText() {
        std::mt19937_64 random(1);
        for (const fuzzed::Growth &growth : fuzzed::growths(32'000, random))
            QVERIFY2(growth.isLinear(),
                     (growth.piece + ": " + std::to_string(growth.small) + " s, " + std::to_string(growth.large) + " s")
                         .c_str());
    }
};

QTEST_APPLESS_MAIN(TestFuzzedTexts)
#include "tst_fuzzed_texts.moc"
