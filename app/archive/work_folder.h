// A folder under a name that begins with '.', beside what will be made of its content; it goes with this object. What
// programs left that were killed is removed when the next one is made in the same place: nobody holds its lock. Any
// thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/descriptor.h"
#include "engine/error.h"

namespace app::archive {

class WorkFolder {
public:
    // <parent>/.<kind>-<process>-<number>. engine::Error(Failure) or engine::NoRoom when it cannot be made; BadInput
    // when the parent is missing.
    WorkFolder(const std::filesystem::path &parent, const std::string &kind);
    ~WorkFolder(); // with all that is in it
    WorkFolder(const WorkFolder &) = delete;
    WorkFolder &operator=(const WorkFolder &) = delete;

    const std::filesystem::path &path() const { return m_path; }
    int descriptor() const { return m_folder->get(); }

    // Takes the name of `target`, which must not exist (Error(BadInput)), and is the caller's then; its name survives a
    // power cut. What it holds must have been synced.
    void becomes(const std::filesystem::path &target);

private:
    bool make();

    const std::filesystem::path m_parent;
    std::filesystem::path m_path;
    std::optional<engine::Descriptor> m_folder;
    bool m_kept = false;
};

// Why something could not be written, in words: NoRoom, or Error(Failure).
[[noreturn]] void throwDiskError(const std::filesystem::path &file, int reason);
engine::Error thereAlready(const std::filesystem::path &target); // BadInput

} // namespace app::archive
