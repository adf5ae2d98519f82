#include "tests/engine/statistics/simulated_listeners.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/statistics/distributions.h"

using namespace engine::statistics;

namespace {

constexpr double kSharedSpread = 0.3; // how much listeners, and sentences, differ in both settings alike
constexpr std::size_t kMostMore = 1500;

double rated(double heard) {
    return std::clamp(std::round(heard), 1.0, 5.0);
}

// The mean of a rating when what is heard has this mean and deviation.
double meanRating(double mean, double deviation) {
    double rating = 1;
    for (int step = 1; step < 5; ++step)
        rating += normalTail((step + 0.5 - mean) / deviation);
    return rating;
}

double meanFor(double rating, double deviation) {
    double low = -5, high = 10;
    for (int i = 0; i < 60; ++i)
        (meanRating((low + high) / 2, deviation) < rating ? low : high) = (low + high) / 2;
    return low;
}

bool accepts(const Decision &decision) {
    return decision.verdict == Verdict::Accepted || decision.verdict == Verdict::Equivalent;
}

DecisionInput inputOf(ScaleVotes votes, bool ratings) {
    if (!ratings)
        votes.candidate.reset();
    DecisionInput input;
    input.scales.push_back(std::move(votes));
    return input;
}

bool decides(ScaleVotes votes, const DecisionRule &rule) {
    return decide(inputOf(std::move(votes), false), rule).verdict != Verdict::Undecided;
}

} // namespace

SimulatedSession::SimulatedSession(const SimulatedTest &test, std::uint64_t seed) : m_test(test), m_random(seed) {
    // Rounding to whole steps adds 1/12 to the variance of each of both ratings (Sheppard).
    const double spread = test.listenerSpread * test.listenerSpread + test.sentenceSpread * test.sentenceSpread;
    m_noise = std::sqrt(std::max(0.01, (test.deviation * test.deviation - spread) / 2 - 1.0 / 12));
    const double present = std::sqrt(m_noise * m_noise + 2 * kSharedSpread * kSharedSpread);
    const double candidate = std::sqrt(present * present + spread);
    m_present = meanFor(4, present);
    m_candidate = meanFor(4 - test.drop, candidate);
    grow(test.listeners, test.sentences);
}

double SimulatedSession::normal() {
    return m_normal(m_random);
}

SimulatedSession::Pair SimulatedSession::vote(std::size_t listener, std::size_t sentence) {
    const double shared = m_listenerMean[listener] + m_sentenceMean[sentence];
    const double drop = m_listenerDrop[listener] + m_sentenceDrop[sentence];
    const double present = m_present + shared + m_noise * normal();
    return {rated(present), rated(m_candidate + shared - drop + m_noise * normal())};
}

void SimulatedSession::grow(std::size_t listeners, std::size_t sentences) {
    while (m_listenerMean.size() < listeners) {
        m_listenerMean.push_back(kSharedSpread * normal());
        m_listenerDrop.push_back(m_test.listenerSpread * normal());
        m_votes.emplace_back();
    }
    while (m_sentenceMean.size() < sentences) {
        m_sentenceMean.push_back(kSharedSpread * normal());
        m_sentenceDrop.push_back(m_test.sentenceSpread * normal());
    }
    m_listeners = std::max(m_listeners, listeners);
    m_sentences = std::max(m_sentences, sentences);
    for (std::size_t listener = 0; listener < m_listeners; ++listener) {
        while (m_votes[listener].size() < m_sentences)
            m_votes[listener].push_back(vote(listener, m_votes[listener].size()));
    }
}

ScaleVotes SimulatedSession::votes(std::size_t listeners, std::size_t sentences) const {
    ScaleVotes result;
    result.name = "naturalness";
    result.drop = VoteGrid(listeners, sentences);
    result.candidate = VoteGrid(listeners, sentences);
    for (std::size_t listener = 0; listener < listeners; ++listener) {
        for (std::size_t sentence = 0; sentence < sentences; ++sentence) {
            const Pair &pair = m_votes[listener][sentence];
            result.drop.set(listener, sentence, pair.present - pair.candidate);
            result.candidate->set(listener, sentence, pair.candidate);
        }
    }
    return result;
}

double Outcomes::monteCarloError(double of) const {
    return std::sqrt(of * (1 - of) / double(sessions));
}

Outcomes simulate(const SimulatedTest &test, const DecisionRule &rule, std::size_t sessions, std::uint64_t seed,
                  bool ratings) {
    Outcomes outcomes;
    outcomes.sessions = sessions;
    double sum = 0, squares = 0, count = 0;
    for (std::size_t session = 0; session < sessions; ++session) {
        ScaleVotes votes = SimulatedSession(test, seed * 1'000'003 + session).votes();
        for (const double drop : votes.drop.values()) {
            sum += drop;
            squares += drop * drop;
            count += 1;
        }
        const Decision decision = decide(inputOf(std::move(votes), ratings), rule);
        outcomes.equivalent += decision.verdict == Verdict::Equivalent ? 1 : 0;
        outcomes.accepted += accepts(decision) ? 1 : 0;
        outcomes.rejected += decision.verdict == Verdict::Rejected ? 1 : 0;
    }
    outcomes.drop = sum / count;
    outcomes.deviation = std::sqrt(squares / count - outcomes.drop * outcomes.drop);
    return outcomes;
}

double acceptedByTwoLooks(const SimulatedTest &test, const DecisionRule &rule, std::size_t sessions,
                          std::uint64_t seed) {
    std::size_t accepted = 0;
    for (std::size_t number = 0; number < sessions; ++number) {
        SimulatedSession session(test, seed * 1'000'003 + number);
        Decision decision = decide(inputOf(session.votes(), false), rule);
        if (decision.more && decision.more->votes <= kMostMore) {
            session.grow(test.listeners + decision.more->listeners, test.sentences + decision.more->sentences);
            decision = decide(inputOf(session.votes(), false), rule);
        }
        accepted += accepts(decision) ? 1 : 0;
    }
    return double(accepted) / double(sessions);
}

MoreVotesCheck checkMoreVotes(SimulatedTest test, const DecisionRule &rule, std::size_t sessions, std::uint64_t seed,
                              double leastDrop, double mostDrop) {
    MoreVotesCheck check;
    std::size_t early = 0, atM = 0, late = 0;
    for (std::size_t number = 0; number < sessions; ++number) {
        test.drop = leastDrop + (mostDrop - leastDrop) * (double(number) + 0.5) / double(sessions);
        SimulatedSession session(test, seed * 1'000'003 + number);
        const Decision decision = decide(inputOf(session.votes(), false), rule);
        if (decision.verdict != Verdict::Undecided)
            continue;
        if (!decision.more || decision.more->votes > kMostMore) {
            ++check.withoutM;
            continue;
        }
        ++check.undecided;
        const auto decidedWith = [&](double times) {
            // Whole listeners and sentences: fewer than so many before m, more after it.
            const auto more = [times](std::size_t m) {
                return std::size_t(times < 1 ? std::floor(times * double(m)) : std::ceil(times * double(m)));
            };
            const std::size_t listeners = test.listeners + more(decision.more->listeners);
            const std::size_t sentences = test.sentences + more(decision.more->sentences);
            session.grow(listeners, sentences);
            return decides(session.votes(listeners, sentences), rule);
        };
        early += decidedWith(1 / 1.5) ? 1 : 0;
        atM += decidedWith(1) ? 1 : 0;
        late += decidedWith(1.5) ? 1 : 0;
    }
    const double n = double(std::max(check.undecided, std::size_t(1)));
    check.early = double(early) / n;
    check.atM = double(atM) / n;
    check.late = double(late) / n;
    return check;
}

PlannedVotes checkPlan(double drop, const DecisionRule &rule, std::size_t sessions, std::uint64_t seed) {
    const SimulatedTest test{1, 2, drop};
    const VoteVariance variance{0, 0, test.deviation * test.deviation};
    PlannedVotes result;
    result.planned =
        sentencesToDecide(drop, variance, 1, {rule.acceptMargin, rule.rejectMargin, rule.level}, 0.5).value_or(0);
    DecisionRule always = rule;
    always.minimumVotes = 2;
    for (double votes = 5; votes < 2000; votes *= 1.1) {
        SimulatedTest larger = test;
        larger.sentences = std::size_t(votes);
        std::size_t decided = 0;
        for (std::size_t session = 0; session < sessions; ++session)
            decided += decides(SimulatedSession(larger, seed * 1'000'003 + session).votes(), always) ? 1 : 0;
        if (2 * decided >= sessions) {
            result.needed = larger.sentences;
            break;
        }
    }
    return result;
}
