// What is counted in a take: nothing in a good one, and each fault that is put into it.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/audio/loudness.h"
#include "engine/audio/recording.h"
#include "engine/error.h"
#include "engine/quality/artifacts.h"
#include "engine/quality/asked_line.h"
#include "engine/voice.h"
#include "tests/engine/quality/made_speech.h"

using namespace engine;
using namespace engine::quality;

Q_DECLARE_METATYPE(engine::Clip)

namespace {

const Voice &voice() {
    static const Voice slt = loadVoice(std::filesystem::path(SOURCE_FOLDER) / "voices" / "slt");
    return slt;
}

// The recording of slt, quieter, faded at its ends and with silence around it.
Clip goodTake() {
    Clip clip{kSampleRate, audio::readRecording(voice().recording, 60).interleaved};
    audio::amplify(clip, -6);
    const std::size_t fade = 480;
    for (std::size_t i = 0; i < fade; ++i) {
        clip.samples[i] *= float(i) / float(fade);
        clip.samples[clip.samples.size() - 1 - i] *= float(i) / float(fade);
    }
    clip.samples.insert(clip.samples.begin(), 4800, 0.0f);
    clip.samples.resize(clip.samples.size() + 7200);
    return clip;
}

QString namesOf(const std::vector<Artifact> &found) {
    QStringList names;
    for (const Artifact artifact : found)
        names << QString::fromStdString(toString(artifact));
    return names.join(u' ');
}

QString foundIn(const Clip &clip, const std::string &text = voice().transcript) {
    return namesOf(measureArtifacts(clip, text).found());
}

} // namespace

class TestArtifacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_good = goodTake(); }

    void aGoodTakeHasNone() {
        QCOMPARE(foundIn(m_good), QString());
        const Artifacts measured = measureArtifacts(m_good, voice().transcript);
        QVERIFY(measured.leadSilence >= 0.2 && measured.leadSilence < 0.5);
        QVERIFY(measured.tailSilence >= 0.3 && measured.tailSilence < 0.6);
        QVERIFY(std::abs(*measured.truePeak - audio::measureLoudness(m_good).truePeak) < 1e-12);
        QVERIFY(*measured.unitsPerSecond > 10 && *measured.unitsPerSecond < 20);
        QVERIFY(*measured.endLevel < -60);
        QVERIFY(std::abs(measured.offset) < 1e-3);
    }

    void eachFaultIsFound_data() {
        QTest::addColumn<Clip>("clip");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("beside"); // that comes with it
        const auto row = [](Clip clip, const char *name, const char *beside = "") {
            QTest::newRow(name) << clip << QString::fromLatin1(name) << QString::fromLatin1(beside);
        };
        Clip broken = goodTake();
        broken.samples[9000] = std::numeric_limits<float>::quiet_NaN();
        broken.samples[9001] = std::numeric_limits<float>::infinity();
        row(broken, "not-numbers");
        Clip loud = goodTake();
        const float peak = std::abs(*std::max_element(loud.samples.begin(), loud.samples.end(),
                                                      [](float a, float b) { return std::abs(a) < std::abs(b); }));
        for (float &sample : loud.samples)
            sample *= 0.95f / peak;
        row(loud, "true-peak");
        Clip over = loud;
        for (float &sample : over.samples)
            sample *= 1.3f;
        row(over, "over-range", "true-peak clipping");
        Clip clipped = goodTake();
        for (float &sample : clipped.samples)
            sample = std::clamp(sample, -0.3f * peak, 0.3f * peak);
        for (float &sample : clipped.samples)
            sample *= 0.8f / (0.3f * peak);
        row(clipped, "clipping", "offset");
        Clip offset = goodTake();
        for (float &sample : offset.samples)
            sample += 0.01f;
        row(offset, "offset", "abrupt-end");
        Clip cut = goodTake();
        const auto middle = std::size_t(std::max_element(cut.samples.begin(), cut.samples.end()) - cut.samples.begin());
        cut.samples.resize(middle + 5);
        row(cut, "abrupt-end", "too-fast");
        Clip sentences = sentence();
        addPause(sentences, 0.5);
        const Clip second = sentence();
        sentences.samples.insert(sentences.samples.end(), second.samples.begin(), second.samples.end());
        addNoise(sentences, -75);
        row(sentences, "long-pause", "click dropout too-fast too-slow");
    }

    void eachFaultIsFound() {
        QFETCH(Clip, clip);
        QFETCH(QString, name);
        QFETCH(QString, beside);
        QStringList found = foundIn(clip).split(u' ');
        QVERIFY2(found.removeOne(name), qPrintable(found.join(u' ')));
        for (const QString &other : std::as_const(found))
            QVERIFY2(beside.split(u' ').contains(other), qPrintable(other));
    }

    void clicksAndDropoutsAreCounted() {
        Clip clip = m_good;
        const auto loudest =
            std::size_t(std::max_element(clip.samples.begin(), clip.samples.end()) - clip.samples.begin());
        clip.samples[7200] += 0.4f;
        clip.samples[clip.samples.size() - 9000] -= 0.4f;
        QCOMPARE(int(measureArtifacts(clip, "").clicks), 2);
        QCOMPARE(foundIn(clip), QStringLiteral("click"));
        clip = m_good;
        std::fill_n(clip.samples.begin() + std::ptrdiff_t(loudest) + 300, 1200, 0.0f);
        QCOMPARE(int(measureArtifacts(clip, "").dropouts), 1);
    }

    void samplesAreCounted() {
        Clip clip = m_good;
        clip.samples[20000] = 1.0f;
        clip.samples[20001] = -1.5f;
        QCOMPARE(int(measureArtifacts(clip, "").overRange), 2);
        for (float &sample : clip.samples)
            sample += 0.003f;
        QVERIFY(std::abs(measureArtifacts(clip, "").offset - 0.003) < 1e-3);
        clip.samples[7] = clip.samples[9] = std::numeric_limits<float>::infinity();
        const Artifacts broken = measureArtifacts(clip, "text");
        QCOMPARE(int(broken.notNumbers), 2);
        QCOMPARE(namesOf(broken.found()), QStringLiteral("not-numbers"));
    }

    void thePaceIsOfTheText() {
        const double pace = *measureArtifacts(m_good, "abcde fghij").unitsPerSecond;
        QCOMPARE(*measureArtifacts(m_good, " abcde fghij\n").unitsPerSecond, pace);
        QVERIFY(std::abs(*measureArtifacts(m_good, "我爱9").unitsPerSecond - pace * 10 / 11) < 1e-9);
        QVERIFY(foundIn(m_good, "ab").contains(QStringLiteral("too-slow")));
        QVERIFY(foundIn(m_good, std::string(100, 'a')).contains(QStringLiteral("too-fast")));
        QVERIFY(!measureArtifacts(m_good, "").unitsPerSecond);
    }

    // Of half a second and of one: neither is a fault, nor does it make the pace slower.
    void pausesThatWereAskedForAreNone() {
        const Artifacts good = measureArtifacts(m_good, voice().transcript);
        Clip clip = m_good;
        const auto at = [&](double seconds) { return clip.samples.begin() + std::ptrdiff_t(seconds * kSampleRate); };
        clip.samples.insert(std::max_element(at(0.4), at(0.8)), std::size_t(0.5 * kSampleRate), 0.0f);
        clip.samples.insert(std::max_element(at(1.6), at(2.0)), kSampleRate, 0.0f);
        const Artifacts heard = measureArtifacts(clip, voice().transcript);
        QVERIFY(heard.dropouts > 0 && heard.longestPause > 0.9);
        const std::string &words = voice().transcript;
        const std::size_t blank = words.find(' ', words.size() / 2);
        const std::string text =
            words.substr(0, blank) + " {pause 500ms}" + words.substr(blank) + "{pause 1s}, {speed 1.0}";
        const AskedLine line = writtenLine(text);
        QCOMPARE(line.pauses, (std::vector<double>{0.5, 1}));
        const Artifacts measured = measureArtifacts(clip, line);
        QCOMPARE(measured.dropouts, std::size_t(0));
        QVERIFY2(measured.longestPause < 0.7, qPrintable(QString::number(measured.longestPause)));
        QVERIFY(std::abs(*measured.unitsPerSecond / *good.unitsPerSecond - 1) < 0.02);
    }

    void silenceAndShortSoundsHaveAnAnswer() {
        const Artifacts silent = measureArtifacts({kSampleRate, std::vector<float>(24000)}, "text");
        QCOMPARE(namesOf(silent.found()), QString());
        QVERIFY(!silent.endLevel && !silent.truePeak && !silent.unitsPerSecond);
        QCOMPARE(namesOf(measureArtifacts({kSampleRate, {}}, "text").found()), QString());
        QVERIFY(!measureArtifacts({kSampleRate, {0.1f, 0.2f}}, "").endLevel);
        QVERIFY_EXCEPTION_THROWN(measureArtifacts({16000, std::vector<float>(16000)}, ""), Error);
    }

private:
    Clip m_good;
};

QTEST_APPLESS_MAIN(TestArtifacts)
#include "tst_artifacts.moc"
