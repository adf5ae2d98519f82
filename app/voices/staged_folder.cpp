#include "app/voices/staged_folder.h"

#include <QCoreApplication>
#include <QFile>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/storage/folders.h"
#include "engine/replacing_file.h"

namespace app::voices {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kStaged = ".new-";
constexpr std::string_view kMoving = ".old-";

bool isThere(const fs::path &path) {
    std::error_code ignored;
    return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

storage::Error notMoved(const fs::path &place, int reason) {
    const QString folder = QFile::decodeName(place.parent_path().c_str());
    return storage::whyNotWritten(
        place.parent_path(), 1,
        {storage::Trouble::Failed,
         {QCoreApplication::translate("voices", "The folder '%1' cannot be put into '%2'.")
              .arg(QFile::decodeName(place.filename().c_str()), folder),
          QCoreApplication::translate("voices", "Check the disk, and that no other program holds that folder."),
          QString::fromLocal8Bit(std::strerror(reason))}});
}

void move(const fs::path &from, const fs::path &to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        throw notMoved(to, errno);
}

void sync(const fs::path &path) {
    if (const int reason = engine::syncFile(path); reason != 0)
        throw notMoved(path, reason);
}

void makeDurable(const fs::path &folder) {
    if (fs::is_symlink(fs::symlink_status(folder))) // a person's own link; what it leads to is theirs
        return;
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder)) {
        const fs::file_type type = entry.symlink_status().type();
        if (type == fs::file_type::regular || type == fs::file_type::directory)
            sync(entry.path());
    }
    sync(folder);
}

// The long way, for disks that cannot exchange two names.
void replaceInSteps(const fs::path &folder, const fs::path &place, const fs::path &aside) {
    const fs::path moving = place.parent_path() / (std::string(kMoving) + place.filename().string());
    move(place, moving);
    if (::rename(folder.c_str(), place.c_str()) != 0) {
        const int reason = errno;
        ::rename(moving.c_str(), place.c_str());
        throw notMoved(place, reason);
    }
    move(moving, aside);
}

void replace(const fs::path &folder, const fs::path &place, const fs::path &aside) {
    move(folder, aside); // so that what was there is where it is looked for as soon as it is not in its place
    if (::renameat2(AT_FDCWD, aside.c_str(), AT_FDCWD, place.c_str(), RENAME_EXCHANGE) == 0)
        return;
    const int reason = errno;
    move(aside, folder);
    if (reason != EINVAL && reason != ENOSYS && reason != ENOTSUP)
        throw notMoved(place, reason);
    replaceInSteps(folder, place, aside);
}

bool isOfNobody(const fs::path &staged) {
    const engine::Descriptor folder(::open(staged.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (folder.get() < 0)
        return false;
    if (::flock(folder.get(), LOCK_EX | LOCK_NB) == 0)
        return true;
    std::error_code ignored; // some network disks cannot lock folders
    return errno != EWOULDBLOCK &&
           fs::last_write_time(staged, ignored) < fs::file_time_type::clock::now() - std::chrono::hours(24);
}

template <class Act> void forEachHidden(const fs::path &parent, Act act) {
    std::error_code error;
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(kStaged) || name.starts_with(kMoving))
            act(entry->path(), name);
    }
}

} // namespace

StagedFolder::StagedFolder(const fs::path &parent) {
    static std::atomic<unsigned> serial = 0;
    storage::makeFolder(parent);
    while (true) {
        m_path = parent / (std::string(kStaged) + std::to_string(::getpid()) + "-" + std::to_string(serial++));
        if (::mkdir(m_path.c_str(), 0777) != 0) {
            if (errno == EEXIST)
                continue;
            throw notMoved(m_path, errno);
        }
        m_lock = std::make_unique<engine::Descriptor>(
            ::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
        if (m_lock->get() >= 0)
            ::flock(m_lock->get(), LOCK_EX);
        if (isThere(m_path)) // nobody tidied up before it was locked
            return;
    }
}

StagedFolder::~StagedFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

void putInPlace(const fs::path &folder, const fs::path &place, const fs::path &aside) {
    try {
        makeDurable(folder);
    } catch (const fs::filesystem_error &error) {
        throw notMoved(place, error.code().value());
    }
    if (isThere(place))
        replace(folder, place, aside);
    else
        move(folder, place);
    engine::syncFolder(place.parent_path());
    engine::syncFolder(aside.parent_path());
}

void putAside(const fs::path &folder, const fs::path &aside) {
    move(folder, aside);
    engine::syncFolder(aside.parent_path());
    engine::syncFolder(folder.parent_path());
}

std::string nameWhileMoved(const std::string &hidden) {
    return hidden.starts_with(kMoving) ? hidden.substr(kMoving.size()) : std::string();
}

void removeAbandoned(const fs::path &parent, const std::function<fs::path(const std::string &name)> &asideOf) {
    std::vector<fs::path> staged;
    std::vector<fs::path> moving;
    forEachHidden(parent, [&](const fs::path &path, const std::string &name) {
        (name.starts_with(kStaged) ? staged : moving).push_back(path);
    });
    std::error_code ignored;
    for (const fs::path &path : staged) {
        if (isOfNobody(path))
            fs::remove_all(path, ignored);
    }
    for (const fs::path &path : moving) {
        const std::string name = nameWhileMoved(path.filename().string());
        fs::rename(path, isThere(parent / name) ? asideOf(name) : parent / name, ignored);
    }
}

bool hasAbandoned(const fs::path &parent) {
    bool has = false;
    forEachHidden(parent, [&](const fs::path &, const std::string &) { has = true; });
    return has;
}

} // namespace app::voices
