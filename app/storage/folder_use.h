// Who uses the data folder: every program that reads or writes there holds it shared, and who exchanges what is in it
// (app/backup) holds it alone. A lock of the kernel (file_lock.h): it ends with its program however that ends.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "app/storage/file_lock.h"

namespace app::storage {

// Waits at most `patience`; Error(Busy) after that. None: nothing can be written in that folder (or, shared, it is not
// there), so nobody exchanges it either.
std::optional<FileLock> useFolder(const std::filesystem::path &folder, FileLock::Share share,
                                  std::chrono::milliseconds patience);

} // namespace app::storage
