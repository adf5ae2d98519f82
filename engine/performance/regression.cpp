#include "engine/performance/regression.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/error.h"
#include "engine/statistics/distributions.h"

namespace engine::performance {

namespace {

constexpr double kLevel = 0.05;      // one-sided
constexpr int kMostRunsAsked = 1000; // of `bench`

struct Sample { // of runs
    double mean = 0;
    double variance = 0;
    double count = 0;
};

std::string number(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

std::string shortly(double value) { // as a person gave it, with two digits behind the point at least
    if (std::abs(value * 100 - std::round(value * 100)) < 1e-9)
        return number(value, 2);
    char text[64];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string percent(double share) {
    return number(share * 100, 1) + " %";
}

// The runs of several records as one sample. Where only spreads are known their squares are put together.
Sample pooled(const std::vector<const SpeedRecord *> &records) {
    Sample sample;
    for (const SpeedRecord *record : records) {
        sample.count += record->runs;
        sample.mean += record->rtf.mean * record->runs;
    }
    sample.mean /= sample.count;
    double squares = 0;
    for (const SpeedRecord *record : records) {
        const double apart = record->rtf.mean - sample.mean;
        squares += record->rtf.deviation * record->rtf.deviation * (record->runs - 1) + apart * apart * record->runs;
    }
    sample.variance = sample.count > 1 ? squares / (sample.count - 1) : 0;
    return sample;
}

// The difference of two means after Welch: its standard error and its degrees of freedom. A single run says nothing
// about a spread: it is taken to vary as the other sample does.
struct Difference {
    bool known = false;
    double error = 0;
    double freedom = 0;
};

Difference differenceOf(Sample a, Sample b) {
    if (a.count < 2 && b.count < 2)
        return {};
    const bool borrows = a.count < 2 || b.count < 2;
    if (a.count < 2)
        a.variance = b.variance;
    if (b.count < 2)
        b.variance = a.variance;
    const double ofA = a.variance / a.count;
    const double ofB = b.variance / b.count;
    Difference difference{true, std::sqrt(ofA + ofB), std::max(a.count, b.count) - 1};
    if (!borrows && ofA + ofB > 0)
        difference.freedom = (ofA + ofB) * (ofA + ofB) / (ofA * ofA / (a.count - 1) + ofB * ofB / (b.count - 1));
    return difference;
}

bool isLarger(const Sample &a, const Sample &b) {
    const Difference difference = differenceOf(a, b);
    if (!difference.known)
        return false;
    if (difference.error <= 0)
        return a.mean > b.mean;
    return statistics::studentTail((a.mean - b.mean) / difference.error, difference.freedom) < kLevel;
}

// In one record, so that the same difference would be sure; 0: not with as many as `bench` makes.
int runsThatWouldDo(Sample a, const Sample &b) {
    if (a.variance <= 0) // of a single run: as those before
        a.variance = b.variance;
    for (int runs = std::max(2, int(a.count) + 1); runs <= kMostRunsAsked; ++runs) {
        a.count = runs;
        if (isLarger(a, b))
            return runs;
    }
    return 0;
}

// Whether the means of earlier records lie so far apart that one more as far off is nothing new: the newest mean
// against where the next one would be expected (one-sided, 5 %). Needs three records.
bool earlierDifferAsMuch(const Sample &now, const std::vector<const SpeedRecord *> &before) {
    if (before.size() < 3)
        return false;
    std::vector<double> means;
    for (const SpeedRecord *record : before)
        means.push_back(record->rtf.mean);
    const Spread earlier = spread(means);
    if (earlier.deviation <= 0)
        return false;
    const double count = double(before.size());
    return statistics::studentTail((now.mean - earlier.mean) / (earlier.deviation * std::sqrt(1 + 1 / count)),
                                   count - 1) >= kLevel;
}

Verdict slowerVerdict(const SpeedRecord &newest, const std::vector<const SpeedRecord *> &before, const Limits &limits) {
    Verdict verdict{.check = "slower", .limit = limits.slower};
    if (before.empty()) {
        verdict.kind = Verdict::Kind::NothingBefore;
        verdict.words = "No earlier record has the same model, device, precision, NFE, schedule, guidance, clocks and "
                        "lengths of speech and recording.";
        return verdict;
    }
    const Sample now = pooled({&newest});
    const Sample then = pooled(before);
    verdict.measured = now.mean / then.mean - 1;
    const std::string than = " than the last " + std::to_string(before.size()) + " alike (mean RTF " +
                             number(now.mean, 3) + " against " + number(then.mean, 3) + ")";
    if (verdict.measured <= limits.slower) {
        verdict.words =
            percent(std::abs(verdict.measured)) + (verdict.measured < 0 ? " faster" : " slower") + than + ".";
    } else if (earlierDifferAsMuch(now, before)) {
        verdict.kind = Verdict::Kind::TooNoisy;
        verdict.words =
            "Too noisy to judge: " + percent(verdict.measured) + " slower" + than +
            ", but those differ as much among themselves. More runs do not help; records made while nothing "
            "else works on the machine do.";
    } else if (isLarger(now, then)) {
        verdict.kind = Verdict::Kind::Alarm;
        verdict.words = percent(verdict.measured) + " slower" + than + "; allowed are " + percent(limits.slower) + ".";
    } else {
        verdict.kind = Verdict::Kind::TooNoisy;
        verdict.runsNeeded = runsThatWouldDo(now, then);
        verdict.words = "Too noisy to judge: " + percent(verdict.measured) + " slower" + than +
                        ", but single runs differ by more. ";
        if (verdict.runsNeeded > 0)
            verdict.words += "With " + std::to_string(verdict.runsNeeded) + " runs it would be sure.";
        else
            verdict.words += "Not even 1,000 runs would do.";
    }
    return verdict;
}

Verdict cvVerdict(const SpeedRecord &newest, const Limits &limits) {
    Verdict verdict{.check = "cv", .measured = newest.rtf.cv, .limit = limits.mostCv};
    const std::string seen = "The runs vary by " + percent(newest.rtf.cv) + " (coefficient of variation)";
    if (newest.runs < limits.runsForCv) {
        verdict.kind = Verdict::Kind::TooNoisy;
        verdict.runsNeeded = limits.runsForCv;
        verdict.words = "Too few runs to judge how much they vary; " + std::to_string(limits.runsForCv) + " would do.";
    } else if (newest.rtf.cv > limits.mostCv) {
        verdict.kind = Verdict::Kind::Alarm;
        verdict.words = seen + "; allowed are " + percent(limits.mostCv) +
                        ". Clocks that are not locked, heat or other work on the machine do that.";
    } else {
        verdict.words = seen + ".";
    }
    return verdict;
}

Verdict limitVerdict(const std::string &check, const std::string &what, double measured, double limit,
                     Verdict::Kind above) {
    Verdict verdict{.check = check, .measured = measured, .limit = limit};
    if (measured > limit)
        verdict.kind = above;
    verdict.words = "The " + what + " RTF is " + number(measured, 3) + (measured > limit ? ", above " : ", within ") +
                    shortly(limit) + ".";
    return verdict;
}

} // namespace

std::vector<std::string> profileNames() {
    return {"none", "orin"};
}

Limits limitsOf(const std::string &profile) {
    Limits limits;
    if (profile == "orin") {
        limits.meanWarn = 0.25;
        limits.maxAlarm = 0.30;
    } else if (profile != "none") {
        throw badInput("There is no profile \"" + profile + "\".", "Use none or orin.");
    }
    return limits;
}

bool Regression::regressed() const {
    return std::any_of(verdicts.begin(), verdicts.end(), [](const Verdict &verdict) {
        return verdict.kind == Verdict::Kind::Alarm || verdict.kind == Verdict::Kind::Warning;
    });
}

bool Regression::judged() const {
    return std::none_of(verdicts.begin(), verdicts.end(),
                        [](const Verdict &verdict) { return verdict.kind == Verdict::Kind::TooNoisy; });
}

Ratio compare(const SpeedRecord &a, const SpeedRecord &b) {
    const Sample before = pooled({&a});
    const Sample after = pooled({&b});
    Ratio ratio{.value = after.mean / before.mean};
    const Difference difference = differenceOf(after, before);
    if (difference.known) {
        const double half = statistics::studentQuantile(0.975, difference.freedom) * difference.error / before.mean;
        ratio.known = true;
        ratio.low = ratio.value - half;
        ratio.high = ratio.value + half;
    }
    return ratio;
}

std::optional<Regression> checkNewest(const std::vector<SpeedRecord> &records, const Limits &limits) {
    const SpeedRecord *newest = newestOwn(records);
    if (newest == nullptr)
        return std::nullopt;
    Regression regression;
    regression.newest = *newest;
    std::vector<const SpeedRecord *> before;
    for (const SpeedRecord *record = newest; record-- != records.data() && int(before.size()) < limits.before;)
        if (!record->imported && record->conditions == regression.newest.conditions && record->runs > 0)
            before.push_back(record);
    regression.alike = int(before.size());
    if (!before.empty())
        regression.before = pooled(before).mean;
    regression.verdicts = {slowerVerdict(regression.newest, before, limits), cvVerdict(regression.newest, limits)};
    if (limits.meanWarn > 0)
        regression.verdicts.push_back(
            limitVerdict("mean", "mean", regression.newest.rtf.mean, limits.meanWarn, Verdict::Kind::Warning));
    if (limits.maxAlarm > 0)
        regression.verdicts.push_back(
            limitVerdict("max", "largest", regression.newest.rtf.maximum, limits.maxAlarm, Verdict::Kind::Alarm));
    return regression;
}

} // namespace engine::performance
