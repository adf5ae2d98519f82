// What a backup holds, section by section, and where each lies: in the data folder or in the folder of the settings.
// Later versions add sections (votes, history); what this version does not know it refuses (backup_manifest.h).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app::backup {

struct Places {
    std::filesystem::path dataFolder;   // voices, takes, recovery, models
    std::filesystem::path configFolder; // settings, presets, shortcuts

    static Places standard(); // engine::Error when there is no home folder
};

enum class Root { Data, Config };

struct Item {
    Root root;
    const char *name;     // inside its root
    bool tree = false;    // a folder with all that is in it
    bool archived = true; // false: goes and comes with the others, but is never in an archive (SQLite's -wal)
};

struct Section {
    const char *name;
    int version; // of what it holds; newer ones are refused
    std::vector<Item> items;
};

// voices, takes (the library), sound (of the takes), settings, presets, lexicon, shortcuts, scripts (what was open
// last), models.
const std::vector<Section> &knownSections();
const Section *findSection(std::string_view name);

std::filesystem::path placeOf(const Places &places, const Item &item);

// Names in the archive: "data/voices/ada/voice.json", "config/settings.json".
std::string nameInArchive(const Item &item); // of a tree: without what is in it
// The section that such a name belongs to; null: to none.
const Section *sectionOf(std::string_view nameInArchive);

} // namespace app::backup
