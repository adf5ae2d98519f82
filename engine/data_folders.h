// Where voices and models live. The Studio, the command line and the server read the same folders.
#pragma once

#include <filesystem>
#include <vector>

namespace engine {

// $XDG_DATA_HOME/ishowtts-studio (or ~/.local/share/ishowtts-studio): what the person added. Not created here.
std::filesystem::path userDataFolder();

// <program>/../share/ishowtts-studio: what the program ships, in the build tree as after installation.
std::filesystem::path shippedDataFolder();

// In order of precedence: user folder, shipped folder. $ISHOWTTS_DATA, when set, replaces the user folder.
std::vector<std::filesystem::path> dataRoots();

} // namespace engine
