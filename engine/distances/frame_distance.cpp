#include "engine/distances/frame_distance.h"

#include <string>

#include "engine/error.h"
#include "engine/quality/speech_frames.h"

namespace engine::distances {

void requireComparable(const Clip &clip) {
    quality::requireMeasurable(clip);
    if (clip.sampleRate != kSampleRate)
        throw badInput("The sound has a sample rate of " + std::to_string(clip.sampleRate) + " Hz.",
                       "Convert it to 24000 Hz.");
}

} // namespace engine::distances
