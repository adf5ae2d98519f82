// A new folder that is there whole or not at all: filled under another name (work_folder.h), made to survive a power
// cut, and renamed. Files are made by openat(2) part by part, so that no link leads out of it. Names as
// entry_names.h allows; the caller has checked them. Any thread. engine::Error as work_folder.h.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "app/archive/work_folder.h"

namespace app::archive {

class FreshFolder {
public:
    explicit FreshFolder(const std::filesystem::path &target); // BadInput when it exists

    void addFolder(const std::string &name);

    // One file at a time: begin, write, end.
    void beginFile(const std::string &name);
    void write(std::span<const std::byte> bytes);
    void endFile();

    void commit(); // the target is there

private:
    // Opens the folder of that name ("" = the fresh one), making what is missing.
    void openFolder(const std::string &name, std::optional<engine::Descriptor> &opened);

    const std::filesystem::path m_target;
    WorkFolder m_work;
    std::set<std::string> m_folders;
    std::string m_name; // of the file that is written
    std::optional<engine::Descriptor> m_file;
};

} // namespace app::archive
