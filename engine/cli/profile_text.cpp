#include "engine/cli/profile_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/cli/console.h"
#include "engine/error.h"

namespace engine::cli {

namespace {

using performance::Profile;

std::string milliseconds(double seconds) {
    return fixed(seconds * 1000, 1) + " ms";
}

std::string percent(double share, int digits = 1) {
    return fixed(share * 100, digits) + " %";
}

std::string stageTable(const Profile &profile) {
    std::vector<std::vector<std::string>> rows{{"stage", "time", "share", "with an operator"}};
    for (const performance::ProfiledStage &stage : profile.stages)
        rows.push_back({stage.name, milliseconds(stage.seconds), percent(profile.share(stage.name.c_str())),
                        stage.covered ? percent(*stage.covered) : std::string("-")});
    rows.push_back({"together", milliseconds(profile.stageSeconds()),
                    percent(profile.seconds > 0 ? profile.stageSeconds() / profile.seconds : 0), ""});
    return table(rows);
}

double among(const Profile &profile, double seconds) { // share of all operators
    const double all = profile.operatorSeconds();
    return all > 0 ? seconds / all : 0;
}

double numberIn(const Json &json, const char *key, const std::string &name) {
    const Json &value = json[key];
    if (!value.isNumber() || !std::isfinite(value.number()) || value.number() < 0 || value.number() > 1e12)
        throw badInput(name + " is no profile: \"" + key + "\" is missing or out of range.",
                       "Give a file that `ishowtts profile --json` printed.");
    return value.number();
}

Json ratioJson(const std::string &name, double before, double now) {
    return Json::Object{{"name", name},
                        {"before", rounded(before)},
                        {"now", rounded(now)},
                        {"ratio", before > 0 ? Json(rounded(now / before)) : Json()}};
}

const Json *named(const Json &list, const Json &name) {
    const auto found = std::find_if(list.array().begin(), list.array().end(),
                                    [&](const Json &each) { return each["name"].string() == name.string(); });
    return found == list.array().end() ? nullptr : &*found;
}

// Of lists of objects with "name" and "seconds", of which either may have what the other has not.
Json ratiosOf(const Json &before, double beforeAudio, const Json &now, double nowAudio) {
    Json::Array rows;
    for (const Json &each : now.array()) {
        const Json *earlier = named(before, each["name"]);
        rows.push_back(ratioJson(each["name"].string(),
                                 earlier == nullptr ? 0 : (*earlier)["seconds"].number() / beforeAudio,
                                 each["seconds"].number() / nowAudio));
    }
    for (const Json &each : before.array())
        if (named(now, each["name"]) == nullptr)
            rows.push_back(ratioJson(each["name"].string(), each["seconds"].number() / beforeAudio, 0));
    return rows;
}

} // namespace

std::string profileText(const Profile &profile, int operators) {
    std::string text = "mean of " + std::to_string(profile.runs) +
                       (profile.runs == 1 ? " utterance: " : " utterances: ") + fixed(profile.seconds, 3) + " s for " +
                       fixed(profile.audioSeconds, 2) + " s of speech; RTF without recording " +
                       fixed(profile.rtf(), 3) + "\n" + "recording cost " + percent(profile.overhead) +
                       " of the time, " + percent(profile.processorOverhead) + " of the processor's; " +
                       fixed(profile.frames, 0) + " frames in " + std::to_string(profile.parts) +
                       (profile.parts == 1 ? " part, " : " parts, ") + percent(profile.referenceShare(), 0) +
                       " of them the voice's recording\n\n" + stageTable(profile) + "\n";
    std::vector<std::vector<std::string>> rows{{"kind of operator", "calls", "time of all threads", "share"}};
    for (const performance::ProfiledCategory &category : profile.categories)
        rows.push_back({category.name, std::to_string(category.calls), milliseconds(category.seconds),
                        percent(among(profile, category.seconds))});
    text += table(rows) + "\n";
    rows = {{"operator", "calls", "time", "share", "allocated", "shapes"}};
    for (const performance::ProfiledOperator &each : profile.operators) {
        if (int(rows.size()) > operators)
            break;
        rows.push_back({each.name, std::to_string(each.calls), milliseconds(each.seconds),
                        percent(among(profile, each.seconds)), each.bytes > 0 ? fileSize(each.bytes) : std::string("-"),
                        each.shapes});
    }
    text += table(rows) + "\n";
    text += "memory  " + fileSize(profile.memory) + " before, " +
            (profile.mostMemory > 0 ? fileSize(profile.mostMemory) + " at most" : std::string("the most is not told")) +
            "; " + fileSize(profile.tensorBytes) + " of tensors made anew by an utterance\n\n";
    for (const performance::Recommendation &each : performance::recommendations(profile))
        text += toString(each.weight) + "  " + each.what + " " + each.remedy +
                (each.saves > 0 ? " Saves at most " + percent(each.saves, 0) + "." : std::string()) + "\n";
    return text;
}

Json profileJson(const Profile &profile) {
    Json::Array stages;
    for (const performance::ProfiledStage &stage : profile.stages)
        stages.emplace_back(Json::Object{{"name", stage.name},
                                         {"seconds", rounded(stage.seconds)},
                                         {"share", rounded(profile.share(stage.name.c_str()))},
                                         {"covered", stage.covered ? Json(rounded(*stage.covered)) : Json()}});
    Json::Array categories;
    for (const performance::ProfiledCategory &category : profile.categories)
        categories.emplace_back(Json::Object{{"name", category.name},
                                             {"calls", category.calls},
                                             {"seconds", rounded(category.seconds)},
                                             {"share", rounded(among(profile, category.seconds))}});
    Json::Array operators;
    for (const performance::ProfiledOperator &each : profile.operators)
        operators.emplace_back(Json::Object{{"name", each.name},
                                            {"category", each.category},
                                            {"shapes", each.shapes},
                                            {"calls", each.calls},
                                            {"seconds", rounded(each.seconds)},
                                            {"share", rounded(among(profile, each.seconds))},
                                            {"bytes", each.bytes}});
    Json::Array advice;
    for (const performance::Recommendation &each : performance::recommendations(profile))
        advice.emplace_back(Json::Object{{"weight", toString(each.weight)},
                                         {"what", each.what},
                                         {"remedy", each.remedy},
                                         {"saves", each.saves > 0 ? Json(rounded(each.saves)) : Json()}});
    return Json::Object{{"model", profile.model},
                        {"device", profile.device},
                        {"device_name", profile.deviceName},
                        {"precision", profile.precision},
                        {"threads", profile.threads},
                        {"clocks", toString(profile.clocks)},
                        {"nfe_step", profile.nfe},
                        {"cfg_strength", profile.cfg},
                        {"run_count", profile.runs},
                        {"parts", profile.parts},
                        {"frames", rounded(profile.frames)},
                        {"reference_share", rounded(profile.referenceShare())},
                        {"audio_seconds", rounded(profile.audioSeconds)},
                        {"synthesis_seconds", rounded(profile.seconds)},
                        {"synthesis_seconds_without_recording", rounded(profile.plainSeconds)},
                        {"rtf", rounded(profile.rtf())},
                        {"processor_seconds", rounded(profile.processorSeconds)},
                        {"overhead", rounded(profile.overhead)},
                        {"processor_overhead", rounded(profile.processorOverhead)},
                        {"stages_share", rounded(profile.seconds > 0 ? profile.stageSeconds() / profile.seconds : 0)},
                        {"stages", stages},
                        {"categories", categories},
                        {"operators", operators},
                        {"memory_bytes", profile.memory},
                        {"most_memory_bytes", profile.mostMemory > 0 ? Json(profile.mostMemory) : Json()},
                        {"tensor_bytes", profile.tensorBytes},
                        {"recommendations", advice}};
}

void requireProfile(const Json &json, const std::string &name) {
    for (const char *list : {"stages", "categories"}) {
        if (!json[list].isArray())
            throw badInput(name + " is no profile.", "Give a file that `ishowtts profile --json` printed.");
        for (const Json &each : json[list].array()) {
            if (!each["name"].isString())
                throw badInput(name + " is no profile: something in \"" + list + "\" has no name.",
                               "Give a file that `ishowtts profile --json` printed.");
            numberIn(each, "seconds", name);
        }
    }
    numberIn(json, "rtf", name);
    numberIn(json, "memory_bytes", name);
    if (numberIn(json, "audio_seconds", name) <= 0)
        throw badInput(name + " is a profile of no speech.", "Make it anew with a text that can be heard.");
}

Json profileComparison(const Json &before, const Profile &now) {
    const Json after = profileJson(now);
    const double beforeAudio = before["audio_seconds"].number();
    const double nowAudio = std::max(now.audioSeconds, 1e-3);
    Json::Array differs;
    for (const char *key :
         {"model", "device", "device_name", "precision", "threads", "clocks", "nfe_step", "cfg_strength"})
        if (before[key].dump() != after[key].dump())
            differs.emplace_back(Json::Object{{"what", key}, {"before", before[key]}, {"now", after[key]}});
    return Json::Object{
        {"differs", differs},
        {"rtf", ratioJson("RTF", before["rtf"].number(), now.rtf())},
        {"stages", ratiosOf(before["stages"], beforeAudio, after["stages"], nowAudio)},
        {"categories", ratiosOf(before["categories"], beforeAudio, after["categories"], nowAudio)},
        {"memory", ratioJson("memory of the program, in all", before["memory_bytes"].number(), now.memory)}};
}

std::string comparisonText(const Json &comparison) {
    std::vector<std::vector<std::string>> rows{{"for each second of speech", "before", "now", "ratio"}};
    const auto add = [&](const Json &row, const char *unit, double scale) {
        rows.push_back({row["name"].string(), fixed(row["before"].number() * scale, scale == 1 ? 3 : 1) + unit,
                        fixed(row["now"].number() * scale, scale == 1 ? 3 : 1) + unit,
                        row["ratio"].isNull() ? std::string("-") : fixed(row["ratio"].number(), 2)});
    };
    add(comparison["rtf"], "", 1);
    for (const char *list : {"stages", "categories"})
        for (const Json &row : comparison[list].array())
            add(row, " ms", 1000);
    add(comparison["memory"], " MB", 1e-6);
    std::string text = "\n" + table(rows);
    for (const Json &each : comparison["differs"].array())
        text +=
            "differs: " + each["what"].string() + " was " + each["before"].dump() + ", is " + each["now"].dump() + "\n";
    return text;
}

} // namespace engine::cli
