#include "engine/model_config.h"

#include <algorithm>
#include <vector>

#include "engine/clip.h"
#include "engine/error.h"
#include "engine/official_weights.h"

#ifdef ISHOWTTS_HAVE_YAML
#include <yaml-cpp/yaml.h>
#endif

namespace engine {

namespace fs = std::filesystem;

namespace {

constexpr int kMostHeads = 256;
constexpr int kLargestHead = 512;
constexpr const char *kV0Weights = "model_1200000"; // as SWivid/F5-TTS calls them, as .safetensors and as .pt

void checkFlags(const ModelFlags &flags, const std::string &name) {
    if (flags.ropeHeads < 0 || flags.ropeHeads > kMostHeads)
        throw badInput(name + ": pe_attn_head is " + std::to_string(flags.ropeHeads) + "; it must be null or 1 to " +
                           std::to_string(kMostHeads) + ".",
                       "Copy the value from the configuration that the model was trained with.");
    if (flags.headDim < 2 || flags.headDim > kLargestHead || flags.headDim % 2 != 0)
        throw badInput(name + ": dim_head is " + std::to_string(flags.headDim) + "; it must be even and 2 to " +
                           std::to_string(kLargestHead) + ".",
                       "Copy the value from the configuration that the model was trained with.");
    if (!flags.qkNorm.empty() && flags.qkNorm != "rms_norm")
        throw badInput(name + ": qk_norm is \"" + flags.qkNorm + "\"; only null and rms_norm exist.",
                       "Copy the value from the configuration that the model was trained with.");
    if (flags.averageUpsampling && !flags.textMaskPadding)
        throw badInput(name + ": text_embedding_average_upsampling needs text_mask_padding.",
                       "Set text_mask_padding to true; upstream cannot train the other combination.");
}

bool flagOf(const Json &value, const std::string &key, const std::string &name) {
    if (!value.isBool())
        throw badInput(name + ": \"" + key + "\" must be true or false.", "Correct it.");
    return value.boolean();
}

int countOf(const Json &value, const std::string &key, const std::string &name) {
    if (!value.isInteger() || value.number() < 1 || value.number() > 1e6)
        throw badInput(name + ": \"" + key + "\" must be a whole number from 1 up.", "Correct it.");
    return int(value.integer());
}

ModelFlags flagsFromManifest(const Json &written, const std::string &name) {
    if (!written.isObject())
        throw badInput(name + ": \"flags\" is no object.", "Write \"flags\": { \"text_mask_padding\": true, … }.");
    ModelFlags flags;
    flags.source = "model.json";
    for (const auto &[key, value] : written.object()) {
        if (key == "text_mask_padding")
            flags.textMaskPadding = flagOf(value, key, name);
        else if (key == "text_embedding_average_upsampling")
            flags.averageUpsampling = flagOf(value, key, name);
        else if (key == "pe_attn_head")
            flags.ropeHeads = value.isNull() ? 0 : countOf(value, key, name);
        else if (key == "dim_head")
            flags.headDim = countOf(value, key, name);
        else if (key == "qk_norm" && (value.isNull() || value.isString()))
            flags.qkNorm = value.isNull() ? "" : value.string();
        else if (key == "qk_norm")
            throw badInput(name + ": \"qk_norm\" must be null or \"rms_norm\".", "Correct it.");
        else
            throw badInput(name + ": there is no flag \"" + key.substr(0, 80) + "\".",
                           "The flags are text_mask_padding, text_embedding_average_upsampling, pe_attn_head, dim_head "
                           "and qk_norm.");
    }
    checkFlags(flags, name);
    return flags;
}

// model.yaml, or the only YAML file of the folder; empty when there is none.
fs::path findYaml(const fs::path &folder) {
    std::error_code error;
    if (fs::is_regular_file(folder / "model.yaml", error))
        return folder / "model.yaml";
    std::vector<fs::path> found;
    for (const auto &entry : fs::directory_iterator(folder)) {
        const fs::path extension = entry.path().extension();
        if ((extension == ".yaml" || extension == ".yml") && entry.is_regular_file(error))
            found.push_back(entry.path());
    }
    if (found.size() > 1) {
        std::sort(found.begin(), found.end());
        std::string names;
        for (const fs::path &file : found)
            names += (names.empty() ? "" : ", ") + file.filename().string();
        throw badInput("The model folder " + folder.string() + " holds several configurations: " + names + ".",
                       "Keep the one that belongs to the weights and name it model.yaml.");
    }
    return found.empty() ? fs::path() : found.front();
}

#ifdef ISHOWTTS_HAVE_YAML

constexpr std::uintmax_t kLargestYaml = 1 << 20;

template <typename T> T valueOf(const YAML::Node &node, const std::string &key, T fallback, const std::string &name) {
    const YAML::Node value = node[key];
    if (!value || value.IsNull())
        return fallback;
    try {
        return value.as<T>();
    } catch (const YAML::Exception &) {
        throw badInput(name + ": the value of " + key + " cannot be read.",
                       "Copy the configuration that the model was trained with.");
    }
}

void checkSound(const YAML::Node &mel, const std::string &name) {
    const auto type = valueOf<std::string>(mel, "mel_spec_type", "vocos", name);
    if (type != "vocos")
        throw badInput(name + ": the model makes mel spectra of the type \"" + type.substr(0, 80) +
                           "\"; only vocos is supported" + (type == "bigvgan" ? " (BigVGAN is not)." : "."),
                       "Use a checkpoint that was trained with mel_spec_type vocos.");
    struct Expected {
        const char *key;
        int value;
    };
    for (const auto &[key, value] :
         {Expected{"target_sample_rate", kSampleRate}, Expected{"n_mel_channels", kMelBands},
          Expected{"hop_length", kHopLength}, Expected{"win_length", 1024}, Expected{"n_fft", 1024}}) {
        const int written = valueOf<int>(mel, key, value, name);
        if (written != value)
            throw badInput(name + ": " + key + " is " + std::to_string(written) + "; only " + std::to_string(value) +
                               " is supported.",
                           "Use a checkpoint that was trained with upstream's sound settings.");
    }
}

// Keys that are absent have the defaults of f5_tts/model/backbones/dit.py, which are those of v1.
ModelFlags flagsFromYaml(const fs::path &file) {
    const std::string name = file.string();
    std::error_code error;
    if (const std::uintmax_t size = fs::file_size(file, error); error || size > kLargestYaml)
        throw badInput(name + " is no model configuration: it " + (error ? "cannot be read." : "is longer than 1 MiB."),
                       "Put upstream's YAML of this model there, or write \"flags\" into model.json.");
    ModelFlags flags;
    flags.source = file.filename().string();
    try {
        const YAML::Node root = YAML::LoadFile(name);
        const YAML::Node model = root.IsMap() ? root["model"] : YAML::Node();
        const YAML::Node arch = model.IsDefined() && model.IsMap() ? model["arch"] : YAML::Node();
        if (!arch.IsDefined() || !arch.IsMap())
            throw badInput(name + " is no model configuration: it has no section model.arch.",
                           "Put upstream's YAML of this model there, or write \"flags\" into model.json.");
        const auto backbone = valueOf<std::string>(model, "backbone", "DiT", name);
        if (backbone != "DiT")
            throw badInput(name + ": the backbone is \"" + backbone.substr(0, 80) + "\"; only DiT is supported.",
                           "Use an F5-TTS checkpoint (E2-TTS and others have another backbone).");
        if (valueOf<bool>(arch, "long_skip_connection", false, name))
            throw badInput(name + ": long_skip_connection is not supported.",
                           "Use a checkpoint that was trained without it, as all of upstream's are.");
        flags.textMaskPadding = valueOf<bool>(arch, "text_mask_padding", true, name);
        flags.averageUpsampling = valueOf<bool>(arch, "text_embedding_average_upsampling", false, name);
        flags.ropeHeads = valueOf<int>(arch, "pe_attn_head", 0, name);
        flags.headDim = valueOf<int>(arch, "dim_head", 64, name);
        flags.qkNorm = valueOf<std::string>(arch, "qk_norm", "", name);
        if (const YAML::Node mel = model["mel_spec"]; mel.IsDefined() && mel.IsMap())
            checkSound(mel, name);
    } catch (const YAML::Exception &problem) {
        throw badInput(name + " is no valid YAML: line " + std::to_string(problem.mark.line + 1) + ", column " +
                           std::to_string(problem.mark.column + 1) + ": " + problem.msg + ".",
                       "Put upstream's YAML of this model there, or write \"flags\" into model.json.");
    }
    checkFlags(flags, name);
    return flags;
}

#else

ModelFlags flagsFromYaml(const fs::path &file) {
    throw badInput("This build cannot read YAML, and " + file.string() + " holds the flags of the model.",
                   "Write them into model.json beside it, for example \"flags\": { \"text_mask_padding\": true, "
                   "\"text_embedding_average_upsampling\": false, \"pe_attn_head\": null, \"dim_head\": 64, "
                   "\"qk_norm\": null }, or build with libyaml-cpp-dev.");
}

#endif

} // namespace

ModelFlags readModelFlags(const fs::path &folder, const Json &manifest, const Json &note, const fs::path &weights) {
    if (manifest.contains("flags"))
        return flagsFromManifest(manifest["flags"], (folder / "model.json").string());
    if (const fs::path yaml = findYaml(folder); !yaml.empty())
        return flagsFromYaml(yaml);
    if (note.contains("flags")) {
        ModelFlags flags = flagsFromManifest(note["flags"], addedNoteFile(folder).string());
        flags.source = kChosenFlags;
        return flags;
    }
    if (const auto official = officialWeightsAs(weights)) {
        ModelFlags flags = flagsFromManifest(official->flags, official->model);
        flags.source = official->model + ", known by name and length";
        return flags;
    }
    ModelFlags flags;
    flags.isGuess = true;
    flags.source = kDefaultFlags;
    if (weights.stem() == kV0Weights) { // no fine-tuning ends there by chance
        flags.textMaskPadding = false;
        flags.ropeHeads = 1;
        flags.source = kGuessedV0Flags;
    }
    return flags;
}

} // namespace engine
