// How many frames the new speech gets, and which token each frame belongs to.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace engine {

// Upstream's rule (f5_tts/infer/utils_infer.py infer_batch_process): the reference's pace in bytes; text under 10 bytes
// is spoken at speed 0.3. Result: frames of reference and new speech together.
std::int64_t framesByBytes(std::int64_t referenceFrames, std::string_view prompt, std::string_view text, double speed);

// Ours, for DurationRule::BySyllables: the reference's seconds per unit of speech (engine/text/speech_units.h) times
// the units of the new text and half a unit, because the last syllable before a silence is longer; with the silence
// around the reference, and never less than a short word takes (0.6 s at speed 1, which upstream gives to its shortest
// lines too). The pace is taken to be within 0.08…0.6 s per unit: outside, the transcript is not what the recording
// says. lead and tail: as below. Result: frames of reference and new speech together.
std::int64_t framesBySyllables(std::int64_t referenceFrames, std::string_view referenceText, std::string_view text,
                               double lead, double tail, double speed);

// For models that come with token durations. Positions in frames.
struct DurationPlan {
    std::int64_t frames = 0;                // reference and new speech together
    std::vector<std::int64_t> tokenOfFrame; // [frames]; empty when there are too many
};
// Weights: one per token. The last token of the reference is the blank that ends it. lead and tail: silence of the
// reference before its first and after its last sound; the new speech gets silences of its own.
// closingBlank: one token more than there are weights, a blank behind the text, has the silence at its end; without it
// the text's last token has, and may be held through it.
// most: a longer plan has no table, and `frames` is only known to be more than `most`.
DurationPlan planByWeights(std::int64_t referenceFrames, const std::vector<double> &referenceWeights,
                           const std::vector<double> &textWeights, double lead, double tail, double speed,
                           bool closingBlank, std::int64_t most);

} // namespace engine
