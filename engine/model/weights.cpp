#include "engine/model/weights.h"

#include <cmath>
#include <limits>
#include <optional>

#include "engine/model/checkpoint_reader.h"
#include "engine/model/mapped_file.h"
#include "engine/utf8.h"

namespace engine::model {

namespace {

bool startsWith(Bytes file, std::string_view magic) {
    return textIn(file).substr(0, magic.size()) == magic;
}

// Eight bytes of length, far below 2^40, then the header's brace.
bool looksLikeSafetensors(Bytes file) {
    return file.size() > 8 && textIn(file)[8] == '{' && numberAt<std::uint64_t>(file, 0) < (std::uint64_t(1) << 40);
}

// What people really put in place of a checkpoint, so that the message can name it.
std::string describe(Bytes file) {
    if (startsWith(file, "version https://git-lfs"))
        return "a Git LFS pointer, not the file itself; fetch it with `git lfs pull`";
    if (startsWith(file, "<!DOCTYPE") || startsWith(file, "<!doctype") || startsWith(file, "<html"))
        return "a web page; the download did not give the file itself";
    if (startsWith(file, "GGUF"))
        return "a GGUF file";
    if (startsWith(file, "\x89HDF"))
        return "an HDF5 file";
    if (startsWith(file, "\x1F\x8B") || startsWith(file, "BZh") ||
        startsWith(file, "\xFD"
                         "7zXZ") ||
        startsWith(file, "\x28\xB5\x2F\xFD"))
        return "a compressed file; unpack it first";
    return "of no known format";
}

Checkpoint readAny(Bytes file, const std::filesystem::path &path) {
    const std::string name = path.string();
    if (looksLikeSafetensors(file))
        return readSafetensors(file, name);
    if (startsWith(file, "PK\x03\x04"))
        return readTorchZip(file, name);
    const bool pickle = file.size() > 1 && file[0] == std::byte(0x80) && file[1] <= std::byte(5);
    const bool tar = file.size() > 262 && textIn(file).substr(257, 5) == "ustar";
    if (pickle || tar)
        throw badInput(name + " is a torch checkpoint of the old form, before torch 1.6, which is not read.",
                       "Re-save it with torch 1.6 or newer, or better as safetensors.");
    if (path.extension() == ".safetensors" && describe(file) == "of no known format")
        return readSafetensors(file, name); // its message says what is wrong
    throw badInput(name + " is no checkpoint: it is " + describe(file) + ".",
                   "Use a .safetensors file or a .pt file that torch 1.6 or newer wrote.");
}

template <typename Word, Word exponent> std::size_t firstNotFinite(Bytes bytes) {
    constexpr std::size_t block = 4096; // without a branch per element inside, so that the compiler uses vectors
    const std::size_t count = bytes.size() / sizeof(Word);
    for (std::size_t start = 0; start < count; start += block) {
        const std::size_t end = std::min(count, start + block);
        unsigned found = 0;
        for (std::size_t i = start; i < end; ++i)
            found |= unsigned((numberAt<Word>(bytes, i * sizeof(Word)) & exponent) == exponent);
        for (std::size_t i = start; found && i < end; ++i)
            if ((numberAt<Word>(bytes, i * sizeof(Word)) & exponent) == exponent)
                return i;
    }
    return count;
}

} // namespace

std::size_t bytesPerElement(Dtype dtype) {
    switch (dtype) {
    case Dtype::F64:
    case Dtype::I64:
        return 8;
    case Dtype::F32:
    case Dtype::I32:
        return 4;
    case Dtype::F16:
    case Dtype::BF16:
    case Dtype::I16:
        return 2;
    case Dtype::I8:
    case Dtype::U8:
    case Dtype::Bool:
        return 1;
    }
    return 1;
}

std::optional<std::uint64_t> byteCount(const std::vector<std::int64_t> &shape, Dtype dtype) {
    std::uint64_t bytes = bytesPerElement(dtype);
    bool empty = false;
    for (const std::int64_t extent : shape) {
        if (extent < 0)
            return std::nullopt;
        empty = empty || extent == 0;
        if (extent > 0 && __builtin_mul_overflow(bytes, std::uint64_t(extent), &bytes))
            return std::nullopt;
    }
    // The product fits a signed number even where an empty axis hides the others.
    if (bytes > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        return std::nullopt;
    return empty ? 0 : bytes;
}

std::string shown(std::string_view name) {
    constexpr std::size_t longest = 100;
    std::string text;
    for (std::size_t i = 0; i < name.size() && text.size() < longest;) {
        const Utf8Char c = decodeUtf8(name, i);
        if (c.bytes == 0 || c.codePoint < 0x20 || c.codePoint == 0x7F)
            text += '?';
        else
            text.append(name, i, c.bytes);
        i += c.bytes == 0 ? 1 : c.bytes;
    }
    return text.size() >= longest ? text + "…" : text;
}

Weights Weights::open(const std::filesystem::path &file) {
    const auto mapping = std::make_shared<const MappedFile>(file);
    Checkpoint checkpoint = readAny(mapping->bytes(), file);
    Weights weights;
    weights.m_file = file;
    weights.m_mapping = mapping;
    weights.m_tensors = std::move(checkpoint.tensors);
    weights.m_metadata = std::move(checkpoint.metadata);
    return weights;
}

const TensorView &Weights::at(const std::string &name) const {
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end())
        throw badInput(m_file.string() + " has no tensor \"" + name + "\".",
                       "Use a checkpoint of F5-TTS (or of Vocos, for the vocoder).");
    return found->second;
}

std::string ditPrefix(const Weights &weights) {
    for (const char *prefix : {"ema_model.transformer.", "transformer.", "ema_model.module.transformer.", ""})
        if (weights.contains(std::string(prefix) + "proj_out.weight"))
            return prefix;
    throw badInput(weights.file().string() + " holds no F5-TTS model: the tensor proj_out.weight is missing.",
                   "Choose a checkpoint of F5-TTS (DiT); vocoders and other models cannot speak by themselves.");
}

void requireFinite(const TensorView &tensor, const std::string &name, const std::filesystem::path &file) {
    std::size_t element = 0;
    switch (tensor.dtype) {
    case Dtype::F64:
        element = firstNotFinite<std::uint64_t, 0x7FF0000000000000>(tensor.bytes);
        break;
    case Dtype::F32:
        element = firstNotFinite<std::uint32_t, 0x7F800000>(tensor.bytes);
        break;
    case Dtype::F16:
        element = firstNotFinite<std::uint16_t, 0x7C00>(tensor.bytes);
        break;
    case Dtype::BF16:
        element = firstNotFinite<std::uint16_t, 0x7F80>(tensor.bytes);
        break;
    default:
        return;
    }
    if (element < tensor.bytes.size() / bytesPerElement(tensor.dtype))
        throw badInput(file.string() + ": the tensor \"" + shown(name) + "\" holds infinity or not-a-number (element " +
                           std::to_string(element) + ").",
                       "The weights are damaged, by training or on the way: use another checkpoint.");
}

} // namespace engine::model
