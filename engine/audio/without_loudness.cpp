// In place of loudness.cpp where libebur128 was missing when this was built.
#include "engine/audio/long_sound.h"
#include "engine/error.h"

namespace engine::audio {

bool canMeasureLoudness() {
    return false;
}

Loudness measureLoudness(const LongSound &) {
    throw failure("This build cannot measure loudness: libebur128 was missing when it was built.",
                  "Install libebur128-dev and build again.");
}

Loudness measureLoudness(const Clip &) {
    return measureLoudness(LongSound{});
}

} // namespace engine::audio
