#include <algorithm>
#include <numeric>

#include "engine/quality/sentence_figure.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

std::vector<Doubt> findClipping(const TakeSound &take) {
    constexpr double kLimit = 4; // samples: a flat top
    const std::vector<std::uint32_t> clipped = clippedSamples(take.clip);
    const std::size_t count = std::accumulate(clipped.begin(), clipped.end(), std::size_t(0));
    if (double(count) < kLimit)
        return {};
    const auto isClipped = [](std::uint32_t samples) { return samples > 0; };
    const auto first = std::find_if(clipped.begin(), clipped.end(), isClipped) - clipped.begin();
    const auto last = clipped.rend() - std::find_if(clipped.rbegin(), clipped.rend(), isClipped);
    return {{DoubtKind::Clipping, double(first) * kStepSeconds,
             std::min(double(last) * kStepSeconds, take.clip.seconds()), surenessOf(double(count), kLimit),
             std::to_string(count) + " samples are clipped or above full scale (" +
                 figure(100 * double(count) / double(take.clip.samples.size()), 2) + " %).",
             "Speak it again with another seed; if all takes are so, take a quieter recording as the reference."}};
}

} // namespace engine::quality
