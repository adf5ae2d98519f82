#include "engine/performance/monitor_state.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <optional>

#include "engine/json.h"
#include "engine/performance/monitor_log.h"

namespace engine::performance {

namespace {

constexpr std::size_t kReadAtMost = 2'000'000; // bytes
constexpr std::size_t kLongestWord = 1000;
constexpr std::size_t kMostHeld = 100;
constexpr double kMostDegrees = 1000;    // °C
constexpr double kLongestInterval = 1e6; // s
constexpr double kMostRtf = 100'000;

std::optional<double> figure(const Json &json, const char *key, double low, double high) {
    const double value = json[key].isNumber() ? json[key].number() : low - 1;
    return value >= low && value <= high ? std::optional(value) : std::nullopt;
}

std::optional<std::time_t> secondsOf(const std::string &at) {
    std::tm parts{};
    const char *end = ::strptime(at.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return end != nullptr && *end == '\0' ? std::optional(::timegm(&parts)) : std::nullopt;
}

void takeSample(const Json &json, std::optional<std::time_t> &before, MonitorState &state) {
    const auto now = secondsOf(json["at"].string());
    const double passed = before && now ? std::difftime(*now, *before) : 0;
    state.interval = passed > 0 && passed <= kLongestInterval ? passed : 0;
    before = now;
    state.gpu = {};
    if (json["gpu"].isString() && json["gpu"].string() == "present")
        state.gpu.state = GpuReading::State::Present;
    state.gpu.temperature = figure(json, "gpu_temperature", -kMostDegrees, kMostDegrees);
    state.gpu.utilisation = figure(json, "gpu_utilisation", 0, 1);
    state.slowRtf = figure(json, "slow_rtf", 0, kMostRtf).value_or(0);
    if (!json["throttle"].isArray())
        return;
    for (const Throttle each :
         {Throttle::Power, Throttle::Heat, Throttle::HardwareHeat, Throttle::PowerBrake, Throttle::Hardware})
        if (std::any_of(json["throttle"].array().begin(), json["throttle"].array().end(),
                        [&](const Json &named) { return named.isString() && named.string() == toString(each); }))
            state.gpu.throttle.push_back(each);
}

using Words = std::map<Concern, std::string>; // of each as it began last

// What holds now; a run that ended, or a line that is no longer read, says nothing of it.
void takeHeld(const Json &json, const Words &words, MonitorState &state) {
    if (!json["held"].isArray()) // of an earlier version
        return;
    state.notices.clear();
    for (const Json &id : json["held"].array()) {
        const auto concern = id.isString() ? concernOf(id.string()) : std::nullopt;
        if (!concern || state.notices.size() == kMostHeld)
            continue;
        const auto known = words.find(*concern);
        state.notices.push_back({*concern, known != words.end() ? known->second : "It began long ago."});
    }
}

void takeNotice(const Json &json, Words &words, MonitorState &state) {
    const auto concern = concernOf(json["notice"].string());
    if (!concern)
        return;
    std::erase_if(state.notices, [&](const MonitorState::Held &held) { return held.concern == *concern; });
    if (!json["begins"].boolean())
        return;
    words[*concern] = json["what"].string().substr(0, kLongestWord);
    state.notices.push_back({*concern, words[*concern]});
}

} // namespace

MonitorState readMonitor(const std::filesystem::path &file) {
    MonitorState state;
    std::optional<std::time_t> sampled; // when
    Words words;
    forEachLine(endOfLog(file, kReadAtMost), [&](const Json &json) {
        if (json.contains("notice")) {
            takeNotice(json, words, state);
        } else {
            takeSample(json, sampled, state);
            takeHeld(json, words, state);
        }
        state.at = json["at"].string();
    });
    return state;
}

} // namespace engine::performance
