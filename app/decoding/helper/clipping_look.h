// What is cut off in each channel of a sound, at the rate of its file: mixed down, or at another rate, flat tops are
// flat no more.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "app/decoding/wire.h"
#include "engine/clip.h"

namespace decode {

class ClippingLook {
public:
    using Tell = std::function<void(std::span<const app::decoding::wire::Clipped>)>; // never empty, ascending

    // Looks at pieces of ten seconds, shorter where there are very many channels; each has a highest and a lowest
    // sample of its own.
    explicit ClippingLook(Tell tell) : m_tell(std::move(tell)) {}

    void begin(int rate);
    // Interleaved, at the rate of begin(); how many channels there are may change on the way.
    void add(std::span<const float> frames, int channels);
    void finish(); // what is left of the last piece

private:
    void tellPiece();

    const Tell m_tell;
    int m_rate = 0;
    std::uint64_t m_from = 0;             // frames before this piece
    std::int64_t m_lastStep = -1;         // that was told
    std::vector<engine::Clip> m_channels; // of this piece
};

} // namespace decode
