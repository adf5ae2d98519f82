// Checkpoints as their publishers put them out, known by the list of models that the program ships
// (models/catalogue.json, which pins name, length and SHA-256): what nobody wrote beside them is known of these.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/json.h"

namespace engine {

struct OfficialWeights {
    std::string model; // its name in the list: "F5TTS_Base"
    std::string licence;
    std::string file; // "model_1200000.safetensors"
    std::uintmax_t bytes = 0;
    std::string sha256;
    Json flags; // as in "flags" of model.json
};

// Those of a list. None when it is not there or cannot be read: app/models says what is wrong with it.
std::vector<OfficialWeights> officialWeights(const std::filesystem::path &catalogue);

// The one of this name and length in the list that is shipped; nothing of the file is read. A name and 1.3 GB to the
// byte can be those of another one that was trained further from it: then its flags and its licence are the same.
std::optional<OfficialWeights> officialWeightsAs(const std::filesystem::path &weights);

} // namespace engine
