#include <algorithm>

#include "engine/cli/console.h"
#include "engine/cli/speed_measuring.h"
#include "engine/cli/verbs.h"
#include "engine/error.h"
#include "engine/performance/check_result.h"
#include "engine/performance/regression.h"

namespace engine::cli {

namespace {

using performance::Limits;
using performance::Regression;
using performance::Verdict;

Limits limitsFrom(const Arguments &arguments) {
    Limits limits = performance::limitsOf(arguments.text("--profile"));
    const auto take = [&](const char *option, double &limit, double unit) {
        if (arguments.has(option))
            limit = arguments.number(option) * unit;
    };
    take("--slower", limits.slower, 0.01);
    take("--cv", limits.mostCv, 0.01);
    take("--mean", limits.meanWarn, 1);
    take("--max", limits.maxAlarm, 1);
    return limits;
}

std::string word(Verdict::Kind kind) {
    switch (kind) {
    case Verdict::Kind::Clean:
        return "ok";
    case Verdict::Kind::Warning:
        return "warning";
    case Verdict::Kind::Alarm:
        return "regression";
    case Verdict::Kind::TooNoisy:
        return "too noisy";
    case Verdict::Kind::NothingBefore:
        return "first";
    }
    return {};
}

Json regressionJson(const Regression &regression) {
    Json::Array verdicts;
    for (const Verdict &verdict : regression.verdicts)
        verdicts.emplace_back(Json::Object{{"check", verdict.check},
                                           {"verdict", word(verdict.kind)},
                                           {"words", verdict.words},
                                           {"measured", rounded(verdict.measured)},
                                           {"limit", rounded(verdict.limit)},
                                           {"runs_needed", verdict.runsNeeded}});
    return Json::Object{{"record", toJson(regression.newest)},
                        {"compared_with", regression.alike},
                        {"mean_rtf_before", rounded(regression.before)},
                        {"verdicts", verdicts},
                        {"judged", regression.judged()},
                        {"regressed", regression.regressed()}};
}

void refuseConditions(const Arguments &arguments) { // they say what is measured, and nothing is
    std::vector<std::string> names{"--runs", "--voice", "--model", "--precision", "--device", "--threads"};
    for (const Option &option : flowOptions())
        names.push_back(option.name);
    for (const std::string &name : names)
        if (arguments.has(name))
            throw UsageError{name + " has no meaning together with --last, which judges the newest record", "check"};
}

// For the Studio's notices; the history alone is what counts.
void keepVerdict(const Regression &regression, const std::vector<performance::SpeedRecord> &records) {
    try {
        const auto file = performance::checkResultFile(performance::standardHistoryFile().parent_path());
        const auto before = performance::readCheckResult(file);
        if (!before || performance::replaces(regression, *before, records))
            performance::keepCheckResult(file, performance::resultOf(regression));
    } catch (const Error &error) {
        note(std::string("the Studio will not hear of this: ") + error.what());
    }
}

int check(const Arguments &arguments) {
    const Limits limits = limitsFrom(arguments);
    const std::filesystem::path file = chosenHistory(arguments);
    const performance::History history = performance::readHistory(file); // what cannot be read is said before the work
    if (history.damaged > 0)
        note((history.damaged == 1 ? std::string("a line of the history holds no record and was left out; it is ")
                                   : std::to_string(history.damaged) +
                                         " lines of the history hold no record and were left out; the first is ") +
             std::to_string(history.firstDamaged));
    std::vector<performance::SpeedRecord> records = history.records;
    int status = Exit::Done;
    if (arguments.has("--last")) {
        refuseConditions(arguments);
    } else {
        Request request = requestFrom(arguments, kStandardSentence);
        request.seed = 1;
        SpeedMeasuring measuring(arguments, true);
        const auto measured = measuring.measure(request, arguments.integer("--runs"));
        if (!measured)
            return Exit::Interrupted;
        records.push_back(recordOf(*measured));
        status = keepRecord(file, records.back());
    }
    const auto regression = performance::checkNewest(records, limits);
    if (!regression)
        throw badInput("The history " + file.string() + " holds no record of this machine.",
                       "Run `ishowtts bench` first.");
    if (!arguments.has("--history"))
        keepVerdict(*regression, records);
    if (arguments.has("--json")) {
        printJson(regressionJson(*regression));
    } else {
        const performance::Conditions &conditions = regression->newest.conditions;
        print(regression->newest.at + "  " + conditions.model + ", " + conditions.device + " " + conditions.precision +
              ", NFE " + std::to_string(conditions.nfe) + " " + conditions.schedule + ", " +
              std::to_string(conditions.threads) + " threads, " + std::to_string(regression->newest.runs) + " runs\n");
        std::vector<std::vector<std::string>> rows{{"verdict", "what"}};
        for (const Verdict &verdict : regression->verdicts)
            rows.push_back({word(verdict.kind), verdict.words});
        print(table(rows));
    }
    return std::max<int>(status, regression->regressed() ? Exit::CheckFailed : Exit::Done);
}

Option limitOption(const std::string &name, const std::string &placeholder, const std::string &help,
                   const std::string &fallback, const std::string &unit) {
    return {.name = name,
            .takes = Takes::Number,
            .placeholder = placeholder,
            .help = help,
            .fallback = fallback,
            .low = 0,
            .high = 10000,
            .unit = unit};
}

} // namespace

Verb checkVerb() {
    Verb verb;
    verb.name = "check";
    verb.summary = "Say whether this machine has become slower than it was";
    verb.description = "Measures the standard sentence, adds the record to this machine's history, and judges it: "
                       "against the last ten records with the same model, device, precision, NFE, schedule, length and "
                       "clocks, by how much its runs vary, and by the limits of a profile. Where single runs differ "
                       "by more than what was seen it says so, and how many runs would do, instead of an alarm.";
    verb.options = {
        {.name = "--last", .takes = Takes::Nothing, .help = "Measure nothing: judge the newest record there is"},
        {.name = "--runs",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Runs that count",
         .fallback = "5",
         .low = 1,
         .high = 1000},
        historyOption(),
        {.name = "--profile",
         .takes = Takes::Choice,
         .placeholder = "P",
         .help =
             "Absolute limits besides; orin are those of iShowTTS on a Jetson AGX Orin: mean RTF 0.25, largest 0.30",
         .fallback = "none",
         .choices = performance::profileNames()},
        limitOption("--slower", "P", "Allowed slow-down against the last ten", "10", "%"),
        limitOption("--cv", "P", "Allowed coefficient of variation of the runs", "10", "%"),
        limitOption("--mean", "X", "Largest mean RTF", "", ""),
        limitOption("--max", "X", "Largest RTF of a single run", "", ""),
        voiceOption(),
        modelOption(),
    };
    for (auto more : {flowOptions(), std::vector{precisionOption(), deviceOption(), threadsOption()}})
        verb.options.insert(verb.options.end(), more.begin(), more.end());
    verb.options.push_back(jsonOption("record and its verdicts"));
    verb.examples = {"ishowtts check", "ishowtts check --profile orin --runs 20",
                     "ishowtts check --last --history history.jsonl --json"};
    verb.run = check;
    return verb;
}

} // namespace engine::cli
