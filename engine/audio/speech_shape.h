// Where a piece of speech begins and ends, and how long it pauses. Any thread.
#pragma once

#include <cstddef>
#include <vector>

namespace engine::audio {

// At 24 kHz, in samples.
struct SpeechShape {
    std::size_t from = 0;            // of the first sound
    std::size_t to = 0;              // behind the last one; equal to `from`: nothing is heard
    std::vector<std::size_t> pauses; // the silences of 100 ms and more between the two, in order
};

// Sound is what comes within `depth` dB of the loud moments (the loudest tenth). With 40 dB soft consonants and ends of
// words that fade are in it, and what the room adds behind them is not. Where the quiet moments are one steady noise,
// 6 dB above that noise decide instead, at most 20 dB below the loud ones. To the millisecond; linear in the length.
inline constexpr double kAllOfTheWords = 40; // dB
SpeechShape speechShape(const std::vector<float> &samples, double depth = kAllOfTheWords);

} // namespace engine::audio
