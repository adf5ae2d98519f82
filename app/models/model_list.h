// What there is and what there could be, looked up on the disk. Any thread but the GUI's.
#pragma once

#include <QDateTime>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "app/models/catalogue.h"
#include "app/models/fetch_rules.h"
#include "app/problem.h"

namespace app::models {

struct ModelItem {
    enum class Kind {
        Shipped,
        Own,     // in the person's models folder
        Linked,  // a link there to a folder elsewhere
        Offered, // by the list of what can be fetched, and not here
    };
    // How it is known in which of two ways the weights are read (engine::ModelFlags).
    enum class Reading {
        Told,    // by a file, or by what the weights are
        Guessed, // by nobody: weights of the other kind would mumble
        Chosen,  // by the person, and can be chosen otherwise
    };
    enum class State {
        Ready,    // can be used
        Broken,   // lies there and cannot: see `problem`
        NotHere,  // can be fetched
        Fetching, // see `progress`
        Paused,   // `bytes` of `bytesWhole` are there
        Failed,   // as Paused or NotHere, and `problem` says why
    };

    QString id; // the folder's name; what the setting "model" holds
    QString name = {};
    QString about = {};   // one line; may be empty
    QString licence = {}; // as its file says, or as the list says
    QString page = {};    // may be empty
    Kind kind = Kind::Offered;
    State state = State::NotHere;
    std::filesystem::path folder = {}; // where it lies; a link's target for Linked
    std::int64_t bytes = 0;            // on this disk
    std::int64_t bytesWhole = 0;       // when it is or can be fetched; 0 = not from the list
    QDateTime accepted = {};           // when its licence was; null = it was not
    FetchProgress progress = {};
    Problem problem = {};
    QString terms = {}; // the model of the list whose licence it is under: its own id, or what its weights are
    Reading reading = Reading::Told;
    bool readAsV0 = false;
    bool lacksVocoder = false;     // Broken, or being fetched, for that alone; the person's, so that it can get one
    std::int64_t vocoderBytes = 0; // that can be fetched then; 0 = none can

    // In their own folder or linked to from there: what is chosen for it is noted beside that.
    bool isPersons() const { return kind == Kind::Own || kind == Kind::Linked; }
    // The list knows its licence, and it was not accepted: nobody may use it yet.
    bool isToAccept() const { return kind != Kind::Offered && !terms.isEmpty() && accepted.isNull(); }
};

struct ModelListing {
    Catalogue catalogue;
    std::vector<ModelItem> items; // ready ones by name, the demo first; then broken ones; then what can be fetched
    Problem problem;              // with the list of what can be fetched; empty when there is none
};

// `roots` as engine::dataRoots(); `dataFolder` is the person's. `offered`: what was set aside there and can be brought
// back (model_folders.h).
ModelListing listModels(const std::vector<std::filesystem::path> &roots, const std::filesystem::path &dataFolder,
                        const std::filesystem::path &catalogueFile,
                        const std::set<std::filesystem::path> &offered = {});

// What is or could be found by name: folders of the roots, and what can be fetched.
std::set<std::string> namesOfModels(const std::vector<std::filesystem::path> &roots,
                                    const std::filesystem::path &catalogueFile);

} // namespace app::models
