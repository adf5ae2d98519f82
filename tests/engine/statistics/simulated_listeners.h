// Listeners that do not exist: they rate both settings of each sentence in whole steps from 1 to 5, with a drop that is
// known, so that it can be counted how often the rule of engine/statistics/decision_rule.h decides rightly.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "engine/statistics/decision_rule.h"

struct SimulatedTest {
    std::size_t listeners = 1;
    std::size_t sentences = 26;
    double drop = 0;           // by which the candidate is worse on average, after rounding to whole steps
    double listenerSpread = 0; // standard deviation of what listeners hear of the drop
    double sentenceSpread = 0; // … of what sentences show of it
    double deviation = 0.7;    // of a vote's difference, all in all
};

// One test, which can grow.
class SimulatedSession {
public:
    SimulatedSession(const SimulatedTest &test, std::uint64_t seed);
    // Keeps the votes that there are.
    void grow(std::size_t listeners, std::size_t sentences);
    std::size_t listeners() const { return m_listeners; }
    std::size_t sentences() const { return m_sentences; }
    // All of it, or its first listeners and sentences.
    engine::statistics::ScaleVotes votes() const { return votes(m_listeners, m_sentences); }
    engine::statistics::ScaleVotes votes(std::size_t listeners, std::size_t sentences) const;

private:
    struct Pair {
        double present = 0;
        double candidate = 0;
    };
    double normal();
    Pair vote(std::size_t listener, std::size_t sentence);

    SimulatedTest m_test;
    std::mt19937_64 m_random;
    std::normal_distribution<double> m_normal;
    double m_noise = 0;
    double m_present = 0;   // mean before rounding
    double m_candidate = 0; // mean before rounding
    std::size_t m_listeners = 0;
    std::size_t m_sentences = 0;
    std::vector<double> m_listenerMean, m_listenerDrop, m_sentenceMean, m_sentenceDrop;
    std::vector<std::vector<Pair>> m_votes; // [listener][sentence]
};

struct Outcomes {
    std::size_t sessions = 0;
    std::size_t equivalent = 0;
    std::size_t accepted = 0; // equivalent ones too
    std::size_t rejected = 0;
    double drop = 0;      // mean of all votes
    double deviation = 0; // of the votes' differences
    double share(std::size_t count) const { return double(count) / double(sessions); }
    // Of a share of `of` that is counted in so many sessions.
    double monteCarloError(double of) const;
};
// `ratings`: the ratings themselves are judged too, not only the drop.
Outcomes simulate(const SimulatedTest &test, const engine::statistics::DecisionRule &rule, std::size_t sessions,
                  std::uint64_t seed, bool ratings);

// The share that is accepted at the first look, or at a second one after as many more votes as the first asked for.
double acceptedByTwoLooks(const SimulatedTest &test, const engine::statistics::DecisionRule &rule, std::size_t sessions,
                          std::uint64_t seed);

// How right "about m more votes" is: of sessions that ended undecided, with true drops evenly between `leastDrop` and
// `mostDrop`, the share that is decided with m / 1.5, m and 1.5 m more votes. m is right within a factor of 1.5 when
// the first is below a half and the last above.
struct MoreVotesCheck {
    std::size_t undecided = 0; // with an m of at most 1500 votes, which were looked at
    std::size_t withoutM = 0;  // where none was told, or more than that
    double early = 0;
    double atM = 0;
    double late = 0;
};
MoreVotesCheck checkMoreVotes(SimulatedTest test, const engine::statistics::DecisionRule &rule, std::size_t sessions,
                              std::uint64_t seed, double leastDrop, double mostDrop);

// The same before a test: the votes of one listener that decide half of the tests, as reckoned from the true drop and
// the deviation of votes, and as it is.
struct PlannedVotes {
    std::size_t planned = 0;
    std::size_t needed = 0;
};
PlannedVotes checkPlan(double drop, const engine::statistics::DecisionRule &rule, std::size_t sessions,
                       std::uint64_t seed);
