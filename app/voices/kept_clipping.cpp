#include "app/voices/kept_clipping.h"

#include <algorithm>
#include <utility>

#include "app/voices/manifest_writer.h"
#include "engine/error.h"

namespace app::voices {

namespace {

using engine::Json;
using engine::quality::ClippedStep;
using engine::quality::KnownClipping;

constexpr const char *kClipped = "clipped";
constexpr std::size_t kMostPlaces = 120;
constexpr std::int64_t kMostRate = 768'000; // Hz
constexpr std::int64_t kMostChannels = 1000;
constexpr std::int64_t kMostSteps = 60 * 60 * 100; // an hour
constexpr std::int64_t kMostBits = 0xffffffff;

// Between 0 and `most`, else -1.
std::int64_t numberIn(const Json &value, std::int64_t most) {
    if (!value.isInteger())
        return -1;
    try {
        const std::int64_t number = value.integer();
        return number >= 0 && number <= most ? number : -1;
    } catch (const engine::Error &) {
        return -1;
    }
}

} // namespace

void putClipping(Json::Object &manifest, const KnownClipping &clipping) {
    manifest.erase(kClipped);
    if (clipping.steps.empty())
        return;
    const std::uint32_t width = clipping.steps.back().step / kMostPlaces + 1;
    std::vector<ClippedStep> places;
    for (const ClippedStep &each : clipping.steps) {
        if (places.empty() || each.step / width != places.back().step / width) {
            places.push_back(each);
        } else {
            places.back().samples += each.samples;
            places.back().channels |= each.channels;
        }
    }
    Json::Array written;
    for (const ClippedStep &each : places)
        written.emplace_back(Json::Array{Json(std::uint64_t(each.step)), Json(std::uint64_t(each.samples)),
                                         Json(std::uint64_t(each.channels))});
    manifest[kClipped] =
        Json::Object{{"rate", clipping.sampleRate}, {"channels", clipping.channels}, {"steps", std::move(written)}};
}

KnownClipping clippingIn(const Json &manifest) {
    const Json &kept = manifest[kClipped];
    if (!kept.isObject() || !kept["steps"].isArray())
        return {};
    const std::int64_t rate = numberIn(kept["rate"], kMostRate), channels = numberIn(kept["channels"], kMostChannels);
    if (rate <= 0 || channels <= 0 || kept["steps"].array().size() > kMostPlaces + 1)
        return {};
    KnownClipping clipping{int(rate), {}, int(channels)};
    std::int64_t last = -1;
    for (const Json &each : kept["steps"].array()) {
        if (!each.isArray() || each.array().size() != 3)
            return {};
        const std::int64_t step = numberIn(each.array()[0], kMostSteps), samples = numberIn(each.array()[1], 1 << 30),
                           bits = numberIn(each.array()[2], kMostBits);
        if (step <= last || samples <= 0 || bits <= 0)
            return {};
        last = step;
        clipping.steps.push_back({std::uint32_t(step), std::uint32_t(samples), std::uint32_t(bits)});
    }
    return clipping;
}

KnownClipping clippingOf(const engine::Voice &voice, const std::string &style) {
    try {
        const Json manifest = Json::read(voice.recording.parent_path() / "voice.json", {1 << 20, 8, 10'000});
        if (style.empty() || style == engine::kDefaultStyle)
            return clippingIn(manifest);
        return clippingIn(styleIn(manifest.object(), style));
    } catch (const engine::Error &) { // its recording lies deeper, as ours never do
        return {};
    }
}

} // namespace app::voices
