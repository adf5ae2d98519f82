// How loud a sound is to people, and what brings it to a wanted loudness. ITU-R BS.1770-4 and EBU R 128 through
// libebur128, mono as one channel (as other programs do it for mono files; on two loudspeakers it is 3 LU louder). Any
// thread.
#pragma once

#include <optional>

#include "engine/clip.h"

namespace engine::audio {

struct Loudness {
    std::optional<double> integrated; // LUFS; none = silence (below -70 LUFS) or less than a millisecond
    double truePeak = 0;              // dBTP, between the samples too; -infinity for silence
};

bool canMeasureLoudness(); // false in builds without libebur128

// A clip shorter than 400 ms has no block that R 128 could gate: the mean loudness of its whole milliseconds counts
// then. Error(BadInput) for a sample rate outside 4…192 kHz or samples that are no numbers; Error(Failure) in builds
// without libebur128.
Loudness measureLoudness(const Clip &clip);

struct Gain {
    double decibel = 0;         // to be added
    bool limitedByPeak = false; // the wanted loudness would have needed more
};

// Brings the clip to `target` LUFS (-60…0, else Error(BadInput)), or as near as a true peak of `ceiling` dBTP allows.
// Silence stays as it is.
inline constexpr double kPeakCeiling = -1.0; // dBTP
Gain gainTo(double target, const Loudness &loudness, double ceiling = kPeakCeiling);

// For comparing two clips at the same loudness: the louder one is turned down, so that neither can clip by it. Both 0
// when one of them is silent.
struct LevelMatch {
    double first = 0; // dB, never above 0
    double second = 0;
};
LevelMatch levelMatch(const Loudness &first, const Loudness &second);

Clip withGain(const Clip &clip, double decibel);
void amplify(Clip &clip, double decibel); // the same in its place

} // namespace engine::audio
