#include "engine/model/attention.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/model/fast_exp.h"
#include "engine/model/vector_tile.h"

namespace engine::model {
namespace {

constexpr int kRowGroups = 4; // a strip of keys or values stays in the first-level cache for so many tiles
constexpr std::int64_t kQueriesPerTask = kRowGroups * kTileRows;

struct Shape {
    std::int64_t frames, heads, headDim;
    std::int64_t paddedFrames; // a multiple of the tile's columns
    std::int64_t row() const { return 3 * heads * headDim; }
};

// One head in strips 16 wide: keys [paddedFrames / 16][headDim][16 frames], values [headDim / 16][frames][16 channels].
ISHOWTTS_VECTOR_CLONES
void packHead(const float *qkv, const Shape &shape, float *keys, float *values) {
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

template <int Rows>
__attribute__((always_inline)) inline void scoreTile(const float *query, const Shape &shape, const float *strip,
                                                     float *scores) {
    Vector8 sums[Rows][2];
    clearTile<Rows>(sums);
    multiplyTile<Rows>(query, shape.row(), 1, strip, kTileColumns, shape.headDim, sums);
    for (int r = 0; r < Rows; ++r)
        std::memcpy(scores + r * shape.paddedFrames, sums[r], sizeof sums[r]);
}

template <int Rows>
__attribute__((always_inline)) inline void mixTile(const float *scores, const Shape &shape, const float *strip,
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

// Up to kQueriesPerTask queries of one head; `query` and `out` point at the head's channels of the first of them.
ISHOWTTS_VECTOR_CLONES
void attendQueries(const float *query, const Shape &shape, const float *keys, const float *values, std::int64_t count,
                   float *scores, float *out) {
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

std::int64_t padded(std::int64_t frames) {
    return (frames + kTileColumns - 1) / kTileColumns * kTileColumns;
}

} // namespace

std::int64_t attentionRoom(std::int64_t frames, std::int64_t headDim) {
    return headDim * (padded(frames) + frames);
}

void attention(at::Tensor &out, const at::Tensor &qkv, at::Tensor &room, at::ScalarType matrix) {
    const std::int64_t batch = qkv.size(0), n = qkv.size(1), heads = qkv.size(3), headDim = qkv.size(4);
    if (!qkv.is_cpu() || matrix != at::kFloat || !qkv.is_contiguous() || headDim % kTileColumns != 0) {
        const at::Tensor parts = qkv.to(matrix).permute({2, 0, 3, 1, 4}); // [3, b, heads, n, headDim]
        const at::Tensor y = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        out.copy_(y.transpose(1, 2).reshape({batch, n, heads * headDim}));
        return;
    }
    const Shape shape{n, heads, headDim, padded(n)};
    const std::int64_t perHead = attentionRoom(n, headDim), all = batch * heads;
    const float *in = qkv.const_data_ptr<float>();
    float *packed = room.data_ptr<float>(), *result = out.data_ptr<float>();
    const auto keys = [&](std::int64_t head) { return packed + head * perHead; };
    const auto values = [&](std::int64_t head) { return keys(head) + headDim * shape.paddedFrames; };
    const auto channels = [&](std::int64_t head) {
        return in + (head / heads) * n * shape.row() + (head % heads) * headDim;
    };
    at::parallel_for(0, all, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t head = begin; head < end; ++head)
            packHead(channels(head), shape, keys(head), values(head));
    });
    const std::int64_t tasks = (n + kQueriesPerTask - 1) / kQueriesPerTask;
    at::parallel_for(0, all * tasks, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scores(std::size_t(kQueriesPerTask * shape.paddedFrames));
        for (std::int64_t task = begin; task < end; ++task) {
            const std::int64_t head = task / tasks, from = task % tasks * kQueriesPerTask;
            attendQueries(channels(head) + from * shape.row(), shape, keys(head), values(head),
                          std::min(n - from, kQueriesPerTask), scores.data(),
                          result + ((head / heads) * n + from) * heads * headDim + (head % heads) * headDim);
        }
    });
}

} // namespace engine::model
