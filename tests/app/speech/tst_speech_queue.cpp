#include <QElapsedTimer>
#include <QTest>

#include <memory>
#include <string>
#include <vector>

#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "tests/app/speech/model_of_tests.h"
#include "tests/app/speech/paced_synthesizer.h"
#include "tests/patience.h"

using app::Problem;
using app::speech::Origin;
using app::speech::SpeechQueue;
using app::speech::SpeechWorker;
using app::speech::Take;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 30'000; // ms

engine::Request saying(const char *text) {
    engine::Request request;
    request.text = text;
    return request;
}

// A worker and its queue, and everything the queue says, in order.
struct Desk {
    SpeechWorker worker;
    SpeechQueue queue{worker};
    QStringList said;
    QHash<quint64, int> chunks;

    explicit Desk(bool load = true, Pace pace = {}) {
        QObject::connect(&queue, &SpeechQueue::started, &queue, [this](quint64 id) { note("started", id); });
        QObject::connect(&queue, &SpeechQueue::stopping, &queue, [this](quint64 id) { note("stopping", id); });
        QObject::connect(&queue, &SpeechQueue::cancelled, &queue, [this](quint64 id) { note("cancelled", id); });
        QObject::connect(&queue, &SpeechQueue::finished, &queue,
                         [this](const Take &take) { note("finished", take.id); });
        QObject::connect(&queue, &SpeechQueue::failed, &queue, [this](quint64 id) { note("failed", id); });
        QObject::connect(&queue, &SpeechQueue::chunkReady, &queue, [this](quint64 id) { ++chunks[id]; });
        if (load)
            worker.load([pace](std::stop_token) { return std::make_unique<PacedSynthesizer>(pace); });
    }
    void note(const char *what, quint64 id) { said << QString::fromLatin1(what) + u' ' + QString::number(id); }
    bool hears(const QString &what, int timeout = kPatience) {
        return QTest::qWaitFor([&] { return said.contains(what); }, timeout);
    }
};

} // namespace

class TestSpeechQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoJobsGoInOrder() {
        Desk desk;
        QCOMPARE(desk.queue.enqueue(saying("one")), quint64(1));
        QCOMPARE(desk.queue.enqueue(saying("two")), quint64(2));
        QVERIFY(desk.said.isEmpty()); // nothing is said before enqueue() has returned
        QCOMPARE(desk.queue.waiting(), 2);
        QVERIFY(desk.hears(QStringLiteral("finished 2")));
        QCOMPARE(desk.said.join(u','), QStringLiteral("started 1,finished 1,started 2,finished 2"));
        QCOMPARE(desk.chunks.value(1), 3);
        QCOMPARE(desk.chunks.value(2), 3);
        QCOMPARE(desk.queue.waiting(), 0);
        QVERIFY(!desk.queue.running());
    }

    void theHigherRankGoesFirst() {
        Desk desk;
        desk.queue.enqueue(saying("running"));
        QVERIFY(desk.hears(QStringLiteral("started 1")));
        desk.queue.enqueue(saying("low"), Origin::Danmaku, 0);
        desk.queue.enqueue(saying("high"), Origin::Studio, 5);
        desk.queue.enqueue(saying("also high"), Origin::Studio, 5);
        desk.queue.enqueue(saying("middle"), Origin::Studio, 3);
        QVERIFY(desk.hears(QStringLiteral("finished 2")));
        QCOMPARE(desk.said.filter(QStringLiteral("started")).join(u','),
                 QStringLiteral("started 1,started 3,started 4,started 5,started 2"));
    }

    void cancelOfTheRunningOneStopsItAndTheNextGoesOn() {
        Desk desk(true, {.chunks = 10000, .steps = 4, .step = 5ms});
        desk.queue.enqueue(saying("long"));
        desk.queue.enqueue(saying("next"));
        QVERIFY(QTest::qWaitFor([&] { return desk.chunks.value(1) >= 2; }, kLongEnough));
        QCOMPARE(*desk.queue.running(), quint64(1));
        // Chunks that are on their way to this thread already must not come either.
        std::this_thread::sleep_for(100ms);
        desk.queue.cancel(1);
        QVERIFY(desk.queue.isStopping());
        const int before = desk.chunks.value(1);
        QVERIFY(desk.hears(QStringLiteral("cancelled 1"))); // and not at its end, minutes later
        QCOMPARE(desk.chunks.value(1), before);
        QVERIFY(desk.hears(QStringLiteral("started 2")));
        QVERIFY(QTest::qWaitFor([&] { return desk.chunks.value(2) >= 2; }, kLongEnough));
        QCOMPARE(desk.chunks.value(1), before);
        desk.queue.cancel(2);
        desk.queue.cancel(2);
        desk.queue.cancel(77);
        QVERIFY(desk.hears(QStringLiteral("cancelled 2")));
        QCOMPARE(desk.said.join(u','),
                 QStringLiteral("started 1,stopping 1,cancelled 1,started 2,stopping 2,cancelled 2"));
    }

    void aJobThatFinishesWhileItIsCancelledCountsAsCancelled() {
        Desk desk;
        connect(&desk.queue, &SpeechQueue::chunkReady, this, [&](quint64 id) { // at the first one
            std::this_thread::sleep_for(200ms); // it is done, and the news waits in the event loop
            desk.queue.cancel(id);
        });
        desk.queue.enqueue(saying("short"));
        QVERIFY(desk.hears(QStringLiteral("cancelled 1")));
        QTest::qWait(50);
        QVERIFY(!desk.said.contains(QStringLiteral("finished 1")));
        QCOMPARE(desk.chunks.value(1), 1);
    }

    void cancelOfAWaitingOneRemovesIt() {
        Desk desk;
        desk.queue.enqueue(saying("one"));
        desk.queue.enqueue(saying("two"));
        desk.queue.enqueue(saying("three"));
        desk.queue.cancel(2);
        QCOMPARE(desk.queue.waiting(), 2);
        QVERIFY(desk.hears(QStringLiteral("finished 3")));
        QVERIFY(!desk.said.contains(QStringLiteral("started 2")));
        QCOMPARE(desk.said.count(QStringLiteral("cancelled 2")), 1);
    }

    void cancelAllTakesOneOriginOnly() {
        Desk desk;
        connect(&desk.queue, &SpeechQueue::chunkReady, this, [&](quint64 id) { // so that the first is not over yet
            if (id != 1)
                return;
            desk.queue.enqueue(saying("two"), Origin::Danmaku);
            desk.queue.enqueue(saying("three"), Origin::Studio);
            desk.queue.enqueue(saying("four"), Origin::Danmaku);
            desk.queue.cancelAll(Origin::Danmaku);
        });
        desk.queue.enqueue(saying("one"), Origin::Danmaku);
        QVERIFY(desk.hears(QStringLiteral("finished 3")));
        for (const char *expected : {"cancelled 1", "cancelled 2", "cancelled 4"})
            QCOMPARE(desk.said.count(QString::fromLatin1(expected)), 1);
    }

    void aFailedJobDoesNotHoldUpTheNext() {
        Desk desk;
        QObject::connect(&desk.queue, &SpeechQueue::refused, &desk.queue,
                         [&](quint64 id) { desk.note("refused", id); });
        desk.queue.enqueue(saying("fail"));
        desk.queue.enqueue(saying("crash"));
        desk.queue.enqueue(saying("three"));
        QVERIFY(desk.hears(QStringLiteral("finished 3")));
        QCOMPARE(desk.said.join(u','),
                 QStringLiteral("started 1,refused 1,failed 1,started 2,failed 2,started 3,finished 3"));
    }

    void jobsWaitWhileTheModelLoads() {
        Desk desk(false);
        desk.queue.enqueue(saying("one"));
        QTest::qWait(100);
        QCOMPARE(desk.queue.waiting(), 1);
        QVERIFY(desk.said.isEmpty());
        desk.worker.load([](std::stop_token) {
            std::this_thread::sleep_for(100ms);
            return std::make_unique<PacedSynthesizer>();
        });
        QVERIFY(desk.hears(QStringLiteral("finished 1")));
    }

    void whenLoadingFailedJobsFailUntilTheNextLoad() {
        Desk desk(false);
        std::vector<Problem> problems;
        connect(&desk.queue, &SpeechQueue::failed, this,
                [&](quint64, const Problem &problem) { problems.push_back(problem); });
        desk.queue.enqueue(saying("one"));
        desk.queue.enqueue(saying("two"));
        desk.worker.load([](std::stop_token) -> std::unique_ptr<engine::Synthesizer> {
            throw engine::badInput("The folder “x” holds no model.", "Choose another.");
        });
        QVERIFY(desk.hears(QStringLiteral("failed 2")));
        desk.queue.enqueue(saying("three"));
        QVERIFY(desk.hears(QStringLiteral("failed 3")));
        QCOMPARE(int(problems.size()), 3);
        for (const Problem &problem : problems)
            QVERIFY(problem.what.contains(QStringLiteral("holds no model")) && !problem.remedy.isEmpty());
        desk.worker.load([](std::stop_token) { return std::make_unique<PacedSynthesizer>(); });
        desk.queue.enqueue(saying("four"));
        QVERIFY(desk.hears(QStringLiteral("finished 4")));
    }

    void listenersMayEnqueueAndCancel() {
        Desk desk;
        connect(&desk.queue, &SpeechQueue::finished, this, [&](const Take &take) {
            if (take.id == 1) {
                desk.queue.enqueue(saying("from a listener"));
                desk.queue.cancel(2);
            }
        });
        desk.queue.enqueue(saying("one"));
        desk.queue.enqueue(saying("two"));
        QVERIFY(desk.hears(QStringLiteral("finished 3")));
        QVERIFY(desk.said.contains(QStringLiteral("cancelled 2")));
        QVERIFY(!desk.said.contains(QStringLiteral("finished 2")));
    }

    void theRealEngineRepeatsItself() {
        SpeechWorker worker;
        SpeechQueue queue(worker);
        std::vector<Take> takes;
        connect(&queue, &SpeechQueue::finished, this, [&](const Take &take) { takes.push_back(take); });
        worker.load(&makeSmallSynthesizer);
        const auto request = smallRequest("Hello, this is the same sentence.");
        queue.enqueue(request);
        const quint64 unwanted = queue.enqueue(smallRequest("Nobody wants to hear this one, so it is cancelled."));
        queue.enqueue(request);
        connect(&queue, &SpeechQueue::progressed, this, [&](quint64 id) {
            if (id == unwanted)
                queue.cancel(id);
        });
        QTRY_COMPARE_WITH_TIMEOUT(int(takes.size()), 2, 120000);
        QVERIFY(takes[0].clip->seconds() > 0.5);
        QVERIFY2(takes[0].clip->samples == takes[1].clip->samples, "same seed, same bytes, also after a cancel");
    }

    void closingWhileSpeakingDoesNotHang() {
        QElapsedTimer clock;
        {
            Desk desk(true, {.chunks = 10000, .steps = 4, .step = 5ms});
            desk.queue.enqueue(saying("one"));
            desk.queue.enqueue(saying("two"));
            QVERIFY(desk.hears(QStringLiteral("started 1")));
            clock.start();
        }
        QVERIFY(clock.elapsed() < kPatience);
    }
};

QTEST_GUILESS_MAIN(TestSpeechQueue)
#include "tst_speech_queue.moc"
