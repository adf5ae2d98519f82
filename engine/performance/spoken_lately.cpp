#include "engine/performance/spoken_lately.h"

#include <string_view>

#include "engine/error.h"
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
    const std::string text = endOfLog(file, kReadAtMost);
    std::vector<SpokenUtterance> found;
    std::string_view rest(text);
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        try {
            const Json json = Json::parse(line, "utterances");
            const bool failed = json["failed"].isBool() && json["failed"].boolean();
            const bool heard = json["origin"].isString() && json["origin"].string() == "listening";
            if (failed || heard || !isFigure(json["rtf"], 1e-9, kMostRtf) || !isFigure(json["at"], 0, double(until)) ||
                json["at"].number() <= double(since))
                continue;
            found.push_back({std::int64_t(json["at"].number()), json["rtf"].number(),
                             json["device"].isString() ? json["device"].string() : std::string()});
        } catch (const Error &) {
            continue; // half a line, or somebody's own
        }
    }
    return found;
}

} // namespace engine::performance
