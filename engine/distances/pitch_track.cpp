#include "engine/distances/pitch_track.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/distances/frame_distance.h"
#include "engine/distances/pitch_candidates.h"

namespace engine::distances {

namespace {

constexpr std::size_t kFrame = 1024;

double middleOf(int bin) {
    return kLowestPitch * std::pow(2.0, bin / 120.0);
}

} // namespace

int pitchBin(double hertz) {
    return int(std::clamp(std::nearbyint(120 * std::log2(hertz / kLowestPitch)), 0.0, double(kPitchBins)));
}

PitchTrack trackPitch(const Clip &clip) {
    requireComparable(clip);
    std::vector<std::vector<PitchCandidate>> frames(clip.samples.size() / kHopLength + 1);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        std::array<double, kFrame> frame{};
        for (std::size_t at = 0; at < kFrame; ++at) {
            const std::size_t sample = i * kHopLength + at; // with half a frame of zeros before the sound
            if (sample >= kFrame / 2 && sample - kFrame / 2 < clip.samples.size())
                frame[at] = double(clip.samples[sample - kFrame / 2]);
        }
        frames[i] = pitchCandidates(frame);
    }
    const std::vector<int> bins = likeliestBins(frames);
    PitchTrack track;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto own = std::find_if(frames[i].begin(), frames[i].end(),
                                      [&](const PitchCandidate &candidate) { return candidate.bin == bins[i]; });
        track.hertz.push_back(bins[i] < 0 ? 0 : own != frames[i].end() ? own->hertz : middleOf(bins[i]));
    }
    return track;
}

} // namespace engine::distances
