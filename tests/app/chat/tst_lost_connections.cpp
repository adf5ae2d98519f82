// A thousand connections are cut, at a server that speaks the real protocol, in fake time: the machine's clocks stand
// still and move when the test moves them, so that each attempt is seen at the millisecond that the schedule names.
// After each loss the server sends the last messages again, as a reader that comes back may get them.
//   build/release/tests/app.chat.lost_connections --losses 1000 [--seed 1]
#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "app/chat/chat_reader.h"
#include "app/chat/connection_schedule.h"
#include "app/chat/twitch_source.h"
#include "tests/app/chat/fake_twitch.h"

using namespace app::chat;
using Phase = SourceState::Phase;

namespace {

int losses = 40;
unsigned seed = 1;
std::atomic<qint64> fakeTime = 1'795'348'800'000; // ms

} // namespace

extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept {
    if (clock != CLOCK_MONOTONIC && clock != CLOCK_REALTIME)
        return int(::syscall(SYS_clock_gettime, clock, time));
    *time = {fakeTime / 1000, (fakeTime % 1000) * 1'000'000};
    return 0;
}

extern "C" int gettimeofday(timeval *time, void *) noexcept {
    *time = {fakeTime / 1000, (fakeTime % 1000) * 1000};
    return 0;
}

class TestLostConnections : public QObject {
    Q_OBJECT

    FakeTwitch m_server;
    ChatReader m_reader;
    SourceState m_state;
    QStringList m_read; // ids, as they would be queued
    int m_turns = 0;

    // Everybody does what can be done now; the chat's thread looks at its timers when it is woken.
    void turn() {
        bool answered = false;
        m_reader.explain({}, this, [&](const QList<FilterStep> &) { answered = true; });
        while (!answered) {
            QCoreApplication::processEvents();
            ::usleep(200);
        }
        QCoreApplication::processEvents();
        ++m_turns;
    }
    template <typename Done> bool until(Done done) { // however long the machine takes
        for (int turns = 0; turns < 100'000; ++turns) {
            if (done())
                return true;
            turn();
        }
        return false;
    }
    bool isLive() const { return m_state.phase == Phase::Live; }

private Q_SLOTS:
    void eachAttemptFollowsTheScheduleAndNothingIsReadTwice() {
        connect(&m_reader, &ChatReader::stateChanged, this, [this](const SourceState &state) { m_state = state; });
        connect(&m_reader, &ChatReader::judged, this, [this](const QList<Judgement> &judgements) {
            for (const Judgement &judgement : judgements)
                if (judgement.read)
                    m_read << judgement.message->id;
        });
        m_reader.start(QStringLiteral("twitch"), [address = m_server.address()] {
            return std::make_unique<TwitchSource>(TwitchLogin{QStringLiteral("home"), {}, {}}, address);
        });
        std::mt19937 random(seed);
        qint64 attempts = 0;
        for (int loss = 0; loss <= losses; ++loss) {
            QVERIFY(until([&] { return isLive() && m_server.joined() == 1; }));
            for (int again = std::max(0, loss - 3); again <= loss; ++again)
                m_server.say("ann", QStringLiteral("message number %1").arg(again), QByteArray::number(again));
            QVERIFY(until([&] { return m_read.size() > loss; }));
            fakeTime += random() % 4000;                 // less than the silence after which it asks
            const auto away = std::size_t(random() % 8); // attempts that find nobody
            if (away > 0)
                m_server.setOpen(false);
            if (random() % 3 == 0)
                m_server.send("@id=x;half=a li");
            random() % 2 == 0 ? m_server.drop() : m_server.reset();
            QVERIFY(until([&] { return m_state.phase == Phase::Waiting && m_server.joined() == 0; }));
            for (std::size_t attempt = 0; attempt <= away; ++attempt) {
                const qint64 pause = ConnectionSchedule::kPauses[std::min<std::size_t>(attempt, 4)];
                const qint64 waits = m_state.nextTry - fakeTime;
                QVERIFY2(waits >= pause && waits <= pause + ConnectionSchedule::kJitter,
                         qPrintable(QStringLiteral("loss %1, attempt %2: %3 ms").arg(loss).arg(attempt).arg(waits)));
                if (attempt == away)
                    m_server.setOpen(true);
                const int tried = m_state.attempts, connections = m_server.connections();
                fakeTime += waits - 1;
                turn();
                turn();
                QCOMPARE(int(m_state.phase), int(Phase::Waiting)); // not before
                QCOMPARE(m_state.attempts, tried);
                fakeTime += 1;
                ++attempts;
                if (attempt < away) {
                    QVERIFY(until([&] { return m_state.phase == Phase::Waiting && m_state.attempts > tried; }));
                } else { // at that millisecond it is back: within the current pause, and 256 ms
                    QVERIFY(until([&] { return isLive(); }));
                    QCOMPARE(m_server.connections(), connections + 1);
                }
            }
        }
        QStringList once = m_read;
        once.removeDuplicates();
        QCOMPARE(m_read.size(), losses + 1);
        QCOMPARE(once.size(), m_read.size());
        QCOMPARE(m_server.mostAtOnce(), 1);
        qInfo("%d losses, %lld attempts at their time, %lld messages read once each", losses, attempts,
              qlonglong(m_read.size()));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    QStringList words = QCoreApplication::arguments();
    const auto number = [&](const QString &name, auto &value) {
        const qsizetype at = words.indexOf(name);
        if (at > 0 && at + 1 < words.size()) {
            value = words[at + 1].toInt();
            words.remove(at, 2);
        }
    };
    number(QStringLiteral("--losses"), losses);
    number(QStringLiteral("--seed"), seed);
    TestLostConnections test;
    return QTest::qExec(&test, words);
}

#include "tst_lost_connections.moc"
