#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/model/weights.h"
#include "engine/model_files.h"

namespace engine::cli {

namespace {

// What the tensor shapes of a DiT tell. Zero where the tensor that tells it is missing.
struct Sizes {
    std::int64_t dim = 0, depth = 0, heads = 0, textDim = 0, textBlocks = 0, vocabulary = 0, parameters = 0;
};

// "transformer_blocks.7.…" → 8; 0 for another name.
std::int64_t blockCount(std::string_view name, std::string_view list) {
    if (!name.starts_with(list))
        return 0;
    name.remove_prefix(list.size());
    int index = -1;
    std::from_chars(name.data(), name.data() + name.size(), index);
    return index + 1;
}

Sizes sizesOf(const model::Weights &weights, std::int64_t headDim) {
    const std::string prefix = model::ditPrefix(weights);
    Sizes sizes;
    std::int64_t attention = 0;
    for (const auto &[fullName, tensor] : weights.tensors()) {
        if (!fullName.starts_with(prefix))
            continue;
        const std::string_view name = std::string_view(fullName).substr(prefix.size());
        const auto rows = [&] { return tensor.shape.empty() ? 0 : tensor.shape[0]; };
        if (name == "rotary_embed.inv_freq" && rows() > 0)
            headDim = 2 * rows();
        if (!name.ends_with(".weight") && !name.ends_with(".bias") && !name.ends_with(".gamma") &&
            !name.ends_with(".beta"))
            continue; // buffers
        sizes.parameters += std::int64_t(tensor.bytes.size() / model::bytesPerElement(tensor.dtype));
        if (name == "input_embed.proj.weight")
            sizes.dim = rows();
        if (name == "transformer_blocks.0.attn.to_q.weight")
            attention = rows();
        if (name == "text_embed.text_embed.weight" && tensor.shape.size() == 2) {
            sizes.vocabulary = rows() - 1; // row 0 is the filler
            sizes.textDim = tensor.shape[1];
        }
        sizes.depth = std::max(sizes.depth, blockCount(name, "transformer_blocks."));
        sizes.textBlocks = std::max(sizes.textBlocks, blockCount(name, "text_embed.text_blocks."));
    }
    if (headDim > 0)
        sizes.heads = attention / headDim;
    return sizes;
}

double bytesOnDisk(const ModelFiles &files) {
    double total = 0;
    for (const auto &file :
         {files.weights, files.vocabulary, files.vocoderWeights, files.vocoderConfig, files.durations}) {
        std::error_code error;
        const auto bytes = file.empty() ? 0 : std::filesystem::file_size(file, error);
        if (!error)
            total += double(bytes);
    }
    return total;
}

Json::Object flagsJson(const ModelFlags &flags) {
    return {{"text_mask_padding", flags.textMaskPadding},
            {"text_embedding_average_upsampling", flags.averageUpsampling},
            {"pe_attn_head", flags.ropeHeads == 0 ? Json() : Json(flags.ropeHeads)},
            {"dim_head", flags.headDim},
            {"qk_norm", flags.qkNorm.empty() ? Json() : Json(flags.qkNorm)},
            {"source", flags.source}};
}

std::string flagsText(const ModelFlags &flags) {
    const auto yesNo = [](bool value) { return value ? "yes" : "no"; };
    return std::string("text mask padding ") + yesNo(flags.textMaskPadding) + ", average upsampling " +
           yesNo(flags.averageUpsampling) + ", rotary heads " +
           (flags.ropeHeads == 0 ? "all" : std::to_string(flags.ropeHeads)) + ", head size " +
           std::to_string(flags.headDim) + (flags.qkNorm.empty() ? "" : ", q/k norm " + flags.qkNorm) + " (from " +
           flags.source + ")";
}

std::optional<Sizes> readSizes(const ModelFiles &files) {
    try {
        return sizesOf(model::Weights::open(files.weights), files.flags.headDim);
    } catch (const Error &error) {
        note(error.what() + ("\n  " + error.remedy()));
        return std::nullopt;
    }
}

Json modelJson(const ModelFiles &files, const std::optional<Sizes> &sizes) {
    Json::Object object{{"name", files.name},
                        {"folder", files.folder.string()},
                        {"licence", files.licence},
                        {"bytes", std::int64_t(bytesOnDisk(files))},
                        {"flags", flagsJson(files.flags)},
                        {"vocoder", !files.vocoderWeights.empty()},
                        {"durations", files.usesDurations()},
                        {"readable", sizes.has_value()}};
    if (sizes)
        object.insert({{"dim", sizes->dim},
                       {"depth", sizes->depth},
                       {"heads", sizes->heads},
                       {"text_dim", sizes->textDim},
                       {"text_blocks", sizes->textBlocks},
                       {"vocabulary", sizes->vocabulary},
                       {"parameters", sizes->parameters}});
    return object;
}

std::string modelText(const ModelFiles &files, const std::optional<Sizes> &sizes) {
    std::string text = files.name + "\n  folder      " + files.folder.string() + "\n  licence     " + files.licence +
                       "\n  on disk     " + fileSize(bytesOnDisk(files)) + "\n";
    if (sizes)
        text += "  sizes       " + fixed(double(sizes->parameters) / 1e6, 1) + " M parameters, width " +
                std::to_string(sizes->dim) + ", " + std::to_string(sizes->depth) + " blocks, " +
                std::to_string(sizes->heads) + " heads, " + std::to_string(sizes->vocabulary) + " tokens\n";
    text += "  flags       " + flagsText(files.flags) + "\n";
    text += std::string("  vocoder     ") +
            (files.vocoderWeights.empty() ? "none: it cannot be heard, only `case` works" : "yes") + "\n";
    return text + "  durations   " +
           (files.usesDurations()     ? "yes: characters weighted"
            : files.durations.empty() ? "none: characters spread evenly, as upstream"
                                      : "not used: the model has no average upsampling") +
           "\n";
}

int models(const Arguments &arguments) {
    const ModelListing listing = listModels(dataRoots());
    for (const std::string &problem : listing.problems)
        note(problem);
    if (arguments.has("--names") && arguments.has("--json")) {
        Json::Array names;
        for (const ModelFiles &files : listing.models)
            names.emplace_back(files.name);
        printJson(names);
        return Exit::Done;
    }
    if (arguments.has("--names")) {
        for (const ModelFiles &files : listing.models)
            print(files.name + "\n");
        return Exit::Done;
    }
    if (arguments.has("--json")) {
        Json::Array array;
        for (const ModelFiles &files : listing.models)
            array.push_back(modelJson(files, readSizes(files)));
        printJson(array);
        return Exit::Done;
    }
    if (listing.models.empty())
        note("There is no model on this machine.\n  Put a model folder into " + (userDataFolder() / "models").string() +
             ".");
    for (const ModelFiles &files : listing.models)
        print(modelText(files, readSizes(files)));
    return Exit::Done;
}

} // namespace

Verb modelsVerb() {
    Verb verb;
    verb.name = "models";
    verb.summary = "List the models, their sizes and licences";
    verb.description = "Lists the models that the program ships and those in your own data folder, with what their "
                       "files say: sizes follow from the shapes of the tensors, flags from model.json or upstream's "
                       "YAML beside the weights, else from the defaults of F5TTS_v1. The official F5-TTS weights are "
                       "CC-BY-NC-4.0: not for commercial use.";
    verb.options = {
        {.name = "--names", .takes = Takes::Nothing, .help = "Print the names only, one a line"},
        jsonOption("models"),
    };
    verb.examples = {"ishowtts models", "ishowtts models --json | jq '.[] | {name, parameters, licence}'"};
    verb.run = models;
    return verb;
}

} // namespace engine::cli
