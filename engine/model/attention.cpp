#include "engine/model/attention.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "engine/model/attention_tiles.h"
#include "engine/model/operator_scope.h"

namespace engine::model {
namespace {

std::int64_t padded(std::int64_t frames) {
    return (frames + kTileColumns - 1) / kTileColumns * kTileColumns;
}

} // namespace

std::int64_t attentionRoom(std::int64_t frames, std::int64_t headDim) {
    return headDim * (padded(frames) + frames);
}

void attention(at::Tensor &out, const at::Tensor &qkv, at::Tensor &room, at::ScalarType matrix) {
    const OperatorScope scope("ishowtts::attention", qkv);
    const std::int64_t batch = qkv.size(0), n = qkv.size(1), heads = qkv.size(3), headDim = qkv.size(4);
    if (!qkv.is_cpu() || matrix != at::kFloat || !qkv.is_contiguous() || headDim % kTileColumns != 0) {
        const at::Tensor parts = qkv.to(matrix).permute({2, 0, 3, 1, 4}); // [3, b, heads, n, headDim]
        const at::Tensor y = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        out.copy_(y.transpose(1, 2).reshape({batch, n, heads * headDim}));
        return;
    }
    const AttentionShape shape{n, heads, headDim, padded(n)};
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
