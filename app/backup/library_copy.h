// The library of takes as a backup holds it: copied while programs use it, and looked at before it takes the place of
// another one. Any thread with a QCoreApplication; app::storage::Error and engine::Error.
#pragma once

#include <QStringList>

#include <cstdint>
#include <filesystem>

namespace app::backup {

// One unchanging view of the library in a new file (SQLite's VACUUM INTO), synced. The original is not changed.
void copyLibrary(const std::filesystem::path &library, const std::filesystem::path &copy);

struct LibraryContents {
    std::int64_t takes = 0; // without removed ones
    QStringList sounds;     // hashes, also those of removed takes and of listening tests
};
LibraryContents contentsOf(const std::filesystem::path &library);

// engine::Error(BadInput) unless it is a whole library of this program, of this version or an earlier one, with exactly
// the tables that the program makes: a file from elsewhere brings no triggers or views with it.
void requireWholeLibrary(const std::filesystem::path &library);

} // namespace app::backup
