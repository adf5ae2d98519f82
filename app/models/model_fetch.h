// A model of the catalogue into a models folder: every file into the hidden folder ".part-<id>", then its licences and
// model.json beside them, then one rename. So a folder that can be seen is whole, whatever ended the program; and what
// came so far is gone on with. Two programs never fetch the same model at once (a lock on the hidden folder). Runs on
// the thread of the caller.
#pragma once

#include <QString>

#include <filesystem>
#include <stop_token>
#include <string>

#include "app/models/catalogue.h"
#include "app/models/fetch_rules.h"

namespace app::models {

struct FetchPlan {
    std::filesystem::path models; // <data folder>/models; made when it is missing
    std::string origin;           // chosenOrigin()
    FetchRules rules = {};
};

// Gives the finished folder. Error (also when the model is there already, or another program fetches it), NoSpace,
// FetchStopped.
std::filesystem::path fetchModel(const CatalogueEntry &entry, const FetchPlan &plan, const std::stop_token &stop,
                                 const ReportProgress &report);

// Error(BadInput) when there is a model of this name in the folder, which fetchModel() would not touch.
void requireNotThere(const std::filesystem::path &models, const std::string &id);

std::filesystem::path partFolder(const std::filesystem::path &models, const std::string &id);
// Bytes of the catalogue's files that an unfinished fetch left; 0 when there is none.
std::int64_t bytesOfPart(const CatalogueEntry &entry, const std::filesystem::path &models);

// Takes what an unfinished fetch left out of sight, for putBack() or destroy() (model_folders.h). Error, also while
// another program fetches it.
std::filesystem::path setPartAside(const std::filesystem::path &models, const std::string &id);

} // namespace app::models
