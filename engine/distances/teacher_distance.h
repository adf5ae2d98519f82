// Teacher distance: how far fewer steps (or another precision) leave what the model draws with many. The cheapest
// measure of a setting, and the one that is most its own: same seed, same noise, same duration, so frames belong
// together without time warping. It compares settings of one row; between takes of different seeds it means nothing.
//
// Variant: log-spectral distance on the log-mel of engine/audio/mel.h (100 HTK bands, 1024/256 at 24 kHz, magnitudes),
// for each frame sqrt(mean over bands of (10 / ln 10 · (M - M'))²), then mean and maximum over frames. Unit: dB as
// 10 log10 of a magnitude: a take that is 1 dB louder lies 0.5 away in every band above the mel's floor (1e-5).
// After the vocoder: the mel is computed from the finished take, because that is what is kept of it. What the flow drew
// before Vocos goes into teacherDistance(Mel, Mel) unchanged.
// Source: the log-spectral distance of Gray & Markel (1976), on a mel spectrogram.
// Silence: equal silence is 0. Pure; any thread.
#pragma once

#include <optional>

#include "engine/audio/mel.h"
#include "engine/distances/frame_distance.h"

namespace engine::distances {

// None when a take is shorter than 513 samples (21 ms). Error(BadInput): requireComparable().
std::optional<FrameDistance> teacherDistance(const Clip &take, const Clip &teacher);

// Of spectrograms in the form of engine/audio/mel.h. None when one has no frames.
std::optional<FrameDistance> teacherDistance(const audio::Mel &take, const audio::Mel &teacher);

} // namespace engine::distances
