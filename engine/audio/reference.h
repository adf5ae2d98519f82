// A reference recording made ready for the model, as upstream's preprocess_ref_audio_text and infer_batch_process do
// (f5_tts/infer/utils_infer.py; silence detection as pydub 0.25: whole milliseconds, dBFS of 16-bit samples):
// long pauses shortened, cut at a pause before 12 s, edges trimmed at -42 dBFS, 50 ms of silence added, RMS raised to
// 0.1. Any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/audio/file.h"
#include "engine/audio/pcm16.h"

namespace engine::audio {

// What stays around the speech. AsTrained: speech is what comes within 34 dB of the
// loudest moment, with 50 ms before and 90 ms after it, taken from the recording where it has so
// much, else silence; the demo model was trained with such utterances and its durations are reckoned from them.
enum class Edges { AsUpstream, AsTrained };
inline constexpr double kTrainedLeadSeconds = 0.050;
inline constexpr double kTrainedTailSeconds = 0.090;

struct Reference {
    std::vector<float> samples; // 24 kHz mono; RMS 0.1 or more before the conversion to 24 kHz
    double gain = 1;            // what the recording was multiplied by (≥ 1); the result is divided by it again
    double seconds = 0;         // of the trimmed recording at its own rate: what maxChunkBytes() counts with
    std::string text;           // closed transcript: what maxChunkBytes() counts with
    std::string prompt;         // what stands before the new text and what its duration is reckoned from: `text`, and a
                                // second blank that infer_batch_process adds after a sign of one byte
    double leadSeconds = 0;     // silence kept before the first sound: less than 0.01
    double tailSeconds = 0;     // silence after the last sound, the added 50 ms included: less than 0.06
    bool shortened = false;     // speech was left out to stay within 12 s
};

inline constexpr double kMaxReferenceSeconds = 12.0;
inline constexpr double kMinReferenceSeconds = 0.5; // recordings with less sound are refused
inline constexpr double kMaxReadSeconds = 60.0;     // a longer file is read only so far

// Error(BadInput) for a recording that is silent or too short, or an empty transcript. Linear in the recording's
// length.
Reference prepareReference(const Sound &sound, const std::string &transcript, Edges edges = Edges::AsUpstream);

// Upstream's rule: the transcript ends with ". " (or "。").
std::string closeReferenceText(std::string transcript);

// The first part of prepareReference, still at the recording's rate (at least 11,025 Hz) and with its channels.
struct TrimmedRecording {
    Pcm16 pcm;
    bool shortened = false;
    double soundSeconds = 0; // without the added silence
};
TrimmedRecording trimRecording(const Pcm16 &recording, Edges edges = Edges::AsUpstream);

} // namespace engine::audio
