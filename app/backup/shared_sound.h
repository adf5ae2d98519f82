// Sound of takes that two states of the library use (folder_swap.h). Any thread.
#pragma once

#include <filesystem>

namespace app::backup {

// What `to` lacks of the sound in `from` (both laid out as app/storage/audio_store.h does; pending sound counts) lies
// there too: a second name of the same file, which needs no room, or where the disk has none a copy. Nothing to do when
// `from` is not there. engine::Error and engine::NoRoom.
void linkSound(const std::filesystem::path &from, const std::filesystem::path &to);

} // namespace app::backup
