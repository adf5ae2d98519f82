// Models that can be fetched: resources/models/catalogue.json, which the program ships, and the licences beside it.
// Each file is pinned by revision, length and SHA-256; nothing without them gets into the list. "known" in the file
// says where the three come from. It is a file and not compiled in, so that anyone can read what the program will ask
// for, and it is as trustworthy as the program beside it. Any thread.
#pragma once

#include <QString>

#include <cstdint>
#include <filesystem>
#include <optional>
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
    QString licenceWords() const;                    // all texts, as they are shown, accepted and kept
    QString licenceHash() const;                     // SHA-256 of licenceWords()
    bool isModel() const { return !flags.isNull(); } // else a vocoder alone
};

struct Catalogue {
    std::string origin; // "https://huggingface.co"
    std::vector<CatalogueEntry> entries;
    std::optional<CatalogueEntry> vocoder; // for models that came without one; called engine::kSharedVocoder

    const CatalogueEntry *find(const std::string &id) const; // null when it has none; of models
    // The one whose weights have this name and length; null when it is none. Nothing of the file is read.
    const CatalogueEntry *ofWeights(const std::filesystem::path &weights) const;
    // The one whose weights are these bytes, whatever the file is called. Reads the file where its length is that of
    // one.
    const CatalogueEntry *ofSameBytes(const std::filesystem::path &weights) const;
    const CatalogueEntry *ofHash(const std::string &sha256) const; // of its weights; null when it is none's
    bool hasLength(std::uintmax_t bytes) const;                    // the weights of one
    std::string names() const;                                     // "F5TTS_v1_Base, F5TTS_Base"
};

// Error(BadInput) says what is wrong with the file. An empty catalogue when there is none.
Catalogue readCatalogue(const std::filesystem::path &file);
std::filesystem::path shippedCatalogueFile();
std::string sha256Of(const std::filesystem::path &file); // as 64 small hex digits; empty when it cannot be read

} // namespace app::models
