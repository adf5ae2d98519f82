// When Twitch is tried again, in fake time.
#include <QTest>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "app/chat/connection_schedule.h"

using app::chat::ConnectionBudget;
using app::chat::ConnectionLimits;
using app::chat::ConnectionSchedule;
using Act = ConnectionSchedule::Act;
using Phase = ConnectionSchedule::Phase;

namespace {

// The server of these tests: it is there or not, and confirms at once.
struct World {
    explicit World(quint64 seed) : schedule(seed) { schedule.start(now); }

    // On to what comes next, which is returned.
    Act step() {
        now = std::max(now, schedule.next());
        const Act act = schedule.due(now);
        if (act == Act::Connect) {
            tries.push_back(now);
            if (isThere) {
                schedule.opened(now += 30);
                schedule.confirmed(now += 20);
            } else {
                schedule.lost(now += 5);
            }
        }
        return act;
    }

    qint64 now = 1'000;
    ConnectionSchedule schedule;
    bool isThere = true;
    std::vector<qint64> tries;
};

} // namespace

class TestConnectionSchedule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The issue: 1,000 forced disconnects; attempts follow the schedule, back within the current backoff + 0.5 s.
    void aThousandDisconnects() {
        World world(7);
        QVERIFY(world.step() == Act::Connect);
        std::mt19937_64 random(1);
        for (int i = 0; i < 1'000; ++i) {
            QVERIFY(world.schedule.phase() == Phase::Live);
            world.now += qint64(random() % 60'000);
            const qint64 lostAt = world.now;
            const auto away = std::size_t(random() % 8); // attempts that find nobody
            world.schedule.lost(lostAt);
            qint64 before = lostAt, last = lostAt;
            for (std::size_t attempt = 0; attempt <= away; ++attempt) {
                world.isThere = attempt == away;
                const qint64 pause = ConnectionSchedule::kPauses[std::min<std::size_t>(attempt, 4)];
                QVERIFY(world.schedule.phase() == Phase::Waiting);
                QVERIFY(world.schedule.due(before + pause - 1) == Act::Nothing);
                QVERIFY(world.step() == Act::Connect);
                const qint64 waited = world.tries.back() - before;
                QVERIFY2(waited >= pause && waited <= pause + 256, qPrintable(QString::number(waited)));
                last = std::exchange(before, world.now);
            }
            const qint64 current = ConnectionSchedule::kPauses[std::min<std::size_t>(away, 4)];
            QVERIFY(world.schedule.phase() == Phase::Live);
            QVERIFY(world.now - last <= current + 500);
        }
        const auto &tries = world.tries;
        for (std::size_t i = ConnectionBudget::kMost; i < tries.size(); ++i)
            QVERIFY(tries[i] - tries[i - ConnectionBudget::kMost] >= ConnectionBudget::kWindow);
    }
    void pausesBeginAgainOnlyWhenTheChannelConfirmed() {
        ConnectionSchedule schedule(1);
        schedule.start(0);
        qint64 now = 0;
        for (const qint64 pause : {1'000, 2'000, 4'000, 8'000, 16'000, 16'000}) {
            QVERIFY(schedule.due(now) == Act::Connect);
            schedule.opened(now); // and logged in, but no more
            schedule.lost(now);
            QVERIFY(schedule.next() >= now + pause && schedule.next() <= now + pause + 256);
            now = schedule.next();
        }
        QVERIFY(schedule.due(now) == Act::Connect);
        QCOMPARE(schedule.attempts(), 7);
        schedule.opened(now);
        schedule.confirmed(now);
        QCOMPARE(schedule.attempts(), 0);
        schedule.lost(now);
        QVERIFY(schedule.next() <= now + 1'256);
    }
    void silenceIsFoundWithinTenSeconds() {
        World world(3);
        world.step();
        const qint64 heard = world.now;
        QVERIFY(world.step() == Act::Ping);
        QCOMPARE(world.now, heard + 5'000);
        QVERIFY(world.schedule.due(world.now + 4'999) == Act::Nothing);
        QVERIFY(world.step() == Act::Dead);
        QCOMPARE(world.now, heard + 10'000);
        QVERIFY(world.schedule.phase() == Phase::Waiting);
    }
    void whatIsHeardPutsThePingOff() {
        World world(3);
        world.step();
        for (int i = 0; i < 100; ++i) {
            world.schedule.heard(world.now += 4'000);
            QVERIFY(world.schedule.due(world.now) == Act::Nothing);
        }
        QVERIFY(world.step() == Act::Ping);
        world.schedule.heard(world.now + 100); // the PONG
        QVERIFY(!world.schedule.awaitsPong());
        QVERIFY(world.step() == Act::Ping);
        // A clock that slept: a ping first, then as long as always.
        world.schedule.heard(world.now);
        QVERIFY(world.schedule.due(world.now += 3'600'000) == Act::Ping);
        QVERIFY(world.schedule.due(world.now + 1) == Act::Nothing);
    }
    void oneAttemptIsInFlight() {
        ConnectionSchedule schedule(1);
        schedule.start(0);
        QVERIFY(schedule.due(0) == Act::Connect);
        for (qint64 now = 0; now < 10'000; now += 10) {
            schedule.start(now);
            schedule.reconnectNow(now);
            QVERIFY(schedule.due(now) == Act::Nothing);
        }
        QVERIFY(schedule.due(10'000) == Act::Unopened);
        QVERIFY(schedule.due(10'000) == Act::Nothing);
        schedule.reconnectNow(10'001);
        QVERIFY(schedule.due(10'001) == Act::Connect);
        schedule.opened(10'002);
        QVERIFY(schedule.due(20'001) == Act::Nothing);
        QVERIFY(schedule.due(20'002) == Act::Unconfirmed);
    }
    void impatienceStaysWithinTheBudget() {
        World world(1);
        for (int i = 0; i < 200; ++i) {
            world.step();
            world.schedule.reconnectNow(world.now);
        }
        for (std::size_t i = 18; i < world.tries.size(); ++i)
            QVERIFY(world.tries[i] - world.tries[i - 18] >= 12'500);
    }
    void allConnectionsOfABudgetStayWithinIt() {
        const auto budget = std::make_shared<ConnectionBudget>();
        std::vector<ConnectionSchedule> all;
        for (quint64 i = 0; i < 60; ++i)
            all.emplace_back(i, ConnectionLimits(), budget);
        std::vector<qint64> tries;
        qint64 now = 0;
        for (const bool again : {false, true}) {
            for (ConnectionSchedule &each : all)
                again ? each.lost(now) : each.start(now); // all at once
            for (const qint64 end = now + 60'000; now < end; now += 10)
                for (ConnectionSchedule &each : all) {
                    const Act act = each.due(now);
                    if (act == Act::Connect) {
                        tries.push_back(now);
                        each.opened(now);
                        each.confirmed(now);
                    } else if (act == Act::Ping) {
                        each.heard(now);
                    }
                }
            QVERIFY(std::all_of(all.begin(), all.end(),
                                [](const ConnectionSchedule &each) { return each.phase() == Phase::Live; }));
        }
        QCOMPARE(tries.size(), 120U);
        QCOMPARE(tries[17], 0);
        for (std::size_t i = ConnectionBudget::kMost; i < tries.size(); ++i)
            QVERIFY(tries[i] - tries[i - ConnectionBudget::kMost] >= ConnectionBudget::kWindow);
    }
    void aServerThatSendsOnIsFollowedAtOnce() {
        World world(1);
        world.step();
        world.schedule.heard(world.now += 20'000);
        world.schedule.askedToReconnect(world.now);
        QCOMPARE(world.schedule.next(), world.now);
        world.step();
        world.schedule.askedToReconnect(world.now); // again, as soon as we are there: as a loss
        QVERIFY(world.schedule.next() >= world.now + 1'000);
    }
    void stoppedItPlansNothing() {
        World world(1);
        world.step();
        world.schedule.stop();
        QCOMPARE(world.schedule.next(), ConnectionSchedule::kNever);
        QVERIFY(world.schedule.due(world.now + 1'000'000) == Act::Nothing);
        world.schedule.lost(world.now);
        QVERIFY(world.schedule.phase() == Phase::Off);
    }
};

QTEST_APPLESS_MAIN(TestConnectionSchedule)
#include "tst_connection_schedule.moc"
