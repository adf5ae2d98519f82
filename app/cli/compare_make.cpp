#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <charconv>
#include <numeric>

#include "app/cli/answer.h"
#include "app/cli/compare_acts.h"
#include "app/listening/cell_plan.h"
#include "app/listening/pair_folder.h"
#include "app/listening/sentence_sets.h"
#include "engine/cli/console.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/synthesis.h"

namespace app::cli {

using namespace listening;
using namespace engine::cli;
using engine::Json;

namespace {

std::vector<int> stepsIn(const std::string &text) {
    std::vector<int> steps;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        int value = 0;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + comma, value);
        if (error != std::errc() || end != text.data() + comma || value < 1 || value > 128)
            throw UsageError{"--nfe takes numbers from 1 to 128, as 5,6,7,8,16,32, not \"" + text + "\"", "compare"};
        steps.push_back(value);
        at = comma + 1;
    }
    return steps;
}

QByteArray contentOf(const std::string &file) {
    QFile opened(QString::fromStdString(file));
    if (!opened.open(QIODevice::ReadOnly) || opened.size() > (64 << 20))
        throw engine::badInput("The file " + file + " cannot be read.", "Check whether it is there and may be read.");
    return opened.readAll();
}

double median(std::vector<double> values) {
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// A row of the table for each column: how many, how fast, how long.
struct ColumnFigures {
    std::string key;
    int made = 0;
    double seconds = 0;
    std::vector<double> rtf;
    int withArtifacts = 0;
};

std::vector<ColumnFigures> figuresOf(const CellMaker &maker) {
    std::vector<ColumnFigures> columns;
    const TestDesign &design = *maker.design();
    for (const Condition condition : maker.conditions()) {
        ColumnFigures figures;
        figures.key =
            (condition < 0 && condition != kLowPass ? nameOf(condition) + ": " : "") + keyOf(design, condition);
        for (int row = 0; row < int(design.rows.size()); ++row) {
            const Cell &cell = maker.cell(row, condition);
            if (cell.state != CellState::Made)
                continue;
            ++figures.made;
            figures.seconds += cell.facts->seconds;
            if (const auto rtf = cell.facts->rtf())
                figures.rtf.push_back(*rtf);
            figures.withArtifacts += !cell.facts->artifacts.empty();
        }
        columns.push_back(std::move(figures));
    }
    return columns;
}

int tell(const Arguments &arguments, CompareDesk &desk, const StoredDesign &stored, int before, double seconds) {
    const CellProgress progress = desk.maker().progress();
    const auto columns = figuresOf(desk.maker());
    const auto stimuli = desk.maker().stimuli();
    std::vector<std::vector<std::string>> table{{"COLUMN", "SOUNDS", "LENGTH", "RTF", "WITH ARTIFACTS"}};
    Json::Array list;
    double audio = 0;
    for (const ColumnFigures &column : columns) {
        audio += column.seconds;
        table.push_back({column.key, std::to_string(column.made), duration(column.seconds),
                         column.rtf.empty() ? "-" : fixed(median(column.rtf), 3),
                         std::to_string(column.withArtifacts)});
        list.push_back(Json::Object{{"column", column.key},
                                    {"made", column.made},
                                    {"audio_seconds", rounded(column.seconds)},
                                    {"rtf_median", column.rtf.empty() ? Json() : Json(median(column.rtf))},
                                    {"with_artifacts", column.withArtifacts}});
    }
    const std::string test = stimuli ? testId(stored.design, *stimuli) : std::string();
    answer(arguments,
           Json::Object{{"design", stored.id},
                        {"name", stored.design.name},
                        {"test", test.empty() ? Json() : Json(test)},
                        {"cells", progress.total},
                        {"made", progress.made - before},
                        {"failed", progress.failed},
                        {"seconds", rounded(seconds)},
                        {"audio_seconds", rounded(audio)},
                        {"columns", std::move(list)}},
           engine::cli::table(table) + std::to_string(progress.made) + " of " + std::to_string(progress.total) +
               " sounds are there, " + std::to_string(progress.made - before) + " made now in " + duration(seconds) +
               ".\nTest \"" + stored.design.name + "\", " + stored.id.substr(0, 8) +
               (test.empty() ? std::string() : "; ishowtts compare vote begins a session."));
    return progress.failed > 0 ? Exit::Failed : Exit::Done;
}

void writeOut(const Arguments &arguments, CompareDesk &desk) {
    if (!arguments.has("--out"))
        return;
    const std::string folder = arguments.text("--out");
    const int written = desk.wait<int>([&](auto *context, auto done) { desk.maker().writeTo(folder, context, done); });
    note(std::to_string(written) + " sounds and cells.json are in " + folder);
}

// The one that is there already, or a new one.
StoredDesign keptDesign(CompareDesk &desk, const TestDesign &design) {
    const auto listing =
        desk.wait<DesignListing>([&](auto *context, auto done) { desk.designs().list(context, done); });
    const auto same = std::find_if(listing.designs.begin(), listing.designs.end(), [&](const StoredDesign &known) {
        TestDesign other = known.design;
        if (other.model.empty()) // made before designs named theirs
            other.model = design.model;
        return other == design;
    });
    if (same != listing.designs.end())
        return *same;
    return desk.wait<StoredDesign>([&](auto *context, auto done) { desk.designs().add(design, context, done); });
}

// Of other people, from `report --format sessions`.
int importSessions(const Arguments &arguments, CompareDesk &desk, const std::string &file) {
    const TestRecord record = parseRecord(contentOf(file).toStdString(), file);
    const int kept = desk.wait<int>([&](auto *context, auto done) { desk.sessions().keep(record, context, done); });
    answer(arguments,
           Json::Object{{"test", testId(record.design, record.stimuli)},
                        {"sessions", int(record.sessions.size())},
                        {"new", kept}},
           std::to_string(kept) + " of " + std::to_string(record.sessions.size()) + " sessions of the test \"" +
               record.design.name + "\" are new here.");
    return Exit::Done;
}

} // namespace

std::string testCalled(const Arguments &arguments) {
    const auto &words = arguments.positional();
    if (words.size() > 2)
        throw UsageError{"`compare " + words.front() + "` takes one test", "compare"};
    return words.size() == 2 ? words[1] : std::string();
}

TestDesign designFrom(const Arguments &arguments) {
    if (arguments.has("--design")) {
        const std::string file = arguments.text("--design");
        TestDesign design = parseDesign(contentOf(file).toStdString(), file);
        if (arguments.has("--name"))
            design.name = arguments.text("--name");
        return design;
    }
    TestDesign design;
    design.voice = chosenVoice(arguments).id;
    design.mode = modeFromWord(arguments.text("--mode"));
    const std::string sentences = arguments.text("--sentences");
    design.rows = sentences == "standard" ? ownSentences(arguments.seed("--seed"))
                                          : importSentences(contentOf(sentences), QString::fromStdString(sentences),
                                                            arguments.seed("--seed"));
    if (arguments.has("--rows"))
        design.rows.resize(std::min(design.rows.size(), std::size_t(arguments.integer("--rows"))));
    const engine::Precision precision = engine::precisionFromString(arguments.text("--precision"));
    for (const int steps : stepsIn(arguments.text("--nfe"))) {
        design.columns.push_back(TestColumn{steps});
        design.columns.back().precision = precision;
    }
    const int wanted = arguments.integer("--baseline");
    const auto baseline = std::find_if(design.columns.begin(), design.columns.end(),
                                       [&](const TestColumn &column) { return column.nfeStep == wanted; });
    if (arguments.has("--baseline") && baseline == design.columns.end())
        throw UsageError{"--baseline is none of --nfe", "compare"};
    design.baseline =
        baseline != design.columns.end() ? int(baseline - design.columns.begin()) : int(design.columns.size()) - 1;
    if (arguments.has("--looks"))
        design.margins.looks = arguments.integer("--looks");
    design.model = arguments.text("--model"); // by name: the test stays the same when another one is chosen
    design.name = arguments.has("--name") ? arguments.text("--name") : "NFE " + arguments.text("--nfe");
    validate(design);
    return design;
}

bool makeAndTell(CompareDesk &desk, bool anew, const std::stop_token &stop) {
    const bool whole = desk.make(anew, stop);
    CellMaker &maker = desk.maker();
    std::string last;
    for (int row = 0; row < int(maker.design()->rows.size()); ++row) {
        for (const Condition condition : maker.conditions()) {
            const Cell &cell = maker.cell(row, condition);
            if (cell.state != CellState::Failed)
                continue;
            const std::string why = cell.problem.what.toStdString() + "\n  " + cell.problem.remedy.toStdString();
            if (why != last)
                note(maker.design()->rows[std::size_t(row)].id + ", " + keyOf(*maker.design(), condition) + ": " + why);
            last = why;
        }
    }
    return whole;
}

int compareMake(const Arguments &arguments) {
    const Interrupt interrupt;
    CompareDesk desk(arguments);
    StoredDesign stored;
    if (const std::string called = testCalled(arguments); !called.empty()) {
        stored = desk.design(called);
    } else {
        stored = keptDesign(desk, designFrom(arguments));
    }
    desk.look(stored.design);
    const int before = desk.maker().progress().made;
    QElapsedTimer clock;
    clock.start();
    if (!makeAndTell(desk, false, interrupt.token())) {
        note("stopped; what was made stays, and the same command goes on");
        return Exit::Interrupted;
    }
    writeOut(arguments, desk);
    return tell(arguments, desk, stored, before, double(clock.elapsed()) / 1000);
}

int compareList(const Arguments &arguments) {
    if (arguments.positional().size() > 1)
        throw UsageError{"`compare list` takes nothing else", "compare"};
    CompareDesk desk(arguments);
    const auto listing =
        desk.wait<DesignListing>([&](auto *context, auto done) { desk.designs().list(context, done); });
    const auto sessions = desk.wait<std::vector<SessionSummary>>(
        [&](auto *context, auto done) { desk.sessions().sessions({}, context, done); });
    for (const std::string &problem : listing.problems)
        note(problem);
    Json::Array designs, kept;
    std::vector<std::vector<std::string>> tests{{"TEST", "NAME", "HOW", "SENTENCES", "COLUMNS"}};
    for (const StoredDesign &stored : listing.designs) {
        std::string columns;
        for (int column = 0; column < int(stored.design.columns.size()); ++column)
            columns += (columns.empty() ? "" : "; ") + keyOf(stored.design, column);
        tests.push_back({stored.id.substr(0, 8), stored.design.name, wordFor(stored.design.mode),
                         std::to_string(stored.design.rows.size()), columns});
        designs.push_back(Json::Object{{"id", stored.id},
                                       {"changed", stored.changed},
                                       {"design_hash", designHash(stored.design)},
                                       {"design", toJson(stored.design)}});
    }
    std::vector<std::vector<std::string>> heard{{"SESSION", "OF TEST", "LISTENER", "VOTES", "STATE"}};
    for (const SessionSummary &session : sessions) {
        const std::string state =
            std::string(session.finished ? "finished" : "open") + (session.header.simulated ? ", simulated" : "");
        heard.push_back({session.header.id.substr(0, 8), session.testName + " " + session.header.test.substr(0, 8),
                         session.header.listener, std::to_string(session.votes), state});
        kept.push_back(Json::Object{{"id", session.header.id},
                                    {"test", session.header.test},
                                    {"listener", session.header.listener},
                                    {"created", session.header.created},
                                    {"votes", session.votes},
                                    {"finished", session.finished},
                                    {"simulated", session.header.simulated}});
    }
    answer(arguments, Json::Object{{"tests", std::move(designs)}, {"sessions", std::move(kept)}},
           (tests.size() > 1 ? engine::cli::table(tests) : std::string("There is no listening test yet.\n")) +
               (heard.size() > 1 ? "\n" + engine::cli::table(heard) : std::string()));
    return Exit::Done;
}

int compareImport(const Arguments &arguments) {
    if (arguments.positional().size() != 2)
        throw UsageError{"`compare import` takes one folder or file", "compare"};
    const Interrupt interrupt;
    CompareDesk desk(arguments);
    const std::string from = arguments.positional()[1];
    if (std::error_code error; std::filesystem::is_regular_file(from, error))
        return importSessions(arguments, desk, from);
    ProgressBar bar;
    bar.say("Reading the sounds ...");
    auto pairs = importPairs(QString::fromStdString(from), interrupt.token());
    bar.clear();
    if (!pairs) {
        note("stopped; nothing was imported");
        return Exit::Interrupted;
    }
    if (arguments.has("--name"))
        pairs->design.name = arguments.text("--name");
    std::vector<ImportedSound> sounds;
    for (const ImportedCell &cell : pairs->cells)
        sounds.push_back({{cell.stimulus.row, cell.stimulus.condition}, cell.clip});
    const auto measured = importedSounds(pairs->design, sounds);
    desk.wait<int>([&](auto *context, auto done) { desk.maker().keep(measured, context, done); });
    const StoredDesign stored = keptDesign(desk, pairs->design);
    Json::Array flags;
    std::string said;
    for (const PairFlag &flag : pairs->flags) {
        flags.push_back(Json::Object{{"flag", flag.word}, {"count", flag.count}, {"of", flag.of}});
        said += "  " + flag.sentence.toStdString() + "\n";
    }
    desk.look(stored.design);
    const CellProgress progress = desk.maker().progress();
    answer(arguments,
           Json::Object{{"design", stored.id},
                        {"name", stored.design.name},
                        {"rows", int(stored.design.rows.size())},
                        {"columns", int(stored.design.columns.size())},
                        {"cells", progress.made},
                        {"flags", std::move(flags)}},
           std::to_string(stored.design.rows.size()) + " sentences in " + std::to_string(stored.design.columns.size()) +
               " columns are a test now: \"" + stored.design.name + "\", " + stored.id.substr(0, 8) + ".\n" +
               (said.empty() ? said : "What is wrong with them (such a test is never concluded \"accept\"):\n" + said));
    return Exit::Done;
}

} // namespace app::cli
