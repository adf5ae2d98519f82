#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <new>
#include <thread>

#include "app/speech/speech_worker.h"
#include "engine/error.h"
#include "tests/app/speech/model_of_tests.h"
#include "tests/app/speech/paced_synthesizer.h"
#include "tests/patience.h"

using app::Problem;
using app::speech::Job;
using app::speech::SpeechWorker;
using app::speech::Take;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 30'000; // ms

SpeechWorker::Factory paced(Pace pace = {}) {
    return [pace](std::stop_token) { return std::make_unique<PacedSynthesizer>(pace); };
}

Job jobOf(quint64 id, const char *text = "Hello.") {
    Job job;
    job.id = id;
    job.request.text = text;
    return job;
}

} // namespace

class TestSpeechWorker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelIsMadeOnTheEngineThread() {
        SpeechWorker worker;
        QSignalSpy loading(&worker, &SpeechWorker::loading);
        QSignalSpy loaded(&worker, &SpeechWorker::loaded);
        std::atomic<std::thread::id> thread{};
        worker.load([&](std::stop_token) {
            thread = std::this_thread::get_id();
            return std::make_unique<PacedSynthesizer>();
        });
        QVERIFY(loaded.wait(kPatience));
        QCOMPARE(loading.count(), 1);
        QVERIFY(thread.load() != std::this_thread::get_id());
        QCOMPARE(loaded.first().first().value<engine::ModelSummary>().name, std::string("paced"));
    }

    void theTakeIsAllItsChunks() {
        SpeechWorker worker;
        QSignalSpy finished(&worker, &SpeechWorker::finished);
        std::vector<float> streamed;
        connect(&worker, &SpeechWorker::chunkReady, this, [&](quint64 id, const engine::ClipPtr &clip) {
            QCOMPARE(id, quint64(4));
            QCOMPARE(finished.count(), 0);
            streamed.insert(streamed.end(), clip->samples.begin(), clip->samples.end());
        });
        worker.load(&makeSmallSynthesizer);
        Job job;
        job.id = 4;
        job.request = smallRequest(
            "The first sentence is here. And then there is another one, which is a little longer, so "
            "that it does not fit into one piece any more and must be cut. The third one ends it, but only "
            "after a while, because the limit for one piece follows from the length of the recording "
            "and of what it says, which is a few hundred characters for this voice. So here is a fourth "
            "one, and a fifth one follows. This is the fifth one, and now it is enough.");
        worker.run(job, {});
        QVERIFY(finished.wait(120000));
        const auto take = finished.first().first().value<Take>();
        QCOMPARE(take.id, quint64(4));
        QVERIFY(take.timings.chunks > 1);
        QVERIFY(take.clip->seconds() > 3);
        QVERIFY(take.clip->samples == streamed);
        QVERIFY(std::abs(take.timings.audioSeconds - take.clip->seconds()) < 0.01);
        QCOMPARE(take.request.text, job.request.text);
        QVERIFY(!take.model.name.empty());
    }

    // Nobody hears between the two that there is no model.
    void whatCannotBeLoadedGivesWayToWhatWasThereBefore() {
        SpeechWorker worker;
        QSignalSpy refused(&worker, &SpeechWorker::refused);
        QSignalSpy loaded(&worker, &SpeechWorker::loaded);
        QSignalSpy loadFailed(&worker, &SpeechWorker::loadFailed);
        QSignalSpy finished(&worker, &SpeechWorker::finished);
        const auto broken = [](std::stop_token) -> std::unique_ptr<engine::Synthesizer> {
            throw engine::badInput("It is broken.", "Fetch it again.");
        };
        worker.load(broken, {}, paced());
        worker.run(jobOf(1), {});
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
        QCOMPARE(refused.size(), 1);
        QCOMPARE(refused[0][0].value<Problem>().what, QStringLiteral("It is broken."));
        QCOMPARE(loaded.size(), 1);
        QCOMPARE(loadFailed.size(), 0);
        worker.unload();
        worker.load(broken, {}, broken);
        QTRY_COMPARE_WITH_TIMEOUT(loadFailed.size(), 1, kPatience);
    }

    void aStoppedJobLeavesTheWorkerUsable() {
        SpeechWorker worker;
        QSignalSpy stopped(&worker, &SpeechWorker::stopped);
        QSignalSpy finished(&worker, &SpeechWorker::finished);
        QSignalSpy progressed(&worker, &SpeechWorker::progressed);
        worker.load(&makeSmallSynthesizer);
        Job job;
        job.id = 1;
        std::string text;
        for (int i = 0; i < 200; ++i)
            text += "This is a sentence that takes a while to be made, but nobody wants it any more. ";
        job.request = smallRequest(text);
        job.request.nfeStep = 128;
        std::stop_source stop;
        worker.run(job, stop.get_token());
        QVERIFY(progressed.wait(60000));
        stop.request_stop();
        QVERIFY(stopped.wait(kPatience));
        QCOMPARE(finished.count(), 0);
        job.id = 2;
        job.request = smallRequest("This one is wanted.");
        job.request.nfeStep = 5;
        worker.run(job, {});
        QVERIFY(finished.wait(120000));
        QCOMPARE(finished.first().first().value<Take>().id, quint64(2));
    }

    void aFailureIsSaidInWords_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("expected");
        QTest::newRow("a person's mistake") << QByteArray("fail") << true;
        QTest::newRow("a fault of ours") << QByteArray("crash") << false;
    }

    void aFailureIsSaidInWords() {
        QFETCH(QByteArray, text);
        QFETCH(bool, expected);
        SpeechWorker worker;
        QSignalSpy failed(&worker, &SpeechWorker::failed);
        QSignalSpy finished(&worker, &SpeechWorker::finished);
        worker.load(paced());
        worker.run(jobOf(1, text.constData()), {});
        QVERIFY(failed.wait(kPatience));
        const auto problem = failed.first()[1].value<Problem>();
        QVERIFY(!problem.remedy.isEmpty());
        QCOMPARE(problem.what.contains(QStringLiteral("cannot be spoken")), expected);
        QCOMPARE(problem.detail.contains(QStringLiteral("index 5")), !expected);
        worker.run(jobOf(2), {});
        QVERIFY(finished.wait(kPatience));
    }

    void badInputIsSaidByTheRealEngine() {
        SpeechWorker worker;
        QSignalSpy failed(&worker, &SpeechWorker::failed);
        worker.load(&makeSmallSynthesizer);
        Job job;
        job.id = 1;
        job.request = smallRequest("   ");
        worker.run(job, {});
        QVERIFY(failed.wait(60000));
        QVERIFY(!failed.first()[1].value<Problem>().what.isEmpty());
        QVERIFY(!failed.first()[1].value<Problem>().remedy.isEmpty());
    }

    void aModelThatCannotBeLoadedIsSaid() {
        SpeechWorker worker;
        QSignalSpy loadFailed(&worker, &SpeechWorker::loadFailed);
        QSignalSpy failed(&worker, &SpeechWorker::failed);
        worker.load([](std::stop_token) -> std::unique_ptr<engine::Synthesizer> {
            engine::readModelFolder(SOURCE_FOLDER "/packaging");
            return nullptr;
        });
        worker.run(jobOf(1), {}); // overtook the news
        QVERIFY(loadFailed.wait(kPatience));
        const auto problem = loadFailed.first().first().value<Problem>();
        QVERIFY2(problem.what.contains(QStringLiteral("packaging")), qPrintable(problem.what));
        QVERIFY(!problem.remedy.isEmpty());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.first()[1].value<Problem>().what, problem.what);
    }

    void outOfMemoryIsSaidInWords() {
        SpeechWorker worker;
        QSignalSpy loadFailed(&worker, &SpeechWorker::loadFailed);
        worker.load([](std::stop_token) -> std::unique_ptr<engine::Synthesizer> { throw std::bad_alloc(); });
        QVERIFY(loadFailed.wait(kPatience));
        QVERIFY(loadFailed.first().first().value<Problem>().what.contains(QStringLiteral("memory")));
    }

    void aJobBeforeTheModelWaitsForIt() {
        SpeechWorker worker;
        QSignalSpy finished(&worker, &SpeechWorker::finished);
        worker.run(jobOf(1), {});
        QTest::qWait(50);
        worker.load(paced());
        QVERIFY(finished.wait(kPatience));
    }

    void aNewerLoadReplacesOneThatIsUnderWay() {
        SpeechWorker worker;
        QSignalSpy loaded(&worker, &SpeechWorker::loaded);
        QSignalSpy loadFailed(&worker, &SpeechWorker::loadFailed);
        std::atomic<bool> began = false;
        worker.load([&](std::stop_token stop) -> std::unique_ptr<engine::Synthesizer> {
            began = true;
            while (!stop.stop_requested())
                std::this_thread::sleep_for(1ms);
            throw engine::failure("stopped", "");
        });
        QTRY_VERIFY(began);
        worker.load(paced());
        QVERIFY(loaded.wait(kPatience));
        QTest::qWait(50);
        QCOMPARE(loaded.count(), 1);
        QCOMPARE(loadFailed.count(), 0);
    }

    void preparingAVoiceThatIsBadIsSaid() {
        SpeechWorker worker;
        QSignalSpy prepareFailed(&worker, &SpeechWorker::prepareFailed);
        engine::Voice voice;
        voice.id = "bad";
        worker.prepare(voice); // before there is a model
        worker.load(paced());
        QVERIFY(prepareFailed.wait(kPatience));
        QCOMPARE(prepareFailed.first()[0].toString(), QStringLiteral("bad"));
        QVERIFY(!prepareFailed.first()[1].value<Problem>().remedy.isEmpty());
    }

    void progressIsThrottledButEndsComplete() {
        SpeechWorker worker;
        QSignalSpy progressed(&worker, &SpeechWorker::progressed);
        QSignalSpy finished(&worker, &SpeechWorker::finished);
        worker.load(paced({.chunks = 2, .steps = 400, .step = 1ms}));
        QElapsedTimer clock;
        clock.start();
        worker.run(jobOf(1), {});
        QVERIFY(finished.wait(kPatience));
        QVERIFY(progressed.count() >= 3);
        QVERIFY(double(progressed.count()) <= double(clock.elapsed()) / 1000 * 30 + 2);
        const auto last = progressed.last()[1].value<engine::Progress>();
        QCOMPARE(last.chunk + 1, last.chunks);
        QCOMPARE(last.step, last.steps);
    }

    void closingWhileSpeakingDoesNotHang() {
        QElapsedTimer clock;
        {
            SpeechWorker worker;
            QSignalSpy progressed(&worker, &SpeechWorker::progressed);
            worker.load(&makeSmallSynthesizer);
            Job job;
            job.id = 1;
            job.request = smallRequest("This is a sentence that takes a while to be made, but the window closes.");
            job.request.nfeStep = 128;
            for (int i = 0; i < 500; ++i) // minutes
                worker.run(job, {});
            QVERIFY(progressed.wait(60000));
            clock.start();
        }
        QVERIFY2(clock.elapsed() < kPatience, qPrintable(QString::number(clock.elapsed())));
    }

    void closingWhileLoadingDoesNotHang() {
        QElapsedTimer clock;
        std::atomic<bool> began = false;
        {
            SpeechWorker worker;
            worker.load([&](std::stop_token stop) -> std::unique_ptr<engine::Synthesizer> {
                began = true;
                while (!stop.stop_requested())
                    std::this_thread::sleep_for(1ms);
                throw engine::failure("stopped", "");
            });
            QTRY_VERIFY(began);
            clock.start();
        }
        QVERIFY(clock.elapsed() < kPatience);
    }
};

QTEST_GUILESS_MAIN(TestSpeechWorker)
#include "tst_speech_worker.moc"
