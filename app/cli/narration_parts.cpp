#include "app/cli/narration_parts.h"

#include <algorithm>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>

#include "app/storage/float_wav.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char *kManifest = "narration.json";
constexpr const char *kPartsFormat = "ishowtts-narration";
constexpr const char *kSuffix = ".wav";
constexpr std::size_t kNameLength = 32;

bool isPart(const fs::path &file) {
    const std::string name = file.stem().string();
    return file.extension() == kSuffix && name.size() == kNameLength &&
           name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

[[noreturn]] void notOurs(const fs::path &folder) {
    throw engine::badInput("'" + folder.string() + "' is there already and holds something else.",
                           "Move it away, or write the narration under another name.");
}

// How often lines were made otherwise.
std::map<std::string, std::uint64_t> countsIn(const fs::path &folder) {
    std::map<std::string, std::uint64_t> counts;
    try {
        const engine::Json manifest = engine::Json::read(folder / kManifest);
        if (manifest["format"].string() != kPartsFormat)
            notOurs(folder);
        for (const auto &[line, count] : manifest["otherwise"].object())
            counts.emplace(line, count.unsignedInteger());
    } catch (const engine::Error &) {
        notOurs(folder);
    }
    return counts;
}

} // namespace

NarrationParts::NarrationParts(fs::path folder) : m_folder(std::move(folder)) {
    std::error_code error;
    const bool there = fs::exists(m_folder, error);
    if (there && !fs::is_directory(m_folder, error))
        notOurs(m_folder);
    if (!there && !fs::create_directory(m_folder, error))
        throw engine::failure("The folder '" + m_folder.string() + "' could not be made (" + error.message() + ").",
                              "Write the narration into another folder.");
    m_lock.emplace(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (::flock(m_lock->get(), LOCK_EX | LOCK_NB) != 0)
        throw engine::badInput("Another `ishowtts narrate` is making this file.", "Wait until it has ended.");
    if (fs::exists(m_folder / kManifest, error))
        m_otherwise = countsIn(m_folder);
    else if (!fs::is_empty(m_folder, error))
        notOurs(m_folder);
}

fs::path NarrationParts::fileOf(const std::string &name) const {
    return m_folder / (name + kSuffix);
}

bool NarrationParts::holds(const std::string &name) const {
    std::error_code error;
    return fs::is_regular_file(fileOf(name), error);
}

std::optional<engine::Clip> NarrationParts::read(const std::string &name) const {
    std::optional<engine::Clip> clip = holds(name) ? storage::readFloatWav(fileOf(name)) : std::nullopt;
    return clip && !clip->samples.empty() && clip->sampleRate == engine::kSampleRate ? std::move(clip) : std::nullopt;
}

void NarrationParts::keep(const std::string &name, const engine::Clip &clip) {
    const storage::FloatWavHeader header = storage::floatWavHeader(clip.sampleRate, clip.samples.size());
    engine::replaceFile(fileOf(name), {std::span<const std::byte>(header), std::as_bytes(std::span(clip.samples))});
}

std::uint64_t NarrationParts::otherwise(const std::string &line) const {
    const auto found = m_otherwise.find(line);
    return found == m_otherwise.end() ? 0 : found->second;
}

void NarrationParts::writeManifest(engine::Json::Object object) {
    engine::Json::Object others;
    for (const auto &[line, count] : m_otherwise)
        others[line] = count;
    object.insert_or_assign("format", kPartsFormat);
    object.insert_or_assign("otherwise", std::move(others));
    const std::string text = engine::Json(std::move(object)).dump() + "\n";
    engine::replaceFile(m_folder / kManifest, {std::as_bytes(std::span(text))});
}

void NarrationParts::keepOnly(const std::set<std::string> &names) {
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(m_folder, error))
        if (isPart(entry.path()) && !names.contains(entry.path().stem().string()))
            fs::remove(entry.path(), error);
}

bool NarrationParts::remove() {
    std::error_code error;
    keepOnly({});
    if (std::any_of(fs::directory_iterator(m_folder, error), fs::directory_iterator(),
                    [](const auto &entry) { return entry.path().filename() != kManifest; }))
        return false;
    fs::remove(m_folder / kManifest, error);
    return fs::remove(m_folder, error);
}

} // namespace app::cli
