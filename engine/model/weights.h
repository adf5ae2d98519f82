// The tensors of a checkpoint file, read by our own code: an untrusted file never reaches LibTorch's unpickler.
// Formats: safetensors; torch zip (.pt, .bin: stored entries only, pickle opcodes from an allow-list).
// Every number is checked against the file before it is used; the file is mapped, not copied.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace engine::model {

enum class Dtype { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };
std::size_t bytesPerElement(Dtype dtype);

struct TensorView {
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;    // every extent ≥ 0, product checked against overflow
    std::span<const std::byte> bytes;   // contiguous, exactly product(shape) × bytesPerElement; may be unaligned
};

class Weights {
public:
    // By content, not by name of the file. Error(BadInput) says what is wrong with the file.
    static Weights open(const std::filesystem::path &file);

    const std::map<std::string, TensorView> &tensors() const { return m_tensors; }
    bool contains(const std::string &name) const { return m_tensors.count(name) != 0; }
    const TensorView &at(const std::string &name) const; // Error(BadInput) naming the file and the tensor
    const std::map<std::string, std::string> &metadata() const { return m_metadata; } // safetensors __metadata__
    const std::filesystem::path &file() const { return m_file; }

private:
    friend class SafetensorsReader;
    friend class TorchZipReader;
    std::filesystem::path m_file;
    std::shared_ptr<const void> m_mapping; // keeps the views alive
    std::map<std::string, TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

// Writes a safetensors file (case outputs, converted checkpoints) through a temporary file and a rename.
struct TensorToWrite {
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};
void writeSafetensors(const std::filesystem::path &file, const std::vector<TensorToWrite> &tensors,
                      const std::map<std::string, std::string> &metadata);

} // namespace engine::model
