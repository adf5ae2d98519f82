#include <QTest>

#include <functional>

#include "app/takes/take_differences.h"

using app::takes::differences;
using app::takes::TakeRecord;

using Change = std::function<void(TakeRecord &)>;
Q_DECLARE_METATYPE(Change)

namespace {

TakeRecord someTake() {
    TakeRecord take;
    take.id = 3;
    take.text = QStringLiteral("Good morning.");
    take.voiceId = QStringLiteral("slt");
    take.voiceName = QStringLiteral("Slt");
    take.voiceRecording = QString(64, u'a');
    take.modelName = QStringLiteral("demo");
    take.precision = QStringLiteral("fp32");
    take.deviceKind = QStringLiteral("cpu");
    take.seed = 7;
    return take;
}

} // namespace

class TestTakeDifferences : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingThatWasSetDiffers() {
        TakeRecord other = someTake();
        other.id = 4;
        other.name = QStringLiteral("the good one");
        other.note = QStringLiteral("breathes");
        other.starred = true;
        other.timings.synthesisSeconds = 9;
        QCOMPARE(differences(someTake(), other), QStringList());
    }

    void stepsAndSeedAreSaidFirst() {
        TakeRecord other = someTake();
        other.nfeStep = 16;
        other.seed = 8;
        other.cfgStrength = 2.5;
        QCOMPARE(
            differences(someTake(), other),
            (QStringList{QStringLiteral("NFE 7 → 16"), QStringLiteral("seed differs"), QStringLiteral("CFG 2 → 2.5")}));
    }

    void aCrossFadeThatDidNothingIsNoDifference() {
        TakeRecord one = someTake();
        one.timings.chunks = 1;
        TakeRecord other = one;
        other.crossFadeSeconds = 0.6;
        other.joining = engine::Joining::Even;
        QCOMPARE(differences(one, other), QStringList());
        other.joining = one.joining;
        other.timings.chunks = 2;
        QCOMPARE(differences(one, other), QStringList{QStringLiteral("cross-fade 0.15 s → 0.6 s")});
    }

    void everySettingIsNamed_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("words");
        const auto add = [](const char *words, Change change) {
            QTest::newRow(words) << std::move(change) << QString::fromUtf8(words);
        };
        add("text differs", [](TakeRecord &take) { take.text += u'!'; });
        add("voice Slt → Awb", [](TakeRecord &take) {
            take.voiceId = QStringLiteral("awb");
            take.voiceName = QStringLiteral("Awb");
        });
        add("recording of the voice differs", [](TakeRecord &take) { take.voiceRecording = QString(64, u'b'); });
        add("model demo → base", [](TakeRecord &take) { take.modelName = QStringLiteral("base"); });
        add("speed 1 → 1.25", [](TakeRecord &take) { take.speed = 1.25; });
        add("sway -1 → 0", [](TakeRecord &take) { take.swayCoefficient = 0; });
        add("schedule epss → uniform", [](TakeRecord &take) { take.schedule = engine::Schedule::Uniform; });
        add("spoken words differ", [](TakeRecord &take) { take.spoken = QStringLiteral("text"); });
        add("other voices differ", [](TakeRecord &take) { take.otherVoices << app::takes::OtherVoice(); });
        add("chunks joined as upstream → evenly", [](TakeRecord &take) { take.joining = engine::Joining::Even; });
        add("length as upstream → by syllables",
            [](TakeRecord &take) { take.durationRule = engine::DurationRule::BySyllables; });
        add("cross-fade 0.15 s → 0.3 s", [](TakeRecord &take) { take.crossFadeSeconds = 0.3; });
        add("precision fp32 → bf16", [](TakeRecord &take) { take.precision = QStringLiteral("bf16"); });
        add("made on another device", [](TakeRecord &take) { take.deviceKind = QStringLiteral("cuda"); });
        add("made by another version of the program", [](TakeRecord &take) { take.build = QStringLiteral("x"); });
    }

    void everySettingIsNamed() {
        QFETCH(Change, change);
        QFETCH(QString, words);
        TakeRecord other = someTake();
        change(other);
        QCOMPARE(differences(someTake(), other), QStringList{words});
    }
};

QTEST_APPLESS_MAIN(TestTakeDifferences)
#include "tst_take_differences.moc"
