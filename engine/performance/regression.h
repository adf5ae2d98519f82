// Whether this machine has become slower than it was: the newest record against the last ten that are alike, and
// against limits that a profile names. Source of the limits: iShowTTS's regression checks on its Jetson AGX Orin.
// Pure functions; any thread.
//
// "Slower" is said only where the runs bear it: Welch's test of the runs' means, one-sided at 5 %. Where the spread is
// larger than what was seen, the verdict is that it is too noisy to judge, with the number of runs that would do. So it
// is where the earlier records differ as much among themselves (the newest mean against their spread, one-sided at 5
// %).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/performance/speed_record.h"

namespace engine::performance {

struct Limits {
    double slower = 0.10; // share above the mean of those before; alarm
    double mostCv = 0.10; // coefficient of variation of the newest; alarm
    double meanWarn = 0;  // mean RTF; 0: none
    double maxAlarm = 0;  // largest RTF; 0: none
    int before = 10;      // so many records are looked back
    int runsForCv = 5;    // fewer runs say nothing about a spread
};

// "none" has no absolute limits; "orin" is the original's: mean > 0.25 warns, max > 0.30 alarms. Error(BadInput) names
// the profiles there are.
Limits limitsOf(const std::string &profile);
std::vector<std::string> profileNames();

struct Verdict {
    enum class Kind { Clean, Warning, Alarm, TooNoisy, NothingBefore };
    Kind kind = Kind::Clean;
    std::string check = {}; // "slower", "cv", "mean", "max"
    std::string words = {}; // one sentence, English
    double measured = 0;
    double limit = 0;
    int runsNeeded = 0; // TooNoisy: of runs in one record, that would do; 0: not known
};

struct Regression {
    SpeedRecord newest;
    int alike = 0;                 // records before it that were compared
    double before = 0;             // mean RTF of those
    std::vector<Verdict> verdicts; // one for each check that applies
    bool regressed() const;        // an alarm or a warning is among them
    bool judged() const;           // nothing was too noisy
};

// How the mean RTF of `b` stands to that of `a`, with the 95 % interval after Welch (differences of the means over the
// mean of `a`).
struct Ratio {
    double value = 1;
    bool known = false; // the interval is: at least one of them has several runs that differ
    double low = 0;
    double high = 0;

    bool surelySlower() const { return known && low > 1; }
    bool surelyFaster() const { return known && high < 1; }
};
Ratio compare(const SpeedRecord &a, const SpeedRecord &b);

// The newest of this machine; imported records are never judged. None: there is none.
std::optional<Regression> checkNewest(const std::vector<SpeedRecord> &records, const Limits &limits);

} // namespace engine::performance
