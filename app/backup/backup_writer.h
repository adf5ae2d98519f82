// Makes a backup: one zip file with a manifest (backup_manifest.h), while other programs go on with what they do. Any
// thread with a QCoreApplication.
#pragma once

#include <filesystem>
#include <stop_token>

#include "app/archive/zip_limits.h"
#include "app/backup/backup_contents.h"
#include "app/backup/backup_manifest.h"

namespace app::backup {

struct Choice {
    bool sound = true;   // of the takes
    bool models = false; // their weights, of the person's own models; their names are always listed
};

// The file is there whole or not at all; gives what is in it. Throws engine::Error (app::archive::Stopped when it was
// asked to stop) and app::storage::Error for a library that cannot be read.
Manifest writeBackup(const Places &places, const std::filesystem::path &file, const Choice &choice,
                     const archive::ZipProgress &progress = {}, std::stop_token stop = {});

} // namespace app::backup
