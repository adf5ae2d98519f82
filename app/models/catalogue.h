// Models that can be fetched: resources/models/catalogue.json, which the program ships, and the licences beside it.
// Each file is pinned by revision, length and SHA-256; nothing without them gets into the list. "known" in the file
// says where the three come from. It is a file and not compiled in, so that anyone can read what the program will ask
// for, and it is as trustworthy as the program beside it. Any thread.
#pragma once

#include <QString>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/json.h"

namespace app::models {

struct SourceFile {
    std::string to; // below the model's folder: "vocab.txt", "vocos/config.yaml"
    std::string repository;
    std::string revision;
    std::string path; // in the repository
    std::int64_t bytes = 0;
    std::string sha256; // 64 small hex digits
};

struct LicenceText {
    QString of; // "the F5-TTS weights"
    QString name;
    QString text;
};

struct CatalogueEntry {
    std::string id; // the name of its folder, and of the model
    QString about;
    QString publisher;
    QString page;
    QString licence; // of the whole: the strictest
    std::vector<LicenceText> licences;
    engine::Json flags;
    std::vector<SourceFile> files;

    std::int64_t bytes() const;
    QString licenceWords() const; // all texts, as they are shown, accepted and kept
    QString licenceHash() const;  // SHA-256 of licenceWords()
};

struct Catalogue {
    std::string origin; // "https://huggingface.co"
    std::vector<CatalogueEntry> entries;

    const CatalogueEntry *find(const std::string &id) const; // null when it has none
    std::string names() const;                               // "F5TTS_v1_Base, F5TTS_Base"
};

// Error(BadInput) says what is wrong with the file. An empty catalogue when there is none.
Catalogue readCatalogue(const std::filesystem::path &file);
std::filesystem::path shippedCatalogueFile();

} // namespace app::models
