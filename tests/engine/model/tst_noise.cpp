// The noise that every take starts from: right numbers, and the same ones whatever else is made.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "engine/model/noise.h"

using engine::model::gaussianNoise;
using engine::model::philox;

namespace {

using Block = std::array<std::uint32_t, 4>;

constexpr std::size_t kMany = 400000; // standard error of a mean: 0.0016

double meanOf(const std::vector<float> &values, double power) {
    double sum = 0;
    for (const float value : values)
        sum += std::pow(double(value), power);
    return sum / double(values.size());
}

double correlation(const std::vector<float> &a, const std::vector<float> &b, std::size_t lag = 0) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < a.size(); ++i)
        sum += double(a[i]) * double(b[i + lag]);
    return sum / double(a.size() - lag);
}

} // namespace

class TestNoise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The known answers of Random123 1.14 (tests/kat_vectors, philox4x32 with 10 rounds).
    void generatorGivesThePublishedNumbers() {
        QCOMPARE(philox({0, 0, 0, 0}, 0), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
        QCOMPARE(philox({~0U, ~0U, ~0U, ~0U}, ~std::uint64_t(0)),
                 (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
        QCOMPARE(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822),
                 (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
    }

    // Box-Muller by hand, from the published block of counter 0 and key 0.
    void numbersFollowFromTheGenerator() {
        const std::vector<float> noise = gaussianNoise(0, 0, 4);
        const double radius = std::sqrt(-2 * std::log((0x6627e8d5 + 0.5) / 4294967296.0));
        const double angle = 2 * M_PI * ((0xe169c58d + 0.5) / 4294967296.0);
        QVERIFY(std::abs(double(noise[0]) - radius * std::cos(angle)) < 1e-6);
        QVERIFY(std::abs(double(noise[1]) - radius * std::sin(angle)) < 1e-6);
    }

    void valuesAreNormal() {
        const std::vector<float> noise = gaussianNoise(12345, 0, kMany);
        QVERIFY(std::abs(meanOf(noise, 1)) < 0.008);
        QVERIFY(std::abs(meanOf(noise, 2) - 1) < 0.012);
        QVERIFY(std::abs(meanOf(noise, 3)) < 0.02);
        QVERIFY(std::abs(meanOf(noise, 4) - 3) < 0.08);
        const auto within = [&noise](float limit) {
            const auto count = std::count_if(noise.begin(), noise.end(), [=](float v) { return std::abs(v) < limit; });
            return double(count) / double(noise.size());
        };
        QVERIFY(std::abs(within(1) - 0.6827) < 0.004);
        QVERIFY(std::abs(within(2) - 0.9545) < 0.002);
        QVERIFY(std::abs(within(3) - 0.9973) < 0.0005);
    }

    void valuesDoNotDependOnEachOther() {
        const std::vector<float> noise = gaussianNoise(12345, 0, kMany);
        for (const std::size_t lag : {1U, 2U, 3U, 4U, 100U})
            QVERIFY2(std::abs(correlation(noise, noise, lag)) < 0.008, qPrintable(QString::number(lag)));
    }

    void seedAndChunkGiveOtherNoise() {
        const std::vector<float> noise = gaussianNoise(7, 0, kMany);
        const std::uint64_t high = std::uint64_t(1) << 32; // both halves of the seed count
        for (const auto &other :
             {gaussianNoise(8, 0, kMany), gaussianNoise(7, 1, kMany), gaussianNoise(7 + high, 0, kMany)})
            QVERIFY(std::abs(correlation(noise, other)) < 0.008);
    }

    void sameSeedGivesTheSameValues() { QCOMPARE(gaussianNoise(99, 3, 1000), gaussianNoise(99, 3, 1000)); }

    void firstValuesDoNotDependOnTheCount() {
        const std::vector<float> whole = gaussianNoise(5, 2, 1003);
        for (const std::size_t count : {0U, 1U, 2U, 3U, 4U, 5U, 1001U, 1002U}) {
            const std::vector<float> part = gaussianNoise(5, 2, count);
            QCOMPARE(part.size(), count);
            QVERIFY(std::equal(part.begin(), part.end(), whole.begin()));
        }
    }
};

QTEST_APPLESS_MAIN(TestNoise)
#include "tst_noise.moc"
