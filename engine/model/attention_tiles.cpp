#include "engine/model/attention_tiles.h"

#include <cmath>
#include <cstring>

#include "engine/model/fast_exp.h"
#include "engine/model/vector_tile.h"

namespace engine::model {
namespace {

template <int Rows>
__attribute__((always_inline)) inline void scoreTile(const float *query, const AttentionShape &shape,
                                                     const float *strip, float *scores) {
    Vector8 sums[Rows][2];
    clearTile<Rows>(sums);
    multiplyTile<Rows>(query, shape.row(), 1, strip, kTileColumns, shape.headDim, sums);
    for (int r = 0; r < Rows; ++r)
        std::memcpy(scores + r * shape.paddedFrames, sums[r], sizeof sums[r]);
}

template <int Rows>
__attribute__((always_inline)) inline void mixTile(const float *scores, const AttentionShape &shape, const float *strip,
                                                   const float *inverse, float *out) {
    Vector8 sums[Rows][2];
    clearTile<Rows>(sums);
    multiplyTile<Rows>(scores, shape.paddedFrames, 1, strip, kTileColumns, shape.frames, sums);
    for (int r = 0; r < Rows; ++r) {
        sums[r][0] *= inverse[r];
        sums[r][1] *= inverse[r];
        std::memcpy(out + r * shape.heads * shape.headDim, sums[r], sizeof sums[r]);
    }
}

// Scores to e^(score - highest) in place; returns 1 / their sum.
__attribute__((always_inline)) inline float exponentials(float *s, std::int64_t frames, float scale) {
    float highest = s[0];
#pragma omp simd reduction(max : highest)
    for (std::int64_t t = 0; t < frames; ++t)
        highest = s[t] > highest ? s[t] : highest;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t t = 0; t < frames; ++t) {
        s[t] = fastExp((s[t] - highest) * scale);
        sum += s[t];
    }
    return 1.0F / sum;
}

} // namespace

ISHOWTTS_VECTOR_CLONES
void packHead(const float *qkv, const AttentionShape &shape, float *keys, float *values) {
    for (std::int64_t t = 0; t < shape.paddedFrames; ++t) {
        float *column = keys + t / kTileColumns * shape.headDim * kTileColumns + t % kTileColumns;
        if (t >= shape.frames) {
            for (std::int64_t c = 0; c < shape.headDim; ++c)
                column[c * kTileColumns] = 0.0F;
            continue;
        }
        const float *key = qkv + t * shape.row() + shape.heads * shape.headDim;
        const float *value = key + shape.heads * shape.headDim;
        for (std::int64_t c = 0; c < shape.headDim; ++c)
            column[c * kTileColumns] = key[c];
        for (std::int64_t c = 0; c < shape.headDim; c += kTileColumns)
            std::memcpy(values + (c * shape.frames + t * kTileColumns), value + c, kTileColumns * sizeof(float));
    }
}

ISHOWTTS_VECTOR_CLONES
void attendQueries(const float *query, const AttentionShape &shape, const float *keys, const float *values,
                   std::int64_t count, float *scores, float *out) {
    const std::int64_t whole = count / kTileRows * kTileRows, outRow = shape.heads * shape.headDim;
    for (std::int64_t t = 0; t < shape.paddedFrames; t += kTileColumns) {
        const float *strip = keys + t * shape.headDim;
        for (std::int64_t r = 0; r < whole; r += kTileRows)
            scoreTile<kTileRows>(query + r * shape.row(), shape, strip, scores + r * shape.paddedFrames + t);
        for (std::int64_t r = whole; r < count; ++r)
            scoreTile<1>(query + r * shape.row(), shape, strip, scores + r * shape.paddedFrames + t);
    }
    const float scale = 1.0F / std::sqrt(float(shape.headDim));
    float inverse[kQueriesPerTask];
    for (std::int64_t r = 0; r < count; ++r)
        inverse[r] = exponentials(scores + r * shape.paddedFrames, shape.frames, scale);
    for (std::int64_t c = 0; c < shape.headDim; c += kTileColumns) {
        const float *strip = values + c * shape.frames;
        for (std::int64_t r = 0; r < whole; r += kTileRows)
            mixTile<kTileRows>(scores + r * shape.paddedFrames, shape, strip, inverse + r, out + r * outRow + c);
        for (std::int64_t r = whole; r < count; ++r)
            mixTile<1>(scores + r * shape.paddedFrames, shape, strip, inverse + r, out + r * outRow + c);
    }
}

} // namespace engine::model
