// What there is to say, counted alike in every script: mixed lines weigh what their halves weigh.
#include <QTest>

#include "engine/text/speech_units.h"

using engine::text::speechUnits;

namespace {

// Within a tenth.
bool about(double value, double wanted) {
    if (value > wanted * 0.9 && value < wanted * 1.1)
        return true;
    qWarning("%g instead of %g", value, wanted);
    return false;
}

} // namespace

class TestSpeechUnits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingToSayIsNothing() {
        for (const char *text : {"", " ", "...", "!?", "，。", "\xff\xfe", "😀"})
            QCOMPARE(speechUnits(text), 0.0);
    }

    void chineseIsCountedByCharacters() {
        QCOMPARE(speechUnits("好"), 1.0);
        QCOMPARE(speechUnits("你好吗"), 3.0);
        QCOMPARE(speechUnits("你好。"), 2.0);         // nothing follows the pause
        QCOMPARE(speechUnits("你好，世界。"), 5.0);   // a short pause
        QCOMPARE(speechUnits("你好。世界。"), 6.0);   // a long one
        QCOMPARE(speechUnits("你好。。。世界"), 6.0); // one pause, however it is written
    }

    // A sentence and its translation take about as long.
    void englishWeighsWhatItsTranslationWeighs_data() {
        QTest::addColumn<QByteArray>("english");
        QTest::addColumn<QByteArray>("chinese");
        QTest::addRow("weather") << QByteArray("The weather is very nice today.") << QByteArray("今天的天气非常好。");
        QTest::addRow("train") << QByteArray("The train leaves at half past nine in the morning.")
                               << QByteArray("火车早上九点半出发，请不要迟到。");
    }
    void englishWeighsWhatItsTranslationWeighs() {
        QFETCH(QByteArray, english);
        QFETCH(QByteArray, chinese);
        const double ratio = speechUnits(english.toStdString()) / speechUnits(chinese.toStdString());
        QVERIFY2(ratio > 0.6 && ratio < 1.5, qPrintable(QString::number(ratio)));
    }

    void mixedLinesWeighWhatTheirPartsWeigh() {
        const double chinese = speechUnits("我们今天用"), english = speechUnits("machine learning"),
                     rest = speechUnits("做实验");
        QCOMPARE(speechUnits("我们今天用 machine learning 做实验"), chinese + english + rest);
        QCOMPARE(speechUnits("我们今天用machine learning做实验"), chinese + english + rest);
    }

    void wordsAreCountedByVowelsAndLetters() {
        QVERIFY(about(speechUnits("strength"), 1.75)); // one syllable, and long
        QVERIFY(about(speechUnits("idea"), 1.2));      // short, and more of them
        QVERIFY(speechUnits("make") < speechUnits("maker"));
        QCOMPARE(speechUnits("don't"), speechUnits("dont"));
        QVERIFY(about(speechUnits("TTS"), 2.55)); // spelled
        QVERIFY(about(speechUnits("USA"), 2.55));
        QVERIFY(about(speechUnits("Привет мир"), speechUnits("privet mir")));
        QCOMPARE(speechUnits("ＡＢＣ"), speechUnits("ABC"));
        QVERIFY(speechUnits("Tiếng Việt") > 1.5);
    }

    // However a number is written, and whatever it stands among.
    void signsThatAreSaidCount() {
        QCOMPARE(speechUnits("2024"), 5.2);
        QVERIFY(speechUnits("50%") > speechUnits("50"));
        QVERIFY(speechUnits("3.14") > speechUnits("314"));
        QVERIFY(speechUnits("3.14") < speechUnits("3. 14")); // a point is shorter than the end of a sentence
        QVERIFY(speechUnits("ありがとう") > 2.5);
        QCOMPARE(speechUnits("きゃ"), speechUnits("か"));
        QVERIFY(about(speechUnits("안녕하세요"), 4.25));
    }

    void growsWithTheTextAndInNoWorseThanLinearTime() {
        std::string text;
        for (int i = 0; i < 20000; ++i)
            text += "Hello 你好, 42! ";
        const double one = speechUnits("Hello 你好, 42!");
        QVERIFY(about(speechUnits(text), 20000 * (one + 2)));
    }
};

QTEST_APPLESS_MAIN(TestSpeechUnits)
#include "tst_speech_units.moc"
