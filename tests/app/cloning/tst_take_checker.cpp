// What the Studio says of takes that were kept: by the speed and the voice of each part. The shipped recordings are the
// takes, played faster.
#include "app/cloning/kept_doubts.h"
#include "engine/audio/recording.h"
#include "tests/app/cloning/script_of_tests.h"

using app::takes::TakeRecord;

namespace {

engine::Clip spokenAt(double speed, const engine::Voice &voice) {
    const engine::audio::Sound sound = engine::audio::readRecording(voice.recording, 60);
    engine::Clip fast{sound.sampleRate, {}};
    for (double at = 0; at < double(sound.interleaved.size()); at += speed)
        fast.samples.push_back(sound.interleaved[std::size_t(at)]);
    return fast;
}

} // namespace

class TestTakeChecker : public QObject {
    Q_OBJECT

    ScriptOfTests script{{}};

    const engine::Voice &voice(const char *id) { return *script.services.voices().find(QString::fromLatin1(id)); }

    // What is found to be missing, once the take was looked at.
    QStringList missingIn(engine::Request request, engine::Clip clip) {
        app::speech::Take take;
        take.id = quint64(script.kept.size()) + 1;
        take.request = std::move(request);
        take.clip = std::make_shared<const engine::Clip>(std::move(clip));
        const qsizetype before = script.kept.size();
        script.services.takes().keep(take);
        TakeRecord record;
        const auto isLookedAt = [&] {
            if (script.kept.size() > before && record.doubts.isEmpty())
                script.services.takes().byId(script.take(int(before)).id, this, [&record](const auto &answer) {
                    if (answer)
                        record = *answer.value;
                });
            QTest::qWait(20);
            return !record.doubts.isEmpty();
        };
        if (!QTest::qWaitFor(isLookedAt, ScriptOfTests::kPatience))
            return {QStringLiteral("nobody looked")};
        QStringList reasons;
        for (const app::cloning::TakeDoubt &doubt : app::cloning::doubtsOf(record)) {
            if (doubt.reason.contains(QStringLiteral("where the text needs")))
                reasons << doubt.reason;
        }
        return reasons;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(script.isReady()); }

    void aFastLineIsMeasuredByItsSpeed() {
        engine::Request request;
        request.voice = voice("rms");
        request.text = voice("slt").transcript;
        request.speed = 1.8;
        const engine::Clip clip = spokenAt(1.8, voice("slt"));
        QCOMPARE(missingIn(request, clip), QStringList());
        request.speed = 1;
        QCOMPARE(missingIn(request, clip).size(), 1);
    }

    void everyPartIsMeasuredByItsVoiceAndSpeed() {
        engine::Request request;
        request.voice = voice("rms");
        request.otherVoices = {voice("awb")};
        const std::string first = voice("slt").transcript + " ", second = voice("awb").transcript;
        request.text = first + second;
        request.spoken = first + "[awb]{speed 1.8}" + second;
        engine::Clip clip = spokenAt(1, voice("slt"));
        const engine::Clip fast = spokenAt(1.8, voice("awb"));
        clip.samples.insert(clip.samples.end(), fast.samples.begin(), fast.samples.end());
        QCOMPARE(missingIn(request, clip), QStringList());
        request.spoken = first + "[awb]{speed 0.8}" + second;
        QCOMPARE(missingIn(request, clip).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTakeChecker)
#include "tst_take_checker.moc"
