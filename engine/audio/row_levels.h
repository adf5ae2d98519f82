// Clips that a person compares, brought to one loudness, so that the louder one does not win: one plain gain for each,
// no limiter and no dynamics. Pure; any thread.
//
// Variant: integrated loudness after ITU-R BS.1770-4 (engine/audio/loudness.h) to the target; then all of the row
// quieter by the same, so far that no true peak lies above the ceiling. A clip that is shorter than 0.4 s, or whose
// loudness the gate leaves nothing of, has no integrated loudness: then every clip of the row is measured by the RMS of
// its active frames (10 ms, those within 30 dB of its loudest one), dB of full scale, because figures of two kinds
// cannot be brought to one; RowLevels::byRms says so.
#pragma once

#include <optional>
#include <vector>

#include "engine/clip.h"

namespace engine::audio {

inline constexpr double kRowTarget = -23; // LUFS

struct RowLevel {
    double gain = 0; // dB, to be added
    std::optional<double>
        before; // LUFS, or dB of full scale when byRms; none: silence (active frames of -70 dB or less), gain 0
    std::optional<double> after;
};

struct RowLevels {
    std::vector<RowLevel> clips; // in the order given
    bool byRms = false;
    double target = kRowTarget;
    double attenuation = 0; // dB, ≤ 0, in all gains: what the true peak asked for
    double residual = 0;    // LU (dB when byRms) from the quietest to the loudest of `after`; ≤ 0.1
    double truePeak = 0;    // dBTP of the highest with its gain; -infinity when all are silent
};

// Of two clips or more the same as of one. None of them may be null. Throws what measureLoudness() throws;
// Error(BadInput) for a target outside -60…0.
RowLevels rowLevels(const std::vector<ClipPtr> &clips, double target = kRowTarget);

// Mean square of the frames that are within 30 dB of the loudest, dB of full scale; none: digital silence, or less than
// a frame of 10 ms.
std::optional<double> activeRms(const Clip &clip);

} // namespace engine::audio
