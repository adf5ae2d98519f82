#include "engine/model/attention.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/model/fast_exp.h"
#include "engine/model/vector_tile.h"

namespace engine::model {
namespace {

constexpr std::int64_t kQueriesPerTask = 4 * kTileRows;

struct Shape {
    std::int64_t frames, heads, headDim;
    std::int64_t paddedFrames; // a multiple of the tile's columns
};

// One head: keys transposed [headDim, paddedFrames], values [frames, headDim].
ISHOWTTS_VECTOR_CLONES
void packHead(const float *qkv, const Shape &shape, float *keys, float *values) {
    const std::int64_t row = 3 * shape.heads * shape.headDim;
    for (std::int64_t t = 0; t < shape.frames; ++t) {
        const float *key = qkv + t * row + shape.heads * shape.headDim;
        const float *value = key + shape.heads * shape.headDim;
        for (std::int64_t c = 0; c < shape.headDim; ++c)
            keys[c * shape.paddedFrames + t] = key[c];
        std::copy_n(value, shape.headDim, values + t * shape.headDim);
    }
    for (std::int64_t c = 0; c < shape.headDim; ++c)
        std::fill(keys + c * shape.paddedFrames + shape.frames, keys + (c + 1) * shape.paddedFrames, 0.0F);
}

template <int Rows>
__attribute__((always_inline)) inline void attendRows(const float *query, const Shape &shape, const float *keys,
                                                      const float *values, float *scores, float *out) {
    const std::int64_t row = 3 * shape.heads * shape.headDim;
    const float scale = 1.0F / std::sqrt(float(shape.headDim));
    for (std::int64_t t = 0; t < shape.paddedFrames; t += kTileColumns) {
        Vector8 sums[Rows][2] = {};
        multiplyTile<Rows>(query, row, 1, keys + t, shape.paddedFrames, shape.headDim, sums);
        for (int r = 0; r < Rows; ++r)
            std::memcpy(scores + r * shape.paddedFrames + t, sums[r], sizeof sums[r]);
    }
    float inverse[Rows];
    for (int r = 0; r < Rows; ++r) {
        float *s = scores + r * shape.paddedFrames;
        float highest = s[0];
#pragma omp simd reduction(max : highest)
        for (std::int64_t t = 0; t < shape.frames; ++t)
            highest = s[t] > highest ? s[t] : highest;
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t t = 0; t < shape.frames; ++t) {
            s[t] = fastExp((s[t] - highest) * scale);
            sum += s[t];
        }
        inverse[r] = 1.0F / sum;
    }
    for (std::int64_t c = 0; c < shape.headDim; c += kTileColumns) {
        Vector8 sums[Rows][2] = {};
        multiplyTile<Rows>(scores, shape.paddedFrames, 1, values + c, shape.headDim, shape.frames, sums);
        for (int r = 0; r < Rows; ++r) {
            sums[r][0] *= inverse[r];
            sums[r][1] *= inverse[r];
            std::memcpy(out + r * shape.heads * shape.headDim + c, sums[r], sizeof sums[r]);
        }
    }
}

// Queries from `begin` to `end` of one head; `qkv` and `out` point at the head's channels in frame 0.
ISHOWTTS_VECTOR_CLONES
void attendQueries(const float *qkv, const Shape &shape, const float *keys, const float *values, std::int64_t begin,
                   std::int64_t end, float *scores, float *out) {
    const std::int64_t row = 3 * shape.heads * shape.headDim, outRow = shape.heads * shape.headDim;
    std::int64_t t = begin;
    for (; t + kTileRows <= end; t += kTileRows)
        attendRows<kTileRows>(qkv + t * row, shape, keys, values, scores, out + t * outRow);
    for (; t < end; ++t)
        attendRows<1>(qkv + t * row, shape, keys, values, scores, out + t * outRow);
}

} // namespace

at::Tensor attention(const at::Tensor &qkv, at::ScalarType matrix) {
    const std::int64_t batch = qkv.size(0), n = qkv.size(1), heads = qkv.size(3), headDim = qkv.size(4);
    if (!qkv.is_cpu() || matrix != at::kFloat || !qkv.is_contiguous() || headDim % kTileColumns != 0) {
        const at::Tensor parts = qkv.to(matrix).permute({2, 0, 3, 1, 4}); // [3, b, heads, n, headDim]
        const at::Tensor y = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return y.transpose(1, 2).reshape({batch, n, heads * headDim}).to(at::kFloat);
    }
    const Shape shape{n, heads, headDim, (n + kTileColumns - 1) / kTileColumns * kTileColumns};
    const std::int64_t keySize = headDim * shape.paddedFrames, valueSize = n * headDim, all = batch * heads;
    const at::Tensor keys = at::empty({all, keySize}, at::kFloat), values = at::empty({all, valueSize}, at::kFloat);
    at::Tensor result = at::empty({batch, n, heads * headDim}, at::kFloat);
    const float *in = qkv.const_data_ptr<float>();
    float *k = keys.data_ptr<float>(), *v = values.data_ptr<float>(), *out = result.data_ptr<float>();
    const auto channels = [&](std::int64_t head) {
        return in + (head / heads) * n * 3 * heads * headDim + (head % heads) * headDim;
    };
    at::parallel_for(0, all, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t head = begin; head < end; ++head)
            packHead(channels(head), shape, k + head * keySize, v + head * valueSize);
    });
    const std::int64_t tasks = (n + kQueriesPerTask - 1) / kQueriesPerTask;
    at::parallel_for(0, all * tasks, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scores(std::size_t(kTileRows * shape.paddedFrames));
        for (std::int64_t task = begin; task < end; ++task) {
            const std::int64_t head = task / tasks, from = task % tasks * kQueriesPerTask;
            attendQueries(channels(head), shape, k + head * keySize, v + head * valueSize, from,
                          std::min(n, from + kQueriesPerTask), scores.data(),
                          out + (head / heads) * n * heads * headDim + (head % heads) * headDim);
        }
    });
    return result;
}

} // namespace engine::model
