// What voice.json and model.json have in common, and the folders that they lie in. Only voice.cpp, voice_notes.cpp
// and model_files.cpp include this.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/json.h"

namespace engine {

inline constexpr Json::Limits kManifestLimits = {1 << 20, 8, 10000};

enum class ManifestText {
    Label, // a name or a licence: one line of at most 200 bytes
    Prose, // at most 4096 bytes; line breaks and tabs are allowed
};

// The text under `key`, or `fallback` when it is absent or null. `file` stands in the messages. Error(BadInput) when it
// is no text, too long, or holds control characters.
std::string manifestText(const Json &manifest, const std::string &key, const std::string &fallback, ManifestText kind,
                         const std::string &file);

// The folders inside `parent`, sorted; hidden ones (unfinished imports) are left out. None when it does not exist; one
// sentence is added to `problems` when it cannot be read.
std::vector<std::filesystem::path> foldersIn(const std::filesystem::path &parent, std::vector<std::string> &problems);

} // namespace engine
