// The waves of consecutive chunks become one, as a stream: what was handed out stays. The concatenation of all that was
// handed out is the finished wave. One thread at a time; 24 kHz.
//
// A pause that was asked for is exact whatever the joining: the chunk before it ends where it is last heard, the one
// behind it begins where it is first heard, both fade within 2 ms, and between the two are zeros. Heard is what comes
// within 31 dB of the loud moments (speechShape()), some 34 dB of the loudest 10 ms as in audio::Edges::AsTrained: a
// word's end goes on fading for some 50 ms below that, and would make the pause longer or shorter with how it is
// measured.
//
// Without a pause, Joining::AsUpstream is audio::Stitcher. Joining::Even takes the same cross-fade, with two limits:
//   - only what is silent overlaps, so that no word is faded into another;
//   - the silence that is left is between 0.9 and 1.3 times the median pause of the speech so far (of 0.15 s, where it
//     has not paused yet): longer ones are cut where both sides are silent, shorter ones get zeros.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "engine/audio/stitcher.h"
#include "engine/request.h"

namespace engine::audio {

class ChunkJoiner {
public:
    enum class Next { Chunk, Pause, Nothing };

    ChunkJoiner(Joining joining, int crossFadeSamples);

    // The samples that are final after this chunk. Of the sound nothing is held back but its silent end (Even) or the
    // length of the cross-fade (AsUpstream).
    std::vector<float> push(std::vector<float> wave, Next next);

    // Silence before the first chunk, or behind one that was pushed with Next::Pause.
    std::vector<float> pause(double seconds);

private:
    std::vector<float> join(std::vector<float> wave, bool last);
    void remember(const std::vector<std::size_t> &pauses);
    std::size_t gap(std::size_t silence) const;

    const Joining m_joining;
    const std::size_t m_crossFade;
    Stitcher m_stitcher;
    bool m_afterPause = false;
    bool m_open = false;              // a chunk came and its end is held back
    std::vector<float> m_tail;        // that silent end
    std::deque<std::size_t> m_pauses; // of the speech so far, the last of them
};

} // namespace engine::audio
