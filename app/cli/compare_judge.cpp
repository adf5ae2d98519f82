#include <QEventLoop>
#include <QFile>

#include <algorithm>

#include "app/cli/answer.h"
#include "app/cli/compare_acts.h"
#include "app/listening/objective_table.h"
#include "app/listening/results_report.h"
#include "app/listening/session_export.h"
#include "app/listening/setting_change.h"
#include "app/listening/speed_check.h"
#include "app/listening/toml_steps.h"
#include "app/settings/json_file.h"
#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "app/voices/reference_checks.h"
#include "engine/cli/console.h"
#include "engine/cli/progress_bar.h"
#include "engine/data_folders.h"
#include "engine/replacing_file.h"

namespace app::cli {

using namespace listening;
using namespace engine::cli;
using engine::Json;

namespace {

TestRecord recordFor(CompareDesk &desk, const Arguments &arguments) {
    const std::string test = desk.testId(testCalled(arguments));
    return desk.wait<TestRecord>([&](auto *context, auto done) { desk.sessions().test(test, context, done); });
}

// What a person brings: a speaker model with the voice that it is to find again, and what a recogniser heard.
void takeGuards(MeasureOrder &order, const Arguments &arguments) {
    std::error_code error;
    if (arguments.has("--speaker-model")) {
        const std::filesystem::path folder = arguments.text("--speaker-model");
        if (!std::filesystem::is_regular_file(folder / "speaker.json", error))
            throw engine::badInput("The folder " + folder.string() + " holds no speaker.json.",
                                   "Give the folder of a speaker model.");
        const engine::Voice voice = engine::findVoice(engine::dataRoots(), order.design.voice);
        order.speakerModel = QFile::decodeName(folder.c_str());
        order.voice = std::make_shared<const engine::Clip>(voices::readReference(voice.recording));
    }
    if (arguments.has("--heard")) {
        const std::filesystem::path file = arguments.text("--heard");
        if (!std::filesystem::is_regular_file(file, error))
            throw engine::badInput("The file " + file.string() + " is not there.",
                                   "Give a file that a recogniser wrote.");
        order.heardTexts = QFile::decodeName(file.c_str());
    }
}

// What can be measured of the sounds that people heard; how fast they were made only where this version still knows
// them.
MeasuredCells measuredFor(CompareDesk &desk, const TestRecord &record, const Arguments &arguments,
                          const std::stop_token &stop) {
    const bool brings = arguments.has("--speaker-model") || arguments.has("--heard");
    if (arguments.has("--no-measures") && brings)
        throw UsageError{"--no-measures leaves nothing to --speaker-model and --heard", "compare"};
    if (arguments.has("--no-measures"))
        return {};
    MeasureOrder order;
    order.design = record.design;
    takeGuards(order, arguments);
    order.isSeedMatched = record.design.flags.empty();
    desk.look(record.design);
    for (const Stimulus &stimulus : record.stimuli) {
        const Cell &cell = desk.maker().cell(stimulus.row, stimulus.condition);
        const bool known = cell.state == CellState::Made && cell.facts->audio == stimulus.hash;
        CellSound sound{stimulus.row, stimulus.condition, desk.wait<engine::ClipPtr>([&](auto *context, auto done) {
                            desk.maker().sound(stimulus.hash, context, done);
                        })};
        if (known) {
            sound.rtf = cell.facts->rtf();
            sound.key = cell.facts->key;
        }
        order.cells.push_back(std::move(sound));
    }
    ProgressBar bar;
    auto measured = measureCells(order, stop, [&bar](int done, int all) {
        engine::Progress progress;
        progress.chunk = std::min(done, all - 1);
        progress.chunks = std::max(all, 1);
        bar.show(progress);
    });
    bar.clear();
    return measured.value_or(MeasuredCells());
}

// The column that --column names, by its steps, place or words; else the one that the results chose.
Condition columnFor(const Arguments &arguments, const TestResults &results) {
    const TestDesign &design = results.design;
    if (!arguments.has("--column")) {
        if (!results.choice)
            throw engine::badInput("There are no votes yet that could decide.",
                                   "`ishowtts compare vote` asks for them.");
        return *results.choice;
    }
    const std::string wanted = arguments.text("--column");
    std::vector<Condition> found;
    for (Condition column = 0; column < Condition(design.columns.size()); ++column) {
        if (wanted == std::to_string(design.columns[std::size_t(column)].nfeStep) || wanted == keyOf(design, column))
            found.push_back(column);
    }
    if (found.size() == 1)
        return found.front();
    throw engine::badInput("The test has " + std::string(found.empty() ? "no column" : "more than one column") + " \"" +
                               wanted + "\".",
                           "Give its steps (6) or all that stands above it (\"NFE 6 EPSS\").");
}

// With all that the arguments ask to be made and measured first. None: stopped.
std::optional<TestResults> resultsFor(CompareDesk &desk, const TestRecord &record, const Arguments &arguments,
                                      const std::stop_token &stop) {
    ResultOptions options;
    options.withExcluded = arguments.has("--with-excluded");
    const std::string test = testId(record.design, record.stimuli);
    options.looks =
        desk.wait<std::vector<Look>>([&](auto *context, auto done) { desk.sessions().look(test, context, done); });
    options.batches = desk.wait<std::vector<CountedBatch>>(
        [&](auto *context, auto done) { desk.sessions().batches(test, context, done); });
    TestResults results = resultsOf(record, measuredFor(desk, record, arguments, stop), options);
    if (stop.stop_requested())
        return std::nullopt;
    if (!arguments.has("--batch"))
        return results;
    const auto only = arguments.has("--column") ? std::optional(columnFor(arguments, results)) : std::nullopt;
    auto batches = batchesFor(desk, results, arguments.integer("--batch"), only, stop);
    if (!batches)
        return std::nullopt;
    options.batches = std::move(*batches);
    return resultsOf(record, std::move(results.measured), options);
}

std::string sessionCalled(const TestRecord &record, const std::string &called) {
    std::vector<std::string> found;
    for (const RecordedSession &session : record.sessions) {
        if (session.header.id.starts_with(called) || session.header.listener == called)
            found.push_back(session.header.id);
    }
    if (found.size() == 1)
        return found.front();
    throw engine::badInput(found.empty() ? "This test has no session \"" + called + "\"."
                                         : "More than one session of this test fits \"" + called + "\".",
                           "`ishowtts compare list` shows their ids; give one with --session.");
}

void write(const Arguments &arguments, const std::string &text) {
    if (!arguments.has("--out"))
        return print(text);
    engine::replaceFile(arguments.text("--out"), {std::as_bytes(std::span(text))});
}

QList<SpeechPurpose> purposesIn(const Arguments &arguments) {
    QList<SpeechPurpose> purposes;
    const std::string given = arguments.text("--for");
    for (const QString &word : QString::fromStdString(given).split(u',', Qt::SkipEmptyParts)) {
        const auto found = std::find_if(allPurposes().begin(), allPurposes().end(),
                                        [&](SpeechPurpose purpose) { return wordFor(purpose) == word; });
        if (found == allPurposes().end())
            throw UsageError{"--for takes session, danmaku and api, not \"" + given + "\"", "compare"};
        purposes << *found;
    }
    return purposes;
}

// Begins a change and waits until the disk has it. The problem that it says.
std::optional<Problem> doneAndSaved(Settings &settings, const std::function<void(SettingChange::Done)> &begin) {
    if (!lookAtObject(Settings::standardFile())) // it is not written over, and nobody would tell
        throw engine::failure("The settings cannot be read, so nothing was changed.",
                              "Make \"" + Settings::standardFile().toStdString() + "\" readable, or remove it.");
    QEventLoop loop;
    std::optional<Problem> said, failed;
    bool isDone = false;
    const auto tell = [&] {
        if (isDone && (settings.isSaved() || failed))
            loop.quit();
    };
    QObject::connect(&settings, &Settings::saved, &loop, tell);
    QObject::connect(&settings, &Settings::saveFailed, &loop, [&](const Problem &problem) {
        failed = problem;
        tell();
    });
    begin([&](const std::optional<Problem> &problem) {
        said = problem;
        isDone = true;
        tell();
    });
    loop.exec();
    if (failed)
        throw engine::failure(failed->what.toStdString(), failed->remedy.toStdString());
    return said;
}

std::string joined(const QStringList &lines) {
    return lines.join(u'\n').toStdString();
}

// What the model of the settings, as they are now, does with these steps; nothing when there are none, and when it was
// stopped or failed, which is said.
std::vector<MeasuredSpeed> speedsOf(CompareDesk &desk, const Settings &settings, const std::vector<SpeechSteps> &steps,
                                    const std::stop_token &stop) {
    if (steps.empty() || stop.stop_requested())
        return {};
    ProgressBar bar;
    bar.say("Measuring the speed ...");
    desk.load(settings.model().toStdString(), settings.device().toStdString(), settings.precision());
    SpeedCheck check(desk.queue());
    QEventLoop loop;
    std::vector<MeasuredSpeed> measured;
    QObject::connect(&check, &SpeedCheck::measured, &loop, [&](const std::vector<MeasuredSpeed> &speeds) {
        measured = speeds;
        loop.quit();
    });
    QObject::connect(&check, &SpeedCheck::failed, &loop, [&](const Problem &problem) {
        bar.clear();
        note("The speed was not measured: " + problem.what.toStdString() + "\n  " + problem.remedy.toStdString());
        loop.quit();
    });
    const std::stop_callback stopped(
        stop, [&loop] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
    const std::string voice = settings.voiceId().toStdString();
    check.start(SpeedCheck::benchmarkRequest(engine::findVoice(engine::dataRoots(), voice)), steps);
    loop.exec();
    bar.clear();
    return measured;
}

std::string said(const SpeedFinding &finding) {
    std::string words = "\nSpeed: RTF " + fixed(*finding.before, 3) + " before, " + fixed(*finding.after, 3) + " now";
    if (const auto cameTrue = finding.cameTrue())
        words += std::string(", ") + fixed(*finding.predicted, 3) +
                 " promised by the test: " + (*cameTrue ? "it came true" : "it did not come true") + " within 5 %";
    return words + ".";
}

Json jsonOf(const std::optional<SpeedFinding> &finding) {
    if (!finding)
        return {};
    const auto orNull = [](const std::optional<double> &value) { return value ? Json(*value) : Json(); };
    const auto cameTrue = finding->cameTrue();
    return Json::Object{{"rtf_before", orNull(finding->before)},
                        {"rtf_now", orNull(finding->after)},
                        {"rtf_promised", orNull(finding->predicted)},
                        {"came_true", cameTrue ? Json(*cameTrue) : Json()}};
}

[[noreturn]] void refuse(const Problem &problem) {
    throw engine::badInput(problem.what.toStdString(), problem.remedy.toStdString());
}

} // namespace

int compareReport(const Arguments &arguments) {
    const Interrupt interrupt;
    CompareDesk desk(arguments);
    const TestRecord record = recordFor(desk, arguments);
    const std::string format = arguments.has("--json") ? "json" : arguments.text("--format");
    const auto session =
        arguments.has("--session") ? std::optional(sessionCalled(record, arguments.text("--session"))) : std::nullopt;
    if (format == "csv")
        write(arguments, asCsv(record));
    else if (format == "sessions")
        write(arguments, toJson(record).dump(1) + "\n");
    else if (format == "form")
        write(arguments, asOriginalForm(record, session));
    else if (format == "log")
        write(arguments, asLog(record, session ? *session : sessionCalled(record, {})));
    else {
        const auto results = resultsFor(desk, record, arguments, interrupt.token());
        if (!results)
            return Exit::Interrupted;
        write(arguments, format == "json" ? toJson(*results).dump() + "\n" : asReport(*results));
    }
    return Exit::Done;
}

int compareApply(const Arguments &arguments) {
    const Interrupt interrupt;
    CompareDesk desk(arguments);
    const TestRecord record = recordFor(desk, arguments);
    const auto judged = resultsFor(desk, record, arguments, interrupt.token());
    if (!judged) {
        note("stopped; nothing was changed");
        return Exit::Interrupted;
    }
    const TestResults &results = *judged;
    const Condition column = columnFor(arguments, results);
    const std::string key = keyOf(results.design, column);
    if (const auto objection = objectionToApplying(results, column)) {
        answer(arguments, Json::Object{{"applied", false}, {"column", key}, {"why", objection->toStdString()}},
               key + " is not applied: " + objection->toStdString());
        return Exit::CheckFailed;
    }
    storage::FileThread files;
    Settings settings(Settings::standardFile(), files);
    SettingChange change(settings);
    const AppliedChange order = SettingChange::orderFor(results, column, purposesIn(arguments));
    const QStringList differences = change.differences(order);
    Json::Array changes;
    for (const QString &line : differences)
        changes.push_back(line.toStdString());
    const bool applies = !arguments.has("--dry-run") && !differences.isEmpty();
    // What could still be refused is refused before anything is written.
    if (applies && !arguments.has("--no-benchmark"))
        (void)engine::findVoice(engine::dataRoots(), settings.voiceId().toStdString());
    if (arguments.has("--toml") && !arguments.has("--dry-run"))
        (void)stepsOf(QString::fromStdString(arguments.text("--toml")));
    std::optional<SpeedFinding> speed;
    const ChangeSpeed plan(change.withBefore(order));
    const bool measures = applies && !arguments.has("--no-benchmark");
    std::vector<MeasuredSpeed> ahead, behind;
    if (measures && plan.needsTwoModels()) { // the present one is measured while it counts
        ahead = speedsOf(desk, settings, plan.ahead(), interrupt.token());
        if (interrupt.happened()) {
            note("stopped; nothing was changed");
            return Exit::Interrupted;
        }
    }
    if (applies) {
        if (const auto problem =
                doneAndSaved(settings, [&](SettingChange::Done done) { change.apply(order, std::move(done)); }))
            refuse(*problem);
    }
    if (measures) {
        (plan.needsTwoModels() ? behind : ahead) =
            speedsOf(desk, settings, plan.needsTwoModels() ? plan.behind() : plan.ahead(), interrupt.token());
        const SpeedFinding finding = plan.finding(ahead, behind);
        if (finding.before && finding.after) {
            speed = finding;
            doneAndSaved(settings, [&](SettingChange::Done done) { change.noteSpeed(finding, std::move(done)); });
        }
    }
    std::string said = differences.isEmpty()
                           ? key + " is the default already."
                           : joined(differences) + (applies ? "\nApplied; `ishowtts compare rollback` "
                                                              "takes it back."
                                                            : "\nNothing was changed.");
    if (speed)
        said += cli::said(*speed);
    Json toml;
    if (arguments.has("--toml") && !arguments.has("--dry-run")) {
        const QString file = QString::fromStdString(arguments.text("--toml"));
        const TomlSteps before = changeSteps(file, order.steps.nfeStep);
        toml =
            Json::Object{{"file", arguments.text("--toml")}, {"before", before.nfeStep}, {"now", order.steps.nfeStep}};
        said += "\n" + arguments.text("--toml") + ": default_nfe_step " + std::to_string(before.nfeStep) + " -> " +
                std::to_string(order.steps.nfeStep);
    }
    answer(arguments,
           Json::Object{{"applied", applies},
                        {"column", key},
                        {"changes", std::move(changes)},
                        {"test", results.test},
                        {"speed", jsonOf(speed)},
                        {"toml", std::move(toml)}},
           said);
    return Exit::Done;
}

int compareRollback(const Arguments &arguments) {
    if (arguments.positional().size() > 1)
        throw UsageError{"`compare rollback` takes nothing else", "compare"};
    const QuietApplication application;
    storage::FileThread files;
    Settings settings(Settings::standardFile(), files);
    SettingChange change(settings);
    if (!change.mayRollBack())
        throw engine::badInput("There is no change of the default that could be taken back.",
                               "`ishowtts compare apply` makes one.");
    const auto problem = doneAndSaved(settings, [&](SettingChange::Done done) { change.rollBack(std::move(done)); });
    if (problem)
        note(problem->what.toStdString() + "\n  " + problem->remedy.toStdString());
    answer(arguments, Json::Object{{"nfe", settings.nfeStep()}, {"schedule", engine::toString(settings.schedule())}},
           "What counted before is the default again: NFE " + std::to_string(settings.nfeStep()) + ", " +
               engine::toString(settings.schedule()) + ".");
    return Exit::Done;
}

} // namespace app::cli
