#include "engine/duration_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/clip.h"
#include "engine/text/speech_units.h"

namespace engine {
namespace {

// Silence around the new speech of models with durations, in frames. Before it as in the training data; behind it 3.6
// frames more than there: the table tells mean lengths, and a last sound that is longer would be cut off.
constexpr double kLead = 4.7;
constexpr double kTail = 12;

constexpr double kFramesPerSecond = double(kSampleRate) / kHopLength;
constexpr double kLastSyllable = 0.5;                                                   // units more
constexpr double kFastest = 0.08 * kFramesPerSecond, kSlowest = 0.6 * kFramesPerSecond; // frames per unit
constexpr double kShortestLine = 0.6 * kFramesPerSecond;

// Appends where each token begins when `weights` share the stretch from `from` to `to`; the last entry is `to`.
void appendStarts(std::vector<double> &starts, const std::vector<double> &weights, double from, double to) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    double passed = 0;
    for (const double weight : weights) {
        starts.push_back(from + (sum > 0 ? passed / sum : 0.0) * (to - from));
        passed += weight;
    }
}

} // namespace

std::int64_t framesByBytes(std::int64_t referenceFrames, std::string_view prompt, std::string_view text, double speed) {
    const double pace = text.size() < 10 ? 0.3 : speed;
    const double added =
        double(referenceFrames) / double(std::max<std::size_t>(prompt.size(), 1)) * double(text.size()) / pace;
    return referenceFrames + std::int64_t(added);
}

std::int64_t framesBySyllables(std::int64_t referenceFrames, std::string_view referenceText, std::string_view text,
                               double lead, double tail, double speed) {
    const double silence = std::clamp(lead + tail, 0.0, double(referenceFrames));
    const double pace = std::clamp(
        (double(referenceFrames) - silence) / (text::speechUnits(referenceText) + kLastSyllable), kFastest, kSlowest);
    const double speech = (text::speechUnits(text) + kLastSyllable) * pace / speed;
    return referenceFrames + std::int64_t(std::max(speech + silence, kShortestLine / speed));
}

DurationPlan planByWeights(std::int64_t referenceFrames, const std::vector<double> &referenceWeights,
                           const std::vector<double> &textWeights, double lead, double tail, double speed,
                           bool closingBlank, std::int64_t most) {
    const double end = double(referenceFrames);
    const std::vector<double> spoken(referenceWeights.begin(), referenceWeights.end() - 1);
    const double referenceSum = std::accumulate(spoken.begin(), spoken.end(), 0.0);
    const double textSum = std::accumulate(textWeights.begin(), textWeights.end(), 0.0);
    const double speech = std::max(1.0, end - lead - tail);
    const double added =
        std::max(2.0, std::round(speech * textSum / std::max(referenceSum, 1e-3) / speed + kLead + kTail));

    DurationPlan plan;
    if (end + added > double(most)) {
        plan.frames = most + 1;
        return plan;
    }

    std::vector<double> starts;
    appendStarts(starts, spoken, lead, lead + speech);
    starts.push_back(lead + speech); // the closing blank
    const double last = end + std::max(added - kTail, kLead + 1.0);
    appendStarts(starts, textWeights, end + kLead, last);
    if (closingBlank)
        starts.push_back(last);
    starts.front() = 0;

    plan.frames = referenceFrames + std::int64_t(added);
    plan.tokenOfFrame.reserve(std::size_t(plan.frames));
    std::size_t token = 0;
    for (std::int64_t frame = 0; frame < plan.frames; ++frame) {
        while (token + 1 < starts.size() && starts[token + 1] <= double(frame) + 0.5)
            ++token;
        plan.tokenOfFrame.push_back(std::int64_t(token));
    }
    return plan;
}

} // namespace engine
