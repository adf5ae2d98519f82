// What engine/audio/loudness.h computes from a measurement; every build has it.
#include <algorithm>
#include <cmath>

#include "engine/audio/loudness.h"
#include "engine/error.h"

namespace engine::audio {

Gain gainTo(double target, const Loudness &loudness, double ceiling) {
    if (!(target >= -60 && target <= 0) || !(ceiling >= -60 && ceiling <= 0))
        throw badInput("A loudness outside -60…0 LUFS, or a peak outside -60…0 dBTP, was asked for.",
                       "Speech is usual at -23 LUFS (broadcast) to -16 LUFS (podcasts), with peaks below -1 dBTP.");
    if (!loudness.integrated)
        return {};
    const double wanted = target - *loudness.integrated;
    const double allowed = ceiling - loudness.truePeak;
    return {std::min(wanted, allowed), wanted > allowed};
}

LevelMatch levelMatch(const Loudness &first, const Loudness &second) {
    if (!first.integrated || !second.integrated)
        return {};
    const double louder = *first.integrated - *second.integrated;
    return {-std::max(louder, 0.0), std::min(louder, 0.0)};
}

Clip withGain(const Clip &clip, double decibel) {
    Clip made{clip.sampleRate, clip.samples};
    amplify(made, decibel);
    return made;
}

void amplify(Clip &clip, double decibel) {
    const double factor = std::pow(10.0, decibel / 20);
    for (float &sample : clip.samples)
        sample = float(sample * factor);
}

} // namespace engine::audio
