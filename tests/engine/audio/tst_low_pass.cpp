#include <QTest>

#include <cmath>
#include <numbers>

#include "engine/audio/low_pass.h"
#include "engine/error.h"

using engine::Clip;
using engine::audio::lowPassed;

namespace {

Clip tone(double hertz, int rate) {
    Clip clip{rate, std::vector<float>(std::size_t(rate))};
    for (std::size_t i = 0; i < clip.samples.size(); ++i)
        clip.samples[i] = float(0.5 * std::sin(2 * std::numbers::pi * hertz * double(i) / rate));
    return clip;
}

// dB beside what went in, of the middle, where no edge is heard.
double change(double hertz, int rate) {
    const Clip in = tone(hertz, rate), out = lowPassed(in);
    double before = 0, after = 0;
    for (std::size_t i = in.samples.size() / 4; i < in.samples.size() * 3 / 4; ++i) {
        before += double(in.samples[i]) * double(in.samples[i]);
        after += double(out.samples[i]) * double(out.samples[i]);
    }
    return 10 * std::log10(std::max(after, 1e-30) / before);
}

} // namespace

class TestLowPass : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsBelowPassesAndWhatIsAboveDoesNot_data() {
        QTest::addColumn<int>("rate");
        for (const int rate : {16000, 24000, 44100, 48000})
            QTest::addRow("%d Hz", rate) << rate;
    }

    void whatIsBelowPassesAndWhatIsAboveDoesNot() {
        QFETCH(int, rate);
        for (const double hertz : {50.0, 440.0, 1000.0, 3000.0, 3450.0})
            QVERIFY2(std::abs(change(hertz, rate)) < 0.1, qPrintable(QString::number(hertz)));
        QVERIFY(change(4000, rate) < -60);
        for (const double hertz : {4500.0, 6000.0, rate / 2.0 - 100})
            QVERIFY2(change(hertz, rate) < -60, qPrintable(QString::number(hertz)));
    }

    void nothingMovesAndNothingIsAdded() {
        Clip click{24000, std::vector<float>(1001)};
        click.samples[500] = 1;
        const Clip out = lowPassed(click);
        QCOMPARE(out.samples.size(), click.samples.size());
        for (std::size_t i = 0; i < 500; ++i)
            QCOMPARE(out.samples[500 - i], out.samples[500 + i]);
        QVERIFY(std::max_element(out.samples.begin(), out.samples.end()) - out.samples.begin() == 500);
        QVERIFY(lowPassed(Clip{24000, {}}).samples.empty());
        QVERIFY_THROWS_EXCEPTION(engine::Error, lowPassed(Clip{8000, {0, 0}}, 3500));
        QVERIFY_THROWS_EXCEPTION(engine::Error, lowPassed(click, 0));
    }
};

QTEST_GUILESS_MAIN(TestLowPass)
#include "tst_low_pass.moc"
