// What library.sqlite holds, version by version. A released step is never changed; a new version is a new step, and
// tests/data/storage keeps a file of every version.
#pragma once

#include <filesystem>

#include "app/storage/checked_opening.h"

namespace app::storage {

Schema librarySchema();

// <data folder>/library.sqlite and <data folder>/takes, the sound that belongs to it (audio_store.h).
std::filesystem::path libraryFile(const std::filesystem::path &dataFolder);
std::filesystem::path takesFolder(const std::filesystem::path &dataFolder);

} // namespace app::storage
