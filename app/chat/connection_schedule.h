// When a connection to a chat is tried, pinged and given up. A pure machine: it is told what happened and at what time
// (ms of a clock that never goes backwards), and says what is to be done and when to ask again. One attempt at a time.
//
// After Chatterino 2 (IrcConnection2.cpp, TwitchIrcServer.cpp): a ping of our own after 5 s of silence, dead after 5
// more without anything heard; 1, 2, 4, 8, 16 s and up to 256 ms between attempts, from the beginning again only when
// the channel has confirmed; at most 18 attempts in 12.5 s, as Twitch allows 20 in 10 s: of all connections together
// that share a budget.
#pragma once

#include <QtGlobal>

#include <array>
#include <deque>
#include <memory>
#include <random>

namespace app::chat {

struct ConnectionLimits {       // ms
    qint64 silence = 5'000;     // then a ping
    qint64 dead = 5'000;        // after the ping, without anything heard
    qint64 opening = 10'000;    // address, TCP, TLS
    qint64 confirming = 10'000; // log-in and join
};

class ConnectionBudget {
public:
    static constexpr std::size_t kMost = 18;
    static constexpr qint64 kWindow = 12'500;

    qint64 from(qint64 wish) const; // the first moment from `wish` on when one more attempt is allowed
    void spend(qint64 now);         // on an attempt

private:
    std::deque<qint64> m_tries; // the last ones
};

class ConnectionSchedule {
public:
    static constexpr qint64 kNever = -1;
    static constexpr std::array<qint64, 5> kPauses{1'000, 2'000, 4'000, 8'000, 16'000};
    static constexpr qint64 kJitter = 256;
    static constexpr qint64 kSteady =
        10'000; // live for so long: a wish of the server to connect again is followed at once

    enum class Phase { Off, Waiting, Opening, Confirming, Live };
    enum class Act {
        Nothing,
        Connect,     // begin an attempt; close what is left of the one before
        Ping,        // and tell heard() of whatever comes
        Dead,        // nothing was heard: close it; the schedule waits already
        Unopened,    // no connection in time: likewise
        Unconfirmed, // the channel has not confirmed in time: likewise
    };

    // All schedules of a budget are told times of one clock.
    explicit ConnectionSchedule(quint64 seed, ConnectionLimits limits = {},
                                std::shared_ptr<ConnectionBudget> budget = std::make_shared<ConnectionBudget>())
        : m_limits(limits), m_budget(std::move(budget)), m_random(seed) {}

    void start(qint64 now); // Off: as soon as the budget allows; else nothing
    void stop();
    void reconnectNow(qint64 now); // Waiting, Live: as soon as the budget allows; nothing while an attempt is in flight
    void opened(qint64 now);       // bytes can go
    void confirmed(qint64 now);    // the channel is ours
    void heard(qint64 now);        // anything
    void lost(qint64 now);         // closed or refused
    void askedToReconnect(qint64 now); // by the server

    // What is to be done now; to be asked at next() or later, until it says Nothing.
    Act due(qint64 now);
    qint64 next() const; // kNever: nothing is planned

    Phase phase() const { return m_phase; }
    int attempts() const { return m_attempts; } // since the last confirmed()
    bool awaitsPong() const { return m_pinged != kNever; }

private:
    void wait(qint64 now);

    const ConnectionLimits m_limits;
    const std::shared_ptr<ConnectionBudget> m_budget;
    Phase m_phase = Phase::Off;
    qint64 m_at = kNever;     // Waiting: the next attempt; Opening, Confirming: the end of patience; Live: silence
    qint64 m_pinged = kNever; // Live
    qint64 m_liveSince = 0;
    std::size_t m_pause = 0; // of kPauses, the next
    int m_attempts = 0;
    std::mt19937_64 m_random;
};

} // namespace app::chat
