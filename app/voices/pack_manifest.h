// pack.json of a pack (voice_pack.h), and whether an archive holds what it says. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/archive/zip_reader.h"
#include "app/storage/storage_error.h"

namespace app::voices {

inline constexpr const char *kPackManifest = "pack.json";

struct PackManifest {
    struct File {
        std::string sha256; // 64 small hexadecimal digits
        std::uint64_t bytes = 0;
    };
    std::vector<std::string> voices;
    std::map<std::string, File> files; // "anna/voice.json"

    std::string toJson() const;
};

// Reads and checks it against the names and sizes of the archive's entries: there is nothing in it that pack.json does
// not name, and nothing missing. storage::Error(BadInput), or engine::Error of the reader.
PackManifest packManifestOf(const archive::ZipReader &reader, const QString &file);

// Why a pack is not taken in; nothing of it is.
storage::Error refusedPack(const QString &file, const QString &why);

} // namespace app::voices
