// How long the new speech becomes and which token each frame says.
#include <QTest>
#include <algorithm>

#include "engine/duration_plan.h"
#include "engine/json.h"

using engine::DurationPlan;
using engine::framesByBytes;
using engine::planByWeights;

namespace {

std::vector<double> numbers(const engine::Json &list) {
    std::vector<double> result;
    for (const engine::Json &value : list.array())
        result.push_back(value.number());
    return result;
}

// Upstream: duration = ref_audio_len + int(ref_audio_len / ref_text_len * gen_text_len / local_speed)
std::int64_t upstreamsFrames(std::int64_t frames, int referenceBytes, int bytes, double speed) {
    return frames + std::int64_t(double(frames) / referenceBytes * bytes / (bytes < 10 ? 0.3 : speed));
}

} // namespace

class TestDurationPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAsUpstream() {
        for (const std::int64_t frames : {47, 240, 1125})
            for (const int referenceBytes : {1, 14, 66, 301})
                for (const int bytes : {1, 9, 10, 11, 65, 1000})
                    for (const double speed : {0.3, 0.85, 1.0, 1.7, 3.0})
                        QCOMPARE(framesByBytes(frames, std::string(std::size_t(referenceBytes), 'a'),
                                               std::string(std::size_t(bytes), 'b'), speed),
                                 upstreamsFrames(frames, referenceBytes, bytes, speed));
    }

    // Worked out by hand.
    void bytesInNumbers() {
        QCOMPARE(framesByBytes(240, std::string(60, 'a'), std::string(30, 'b'), 1), 360);
        QCOMPARE(framesByBytes(240, std::string(60, 'a'), std::string(30, 'b'), 2), 300);
        QCOMPARE(framesByBytes(240, std::string(60, 'a'), std::string(9, 'b'), 2), 360); // short text: speed 0.3
        QCOMPARE(framesByBytes(240, "", std::string(10, 'b'), 1), 2640);                 // no prompt: no division by 0
    }

    // The form in which the demo model was judged (tests/reference/make_duration_plan.py).
    void weightsAsTheDemoModelWasJudged() {
        const engine::Json plans = engine::Json::read(TEST_DATA "/durations/plans.json");
        QVERIFY(plans.array().size() >= 4);
        for (const engine::Json &golden : plans.array()) {
            const DurationPlan plan =
                planByWeights(golden["reference_frames"].integer(), numbers(golden["reference_weights"]),
                              numbers(golden["text_weights"]), 4.7, 8.4, 1, true, 65536);
            QCOMPARE(plan.frames, golden["frames"].integer());
            std::vector<std::int64_t> expected;
            const engine::Json::Array &counts = golden["frames_of_token"].array();
            for (std::size_t token = 0; token < counts.size(); ++token)
                expected.insert(expected.end(), std::size_t(counts[token].integer()), std::int64_t(token));
            QVERIFY2(plan.tokenOfFrame == expected, golden["text"].string().c_str());
        }
    }

    void everyFrameHasItsToken_data() {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("referenceTokens");
        QTest::addColumn<int>("textTokens");
        QTest::addColumn<double>("lead");
        QTest::addColumn<double>("tail");
        QTest::addColumn<double>("speed");
        QTest::addRow("usual") << 240 << 60 << 40 << 0.9 << 5.6 << 1.0;
        QTest::addRow("fast") << 240 << 60 << 40 << 0.9 << 5.6 << 3.0;
        QTest::addRow("slow") << 240 << 60 << 40 << 0.9 << 5.6 << 0.3;
        QTest::addRow("one token") << 240 << 60 << 1 << 0.9 << 5.6 << 3.0;
        QTest::addRow("many tokens in a short reference") << 47 << 300 << 500 << 0.9 << 5.6 << 1.0;
        QTest::addRow("only a blank before") << 100 << 1 << 20 << 0.9 << 5.6 << 1.0;
        QTest::addRow("more silence than reference") << 47 << 10 << 10 << 40.0 << 30.0 << 1.0;
    }
    void everyFrameHasItsToken() {
        QFETCH(int, frames);
        QFETCH(int, referenceTokens);
        QFETCH(int, textTokens);
        QFETCH(double, lead);
        QFETCH(double, tail);
        QFETCH(double, speed);
        std::vector<double> reference, text;
        for (int i = 0; i < referenceTokens; ++i)
            reference.push_back(0.02 + 0.37 * (i * 7 % 11));
        for (int i = 0; i < textTokens; ++i)
            text.push_back(0.02 + 0.29 * (i * 5 % 13));
        for (const bool blank : {false, true}) {
            const DurationPlan plan = planByWeights(frames, reference, text, lead, tail, speed, blank, 1 << 24);
            const std::vector<std::int64_t> &tokens = plan.tokenOfFrame;
            QCOMPARE(std::int64_t(tokens.size()), plan.frames);
            QVERIFY(plan.frames > frames);
            QCOMPARE(tokens.front(), 0);
            QCOMPARE(tokens.back(), std::int64_t(referenceTokens + textTokens - !blank)); // the last token ends it
            QVERIFY(std::is_sorted(tokens.begin(), tokens.end()));
            QVERIFY(!blank || std::count(tokens.begin(), tokens.end(), tokens.back()) >= 10); // of silence
        }
    }

    void tooLongAPlanHasNoTable() {
        const std::vector<double> reference(51, 1.0);
        const auto plan = [&](std::size_t tokens, double weight) {
            return planByWeights(213, reference, std::vector<double>(tokens, weight), 4.7, 8.3, 1, true, 630);
        };
        QCOMPARE(plan(100, 1).frames, 630); // as long as allowed
        QCOMPARE(plan(100, 1).tokenOfFrame.size(), std::size_t(630));
        QVERIFY(plan(101, 1).frames > 630);
        QVERIFY(plan(101, 1).tokenOfFrame.empty());
        QVERIFY(plan(100, 1e300).frames > 630); // more than a whole number can hold
    }

    // Without its own silence the text's share follows the weights, and speed divides it.
    void lengthFollowsWeightAndSpeed() {
        const std::vector<double> reference(51, 1.0), text(100, 1.0);
        const auto added = [&](const std::vector<double> &weights, double speed) {
            return planByWeights(213, reference, weights, 4.7, 8.3, speed, false, 65536).frames - 213;
        };
        QCOMPARE(added(text, 1), 417); // 200 frames of speech for 50 tokens; 16.7 frames of silence
        QCOMPARE(added(text, 2), 217);
        QCOMPARE(added(std::vector<double>(100, 0.5), 1), 217);
    }
};

QTEST_APPLESS_MAIN(TestDurationPlan)
#include "tst_duration_plan.moc"
