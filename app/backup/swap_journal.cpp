#include "app/backup/swap_journal.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <span>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/replacing_file.h"

namespace app::backup {

namespace fs = std::filesystem;
using engine::Json;

namespace {

const char *const kStates[] = {"wanted", "forward", "back"};

engine::Error senseless(const fs::path &file) {
    return engine::failure(
        QCoreApplication::translate("backup", "A restore was interrupted, and its note '%1' makes no sense.")
            .arg(QFile::decodeName(file.c_str()))
            .toStdString(),
        QCoreApplication::translate("backup", "What it would exchange lies in that folder and in the newest folder "
                                              "'before-restore-…' beside it: put back what is missing, then move the "
                                              "note away.")
            .toStdString());
}

// One folder of the data folder: ".restore/new", or "before-restore-…".
bool isOwnFolder(const std::string &name) {
    return name == ".restore/new" || (name.starts_with("before-restore-") && name.find('/') == std::string::npos);
}

Json::Array namesJson(const std::vector<std::string> &names) {
    return Json::Array(names.begin(), names.end());
}

std::vector<std::string> sectionsIn(const Json &json, const fs::path &file) {
    std::vector<std::string> sections;
    for (const Json &name : json.array()) {
        if (!findSection(name.string()))
            throw senseless(file);
        sections.push_back(name.string());
    }
    return sections;
}

bool isKnownItem(const Journal &journal, const SwapItem &item) {
    return std::any_of(journal.sections.begin(), journal.sections.end(), [&](const std::string &section) {
        const auto &items = findSection(section)->items;
        return std::any_of(items.begin(), items.end(),
                           [&](const Item &each) { return each.root == item.root && each.name == item.name; });
    });
}

// SQLite's -wal and -shm go and come with the library, but whoever looks into it may have let them go.
std::vector<std::string> archivedOf(const std::vector<SwapItem> &items) {
    std::vector<std::string> names;
    for (const SwapItem &item : items) {
        const std::string name = (item.root == Root::Data ? "data/" : "config/") + item.name;
        if (item.had && (sectionOf(name) || sectionOf(name + "/x")))
            names.push_back(name);
    }
    return names;
}

void replace(const fs::path &file, const Json &json) {
    const std::string text = json.dump(1) + "\n";
    engine::replaceFile(file, {std::as_bytes(std::span(text))});
}

} // namespace

void writeJournal(const fs::path &file, const Journal &journal) {
    Json::Array items;
    for (const SwapItem &item : journal.items)
        items.emplace_back(Json::Object{
            {"config", item.root == Root::Config}, {"name", item.name}, {"had", item.had}, {"brings", item.brings}});
    replace(file, Json::Object{{"state", kStates[int(journal.state)]},
                               {"from", journal.from},
                               {"kept", journal.kept},
                               {"sections", namesJson(journal.sections)},
                               {"items", std::move(items)},
                               {"settings", journal.configFolder.string()},
                               {"what", journal.what.toStdString()}});
}

Journal readJournal(const fs::path &file) {
    Journal journal;
    try {
        const Json json = Json::read(file);
        const auto *state = std::find(std::begin(kStates), std::end(kStates), json["state"].string());
        if (state == std::end(kStates))
            throw senseless(file);
        journal.state = Journal::State(state - kStates);
        journal.from = json["from"].string();
        journal.kept = json["kept"].string();
        journal.sections = sectionsIn(json["sections"], file);
        journal.configFolder = json["settings"].string();
        journal.what = QString::fromStdString(json["what"].string());
        for (const Json &each : json["items"].array()) {
            const SwapItem item{each["config"].boolean() ? Root::Config : Root::Data, each["name"].string(),
                                each["had"].boolean(), each["brings"].boolean()};
            if (!isKnownItem(journal, item))
                throw senseless(file);
            journal.items.push_back(item);
        }
    } catch (const engine::Error &) {
        throw senseless(file);
    }
    if (!isOwnFolder(journal.from) || !journal.configFolder.is_absolute() ||
        !(journal.kept.empty() || isOwnFolder(journal.kept)) ||
        (journal.state != Journal::State::Wanted && (journal.kept.empty() || journal.items.empty())))
        throw senseless(file);
    return journal;
}

void writeState(const fs::path &folder, const Journal &journal) {
    replace(folder / "state.json",
            Json::Object{{"date", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString()},
                         {"sections", namesJson(journal.sections)},
                         {"had", namesJson(archivedOf(journal.items))},
                         {"because", journal.what.toStdString()}});
}

State readState(const fs::path &folder) {
    const Json json = Json::read(folder / "state.json");
    State state{QDateTime::fromString(QString::fromStdString(json["date"].string()), Qt::ISODate),
                sectionsIn(json["sections"], folder),
                {}};
    for (const Json &name : json["had"].array()) {
        if (!sectionOf(name.string()) && !sectionOf(name.string() + "/x"))
            throw senseless(folder);
        state.had.push_back(name.string());
    }
    if (!state.date.isValid())
        throw senseless(folder);
    return state;
}

} // namespace app::backup
