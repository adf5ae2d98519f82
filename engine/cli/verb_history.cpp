#include <algorithm>
#include <span>

#include "engine/cli/console.h"
#include "engine/cli/speed_measuring.h"
#include "engine/cli/verbs.h"
#include "engine/error.h"
#include "engine/performance/trend_picture.h"
#include "engine/replacing_file.h"

namespace engine::cli {

namespace {

using performance::SpeedRecord;

std::vector<SpeedRecord> chosenRecords(const Arguments &arguments) {
    const std::filesystem::path file = chosenHistory(arguments);
    performance::History history = performance::readHistory(file);
    if (history.damaged > 0)
        note((history.damaged == 1 ? "a line of " + file.string() + " holds no record and was left out; "
                                   : std::to_string(history.damaged) + " lines of " + file.string() +
                                         " hold no record and were left out; ") +
             history.why);
    std::stable_sort(history.records.begin(), history.records.end(),
                     [](const SpeedRecord &a, const SpeedRecord &b) { return a.at < b.at; });
    if (const SpeedRecord *own = performance::newestOwn(history.records); own != nullptr && arguments.has("--alike")) {
        const performance::Conditions newest = own->conditions;
        std::erase_if(history.records, [&](const SpeedRecord &record) { return record.conditions != newest; });
    }
    return history.records;
}

int listRecords(const Arguments &arguments) {
    const std::vector<SpeedRecord> records = chosenRecords(arguments);
    if (arguments.has("--json")) {
        Json::Array array;
        for (const SpeedRecord &record : records)
            array.push_back(toJson(record));
        printJson(array);
        return Exit::Done;
    }
    if (records.empty()) {
        note("no record yet; `ishowtts bench` makes one");
        return Exit::Done;
    }
    std::vector<std::vector<std::string>> rows{
        {"when", "model", "device", "precision", "NFE", "length", "clocks", "runs", "mean RTF", "min", "max", "CV"}};
    for (const SpeedRecord &record : records) {
        const performance::Conditions &conditions = record.conditions;
        rows.push_back({record.at, conditions.model, conditions.device, conditions.precision,
                        std::to_string(conditions.nfe), conditions.lengthClass, toString(conditions.clocks),
                        std::to_string(record.runs), fixed(record.rtf.mean, 3), fixed(record.rtf.minimum, 3),
                        fixed(record.rtf.maximum, 3), fixed(record.rtf.cv * 100, 1) + " %"});
    }
    print(table(rows));
    return Exit::Done;
}

int importRecords(const Arguments &arguments) {
    if (arguments.positional().size() != 2)
        throw UsageError{"`history import` takes a table: history import rtf_history.csv", "history"};
    const std::vector<SpeedRecord> records = performance::importTable(arguments.positional()[1]);
    const std::filesystem::path file = chosenHistory(arguments);
    const std::vector<SpeedRecord> there = performance::readHistory(file).records;
    int added = 0;
    for (const SpeedRecord &record : records) {
        const bool known = std::any_of(there.begin(), there.end(), [&](const SpeedRecord &other) {
            return other.imported && other.at == record.at && other.rtf.mean == record.rtf.mean;
        });
        if (known)
            continue;
        performance::appendRecord(file, record);
        ++added;
    }
    if (arguments.has("--json"))
        printJson(Json::Object{{"imported", added}, {"known", int(records.size()) - added}});
    else
        print(std::to_string(added) + (added == 1 ? " record" : " records") + " imported, " +
              std::to_string(int(records.size()) - added) + " there already\n");
    return Exit::Done;
}

int plotRecords(const Arguments &arguments) {
    if (!arguments.has("--out"))
        throw UsageError{"`history plot` needs --out FILE", "history"};
    const std::vector<SpeedRecord> records = chosenRecords(arguments);
    const std::string picture =
        performance::trendPicture(records, {arguments.integer("--width"), arguments.integer("--height")});
    replaceFile(arguments.text("--out"), {std::as_bytes(std::span(picture))});
    if (arguments.has("--json"))
        printJson(Json::Object{{"out", arguments.text("--out")}, {"records", int(records.size())}});
    else
        print(arguments.text("--out") + ": " + std::to_string(records.size()) + " records\n");
    return Exit::Done;
}

} // namespace

Verb historyVerb() {
    Verb verb;
    verb.name = "history";
    verb.summary = "What `bench` measured before: list it, draw it, or import the original's";
    verb.description =
        "`list` shows the records of this machine. `plot` draws them into an SVG picture with the phases that iShowTTS "
        "set itself as lines. `import` adds a table (CSV: a time and an RTF, with a heading where there is more), as "
        "iShowTTS's rtf_history.csv; "
        "rows that are there already are left out, and imported ones are never compared with this machine's own.";
    verb.positionalHelp = "[list|plot|import] [FILE]";
    verb.positionalChoices = {"list", "plot", "import"};
    verb.options = {
        historyOption(),
        {.name = "--alike", .takes = Takes::Nothing, .help = "Only records that the newest is compared with"},
        {.name = "--out", .takes = Takes::File, .placeholder = "FILE", .help = "With `plot`: the picture (SVG)"},
        {.name = "--width",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "With `plot`: width",
         .fallback = "1000",
         .low = 200,
         .high = 10000,
         .unit = "px"},
        {.name = "--height",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "With `plot`: height",
         .fallback = "480",
         .low = 200,
         .high = 10000,
         .unit = "px"},
        jsonOption("records"),
    };
    verb.examples = {"ishowtts history list --alike", "ishowtts history plot --out trend.svg",
                     "ishowtts history import rtf_history.csv"};
    verb.run = [](const Arguments &arguments) {
        const std::string act = arguments.positional().empty() ? "list" : arguments.positional().front();
        if (act == "import")
            return importRecords(arguments);
        if (arguments.positional().size() > 1)
            throw UsageError{"`history " + act + "` takes no file", "history"};
        if (act == "plot")
            return plotRecords(arguments);
        if (act != "list")
            throw UsageError{"`history` knows list, plot and import, not \"" + act + "\"", "history"};
        return listRecords(arguments);
    };
    return verb;
}

} // namespace engine::cli
