// Chunks of one voice brought to one loudness while they are made: the first one of a second or more leads, the ones
// behind it follow by at most 6 dB, and never so far that their true peak passes kPeakCeiling. Shorter ones stay as
// they are: one word is louder or quieter than a sentence for good reasons. Loudness is that of measureLoudness(), in
// builds without libebur128 the RMS of the loudest half. One thread at a time.
#pragma once

#include <optional>
#include <vector>

namespace engine::audio {

class EvenLoudness {
public:
    // 24 kHz. Gives what was added, in dB. Throws what measureLoudness() throws.
    double apply(std::vector<float> &wave);

private:
    std::optional<double> m_wanted; // of the chunk that leads
};

} // namespace engine::audio
