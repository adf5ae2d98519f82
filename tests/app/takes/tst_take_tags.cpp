// What a take's file says about itself, and what it is called.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "app/takes/take_tags.h"

using app::takes::fileStemOf;
using app::takes::TakeRecord;

namespace {

TakeRecord take(const QString &voice, const QString &text) {
    TakeRecord record;
    record.voiceId = voice;
    record.text = text;
    return record;
}

} // namespace

class TestTakeTags : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSettingsHaveTheNamesOfTheVerbs() {
        TakeRecord record = take(QStringLiteral("slt"), QStringLiteral("Good morning."));
        record.seed = (quint64(1) << 53) + 1;
        record.swayCoefficient = -0.5;
        record.crossFadeSeconds = 0.25;
        const auto settings =
            QJsonDocument::fromJson(QByteArray::fromStdString(app::takes::tagsOf(record).comment)).object();
        QCOMPARE(settings.value(QStringLiteral("sway_sampling_coef")).toDouble(), -0.5);
        QCOMPARE(settings.value(QStringLiteral("cross_fade_seconds")).toDouble(), 0.25);
        QCOMPARE(settings.value(QStringLiteral("seed")).toString(), QStringLiteral("9007199254740993"));
        QVERIFY(!settings.contains(QStringLiteral("sway_coefficient")));
        QCOMPARE(settings.value(QStringLiteral("duration_rule")).toString(), QStringLiteral("upstream"));
        QCOMPARE(settings.value(QStringLiteral("joining")).toString(), QStringLiteral("upstream"));
    }

    void whoElseSpeaksIsSaid() {
        TakeRecord record = take(QStringLiteral("slt"), QStringLiteral("[awb] Good morning."));
        const auto settings = [&record] {
            return QJsonDocument::fromJson(QByteArray::fromStdString(app::takes::tagsOf(record).comment)).object();
        };
        QVERIFY(!settings().contains(QStringLiteral("other_voices")));
        record.otherVoices = {{QStringLiteral("awb:calm"), QStringLiteral("Awb"), {}, {}}};
        QCOMPARE(settings().value(QStringLiteral("other_voices")).toArray(), QJsonArray{QStringLiteral("awb:calm")});
    }

    void aNameIsOneOnEverySystem() {
        QCOMPARE(fileStemOf(take(QStringLiteral("slt"), QStringLiteral("Good morning!"))),
                 QStringLiteral("slt - Good morning"));
        QCOMPARE(fileStemOf(take(QStringLiteral(".hidden: who?"), QStringLiteral("a/b\\c"))),
                 QStringLiteral("hidden who - abc"));
        QCOMPARE(fileStemOf(take(QStringLiteral("slt"), QStringLiteral("…?!"))), QStringLiteral("slt"));
        QCOMPARE(fileStemOf(take(QStringLiteral("..."), QStringLiteral("Hello."))), QStringLiteral("Hello"));
        QVERIFY(!fileStemOf(take(QStringLiteral("..."), QStringLiteral("?"))).isEmpty());
        QCOMPARE(fileStemOf(take(QStringLiteral("slt"), QStringLiteral("हिन्दी"))), QStringLiteral("slt - हिन्दी"));
    }

    void aLongNameFitsAndIsCutBetweenSigns() {
        const QString beyond = QStringLiteral("𠀀"); // two code units, four bytes
        for (const QString &sign : {QStringLiteral("a"), QStringLiteral("é"), QStringLiteral("你"), beyond}) {
            for (const QString &text :
                 QStringList{{}, QStringLiteral("Hi"), sign.repeated(300), u'x' + sign.repeated(300)}) {
                const QString stem = fileStemOf(take(u'b' + sign.repeated(300), text));
                const QByteArray bytes = stem.toUtf8();
                QVERIFY2(bytes.size() <= app::takes::kLongestStem && bytes.size() >= 40, bytes.constData());
                QCOMPARE(QString::fromUtf8(bytes), stem);
                QVERIFY(!stem.contains(QChar::ReplacementCharacter) && stem == stem.trimmed());
                QVERIFY(text.isEmpty() || stem.contains(QStringLiteral(" - ") + text.left(1)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTakeTags)
#include "tst_take_tags.moc"
