#include "engine/distances/pitch_distance.h"

#include <algorithm>
#include <cmath>

namespace engine::distances {

namespace {

constexpr double kGross = 0.2;

std::optional<double> pearson(const PitchTrack &take, const PitchTrack &teacher, std::size_t frames) {
    double meanX = 0, meanY = 0, count = 0;
    const auto each = [&](auto &&use) {
        for (std::size_t i = 0; i < frames; ++i) {
            if (take.hertz[i] > 0 && teacher.hertz[i] > 0)
                use(take.hertz[i], teacher.hertz[i]);
        }
    };
    each([&](double x, double y) {
        meanX += x;
        meanY += y;
        ++count;
    });
    if (count < 2)
        return std::nullopt;
    meanX /= count;
    meanY /= count;
    double xx = 0, yy = 0, xy = 0;
    each([&](double x, double y) {
        xx += (x - meanX) * (x - meanX);
        yy += (y - meanY) * (y - meanY);
        xy += (x - meanX) * (y - meanY);
    });
    return xx > 0 && yy > 0 ? std::optional(std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0)) : std::nullopt;
}

} // namespace

std::optional<PitchDistance> pitchDistance(const PitchTrack &take, const PitchTrack &teacher) {
    PitchDistance result;
    result.frames = std::min(take.hertz.size(), teacher.hertz.size());
    result.unpaired = std::max(take.hertz.size(), teacher.hertz.size()) - result.frames;
    if (result.frames == 0)
        return std::nullopt;
    double cents = 0, hertz = 0;
    std::size_t gross = 0, voicing = 0;
    for (std::size_t i = 0; i < result.frames; ++i) {
        const double ours = take.hertz[i], theirs = teacher.hertz[i];
        voicing += (ours > 0) != (theirs > 0);
        if (ours <= 0 || theirs <= 0)
            continue;
        ++result.voiced;
        gross += std::abs(ours - theirs) > kGross * theirs;
        const double apart = 1200 * std::log2(ours / theirs);
        cents += apart * apart;
        hertz += (ours - theirs) * (ours - theirs);
    }
    const double all = double(result.frames), both = double(result.voiced);
    result.voicingError = double(voicing) / all;
    result.frameError = double(gross + voicing) / all;
    if (result.voiced > 0) {
        result.rmseCents = std::sqrt(cents / both);
        result.rmseHertz = std::sqrt(hertz / both);
        result.grossError = double(gross) / both;
        result.correlation = pearson(take, teacher, result.frames);
    }
    return result;
}

} // namespace engine::distances
