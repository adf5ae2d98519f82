// A model folder in upstream's layout, found and checked before anything large is read:
//   model_*.safetensors | *.pt     the DiT
//   vocab.txt                      one token per line, space first
//   vocos/ {config.yaml, model.safetensors | pytorch_model.bin}   the vocoder
//   *.yaml                         upstream's model configuration (optional; see ModelFlags::source)
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
    std::string qkNorm;   // "" or "rms_norm"
    std::string source;   // where they come from: "model.json", "model.yaml", one of those below
    bool isGuess = false; // nothing says them: weights of another kind would be read wrongly, and speak badly
};
inline constexpr const char *kChosenFlags = "chosen when it was added";
inline constexpr const char *kDefaultFlags = "v1 defaults"; // no file says anything about them, nor does the name
inline constexpr const char *kGuessedV0Flags = "v0, by the name of the weights alone";

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
    std::string official; // "F5TTS_Base": weights of that name in the list of models, by name and length; mostly empty

    // Only models with average upsampling can follow durations.
    bool usesDurations() const { return !durations.empty() && flags.averageUpsampling; }
};

// "<name>.added.json" beside the folder <name>: what a person said of a folder that was added and stays as it is.
//   flags     as in model.json, for a folder that says none
//   vocoder   a folder with the files of vocos/, for one that has none
//   official  the name of the official weights that these are, byte for byte
std::filesystem::path addedNoteFile(const std::filesystem::path &folder);

// What a folder <root>/models/<name> without a vocoder is heard through, when it is there:
// <root>/vocoders/vocos-mel-24khz/vocos. Empty for a folder that lies elsewhere.
std::filesystem::path sharedVocoder(const std::filesystem::path &folder);
inline constexpr const char *kSharedVocoder = "vocos-mel-24khz";

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
