// A file mapped for reading. The mapping lives as long as the object.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace engine::model {

class MappedFile {
public:
    // Error(BadInput) when the path is no readable regular file or the file is empty.
    explicit MappedFile(const std::filesystem::path &file);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    std::span<const std::byte> m_bytes;
};

// Bytes of a mapped file that will hardly be read again: the memory that they fill goes back to the system. Reading
// them fetches them anew. Only for bytes inside a MappedFile.
void letGo(std::span<const std::byte> bytes);

} // namespace engine::model
