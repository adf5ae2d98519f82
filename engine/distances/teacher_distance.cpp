#include "engine/distances/teacher_distance.h"

#include <cmath>
#include <numbers>

#include "engine/distances/mean_of_frames.h"

namespace engine::distances {

std::optional<FrameDistance> teacherDistance(const audio::Mel &take, const audio::Mel &teacher) {
    MeanOfFrames mean(std::size_t(take.frames), std::size_t(teacher.frames));
    for (std::size_t frame = 0; frame < mean.paired(); ++frame) {
        double squares = 0;
        for (std::size_t at = frame * kMelBands; at < (frame + 1) * kMelBands; ++at) {
            const double apart = 10 / std::numbers::ln10 * (double(take.values[at]) - double(teacher.values[at]));
            squares += apart * apart;
        }
        mean.add(std::sqrt(squares / kMelBands), double(frame) * kHopLength / kSampleRate);
    }
    return mean.result();
}

std::optional<FrameDistance> teacherDistance(const Clip &take, const Clip &teacher) {
    requireComparable(take);
    requireComparable(teacher);
    constexpr std::size_t kShortest = audio::kMelWindow / 2 + 1; // the mel is mirrored at its ends
    if (std::min(take.samples.size(), teacher.samples.size()) < kShortest)
        return std::nullopt;
    return teacherDistance(audio::logMel(take.samples), audio::logMel(teacher.samples));
}

} // namespace engine::distances
