// Official weights are loaded where their licence was accepted, wherever they lie and whatever they are called: who
// finds a model to speak with, finds it here. `roots` as engine::dataRoots(): the person's folder, where it is written
// down what was accepted, is the first; the last holds the list of models. Any thread but the GUI's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/models/catalogue.h"
#include "engine/model_files.h"

namespace app::models {

// The model of the list that these weights are: as it was noted when they were added, else by name and length.
const CatalogueEntry *officialOf(const engine::ModelFiles &files, const Catalogue &catalogue);

// Error(BadInput) where the weights are official and their licence was not accepted. A file that is as long as one of
// those is read as a whole, once: its hash is kept in <person's folder>/known-weights.json as long as it does not
// change.
void requireAccepted(const engine::ModelFiles &files, const std::vector<std::filesystem::path> &roots);

// engine::findModel(), then requireAccepted().
engine::ModelFiles findUsable(const std::vector<std::filesystem::path> &roots, const std::string &nameOrFolder);

} // namespace app::models
