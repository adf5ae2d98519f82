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

// Of a list of objects with "name" and "seconds".
Json ratiosOf(const Json &before, double beforeAudio, const Json &now, double nowAudio, const std::string &name) {
    if (!before.isArray())
        throw badInput(name + " is no profile.", "Give a file that `ishowtts profile --json` printed.");
    Json::Array rows;
    for (const Json &each : now.array()) {
        const Json &known = each["name"];
        const auto earlier = std::find_if(before.array().begin(), before.array().end(), [&](const Json &other) {
            return other["name"].isString() && other["name"].string() == known.string();
        });
        const double then = earlier == before.array().end() ? 0 : numberIn(*earlier, "seconds", name) / beforeAudio;
        rows.push_back(ratioJson(known.string(), then, each["seconds"].number() / nowAudio));
    }
    return rows;
}

} // namespace

std::string profileText(const Profile &profile, int operators) {
    std::string text = "mean of " + std::to_string(profile.runs) +
                       (profile.runs == 1 ? " utterance: " : " utterances: ") + fixed(profile.seconds, 3) + " s for " +
                       fixed(profile.audioSeconds, 2) + " s of speech; RTF without recording " +
                       fixed(profile.rtf(), 3) + "\n" + "recording cost " + percent(profile.overhead) + "; " +
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
                        {"stages_share", rounded(profile.seconds > 0 ? profile.stageSeconds() / profile.seconds : 0)},
                        {"stages", stages},
                        {"categories", categories},
                        {"operators", operators},
                        {"memory_bytes", profile.memory},
                        {"most_memory_bytes", profile.mostMemory > 0 ? Json(profile.mostMemory) : Json()},
                        {"tensor_bytes", profile.tensorBytes},
                        {"recommendations", advice}};
}

Json profileComparison(const Json &before, const Profile &now, const std::string &name) {
    const Json after = profileJson(now);
    const double beforeAudio = numberIn(before, "audio_seconds", name);
    if (beforeAudio <= 0 || now.audioSeconds <= 0)
        throw badInput(name + " is a profile of no speech.", "Make it anew with a text that can be heard.");
    Json::Array differs;
    for (const char *key :
         {"model", "device", "device_name", "precision", "threads", "clocks", "nfe_step", "cfg_strength"})
        if (before[key].dump() != after[key].dump())
            differs.emplace_back(Json::Object{{"what", key}, {"before", before[key]}, {"now", after[key]}});
    return Json::Object{
        {"differs", differs},
        {"rtf", ratioJson("RTF", numberIn(before, "rtf", name), now.rtf())},
        {"stages", ratiosOf(before["stages"], beforeAudio, after["stages"], now.audioSeconds, name)},
        {"categories", ratiosOf(before["categories"], beforeAudio, after["categories"], now.audioSeconds, name)},
        {"memory", ratioJson("memory", numberIn(before, "memory_bytes", name), now.memory)}};
}

std::string comparisonText(const Json &comparison) {
    std::vector<std::vector<std::string>> rows{{"for each second of speech", "before", "now", "ratio"}};
    const auto add = [&](const Json &row, const char *unit, double scale) {
        rows.push_back({row["name"].string(), fixed(row["before"].number() * scale, scale > 1 ? 1 : 3) + unit,
                        fixed(row["now"].number() * scale, scale > 1 ? 1 : 3) + unit,
                        row["ratio"].isNull() ? std::string("-") : fixed(row["ratio"].number(), 2)});
    };
    add(comparison["rtf"], "", 1);
    for (const char *list : {"stages", "categories"})
        for (const Json &row : comparison[list].array())
            add(row, " ms", 1000);
    std::string text = "\n" + table(rows);
    for (const Json &each : comparison["differs"].array())
        text +=
            "differs: " + each["what"].string() + " was " + each["before"].dump() + ", is " + each["now"].dump() + "\n";
    return text;
}

} // namespace engine::cli
