// Folders and their troubles. Storage thread.
#pragma once

#include <filesystem>

#include "app/storage/storage_error.h"

namespace app::storage {

// Makes the folder and what is missing above it, and makes its name survive a power cut. Error when it cannot be made.
void makeFolder(const std::filesystem::path &folder);

Error busyError(const QString &held, const QString &detail = {}); // another program holds this file
Error diskFull(const std::filesystem::path &folder, const QString &detail);

// Why a write into this folder went wrong, found out by writing `bytes` (at most 1 MB) into a file that is removed
// again. Error with the reason; with `otherwise` when this write works.
Error whyNotWritten(const std::filesystem::path &folder, std::size_t bytes, Error otherwise);

} // namespace app::storage
