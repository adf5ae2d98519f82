#include <algorithm>

#include "engine/json.h"
#include "engine/model/checkpoint_reader.h"
#include "engine/replacing_file.h"

namespace engine::model {

namespace fs = std::filesystem;

namespace {

std::string spellingOf(Dtype wanted) {
    for (const auto &[spelling, dtype] : kSafetensorsDtypes)
        if (dtype == wanted)
            return std::string(spelling);
    return {};
}

std::string headerOf(const std::vector<const TensorToWrite *> &tensors,
                     const std::map<std::string, std::string> &metadata) {
    Json::Object header;
    if (!metadata.empty())
        header["__metadata__"] = Json(Json::Object(metadata.begin(), metadata.end()));
    std::uint64_t position = 0;
    for (const TensorToWrite *tensor : tensors) {
        const std::uint64_t end = position + tensor->bytes.size();
        Json::Array shape(tensor->shape.begin(), tensor->shape.end());
        const bool fresh = header
                               .emplace(tensor->name, Json(Json::Object{{"dtype", spellingOf(tensor->dtype)},
                                                                        {"shape", Json(std::move(shape))},
                                                                        {"data_offsets", Json::Array{position, end}}}))
                               .second;
        if (!fresh || byteCount(tensor->shape, tensor->dtype) != tensor->bytes.size())
            throw badInput("The tensor \"" + shown(tensor->name) + "\" cannot be written: " +
                               (fresh ? "its bytes do not fit its shape." : "its name stands twice."),
                           "Report this as an error of the program.");
        position = end;
    }
    std::string text = Json(std::move(header)).dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // the data starts at a multiple of eight
    return text;
}

} // namespace

void writeSafetensors(const fs::path &file, const std::vector<TensorToWrite> &tensors,
                      const std::map<std::string, std::string> &metadata) {
    // Large elements first, so that every tensor is aligned to its element.
    std::vector<const TensorToWrite *> ordered;
    for (const TensorToWrite &tensor : tensors)
        ordered.push_back(&tensor);
    std::stable_sort(ordered.begin(), ordered.end(), [](const TensorToWrite *a, const TensorToWrite *b) {
        return bytesPerElement(a->dtype) > bytesPerElement(b->dtype);
    });
    const std::string header = headerOf(ordered, metadata);
    const std::uint64_t headerBytes = header.size();
    std::vector<Bytes> parts = {std::as_bytes(std::span(&headerBytes, 1)), std::as_bytes(std::span(header))};
    for (const TensorToWrite *tensor : ordered)
        parts.push_back(tensor->bytes);
    replaceFile(file, parts);
}

} // namespace engine::model
