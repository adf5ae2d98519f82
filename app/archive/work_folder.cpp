#include "app/archive/work_folder.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "app/archive/archive_words.h"
#include "engine/replacing_file.h"

namespace app::archive {

namespace fs = std::filesystem;

namespace {

// Its lock is held by whoever uses it.
bool lock(int folder) {
    return ::flock(folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

void removeLeftOver(const fs::path &parent, const std::string &prefix) {
    std::error_code ignored;
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(parent, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        if (entry->path().filename().string().starts_with(prefix))
            found.push_back(entry->path());
    }
    for (const fs::path &path : found) {
        const engine::Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (folder.get() >= 0 && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0)
            fs::remove_all(path, ignored);
    }
}

} // namespace

void throwDiskError(const fs::path &file, int reason) {
    const std::string detail = std::strerror(reason);
    if (reason == ENOSPC || reason == EDQUOT)
        throw engine::NoRoom(engine::ErrorKind::Failure,
                             tr("The disk is full: '%1' cannot be written.").arg(shownPath(file)).toStdString(),
                             tr("Free some space, or choose a folder on another disk.").toStdString());
    if (reason == ENAMETOOLONG)
        throw engine::badInput(tr("The name '%1' is too long for this disk.").arg(shownPath(file)).toStdString(),
                               tr("Choose a folder on another disk.").toStdString());
    throw engine::failure(
        tr("'%1' cannot be written (%2).").arg(shownPath(file), QString::fromLocal8Bit(detail.c_str())).toStdString(),
        tr("Check the disk and who may write there, then try again.").toStdString());
}

engine::Error thereAlready(const fs::path &target) {
    return engine::badInput(tr("'%1' is there already.").arg(shownPath(target)).toStdString(),
                            tr("Move it away, or choose another name.").toStdString());
}

WorkFolder::WorkFolder(const fs::path &parent, const std::string &kind)
    : m_parent(parent.empty() ? fs::path(".") : parent) {
    static std::atomic<unsigned> serial = 0;
    std::error_code ignored;
    if (!fs::is_directory(m_parent, ignored))
        throw engine::badInput(tr("There is no folder '%1'.").arg(shownPath(m_parent)).toStdString(),
                               tr("Create the folder, or choose another one.").toStdString());
    const std::string prefix = "." + kind + "-";
    removeLeftOver(m_parent, prefix);
    do {
        m_path = m_parent / (prefix + std::to_string(::getpid()) + "-" + std::to_string(serial++));
    } while (!make());
}

// False: the name is taken, or somebody who tidied up took the folder away before it was locked.
bool WorkFolder::make() {
    if (::mkdir(m_path.c_str(), 0777) != 0) {
        if (errno == EEXIST)
            return false;
        throwDiskError(m_path, errno);
    }
    m_folder.emplace(::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (m_folder->get() < 0 && errno != ENOENT)
        throwDiskError(m_path, errno);
    return m_folder->get() >= 0 && lock(m_folder->get()) && ::fstat(m_folder->get(), &status) == 0 &&
           status.st_nlink > 0;
}

WorkFolder::~WorkFolder() {
    std::error_code ignored;
    if (!m_kept)
        fs::remove_all(m_path, ignored);
}

void WorkFolder::becomes(const fs::path &target) {
    if (const int reason = engine::syncDescriptor(m_folder->get()); reason != 0)
        throwDiskError(m_path, reason);
    int result = ::renameat2(AT_FDCWD, m_path.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE);
    std::error_code ignored;
    // Some disks cannot refuse; the caller has looked before, and a folder with content is not replaced anyhow.
    if (result != 0 && errno == EINVAL && !fs::exists(fs::symlink_status(target, ignored)))
        result = ::rename(m_path.c_str(), target.c_str());
    if (result != 0 && (errno == EEXIST || errno == ENOTEMPTY))
        throw thereAlready(target);
    if (result != 0)
        throwDiskError(target, errno);
    m_kept = true;
    engine::syncFolder(m_parent);
}

} // namespace app::archive
