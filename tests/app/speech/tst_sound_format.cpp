#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <vector>

#include "app/speech/sound_format.h"
#include "engine/clip.h"

using app::speech::FormatConverter;

namespace {

QAudioFormat formatOf(int rate, int channels, QAudioFormat::SampleFormat sample) {
    QAudioFormat format;
    format.setSampleRate(rate);
    format.setChannelCount(channels);
    format.setSampleFormat(sample);
    return format;
}

// An endless tone, as the track would give it.
struct Tone {
    double hertz = 440;
    int at = 0;
    void operator()(std::span<float> out) {
        for (float &sample : out)
            sample = float(0.5 * std::sin(2 * std::numbers::pi * hertz * at++ / engine::kSampleRate));
    }
};

template <typename Sample> std::vector<Sample> pull(const QAudioFormat &format, qint64 bytes, int pulls) {
    FormatConverter converter(format, Tone());
    std::vector<Sample> all;
    std::vector<char> block(std::size_t(bytes), char(0x55));
    for (int i = 0; i < pulls; ++i) {
        const qint64 got = converter.pull(block.data(), bytes);
        const std::size_t count = std::size_t(got) / sizeof(Sample);
        const std::size_t before = all.size();
        all.resize(before + count);
        std::memcpy(all.data() + before, block.data(), count * sizeof(Sample));
    }
    return all;
}

} // namespace

class TestSoundFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTracksOwnFormatIsUnchanged() {
        const auto out = pull<float>(formatOf(24000, 1, QAudioFormat::Float), 1920, 10);
        std::vector<float> expected(4800);
        Tone()(expected);
        QVERIFY(out == expected);
    }

    void sixteenBitsAreRoundedNotShifted() {
        const auto out = pull<qint16>(formatOf(24000, 1, QAudioFormat::Int16), 960, 10);
        std::vector<float> expected(4800);
        Tone()(expected);
        QCOMPARE(out.size(), expected.size());
        for (std::size_t i = 0; i < out.size(); ++i)
            QVERIFY(std::abs(float(out[i]) / 32767.0F - expected[i]) <= 0.51F / 32767.0F);
    }

    void otherSampleFormatsSoundTheSame() {
        std::vector<float> expected(2400);
        Tone()(expected);
        const auto wide = pull<qint32>(formatOf(24000, 1, QAudioFormat::Int32), 960, 10);
        const auto narrow = pull<quint8>(formatOf(24000, 1, QAudioFormat::UInt8), 240, 10);
        QCOMPARE(wide.size(), expected.size());
        QCOMPARE(narrow.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY(std::abs(double(wide[i]) / 2147483647.0 - double(expected[i])) < 1e-6);
            QVERIFY(std::abs(float(int(narrow[i]) - 128) / 127.0F - expected[i]) < 0.005F);
        }
    }

    void tooLoudIsClampedNotWrapped() {
        FormatConverter converter(formatOf(24000, 1, QAudioFormat::Int16),
                                  [](std::span<float> out) { std::fill(out.begin(), out.end(), 1.7F); });
        qint16 sample = 0;
        QCOMPARE(converter.pull(reinterpret_cast<char *>(&sample), 2), qint64(2));
        QCOMPARE(sample, qint16(32767));
    }

    void monoGoesToTheFrontPair() {
        const auto out = pull<float>(formatOf(24000, 6, QAudioFormat::Float), 24 * 100 + 10, 1); // 100 frames and a bit
        QCOMPARE(out.size(), std::size_t(600));
        for (std::size_t frame = 0; frame < 100; ++frame) {
            QCOMPARE(out[6 * frame], out[6 * frame + 1]);
            for (std::size_t channel = 2; channel < 6; ++channel)
                QCOMPARE(out[6 * frame + channel], 0.0F);
        }
        QVERIFY(out[6 * 10] != 0.0F);
    }

    // The device pulls in small blocks; resampling block by block would leave a step at every seam.
    void anotherRateIsOneContinuousSignal_data() {
        QTest::addColumn<int>("rate");
        for (const int rate : {8000, 44100, 48000, 96000})
            QTest::newRow(qPrintable(QString::number(rate))) << rate;
    }

    void anotherRateIsOneContinuousSignal() {
        QFETCH(int, rate);
        const auto out = pull<float>(formatOf(rate, 1, QAudioFormat::Float), 4 * rate / 50, 50); // 50 × 20 ms
        QCOMPARE(out.size(), std::size_t(rate));
        // The tone has one frequency and one amplitude, so x[i-1] + x[i+1] = 2 cos(w) x[i] everywhere.
        const double twoCosine = 2 * std::cos(2 * std::numbers::pi * 440 / rate);
        double worst = 0;
        for (std::size_t i = std::size_t(rate) / 10; i + 1 < out.size(); ++i)
            worst = std::max(worst, std::abs(double(out[i - 1]) + double(out[i + 1]) - twoCosine * double(out[i])));
        QVERIFY2(worst < 1e-3, qPrintable(QString::number(worst)));
        const auto [low, high] = std::minmax_element(out.begin() + rate / 10, out.end());
        QVERIFY(std::abs(*high - 0.5F) < 0.01F && std::abs(*low + 0.5F) < 0.01F);
    }
};

QTEST_APPLESS_MAIN(TestSoundFormat)
#include "tst_sound_format.moc"
