// The analysis against sounds whose truth is known, and against the shipped voices.
#include <QRegularExpression>
#include <QTest>

#include <limits>

#include "engine/audio/file.h"
#include "engine/audio/resample.h"
#include "engine/error.h"
#include "engine/quality/reference_check.h"
#include "engine/quality/sentence_figure.h"
#include "engine/voice.h"
#include "tests/engine/audio/tones.h"
#include "tests/engine/quality/made_speech.h"

using namespace engine;
using namespace engine::quality;

namespace {

const Finding *about(const ReferenceCheck &check, Aspect aspect) {
    for (const Finding &finding : check.findings) {
        if (finding.aspect == aspect)
            return &finding;
    }
    return nullptr;
}

Verdict verdictOn(const ReferenceCheck &check, Aspect aspect) {
    const Finding *finding = about(check, aspect);
    if (!finding)
        qFatal("nothing was said about %d", int(aspect));
    return finding->verdict;
}

} // namespace

class TestReferenceCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noiseIsMeasured_data() {
        QTest::addColumn<double>("speech");
        QTest::addColumn<double>("noise");
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("verdict");
        QTest::newRow("a bad room") << -20.0 << -30.0 << 24000 << int(Verdict::Alarm);
        QTest::newRow("a fan") << -20.0 << -38.0 << 24000 << int(Verdict::Alarm);
        QTest::newRow("a room") << -20.0 << -45.0 << 24000 << int(Verdict::Attention);
        QTest::newRow("quiet") << -20.0 << -60.0 << 24000 << int(Verdict::Good);
        QTest::newRow("a studio") << -18.0 << -75.0 << 24000 << int(Verdict::Good);
        QTest::newRow("quiet voice, quiet room") << -40.0 << -75.0 << 24000 << int(Verdict::Good);
        QTest::newRow("48 kHz") << -20.0 << -45.0 << 48000 << int(Verdict::Attention);
    }
    void noiseIsMeasured() {
        QFETCH(double, speech);
        QFETCH(double, noise);
        QFETCH(int, rate);
        QFETCH(int, verdict);
        Clip clip = sentence(speech, rate);
        addNoise(clip, noise);
        const ReferenceCheck check = checkReference(clip, "Twelve made up syllables.", "en");
        QVERIFY(check.noiseDbfs && near(*check.noiseDbfs, noise, 1.0));
        QVERIFY(check.snrDb && near(*check.snrDb, speech - noise, 1.5));
        QCOMPARE(int(verdictOn(check, Aspect::Noise)), verdict);
    }

    void aConstantOffsetIsNoNoise() {
        Clip clip = sentence();
        addNoise(clip, -60);
        for (float &sample : clip.samples)
            sample += 0.05f;
        QVERIFY(near(*checkReference(clip, "", "").noiseDbfs, -60, 1.0));
    }

    void whatIsAroundSpeechIsNotItsNoise_data() {
        QTest::addColumn<double>("before"); // seconds
        QTest::addColumn<double>("level");  // of the noise before it
        QTest::addColumn<double>("after");
        QTest::newRow("a sentence in three minutes") << 60.0 << -48.0 << 116.0;
        QTest::newRow("faded in") << 2.0 << -88.0 << 0.0;
        QTest::newRow("a gate that opens late") << 3.0 << -160.0 << 0.0;
    }
    void whatIsAroundSpeechIsNotItsNoise() {
        QFETCH(double, before);
        QFETCH(double, level);
        QFETCH(double, after);
        Clip clip{kSampleRate, {}};
        addPause(clip, before);
        addNoise(clip, level);
        if (level < -120)
            std::fill(clip.samples.begin(), clip.samples.end(), 0.0f);
        Clip spoken = sentence();
        addPause(spoken, after);
        addNoise(spoken, -48, 2);
        clip.samples.insert(clip.samples.end(), spoken.samples.begin(), spoken.samples.end());
        const ReferenceCheck check = checkReference(clip, "", "en");
        QCOMPARE(verdictOn(check, Aspect::Speech), Verdict::Good);
        QVERIFY2(near(check.speechSeconds, 2.9, 0.1), qPrintable(QString::number(check.speechSeconds)));
        QVERIFY2(near(*check.noiseDbfs, -48, 1), qPrintable(QString::number(*check.noiseDbfs)));
        QVERIFY2(near(*check.snrDb, 28, 1.5), qPrintable(QString::number(*check.snrDb)));
    }

    void speechAndSilenceHaveTheirLengths() {
        Clip clip = sentence();
        addNoise(clip, -60);
        const ReferenceCheck check = checkReference(clip, "", "en");
        QVERIFY(near(check.seconds, 4.15, 0.001));
        QVERIFY(near(check.speechSeconds, 2.9, 0.05));
        QVERIFY(near(check.leadSilenceSeconds, 0.4, 0.02));
        QVERIFY(near(check.endSilenceSeconds, 0.45, 0.02));
        QCOMPARE(verdictOn(check, Aspect::Speech), Verdict::Good);
        QCOMPARE(verdictOn(check, Aspect::Length), Verdict::Good);
        QCOMPARE(verdictOn(check, Aspect::Ends), Verdict::Good);
    }

    void madeUpSilenceIsNoNoise() { // digital zeros between the words, as another program's voice has
        const ReferenceCheck check = checkReference(sentence(), "", "en");
        QVERIFY(*check.noiseDbfs < -100);
        QVERIFY(near(*check.snrDb, 90, 0.01));
        const std::string said = about(check, Aspect::Noise)->reason; // 90 dB is no figure of a room
        QVERIFY2(said.find("cannot be measured") != std::string::npos && said.find("90") == std::string::npos,
                 said.c_str());
    }

    void whatIsNoSpeech_data() {
        QTest::addColumn<Clip>("clip");
        Clip zeros{kSampleRate, std::vector<float>(48000)};
        QTest::newRow("zeros") << zeros;
        Clip hiss = zeros;
        addNoise(hiss, -30);
        QTest::newRow("hiss") << hiss;
        QTest::newRow("a tone") << tone(kSampleRate, 3, -20);
        Clip click = zeros;
        addNoise(click, -70);
        for (int i = 0; i < 200; ++i)
            click.samples[std::size_t(24000 + i)] = i % 2 ? 0.5f : -0.5f;
        QTest::newRow("a click") << click;
        QTest::newRow("nothing") << Clip{kSampleRate, {}};
        QTest::newRow("a few samples") << Clip{kSampleRate, std::vector<float>(100, 0.1f)};
    }
    void minusSignsAreNoHyphens() {
        Clip clip = sentence(-20);
        addNoise(clip, -45);
        const ReferenceCheck check = checkReference(clip, "Twelve made up syllables.", "en");
        QString all;
        for (const Finding &finding : check.findings)
            all += QString::fromStdString(finding.reason + ' ' + finding.remedy + '\n');
        static const QRegularExpression hyphen(QStringLiteral("-\\d"));
        QVERIFY2(!all.contains(hyphen), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("(−4")) && all.contains(QStringLiteral("It is −2")), qPrintable(all));
        QCOMPARE(figure(-0.04, 1), std::string("0.0"));
        QCOMPARE(figure(-58.5, 1), std::string("−58.5"));
    }

    void whatIsNoSpeech() {
        QFETCH(Clip, clip);
        const ReferenceCheck check = checkReference(clip, "Somebody said this.", "en");
        QCOMPARE(check.speechSeconds, 0.0);
        QCOMPARE(verdictOn(check, Aspect::Speech), Verdict::Alarm);
        QVERIFY(!check.snrDb);
        QCOMPARE(check.rate.pace, Pace::Unknown);
        QVERIFY(!suggestWindow(clip));
    }

    void clippedSamplesAreCounted_data() {
        QTest::addColumn<double>("limit");  // where the recorder cut
        QTest::addColumn<double>("volume"); // afterwards
        QTest::addColumn<bool>("clipped");
        QTest::newRow("not at all") << 1.0 << 0.3 << false;
        QTest::newRow("at full scale") << 1.0 << 4.0 << true;
        QTest::newRow("then made quieter") << 0.25 << 1.0 << true;
    }
    void clippedSamplesAreCounted() {
        QFETCH(double, limit);
        QFETCH(double, volume);
        QFETCH(bool, clipped);
        Clip clip = sentence(-12);
        addNoise(clip, -70);
        std::size_t truth = 0;
        for (float &sample : clip.samples) {
            const double loud = double(sample) * volume;
            truth += std::abs(loud) > limit;
            sample = float(std::round(std::clamp(loud, -limit, limit) * 32767) / 32768);
        }
        const ReferenceCheck check = checkReference(clip, "", "");
        QCOMPARE(truth > 0, clipped);
        QVERIFY(near(double(check.clipping.samples), double(truth), 0.1 * double(truth)));
        QVERIFY(near(check.clipping.share, double(truth) / double(clip.samples.size()), 0.001));
        QCOMPARE(verdictOn(check, Aspect::Clipping), clipped ? Verdict::Alarm : Verdict::Good);
        if (clipped)
            QVERIFY(near(*check.clipping.firstSeconds, 0.4, 0.02));
    }

    void clippingIsSeenAfterAChangeOfRate() {
        Clip clip = sentence(-10, 48000);
        for (float &sample : clip.samples)
            sample = std::clamp(sample * 4, -1.0f, 1.0f);
        clip.samples = audio::resample(clip.samples, 48000, kSampleRate);
        clip.sampleRate = kSampleRate;
        QCOMPARE(verdictOn(checkReference(clip, "", ""), Aspect::Clipping), Verdict::Alarm);
    }

    void fullScaleAloneIsNotClipping() { // a recording made as loud as it can be
        Clip clip = sentence(-12);
        float peak = 0;
        for (const float sample : clip.samples)
            peak = std::max(peak, std::abs(sample));
        for (float &sample : clip.samples)
            sample = float(std::round(double(sample) / double(peak) * 32767) / 32768);
        const ReferenceCheck check = checkReference(clip, "", "");
        QCOMPARE(check.clipping.samples, std::size_t(0));
        QVERIFY(near(check.peakDbfs, 0, 0.01));
    }

    void wordsAreNotCutAtTheEnds() {
        Clip clip = sentence();
        addNoise(clip, -60);
        QCOMPARE(verdictOn(checkReference(cut(clip, 0.5, 4.15), "", ""), Aspect::Ends), Verdict::Attention);
        QCOMPARE(verdictOn(checkReference(cut(clip, 0, 2.35), "", ""), Aspect::Ends), Verdict::Attention);
        QCOMPARE(verdictOn(checkReference(cut(clip, 0.2, 4.0), "", ""), Aspect::Ends), Verdict::Good);
    }

    void noiseAtTheEndsIsNoWord() {
        Clip clip = sentence();
        addNoise(clip, -37);
        QCOMPARE(verdictOn(checkReference(clip, "", ""), Aspect::Ends), Verdict::Good);
        QCOMPARE(verdictOn(checkReference(cut(clip, 0.5, 4.15), "", ""), Aspect::Ends), Verdict::Attention);
    }

    void aCutHasNoOffset() { // F5-TTS would take it for sound and trim nothing
        Clip clip = sentence(-24);
        addNoise(clip, -70);
        const Clip same = cut(clip, 0, clip.seconds());
        QCOMPARE(same.samples, clip.samples);
        const double trimmed = prepareForF5(clip).secondsAfter;
        for (float &sample : clip.samples)
            sample += 0.01f;
        QVERIFY(near(prepareForF5(cut(clip, 0, clip.seconds())).secondsAfter, trimmed, 0.02));
    }

    void loudnessIsJudged_data() {
        QTest::addColumn<double>("level");
        QTest::addColumn<int>("verdict");
        QTest::newRow("a whisper far away") << -55.0 << int(Verdict::Alarm);
        QTest::newRow("quiet") << -38.0 << int(Verdict::Attention);
        QTest::newRow("as it should be") << -20.0 << int(Verdict::Good);
    }
    void loudnessIsJudged() {
        QFETCH(double, level);
        QFETCH(int, verdict);
        Clip clip = sentence(level);
        addNoise(clip, -90);
        const ReferenceCheck check = checkReference(clip, "", "");
        QVERIFY(near(*check.loudness, level, 5)); // weighted, and without the pauses
        QCOMPARE(int(verdictOn(check, Aspect::Loudness)), verdict);
    }

    void transcriptIsComparedWithTheLength_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("language");
        QTest::addColumn<double>("seconds");
        QTest::addColumn<int>("unit");
        QTest::addColumn<double>("units");
        QTest::addColumn<int>("pace");
        const auto row = [](const char *name, const char *text, const char *language, double seconds, RateUnit unit,
                            double units, Pace pace) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromLatin1(language) << seconds << int(unit)
                                << units << int(pace);
        };
        const auto letters = RateUnit::Letters, syllables = RateUnit::Syllables;
        row("English", "The garden is full of flowers.", "en", 1.9, letters, 24, Pace::Plausible);
        row("a word is missing", "Flowers.", "en", 1.5, letters, 7, Pace::TooSlow);
        row("most is missing", "The.", "en", 1.9, letters, 3, Pace::Doubtful);
        row("too much", "The garden is full of flowers.", "en", 1.0, letters, 24, Pace::TooFast);
        row("another text", "The garden is full of flowers.", "en", 0.6, letters, 24, Pace::Doubtful);
        row("digits", "In 1984.", "en", 1.4, letters, 18, Pace::Plausible);
        row("German", "Über die Straße.", "de", 1.0, letters, 13, Pace::Plausible);
        row("Chinese", "今天天气很好，我们去公园吧。", "zh", 2.6, syllables, 12, Pace::Plausible);
        row("Chinese, too fast", "今天天气很好，我们去公园吧。", "zh", 1.3, syllables, 12, Pace::TooFast);
        row("Chinese, of another recording", "今天天气很好，我们去公园吧。", "zh", 0.9, syllables, 12, Pace::Doubtful);
        row("Chinese, words missing", "你好。", "zh", 1.4, syllables, 2, Pace::TooSlow);
        row("mixed", "我喜欢 jazz", "zh", 1.0, syllables, 3 + 4.0 / 3, Pace::Plausible);
        row("Japanese", "今日はいい天気です", "ja", 1.8, syllables, 13, Pace::Plausible);
        row("Korean", "안녕하세요", "ko", 1.0, syllables, 5, Pace::Plausible);
        row("Russian", "Добрый день", "ru", 0.8, letters, 10, Pace::Plausible);
        row("no words", "…!", "en", 1.0, letters, 0, Pace::Unknown);
        row("no speech", "Hello.", "en", 0.0, letters, 5, Pace::Unknown);
    }
    void transcriptIsComparedWithTheLength() {
        QFETCH(QString, text);
        QFETCH(QString, language);
        QFETCH(double, seconds);
        QFETCH(int, unit);
        QFETCH(double, units);
        QFETCH(int, pace);
        const SpeakingRate rate = speakingRate(text.toStdString(), language.toStdString(), seconds);
        QCOMPARE(int(rate.unit), unit);
        QVERIFY(near(rate.units, units, 0.01));
        QCOMPARE(int(rate.pace), pace);
        const Finding finding = judgeRate(rate);
        QVERIFY(!finding.reason.empty());
        QCOMPARE(finding.verdict == Verdict::Good, pace == int(Pace::Plausible));
        QCOMPARE(finding.remedy.empty(), finding.verdict == Verdict::Good);
    }

    void everyFindingSaysWhatToDo() {
        for (const double noise : {-30.0, -45.0, -70.0}) {
            Clip clip = sentence(-12);
            addNoise(clip, noise);
            for (float &sample : clip.samples)
                sample = std::clamp(sample * 4, -1.0f, 1.0f);
            const ReferenceCheck check = checkReference(clip, "A", "en");
            QCOMPARE(check.verdict(), Verdict::Alarm);
            for (const Finding &finding : check.findings) {
                QVERIFY2(finding.reason.ends_with('.'), finding.reason.c_str());
                QCOMPARE(finding.remedy.empty(), finding.verdict == Verdict::Good);
            }
        }
    }

    void shippedVoicesAreGood() {
        const VoiceListing shipped = listVoices({SOURCE_FOLDER});
        QCOMPARE(shipped.voices.size(), std::size_t(8));
        for (const Voice &voice : shipped.voices) {
            const audio::Sound sound = audio::readSound(voice.recording, 60);
            const Clip clip{sound.sampleRate, sound.interleaved};
            const ReferenceCheck check = checkReference(clip, voice.transcript, voice.language);
            for (const Finding &finding : check.findings) {
                qInfo("%s: %s", voice.id.c_str(), finding.reason.c_str());
                if (finding.aspect != Aspect::Length) // short, as the demo model was trained
                    QVERIFY2(finding.verdict == Verdict::Good, (voice.id + ": " + finding.reason).c_str());
            }
            QCOMPARE(check.rate.pace, Pace::Plausible);
            // The transcript of another, longer text is noticed.
            std::string longer = voice.transcript;
            for (int i = 0; i < 3; ++i)
                longer += ' ' + voice.transcript;
            QVERIFY(checkReference(clip, longer, voice.language).verdict() == Verdict::Alarm);
        }
    }

    void whatF5WillHear() {
        Clip clip = sentence(-35);
        addNoise(clip, -80);
        const Preparation prepared = prepareForF5(clip);
        QVERIFY(near(prepared.secondsBefore, 4.15, 0.001));
        QVERIFY(near(prepared.secondsAfter, 4.15 - 0.85 + 0.05, 0.03));
        QVERIFY(near(prepared.clip.seconds(), prepared.secondsAfter, 0.01));
        QVERIFY(near(prepared.gainDb, 15, 1.5)); // to an RMS of -20 dBFS
        QVERIFY(near(prepared.endSilenceAfter, 0.05, 0.01));
        QVERIFY(!prepared.shortened);
        QVERIFY_EXCEPTION_THROWN(prepareForF5(Clip{kSampleRate, std::vector<float>(48000)}), Error);
    }

    void badInputIsRefused() {
        QVERIFY_EXCEPTION_THROWN(checkReference(Clip{0, {}}, "", ""), Error);
        QVERIFY_EXCEPTION_THROWN(checkReference(Clip{384000, {}}, "", ""), Error);
        Clip clip = sentence();
        clip.samples[7] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(checkReference(clip, "", ""), Error);
        QVERIFY_EXCEPTION_THROWN(suggestWindow(clip), Error);
    }
};

QTEST_APPLESS_MAIN(TestReferenceCheck)
#include "tst_reference_check.moc"
