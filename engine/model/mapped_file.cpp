#include "engine/model/mapped_file.h"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "engine/descriptor.h"
#include "engine/error.h"

namespace engine::model {

namespace {

std::string systemMessage() {
    return std::generic_category().message(errno);
}

} // namespace

MappedFile::MappedFile(const std::filesystem::path &file) {
    const std::string name = file.string();
    // Without O_NONBLOCK a named pipe would wait for a writer for ever.
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.get() < 0)
        throw badInput(name + " cannot be opened: " + systemMessage() + ".",
                       "Check that the file exists and that you may read it.");
    struct stat status = {};
    if (::fstat(descriptor.get(), &status) != 0)
        throw badInput(name + " cannot be read: " + systemMessage() + ".", "Check the disk.");
    if (!S_ISREG(status.st_mode))
        throw badInput(name + (S_ISDIR(status.st_mode) ? " is a folder, not a file." : " is no regular file."),
                       "Name the checkpoint file itself.");
    if (status.st_size == 0)
        throw badInput(name + " is empty.", "Download or export it again.");
    if (std::uintmax_t(status.st_size) > SIZE_MAX)
        throw badInput(name + " is too large for this machine.", "Use a smaller model.");
    const std::size_t size = std::size_t(status.st_size);
    void *address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (address == MAP_FAILED)
        throw failure(name + " cannot be mapped: " + systemMessage() + ".", "Check the disk and the free memory.");
    m_bytes = {static_cast<const std::byte *>(address), size};
}

MappedFile::~MappedFile() {
    void *address = const_cast<std::byte *>(m_bytes.data());
    ::munmap(address, m_bytes.size());
}

void letGo(std::span<const std::byte> bytes) {
    static const auto page = std::uintptr_t(::sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data());
    const std::uintptr_t first = (begin + page - 1) / page * page; // whole pages: neighbours may be read next
    const std::uintptr_t last = (begin + bytes.size()) / page * page;
    if (first < last)
        ::madvise(reinterpret_cast<void *>(first), last - first, MADV_DONTNEED);
}

} // namespace engine::model
