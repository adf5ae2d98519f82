#include "app/cli/verb_model_store.h"

#include <QCoreApplication>

#include <algorithm>
#include <filesystem>

#include "app/cli/answer.h"
#include "app/models/address.h"
#include "app/models/catalogue.h"
#include "app/models/licence_book.h"
#include "app/models/licence_gate.h"
#include "app/models/model_fetch.h"
#include "app/models/model_folders.h"
#include "app/models/model_list.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/verbs.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/model_files.h"

namespace app::cli {

namespace {

namespace fs = std::filesystem;
using namespace engine::cli;
using engine::Json;
using models::CatalogueEntry;

fs::path modelsFolder() {
    return engine::userDataFolder() / "models";
}

fs::path folderFor(const CatalogueEntry &entry) {
    return engine::userDataFolder() / (entry.isModel() ? "models" : "vocoders");
}

std::string oneWord(const Arguments &arguments, const char *what) {
    if (arguments.positional().size() != 2)
        throw UsageError{"`models " + arguments.positional().front() + "` takes " + what, "models"};
    return arguments.positional()[1];
}

const CatalogueEntry &entryOf(const models::Catalogue &catalogue, const std::string &name) {
    if (const CatalogueEntry *entry = catalogue.find(name))
        return *entry;
    if (catalogue.vocoder && catalogue.vocoder->id == name)
        return *catalogue.vocoder;
    throw engine::badInput("\"" + name + "\" cannot be fetched.", catalogue.entries.empty()
                                                                      ? "This installation has no list of models."
                                                                      : "Choose one of: " + catalogue.names() + ".");
}

int listOffers(const Arguments &arguments, const models::Catalogue &catalogue) {
    const models::LicenceBook book(engine::userDataFolder());
    Json::Array array;
    std::vector<std::vector<std::string>> rows{{"NAME", "SIZE", "LICENCE", "ACCEPTED", "WHAT IT IS"}};
    std::vector<CatalogueEntry> entries = catalogue.entries;
    if (catalogue.vocoder)
        entries.push_back(*catalogue.vocoder);
    for (const CatalogueEntry &entry : entries) {
        const auto accepted = book.accepted(entry);
        const std::string date = accepted ? accepted->toString(Qt::ISODate).toStdString() : "";
        array.push_back(Json::Object{{"name", entry.id},
                                     {"bytes", entry.bytes()},
                                     {"bytes_there", models::bytesOfPart(entry, folderFor(entry))},
                                     {"licence", entry.licence.toStdString()},
                                     {"accepted", accepted ? Json(date) : Json()},
                                     {"about", entry.about.toStdString()},
                                     {"page", entry.page.toStdString()}});
        rows.push_back({entry.id, fileSize(double(entry.bytes())), entry.licence.toStdString(),
                        accepted ? date.substr(0, 10) : "no", entry.about.toStdString()});
    }
    if (arguments.has("--json"))
        printJson(array);
    else
        print(table(rows));
    return Exit::Done;
}

int showLicence(const Arguments &arguments) {
    const auto catalogue = models::readCatalogue(models::shippedCatalogueFile());
    const CatalogueEntry &entry = entryOf(catalogue, oneWord(arguments, "the name of a model: models licence NAME"));
    print(entry.licenceWords().toStdString());
    if (arguments.has("--accept-licence") && !models::LicenceBook(engine::userDataFolder()).accepted(entry)) {
        models::LicenceBook(engine::userDataFolder()).accept(entry);
        note("accepted for " + entry.id);
    }
    if (arguments.has("--withdraw"))
        note(models::LicenceBook(engine::userDataFolder()).withdraw(entry) ? "no longer accepted for " + entry.id
                                                                           : "was not accepted for " + entry.id);
    return Exit::Done;
}

void requireAccepted(const Arguments &arguments, const CatalogueEntry &entry) {
    models::LicenceBook book(engine::userDataFolder());
    if (book.accepted(entry))
        return;
    if (!arguments.has("--accept-licence"))
        throw engine::badInput(
            entry.id + " is under " + entry.licence.toStdString() + ", which you have not accepted yet.",
            "Read it with `ishowtts models licence " + entry.id + "`; if you accept it, add --accept-licence.");
    book.accept(entry);
}

std::string progressText(const models::FetchProgress &progress) {
    constexpr int kWidth = 24;
    const double fraction = progress.total > 0 ? double(progress.done) / double(progress.total) : 0;
    const auto filled = std::size_t(std::clamp(fraction, 0.0, 1.0) * kWidth);
    std::string line = "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] " +
                       fixed(100 * fraction, 1) + " %  " + fileSize(double(progress.done)) + " of " +
                       fileSize(double(progress.total));
    if (!progress.state.isEmpty())
        return line + "  " + progress.state.toStdString();
    if (progress.bytesPerSecond > 0)
        line += "  " + fileSize(progress.bytesPerSecond) + "/s  " + duration(progress.secondsLeft) + " left";
    return line;
}

int fetch(const Arguments &arguments) {
    const models::Catalogue catalogue = models::readCatalogue(models::shippedCatalogueFile());
    if (arguments.positional().size() == 1)
        return listOffers(arguments, catalogue);
    const CatalogueEntry &entry = entryOf(catalogue, oneWord(arguments, "one name: models fetch NAME"));
    const std::string origin =
        models::chosenOrigin(catalogue.origin, QString::fromStdString(arguments.text("--mirror")));
    models::requireNotThere(folderFor(entry), entry.id); // else a licence would be accepted for nothing
    requireAccepted(arguments, entry);

    const Interrupt interrupt;
    int count = 1;
    char name[] = "ishowtts";
    char *words[] = {name, nullptr};
    const QCoreApplication application(count, words); // the network wants one
    ProgressBar bar;
    try {
        const fs::path folder = models::fetchModel(entry, {folderFor(entry), origin}, interrupt.token(),
                                                   [&](const auto &progress) { bar.say(progressText(progress)); });
        bar.clear();
        answer(arguments,
               Json::Object{{"model", entry.id},
                            {"folder", folder.string()},
                            {"bytes", models::bytesBelow(folder)},
                            {"licence", entry.licence.toStdString()}},
               entry.id + " is in " + folder.string() + ". Licence: " + entry.licence.toStdString() +
                   (entry.isModel()
                        ? ".\nTry it: ishowtts say \"Good morning.\" --model " + entry.id + " --out morning.wav"
                        : ".\nModels that were added without a vocoder are heard through it."));
        return Exit::Done;
    } catch (const models::FetchStopped &) {
        bar.clear();
        note("stopped; " + fileSize(double(models::bytesOfPart(entry, folderFor(entry)))) + " of " +
             fileSize(double(entry.bytes())) + " are kept.\n  The same command goes on.");
        return Exit::Interrupted;
    }
}

// The publisher's own weights are under the publisher's licence, wherever they lie.
void requireAcceptedWeights(const Arguments &arguments, const models::Catalogue &catalogue, const fs::path &folder) {
    const fs::path weights = engine::readModelFolder(folder).weights;
    const CatalogueEntry *entry = catalogue.ofWeights(weights);
    if (!entry)
        entry = catalogue.ofSameBytes(weights);
    if (entry)
        requireAccepted(arguments, *entry);
}

std::string stateOfAdded(const engine::ModelFiles &files, const std::string &name) {
    if (files.vocoderWeights.empty())
        return name +
               " was added, and cannot be heard yet: it has no vocoder.\n  Fetch one with `ishowtts models fetch " +
               engine::kSharedVocoder + "`, or remove it and add it with --vocoder FOLDER.";
    std::string text = name + " can be used now; its files stay where they are.";
    if (files.flags.isGuess)
        text += "\n  Nothing says how its weights are read: taken as " + files.flags.source +
                ". If it mumbles, remove it and add it with --flags " + (files.flags.textMaskPadding ? "v0." : "v1.");
    return text;
}

int add(const Arguments &arguments) {
    const fs::path folder = oneWord(arguments, "one folder: models add FOLDER");
    const std::string flags = arguments.text("--flags");
    if (!flags.empty() && flags != "v0" && flags != "v1")
        throw UsageError{"--flags takes v0 or v1, not \"" + flags + "\"", "models"};
    const std::string chosen = arguments.text("--vocoder");
    const fs::path vocoder = chosen.empty() ? fs::path() : models::vocoderIn(chosen);
    const models::Catalogue catalogue = models::readCatalogue(models::shippedCatalogueFile());
    requireAcceptedWeights(arguments, catalogue, folder);
    const std::string name = models::addFolder(
        modelsFolder(), folder, models::namesOfModels(engine::dataRoots(), models::shippedCatalogueFile()));
    models::noteOfficial(modelsFolder(), name, catalogue);
    if (!flags.empty())
        models::note(modelsFolder(), name, "flags", models::flagsOf(flags == "v0"));
    if (!vocoder.empty())
        models::note(modelsFolder(), name, "vocoder", vocoder.string());
    const engine::ModelFiles files = engine::readModelFolder(modelsFolder() / name);
    answer(arguments,
           Json::Object{{"model", name},
                        {"folder", fs::canonical(folder).string()},
                        {"vocoder", !files.vocoderWeights.empty()},
                        {"flags", files.flags.source}},
           stateOfAdded(files, name));
    return Exit::Done;
}

int remove(const Arguments &arguments) {
    const std::string name = oneWord(arguments, "one name: models remove NAME");
    if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos)
        throw engine::badInput("\"" + name + "\" is no name of a model.", "`ishowtts models --names` lists them.");
    const fs::path folder = modelsFolder() / name;
    std::error_code unread; // a name that no folder can have is one that is not there
    const fs::file_status status = fs::symlink_status(folder, unread);
    const bool isThere = fs::exists(status);
    const bool isLink = fs::is_symlink(status);
    if (!isThere && fs::exists(models::partFolder(modelsFolder(), name), unread)) {
        models::destroy(models::setPartAside(modelsFolder(), name));
    } else if (isThere) {
        models::destroy(models::setAside(folder));
    } else {
        throw engine::badInput("There is no model \"" + name + "\" in " + modelsFolder().string() + ".",
                               "Models that the program ships cannot be removed; `ishowtts models` lists all.");
    }
    answer(arguments, Json::Object{{"removed", name}, {"link", isLink}},
           isLink    ? name + " is no longer in the list; its files are untouched."
           : isThere ? name + " was removed."
                     : "What was fetched of " + name + " was removed.");
    return Exit::Done;
}

} // namespace

Verb askingForLicence(Verb verb) {
    verb.run = [run = verb.run](const Arguments &arguments) {
        models::findUsable(engine::dataRoots(), arguments.text("--model"));
        return run(arguments);
    };
    return verb;
}

Verb modelsVerb() {
    Verb verb = engine::cli::modelsVerb();
    verb.summary = "List the models, or fetch, add and remove them";
    verb.description +=
        " `models fetch` lists what can be fetched from its publisher, `models licence NAME` prints the licence, "
        "`models fetch NAME` fetches it: files are pinned by revision and SHA-256, Ctrl+C keeps what came, and the "
        "same "
        "command goes on. Hugging Face sends large files from a network of its own; only https is followed. `models "
        "add "
        "FOLDER` makes a folder with a checkpoint usable by name, `models remove NAME` takes a fetched or added one "
        "away.";
    verb.positionalHelp = "[fetch [NAME] | licence NAME | add FOLDER | remove NAME]";
    verb.positionalChoices = {"fetch", "licence", "add", "remove"};
    verb.options.push_back(
        {.name = "--accept-licence",
         .takes = Takes::Nothing,
         .help =
             "With `licence`, `fetch`, and `add` of official weights: you have read the licence and accept it (written "
             "down with the date)"});
    verb.options.push_back({.name = "--withdraw",
                            .takes = Takes::Nothing,
                            .help = "With `licence`: you do not accept it any more; a Studio that speaks with this "
                                    "model leaves it at once"});
    verb.options.push_back({.name = "--flags",
                            .takes = Takes::Text,
                            .placeholder = "v0|v1",
                            .help = "With `add`: how weights are read of which no file says it"});
    verb.options.push_back({.name = "--vocoder",
                            .takes = Takes::Text,
                            .placeholder = "FOLDER",
                            .help = "With `add`: Vocos for a folder that has none"});
    verb.options.push_back({.name = "--mirror",
                            .takes = Takes::Text,
                            .placeholder = "URL",
                            .help = "With `fetch`: an address that stands for https://huggingface.co"});
    verb.examples.insert(verb.examples.end(), {"ishowtts models fetch", "ishowtts models licence F5TTS_v1_Base | less",
                                               "ishowtts models fetch F5TTS_v1_Base --accept-licence",
                                               "ishowtts models add ~/ckpts/my_voice"});
    verb.run = [list = verb.run](const Arguments &arguments) {
        if (arguments.positional().empty())
            return list(arguments);
        const std::string &what = arguments.positional().front();
        if (what == "fetch")
            return fetch(arguments);
        if (what == "licence")
            return showLicence(arguments);
        if (what == "add")
            return add(arguments);
        if (what == "remove")
            return remove(arguments);
        throw UsageError{"`models` knows fetch, licence, add and remove, not \"" + what + "\"", "models"};
    };
    return verb;
}

} // namespace app::cli
