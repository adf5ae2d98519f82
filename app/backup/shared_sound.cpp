#include "app/backup/shared_sound.h"

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>

#include <unistd.h>

#include "app/archive/work_folder.h"
#include "app/backup/synced_copy.h"
#include "app/storage/folders.h"
#include "engine/hex_digits.h"
#include "engine/replacing_file.h"

namespace app::backup {

namespace fs = std::filesystem;

namespace {

// <64 hex digits>.wav: what is half written is called otherwise.
bool isSound(const std::string &name) {
    return name.ends_with(".wav") && engine::isSha256(std::string_view(name).substr(0, name.size() - 4));
}

void copyWhole(const fs::path &from, const fs::path &to) {
    const fs::path part = to.string() + ".part";
    copySynced(from, part);
    if (::rename(part.c_str(), to.c_str()) != 0)
        archive::throwDiskError(to, errno);
}

} // namespace

void linkSound(const fs::path &from, const fs::path &to) {
    std::error_code ignored;
    for (fs::directory_iterator folder(from, ignored), end; !ignored && folder != end; folder.increment(ignored)) {
        if (!folder->is_directory(ignored))
            continue;
        for (const auto &file : fs::directory_iterator(folder->path(), ignored)) {
            const std::string name = file.path().filename().string();
            if (!isSound(name) || !file.is_regular_file(ignored))
                continue;
            const fs::path place = to / name.substr(0, 2) / name;
            if (fs::exists(fs::symlink_status(place, ignored)))
                continue;
            storage::makeFolder(place.parent_path());
            if (::link(file.path().c_str(), place.c_str()) != 0 && errno != EEXIST)
                copyWhole(file.path(), place);
        }
    }
    for (fs::directory_iterator folder(to, ignored), end; !ignored && folder != end; folder.increment(ignored)) {
        if (folder->is_directory(ignored))
            engine::syncFolder(folder->path());
    }
    if (fs::exists(to, ignored))
        engine::syncFolder(to);
}

} // namespace app::backup
