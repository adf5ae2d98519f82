// Speaking: takes repeat to the byte, long text comes in pieces, and every report is true.
#include <QTest>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/audio/file.h"
#include "engine/error.h"
#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/synthesizer/take.h"

using engine::Request;
using engine::Schedule;

namespace {

// A sentence in few steps.
Request shortRequest(std::uint64_t seed = 1) {
    Request request = ::request("The cow went home before the sun came out.", seed);
    request.nfeStep = 3;
    return request;
}

void addModels() {
    QTest::addColumn<std::string>("model");
    QTest::addRow("tiny") << std::string("tiny");
    QTest::addRow("demo") << std::string("demo");
}

bool finite(const std::vector<float> &samples) {
    return std::all_of(samples.begin(), samples.end(), [](float sample) { return std::isfinite(sample); });
}

bool beginsAlike(const std::vector<float> &a, const std::vector<float> &b, std::size_t count) {
    return a.size() >= count && b.size() >= count &&
           std::equal(a.begin(), a.begin() + std::ptrdiff_t(count), b.begin());
}

} // namespace

class TestSynthesizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameBytes_data() { addModels(); }
    void sameSeedSameBytes() {
        QFETCH(std::string, model);
        const auto synthesizer = makeSynthesizer(model);
        const Take first = speak(*synthesizer, shortRequest(7));
        QVERIFY(first.samples.size() > 24000 && finite(first.samples) && first.loudness() > 0.001);
        const Take other = speak(*synthesizer, shortRequest(8));
        QCOMPARE(other.samples.size(), first.samples.size());
        QVERIFY(other.samples != first.samples);
        QVERIFY(speak(*synthesizer, shortRequest(7)).samples == first.samples); // after something else
        QVERIFY(speak(*makeSynthesizer(model), shortRequest(7)).samples == first.samples);
    }

    void longTextComesInPieces_data() { addModels(); }
    void longTextComesInPieces() {
        QFETCH(std::string, model);
        const auto synthesizer = makeSynthesizer(model);
        Request request = ::request(kThreePieces);
        request.nfeStep = 2;
        request.cfgStrength = 0; // half the work
        request.joining = engine::Joining::AsUpstream;
        const Take take = speak(*synthesizer, request);
        QVERIFY(take.clips.size() >= 3);
        QCOMPARE(take.timings.chunks, int(take.clips.size()));
        QCOMPARE(take.timings.audioSeconds, double(take.samples.size()) / engine::kSampleRate);
        QVERIFY(take.timings.firstAudioSeconds > 0);
        QVERIFY(take.timings.firstAudioSeconds < take.timings.synthesisSeconds);
        QVERIFY(speak(*makeSynthesizer(model), request).samples == take.samples);

        // Each seam takes 0.15 s of both sides; before the first one nothing changes.
        request.crossFadeSeconds = 0;
        const Take hard = speak(*synthesizer, request);
        QCOMPARE(hard.clips.size(), take.clips.size());
        QCOMPARE(hard.samples.size() - take.samples.size(), 3600 * (take.clips.size() - 1));
        QCOMPARE(hard.clips[0] - take.clips[0], std::size_t(3600));
        QVERIFY(beginsAlike(hard.samples, take.samples, take.clips[0]));
        QVERIFY(hard.samples[take.clips[0]] == take.samples[take.clips[0]]); // the ramp begins with the old sound alone
    }

    void twoAtOnceSoundAsOneAfterAnother_data() { addModels(); }
    void twoAtOnceSoundAsOneAfterAnother() {
        QFETCH(std::string, model);
        Request requests[2] = {shortRequest(1), shortRequest(2)};
        requests[1].text = "Nobody wrote a word about the sea.";
        std::vector<float> alone[2], together[2];
        for (int i = 0; i < 2; ++i)
            alone[i] = speak(*makeSynthesizer(model), requests[i]).samples;
        std::thread threads[2];
        for (int i = 0; i < 2; ++i)
            threads[i] = std::thread([&, i] {
                const auto synthesizer = makeSynthesizer(model);
                for (int round = 0; round < 2; ++round) {
                    const std::vector<float> samples = speak(*synthesizer, requests[i]).samples;
                    if (round == 0 || samples != alone[i])
                        together[i] = samples;
                }
            });
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(together[0] == alone[0]);
        QVERIFY(together[1] == alone[1]);
    }

    void progressRunsFromZeroToOne() {
        const Take take = speak(*makeSynthesizer("tiny"), request(kThreePieces));
        const std::size_t chunks = std::size_t(take.timings.chunks);
        QCOMPARE(take.progress.size(), chunks * 8); // before the first of 7 steps and after each
        QCOMPARE(take.progress.front().fraction(), 0.0);
        QCOMPARE(take.progress.back().fraction(), 1.0);
        for (std::size_t i = 0; i < take.progress.size(); ++i) {
            const engine::Progress &now = take.progress[i];
            QCOMPARE(now.chunks, int(chunks));
            QCOMPARE(now.chunk, int(i / 8));
            QCOMPARE(now.step, int(i % 8));
            QCOMPARE(now.steps, 7);
            QVERIFY(now.secondsLeft >= 0);
            if (i > 0) {
                QVERIFY(now.fraction() >= take.progress[i - 1].fraction());
                QVERIFY(now.secondsElapsed >= take.progress[i - 1].secondsElapsed);
            }
        }
        QCOMPARE(take.progress.back().secondsLeft, 0.0);
    }

    void stagesAddUp() {
        const auto synthesizer = makeSynthesizer("demo");
        for (int i = 0; i < 2; ++i) { // the second time the reference is known already
            const engine::Timings t = speak(*synthesizer, shortRequest()).timings;
            const engine::Stages &s = t.stages;
            const double sum = s.text + s.reference + s.dit + s.vocoder + s.other;
            QVERIFY2(std::abs(sum - t.synthesisSeconds) < 1e-6, qPrintable(QString::number(sum - t.synthesisSeconds)));
            QVERIFY(s.dit > s.vocoder && s.vocoder > 0 && s.text > 0 && s.other < 0.1 * t.synthesisSeconds);
            QVERIFY(s.dit > 0.3 * t.synthesisSeconds);
            QCOMPARE(t.rtf(), t.synthesisSeconds / t.audioSeconds);
        }
    }

    void preparingTakesTheReferenceOutOfSpeaking() {
        const Request request = shortRequest();
        const double unprepared = speak(*makeSynthesizer("tiny"), request).timings.stages.reference;
        const auto synthesizer = makeSynthesizer("tiny");
        synthesizer->prepare(request.voice);
        QVERIFY(speak(*synthesizer, request).timings.stages.reference < unprepared / 4);
    }

    // What was prepared is known by what it is: the same bytes under another name and date are.
    void aVoiceThatMovedIsNotPreparedAnew() {
        const FolderOfFiles folder;
        Request request = shortRequest();
        const double unprepared = speak(*makeSynthesizer("tiny"), request).timings.stages.reference;
        const auto synthesizer = makeSynthesizer("tiny");
        const std::vector<float> before = speak(*synthesizer, request).samples;
        const std::filesystem::path copy = folder.path("moved.wav");
        std::filesystem::copy_file(request.voice.recording, copy);
        std::filesystem::last_write_time(copy, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
        request.voice.recording = copy;
        const Take moved = speak(*synthesizer, request);
        QVERIFY(moved.timings.stages.reference < unprepared / 4);
        QVERIFY(moved.samples == before);
    }

    // An edit that leaves name, length and date as they were, as some programs do, is heard.
    void anEditInPlaceIsHeard() {
        const FolderOfFiles folder;
        Request request = shortRequest();
        const std::filesystem::path copy = folder.path("edited.wav");
        std::filesystem::copy_file(request.voice.recording, copy);
        request.voice.recording = copy;
        const auto synthesizer = makeSynthesizer("tiny");
        const std::vector<float> before = speak(*synthesizer, request).samples;
        const auto date = std::filesystem::last_write_time(copy);
        const auto length = std::filesystem::file_size(copy);
        {
            std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(std::streamoff(length / 2));
            const std::string silence(4000, '\0');
            file.write(silence.data(), std::streamsize(silence.size()));
        }
        std::filesystem::last_write_time(copy, date);
        QCOMPARE(std::filesystem::file_size(copy), length);
        QVERIFY(speak(*synthesizer, request).samples != before);
    }

    // As one that somebody is still recording into.
    void whatIsWrittenAllTheTimeIsNotWaitedFor() {
        const FolderOfFiles folder;
        Request request = shortRequest();
        const std::filesystem::path copy = folder.path("restless.wav");
        const engine::audio::Sound once = engine::audio::readSound(request.voice.recording, 60);
        engine::Clip longer{once.sampleRate, {}};
        while (longer.seconds() < 50) // so that preparing it takes longer than the writer sleeps
            longer.samples.insert(longer.samples.end(), once.interleaved.begin(), once.interleaved.end());
        engine::audio::writeWav(copy, longer);
        request.voice.recording = copy;
        const auto synthesizer = makeSynthesizer("tiny");
        std::string refusal;
        {
            std::jthread writer([&copy](const std::stop_token &stop) {
                std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
                for (std::uint32_t i = 0; !stop.stop_requested(); ++i) {
                    file.seekp(2000);
                    file.write(reinterpret_cast<const char *>(&i), sizeof i);
                    file.flush();
                }
            });
            std::jthread patience([&writer](const std::stop_token &stop) { // else it would never end
                for (int i = 0; i < 200 && !stop.stop_requested(); ++i)
                    std::this_thread::sleep_for(std::chrono::milliseconds(100));
                writer.request_stop();
            });
            for (int i = 0; i < 50 && refusal.empty(); ++i) {
                try {
                    synthesizer->prepare(request.voice);
                } catch (const engine::Error &error) {
                    refusal = error.what();
                }
            }
        }
        QVERIFY2(refusal.find("written all the time") != std::string::npos, refusal.c_str());
        QVERIFY(!speak(*synthesizer, request).samples.empty()); // it is finished now
    }

    // A re-recorded voice is heard, although the file has the same name.
    void changedRecordingIsReadAgain() {
        const FolderOfFiles folder;
        Request request = shortRequest();
        request.voice.recording = folder.path("recording.wav");
        const auto record = [&](const char *voice) {
            std::filesystem::remove(request.voice.recording);
            std::filesystem::copy_file(shippedVoice(voice).recording, request.voice.recording);
        };
        record("slt");
        const auto synthesizer = makeSynthesizer("tiny");
        const std::vector<float> before = speak(*synthesizer, request).samples;
        QVERIFY(before == speak(*synthesizer, shortRequest()).samples);
        record("rms");
        QVERIFY(speak(*synthesizer, request).samples != before);
        record("slt");
        QVERIFY(speak(*synthesizer, request).samples == before);
        request.voice.transcript = "Somebody said other words. ";
        QVERIFY(speak(*synthesizer, request).samples != before);
    }

    // The model hears every quiet recording equally loud; what it says is as quiet as the recording was.
    void quietRecordingSpeaksQuietly_data() { addModels(); }
    void quietRecordingSpeaksQuietly() {
        QFETCH(std::string, model);
        const FolderOfFiles folder;
        const engine::audio::Sound loud = engine::audio::readSound(shippedVoice("slt").recording, 60);
        const auto synthesizer = makeSynthesizer(model);
        Request request = shortRequest();
        const auto loudness = [&](float scale, const char *file) {
            engine::Clip quiet{loud.sampleRate, loud.interleaved};
            for (float &sample : quiet.samples)
                sample *= scale;
            request.voice.recording = folder.path(file);
            engine::audio::writeWav(request.voice.recording, quiet);
            return speak(*synthesizer, request).loudness();
        };
        const double quiet = loudness(0.4F, "quiet.wav");
        QVERIFY(quiet < speak(*synthesizer, shortRequest()).loudness());
        const double ratio = loudness(0.2F, "quieter.wav") / quiet;
        // Not exactly one half: the steps of 16 bits are noise in a quiet recording, and the model follows its prompt.
        // Without the way back it would be 1 or more.
        QVERIFY2(ratio > 0.4 && ratio < 0.8, qPrintable(QString::number(ratio)));
    }

    void everySettingIsHeard() {
        const auto synthesizer = makeSynthesizer("tiny");
        Request usual = shortRequest();
        usual.nfeStep = 7; // has a table
        const std::vector<float> plain = speak(*synthesizer, usual).samples;
        const auto changed = [&](const std::function<void(Request &)> &change) {
            Request other = usual;
            change(other);
            return speak(*synthesizer, other).samples;
        };
        for (const auto &samples :
             {changed([](Request &r) { r.nfeStep = 8; }), changed([](Request &r) { r.schedule = Schedule::Uniform; }),
              changed([](Request &r) { r.cfgStrength = 1; }), changed([](Request &r) { r.cfgStrength = 0; }),
              changed([](Request &r) { r.swayCoefficient = 0; })}) {
            QCOMPARE(samples.size(), plain.size());
            QVERIFY(samples != plain);
        }
        const double slow = double(changed([](Request &r) { r.speed = 0.5; }).size()) / double(plain.size());
        QVERIFY2(slow > 1.95 && slow < 2.05, qPrintable(QString::number(slow)));
        QVERIFY(changed([](Request &r) { r.voice = shippedVoice("rms"); }) != plain);
    }

    // EPSS has no table for 8 steps, so both schedules are one.
    void eightStepsAreUniform() {
        const auto synthesizer = makeSynthesizer("tiny");
        Request request = shortRequest();
        request.nfeStep = 8;
        const std::vector<float> epss = speak(*synthesizer, request).samples;
        request.schedule = Schedule::Uniform;
        QVERIFY(speak(*synthesizer, request).samples == epss);
    }
};

QTEST_GUILESS_MAIN(TestSynthesizer)
#include "tst_synthesizer.moc"
