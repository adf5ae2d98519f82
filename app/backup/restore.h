// Reads a backup, checks it, and prepares it to take the place of what is there (folder_swap.h). Any thread with a
// QCoreApplication, one at a time. Throws engine::Error (app::archive::Stopped when it was asked to stop) and
// app::storage::Error.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "app/archive/zip_reader.h"
#include "app/backup/backup_contents.h"
#include "app/backup/backup_manifest.h"
#include "app/backup/folder_swap.h"
#include "app/problem.h"

namespace app::backup {

class Restore {
public:
    // Opens the file and reads its manifest: what does not belong into a backup of this version is refused.
    explicit Restore(const std::filesystem::path &file);

    const Manifest &manifest() const { return m_manifest; }

    // Reads all of it: every file against its hash, and the library of takes. Writes only into the system's temporary
    // folder.
    void check(const archive::ZipProgress &progress = {}, std::stop_token stop = {}) const;

    // The same, and puts it into the data folder's staging folder. With lockRestore() held until it is carried out or
    // cleared. Nothing that programs read has changed.
    SwapPlan prepare(const Places &places, const archive::ZipProgress &progress = {}, std::stop_token stop = {}) const;

private:
    const std::filesystem::path m_file;
    archive::ZipReader m_zip;
    Manifest m_manifest;
};

// What these throw, for people.
Problem problemOf(const std::exception &error);

// What a program does before it looks at the data folder: finishes a restore that is wanted or was cut off, and says
// from then on that the folder is in use.
struct Entrance {
    std::optional<storage::FileLock> use; // as long as the program reads or writes there
    std::optional<Swapped> restored;      // just now
    std::optional<Problem> problem;       // it was wanted and could not be; what was there is there
};
// engine::Error when the folder cannot be used now: a restore is going on, or was cut off and cannot be finished.
Entrance enter(const Places &places);

} // namespace app::backup
