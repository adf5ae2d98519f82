// Sounds of hours, which are nowhere in memory as a whole: measured and written in pieces. Any thread; whoever gives
// the pieces says when they may be read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>

#include "engine/audio/loudness_target.h"

namespace engine::audio {

inline constexpr std::size_t kPiece = 1 << 16; // samples at a time, at most

struct LongSound {
    int sampleRate = kSampleRate; // Hz
    std::size_t samples = 0;      // mono, nominally -1…1
    // Fills `to` with what begins at sample `at`; both lie within the sound. May throw.
    std::function<void(std::size_t at, std::span<float> to)> read;
};

// As of a clip; throws what that throws, and what `read` throws.
Loudness measureLoudness(const LongSound &sound);

// Into a new file, or over one that is there: not whole or untouched, that is for the caller to see to. On the disk
// when this returns. Otherwise as writeSound() of a clip, with the same bytes, but that Opus is written with its own
// rates alone, and Error(Failure) when the disk is full.
void writeLongSound(const std::filesystem::path &file, const LongSound &sound, SoundFormat format,
                    const SoundTags &tags = {});
// Of what is heard of such a file; dBTP. Error(Failure) when it cannot be read.
double truePeakOf(const std::filesystem::path &file);

// As writeAtLoudness() of a clip.
LoudnessChange writeLongAtLoudness(const std::filesystem::path &file, const LongSound &sound, SoundFormat format,
                                   const SoundTags &tags, double target);

} // namespace engine::audio
