// What is wrong with the sound of a take, counted: the guards of a comparison. The same figures for the same samples;
// pure; any thread. Clips at 24 kHz.
//
// Variants. Where engine/quality/take_check.h already looks for something, this is what it finds:
//   notNumbers      samples that are NaN or infinite; when there are any nothing else is measured
//   overRange       samples with |x| ≥ 1
//   truePeak        dBTP after ITU-R BS.1770-4 (engine/audio/loudness.h); none without libebur128 and for silence
//   clippedSamples  in flat tops or above full scale (engine/quality/clipped_samples.h)
//   clicks          places where the wave jumps four times as far as around it (findClicks(): linear prediction)
//   dropouts        8 to 600 ms in which the sound breaks off inside speech and comes back at once (findDropouts())
//   offset          mean of all samples, of full scale
//   leadSilence, tailSilence, longestPause   seconds without speech before, after and inside it (findSpeech()); 0
//                   where there is no speech
//   endLevel        dB of the last 20 ms beside the loudest 20 ms (steps of 10 ms), 0 at most; none for silence and
//                   less than 20 ms. A take that ends within 40 dB of its loudest moment was cut.
//   unitsPerSecond  letters, blanks and signs of the text for each second from the first speech to the last; a digit is
//                   four, a Chinese character, kana or hangul three. None without speech or text.
// The limits were chosen on the 52 files that the original compared its settings with.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/clip.h"
#include "engine/quality/asked_line.h"
#include "engine/quality/take_check.h"

namespace engine::quality {

enum class Artifact {
    NotNumbers,
    OverRange,
    TruePeak,
    Clipping,
    Click,
    Dropout,
    Offset,
    AbruptEnd,
    TooFast,
    TooSlow,
    LongPause,
};
std::string toString(Artifact artifact); // "not-numbers", "over-range", …

struct ArtifactLimits {
    double truePeak = -1;  // dBTP, the most
    double offset = 0.002; // the most
    double endLevel = -40; // dB, the most
    double pause = 0.7;    // seconds, the most
    double slowest = 8;    // units a second
    double fastest = 22;
};

struct Artifacts {
    std::size_t notNumbers = 0;
    std::size_t overRange = 0;
    std::optional<double> truePeak;
    std::size_t clippedSamples = 0;
    std::size_t clicks = 0;
    std::size_t dropouts = 0;
    double offset = 0;
    double leadSilence = 0, tailSilence = 0, longestPause = 0;
    std::optional<double> endLevel;
    std::optional<double> unitsPerSecond;

    // What is beyond the limits, in the order of Artifact.
    std::vector<Artifact> found(const ArtifactLimits &limits = {}) const;
};

// `text`: the words that were to be spoken, UTF-8; empty: not known. `asked`: silences that were asked for
// (silencesAskedFor()), in order; they are no dropouts, no pauses and no time of the pace. A clip without samples has
// no artifacts. Error(BadInput) when it is not at 24 kHz.
Artifacts measureArtifacts(const Clip &take, const std::string &text, const std::vector<TimeSpan> &asked = {});
// Of a whole line: what is in its tags is no word, and its pauses are those that were asked for.
Artifacts measureArtifacts(const Clip &take, const AskedLine &line);

} // namespace engine::quality
