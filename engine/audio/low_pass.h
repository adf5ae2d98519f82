// A sound without what lies above a frequency: the anchor of a listening test. Linear phase, zero delay, as long as the
// sound; what would ring outside its ends is cut off. A windowed sinc (Kaiser): the sound passes unchanged up to
// `cutoff` Hz (±0.1 dB) and is at least 60 dB weaker from cutoff · 8/7 on: within what ITU-R BS.1534 asks of its
// anchors, 25 dB at 4 kHz and 50 dB at 4.5 kHz for 3.5 kHz. Pure; any thread.
#pragma once

#include "engine/clip.h"

namespace engine::audio {

inline constexpr double kAnchorCutoff = 3500; // Hz

// Error(BadInput) unless 0 < cutoff · 8/7 < half the sample rate.
Clip lowPassed(const Clip &clip, double cutoff = kAnchorCutoff);

} // namespace engine::audio
