#include "engine/audio/row_levels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/audio/loudness.h"
#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr double kShortestRow = 0.4; // seconds, a block of the gate
constexpr double kNever = std::numeric_limits<double>::infinity();

constexpr double kSilentRow = -70; // dB of full scale; what is quieter is not made loud

bool isSilent(const Clip &clip) {
    return activeRms(clip).value_or(kSilentRow) <= kSilentRow;
}

bool isGated(const Clip &clip, const Loudness &loudness) {
    return clip.seconds() >= kShortestRow && loudness.integrated.has_value();
}

std::optional<double> levelOf(const Clip &clip, bool byRms) {
    return byRms ? activeRms(clip) : measureLoudness(clip).integrated;
}

// A gain moves what the gate lets through at -70 LUFS: measured again until it is right.
RowLevel levelled(const Clip &clip, double target, bool byRms) {
    constexpr double kClose = 0.01;
    constexpr int kMostTries = 4;
    RowLevel level;
    if (isSilent(clip))
        return level;
    level.before = level.after = levelOf(clip, byRms);
    for (int i = 0; level.after && i < kMostTries && std::abs(target - *level.after) > kClose; ++i) {
        level.gain += target - *level.after;
        level.after = levelOf(withGain(clip, level.gain), byRms);
    }
    return level;
}

} // namespace

std::optional<double> activeRms(const Clip &clip) {
    constexpr double kActive = 1e-3; // of the loudest frame's power: 30 dB
    const std::size_t length = std::size_t(std::max(1, clip.sampleRate / 100));
    std::vector<double> powers(clip.samples.size() / length);
    for (std::size_t frame = 0; frame < powers.size(); ++frame) {
        for (std::size_t i = frame * length; i < (frame + 1) * length; ++i)
            powers[frame] += double(clip.samples[i]) * double(clip.samples[i]) / double(length);
    }
    const double loudest = powers.empty() ? 0 : *std::max_element(powers.begin(), powers.end());
    if (!(loudest > 0))
        return std::nullopt;
    double sum = 0, count = 0;
    for (const double power : powers) {
        if (power >= loudest * kActive) {
            sum += power;
            ++count;
        }
    }
    return 10 * std::log10(sum / count);
}

RowLevels rowLevels(const std::vector<ClipPtr> &clips, double target) {
    gainTo(target, Loudness{}); // is the target one?
    RowLevels row;
    row.target = target;
    std::vector<Loudness> loudness;
    for (const ClipPtr &clip : clips) {
        loudness.push_back(measureLoudness(*clip));
        row.byRms |= !isSilent(*clip) && !isGated(*clip, loudness.back());
    }
    row.truePeak = -kNever;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        row.clips.push_back(levelled(*clips[i], target, row.byRms));
        if (row.clips.back().before)
            row.truePeak = std::max(row.truePeak, loudness[i].truePeak + row.clips.back().gain);
    }
    if (row.truePeak > kPeakCeiling) {
        row.attenuation = kPeakCeiling - row.truePeak;
        row.truePeak = kPeakCeiling;
    }
    double quietest = kNever, loudest = -kNever;
    for (RowLevel &level : row.clips) {
        if (!level.after)
            continue;
        level.gain += row.attenuation;
        *level.after += row.attenuation;
        quietest = std::min(quietest, *level.after);
        loudest = std::max(loudest, *level.after);
    }
    row.residual = loudest > quietest ? loudest - quietest : 0;
    return row;
}

} // namespace engine::audio
