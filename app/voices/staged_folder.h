// A folder that is made beside where it will stand, and takes its place with one rename: whole or not there. Any
// thread.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/descriptor.h"

namespace app::voices {

// `parent`/.new-<process>-<number>, empty, and held by a lock as long as this lives; removed with all that is in it
// unless it was put in place.
class StagedFolder {
public:
    explicit StagedFolder(const std::filesystem::path &parent); // storage::Error
    ~StagedFolder();
    StagedFolder(const StagedFolder &) = delete;
    StagedFolder &operator=(const StagedFolder &) = delete;

    const std::filesystem::path &path() const { return m_path; }

    // Makes everything in it durable and renames it to `place`. When something is there already it is moved to `aside`,
    // whose folder must exist, and there is no moment without either. storage::Error; then `place` is as before.
    void putInPlace(const std::filesystem::path &place, const std::filesystem::path &aside);

private:
    std::filesystem::path m_path;
    std::unique_ptr<engine::Descriptor> m_lock;
};

// Removes the staged folders of programs that are gone, and brings back what putInPlace() was moving when its program
// was killed, on disks that cannot exchange two names. Nobody else may be putting something in place meanwhile.
void removeAbandoned(const std::filesystem::path &parent);

// Makes a file or a folder with all that is in it survive a power cut. storage::Error.
void makeDurable(const std::filesystem::path &path);

} // namespace app::voices
