// A piece of sound. Immutable once shared: a ClipPtr may cross threads.
#pragma once

#include <memory>
#include <vector>

namespace engine {

inline constexpr int kSampleRate = 24000; // Hz, of everything the model hears and makes
inline constexpr int kHopLength = 256;    // samples per mel frame
inline constexpr int kMelBands = 100;

struct Clip {
    int sampleRate = kSampleRate; // Hz
    std::vector<float> samples;   // mono, nominally -1…1

    double seconds() const { return sampleRate > 0 ? double(samples.size()) / sampleRate : 0.0; }
};

using ClipPtr = std::shared_ptr<const Clip>;

} // namespace engine
