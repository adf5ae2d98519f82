#include "engine/performance/speed_record.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"

namespace engine::performance {

namespace {

constexpr double kMost = 100'000; // RTF, seconds
constexpr std::size_t kMostRuns = 10'000;

const Json &member(const Json &json, const std::string &key, const std::string &name) {
    if (!json.contains(key))
        throw badInput(name + ": \"" + key + "\" is missing.", "Remove the line, or measure anew.");
    return json[key];
}

double within(double value, const std::string &key, const std::string &name, double low = 0) {
    if (!std::isfinite(value) || value < low || value > kMost)
        throw badInput(name + ": \"" + key + "\" is out of range.", "Remove the line, or measure anew.");
    return value;
}

int count(const Json &json, const std::string &key, const std::string &name, int most) {
    const std::int64_t value = member(json, key, name).integer();
    if (value < 0 || value > most)
        throw badInput(name + ": \"" + key + "\" is out of range.", "Remove the line, or measure anew.");
    return int(value);
}

std::string word(const Json &json, const std::string &key) {
    return json.contains(key) ? json[key].string() : std::string();
}

Json spreadJson(const Spread &spread) {
    return Json::Object{{"min", spread.minimum}, {"median", spread.median}, {"max", spread.maximum},
                        {"mean", spread.mean},   {"std", spread.deviation}, {"cv", spread.cv},
                        {"p95", spread.p95}};
}

Spread spreadFrom(const Json &json, const std::string &name) {
    const auto figure = [&](const char *key) { return within(member(json, key, name).number(), key, name); };
    return {figure("min"), figure("median"), figure("max"), figure("mean"), figure("std"), figure("cv"), figure("p95")};
}

} // namespace

std::string toString(Clocks clocks) {
    switch (clocks) {
    case Clocks::Locked:
        return "locked";
    case Clocks::Unlocked:
        return "unlocked";
    case Clocks::Unknown:
        break;
    }
    return "unknown";
}

Clocks clocksFromString(const std::string &text) {
    for (const Clocks clocks : {Clocks::Unknown, Clocks::Locked, Clocks::Unlocked})
        if (text == toString(clocks))
            return clocks;
    throw badInput("\"" + text + "\" says nothing about clocks.", "Use unknown, locked or unlocked.");
}

std::string lengthClass(double audioSeconds) {
    if (audioSeconds <= 3)
        return "up to 3 s";
    if (audioSeconds <= 8)
        return "3 to 8 s";
    if (audioSeconds <= 16)
        return "8 to 16 s";
    return audioSeconds <= 30 ? "16 to 30 s" : "over 30 s";
}

const SpeedRecord *newestOwn(const std::vector<SpeedRecord> &records) {
    const auto found =
        std::find_if(records.rbegin(), records.rend(), [](const SpeedRecord &record) { return !record.imported; });
    return found == records.rend() ? nullptr : &*found;
}

const SpeedRecord *otherClocks(const std::vector<SpeedRecord> &records, const SpeedRecord &record) {
    const auto found = std::find_if(records.rbegin(), records.rend(), [&](const SpeedRecord &other) {
        Conditions alike = other.conditions;
        alike.clocks = record.conditions.clocks;
        return !other.imported && other.conditions.clocks != Clocks::Unknown &&
               other.conditions.clocks != record.conditions.clocks && alike == record.conditions;
    });
    return record.conditions.clocks == Clocks::Unknown || found == records.rend() ? nullptr : &*found;
}

Json toJson(const SpeedRecord &record) {
    const Conditions &conditions = record.conditions;
    Json::Object object{{"at", record.at},
                        {"program", record.program},
                        {"torch", record.torch},
                        {"driver", record.driver},
                        {"model", conditions.model},
                        {"device", conditions.device},
                        {"device_name", conditions.deviceName},
                        {"precision", conditions.precision},
                        {"nfe_step", conditions.nfe},
                        {"schedule", conditions.schedule},
                        {"threads", conditions.threads},
                        {"length", conditions.lengthClass},
                        {"clocks", toString(conditions.clocks)},
                        {"reference_length", conditions.referenceClass},
                        {"audio_seconds", record.audioSeconds},
                        {"run_count", record.runs},
                        {"rtf_spread", spreadJson(record.rtf)}};
    if (conditions.cfg >= 0)
        object.insert({"cfg_strength", conditions.cfg});
    if (!record.rtfOfRuns.empty())
        object.insert({"rtf", Json::Array(record.rtfOfRuns.begin(), record.rtfOfRuns.end())});
    if (record.firstAudioSeconds.mean > 0)
        object.insert({"first_audio_seconds_spread", spreadJson(record.firstAudioSeconds)});
    if (record.imported)
        object.insert({"imported", true});
    return object;
}

SpeedRecord speedRecordFrom(const Json &json, const std::string &name) {
    if (!json.isObject())
        throw badInput(name + ": this is no record.", "Remove the line, or measure anew.");
    SpeedRecord record;
    record.at = member(json, "at", name).string();
    record.program = word(json, "program");
    record.torch = word(json, "torch");
    record.driver = word(json, "driver");
    Conditions &conditions = record.conditions;
    conditions.model = member(json, "model", name).string();
    conditions.device = word(json, "device");
    conditions.deviceName = word(json, "device_name");
    conditions.precision = word(json, "precision");
    conditions.nfe = count(json, "nfe_step", name, 128);
    conditions.schedule = word(json, "schedule");
    conditions.threads = count(json, "threads", name, 100'000);
    conditions.lengthClass = word(json, "length");
    conditions.clocks = clocksFromString(json.contains("clocks") ? json["clocks"].string() : "unknown");
    if (json.contains("cfg_strength"))
        conditions.cfg = within(json["cfg_strength"].number(), "cfg_strength", name);
    conditions.referenceClass = word(json, "reference_length");
    record.audioSeconds = within(member(json, "audio_seconds", name).number(), "audio_seconds", name);
    record.imported = json.contains("imported") && json["imported"].boolean();
    if (json.contains("rtf")) {
        const Json::Array &values = json["rtf"].array();
        if (values.empty() || values.size() > kMostRuns)
            throw badInput(name + ": \"rtf\" is out of range.", "Remove the line, or measure anew.");
        for (const Json &value : values)
            record.rtfOfRuns.push_back(within(value.number(), "rtf", name, 1e-9));
        record.runs = int(values.size());
        record.rtf = spread(record.rtfOfRuns);
    } else {
        record.runs = std::max(1, count(json, "run_count", name, int(kMostRuns)));
        record.rtf = spreadFrom(member(json, "rtf_spread", name), name);
        within(record.rtf.mean, "mean", name, 1e-9);
    }
    if (json.contains("first_audio_seconds_spread"))
        record.firstAudioSeconds = spreadFrom(json["first_audio_seconds_spread"], name);
    return record;
}

} // namespace engine::performance
