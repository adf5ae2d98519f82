// Where voices and models live. The Studio, the command line and the server read the same folders.
#pragma once

#include <filesystem>
#include <vector>

namespace engine {

// $ISHOWTTS_DATA when set, else $XDG_DATA_HOME/ishowtts-studio (or ~/.local/share/ishowtts-studio): what the person
// added. Not created here. Error(Failure) when there is no home folder.
std::filesystem::path userDataFolder();

// $XDG_STATE_HOME/ishowtts-studio (or ~/.local/state/ishowtts-studio): the log. Not created here. Error(Failure) when
// there is no home folder.
std::filesystem::path userStateFolder();

// $ISHOWTTS_SHIPPED when set (tests), else <program>/../share/ishowtts-studio: what the program ships, in the build
// tree as after installation.
std::filesystem::path shippedDataFolder();

// In order of precedence: user folder, shipped folder. Either may not exist. Voices lie in <root>/voices/<id>, models
// in <root>/models/<name>.
std::vector<std::filesystem::path> dataRoots();

// The tables for Chinese in the shipped folder (engine/text/chinese.h). The file may not exist.
std::filesystem::path chineseTablesFile();

} // namespace engine
