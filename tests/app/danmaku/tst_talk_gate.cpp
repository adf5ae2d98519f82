// Whether somebody talks: tones, clicks and rooms, counted in samples.
#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "app/danmaku/talk_gate.h"

using app::danmaku::TalkGate;
using app::danmaku::TalkRules;
using Samples = std::vector<float>;

namespace {

constexpr int kSecond = engine::kSampleRate;
constexpr double kSineRms = -3.0103; // dB of a sine with the peak 1

Samples tone(double dbfs, double seconds, double hertz = 440) { // its RMS
    Samples samples(std::size_t(seconds * kSecond));
    const double peak = std::pow(10, (dbfs - kSineRms) / 20);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = float(peak * std::sin(2 * std::numbers::pi * hertz * double(i) / kSecond));
    return samples;
}

Samples silence(double seconds) {
    return Samples(std::size_t(seconds * kSecond));
}

// How many seconds of it until the gate is held, or free; -1: it stays as it is. All of it is heard.
double until(TalkGate &gate, const Samples &samples, bool held) {
    double at = -1;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        gate.feed({&samples[i], 1});
        if (at < 0 && gate.held() == held)
            at = double(i + 1) / kSecond;
    }
    return at;
}

bool holds(TalkGate &gate, const Samples &samples) { // at any time
    return until(gate, samples, true) >= 0;
}

TalkGate gateWith(const TalkRules &rules) {
    TalkGate gate;
    gate.setRules(rules);
    return gate;
}

} // namespace

class TestTalkGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Wherever in a step it begins.
    void talkHoldsWithinAHundredAndFiftyMilliseconds() {
        for (const double quiet : {0.5, 0.5025, 0.5075, 0.509}) {
            TalkGate gate = gateWith({});
            gate.feed(silence(quiet));
            const double attack = until(gate, tone(-35, 1), true);
            QVERIFY2(attack > 0.03 && attack <= TalkGate::kMostAttack, qPrintable(QString::number(attack)));
        }
        QVERIFY(TalkGate::kMostAttack <= 0.150);
    }

    void whatIsBelowTheLineHoldsNothing() {
        TalkGate gate = gateWith({});
        QVERIFY(!holds(gate, tone(-42, 5)));
        QVERIFY(std::abs(gate.takeLevel() + 42) < 1); // and it is seen how far it is below
        QCOMPARE(gate.takeLevel(), TalkGate::kSilence);
        QVERIFY(holds(gate, tone(-39, 1)));
    }

    void clicksOfAKeyboardHoldNothing() {
        TalkGate gate = gateWith({});
        for (int key = 0; key < 30; ++key) { // ten in a second
            QVERIFY(!holds(gate, tone(-10, 0.02, 3000)));
            QVERIFY(!holds(gate, silence(0.08)));
        }
    }

    void aSilenceSoLongAsWishedFrees_data() {
        QTest::addColumn<double>("seconds");
        for (const double seconds : {0.3, 1.5, 4.0})
            QTest::newRow(qPrintable(QString::number(seconds))) << seconds;
    }
    void aSilenceSoLongAsWishedFrees() {
        QFETCH(double, seconds);
        TalkGate gate = gateWith({-40, 0, seconds});
        for (int word = 0; word < 5; ++word) { // shorter pauses do not
            gate.feed(tone(-30, 0.3));
            QVERIFY(gate.held());
            QCOMPARE(until(gate, silence(seconds - 0.1), false), -1.0);
        }
        gate.feed(tone(-30, 0.3));
        const double freed = until(gate, silence(seconds + 1), false);
        QVERIFY2(std::abs(freed - seconds) <= 0.03, qPrintable(QString::number(freed)));
    }

    void aVoiceThatDropsALittleStaysAndClicksDoNotHoldOn() {
        TalkGate gate = gateWith({});
        gate.feed(tone(-38, 0.5));
        QVERIFY(gate.held());
        QCOMPARE(until(gate, tone(-44, 5), false), -1.0); // below the line, within the hysteresis
        QVERIFY(until(gate, tone(-48, 5), false) > 1);    // a room that is too loud for silence frees, too
        gate.feed(tone(-30, 0.5));
        double typed = 0; // after the last word
        while (gate.held() && typed < 10) {
            gate.feed(tone(-10, 0.02, 3000));
            gate.feed(silence(0.08));
            typed += 0.1;
        }
        QVERIFY2(typed < 1.8, qPrintable(QString::number(typed)));
    }

    void howItIsCutIntoPiecesChangesNothing() {
        Samples all = silence(0.3);
        for (const Samples &part : {tone(-30, 0.7), silence(0.4), tone(-43, 0.5), silence(2), tone(-30, 0.05)})
            all.insert(all.end(), part.begin(), part.end());
        const auto changes = [&](std::size_t piece) {
            TalkGate gate = gateWith({});
            std::vector<int> when; // steps
            bool was = false;
            for (std::size_t i = 0; i < all.size(); i += piece) {
                gate.feed(std::span(all).subspan(i, std::min(piece, all.size() - i)));
                if (gate.held() != was)
                    when.push_back(int(i / (TalkGate::kStep * 48)));
                was = gate.held();
            }
            return when;
        };
        QCOMPARE(changes(TalkGate::kStep).size(), std::size_t(2));
        QCOMPARE(changes(TalkGate::kStep), changes(1));
        QCOMPARE(changes(TalkGate::kStep), changes(480));
    }

    void anOffsetAHumAndNoNumbersAreNoTalk() {
        TalkGate gate = gateWith({});
        Samples odd(kSecond, 0.3F); // -10 dBFS, and nobody hears it
        gate.feed(silence(0.1));
        gate.feed({odd.data(), 100});
        QVERIFY(!holds(gate, odd));
        QVERIFY(!holds(gate, tone(-36, 2, 50)));
        Samples broken(kSecond, std::numeric_limits<float>::quiet_NaN());
        broken[7] = std::numeric_limits<float>::infinity();
        gate.feed(broken);
        gate.feed(silence(3));
        QVERIFY(!gate.held());
        QVERIFY(holds(gate, tone(-30, 1))); // and it goes on hearing
    }

    // Loudspeakers whose sound the microphone hears at -30 dBFS: eight seconds, and the room after it.
    void whatIsReadDoesNotHoldItselfForEver() {
        const auto room = [] {
            Samples samples = tone(-34, 0.2);
            const Samples after = silence(0.3);
            samples.insert(samples.end(), after.begin(), after.end());
            return samples;
        };
        TalkGate gate = gateWith({});
        gate.setReading(true);
        gate.feed(tone(-30, 8));
        QVERIFY(gate.held()); // nobody said that there are loudspeakers
        gate.setReading(false);
        const double freed = until(gate, silence(3), false);
        QVERIFY2(freed > 0 && freed < 1.6, qPrintable(QString::number(freed)));

        gate = gateWith({-40, 15, 1.5});
        gate.setReading(true);
        QCOMPARE(gate.line(), -25.0);
        QVERIFY(!holds(gate, tone(-30, 8)));
        gate.setReading(false);
        QVERIFY(!holds(gate, room()));
        QCOMPARE(gate.line(), -40.0);
        QVERIFY(holds(gate, tone(-35, 1))); // who talks then is heard
        gate.reset();
        QVERIFY(!gate.held());
        gate.setReading(true);
        QVERIFY(holds(gate, tone(-20, 1))); // and who is louder than it, meanwhile
    }

    void rulesStayWithinTheirRanges() {
        TalkGate gate = gateWith({std::nan(""), -5, 1e9});
        QCOMPARE(gate.line(), -80.0);
        gate = gateWith({5, 100, 0});
        QCOMPARE(gate.line(), 0.0);
        gate.setReading(true);
        QCOMPARE(gate.line(), 60.0);
    }
};

QTEST_GUILESS_MAIN(TestTalkGate)
#include "tst_talk_gate.moc"
