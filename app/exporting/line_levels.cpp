#include "app/exporting/line_levels.h"

#include <algorithm>
#include <map>

namespace app::exporting {

namespace {

constexpr double kLongEnough = 1;  // s
constexpr double kMostChange = 12; // dB

double median(std::vector<double> values) {
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

LevelPlan evenLevels(const std::vector<LineLevel> &lines, std::optional<double> target) {
    std::vector<double> all;
    std::map<std::string, std::vector<double>> byVoice;
    bool anyLong = false;
    for (const LineLevel &line : lines)
        anyLong |= line.loudness.integrated && line.seconds >= kLongEnough;
    const auto counts = [&](const LineLevel &line) {
        return line.loudness.integrated && (line.seconds >= kLongEnough || !anyLong);
    };
    for (const LineLevel &line : lines) {
        if (!counts(line))
            continue;
        all.push_back(*line.loudness.integrated);
        byVoice[line.voice].push_back(*line.loudness.integrated);
    }
    LevelPlan plan;
    plan.gains.resize(lines.size());
    if (all.empty())
        return plan;
    const double wanted = target.value_or(median(all));
    plan.target = wanted;
    std::map<std::string, double> usual;
    for (const auto &[voice, values] : byVoice)
        usual.emplace(voice, wanted - median(values));
    const double common = wanted - median(all);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const LineLevel &line = lines[i];
        if (!line.loudness.integrated)
            continue;
        const auto ofVoice = usual.find(line.voice);
        double gain = counts(line)             ? wanted - *line.loudness.integrated
                      : ofVoice == usual.end() ? common
                                               : ofVoice->second;
        gain = std::clamp(gain, -kMostChange, kMostChange);
        const double allowed = engine::audio::kPeakCeiling - line.loudness.truePeak;
        plan.belowTarget += counts(line) && gain > allowed + 0.05;
        plan.gains[i] = std::min(gain, std::max(allowed, -kMostChange));
    }
    return plan;
}

} // namespace app::exporting
