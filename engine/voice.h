// A reference voice: a folder <id>/ with voice.json and the recording it names.
// Folders are looked for in every data root (engine/data_folders.h); the first one with an id wins.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace engine {

struct Voice {
    std::string id;                  // folder name
    std::string name;                // shown to people; the id when the manifest has none
    std::string language;            // BCP 47, e.g. "en"
    std::string transcript;          // what the recording says; F5 needs the exact words
    std::string licence;             // of the recording
    std::string source;              // who or what spoke, and how it was made
    std::filesystem::path recording; // absolute
};

// Reads <folder>/voice.json. Throws Error(BadInput) when the manifest or the recording is missing or wrong.
Voice loadVoice(const std::filesystem::path &folder);

struct VoiceListing {
    std::vector<Voice> voices;         // sorted by name
    std::vector<std::string> problems; // one sentence per folder that could not be read
};

// Every voice of every root; an unreadable folder becomes a problem and hides nothing else.
VoiceListing listVoices(const std::vector<std::filesystem::path> &roots);

// The voice with this id; Error(BadInput) naming the known ids when there is none.
Voice findVoice(const std::vector<std::filesystem::path> &roots, const std::string &id);

} // namespace engine
