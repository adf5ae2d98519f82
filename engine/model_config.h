// The flags of a model that its tensor shapes do not tell. Only model_files.cpp includes this.
#pragma once

#include <filesystem>

#include "engine/json.h"
#include "engine/model_files.h"

namespace engine {

// From "flags" of model.json when it has them (spelled as upstream spells them in `model.arch`), else from the folder's
// YAML (model.yaml, or the only *.yaml), else v1 defaults. `manifest` is null without a model.json.
// Error(BadInput) for flags that are wrong, contradict each other, or ask for what this engine does not do.
ModelFlags readModelFlags(const std::filesystem::path &folder, const Json &manifest);

} // namespace engine
