// Attention of one head over plain memory, without LibTorch; see attention.h. Compiled for finite
// numbers only.
#pragma once

#include <cstdint>

#include "engine/model/vector_tile.h"

namespace engine::model {

inline constexpr int kRowGroups = 4; // a strip of keys or values stays in the first-level cache for so many tiles
inline constexpr std::int64_t kQueriesPerTask = kRowGroups * kTileRows;

struct AttentionShape {
    std::int64_t frames, heads, headDim;
    std::int64_t paddedFrames; // a multiple of the tile's columns
    std::int64_t row() const { return 3 * heads * headDim; }
};

// One head in strips 16 wide: keys [paddedFrames / 16][headDim][16 frames], values [headDim / 16][frames][16 channels].
void packHead(const float *qkv, const AttentionShape &shape, float *keys, float *values);

// Up to kQueriesPerTask queries of one head; `query` and `out` point at the head's channels of the first of them, and
// `scores` has room for kQueriesPerTask · paddedFrames floats.
void attendQueries(const float *query, const AttentionShape &shape, const float *keys, const float *values,
                   std::int64_t count, float *scores, float *out);

} // namespace engine::model
