// Where a recording is silent, as pydub 0.25 decides it (pydub/silence.py). Any thread.
#pragma once

#include <vector>

#include "engine/audio/pcm16.h"

namespace engine::audio {

struct Span {
    int fromMs = 0;
    int toMs = 0;
};

struct PauseRule {
    int shortestMs = 1000;    // a pause is at least so long
    double thresholdDb = -50; // and no louder, dBFS
    int keptMs = 1000;        // of each pause, so much stays on either side (half of it when it is shorter)
    int seekMs = 10;
};

// The spans between the pauses with what is kept of them; none when everything is silent. One pass over the samples.
std::vector<Span> splitAtPauses(const Pcm16 &pcm, const PauseRule &rule);

// Milliseconds before the first chunk that reaches the threshold; the whole length when none does.
int leadingSilence(const Pcm16 &pcm, double thresholdDb, int chunkMs = 10);

} // namespace engine::audio
