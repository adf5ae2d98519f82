// A model folder in upstream's layout, found and checked before anything large is read:
//   model_*.safetensors | *.pt     the DiT
//   vocab.txt                      one token per line, space first
//   vocos/ {config.yaml, model.safetensors | pytorch_model.bin}   the vocoder
//   *.yaml                         upstream's model configuration (optional; v1 defaults without it)
//   model.json                     our manifest: name, licence, flags (optional, wins over the YAML)
//   durations.json                 relative duration of each token (optional; even spread without it)
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace engine {

// Upstream's `arch` flags that do not follow from tensor shapes. Defaults are those of F5TTS_v1_Base.
struct ModelFlags {
    bool textMaskPadding = true;
    bool averageUpsampling = false; // text_embedding_average_upsampling
    int ropeHeads = 0;              // pe_attn_head; 0 = all heads
    int headDim = 64;
    std::string qkNorm; // "" or "rms_norm"
    std::string source; // where they come from: "model.json", "model.yaml", kDefaultFlags
};
inline constexpr const char *kDefaultFlags = "v1 defaults"; // no file says anything about them

struct ModelFiles {
    std::string name;
    std::string licence;
    std::filesystem::path folder;
    std::filesystem::path weights;
    std::filesystem::path vocabulary;
    std::filesystem::path vocoderWeights; // empty when the folder has no vocoder
    std::filesystem::path vocoderConfig;
    std::filesystem::path durations; // empty when there is none
    ModelFlags flags;

    // Only models with average upsampling can follow durations.
    bool usesDurations() const { return !durations.empty() && flags.averageUpsampling; }
};

// Looks at one folder. Error(BadInput) says which file is missing and what to put there.
ModelFiles readModelFolder(const std::filesystem::path &folder);

struct ModelListing {
    std::vector<ModelFiles> models;
    std::vector<std::string> problems;
};
ModelListing listModels(const std::vector<std::filesystem::path> &roots);

// `nameOrFolder`: a folder, or the name of a folder in <root>/models; empty = the demo model.
ModelFiles findModel(const std::vector<std::filesystem::path> &roots, const std::string &nameOrFolder);

} // namespace engine
