// The highest and lowest sample of any stretch of a growing wave, fast enough to redraw minutes of sound at once.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "engine/clip.h"

namespace ui::shared {

class Peaks {
public:
    struct Range {
        float low = 0;
        float high = 0;
    };

    void clear();
    // All clips of one wave have the first one's sample rate. Ends soon after `stop`, with nothing more to be done with
    // it than clear().
    void append(const engine::ClipPtr &clip, const std::stop_token &stop = {});
    std::size_t samples() const { return m_samples; }
    int sampleRate() const { return m_sampleRate; }
    double seconds() const { return m_sampleRate > 0 ? double(m_samples) / m_sampleRate : 0.0; }

    // Of the samples first … last-1, cut to what is there; {0, 0} when that is nothing. Long stretches are rounded
    // outwards to whole bins.
    Range between(std::size_t first, std::size_t last) const;

    engine::ClipPtr joined() const; // everything so far as one clip; null when there is nothing

private:
    struct Piece {
        engine::ClipPtr clip;
        std::size_t start = 0; // first sample, counted from the start of the wave
    };
    Range scan(std::size_t first, std::size_t last) const;

    static constexpr std::size_t kBin = 128; // samples
    std::vector<Piece> m_pieces;
    std::vector<Range> m_bins; // whole bins only
    std::size_t m_samples = 0;
    int m_sampleRate = 0;
};

} // namespace ui::shared
