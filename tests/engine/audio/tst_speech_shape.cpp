// Where speech begins, ends and pauses.
#include <QTest>

#include "engine/audio/speech_shape.h"
#include "tests/engine/audio/made_words.h"

using engine::audio::SpeechShape;
using engine::audio::speechShape;

class TestSpeechShape : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void silenceHasNoSound() {
        QCOMPARE(speechShape({}).to, std::size_t(0));
        for (const SpeechShape &shape : {speechShape(std::vector<float>(1)), speechShape(std::vector<float>(24000))})
            QCOMPARE(shape.from, shape.to);
    }

    // To a millisecond, with whatever noise there is between the words.
    void edgesAndPausesAreWhereTheWordsAre_data() {
        QTest::addColumn<double>("noise"); // dBFS; words are at about -20
        QTest::addColumn<double>("level");
        QTest::addRow("clean") << -200.0 << 0.0;
        QTest::addRow("quiet words") << -200.0 << -30.0;
        QTest::addRow("hiss") << -60.0 << 0.0;
        QTest::addRow("loud hiss") << -48.0 << 0.0;
    }
    void edgesAndPausesAreWhereTheWordsAre() {
        QFETCH(double, noise);
        QFETCH(double, level);
        MadeWords made;
        made.silence(0.123).word(0.4, level).silence(0.25).word(0.3, level).silence(0.05).word(0.5, level).silence(0.2);
        made.hiss(noise);
        const SpeechShape shape = speechShape(made.samples);
        const auto near = [](std::size_t value, double seconds) {
            const double difference = double(value) / 24 - seconds * 1000;
            if (std::abs(difference) <= 2)
                return true;
            qWarning("%g ms off", difference);
            return false;
        };
        QVERIFY(near(shape.from, 0.123));
        QVERIFY(near(shape.to, 1.623));
        QCOMPARE(shape.pauses.size(), std::size_t(1)); // the gap of 50 ms is part of the words
        QVERIFY(near(shape.pauses[0], 0.25));
    }

    void aFadingEndIsKept() {
        MadeWords made;
        made.silence(0.1).word(0.5).fading(0.3).silence(0.2);
        const double end = double(speechShape(made.samples).to) / 24000;
        QVERIFY2(end > 0.7 && end < 0.9, qPrintable(QString::number(end)));
    }

    void soundFromBeginningToEnd() {
        MadeWords made;
        made.word(0.6);
        const SpeechShape shape = speechShape(made.samples);
        QVERIFY(shape.from < 48);
        QVERIFY(shape.to > made.samples.size() - 48);
        QVERIFY(shape.pauses.empty());
    }

    void brokenSamplesDoNotMatter() {
        MadeWords made;
        made.silence(0.1).word(0.5).silence(0.1);
        made.samples[3000] = std::numeric_limits<float>::quiet_NaN();
        made.samples[3001] = std::numeric_limits<float>::infinity();
        QVERIFY(speechShape(made.samples).to > 14000);
    }
};

QTEST_APPLESS_MAIN(TestSpeechShape)
#include "tst_speech_shape.moc"
