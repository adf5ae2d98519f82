#include "engine/model_files.h"

#include <algorithm>
#include <set>

#include "engine/error.h"
#include "engine/manifest.h"
#include "engine/model_config.h"
#include "engine/official_weights.h"

namespace engine {

namespace fs = std::filesystem;

namespace {

constexpr const char *kDemoModel = "demo";

bool isFile(const fs::path &path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

bool isFolder(const fs::path &path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

std::string joined(const std::vector<fs::path> &files) {
    std::string names;
    for (const fs::path &file : files)
        names += (names.empty() ? "" : ", ") + file.filename().string();
    return names;
}

// model_*.safetensors before other *.safetensors before *.pt; more than one of a kind is not guessed at.
fs::path findWeights(const fs::path &folder, const std::string &chosen) {
    const std::string where = folder.string();
    if (!chosen.empty()) {
        if (fs::path(chosen).filename() != fs::path(chosen) || chosen == "." || chosen == "..")
            throw badInput(where + "/model.json: \"weights\" is \"" + chosen + "\", which is no file name.",
                           "Name a file that lies in the model folder itself.");
        if (!isFile(folder / chosen))
            throw badInput("The model folder " + where + " has no file " + chosen + ", which its model.json names.",
                           "Put the file there, or correct \"weights\" in model.json.");
        return folder / chosen;
    }
    std::vector<fs::path> named, safetensors, torch;
    for (const auto &entry : fs::directory_iterator(folder)) {
        if (!isFile(entry.path()) || entry.path().filename().string().front() == '.')
            continue;
        if (entry.path().extension() == ".pt")
            torch.push_back(entry.path());
        else if (entry.path().extension() == ".safetensors")
            (entry.path().filename().string().rfind("model_", 0) == 0 ? named : safetensors).push_back(entry.path());
    }
    for (std::vector<fs::path> *files : {&named, &safetensors, &torch}) {
        if (files->size() == 1)
            return files->front();
        if (files->empty())
            continue;
        std::sort(files->begin(), files->end());
        throw badInput("The model folder " + where + " holds several weights: " + joined(*files) + ".",
                       "Keep one, or name it in model.json: { \"weights\": \"" + files->back().filename().string() +
                           "\" }.");
    }
    throw badInput("The model folder " + where + " has no weights.",
                   "Put the checkpoint there, for example model_1250000.safetensors from the folder F5TTS_v1_Base of "
                   "SWivid/F5-TTS on Hugging Face.");
}

void findVocoder(ModelFiles &files, const std::string &chosen) {
    fs::path folder = files.folder / "vocos";
    if (!isFolder(folder) && chosen.empty()) {
        folder = sharedVocoder(files.folder);
        if (!isFolder(folder))
            return;
    } else if (!isFolder(folder)) {
        folder = chosen;
        if (!folder.is_absolute() || !isFolder(folder))
            throw badInput("The model \"" + files.name + "\" has no vocoder any more: there is no folder " + chosen +
                               ".",
                           "Choose its vocoder again, or put Vocos into " + (files.folder / "vocos").string() + ".");
    }
    const auto missing = [&](const std::string &what) {
        return badInput("The vocoder folder " + folder.string() + " has no " + what + ".",
                        "Copy it from charactr/vocos-mel-24khz on Hugging Face, or remove the folder vocos.");
    };
    files.vocoderConfig = folder / "config.yaml";
    files.vocoderWeights = folder / "model.safetensors";
    if (!isFile(files.vocoderWeights))
        files.vocoderWeights = folder / "pytorch_model.bin";
    if (!isFile(files.vocoderWeights))
        throw missing("model.safetensors and no pytorch_model.bin");
    if (!isFile(files.vocoderConfig))
        throw missing("config.yaml");
}

// What is chosen for it: null where nothing is.
Json readNote(const fs::path &folder) {
    const fs::path file = addedNoteFile(folder);
    if (!isFile(file))
        return {};
    Json note = Json::read(file, kManifestLimits);
    if (!note.isObject())
        throw badInput(file.string() + " is no JSON object.", "Remove it, and choose again what it was about.");
    return note;
}

std::string licenceOf(const ModelFiles &files, const std::string &written) {
    if (!written.empty())
        return written;
    if (!files.official.empty())
        return "CC-BY-NC-4.0 (official F5-TTS weights)";
    const std::string stem = files.weights.stem().string();
    const bool official = stem == "model_1250000" || stem == "model_1200000";
    return official ? "CC-BY-NC-4.0 (official F5-TTS weights)" : "unknown";
}

} // namespace

fs::path sharedVocoder(const fs::path &folder) {
    const fs::path models = folder.parent_path();
    return models.filename() == "models" ? models.parent_path() / "vocoders" / kSharedVocoder / "vocos" : fs::path();
}

fs::path addedNoteFile(const fs::path &folder) {
    return folder.parent_path() / (folder.filename().string() + ".added.json");
}

ModelFiles readModelFolder(const fs::path &givenFolder) {
    fs::path folder = fs::absolute(givenFolder).lexically_normal();
    if (!folder.has_filename())
        folder = folder.parent_path();
    if (!isFolder(folder))
        throw badInput(isFile(folder) ? folder.string() + " is a file; a model is a folder."
                                      : "There is no model folder " + folder.string() + ".",
                       "Give the folder that holds the weights and vocab.txt.");
    ModelFiles files;
    files.folder = folder;
    try {
        Json manifest;
        const fs::path manifestFile = folder / "model.json";
        if (isFile(manifestFile)) {
            manifest = Json::read(manifestFile, kManifestLimits);
            if (!manifest.isObject())
                throw badInput(manifestFile.string() + " is no JSON object.",
                               "Write { \"name\": …, \"licence\": …, \"flags\": { … } }.");
        }
        const auto textOf = [&](const char *key) {
            return manifestText(manifest, key, "", ManifestText::Label, manifestFile.string());
        };
        files.name = textOf("name");
        if (files.name.empty())
            files.name = folder.filename().string();
        files.weights = findWeights(folder, textOf("weights"));
        const Json note = readNote(folder);
        const auto noted = [&](const char *key, ManifestText kind) {
            return manifestText(note, key, "", kind, addedNoteFile(folder).string());
        };
        files.official = noted("official", ManifestText::Label);
        if (const auto official = files.official.empty() ? officialWeightsAs(files.weights) : std::nullopt)
            files.official = official->model;
        files.licence = licenceOf(files, textOf("licence"));
        files.vocabulary = folder / "vocab.txt";
        if (!isFile(files.vocabulary))
            throw badInput("The model folder " + folder.string() + " has no vocab.txt.",
                           "Put the vocabulary that the model was trained with there; upstream's lies beside the "
                           "weights on Hugging Face and in f5_tts/infer/examples/vocab.txt.");
        findVocoder(files, noted("vocoder", ManifestText::Prose));
        if (isFile(folder / "durations.json"))
            files.durations = folder / "durations.json";
        files.flags = readModelFlags(folder, manifest, note, files.weights);
    } catch (const fs::filesystem_error &problem) {
        throw badInput("The model folder " + folder.string() + " cannot be read: " + problem.code().message() + ".",
                       "Check the permissions of the folder.");
    }
    return files;
}

ModelListing listModels(const std::vector<fs::path> &roots) {
    ModelListing listing;
    std::set<std::string> known; // folder names: the first root wins
    for (const fs::path &root : roots) {
        for (const fs::path &folder : foldersIn(root / "models", listing.problems)) {
            if (known.count(folder.filename().string()) != 0)
                continue;
            try {
                listing.models.push_back(readModelFolder(folder));
                known.insert(folder.filename().string());
            } catch (const Error &problem) {
                listing.problems.push_back(problem.what());
            }
        }
    }
    std::sort(listing.models.begin(), listing.models.end(),
              [](const ModelFiles &a, const ModelFiles &b) { return a.name < b.name; });
    return listing;
}

ModelFiles findModel(const std::vector<fs::path> &roots, const std::string &nameOrFolder) {
    const std::string name = nameOrFolder.empty() ? kDemoModel : nameOrFolder;
    if (name.find('/') != std::string::npos || name == "." || name == "..")
        return readModelFolder(name);
    std::vector<Error> broken;
    for (const fs::path &root : roots) {
        if (!isFolder(root / "models" / name))
            continue;
        try {
            return readModelFolder(root / "models" / name);
        } catch (const Error &problem) {
            broken.push_back(problem);
        }
    }
    if (!broken.empty())
        throw broken.front();
    const ModelListing listing = listModels(roots);
    std::string names;
    for (const ModelFiles &model : listing.models) {
        if (model.name == name)
            return model;
        names += (names.empty() ? "" : ", ") + model.name;
    }
    if (isFolder(name))
        return readModelFolder(name);
    throw badInput("There is no model \"" + name + "\".",
                   names.empty() ? "No model was found at all: reinstall the program, or give the folder of a model."
                                 : "Choose one of: " + names + ", or give the folder of a model.");
}

} // namespace engine
