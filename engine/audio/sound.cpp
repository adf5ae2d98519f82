// toMono of engine/audio/file.h.
#include "engine/audio/file.h"

namespace engine::audio {

std::vector<float> toMono(const Sound &sound) {
    if (sound.channels <= 1)
        return sound.interleaved;
    const std::size_t channels = std::size_t(sound.channels);
    std::vector<float> mono(sound.frames());
    for (std::size_t frame = 0; frame < mono.size(); ++frame) {
        float sum = 0;
        for (std::size_t channel = 0; channel < channels; ++channel)
            sum += sound.interleaved[frame * channels + channel];
        mono[frame] = sum / float(channels);
    }
    return mono;
}

} // namespace engine::audio
