// The flags of a model that its tensor shapes do not tell. Only model_files.cpp includes this.
#pragma once

#include <filesystem>

#include "engine/json.h"
#include "engine/model_files.h"

namespace engine {

// From "flags" of model.json when it has them (spelled as upstream spells them in `model.arch`), else from the folder's
// YAML (model.yaml, or the only *.yaml), else from `note` (addedNoteFile() in model_files.h), else those of the
// official weights that `weights` are by name and length (official_weights.h), else a guess: v0 where the file is
// called as the official v0 weights are, v1 for any other. `manifest` and `note` are null where there is none.
// Error(BadInput) for flags that are wrong, contradict each other, or ask for what this engine does not do.
ModelFlags readModelFlags(const std::filesystem::path &folder, const Json &manifest, const Json &note,
                          const std::filesystem::path &weights);

} // namespace engine
