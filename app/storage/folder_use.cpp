#include "app/storage/folder_use.h"

#include "app/storage/storage_error.h"

namespace app::storage {

std::optional<FileLock> useFolder(const std::filesystem::path &folder, FileLock::Share share,
                                  std::chrono::milliseconds patience) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return std::nullopt;
    try {
        return FileLock(folder / ".in-use.lock", share, patience);
    } catch (const Error &error) {
        if (error.trouble() == Trouble::Busy || share == FileLock::Share::Exclusive)
            throw;
        return std::nullopt;
    }
}

} // namespace app::storage
