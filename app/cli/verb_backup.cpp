#include "app/cli/verb_backup.h"

#include <QDateTime>
#include <QFile>

#include <chrono>
#include <filesystem>
#include <optional>

#include "app/backup/backup_writer.h"
#include "app/backup/restore.h"
#include "app/cli/answer.h"
#include "app/cli/quiet_application.h"
#include "app/storage/storage_error.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/progress_bar.h"
#include "engine/error.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using namespace std::chrono_literals;
using engine::Json;

std::filesystem::path fileIn(const Arguments &arguments, const char *verb) {
    if (arguments.positional().size() != 1)
        throw UsageError{std::string("`") + verb + "` takes one file: " + verb + " FILE", verb};
    return arguments.positional().front();
}

archive::ZipProgress shownBy(ProgressBar &bar) {
    return [&bar, begun = std::chrono::steady_clock::now()](std::uint64_t done, std::uint64_t total) {
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        engine::Progress progress;
        progress.chunks = 1;
        progress.steps = 1000;
        progress.step = total == 0 ? 0 : int(1000.0 * double(done) / double(total));
        progress.secondsLeft = done == 0 ? 0 : seconds * double(total - done) / double(done);
        bar.show(progress);
    };
}

// What the services throw, as this program says it.
template <class Work> int run(const Work &work) {
    const Interrupt interrupt;
    const QuietApplication application;
    ProgressBar bar;
    try {
        return work(bar, interrupt.token());
    } catch (const archive::Stopped &) {
        bar.clear();
        note("Stopped. Nothing was changed.");
        return Exit::Interrupted;
    } catch (const storage::Error &error) {
        bar.clear();
        throw engine::failure(error.problem().what.toStdString(), error.problem().remedy.toStdString());
    }
}

backup::Entrance enter() {
    backup::Entrance entrance = backup::enter(backup::Places::standard());
    if (entrance.restored)
        note("A restore that was cut off is finished. What was there before is kept in " +
             entrance.restored->kept.string() + ".");
    if (entrance.problem)
        note(entrance.problem->what.toStdString() + "\n  " + entrance.problem->remedy.toStdString());
    return entrance;
}

Json::Object jsonOf(const backup::Manifest &manifest, const std::filesystem::path &file) {
    Json::Object sections;
    for (const auto &[name, summary] : manifest.sections)
        sections[name] = summary.count;
    return {{"file", file.string()},
            {"created", manifest.created.toUTC().toString(Qt::ISODate).toStdString()},
            {"program", manifest.program.toStdString()},
            {"words", manifest.words().toStdString()},
            {"sections", std::move(sections)},
            {"sounds_missing", manifest.soundsMissing},
            {"files", std::int64_t(manifest.files.size())},
            {"bytes", manifest.bytes()}};
}

int backUp(const Arguments &arguments) {
    const std::filesystem::path file = fileIn(arguments, "backup");
    return run([&](ProgressBar &bar, std::stop_token stop) {
        const auto entrance = enter();
        const backup::Choice choice{!arguments.has("--without-audio"), arguments.has("--with-models")};
        const backup::Manifest manifest =
            backup::writeBackup(backup::Places::standard(), file, choice, shownBy(bar), stop);
        bar.clear();
        if (manifest.soundsMissing > 0)
            note(std::to_string(manifest.soundsMissing) +
                 " takes have lost their sound before: it is not in the library's folder.");
        answer(arguments, jsonOf(manifest, file), file.string() + ": " + manifest.words().toStdString());
        return int(Exit::Done);
    });
}

std::string when(const backup::Manifest &manifest) {
    return manifest.created.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")).toStdString();
}

// All of it or nothing.
std::optional<backup::Swapped> exchange(const backup::Places &places, const backup::SwapPlan &plan) {
    backup::decide(places, plan);
    try {
        return backup::carryOut(places, 0ms);
    } catch (...) {
        backup::takeBack(places);
        throw;
    }
}

int restore(const Arguments &arguments) {
    const std::filesystem::path file = fileIn(arguments, "restore");
    return run([&](ProgressBar &bar, std::stop_token stop) {
        enter();
        const backup::Restore restore(file);
        const backup::Places places = backup::Places::standard();
        Json::Object result = jsonOf(restore.manifest(), file);
        std::string said =
            file.string() + ": " + restore.manifest().words().toStdString() + ", from " + when(restore.manifest());
        if (arguments.has("--check")) {
            restore.check(shownBy(bar), stop);
            said += ". Every file is whole.";
        } else {
            const auto turn = backup::lockRestore(places, 0ms);
            if (const auto swapped = exchange(places, restore.prepare(places, shownBy(bar), stop))) {
                result["kept"] = swapped->kept.string();
                said += ".\nRestored. What was there before is kept in " + swapped->kept.string() +
                        ": remove it when you do not need it any more, or go back with `ishowtts restore --undo`.";
            }
        }
        bar.clear();
        answer(arguments, result, said);
        return int(Exit::Done);
    });
}

int undo(const Arguments &arguments) {
    if (!arguments.positional().empty() || arguments.has("--check"))
        throw UsageError{"`restore --undo` takes nothing else", "restore"};
    return run([&](ProgressBar &, std::stop_token) {
        enter();
        const backup::Places places = backup::Places::standard();
        const auto turn = backup::lockRestore(places, 0ms);
        const auto states = backup::previousStates(places); // those that nobody else brings back now
        if (states.empty())
            throw engine::badInput(
                "There is no state before a restore.",
                "It is kept as a folder before-restore-DATE in the data folder until you remove it.");
        const auto swapped = exchange(places, states.front().plan);
        if (!swapped)
            throw engine::failure("What was there before could not be brought back; nothing was changed.",
                                  "Try again.");
        answer(arguments, Json::Object{{"kept", swapped->kept.string()}},
               "What was there before the last restore is back. What was there now is kept in " +
                   swapped->kept.string() + ".");
        return int(Exit::Done);
    });
}

Option json() {
    return {.name = "--json", .takes = Takes::Nothing, .help = "Print what was done as one JSON object"};
}

} // namespace

Verb entering(Verb verb) {
    verb.run = [run = verb.run](const Arguments &arguments) {
        const backup::Entrance entrance = enter();
        return run(arguments);
    };
    return verb;
}

Verb backupVerb() {
    Verb verb;
    verb.name = "backup";
    verb.summary = "Put all that you made into one file";
    verb.description =
        "Writes your voices, takes with their sound, settings, presets, keyboard shortcuts and open scripts into one "
        "zip file with a list of hashes. A Studio may be open meanwhile. The file is there whole or not at all. Models "
        "are named in it; their weights only with --with-models.";
    verb.positionalHelp = "FILE";
    verb.options = {
        {.name = "--without-audio", .takes = Takes::Nothing, .help = "Leave out the sound of the takes"},
        {.name = "--with-models", .takes = Takes::Nothing, .help = "Put in the weights of your own models too"},
        json(),
    };
    verb.examples = {"ishowtts backup ~/studio.zip", "ishowtts backup --without-audio ~/studio-small.zip"};
    verb.run = backUp;
    return verb;
}

Verb restoreVerb() {
    Verb verb;
    verb.name = "restore";
    verb.summary = "Bring back what `backup` put into a file";
    verb.description =
        "Checks every file of a backup and then puts all of it into the place of what is there, or nothing. What was "
        "there is kept in the data folder as before-restore-DATE. What the backup does not hold (settings that nobody "
        "had changed then, say) stays as it is. No Studio may be open.";
    verb.positionalHelp = "FILE";
    verb.options = {
        {.name = "--check", .takes = Takes::Nothing, .help = "Only check every file; change nothing"},
        {.name = "--undo", .takes = Takes::Nothing, .help = "Bring back what was there before the last restore"},
        json(),
    };
    verb.examples = {"ishowtts restore --check ~/studio.zip", "ishowtts restore ~/studio.zip",
                     "ishowtts restore --undo"};
    verb.run = [](const Arguments &arguments) {
        return arguments.has("--undo") ? undo(arguments) : restore(arguments);
    };
    return verb;
}

} // namespace app::cli
