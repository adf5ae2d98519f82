// References equal upstream's: tests/data/audio was made by upstream's own code
// (tests/reference/make_audio_reference.py).
#include <QCryptographicHash>
#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/audio/reference.h"
#include "engine/audio/silence.h"
#include "engine/error.h"
#include "tests/engine/audio/composed_sound.h"
#include "tests/processor_time.h"

using namespace engine::audio;
using engine::Error;

namespace {

QString md5(const std::vector<std::int16_t> &samples) {
    const QByteArrayView bytes(reinterpret_cast<const char *>(samples.data()), qsizetype(samples.size() * 2));
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Md5).toHex());
}

double correlation(const float *a, const std::int16_t *b, std::size_t count) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < count; ++i) {
        ab += double(a[i]) * b[i];
        aa += double(a[i]) * double(a[i]);
        bb += double(b[i]) * b[i];
    }
    return ab / std::sqrt(aa * bb);
}

struct Part {
    const char *kind;
    int ms;
    int level;
};
using Parts = std::vector<Part>;

Pcm16 composed(int rate, const Parts &parts, int channels = 1) {
    QJsonArray list;
    for (const Part &part : parts)
        list.append(QJsonArray{QString::fromLatin1(part.kind), part.ms, part.level});
    return composeSound({{QStringLiteral("rate"), rate},
                         {QStringLiteral("channels"), channels},
                         {QStringLiteral("seed"), 1},
                         {QStringLiteral("parts"), list}});
}

} // namespace

class ReferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsUpstream_data();
    void equalsUpstream();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void refusesAnEmptyTranscript_data();
    void refusesAnEmptyTranscript();
    void closesTheTranscript_data();
    void closesTheTranscript();
    void measuresTheSilenceAtTheEdges();
    void keepsTheEdgesOfTheTraining();
    void refusesChannelsThatCancelOut();
    void quantisesAnyFloat();
    void cutsAMinuteOfStereo();
    void longWindowsCostNoMoreThanShortOnes();
};

void ReferenceTest::equalsUpstream_data() {
    QTest::addColumn<QJsonObject>("recording");
    const QJsonArray cases = audioReferences()[u"cases"].toArray();
    QVERIFY(cases.size() > 50);
    for (const QJsonValue &value : cases)
        QTest::newRow(qPrintable(value[u"name"].toString())) << value.toObject();
}

void ReferenceTest::equalsUpstream() {
    QFETCH(QJsonObject, recording);
    const QJsonObject expected = recording[u"expected"].toObject();
    const Pcm16 pcm = composeSound(recording);

    const TrimmedRecording trimmed = trimRecording(pcm);
    QCOMPARE(trimmed.pcm.sampleRate, expected[u"rate"].toInt());
    QCOMPARE(int(trimmed.pcm.frames()), expected[u"frames"].toInt());
    QCOMPARE(md5(trimmed.pcm.samples), expected[u"md5"].toString());
    QCOMPARE(trimmed.shortened, expected[u"shortened"].toBool());

    if (trimmed.soundSeconds < kMinReferenceSeconds) {
        QVERIFY_EXCEPTION_THROWN(prepareReference(asSound(pcm), "Some words"), Error);
        return;
    }
    const Reference reference = prepareReference(asSound(pcm), "Some words");
    QCOMPARE(QString::fromStdString(reference.text), expected[u"text"].toString());
    QCOMPARE(QString::fromStdString(reference.prompt), expected[u"prompt"].toString());
    QCOMPARE(reference.shortened, trimmed.shortened);
    QCOMPARE(reference.seconds, expected[u"frames"].toDouble() / expected[u"rate"].toDouble());
    const double rms = expected[u"rms"].toDouble();
    QVERIFY(std::abs(reference.gain / std::max(1.0, 0.1 / rms) - 1) < 1e-5);
    QVERIFY(std::abs(double(reference.samples.size()) - expected[u"samples"].toDouble()) <= 1);

    if (trimmed.pcm.sampleRate == 24000) {
        // Divided by its gain again, the reference is upstream's recording to the sample.
        const std::size_t channels = std::size_t(trimmed.pcm.channels);
        QCOMPARE(int(reference.samples.size()), expected[u"samples"].toInt());
        for (std::size_t i = 0; i < reference.samples.size(); ++i) {
            int sum = 0;
            for (std::size_t c = 0; c < channels; ++c)
                sum += trimmed.pcm.samples[i * channels + c];
            const double back = double(reference.samples[i]) / reference.gain * 32768.0 * double(channels);
            QCOMPARE(int(std::lrint(back)), sum);
        }
    }
    static const std::vector<std::int16_t> windows = storedShorts("windows.s16");
    for (const QJsonValue &value : expected[u"windows"].toArray()) {
        const std::size_t at = std::size_t(value[u"at"].toInt());
        const std::size_t stored = std::size_t(value[u"stored"].toInt());
        const double similarity = correlation(reference.samples.data() + at, windows.data() + stored, 2048);
        QVERIFY2(similarity > 0.999, qPrintable(QString::number(similarity, 'g', 9)));
    }
}

void ReferenceTest::saysWhatIsWrong_data() {
    QTest::addColumn<Parts>("parts");
    QTest::addColumn<QString>("what");
    QTest::newRow("0.1 s") << Parts{{"voice", 100, 9000}}
                           << QStringLiteral("The recording is 0.1 s long; F5-TTS needs at least 0.5 s of speech.");
    QTest::newRow("nothing") << Parts{} << QStringLiteral("The recording is empty.");
    QTest::newRow("zeros") << Parts{{"zero", 4000, 0}}
                           << QStringLiteral("The recording is silent: it holds nothing but zeros.");
    QTest::newRow("short zeros") << Parts{{"zero", 900, 0}}
                                 << QStringLiteral("The recording is silent: it holds nothing but zeros.");
    QTest::newRow("hiss") << Parts{{"hiss", 4000, 330}}
                          << QStringLiteral("The recording is silent: its loudest moment is −4");
    QTest::newRow("a click") << Parts{{"zero", 2000, 0}, {"hiss", 200, 9000}, {"zero", 2800, 0}}
                             << QStringLiteral("Only 0.20 s of the 5.00 s long recording are louder than −42 dBFS; "
                                               "F5-TTS needs at least 0.5 s of speech.");
}

void ReferenceTest::saysWhatIsWrong() {
    QFETCH(Parts, parts);
    QFETCH(QString, what);
    Sound sound = asSound(composed(44100, parts));
    if (parts.empty())
        sound = {};
    for (const Edges edges : {Edges::AsUpstream, Edges::AsTrained}) {
        if (edges == Edges::AsTrained)
            what.replace(QStringLiteral("louder than −42 dBFS"),
                         QStringLiteral("speech that comes near its loudest moment"));
        try {
            prepareReference(sound, "Words", edges);
            QFAIL("accepted");
        } catch (const Error &error) {
            QVERIFY2(QString::fromUtf8(error.what()).startsWith(what), error.what());
            QVERIFY(error.kind() == engine::ErrorKind::BadInput);
            QVERIFY(
                QString::fromStdString(error.remedy()).contains(u"Record or choose 3 to 12 seconds of clear speech."));
        }
    }
}

void ReferenceTest::refusesAnEmptyTranscript_data() {
    QTest::addColumn<QString>("transcript");
    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << QStringLiteral(" \t\r\n");
    QTest::newRow("wide blanks") << QStringLiteral("\u3000\u00a0\u2003\ufeff");
}

void ReferenceTest::refusesAnEmptyTranscript() {
    QFETCH(QString, transcript);
    const Sound sound = asSound(composed(24000, {{"voice", 3000, 9000}}));
    QVERIFY_EXCEPTION_THROWN(prepareReference(sound, transcript.toStdString()), Error);
    QVERIFY(!prepareReference(sound, transcript.toStdString() + "a").samples.empty());
}

void ReferenceTest::closesTheTranscript_data() {
    QTest::addColumn<QString>("transcript");
    QTest::addColumn<QString>("closed");
    QTest::addColumn<QString>("prompt");
    QTest::newRow("bare") << QStringLiteral("Hello") << QStringLiteral("Hello. ") << QStringLiteral("Hello.  ");
    QTest::newRow("stop") << QStringLiteral("Hello.") << QStringLiteral("Hello. ") << QStringLiteral("Hello.  ");
    QTest::newRow("closed") << QStringLiteral("Hello. ") << QStringLiteral("Hello. ") << QStringLiteral("Hello.  ");
    QTest::newRow("question") << QStringLiteral("Yes?") << QStringLiteral("Yes?. ") << QStringLiteral("Yes?.  ");
    QTest::newRow("Chinese") << QStringLiteral("你好。") << QStringLiteral("你好。") << QStringLiteral("你好。");
    QTest::newRow("Chinese, bare") << QStringLiteral("你好") << QStringLiteral("你好. ") << QStringLiteral("你好.  ");
}

void ReferenceTest::closesTheTranscript() {
    QFETCH(QString, transcript);
    QFETCH(QString, closed);
    QFETCH(QString, prompt);
    const Sound sound = asSound(composed(24000, {{"voice", 1000, 9000}}));
    const Reference reference = prepareReference(sound, transcript.toStdString());
    QCOMPARE(QString::fromStdString(reference.text), closed);
    QCOMPARE(QString::fromStdString(reference.prompt), prompt);
    QCOMPARE(QString::fromStdString(closeReferenceText(transcript.toStdString())), closed);
}

void ReferenceTest::measuresTheSilenceAtTheEdges() {
    // Sound from 0.304 s to 2.307 s: upstream cuts at whole 10 ms from either end, so 4 ms stay before it, and behind
    // it what the cut from the end leaves: 1.0 s are whole steps, so only the added 50 ms.
    const Pcm16 pcm = composed(48000, {{"zero", 304, 0}, {"hiss", 2003, 9000}, {"zero", 1000, 0}});
    const Reference reference = prepareReference(asSound(pcm), "Words");
    QCOMPARE(reference.leadSeconds, 0.004);
    QVERIFY2(std::abs(reference.tailSeconds - 0.05) < 0.0011, qPrintable(QString::number(reference.tailSeconds)));

    const Pcm16 later = composed(48000, {{"hiss", 2000, 9000}, {"zero", 507, 0}});
    const Reference withRest = prepareReference(asSound(later), "Words");
    QCOMPARE(withRest.leadSeconds, 0.0);
    QVERIFY2(std::abs(withRest.tailSeconds - 0.057) < 0.0011, qPrintable(QString::number(withRest.tailSeconds)));
}

void ReferenceTest::keepsTheEdgesOfTheTraining() {
    // 50 ms before and 90 ms after the sound, from the recording where it has so much and else as silence.
    for (const int around : {0, 20, 400}) {
        const Pcm16 pcm = composed(24000, {{"hiss", around, 40}, {"hiss", 2000, 9000}, {"hiss", around, 40}});
        const TrimmedRecording trimmed = trimRecording(pcm, Edges::AsTrained);
        QVERIFY2(std::abs(trimmed.soundSeconds - 2) < 0.011, qPrintable(QString::number(trimmed.soundSeconds)));
        QCOMPARE(trimmed.pcm.milliseconds(), int(std::lround(trimmed.soundSeconds * 1000)) + 140);
        const Reference reference = prepareReference(asSound(pcm), "Words", Edges::AsTrained);
        QCOMPARE(reference.leadSeconds, kTrainedLeadSeconds);
        QCOMPARE(reference.tailSeconds, kTrainedTailSeconds);
    }
}

void ReferenceTest::refusesChannelsThatCancelOut() {
    Pcm16 pcm = composed(44100, {{"voice", 3000, 9000}}, 2);
    for (std::size_t i = 0; i < pcm.samples.size(); i += 2)
        pcm.samples[i + 1] = std::int16_t(-pcm.samples[i]);
    try {
        prepareReference(asSound(pcm), "Words");
        QFAIL("accepted");
    } catch (const Error &error) {
        QVERIFY(QString::fromUtf8(error.what()).contains(u"cancel each other out"));
    }
}

void ReferenceTest::quantisesAnyFloat() {
    const Sound sound{24000, 1, {0.0f, 1.0f, -1.0f, 7.0f, -7.0f, 0.5f / 32768, 1.6f / 32768, -1e30f}};
    const std::vector<std::int16_t> expected = {0, 32767, -32768, 32767, -32768, 0, 2, -32768};
    QCOMPARE(quantise(sound).samples, expected);
}

void ReferenceTest::cutsAMinuteOfStereo() {
    const Pcm16 pcm = composed(96000, {{"hiss", 60000, 9000}}, 2);
    const Reference reference = prepareReference(asSound(pcm), "Words");
    QVERIFY(reference.shortened);
    // 12 s and pydub's 50 ms of silence, which are 551 samples at 11,025 Hz.
    QVERIFY(std::abs(double(reference.samples.size()) / 24000 - 12.0499) < 0.0001);
}

void ReferenceTest::longWindowsCostNoMoreThanShortOnes() {
    const Pcm16 pcm = composed(16000, {{"hiss", 60000, 9000}});
    const auto milliseconds = [&pcm](int window) {
        const double before = processorSeconds();
        const std::size_t spans = splitAtPauses(pcm, {window, -50, 1000, 1}).size();
        return spans == 1 ? 1000 * (processorSeconds() - before) : -1;
    };
    const double brief = milliseconds(10);
    const double lengthy = milliseconds(10000); // a thousand times the samples, were each window summed anew
    QVERIFY(brief >= 0 && lengthy >= 0);
    QVERIFY2(lengthy < 10 * brief + 300, qPrintable(QStringLiteral("%1 ms, %2 ms").arg(brief).arg(lengthy)));
}

QTEST_GUILESS_MAIN(ReferenceTest)
#include "tst_reference.moc"
