#include "engine/manifest.h"

#include <algorithm>

#include "engine/error.h"

namespace engine {

namespace fs = std::filesystem;

std::string manifestText(const Json &manifest, const std::string &key, const std::string &fallback, ManifestText kind,
                         const std::string &file) {
    const Json &value = manifest[key];
    if (value.isNull())
        return fallback;
    if (!value.isString())
        throw badInput(file + ": \"" + key + "\" is no text.", "Write it in double quotes.");
    const std::string &text = value.string();
    const bool prose = kind == ManifestText::Prose;
    const std::size_t longest = prose ? 4096 : 200;
    if (text.size() > longest)
        throw badInput(file + ": \"" + key + "\" is " + std::to_string(text.size()) + " bytes long; at most " +
                           std::to_string(longest) + " are allowed.",
                       "Shorten it.");
    const auto control = [prose](char c) { return c >= 0 && c < 0x20 && !(prose && (c == '\n' || c == '\t')); };
    if (std::any_of(text.begin(), text.end(), control))
        throw badInput(file + ": \"" + key + "\" holds control characters.", "Remove them.");
    return text;
}

std::vector<fs::path> foldersIn(const fs::path &parent, std::vector<std::string> &problems) {
    std::vector<fs::path> folders;
    std::error_code error;
    if (!fs::exists(parent, error))
        return folders;
    auto entries = fs::directory_iterator(parent, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        std::error_code ignored;
        if (entries->is_directory(ignored) && entries->path().filename().string().front() != '.')
            folders.push_back(entries->path());
    }
    if (error)
        problems.push_back("The folder " + parent.string() + " cannot be read: " + error.message() + ".");
    std::sort(folders.begin(), folders.end());
    return folders;
}

} // namespace engine
