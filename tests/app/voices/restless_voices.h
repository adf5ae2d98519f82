// A session that never ends: voices are made, changed, overridden, restored, removed, brought back, imported from packs
// and lists and exported, in random order. Each thing is printed before it is done ("try …") and when it is done
// ("done …"), so that whoever kills this program knows what must be there.
#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "app/voices/voice_change.h"

namespace restless {

// Version N of a voice: its transcript is "vN", and its recording is told apart by its length.
app::voices::VoiceReference version(int number);
// The number of the voice in this folder; "-" when there is none; a sentence when it is not whole.
std::string versionIn(const std::filesystem::path &folder);

inline constexpr int kVoices = 3;    // v0, v1, v2: made and changed
inline constexpr int kPacks = 3;     // pack-N.zip holds p0 and p1 in version 9000 + N
inline constexpr int kOverrides = 3; // overrides-N.json changes v0 to version 9100 + N

enum class Act { Create, Change, Remove, Undo, ImportPack, ImportList, ExportPack, Tidy };
inline constexpr std::array kActs{"create",      "change",      "remove",      "undo",
                                  "import-pack", "import-list", "export-pack", "tidy"};

// Writes the packs and lists into the folder.
void prepare(const std::filesystem::path &folder);

// Lines: act NAME, try|done NAME VERSION [NAME VERSION], try|done export, problem TEXT, end. Voices lie in FOLDER/data.
// It kills itself before its `lastChange`th change of a folder; never when that is below 0. With the name of an act in
// `within`: before one of the first `lastChange` changes of that act, everything it needs being there.
int runSession(const std::filesystem::path &folder, unsigned seed, int lastChange, const std::string &within);

// FOLDER/data's v0 becomes version 2.
int changeOnce(const std::filesystem::path &folder, int lastChange);

} // namespace restless
