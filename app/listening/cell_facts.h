// What is known of a cell's sound: measured once, when it was made, and kept beside it in the library. Plain data; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/clip.h"
#include "engine/quality/artifacts.h"

namespace app::listening {

struct CellRecord;

struct CellFacts {
    std::string key;                // cell_key.h
    std::string audio;              // app/storage/audio_store.h
    std::int64_t made = 0;          // ms since 1970 UTC
    double seconds = 0;             // of sound
    double synthesisSeconds = 0;    // 0: it was not spoken but made from another sound (the low-pass anchor)
    std::optional<double> loudness; // LUFS (engine/audio/loudness.h); none for silence
    std::optional<double> truePeak; // dBTP; none for silence
    std::vector<engine::quality::Artifact> artifacts; // beyond the limits, each once
    bool readsTags = false;                           // they were counted by one that knows what tags ask for
    std::string model;                                // its name
    std::string modelHash;                            // SHA-256 of its files' hashes; as in the key
    std::string precision;                            // "fp32", "bf16"
    std::string device;                               // "cpu", "cuda"
    std::string deviceName;                           // the processor or card
    std::string program;                              // version and compiler

    std::optional<double> rtf() const; // synthesisSeconds / seconds; none when it was not spoken
    int lengthMs() const;              // as Stimulus::lengthMs

    bool operator==(const CellFacts &) const = default;
};

// Fills loudness, true peak and artifacts, as far as this build can measure them. `text`: what was to be spoken.
void measureInto(CellFacts &facts, const engine::Clip &clip, const std::string &text);

// Whether an earlier version counted the artifacts of this text otherwise: silences and names in tags. Never throws but
// for memory.
bool areOutdated(const CellFacts &facts, const std::string &text);

// A sound with what is known of it.
struct MeasuredSound {
    CellFacts facts;
    engine::ClipPtr clip;
};

CellRecord recordOf(const CellFacts &facts);
// Error(BadInput) when its JSON is none of ours.
CellFacts factsOf(const CellRecord &record);

} // namespace app::listening
