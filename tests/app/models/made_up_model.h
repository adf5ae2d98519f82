// A model of four small files that a SmallServer can hand out, and the list that pins them.
#pragma once

#include <QByteArray>
#include <QMap>

#include <filesystem>

#include "app/models/catalogue.h"
#include "app/models/model_fetch.h"
#include "tests/app/models/small_server.h"

struct MadeUpModel {
    QMap<QByteArray, QByteArray> files; // by path in the catalogue; the weights are large, the others small
    app::models::Catalogue catalogue;   // its origin is empty

    const app::models::CatalogueEntry &entry() const { return catalogue.entries.front(); }
    const QByteArray &weights() const { return *files.find("net/model_1.safetensors"); }
    bool isWhole(const std::filesystem::path &folder) const; // every byte of every file

    // The bytes behind a request; empty for a path that is none of ours.
    QByteArray of(const WebRequest &request) const;
};

MadeUpModel madeUpModel(qsizetype weights = 300'000);

// Short waits, so that giving up takes a moment.
app::models::FetchRules quickRules(); // but for `stall`: a busy machine is no server that stalls
// The list as a file, with its licence beside it, for what reads it from there.
void writeCatalogue(const MadeUpModel &model, const QByteArray &origin, const std::filesystem::path &folder);
