#include "engine/performance/spoken_lately.h"

#include "engine/json.h"
#include "engine/performance/monitor_log.h"

namespace engine::performance {

namespace {

constexpr std::size_t kReadAtMost = 100'000; // bytes
constexpr double kMostRtf = 100'000;

bool isFigure(const Json &json, double low, double high) {
    return json.isNumber() && json.number() >= low && json.number() <= high;
}

} // namespace

std::vector<SpokenUtterance> spokenLately(const std::filesystem::path &file, std::int64_t since, std::int64_t until) {
    std::vector<SpokenUtterance> found;
    forEachLine(endOfLog(file, kReadAtMost), [&](const Json &json) {
        const bool failed = json["failed"].isBool() && json["failed"].boolean();
        const bool heard = json["origin"].isString() && json["origin"].string() == "listening";
        if (failed || heard || !isFigure(json["rtf"], 1e-9, kMostRtf) || !isFigure(json["at"], 0, double(until)) ||
            json["at"].number() <= double(since))
            return;
        found.push_back({std::int64_t(json["at"].number()), json["rtf"].number(),
                         json["device"].isString() ? json["device"].string() : std::string()});
    });
    return found;
}

} // namespace engine::performance
