// Folders that are made beside where they will stand, and take their place with one rename: whole or not there. Any
// thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/descriptor.h"

namespace app::voices {

// `parent`/.new-<process>-<number>, empty, and held by a lock as long as this lives; removed with all that is left in
// it. What is to stand in `parent` is made in it, in folders of their own.
class StagedFolder {
public:
    explicit StagedFolder(const std::filesystem::path &parent); // storage::Error
    ~StagedFolder();
    StagedFolder(const StagedFolder &) = delete;
    StagedFolder &operator=(const StagedFolder &) = delete;

    const std::filesystem::path &path() const { return m_path; }

private:
    std::filesystem::path m_path;
    std::unique_ptr<engine::Descriptor> m_lock;
};

// Makes `folder` durable and renames it to `place`. What is there already is moved to `aside`, whose parent must exist;
// there is no moment without either, except on disks that cannot exchange two names: there removeAbandoned() mends what
// a killed program left. storage::Error; then `place` is as before.
void putInPlace(const std::filesystem::path &folder, const std::filesystem::path &place,
                const std::filesystem::path &aside);

// Renames `folder` to `aside`, whose parent must exist. storage::Error.
void putAside(const std::filesystem::path &folder, const std::filesystem::path &aside);

// Removes what programs staged that are gone, and brings back what they were moving: into its place, or where that is
// taken by what was to replace it to the path that `asideOf` gives for its name. Nobody else may be putting something
// in place meanwhile.
void removeAbandoned(const std::filesystem::path &parent,
                     const std::function<std::filesystem::path(const std::string &name)> &asideOf);
// The name of what stands there under a hidden name while it is moved; empty for all other names.
std::string nameWhileMoved(const std::string &hidden);
bool hasAbandoned(const std::filesystem::path &parent); // whether there may be something for it to do

} // namespace app::voices
