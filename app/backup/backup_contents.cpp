#include "app/backup/backup_contents.h"

#include <QStandardPaths>

#include <algorithm>

#include "engine/data_folders.h"

namespace app::backup {

Places Places::standard() {
    const QString config = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return {engine::userDataFolder(), std::filesystem::path(config.toStdString()) / "ishowtts-studio"};
}

const std::vector<Section> &knownSections() {
    static const std::vector<Section> sections{
        {"voices", 1, {{Root::Data, "voices", true}}},
        {"takes",
         1,
         {{Root::Data, "library.sqlite"},
          {Root::Data, "library.sqlite-wal", false, false},
          {Root::Data, "library.sqlite-shm", false, false}}},
        {"sound", 1, {{Root::Data, "takes", true}}},
        {"settings", 1, {{Root::Config, "settings.json"}}},
        {"presets", 1, {{Root::Config, "presets.json"}}},
        {"lexicon", 1, {{Root::Data, "lexicon.json"}}}, // for all voices; a voice's own is in its folder
        {"shortcuts", 1, {{Root::Config, "shortcuts.json"}}},
        {"scripts", 1, {{Root::Data, "recovery", true}, {Root::Data, "recent-scripts.json"}}},
        {"licences", 1, {{Root::Data, "accepted-licences.json"}}},
        {"models", 1, {{Root::Data, "models", true}}},
    };
    return sections;
}

const Section *findSection(std::string_view name) {
    const auto &all = knownSections();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Section &section) { return section.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::filesystem::path placeOf(const Places &places, const Item &item) {
    return (item.root == Root::Data ? places.dataFolder : places.configFolder) / item.name;
}

std::string nameInArchive(const Item &item) {
    return (item.root == Root::Data ? "data/" : "config/") + std::string(item.name);
}

const Section *sectionOf(std::string_view name) {
    for (const Section &section : knownSections()) {
        for (const Item &item : section.items) {
            const std::string place = nameInArchive(item);
            if (item.archived && (item.tree ? name.starts_with(place + "/") : name == place))
                return &section;
        }
    }
    return nullptr;
}

} // namespace app::backup
