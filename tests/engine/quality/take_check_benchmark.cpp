// How many faults the check of takes finds, and how often it doubts a good take. Takes of the demo model, each once as
// it is and once with a fault, at four speeds; the first of a run are always the same ones.
//   cmake --build build/release --target take_check_benchmark
//   build/release/tests/take_check_benchmark [--takes N] [--first N] [--keep FOLDER] [--only FAULT] [--notes]
// --takes: so many (250); each is spoilt in two of the first five ways and in one of the others.
// --first: the number of the first take (200000); those from 0 and from 100000 on served to find the limits. --keep: a
// folder where the takes stay, so that the next run need not make them. --notes: a line for each alarm and each fault
// not found.
#include <cstdio>
#include <cstring>
#include <string>

#include "tests/engine/quality/take_trials.h"

namespace {

std::string share(std::size_t hits, std::size_t of) {
    const Interval interval = wilson(hits, of);
    char text[96];
    std::snprintf(text, sizeof text, "%5.1f %% (%4.1f–%5.1f)", of > 0 ? 100.0 * double(hits) / double(of) : 0.0,
                  100 * interval.low, 100 * interval.high);
    return text;
}

void printRow(const std::string &name, const Row &row) {
    if (row.good > 0)
        std::printf("%-14s %6zu  %s   %s   %s\n", name.c_str(), row.good,
                    share(row.five.named, row.five.trials).c_str(), share(row.lost.named, row.lost.trials).c_str(),
                    share(row.alarms, row.good).c_str());
}

void printTable(const TrialResult &result) {
    std::printf("%-14s %6s  %-24s %s\n", "fault", "takes", "named, at its place", "doubted at all");
    Tally five;
    for (int i = 0; i < kFaults; ++i) {
        const Tally &tally = result.faults[std::size_t(i)];
        if (tally.trials > 0)
            std::printf("%-14s %6zu  %s   %s\n", toString(Fault(i)).c_str(), tally.trials,
                        share(tally.named, tally.trials).c_str(), share(tally.found, tally.trials).c_str());
        if (i <= int(Fault::Leak)) {
            five.trials += tally.trials;
            five.named += tally.named;
            five.found += tally.found;
        }
        if (i == int(Fault::Leak))
            std::printf("%-14s %6zu  %s   %s\n", "these five", five.trials, share(five.named, five.trials).c_str(),
                        share(five.found, five.trials).c_str());
    }
    std::printf("\n%-14s %6s  %-24s %-24s %s\n", "speed", "takes", "these five named", "lost words named",
                "good ones doubted");
    Row one;
    for (std::size_t i = 0; i < kSpeeds.size(); ++i) {
        printRow(std::to_string(kSpeeds[i]).substr(0, 4), result.speeds[i]);
        one.add(result.speeds[i]);
    }
    printRow("one voice", one);
    printRow("two voices", result.twoVoices);
    std::printf("\n%-14s %6zu  %s\n", "good takes", result.good, share(result.alarms, result.good).c_str());
    for (std::size_t kind = 0; kind < result.alarmsOfKind.size(); ++kind)
        std::printf("  %-12s %6s  %s\n", toString(engine::quality::DoubtKind(kind)).c_str(), "",
                    share(result.alarmsOfKind[kind], result.good).c_str());
    if (result.loud > 0)
        std::printf("%zu good takes go above full scale, of %zu that is said; this is no alarm\n", result.loud,
                    result.loudSaid);
    std::printf("\n%.1f ms a check, %.1f s of sound each\n", result.milliseconds / (double(result.checks)),
                result.seconds / (double(result.checks)));
}

} // namespace

int main(int argc, char **argv) {
    std::size_t takes = 250, first = 200000;
    std::string keep, only;
    bool notes = false;
    for (int i = 1; i < argc; ++i) {
        const bool more = i + 1 < argc;
        if (std::strcmp(argv[i], "--takes") == 0 && more)
            takes = std::stoul(argv[++i]);
        else if (std::strcmp(argv[i], "--first") == 0 && more)
            first = std::stoul(argv[++i]);
        else if (std::strcmp(argv[i], "--keep") == 0 && more)
            keep = argv[++i];
        else if (std::strcmp(argv[i], "--only") == 0 && more)
            only = argv[++i];
        else if (std::strcmp(argv[i], "--notes") == 0)
            notes = true;
        else {
            std::printf("take_check_benchmark [--takes N] [--first N] [--keep FOLDER] [--only FAULT] [--notes]\n");
            return 2;
        }
    }
    Trials all(keep);
    TrialResult result;
    judgeAll(all, first, takes, result, only);
    if (notes) {
        for (const std::string &note : result.notes)
            std::printf("%s\n", note.c_str());
    }
    printTable(result);
    return 0;
}
