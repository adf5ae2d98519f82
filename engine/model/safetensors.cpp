// Source of the format: huggingface/safetensors, README "Format" and safetensors/src/tensor.rs (what it refuses).

#include <algorithm>
#include <tuple>

#include "engine/json.h"
#include "engine/model/checkpoint_reader.h"

namespace engine::model {

namespace {

// Official readers allow 100 MB; F5's largest header has 40 kB, and what a header makes of memory is bounded by these.
constexpr std::uint64_t kLongestHeader = 4 << 20;
constexpr Json::Limits kHeaderLimits = {kLongestHeader, 4, 100000};

std::string quoted(const std::string &tensor) {
    return "the tensor \"" + shown(tensor) + "\"";
}

Dtype dtypeOf(const Json &entry, const std::string &tensor, const std::string &name) {
    const Json &written = entry["dtype"];
    if (!written.isString())
        throw damaged(name, quoted(tensor) + " has no dtype");
    for (const auto &[spelling, dtype] : kSafetensorsDtypes)
        if (spelling == written.string())
            return dtype;
    throw badInput(name + ": " + quoted(tensor) + " has the dtype \"" + shown(written.string()) +
                       "\", which is not supported.",
                   "Use a checkpoint in F32, F16 or BF16.");
}

std::vector<std::int64_t> shapeOf(const Json &entry, const std::string &tensor, const std::string &name) {
    const Json &written = entry["shape"];
    if (!written.isArray())
        throw damaged(name, quoted(tensor) + " has no shape");
    if (written.array().size() > kMostDimensions)
        throw damaged(name, quoted(tensor) + " has " + std::to_string(written.array().size()) +
                                " dimensions; at most " + std::to_string(kMostDimensions) + " are read");
    std::vector<std::int64_t> shape;
    for (const Json &extent : written.array()) {
        if (!extent.isInteger() || extent.number() < 0 || extent.number() > 0x1p62)
            throw damaged(name, quoted(tensor) + " has a shape with the extent " + shown(extent.dump()));
        shape.push_back(extent.integer());
    }
    return shape;
}

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    const std::string *tensor = nullptr;
};

Range rangeOf(const Json &entry, const std::string &tensor, std::uint64_t dataBytes, const std::string &name) {
    const Json &written = entry["data_offsets"];
    const auto isOffset = [](const Json &value) { return value.isInteger() && value.number() >= 0; };
    if (!written.isArray() || written.array().size() != 2 || !isOffset(written.array()[0]) ||
        !isOffset(written.array()[1]))
        throw damaged(name, quoted(tensor) + " has no pair of data_offsets");
    const Range range = {written.array()[0].unsignedInteger(), written.array()[1].unsignedInteger(), &tensor};
    if (range.begin > range.end)
        throw damaged(name, quoted(tensor) + " ends before it begins (data_offsets " + written.dump() + ")");
    if (range.end > dataBytes)
        throw damaged(name, quoted(tensor) + " ends at byte " + std::to_string(range.end) + " of the data, but only " +
                                std::to_string(dataBytes) + " bytes are there");
    return range;
}

// As the official reader: the tensors cover the data from its first to its last byte, without overlap or gap.
void checkCoverage(std::vector<Range> ranges, std::uint64_t dataBytes, const std::string &name) {
    std::sort(ranges.begin(), ranges.end(),
              [](const Range &a, const Range &b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
    std::uint64_t covered = 0;
    for (const Range &range : ranges) {
        if (range.begin < covered)
            throw damaged(name, quoted(*range.tensor) + " overlaps another tensor");
        if (range.begin > covered)
            throw damaged(name, "before " + quoted(*range.tensor) + " are " + std::to_string(range.begin - covered) +
                                    " bytes that belong to no tensor");
        covered = range.end;
    }
    if (covered != dataBytes)
        throw damaged(name, "after the last tensor are " + std::to_string(dataBytes - covered) +
                                " bytes that belong to no tensor");
}

std::map<std::string, std::string> metadataOf(const Json &written, const std::string &name) {
    if (!written.isObject())
        throw damaged(name, "__metadata__ is no object");
    std::map<std::string, std::string> metadata;
    for (const auto &[key, value] : written.object()) {
        if (!value.isString())
            throw damaged(name, "__metadata__ \"" + shown(key) + "\" is no text");
        metadata.emplace(key, value.string());
    }
    return metadata;
}

} // namespace

Checkpoint readSafetensors(Bytes file, const std::string &name) {
    if (file.size() < 8)
        throw damaged(name, "the file has only " + std::to_string(file.size()) + " bytes, too few for a header");
    const std::uint64_t headerBytes = numberAt<std::uint64_t>(file, 0);
    if (headerBytes > file.size() - 8)
        throw damaged(name, "the header is said to have " + std::to_string(headerBytes) + " bytes, but the file has " +
                                std::to_string(file.size()));
    if (headerBytes > kLongestHeader)
        throw damaged(name, "the header has " + std::to_string(headerBytes) + " bytes; at most " +
                                std::to_string(kLongestHeader) + " are read");
    const Bytes data = file.subspan(8 + std::size_t(headerBytes));
    const Json header =
        Json::parse(textIn(file.subspan(8, std::size_t(headerBytes))), name + " (header)", kHeaderLimits);
    if (!header.isObject())
        throw damaged(name, "the header is no JSON object");

    Checkpoint checkpoint;
    std::vector<Range> ranges;
    for (const auto &[tensor, entry] : header.object()) {
        if (tensor == "__metadata__") {
            checkpoint.metadata = metadataOf(entry, name);
            continue;
        }
        if (!entry.isObject())
            throw damaged(name, "the entry of " + quoted(tensor) + " is no object");
        TensorView view;
        view.dtype = dtypeOf(entry, tensor, name);
        view.shape = shapeOf(entry, tensor, name);
        const Range range = rangeOf(entry, tensor, data.size(), name);
        const auto wanted = byteCount(view.shape, view.dtype);
        if (!wanted)
            throw damaged(name, quoted(tensor) + " has a shape whose size overflows: " + shown(entry["shape"].dump()));
        if (*wanted != range.end - range.begin)
            throw damaged(name, quoted(tensor) + " needs " + std::to_string(*wanted) + " bytes by its shape, but has " +
                                    std::to_string(range.end - range.begin));
        view.bytes = data.subspan(std::size_t(range.begin), std::size_t(range.end - range.begin));
        ranges.push_back(range);
        checkpoint.tensors.emplace(tensor, std::move(view));
    }
    checkCoverage(std::move(ranges), data.size(), name);
    if (checkpoint.tensors.empty())
        throw damaged(name, "the file holds no tensors");
    return checkpoint;
}

} // namespace engine::model
