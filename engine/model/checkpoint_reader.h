// What weights.cpp and the readers of the two formats share. Nobody else includes this.
// The readers get the whole file as bytes and give views into it. `name` stands in the messages of their errors.
#pragma once

#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/error.h"
#include "engine/model/weights.h"

namespace engine::model {

using Bytes = std::span<const std::byte>;

inline constexpr std::size_t kMostDimensions = 16;

struct Checkpoint {
    std::map<std::string, TensorView> tensors;
    std::map<std::string, std::string> metadata;
};

Checkpoint readSafetensors(Bytes file, const std::string &name);
Checkpoint readTorchZip(Bytes file, const std::string &name);

// How safetensors spells the types.
inline constexpr std::array<std::pair<std::string_view, Dtype>, 10> kSafetensorsDtypes = {{{"F64", Dtype::F64},
                                                                                           {"F32", Dtype::F32},
                                                                                           {"F16", Dtype::F16},
                                                                                           {"BF16", Dtype::BF16},
                                                                                           {"I64", Dtype::I64},
                                                                                           {"I32", Dtype::I32},
                                                                                           {"I16", Dtype::I16},
                                                                                           {"I8", Dtype::I8},
                                                                                           {"U8", Dtype::U8},
                                                                                           {"BOOL", Dtype::Bool}}};

// Product of the extents times the element's size; nothing when an extent is negative or the product overflows.
std::optional<std::uint64_t> byteCount(const std::vector<std::int64_t> &shape, Dtype dtype);

// A little-endian number; the caller has checked that its bytes are there.
template <typename T> T numberAt(Bytes bytes, std::size_t position) {
    T value;
    std::memcpy(&value, bytes.data() + position, sizeof value);
    return value;
}

inline std::string_view textIn(Bytes bytes) {
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

// A name from the file as a message shows it: short, in one line, without control characters.
std::string shown(std::string_view name);

inline Error damaged(const std::string &name, const std::string &what) {
    return badInput(name + ": " + what + ".",
                    "The file is damaged or was not made by F5-TTS: download or export it again.");
}

} // namespace engine::model
