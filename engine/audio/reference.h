// A reference recording made ready for the model, as upstream's preprocess_ref_audio_text and infer_batch_process do
// (f5_tts/infer/utils_infer.py; silence detection as pydub 0.25: whole milliseconds, dBFS of 16-bit samples):
// long pauses shortened, cut at a pause before 12 s, edges trimmed at -42 dBFS, 50 ms of silence added, RMS raised to 0.1.
#pragma once

#include <string>
#include <vector>

#include "engine/audio/file.h"

namespace engine::audio {

struct Reference {
    std::vector<float> samples; // 24 kHz mono, RMS ≥ 0.1
    double gain = 1;            // what the recording was multiplied by (≥ 1); the result is divided by it again
    std::string text;           // transcript with upstream's closing punctuation and blank
    double leadSeconds = 0;     // silence kept before the first sound
    double tailSeconds = 0;     // silence after the last sound, the added 50 ms included
    bool shortened = false;     // the recording was longer than 12 s and was cut
};

inline constexpr double kMaxReferenceSeconds = 12.0;
inline constexpr double kMinReferenceSeconds = 0.5; // shorter recordings are refused
inline constexpr double kMaxReadSeconds = 60.0;     // a longer file is read only so far

// Error(BadInput) for a recording that is silent or too short, or an empty transcript.
Reference prepareReference(const Sound &sound, const std::string &transcript);

// Upstream's rule: the transcript ends with ". " (or "。").
std::string closeReferenceText(std::string transcript);

} // namespace engine::audio
