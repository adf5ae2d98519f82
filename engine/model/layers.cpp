#include "engine/model/layers.h"

#include <cmath>
#include <cstring>
#include <sstream>

#include "engine/error.h"
#include "engine/model/mapped_file.h"

namespace engine::model {
namespace {

at::ScalarType scalarType(Dtype dtype) {
    switch (dtype) {
    case Dtype::F64:
        return at::kDouble;
    case Dtype::F32:
        return at::kFloat;
    case Dtype::F16:
        return at::kHalf;
    case Dtype::BF16:
        return at::kBFloat16;
    case Dtype::I64:
        return at::kLong;
    case Dtype::I32:
        return at::kInt;
    case Dtype::I16:
        return at::kShort;
    case Dtype::I8:
        return at::kChar;
    case Dtype::U8:
        return at::kByte;
    case Dtype::Bool:
        return at::kBool;
    }
    return at::kFloat;
}

std::string text(const std::vector<std::int64_t> &shape) {
    std::ostringstream out;
    out << "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        out << (i ? ", " : "") << (shape[i] < 0 ? std::string("any") : std::to_string(shape[i]));
    out << "]";
    return out.str();
}

} // namespace

at::Tensor WeightSource::exact(const std::string &name, const std::vector<std::int64_t> &shape) const {
    const std::string full = m_prefix + name;
    const TensorView &view = m_weights.at(full);
    bool fits = view.shape.size() == shape.size();
    for (std::size_t i = 0; fits && i < shape.size(); ++i)
        fits = shape[i] < 0 || shape[i] == view.shape[i];
    if (!fits)
        throw badInput(m_weights.file().string() + ": the tensor " + full + " has the shape " + text(view.shape) +
                           " where " + text(shape) + " is expected.",
                       "This is no F5-TTS checkpoint of a known form, or its configuration belongs to another one.");
    requireFinite(view, full, m_weights.file());
    // The bytes may be unaligned, so they are copied before they are looked at as numbers.
    at::Tensor raw = at::empty(view.shape, scalarType(view.dtype));
    if (!view.bytes.empty())
        std::memcpy(raw.data_ptr(), view.bytes.data(), view.bytes.size());
    letGo(view.bytes); // else a model would be in memory twice while it is loaded
    return raw.to(at::kFloat).to(m_arithmetic.device);
}

at::Tensor WeightSource::tensor(const std::string &name, const std::vector<std::int64_t> &shape) const {
    const at::Tensor result = exact(name, shape);
    return m_arithmetic.roundWeightsToBf16 ? result.to(at::kBFloat16).to(at::kFloat) : result;
}

at::Tensor WeightSource::matrix(const std::string &name, const std::vector<std::int64_t> &shape) const {
    return tensor(name, shape).to(m_arithmetic.matrix);
}

std::int64_t WeightSource::extent(const std::string &name) const {
    const std::vector<std::int64_t> &shape = m_weights.at(m_prefix + name).shape;
    if (shape.empty() || shape.front() < 1)
        throw badInput(m_weights.file().string() + ": the tensor " + m_prefix + name + " has the shape " + text(shape) +
                           ", which tells no size.",
                       "This is no F5-TTS checkpoint of a known form.");
    return shape.front();
}

bool WeightSource::contains(const std::string &name) const {
    return m_weights.contains(m_prefix + name);
}

std::int64_t WeightSource::elements() const {
    std::int64_t total = 0;
    for (const auto &[name, view] : m_weights.tensors())
        if (name.starts_with(m_prefix))
            total += std::int64_t(view.bytes.size() / bytesPerElement(view.dtype));
    return total;
}

Linear WeightSource::linear(const std::string &name, std::int64_t in, std::int64_t out) const {
    return {matrix(name + ".weight", {out, in}), matrix(name + ".bias", {out})};
}

LayerNorm::LayerNorm(const WeightSource &source, const std::string &name, std::int64_t dim)
    : weight(source.tensor(name + ".weight", {dim})), bias(source.tensor(name + ".bias", {dim})) {}

at::Tensor LayerNorm::operator()(const at::Tensor &x) const {
    return at::layer_norm(x, {x.size(-1)}, weight, bias, 1e-6);
}

DepthwiseConv::DepthwiseConv(const WeightSource &source, const std::string &name, std::int64_t dim)
    : weight(source.tensor(name + ".weight", {dim, 1, 7})), bias(source.tensor(name + ".bias", {dim})) {}

at::Tensor DepthwiseConv::operator()(const at::Tensor &x) const {
    return at::conv1d(x.transpose(1, 2), weight, bias, 1, 3, 1, x.size(-1)).transpose(1, 2);
}

ConvNeXtV2Block::ConvNeXtV2Block(const WeightSource &source, std::int64_t dim)
    : dwconv(source, "dwconv", dim), norm(source, "norm", dim) {
    const std::int64_t inner = source.extent("pwconv1.bias");
    pwconv1 = source.linear("pwconv1", dim, inner);
    pwconv2 = source.linear("pwconv2", inner, dim);
    grnGamma = source.tensor("grn.gamma", {1, 1, inner});
    grnBeta = source.tensor("grn.beta", {1, 1, inner});
}

at::Tensor ConvNeXtV2Block::operator()(const at::Tensor &x) const {
    at::Tensor h = at::gelu(pwconv1(norm(dwconv(x))));
    const at::Tensor energy = at::norm(h, at::Scalar(2), {1}, true);       // over time
    const at::Tensor relative = energy / (energy.mean({-1}, true) + 1e-6); // over channels
    h = grnGamma * (h * relative) + grnBeta + h;
    return x + pwconv2(h);
}

ConvPositionEmbedding::ConvPositionEmbedding(const WeightSource &source, std::int64_t dim) {
    constexpr std::int64_t kGroups = 16;
    if (dim % kGroups != 0)
        throw badInput(source.file() + ": the model's width " + std::to_string(dim) + " is no multiple of 16.",
                       "This is no F5-TTS checkpoint of a known form.");
    const char *names[2] = {"conv1d.0", "conv1d.2"};
    for (int i = 0; i < 2; ++i)
        conv[i] = PositionConv(source.matrix(std::string(names[i]) + ".weight", {dim, dim / kGroups, 31}),
                               source.matrix(std::string(names[i]) + ".bias", {dim}), kGroups);
}

at::Tensor ConvPositionEmbedding::operator()(const at::Tensor &x) const {
    return conv[1](conv[0](x));
}

TimestepEmbedding::TimestepEmbedding(const WeightSource &source, std::int64_t dim) {
    weight[0] = source.tensor("time_mlp.0.weight", {dim, 256});
    bias[0] = source.tensor("time_mlp.0.bias", {dim});
    weight[1] = source.tensor("time_mlp.2.weight", {dim, dim});
    bias[1] = source.tensor("time_mlp.2.bias", {dim});
}

at::Tensor TimestepEmbedding::operator()(const at::Tensor &times) const {
    constexpr int kHalf = 128;
    const at::Tensor rate = at::exp(at::arange(kHalf, at::TensorOptions(at::kFloat).device(times.device())) *
                                    (-std::log(10000.0) / (kHalf - 1)));
    const at::Tensor angle = 1000.0 * times.unsqueeze(1) * rate.unsqueeze(0);
    const at::Tensor wave = at::cat({angle.sin(), angle.cos()}, -1);
    return at::linear(at::silu(at::linear(wave, weight[0], bias[0])), weight[1], bias[1]);
}

} // namespace engine::model
