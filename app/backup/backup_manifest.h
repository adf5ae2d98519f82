// manifest.json of a backup: which program made it when, what it holds in words, its sections, and each file with its
// size and SHA-256. Written last, so that its hashes are those of what is in the archive.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <QDateTime>
#include <QString>
#include <QStringList>

#include "engine/error.h"

namespace app::backup {

inline constexpr int kBackupVersion = 1;
inline constexpr const char *kManifestName = "manifest.json";

struct ListedFile {
    std::string name; // in the archive
    std::uint64_t bytes = 0;
    std::string sha256; // 64 hex digits
};

struct SectionSummary {
    int version = 1;
    std::int64_t count = 0; // of voices, takes …; of files where nothing else is counted
};

struct Manifest {
    QDateTime created; // UTC
    QString program;   // its version
    std::map<std::string, SectionSummary> sections;
    std::vector<ListedFile> files;
    std::int64_t soundsMissing = 0; // takes whose sound was not there when it was made
    QStringList models; // names of the models that were installed; their weights only in the section "models"

    bool has(const std::string &section) const { return sections.contains(section); }
    std::uint64_t bytes() const; // of all files
    QString words() const;       // "3 voices, 12 takes with their sound, settings, 2 presets", translated
};

std::string toJson(const Manifest &manifest);
// Error(BadInput) when it makes no sense, and for what a newer version made: another form, or sections that this one
// does not know; a list of more things than an archive of so many entries needs. `file` is for messages.
Manifest manifestFromJson(const std::string &json, const QString &file, std::size_t entries);

} // namespace app::backup
