// What the measures make of a distance for each pair of frames.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "engine/distances/frame_distance.h"

namespace engine::distances {

class MeanOfFrames {
public:
    MeanOfFrames(std::size_t first, std::size_t second) : m_paired(std::min(first, second)) {
        m_result.unpaired = std::max(first, second) - m_paired;
    }

    std::size_t paired() const { return m_paired; }
    void add(double apart, double seconds) {
        m_sum += apart;
        if (m_result.frames++ == 0 || apart > m_result.worst) {
            m_result.worst = apart;
            m_result.worstSeconds = seconds;
        }
    }
    std::optional<FrameDistance> result() const {
        if (m_result.frames == 0)
            return std::nullopt;
        FrameDistance result = m_result;
        result.mean = m_sum / double(result.frames);
        return result;
    }

private:
    const std::size_t m_paired;
    double m_sum = 0;
    FrameDistance m_result;
};

} // namespace engine::distances
