// The tensors of a checkpoint file, read by our own code: an untrusted file never reaches LibTorch's unpickler.
// Formats: safetensors; torch zip (.pt, .bin: stored entries only, pickle opcodes from an allow-list).
// Every number is checked against the file before it is used; the file is mapped, not copied, and what is kept beside
// the mapping is bounded (about 30 MiB for the worst file, some hundred kilobytes for real ones).
//
// The mapping assumes that nobody shortens the file while it is open: the system would end the program (SIGBUS), as for
// any mapped file. Whoever replaces a checkpoint writes a new file and renames it.
#pragma once

#include <cstddef>
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
    std::vector<std::int64_t> shape;  // every extent ≥ 0, product checked against overflow; at most 16 dimensions
    std::span<const std::byte> bytes; // contiguous, exactly product(shape) × bytesPerElement; may be unaligned
};

class Weights {
public:
    // By content, not by name of the file. Error(BadInput) says what is wrong with the file.
    // Of a torch checkpoint: the tensors of ema_model_state_dict when it has one, else of state_dict or
    // model_state_dict, else of the top level. Values that are no tensors are left out.
    static Weights open(const std::filesystem::path &file);

    const std::map<std::string, TensorView> &tensors() const { return m_tensors; }
    bool contains(const std::string &name) const { return m_tensors.count(name) != 0; }
    const TensorView &at(const std::string &name) const; // Error(BadInput) naming the file and the tensor
    const std::map<std::string, std::string> &metadata() const { return m_metadata; } // safetensors __metadata__
    const std::filesystem::path &file() const { return m_file; }

private:
    std::filesystem::path m_file;
    std::shared_ptr<const void> m_mapping; // keeps the views alive
    std::map<std::string, TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

// What stands before the names of the DiT's tensors in this checkpoint: upstream's trainer stores the averaged weights
// under ema_model.transformer., other tools drop one part or both. Error(BadInput) when the file holds no F5-TTS model.
std::string ditPrefix(const Weights &weights);

// Error(BadInput) naming the file and the tensor when a floating-point value is not finite: such weights make noise, or
// silence, without any other sign. Integers are always finite. Reads the whole tensor (some GB/s).
void requireFinite(const TensorView &tensor, const std::string &name, const std::filesystem::path &file);

// Writes a safetensors file (case outputs, converted checkpoints) through replaceFile() and throws what that throws;
// Error(BadInput) when a tensor's bytes do not fit its shape.
struct TensorToWrite {
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};
void writeSafetensors(const std::filesystem::path &file, const std::vector<TensorToWrite> &tensors,
                      const std::map<std::string, std::string> &metadata);

} // namespace engine::model
