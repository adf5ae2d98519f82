// How often the listening grid's decision is right, with listeners that are made up. Exit 1 when an aim is missed.
//   cmake --build build/release --target listening_simulation
//   build/release/tests/listening_simulation [--sessions N] [--seed N]
// --sessions: so many tests of each kind (10000, three minutes of the processor); "about m more votes" takes half
// of that. The same with fewer is the test engine.statistics.simulated_listeners.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>

#include "tests/engine/statistics/simulated_listeners.h"

using namespace engine::statistics;

namespace {

bool allRight = true;

const char *judged(bool right) {
    allRight = allRight && right;
    return right ? "" : "  MISSED";
}

Outcomes printed(const SimulatedTest &test, std::size_t sessions, std::uint64_t seed, bool ratings = false) {
    const Outcomes o = simulate(test, DecisionRule(), sessions, seed, ratings);
    std::printf(
        "%2zu x %2zu  drop %4.2f  spread %.2f %.2f%s  equivalent %6.2f %%  accepted %6.2f %%  rejected %6.2f %%  "
        "(votes: %5.3f, sd %.3f)",
        test.listeners, test.sentences, test.drop, test.listenerSpread, test.sentenceSpread, ratings ? " rated" : "",
        100 * o.share(o.equivalent), 100 * o.share(o.accepted), 100 * o.share(o.rejected), o.drop, o.deviation);
    return o;
}

// Missed only where chance does not explain it.
void printMore(const char *name, const SimulatedTest &test, std::size_t sessions, std::uint64_t seed) {
    DecisionRule rule;
    rule.resampling.resamples = 400; // for speed; nothing else differs
    const MoreVotesCheck check = checkMoreVotes(test, rule, sessions, seed, -0.2, 1.0);
    const double error = 0.5 / std::sqrt(double(std::max(check.undecided, std::size_t(1))));
    std::printf("%s: of %zu undecided tests decided with m/1.5 more votes %.1f %%, with m %.1f %%, with 1.5 m %.1f %% "
                "(each +- %.1f); %zu more were told none or above 1500%s\n",
                name, check.undecided, 100 * check.early, 100 * check.atM, 100 * check.late, 100 * error,
                check.withoutM, judged(check.early < 0.5 + 2 * error && check.late > 0.5 - 2 * error));
}

} // namespace

int main(int argc, char **argv) {
    std::size_t sessions = 10000;
    std::uint64_t seed = 1;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--sessions") == 0 && i + 1 < argc)
            sessions = std::stoul(argv[++i]);
        else if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            seed = std::stoull(argv[++i]);
        else {
            std::printf("listening_simulation [--sessions N] [--seed N]\n");
            return 2;
        }
    }
    std::printf(
        "%zu simulated tests each, seed %llu; listeners x sentences, true drop, how much listeners and sentences "
        "differ in it\n",
        sessions, static_cast<unsigned long long>(seed));

    std::printf("\nIdentical columns (aim: equivalent)\n");
    for (const std::size_t listeners : {1, 3, 5, 10}) {
        const Outcomes o = printed({listeners, 26, 0}, sessions, seed);
        std::printf("%s\n", judged(o.rejected == 0 && (listeners < 5 || o.share(o.equivalent) > 0.99)));
    }
    std::printf("\nA drop of 0.8, one listener (aim: accepted at most 0.1 %%)\n");
    for (const bool ratings : {false, true}) {
        const Outcomes o = printed({1, 26, 0.8}, sessions, seed + 1, ratings);
        std::printf("%s\n", judged(o.share(o.accepted) <= 0.001));
    }
    std::printf("\nA drop of 0.8, five listeners (aim: rejected at least 90 %%)\n");
    for (const bool ratings : {false, true}) {
        const Outcomes o = printed({5, 26, 0.8}, sessions, seed + 2, ratings);
        std::printf("%s\n", judged(o.share(o.rejected) >= 0.9));
    }
    std::printf("\nA drop of 0.4, as large as the margin (aim: accepted at most 5 %% + 3 Monte-Carlo errors)\n");
    for (const std::size_t listeners : {1, 3, 5, 10}) {
        for (const auto &[ofListeners, ofSentences] : {std::pair(0.0, 0.0), {0.2, 0.2}, {0.3, 0.0}, {0.0, 0.3}}) {
            if (listeners == 1 && ofListeners > 0)
                continue; // one listener speaks for nobody else
            const Outcomes o = printed({listeners, 26, 0.4, ofListeners, ofSentences}, sessions, seed + 3);
            std::printf("%s\n", judged(o.share(o.accepted) <= 0.05 + 3 * o.monteCarloError(0.05)));
        }
    }
    std::printf("\nA drop of 0.4, one listener, looked at again after as many more votes as were asked for\n");
    for (const std::size_t looks : {1, 2}) {
        DecisionRule rule;
        rule.looks = looks;
        const double accepted = acceptedByTwoLooks({1, 26, 0.4}, rule, sessions / 4, seed + 9);
        const double error = std::sqrt(0.05 * 0.95 / double(sessions / 4));
        std::printf("looks planned: %zu  accepted %5.2f %%%s\n", looks, 100 * accepted,
                    looks == 2 ? judged(accepted <= 0.05 + 3 * error) : " (no aim)");
    }
    std::printf("\nBesides, without an aim\n");
    for (const SimulatedTest &test : {SimulatedTest{2, 26, 0.4, 0.3, 0},
                                      {5, 26, 0.6},
                                      {5, 26, 0.6, 0.3, 0},
                                      {5, 26, 0.8, 0.2, 0.2},
                                      {5, 26, 0.2}}) {
        printed(test, sessions, seed + 4);
        std::printf("\n");
    }
    printed({5, 26, 0}, sessions, seed + 4, true);
    std::printf("\n\nVotes that decide (aim: planned within a factor of 1.5 of needed)\n");
    for (const double drop : {-0.2, 0.0, 0.1, 0.2, 0.25, 0.8, 0.9, 1.0}) {
        const PlannedVotes votes = checkPlan(drop, DecisionRule(), std::max(sessions / 20, std::size_t(1)), seed + 5);
        const double ratio = double(votes.planned) / double(votes.needed);
        std::printf("drop %5.2f: planned %4zu, needed %4zu, ratio %.2f%s\n", drop, votes.planned, votes.needed, ratio,
                    judged(ratio > 1 / 1.5 && ratio < 1.5));
    }
    std::printf(
        "\n\"About m more votes\", true drops evenly from -0.2 to 1.0 (aim: half decided between m/1.5 and 1.5 m)\n");
    printMore("one listener", {1, 26, 0}, sessions / 2, seed + 6);
    printMore("five listeners", {5, 26, 0}, sessions / 2, seed + 7);
    printMore("five listeners, spread 0.2 0.2", {5, 26, 0, 0.2, 0.2}, sessions / 2, seed + 8);
    std::printf("\n%s\n", allRight ? "every aim is met" : "an aim is MISSED");
    return allRight ? 0 : 1;
}
