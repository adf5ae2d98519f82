#include "app/cli/machine_status.h"

#include <QDateTime>

#include <algorithm>
#include <functional>
#include <set>

#include "app/cli/local_server.h"
#include "app/log/log_tail.h"
#include "app/performance/change_watch.h"
#include "app/performance/utterance_log.h"
#include "app/performance/verb_watch.h"
#include "app/settings/said_settings.h"
#include "app/settings/settings.h"
#include "app/storage/connection.h"
#include "app/storage/library_schema.h"
#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/device.h"
#include "engine/error.h"
#include "engine/model_files.h"
#include "engine/performance/check_result.h"
#include "engine/performance/machine_probe.h"
#include "engine/performance/patient_probe.h"
#include "engine/performance/regression.h"

namespace app::cli {

namespace {

using engine::Json;
using engine::cli::fileSize;
using engine::cli::fixed;
using engine::cli::rounded;
using engine::performance::GpuReading;
using engine::performance::SpeedRecord;
namespace fs = std::filesystem;

constexpr double kLittleRoom = 2e9;     // bytes: below, takes soon cannot be kept
constexpr double kLittleLogRoom = 60e6; // what a monitor keeps at most
constexpr int kLogLines = 2000, kMostLogLines = 128'000;

fs::path performanceFolder() {
    return engine::performance::standardHistoryFile().parent_path();
}

struct Machine { // read once
    GpuReading gpu;
    engine::performance::MachineReading machine;
    std::string studio; // its process id; empty: none runs
    std::vector<SpeedRecord> records;
    std::string trouble; // of the history
    const SpeedRecord *newest = nullptr;
    std::string model;
    std::string device;
    LocalServer server;
};

QJsonValue setting(const char *id) {
    static const SaidSettings said(Settings::standardFile(), QProcessEnvironment::systemEnvironment());
    return said.value(QString::fromLatin1(id));
}

std::string ago(const QDateTime &then) {
    const qint64 seconds = then.secsTo(QDateTime::currentDateTimeUtc());
    if (seconds < 2 * 3600)
        return std::to_string(seconds / 60) + " min ago";
    return seconds < 2 * 86400 ? std::to_string(seconds / 3600) + " h ago"
                               : std::to_string(seconds / 86400) + " days ago";
}

std::string ago(const std::string &at) { // of a time as records have it
    const QDateTime then = QDateTime::fromString(QString::fromStdString(at), Qt::ISODate);
    return then.isValid() && then <= QDateTime::currentDateTimeUtc() ? ago(then) : at;
}

StatusFact program(const Machine &machine) {
    const performance::MachineFacts facts = performance::ownFacts();
    return {"version",
            facts.program + ", LibTorch " + facts.torch +
                (machine.gpu.driver.empty() ? std::string() : ", driver " + machine.gpu.driver),
            Json::Object{{"program", facts.program},
                         {"torch", facts.torch},
                         {"driver", machine.gpu.driver.empty() ? Json() : Json(machine.gpu.driver)}}};
}

StatusFact model(const Machine &machine) {
    try {
        const engine::ModelFiles files = engine::findModel(engine::dataRoots(), machine.model);
        return {"model", files.name + " (" + files.licence + ")",
                Json::Object{{"name", files.name}, {"licence", files.licence}}};
    } catch (const engine::Error &error) {
        return {"model", machine.model + ": " + error.what() + " " + error.remedy(), machine.model, true};
    }
}

StatusFact device(const Machine &machine) {
    try {
        const engine::Device chosen = engine::chooseDevice(machine.device);
        return {"device", chosen.name + "; " + chosen.reason,
                Json::Object{{"device", toString(chosen.kind)}, {"name", chosen.name}, {"reason", chosen.reason}}};
    } catch (const engine::Error &error) {
        return {"device", std::string(error.what()) + " " + error.remedy(), machine.device, true};
    }
}

StatusFact clocks(const Machine &machine) {
    using engine::performance::Clocks;
    const GpuReading &gpu = machine.gpu;
    const std::string state = toString(gpu.clocks);
    if (gpu.state != GpuReading::State::Present)
        return {"clocks", "no GPU: " + gpu.why, Json(), gpu.state == GpuReading::State::Lost};
    if (gpu.clocks == Clocks::Unlocked)
        return {"clocks", "not locked: the RTF will vary; `sudo ishowtts clocks lock`", state, true};
    return {"clocks", gpu.clocks == Clocks::Locked ? "locked" : "unknown: it shows only while the card rests", state};
}

StatusFact heat(const Machine &machine) {
    Json::Object json{{"gpu", machine.gpu.temperature ? Json(*machine.gpu.temperature) : Json()},
                      {"processor", machine.machine.temperature ? Json(*machine.machine.temperature) : Json()}};
    std::string words;
    if (machine.gpu.temperature)
        words = "GPU " + fixed(*machine.gpu.temperature, 0) + " °C";
    if (machine.machine.temperature)
        words += (words.empty() ? "processor " : ", processor ") + fixed(*machine.machine.temperature, 0) + " °C";
    for (const auto reason : machine.gpu.throttle)
        words += ", held back: " + toString(reason);
    return {"temperatures", words.empty() ? "this machine tells none" : words, json,
            machine.gpu.temperature.value_or(0) > 80 || !machine.gpu.throttle.empty()};
}

StatusFact steps() {
    const QJsonValue said = setting("nfe");
    const int nfe = said.isDouble() ? said.toInt() : 7;
    return {"nfe_step", std::to_string(nfe), nfe};
}

// What was measured, and what the Studio spoke last.
StatusFact lastSpeed(const Machine &machine) {
    StatusFact fact{"rtf", machine.trouble.empty() ? "not measured yet; `ishowtts bench`" : machine.trouble, Json()};
    Json::Object json;
    if (machine.newest != nullptr) {
        const SpeedRecord &newest = *machine.newest;
        fact.words = fixed(newest.rtf.mean, 3) + " (CV " + fixed(newest.rtf.cv * 100, 1) + " %), " +
                     newest.conditions.model + " " + newest.conditions.precision + ", NFE " +
                     std::to_string(newest.conditions.nfe) + ", " + ago(newest.at);
        json = {{"mean", rounded(newest.rtf.mean)}, {"cv", rounded(newest.rtf.cv)}, {"at", newest.at}};
    }
    if (const auto spoken = performance::lastUtterance(performanceFolder() / "utterances.jsonl")) {
        const QDateTime then = QDateTime::fromMSecsSinceEpoch(spoken->at, Qt::UTC);
        fact.words += "; the Studio spoke last with " + fixed(spoken->rtf(), 3) + ", " + ago(then);
        json["spoken"] = Json::Object{{"rtf", rounded(spoken->rtf())},
                                      {"model", spoken->model.toStdString()},
                                      {"nfe_step", spoken->nfe},
                                      {"at", then.toString(Qt::ISODate).toStdString()}};
    }
    if (!json.empty())
        fact.json = json;
    return fact;
}

// Of the newest record; what `check` found with limits of its own holds until it is clean.
StatusFact verdict(const Machine &machine) {
    using Kind = engine::performance::Verdict::Kind;
    const auto judged = engine::performance::checkNewest(machine.records, {});
    if (!judged)
        return {"history", machine.trouble.empty() ? "no record yet" : machine.trouble, Json(),
                !machine.trouble.empty()};
    std::string words;
    std::set<std::string> found; // the checks that failed
    const auto add = [&](const engine::performance::Verdict &verdict, const std::string &of = {}) {
        if (words.find(verdict.words) == std::string::npos)
            words += (words.empty() ? "" : " ") + of + verdict.words;
        if (verdict.kind == Kind::Alarm || verdict.kind == Kind::Warning)
            found.insert(verdict.check);
    };
    for (const auto &each : judged->verdicts)
        if (each.kind == Kind::Alarm || each.kind == Kind::Warning || each.kind == Kind::TooNoisy)
            add(each);
    if (const auto checked =
            engine::performance::readCheckResult(engine::performance::checkResultFile(performanceFolder())))
        for (const auto &each : checked->found)
            add(each, "`check`, " + ago(checked->at) + ": ");
    const std::string state = !found.empty() ? "regression" : judged->judged() ? "ok" : "too noisy";
    return {"history", words.empty() ? "as it was (" + std::to_string(judged->alike) + " records alike)" : words,
            Json::Object{{"verdict", state},
                         {"found", Json::Array(found.begin(), found.end())},
                         {"alike", judged->alike},
                         {"words", words}},
            !found.empty()};
}

StatusFact changes(const Machine &machine) {
    performance::MachineFacts now = performance::ownFacts();
    now.driver = machine.gpu.driver;
    try {
        now.model = engine::findModel(engine::dataRoots(), machine.model).name; // as records have it
    } catch (const engine::Error &) {
        now.model = machine.model;
    }
    const auto found = performance::changesSince(machine.records, now);
    if (found.empty())
        return {"changes", machine.newest == nullptr ? "nothing to compare with" : "none since it was measured",
                Json::Array()};
    Json::Array json;
    std::string words;
    for (const auto &each : found) {
        json.emplace_back(Json::Object{{"what", each.what}, {"before", each.before}, {"now", each.now}});
        words += (words.empty() ? "" : ", ") + each.what + " " + (each.before.empty() ? "-" : each.before) + " → " +
                 each.now;
    }
    return {"changes", words + "; `ishowtts selftest`, then `" + performance::benchCommand(machine.model) + "`", json,
            true};
}

// How many rows of `table` are so; what stands against it in words. An older library may not have the table yet.
StatusFact inLibrary(const std::string &name, const char *table, const char *where,
                     const std::function<std::string(qint64)> &words) {
    const fs::path file = storage::libraryFile(engine::userDataFolder());
    std::error_code error;
    if (!fs::exists(file, error))
        return {name, "no library yet", 0};
    try {
        storage::Connection library(QString::fromStdString(file.string()));
        const bool there =
            library.integer(
                QStringLiteral("SELECT count(*) FROM sqlite_master WHERE name = '%1'").arg(QLatin1String(table))) > 0;
        const qint64 count = there ? library.integer(QStringLiteral("SELECT count(*) FROM %1 WHERE %2")
                                                         .arg(QLatin1String(table), QLatin1String(where)))
                                   : 0;
        return {name, words(count), std::int64_t(count)};
    } catch (const storage::Error &problem) {
        return {name, problem.problem().what.toStdString(), Json(), true};
    }
}

StatusFact waiting(const Machine &machine) {
    return inLibrary("queue", "danmaku_item", "stage NOT IN ('played', 'skipped', 'dropped', 'removed', 'failed')",
                     [&](qint64 count) {
                         const bool tells = machine.server.kind == LocalServer::Kind::Ours;
                         return (machine.studio.empty()
                                     ? std::string("no Studio runs")
                                     : "a Studio runs (process " + machine.studio + ")" +
                                           (tells ? "" : ", and its window shows what waits to be spoken")) +
                                "; " +
                                (count == 0   ? "no message of a chat waits"
                                 : count == 1 ? "1 message of a chat waits"
                                              : std::to_string(count) + " messages of a chat wait");
                     });
}

StatusFact listening() {
    return inLibrary("listening", "listening_session",
                     "simulated = 0 AND NOT EXISTS (SELECT 1 FROM listening_event WHERE session = listening_session.id "
                     "AND kind = 'finished')",
                     [](qint64 count) {
                         return count == 0 ? std::string("no open session")
                                           : std::to_string(count) + (count == 1 ? " open session" : " open sessions");
                     });
}

StatusFact server(const LocalServer &found, int port) {
    using Kind = LocalServer::Kind;
    return {"server", inWords(found, port),
            Json::Object{{"port", port},
                         {"running", found.kind == Kind::Ours || found.kind == Kind::Closed},
                         {"waiting", found.waiting ? Json(*found.waiting) : Json()},
                         {"speaks", found.speaks ? Json(*found.speaks) : Json()}}};
}

StatusFact errors() {
    const QDate today = QDate::currentDate();
    const auto dayOf = [](const QString &line) { // where the person is
        return QDateTime::fromString(line.section(u' ', 0, 0), Qt::ISODateWithMs).toLocalTime().date();
    };
    QStringList lines;
    for (int most = kLogLines; most <= kMostLogLines; most *= 4) { // until yesterday is among them
        lines = log::lastLines(engine::userStateFolder() / "log", most);
        const QDate first = lines.isEmpty() ? QDate() : dayOf(lines.first());
        if (lines.size() < most || (first.isValid() && first < today))
            break;
    }
    int count = 0;
    QString last;
    for (const QString &line : lines) {
        const QString level = line.section(u' ', 1, 1);
        if ((level == QLatin1String("error") || level == QLatin1String("fatal")) && dayOf(line) == today) {
            ++count;
            last = line.section(u' ', 2).left(100);
        }
    }
    return {"errors",
            count == 0 ? "none in the log today"
                       : std::to_string(count) + " in the log today, the last: " + last.toStdString(),
            count, count > 0};
}

// Bytes that are free where the folder is, or will be.
fs::space_info roomFor(fs::path folder, std::error_code &error) {
    while (!fs::exists(folder, error) && folder.has_relative_path())
        folder = folder.parent_path();
    return fs::space(folder, error);
}

StatusFact disk() {
    std::error_code error;
    const fs::space_info room = roomFor(engine::userDataFolder(), error);
    if (error)
        return {"disk", "cannot be asked: " + error.message(), Json(), true};
    const bool little = double(room.available) < kLittleRoom;
    const fs::space_info logs = roomFor(engine::userStateFolder(), error);
    const bool littleForLogs = !error && double(logs.available) < kLittleLogRoom;
    return {"disk",
            fileSize(double(room.available)) + " free" + (little ? "; that is little: remove old takes" : "") +
                (littleForLogs ? "; " + fileSize(double(logs.available)) + " in " + engine::userStateFolder().string() +
                                     ", where logs and records are kept: make room"
                               : std::string()),
            Json::Object{{"free_bytes", std::uint64_t(room.available)},
                         {"free_for_logs_bytes", error ? Json() : Json(std::uint64_t(logs.available))}},
            little || littleForLogs};
}

// What a monitor (a unit, or a terminal) wrote last, and the notices that are not over.
StatusFact watched() {
    const fs::path file = performanceFolder() / "monitor.jsonl";
    std::error_code error;
    if (!fs::exists(file, error))
        return {"monitor", "has not run; `ishowtts monitor`", Json()};
    const auto state = performance::readFindings(performanceFolder(), QDateTime::currentMSecsSinceEpoch()).monitor;
    std::string words = state.at.empty() ? "wrote nothing that can be read" : "wrote last " + ago(state.at);
    Json::Array json;
    for (const auto &held : state.notices) {
        const std::string id = idOf(held.concern);
        words += "; " + id + ": " + held.what;
        json.emplace_back(id);
    }
    return {"monitor", words, Json::Object{{"at", state.at}, {"notices", json}}, !state.notices.empty()};
}

Machine readMachine() {
    Machine machine;
    machine.gpu = engine::performance::makePatientProbe()->read();
    machine.machine = engine::performance::MachineProbe().read();
    machine.studio = engine::performance::processNamed("ishowtts-studio");
    const QJsonValue model = setting("model");
    machine.model = model.isString() && !model.toString().isEmpty() ? model.toString().toStdString() : "demo";
    const QJsonValue device = setting("device");
    machine.device = device.isString() && !device.toString().isEmpty() ? device.toString().toStdString() : "auto";
    try {
        machine.records = engine::performance::readHistory(engine::performance::standardHistoryFile()).records;
    } catch (const engine::Error &error) {
        machine.trouble = std::string(error.what()) + " " + error.remedy();
    }
    return machine;
}

} // namespace

std::vector<StatusFact> statusFacts(int port, const std::string &tokenFile) {
    Machine machine = readMachine();
    machine.server = askLocalServer(port, tokenFile);
    machine.newest = engine::performance::newestOwn(machine.records);
    return {program(machine),
            model(machine),
            device(machine),
            clocks(machine),
            heat(machine),
            steps(),
            lastSpeed(machine),
            verdict(machine),
            changes(machine),
            waiting(machine),
            server(machine.server, port),
            listening(),
            errors(),
            disk(),
            watched()};
}

} // namespace app::cli
