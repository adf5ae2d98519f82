// What the check of takes says of speech, of speech with a fault, and of what is no speech. The shipped recordings are
// the takes; the demo model's are those of tst_take_trials.
#include <QTest>

#include <cmath>
#include <limits>
#include <memory>
#include <set>

#include "engine/audio/recording.h"
#include "engine/error.h"
#include "engine/quality/asked_line.h"
#include "engine/quality/leak_starts.h"
#include "engine/quality/take_check.h"
#include "engine/quality/take_sound.h"
#include "engine/voice.h"
#include "tests/engine/quality/made_speech.h"
#include "tests/engine/quality/sound_faults.h"

using namespace engine;
using namespace engine::quality;

namespace {

const std::vector<std::string> kVoices{"awb", "awb_bright", "rms", "rms_bright", "slt"};

Voice voiceOf(const std::string &id) {
    return loadVoice(std::filesystem::path(SOURCE_FOLDER) / "voices" / id);
}

Clip recordingOf(const Voice &voice) {
    const audio::Sound sound = audio::readRecording(voice.recording, 60);
    return {sound.sampleRate, sound.interleaved};
}

// Of another speaker, so that nothing of it is in the take.
CheckContext contextFor(const std::string &id) {
    const Voice other = voiceOf(id == "slt" ? "rms" : "slt");
    CheckContext context;
    context.reference = std::make_shared<const Clip>(recordingOf(other));
    context.transcript = other.transcript;
    context.language = "en";
    return context;
}

std::string listOf(const std::vector<Doubt> &doubts) {
    std::string list;
    for (const Doubt &doubt : doubts)
        list += toString(doubt.kind) + " " + std::to_string(doubt.fromSeconds) + ": " + doubt.reason + "\n";
    return list;
}

const Doubt *find(const std::vector<Doubt> &doubts, DoubtKind kind) {
    for (const Doubt &doubt : doubts) {
        if (doubt.kind == kind)
            return &doubt;
    }
    return nullptr;
}

void append(Clip &clip, const Clip &other) {
    clip.samples.insert(clip.samples.end(), other.samples.begin(), other.samples.end());
}

// So much faster, as a tape is: higher, too, which no measure of time hears.
Clip spokenAt(double speed, const Clip &clip) {
    Clip fast{clip.sampleRate, {}};
    for (double at = 0; at + 1 < double(clip.samples.size()); at += speed) {
        const auto i = std::size_t(at);
        const float share = float(at - double(i));
        fast.samples.push_back(clip.samples[i] * (1 - share) + clip.samples[i + 1] * share);
    }
    return fast;
}

} // namespace

class TestTakeCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodSpeechIsNotDoubted_data() {
        QTest::addColumn<QString>("id");
        for (const std::string &id : kVoices)
            QTest::addRow("%s", id.c_str()) << QString::fromStdString(id);
    }
    void goodSpeechIsNotDoubted() {
        QFETCH(QString, id);
        const Voice voice = voiceOf(id.toStdString());
        const auto doubts = checkTake(recordingOf(voice), voice.transcript, contextFor(voice.id));
        QVERIFY2(doubts.empty(), listOf(doubts).c_str());
    }

    void aFaultIsNamed_data() {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("kind");
        QTest::newRow("hole") << int(Fault::Hole) << int(DoubtKind::Dropout);
        QTest::newRow("gap") << int(Fault::Gap) << int(DoubtKind::Gap);
        QTest::newRow("click") << int(Fault::Click) << int(DoubtKind::Click);
        QTest::newRow("repeat") << int(Fault::Repeat) << int(DoubtKind::Repeat);
        QTest::newRow("leak") << int(Fault::Leak) << int(DoubtKind::Leak);
        QTest::newRow("end cut off") << int(Fault::CutEnd) << int(DoubtKind::Missing);
        QTest::newRow("clipped") << int(Fault::Clipped) << int(DoubtKind::Clipping);
    }
    void aFaultIsNamed() {
        QFETCH(int, fault);
        QFETCH(int, kind);
        std::string missed;
        int found = 0;
        for (const std::string &id : kVoices) {
            const Voice voice = voiceOf(id);
            const Clip good = recordingOf(voice);
            const CheckContext context = contextFor(id);
            Dice dice(11);
            const Faulty faulty = [&] {
                switch (Fault(fault)) {
                case Fault::Hole:
                    return withHole(good, dice);
                case Fault::Gap:
                    return withGap(good, false, dice);
                case Fault::Click:
                    return withClick(good, dice);
                case Fault::Repeat:
                    return withRepeat(good, {}, dice);
                case Fault::Leak:
                    return withLeak(good, *context.reference, LeakPlace::EndAtBegin, dice);
                case Fault::CutEnd:
                    return withoutEnd(good, dice);
                default:
                    return clipped(good, dice);
                }
            }();
            const auto doubts = checkTake(faulty.clip, voice.transcript, context);
            const Doubt *doubt = find(doubts, DoubtKind(kind));
            if (!doubt) {
                missed += id + ":\n" + listOf(doubts);
                continue;
            }
            ++found;
            QVERIFY2(doubt->fromSeconds < faulty.to + 0.3 && doubt->toSeconds > faulty.from - 0.3,
                     listOf(doubts).c_str());
            QVERIFY(doubt->sureness >= 0.5 && doubt->sureness <= 1);
            QVERIFY2(doubt->reason.find_first_of("0123456789") != std::string::npos && doubt->reason.ends_with('.'),
                     doubt->reason.c_str());
            QVERIFY(doubt->remedy.ends_with('.'));
        }
        // The pulses of a voice that creaks, as rms does, hide a click.
        QVERIFY2(found >= 4, missed.c_str());
    }

    void aPauseThatWasAskedForIsNoGap() {
        const Voice voice = voiceOf("slt");
        CheckContext context = contextFor("slt");
        Dice dice(3);
        const Faulty faulty = withGap(recordingOf(voice), false, dice);
        QVERIFY(find(checkTake(faulty.clip, voice.transcript, context), DoubtKind::Gap));
        context.pauses = {{faulty.from, faulty.to}};
        QVERIFY(!find(checkTake(faulty.clip, voice.transcript, context), DoubtKind::Gap));
    }

    void whatTheTextSaysTwiceIsNoRepeat() {
        const Voice voice = voiceOf("slt"); // "The garden is full of flowers."
        const Clip once = recordingOf(voice);
        Clip twice = once;
        append(twice, once);
        QVERIFY(find(checkTake(twice, voice.transcript, {}), DoubtKind::Repeat));
        const auto doubts = checkTake(twice, voice.transcript + " " + voice.transcript, {});
        QVERIFY2(!find(doubts, DoubtKind::Repeat), listOf(doubts).c_str());
    }

    void whatTheTextSharesWithTheReferenceIsNoLeak() {
        const Voice voice = voiceOf("awb"), reference = voiceOf("slt");
        CheckContext context = contextFor("awb");
        Clip take = *context.reference;
        append(take, recordingOf(voice));
        QVERIFY(find(checkTake(take, voice.transcript, context), DoubtKind::Leak));
        const auto doubts = checkTake(take, reference.transcript + " " + voice.transcript, context);
        QVERIFY2(!find(doubts, DoubtKind::Leak), listOf(doubts).c_str());
    }

    void everyPieceOfALongTextMayLeak() {
        const Voice voice = voiceOf("awb");
        CheckContext context = contextFor("awb");
        const Clip good = recordingOf(voice);
        Dice dice(5);
        Clip take = good;
        append(take, withLeak(good, *context.reference, LeakPlace::EndAtBegin, dice).clip);
        const std::string text = voice.transcript + " " + voice.transcript;
        QVERIFY(!find(checkTake(take, text, context), DoubtKind::Leak));
        context.joins = {good.seconds()};
        const auto doubts = checkTake(take, text, context);
        const Doubt *leak = find(doubts, DoubtKind::Leak);
        QVERIFY2(leak, listOf(doubts).c_str());
        QVERIFY(std::abs(leak->fromSeconds - good.seconds()) < 0.1);
    }

    // Where another voice goes on, the engine has put digital silence behind the quiet that the first one ended with.
    void digitalSilenceBehindFadedSpeechIsNoDropout() {
        const auto loudestOf = [](const Clip &clip) { return std::ranges::max_element(clip.samples); };
        const Clip second = recordingOf(voiceOf("awb"));
        const auto joined = [&](bool inASound) {
            Clip take = recordingOf(voiceOf("rms"));
            if (inASound)
                take.samples.erase(loudestOf(take), take.samples.end());
            addNoise(take, -50);
            addPause(take, 0.13);
            take.samples.insert(take.samples.end(), loudestOf(second), second.samples.end());
            return checkTake(take, "The small dog ran across the street. It was tired.", contextFor("rms"));
        };
        QVERIFY2(!find(joined(false), DoubtKind::Dropout), listOf(joined(false)).c_str());
        QVERIFY(find(joined(true), DoubtKind::Dropout));
    }

    // A pause of half a second cuts words off as sharply as a hole does.
    void aPauseThatWasAskedForIsNoDropout() {
        const Voice voice = voiceOf("rms");
        Clip take = recordingOf(voice);
        const auto frames = [&](double seconds) { return std::ptrdiff_t(seconds * take.sampleRate); };
        const auto loudest = std::max_element(take.samples.begin() + frames(0.5), take.samples.begin() + frames(1));
        take.samples.insert(loudest, std::size_t(frames(0.4985)), 0.0F);
        CheckContext context = contextFor(voice.id);
        const auto isDropout = [&] { return find(checkTake(take, voice.transcript, context), DoubtKind::Dropout); };
        QVERIFY(isDropout());
        context.pauses = silencesAskedFor(take, {1.5, 0.5});
        QCOMPARE(context.pauses.size(), std::size_t(1));
        QVERIFY(!isDropout());
        context.pauses = silencesAskedFor(take, {0.3, 1}); // of other lengths
        QVERIFY(isDropout());
        const auto another = std::max_element(take.samples.begin() + frames(2), take.samples.begin() + frames(2.5));
        take.samples.insert(another, std::size_t(frames(0.4985)), 0.0F);
        context.pauses = silencesAskedFor(take, {0.5}); // but two of them
        QVERIFY(isDropout());
        const AskedLine line = askedLine("", "Good {pause 500ms}{pause 1s} morning.", 1, {});
        QCOMPARE(line.pauses, std::vector<double>{1.5});
        // Of signs alone nothing is said, and so the engine makes one pause of both.
        const AskedLine comma = askedLine("", "Good {pause 500ms}, {pause 1s} morning.", 1, {});
        QCOMPARE(comma.pauses, std::vector<double>{1.5});
        QCOMPARE(comma.parts.size(), std::size_t(2));
        QCOMPARE(QString::fromStdString(wordsOf(comma)).simplified(), QStringLiteral("Good morning."));
    }

    // Of parts that lie near to one another (pauses, voices), each sound is looked at once, and the earlier ones first.
    void whereALeakMayBeginIsInOrder() {
        const Clip good = recordingOf(voiceOf("rms"));
        Clip take = good;
        append(take, good);
        append(take, good);
        const TakeSound sound = listenTo(take);
        SpokenLine line;
        for (const char *part : {"The first", "comes before", "the second one", "and that", "before the third"})
            line.add(part, 1, 1);
        const auto starts = leakStarts(sound, line, Course(sound, line), {{{0, 5}}, {}});
        QVERIFY(starts.size() > 2);
        QCOMPARE(starts[0].seconds, sound.speechFrom);
        std::size_t letters = 0;
        for (std::size_t i = 1; i < starts.size(); ++i) {
            QVERIFY(starts[i - 1].seconds < starts[i].seconds || starts[i - 1].until < starts[i].until);
            QVERIFY(starts[i - 1].seconds <= starts[i].seconds);
            letters = std::max(letters, starts[i].letters.size());
        }
        QVERIFY(letters > 1); // one sound, which may be the beginning of more than one part
    }

    void tooLittleSpeechForTheTextIsMissing() {
        const Voice voice = voiceOf("rms");
        const Clip take = recordingOf(voice);
        CheckContext context = contextFor("rms");
        const auto doubts = checkTake(take, voice.transcript + " Nobody heard what came after that.", context);
        QVERIFY2(find(doubts, DoubtKind::Missing), listOf(doubts).c_str());
        context.speechSeconds = 2 * take.seconds();
        QVERIFY(find(checkTake(take, voice.transcript, context), DoubtKind::Missing));
        context.speechSeconds = 0.95 * take.seconds();
        QVERIFY(!find(checkTake(take, voice.transcript, context), DoubtKind::Missing));
    }

    void fastSpeechIsNoLack_data() {
        QTest::addColumn<double>("speed");
        for (const double speed : {0.7, 1.35, 2.0})
            QTest::addRow("%.2f", speed) << speed;
    }
    void fastSpeechIsNoLack() {
        QFETCH(double, speed);
        for (const std::string &id : kVoices) {
            const Voice voice = voiceOf(id);
            const Clip take = spokenAt(speed, recordingOf(voice));
            const CheckContext context = contextFor(id);
            const auto doubts = checkTake(take, {{voice.transcript, speed, 0}}, context);
            QVERIFY2(!find(doubts, DoubtKind::Missing) && !find(doubts, DoubtKind::Gap), listOf(doubts).c_str());
        }
    }

    void halfOfASlowLineIsMissing() {
        const Voice voice = voiceOf("slt");
        const CheckContext context = contextFor("slt");
        const Clip take = recordingOf(voice); // half as long as it should be at half the speed
        QVERIFY(!find(checkTake(take, {{voice.transcript, 1, 0}}, context), DoubtKind::Missing));
        const auto doubts = checkTake(take, {{voice.transcript, 0.5, 0}}, context);
        QVERIFY2(find(doubts, DoubtKind::Missing), listOf(doubts).c_str());
    }

    void everyPartCountsWithItsSpeed() {
        const Voice voice = voiceOf("slt"), second = voiceOf("awb");
        CheckContext context;
        context.reference = std::make_shared<const Clip>(recordingOf(voice));
        context.transcript = voice.transcript;
        context.otherVoices = {{std::make_shared<const Clip>(recordingOf(second)), second.transcript}};
        Clip take = recordingOf(voice);
        append(take, spokenAt(2, recordingOf(second)));
        const std::vector<AskedPart> asked{{voice.transcript, 1, 0}, {second.transcript, 2, 1}};
        const auto doubts = checkTake(take, asked, context);
        QVERIFY2(doubts.empty(), listOf(doubts).c_str());
        const std::vector<AskedPart> slower{{voice.transcript, 1, 0}, {second.transcript, 0.8, 1}};
        QVERIFY(find(checkTake(take, slower, context), DoubtKind::Missing));
    }

    void wordsOfAnotherVoiceThatSpeaksLeak() {
        const Voice voice = voiceOf("awb"), second = voiceOf("slt");
        CheckContext context = contextFor("slt"); // the line's own voice is rms, which says nothing here
        context.otherVoices = {{std::make_shared<const Clip>(recordingOf(voice)), voice.transcript},
                               {std::make_shared<const Clip>(recordingOf(second)), second.transcript}};
        const std::string text = "The museum is closed on Mondays.";
        const Clip good = recordingOf(voiceOf("rms_bright")); // stands for that text
        const auto leaks = [&](const Clip &first, double pause, const Clip &then) {
            Clip take = first;
            addPause(take, pause);
            append(take, then);
            return checkTake(take, {{voice.transcript, 1, 1}, {text, 1, 2}}, context);
        };
        Dice dice(5);
        const Clip leaking = withLeak(good, recordingOf(second), LeakPlace::EndAtBegin, dice).clip;
        for (const double pause : {0.15, 0.05}) { // a leak may begin at once
            const auto none = leaks(recordingOf(voice), pause, good);
            QVERIFY2(!find(none, DoubtKind::Leak), listOf(none).c_str());
            const auto doubts = leaks(recordingOf(voice), pause, leaking);
            const Doubt *leak = find(doubts, DoubtKind::Leak);
            QVERIFY2(leak, listOf(doubts).c_str());
            QVERIFY2(std::abs(leak->fromSeconds - recordingOf(voice).seconds() - pause) < 0.3, listOf(doubts).c_str());
        }
    }

    void aWordInCommonHidesNoShortLeak() {
        const Voice voice = voiceOf("slt");
        const CheckContext context = contextFor("slt");
        QVERIFY(voice.transcript.starts_with("The ") && context.transcript.find(" the ") != std::string::npos);
        Clip end = *context.reference; // its last 0.45 s
        const auto spoken = findSpeech(end).stretches(1).back().to;
        end.samples.resize(std::size_t(double(spoken) * kStepSeconds * kSampleRate));
        end.samples.erase(end.samples.begin(), end.samples.end() - std::ptrdiff_t(0.45 * kSampleRate));
        Clip take = end;
        append(take, recordingOf(voice));
        const auto doubts = checkTake(take, voice.transcript, context);
        QVERIFY2(find(doubts, DoubtKind::Leak), listOf(doubts).c_str());
    }

    void aTimbreAtAnotherPaceAndBackwards() {
        const Clip clip = recordingOf(voiceOf("slt"));
        const Timbre timbre = listenTo(clip).timbre, same = timbre.atSpeed(1), twice = timbre.atSpeed(2);
        const Timbre again = timbre.backwards().backwards();
        QCOMPARE(twice.frames(), (timbre.frames() + 1) / 2);
        for (std::size_t frame = 0; frame < timbre.frames(); ++frame) {
            QVERIFY(distance(timbre.at(frame), same.at(frame)) < 1e-4);
            QVERIFY(distance(timbre.at(frame), again.at(frame)) < 1e-9);
            QCOMPARE(timbre.isSpeech(frame), same.isSpeech(frame));
        }
        // Between any two frames with speech the distance is about 1, at each pace.
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t i = 0; i < twice.frames(); ++i) {
            for (std::size_t j = 0; j < twice.frames(); j += 7) {
                if (twice.isSpeech(i) && twice.isSpeech(j)) {
                    sum += distance(twice.at(i), twice.at(j));
                    ++count;
                }
            }
        }
        QVERIFY2(std::abs(sum / double(count) - 1) < 0.15, std::to_string(sum / double(count)).c_str());
    }

    void whatIsAskedForIsReadFromARequest() {
        const AskedLine plain = askedLine("Good morning.", "", 1.35, {});
        QCOMPARE(plain.parts.size(), std::size_t(1));
        QCOMPARE(plain.parts[0].speed, 1.35);
        QVERIFY(plain.parts[0].text == "Good morning." && plain.pauses.empty());
        const AskedLine tagged = askedLine(
            "…", "Good {pause 300ms}{speed 0.7}morning, [rms]Rose {speed line}[slt]again.", 1.35, {"slt", "rms"});
        QCOMPARE(tagged.pauses, std::vector<double>{0.3});
        std::string parts;
        for (const AskedPart &part : tagged.parts)
            parts +=
                part.text + "|" + QString::number(part.speed).toStdString() + "|" + std::to_string(part.voice) + "\n";
        QCOMPARE(QString::fromStdString(parts),
                 QStringLiteral("Good |1.35|0\nmorning, |0.7|0\nRose |0.7|2\nagain.|1.35|1\n"));
    }

    void silenceIsMissing() {
        const std::string text = "Nothing of this is heard.";
        for (const std::size_t samples : {0, 1, 500, 5000, 48000}) {
            const auto doubts = checkTake({kSampleRate, std::vector<float>(samples)}, text, contextFor("awb"));
            QCOMPARE(doubts.size(), std::size_t(1));
            QVERIFY(doubts.front().kind == DoubtKind::Missing);
        }
        Clip late = recordingOf(voiceOf("slt"));
        late.samples.resize(late.samples.size() + 2 * kSampleRate);
        QVERIFY(find(checkTake(late, voiceOf("slt").transcript, {}), DoubtKind::Missing));
    }

    void wordsOfARecogniserAreCompared() {
        const Voice voice = voiceOf("rms"); // "The small dog ran across the street."
        const Clip take = recordingOf(voice);
        CheckContext context;
        context.words = {{"the", 0.1, 0.2},    {"Small", 0.2, 0.5}, {"dog", 0.5, 0.8},   {"ran", 0.8, 1.0},
                         {"across", 1.0, 1.4}, {"the", 1.4, 1.5},   {"street", 1.5, 2.0}};
        QVERIFY(!find(checkTake(take, voice.transcript, context), DoubtKind::Words));
        context.words->at(2).text = "frog";
        context.words->erase(context.words->begin() + 5);
        context.words->insert(context.words->begin(), {"please", 0.0, 0.1});
        const auto doubts = checkTake(take, voice.transcript, context);
        std::string words;
        for (const Doubt &doubt : doubts) {
            if (doubt.kind == DoubtKind::Words)
                words += std::to_string(int(10 * doubt.fromSeconds)) + " " + doubt.reason + "\n";
        }
        QCOMPARE(QString::fromStdString(words),
                 QStringLiteral("0 \"please\" was heard and is not written.\n"
                                "5 \"frog\" was heard where \"dog\" is written.\n14 \"the\" was not heard.\n"));
    }

    void chineseCharactersAreWords() {
        CheckContext context;
        context.words = {{"你", 0.1, 0.3}, {"好", 0.3, 0.5}};
        const Clip take = recordingOf(voiceOf("rms"));
        QVERIFY(!find(checkTake(take, "你好。", context), DoubtKind::Words));
        QVERIFY(find(checkTake(take, "你们好。", context), DoubtKind::Words));
    }

    void whatCannotBeCheckedIsRefused() {
        QVERIFY_THROWS_EXCEPTION(Error, checkTake({16000, std::vector<float>(16000)}, "Text.", {}));
        Clip broken{kSampleRate, std::vector<float>(24000)};
        broken.samples[100] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_THROWS_EXCEPTION(Error, checkTake(broken, "Text.", {}));
        const Clip take = recordingOf(voiceOf("rms"));
        QVERIFY_THROWS_EXCEPTION(Error, checkTake(take, {{"Text.", 0, 0}}, {}));
        QVERIFY_THROWS_EXCEPTION(Error, checkTake(take, {{"Text.", 1, 1}}, {}));
    }

    void everyRetryHasItsOwnSeed() {
        QCOMPARE(retrySeed(42, 0), std::uint64_t(42));
        QCOMPARE(retrySeed(42, 3), retrySeed(42, 3));
        std::set<std::uint64_t> seeds;
        for (const std::uint64_t seed : {std::uint64_t(0), std::uint64_t(1), std::uint64_t(42), ~std::uint64_t(0)}) {
            for (unsigned attempt = 1; attempt <= 1000; ++attempt) {
                QVERIFY(retrySeed(seed, attempt) <= 0xFFFFFFFFu);
                seeds.insert(retrySeed(seed, attempt));
            }
        }
        QVERIFY(seeds.size() > 3990); // of one seed all differ, of two hardly any are the same
    }
};

QTEST_GUILESS_MAIN(TestTakeCheck)
#include "tst_take_check.moc"
