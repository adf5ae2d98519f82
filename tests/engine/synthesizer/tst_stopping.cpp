// Stop, asked for by another thread, as the stop button does.
#include <QTest>
#include <chrono>
#include <ctime>
#include <future>
#include <semaphore>
#include <thread>

#include "engine/error.h"
#include "tests/engine/synthesizer/take.h"

namespace {

// Of all threads of this program: what other programs do meanwhile does not count.
double processorSeconds() {
    return double(std::clock()) / CLOCKS_PER_SEC;
}

} // namespace

class TestStopping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_synthesizer = makeSynthesizer("demo");
        const double before = processorSeconds();
        m_full = speak(*m_synthesizer, m_request);
        m_fullProcessor = processorSeconds() - before;
        m_sentence = speak(*m_synthesizer, request("Good evening.")).samples;
        QVERIFY(m_full.clips.size() >= 2);
        QVERIFY(!m_full.timings.stopped);
    }

    void stopWithinAPiece_data() {
        QTest::addColumn<int>("chunk");
        QTest::addColumn<int>("step");
        QTest::addRow("before the first step") << 0 << 0;
        QTest::addRow("in the first piece") << 0 << 2;
        QTest::addRow("after the last step of the first piece") << 0 << 3;
        QTest::addRow("in the second piece") << 1 << 1;
    }
    void stopWithinAPiece() {
        QFETCH(int, chunk);
        QFETCH(int, step);
        std::stop_source stop;
        std::binary_semaphore reached(0), requested(0);
        double asked = 0;
        std::thread button([&] {
            reached.acquire();
            asked = processorSeconds();
            stop.request_stop();
            requested.release();
        });
        const Take take = speak(*m_synthesizer, m_request, stop.get_token(), [&](const engine::Progress &progress) {
            if (progress.chunk == chunk && progress.step == step) {
                reached.release();
                requested.acquire();
            }
        });
        const double late = processorSeconds() - asked;
        button.join();
        QVERIFY(take.timings.stopped);
        QCOMPARE(take.clips.size(), std::size_t(chunk)); // nothing after the stop
        QCOMPARE(take.timings.chunks, chunk);
        QVERIFY(take.progress.back().chunk == chunk && take.progress.back().step == step);
        QVERIFY(std::equal(take.samples.begin(), take.samples.end(), m_full.samples.begin())); // what came stays valid
        // One transformer block of one step of one piece, or one vocoder run: a fiftieth of it all.
        QVERIFY2(late < m_fullProcessor / 3, qPrintable(QStringLiteral("%1 s of %2 s").arg(late).arg(m_fullProcessor)));
        speaksAsBefore();
    }

    // Without any arrangement with the speaking thread: the stop falls into the middle of a step.
    void stopAtAnyTime() {
        for (const std::size_t step : {0, 2, 4}) {
            Take take = stoppedAfter(step);
            for (int more = 0; more < 20 && !take.timings.stopped; ++more)
                take = stoppedAfter(step); // on a busy machine the button may come when all is said
            QVERIFY(take.timings.stopped);
            QVERIFY(take.clips.size() < m_full.clips.size());
            QVERIFY(std::equal(take.samples.begin(), take.samples.end(), m_full.samples.begin()));
        }
        QVERIFY(speak(*m_synthesizer, m_request).samples == m_full.samples);
    }

    void stoppedBeforeItBegins() {
        std::stop_source stop;
        stop.request_stop();
        const Take take = speak(*m_synthesizer, m_request, stop.get_token());
        QVERIFY(take.timings.stopped && take.clips.empty());
        QVERIFY(take.progress.size() <= 1); // no step was taken
        speaksAsBefore();
    }

    void loadingStops() {
        std::stop_source stop;
        stop.request_stop();
        try {
            engine::makeLocalSynthesizer(modelOptions("demo"), stop.get_token());
            QFAIL("loaded all the same");
        } catch (const engine::Error &error) {
            QVERIFY(error.kind() == engine::ErrorKind::Failure);
            QVERIFY(QString::fromUtf8(error.what()).contains(u"stopped"));
        }
    }

private:
    // Pressed a moment after this many steps were told, while the work goes on.
    Take stoppedAfter(std::size_t steps) const {
        std::stop_source stop;
        std::promise<void> told;
        auto speaking = std::async(std::launch::async, [&] {
            std::size_t step = 0;
            return speak(*m_synthesizer, m_request, stop.get_token(), [&](const engine::Progress &) {
                if (step++ == steps)
                    told.set_value();
            });
        });
        told.get_future().wait();
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        stop.request_stop();
        return speaking.get();
    }

    void speaksAsBefore() { QVERIFY(speak(*m_synthesizer, request("Good evening.")).samples == m_sentence); }

    std::unique_ptr<engine::Synthesizer> m_synthesizer;
    const engine::Request m_request = [] {
        engine::Request request = ::request(kTwoPieces);
        request.nfeStep = 3;
        request.cfgStrength = 0; // half the work
        return request;
    }();
    Take m_full;
    double m_fullProcessor = 0; // seconds that it took
    std::vector<float> m_sentence;
};

QTEST_GUILESS_MAIN(TestStopping)
#include "tst_stopping.moc"
