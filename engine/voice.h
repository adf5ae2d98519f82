// A reference voice: a folder <id>/ with voice.json and the recordings it names, one for each style.
// Folders are looked for in every data root (engine/data_folders.h); the first one with an id wins.
// Wherever a voice's id is taken, `id:style` means the recording of that style; `id` and `id:default` are the voice as
// its manifest's top level describes it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace engine {

inline constexpr const char *kDefaultStyle = "default"; // the top level of the manifest; no style may be called so

// How a style may be called: 1 to 64 bytes of UTF-8 without control characters and without : / \\ [ ] ", no blank first
// or last, and not "default". The characters that are left out mean something in addresses, paths and scripts.
bool isStyleName(const std::string &name);

// What may be a folder of voices: 1 to 64 of A-Z a-z 0-9 _ -.
bool isVoiceId(const std::string &id);

// Where a recording was cut out of; all empty or 0 when that is not known.
struct VoiceOrigin {
    std::string file;   // its name, without folders
    std::string sha256; // 64 small hexadecimal digits, of the whole file
    double from = 0;    // s; 0 ≤ from < to when `to` is not 0
    double to = 0;
};

// Who allowed that the voice is copied; kept when it is passed on.
struct VoiceConsent {
    std::string by;
    std::string how;
    std::string date; // YYYY-MM-DD, or empty
};

struct VoiceStyle {
    std::string name;
    std::string transcript;
    std::filesystem::path recording; // absolute
    VoiceOrigin origin;
    // Of a recording of its own. All empty: those of the voice hold for it too.
    std::string licence = {};
    std::string source = {};
    VoiceConsent consent = {};

    bool hasOwnRights() const;
};

struct Voice {
    std::string id;                      // folder name; with ":style" behind it where a style was asked for
    std::string name;                    // shown to people; the id when the manifest has none
    std::string language;                // BCP 47, e.g. "en"
    std::string transcript;              // what the recording says; F5 needs the exact words
    std::string licence;                 // of the recording
    std::string source;                  // who or what spoke, and how it was made
    std::filesystem::path recording;     // absolute
    std::vector<VoiceStyle> styles = {}; // besides the default; as written, each name once
    std::vector<std::string> tags = {};  // as written, each once
    std::string note = {};
    VoiceConsent consent = {};
    VoiceOrigin origin = {}; // of `recording`
};

// Reads <folder>/voice.json. Throws Error(BadInput) when the manifest or the recording is missing or wrong.
Voice loadVoice(const std::filesystem::path &folder);

struct VoiceListing {
    std::vector<Voice> voices;         // sorted by name
    std::vector<std::string> problems; // one sentence per folder that could not be read
};

// Every voice of every root; an unreadable folder becomes a problem and hides nothing else.
VoiceListing listVoices(const std::vector<std::filesystem::path> &roots);

// The voice with another style in the place of the default: its transcript, recording and origin, the id
// "id:style" and the name "Name (style)"; with its own licence, source and consent where it has any. The voice as it is
// for "" and "default". Error(BadInput) naming the styles when there is no such.
Voice withStyle(const Voice &voice, const std::string &style);

// The voice with this id or id:style; Error(BadInput) naming the known ids (or styles) when there is none.
Voice findVoice(const std::vector<std::filesystem::path> &roots, const std::string &address);

} // namespace engine
