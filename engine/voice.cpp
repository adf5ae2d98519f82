#include "engine/voice.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

#include "engine/error.h"
#include "engine/manifest.h"
#include "engine/request.h"
#include "engine/utf8.h"
#include "engine/voice_notes.h"

namespace engine {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLongestStyleName = 64;

// A folder given as "voices/slt/" has an empty last part.
fs::path withoutTrailingSlash(const fs::path &folder) {
    return folder.has_filename() ? folder : folder.parent_path();
}

// The recording must lie inside the voice's folder, links included: a voice from elsewhere must not name other files.
fs::path findRecording(const fs::path &folder, const std::string &written, const std::string &name) {
    if (isBlankText(written))
        throw badInput(name + " names no recording.", "Add \"recording\": \"reference.wav\".");
    const fs::path relative(written);
    const bool climbs =
        std::any_of(relative.begin(), relative.end(), [](const fs::path &part) { return part == ".."; });
    if (relative.is_absolute() || climbs)
        throw badInput(name + ": the recording \"" + written + "\" lies outside the voice's folder.",
                       "Copy the recording into the folder and name it by its file name.");
    std::error_code error;
    fs::path recording = folder / relative;
    if (!fs::is_regular_file(recording, error))
        throw badInput("The voice \"" + folder.filename().string() + "\" has no recording: " + recording.string() +
                           (fs::exists(recording, error) ? " is not a file." : " does not exist."),
                       "Put the recording there, or correct \"recording\" in voice.json.");
    const fs::path realFolder = fs::canonical(folder, error);
    const fs::path realFile = error ? fs::path() : fs::canonical(recording, error);
    const auto mismatch = std::mismatch(realFolder.begin(), realFolder.end(), realFile.begin(), realFile.end());
    if (error || mismatch.first != realFolder.end())
        throw badInput(name + ": the recording \"" + written + "\" is a link to a file outside the voice's folder.",
                       "Copy the recording itself into the folder.");
    return recording;
}

constexpr std::size_t kMostStyles = 64;

std::vector<VoiceStyle> stylesIn(const Json &manifest, const fs::path &folder, const std::string &name) {
    std::vector<VoiceStyle> styles;
    const Json &written = manifest["styles"];
    if (written.isNull())
        return styles;
    if (!written.isArray() || written.array().size() > kMostStyles)
        throw badInput(name + ": \"styles\" is no list of at most " + std::to_string(kMostStyles) + " styles.",
                       R"(Write "styles": [{ "name": …, "transcript": …, "recording": … }].)");
    for (const Json &one : written.array()) {
        if (!one.isObject())
            throw badInput(name + ": a style is no JSON object.",
                           R"(Write { "name": …, "transcript": …, "recording": … } for it.)");
        VoiceStyle style;
        style.name = manifestText(one, "name", "", ManifestText::Label, name);
        if (!isStyleName(style.name))
            throw badInput(name + ": \"" + style.name + "\" cannot be the name of a style.",
                           "Use 1 to 64 bytes without : / \\ [ ] \", no blank first or last, and not \"default\".");
        const std::string where = name + ", style \"" + style.name + "\"";
        if (std::any_of(styles.begin(), styles.end(),
                        [&](const VoiceStyle &other) { return other.name == style.name; }))
            throw badInput(where + " stands there twice.", "Rename or remove one of them.");
        style.transcript = manifestText(one, "transcript", "", ManifestText::Prose, where);
        if (isBlankText(style.transcript))
            throw badInput(where + " has no transcript.", "Write in \"transcript\" exactly what its recording says.");
        style.recording = findRecording(folder, manifestText(one, "recording", "", ManifestText::Prose, where), where);
        style.origin = voiceOrigin(one, where);
        style.licence = manifestText(one, "licence", "", ManifestText::Prose, where);
        style.source = manifestText(one, "source", "", ManifestText::Prose, where);
        style.consent = voiceConsent(one, where);
        styles.push_back(std::move(style));
    }
    return styles;
}

} // namespace

bool VoiceStyle::hasOwnRights() const {
    return !licence.empty() || !source.empty() || !consent.by.empty() || !consent.how.empty() || !consent.date.empty();
}

bool isVoiceId(const std::string &id) {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !id.empty() && id.size() <= kLongestId && std::all_of(id.begin(), id.end(), allowed);
}

bool isStyleName(const std::string &name) {
    const auto forbidden = [](char c) {
        return (c >= 0 && c < 0x20) || c == 0x7F || std::strchr(":/\\[]\"", c) != nullptr;
    };
    return !isBlankText(name) && name.size() <= kLongestStyleName && name != kDefaultStyle && name.front() != ' ' &&
           name.back() != ' ' && findInvalidUtf8(name) == std::string::npos &&
           std::none_of(name.begin(), name.end(), forbidden);
}

Voice loadVoice(const fs::path &givenFolder) {
    std::error_code error;
    const fs::path folder = withoutTrailingSlash(fs::absolute(givenFolder).lexically_normal());
    if (!fs::is_directory(folder, error))
        throw badInput("There is no voice folder " + folder.string() + ".", "Choose another voice.");
    Voice voice;
    voice.id = folder.filename().string();
    if (!isVoiceId(voice.id))
        throw badInput("The voice folder \"" + voice.id +
                           "\" cannot be used: its name must be 1 to 64 of the "
                           "characters A-Z, a-z, 0-9, _ and -.",
                       "Rename the folder; the name that people see is \"name\" in voice.json.");
    const fs::path file = folder / "voice.json";
    const std::string name = file.string();
    if (!fs::exists(file, error))
        throw badInput("The folder " + folder.string() + " is no voice: it has no voice.json.",
                       "Add a voice.json with \"name\", \"language\", \"transcript\", \"licence\", \"source\" and "
                       "\"recording\".");
    const Json manifest = Json::read(file, kManifestLimits);
    if (!manifest.isObject())
        throw badInput(name + " is no JSON object.", "Write { \"name\": …, \"transcript\": …, \"recording\": … }.");
    const auto textOf = [&](const char *key, const std::string &fallback) {
        return manifestText(manifest, key, fallback, ManifestText::Prose, name);
    };
    voice.name = textOf("name", voice.id);
    if (isBlankText(voice.name))
        voice.name = voice.id;
    voice.language = textOf("language", "und");
    voice.transcript = textOf("transcript", "");
    if (isBlankText(voice.transcript))
        throw badInput(
            name + " has no transcript.",
            "Write in \"transcript\" exactly what the recording says; without it the voice cannot be copied.");
    voice.licence = textOf("licence", "unknown");
    voice.source = textOf("source", "");
    voice.recording = findRecording(folder, textOf("recording", ""), name);
    voice.styles = stylesIn(manifest, folder, name);
    voice.tags = voiceTags(manifest, name);
    voice.note = textOf("note", "");
    voice.consent = voiceConsent(manifest, name);
    voice.origin = voiceOrigin(manifest, name);
    return voice;
}

Voice withStyle(const Voice &voice, const std::string &style) {
    if (style.empty() || style == kDefaultStyle)
        return voice;
    std::string known = kDefaultStyle;
    for (const VoiceStyle &one : voice.styles) {
        if (one.name == style) {
            Voice styled = voice;
            styled.id += ":" + style;
            styled.name += " (" + style + ")";
            styled.transcript = one.transcript;
            styled.recording = one.recording;
            styled.origin = one.origin;
            if (one.hasOwnRights()) {
                styled.licence = one.licence.empty() ? "unknown" : one.licence;
                styled.source = one.source;
                styled.consent = one.consent;
            }
            return styled;
        }
        known += ", " + one.name;
    }
    throw badInput("The voice \"" + voice.id + "\" has no style \"" + style + "\".", "Choose one of: " + known + ".");
}

VoiceListing listVoices(const std::vector<fs::path> &roots) {
    VoiceListing listing;
    std::set<std::string> known;
    for (const fs::path &root : roots) {
        for (const fs::path &folder : foldersIn(root / "voices", listing.problems)) {
            if (known.count(folder.filename().string()) != 0)
                continue;
            try {
                listing.voices.push_back(loadVoice(folder));
                known.insert(listing.voices.back().id);
            } catch (const Error &problem) {
                listing.problems.push_back(problem.what());
            }
        }
    }
    std::sort(listing.voices.begin(), listing.voices.end(),
              [](const Voice &a, const Voice &b) { return a.name != b.name ? a.name < b.name : a.id < b.id; });
    return listing;
}

Voice findVoice(const std::vector<fs::path> &roots, const std::string &address) {
    if (address.empty())
        throw badInput("No voice was chosen.", "Choose a voice.");
    const std::size_t colon = address.find(':');
    const std::string id = address.substr(0, colon);
    const std::string style = colon == std::string::npos ? "" : address.substr(colon + 1);
    // As in the list: a broken folder hides nothing, so that a good one of a later root is used instead.
    std::vector<Error> broken;
    for (const fs::path &root : roots) {
        std::error_code error;
        if (!isVoiceId(id) || !fs::is_directory(root / "voices" / id, error))
            continue;
        std::optional<Voice> voice;
        try {
            voice = loadVoice(root / "voices" / id);
        } catch (const Error &problem) {
            broken.push_back(problem);
        }
        if (voice)
            return withStyle(*voice, style);
    }
    if (!broken.empty())
        throw broken.front();
    std::string ids;
    for (const Voice &voice : listVoices(roots).voices)
        ids += (ids.empty() ? "" : ", ") + voice.id;
    throw badInput("There is no voice \"" + id + "\".",
                   ids.empty() ? "No voice was found at all: reinstall the program, or add a voice."
                               : "Choose one of: " + ids + ".");
}

} // namespace engine
