#include "app/archive/fresh_folder.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

#include "engine/replacing_file.h"

namespace app::archive {

namespace fs = std::filesystem;

namespace {

const fs::path &requireAbsent(const fs::path &target) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(target, ignored)))
        throw thereAlready(target);
    return target;
}

void sync(int descriptor, const fs::path &path) {
    if (const int reason = engine::syncDescriptor(descriptor); reason != 0)
        throwDiskError(path, reason);
}

} // namespace

FreshFolder::FreshFolder(const fs::path &target)
    : m_target(requireAbsent(target)), m_work(target.parent_path(), "unpacking") {}

void FreshFolder::openFolder(const std::string &name, std::optional<engine::Descriptor> &opened) {
    constexpr int how = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    opened.emplace(::openat(m_work.descriptor(), ".", how));
    std::string path;
    for (const fs::path &part : fs::path(name)) {
        if (part.empty()) // behind the last '/'
            continue;
        path += (path.empty() ? "" : "/") + part.string();
        if (m_folders.insert(path).second && ::mkdirat(opened->get(), part.c_str(), 0777) != 0)
            throwDiskError(m_target / path, errno);
        const int next = ::openat(opened->get(), part.c_str(), how);
        const int reason = errno;
        opened.emplace(next);
        if (next < 0)
            throwDiskError(m_target / path, reason);
    }
    if (opened->get() < 0)
        throwDiskError(m_target, errno);
}

void FreshFolder::addFolder(const std::string &name) {
    std::optional<engine::Descriptor> opened;
    openFolder(name, opened);
}

void FreshFolder::beginFile(const std::string &name) {
    const fs::path path(name);
    std::optional<engine::Descriptor> opened;
    openFolder(path.parent_path().string(), opened);
    m_name = name;
    m_file.emplace(
        ::openat(opened->get(), path.filename().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (m_file->get() < 0)
        throwDiskError(m_target / m_name, errno);
}

void FreshFolder::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_file->get(), bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR)
            throwDiskError(m_target / m_name, errno);
        bytes = bytes.subspan(std::size_t(std::max<ssize_t>(count, 0)));
    }
}

void FreshFolder::endFile() {
    sync(m_file->get(), m_target / m_name);
    if (m_file->close() != 0)
        throwDiskError(m_target / m_name, errno);
}

void FreshFolder::commit() {
    for (const std::string &name : m_folders) {
        std::optional<engine::Descriptor> opened;
        openFolder(name, opened);
        sync(opened->get(), m_target / name);
    }
    m_work.becomes(m_target);
}

} // namespace app::archive
