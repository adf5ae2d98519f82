// Copies that survive a power cut. Any thread.
#pragma once

#include <filesystem>

namespace app::backup {

// In the place of `to`, when it is there; its name is the caller's to make durable. engine::Error and engine::NoRoom.
void copySynced(const std::filesystem::path &from, const std::filesystem::path &to);

} // namespace app::backup
