#include "engine/performance/check_result.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <system_error>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/replacing_file.h"

namespace engine::performance {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestResult = 100'000; // bytes
constexpr std::size_t kMostVerdicts = 100;
constexpr std::size_t kLongestWord = 1000; // bytes
constexpr double kLargest = 1e6;

std::string wordIn(const Json &json, const char *key) {
    const std::string &word = json[key].string();
    if (word.size() > kLongestWord)
        throw badInput(std::string(key) + " is too long", {});
    return word;
}

// Judged and clean; what this check had no limit for is judged by the limit of before.
bool isOver(const Verdict &found, const Regression &newer) {
    for (const Verdict &verdict : newer.verdicts)
        if (verdict.check == found.check)
            return verdict.kind != Verdict::Kind::TooNoisy;
    const Spread &rtf = newer.newest.rtf;
    return (found.check == "mean" && rtf.mean <= found.limit) || (found.check == "max" && rtf.maximum <= found.limit);
}

double figureIn(const Json &json, const char *key) {
    const double value = json[key].number();
    if (!(std::abs(value) <= kLargest))
        throw badInput(std::string(key) + " is out of range", {});
    return value;
}

} // namespace

CheckResult resultOf(const Regression &regression) {
    CheckResult result{regression.newest.at, regression.newest.conditions.model, {}};
    for (const Verdict &verdict : regression.verdicts)
        if (verdict.kind == Verdict::Kind::Alarm || verdict.kind == Verdict::Kind::Warning)
            result.found.push_back(verdict);
    return result;
}

bool replaces(const Regression &newer, const CheckResult &before, const std::vector<SpeedRecord> &records) {
    if (newer.regressed() || !before.regressed())
        return true;
    const auto judged = std::find_if(records.rbegin(), records.rend(), [&](const SpeedRecord &record) {
        return !record.imported && record.at == before.at && record.conditions.model == before.model;
    });
    const Conditions &now = newer.newest.conditions;
    if (now.model != before.model)
        return false;
    if (judged != records.rend() &&
        (judged->conditions.device != now.device || judged->conditions.precision != now.precision ||
         judged->conditions.nfe != now.nfe))
        return false;
    return std::all_of(before.found.begin(), before.found.end(),
                       [&](const Verdict &found) { return isOver(found, newer); });
}

fs::path checkResultFile(const fs::path &folder) {
    return folder / "last-check.json";
}

void keepCheckResult(const fs::path &file, const CheckResult &result) {
    Json::Array found;
    for (const Verdict &verdict : result.found)
        found.emplace_back(Json::Object{{"check", verdict.check},
                                        {"alarm", verdict.kind == Verdict::Kind::Alarm},
                                        {"words", verdict.words},
                                        {"measured", verdict.measured},
                                        {"limit", verdict.limit}});
    const std::string text =
        Json(Json::Object{{"at", result.at}, {"model", result.model}, {"found", found}}).dump() + "\n";
    std::error_code error;
    fs::create_directories(file.parent_path(), error); // what is wrong there replaceFile() says
    replaceFile(file, {std::as_bytes(std::span(text))});
}

std::optional<CheckResult> readCheckResult(const fs::path &file) {
    try {
        const Json json = Json::read(file, {.bytes = kLongestResult});
        CheckResult result{wordIn(json, "at"), wordIn(json, "model"), {}};
        for (const Json &each : json["found"].array()) {
            if (result.found.size() == kMostVerdicts)
                return {};
            result.found.push_back({each["alarm"].boolean() ? Verdict::Kind::Alarm : Verdict::Kind::Warning,
                                    wordIn(each, "check"), wordIn(each, "words"), figureIn(each, "measured"),
                                    figureIn(each, "limit")});
        }
        return result;
    } catch (const Error &) {
        return {};
    }
}

} // namespace engine::performance
