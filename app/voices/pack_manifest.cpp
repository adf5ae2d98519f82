#include "app/voices/pack_manifest.h"

#include <algorithm>
#include <set>

#include "app/archive/entry_names.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voices_words.h"
#include "engine/error.h"
#include "engine/hex_digits.h"
#include "engine/json.h"
#include "engine/voice.h"

namespace app::voices {

namespace {

using engine::Json;

constexpr const char *kFormat = "ishowtts-voice-pack";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLongestManifest = 4 << 20;

class Refusing {
public:
    explicit Refusing(QString file) : m_file(std::move(file)) {}

    storage::Error operator()(const QString &why) const { return refusedPack(m_file, why); }

private:
    QString m_file;
};

std::vector<std::string> voicesOf(const Json &manifest, const Refusing &refused) {
    const Json &written = manifest["voices"];
    if (!written.isArray() || written.array().empty())
        throw refused(Said::tr("its pack.json names no voices."));
    std::vector<std::string> voices;
    std::set<std::string> known;
    for (const Json &one : written.array()) {
        const std::string id = one.isString() ? one.string() : std::string();
        if (!engine::isVoiceId(id))
            throw refused(Said::tr("%1 cannot be the id of a voice.").arg(archive::shown(id)));
        if (!known.insert(inOneWriting(id)).second)
            throw refused(Said::tr("the voice %1 is named twice.").arg(archive::shown(id)));
        voices.push_back(id);
    }
    return voices;
}

std::map<std::string, PackManifest::File> listedFiles(const Json &manifest, const std::vector<std::string> &voices,
                                                      const Refusing &refused) {
    const Json &written = manifest["files"];
    if (!written.isObject())
        throw refused(Said::tr("its pack.json names no files."));
    std::map<std::string, PackManifest::File> files;
    for (const auto &[name, value] : written.object()) {
        const std::size_t slash = name.find('/');
        if (slash == std::string::npos ||
            std::find(voices.begin(), voices.end(), name.substr(0, slash)) == voices.end())
            throw refused(Said::tr("the file %1 belongs to no voice of it.").arg(archive::shown(name)));
        const Json &bytes = value["bytes"];
        const Json &sha256 = value["sha256"];
        if (!sha256.isString() || !engine::isSha256(sha256.string()) || !bytes.isInteger() || bytes.number() < 0)
            throw refused(Said::tr("the hash or size of %1 is none.").arg(archive::shown(name)));
        files[name] = {sha256.string(), bytes.unsignedInteger()};
    }
    for (const std::string &voice : voices) {
        if (files.count(voice + "/voice.json") == 0)
            throw refused(Said::tr("the voice %1 has no voice.json.").arg(archive::shown(voice)));
    }
    return files;
}

} // namespace

storage::Error refusedPack(const QString &file, const QString &why) {
    return {storage::Trouble::BadInput,
            {Said::tr("The pack '%1' is refused: %2").arg(file, why),
             Said::tr("Nothing of it was added. Ask whoever gave it to you for a new one."),
             {}}};
}

std::string PackManifest::toJson() const {
    Json::Array ids;
    for (const std::string &voice : voices)
        ids.emplace_back(voice);
    Json::Object written;
    for (const auto &[name, file] : files)
        written[name] = Json::Object{{"sha256", file.sha256}, {"bytes", file.bytes}};
    return Json(Json::Object{{"format", kFormat},
                             {"version", kVersion},
                             {"program", "iShowTTS Studio " ISHOWTTS_VERSION},
                             {"voices", std::move(ids)},
                             {"files", std::move(written)}})
               .dump(2) +
           "\n";
}

PackManifest packManifestOf(const archive::ZipReader &reader, const QString &file) {
    const Refusing refused(file);
    const archive::ZipEntry *entry = reader.find(kPackManifest);
    if (!entry || entry->folder)
        throw refused(Said::tr("it holds no pack.json, so it is no pack of voices."));
    Json manifest;
    try {
        manifest = Json::parse(reader.read(*entry, kLongestManifest), kPackManifest, {kLongestManifest, 8, 100'000});
    } catch (const archive::Stopped &) {
        throw;
    } catch (const engine::Error &error) {
        throw refused(QString::fromUtf8(error.what()));
    }
    if (!manifest["format"].isString() || manifest["format"].string() != kFormat)
        throw refused(Said::tr("its pack.json is of another program."));
    if (!manifest["version"].isInteger())
        throw refused(Said::tr("its pack.json says no version."));
    if (manifest["version"].number() != double(kVersion))
        throw refused(Said::tr("it was made by a newer version of this program (form %1; this one reads form %2).")
                          .arg(manifest["version"].number())
                          .arg(kVersion));
    PackManifest pack;
    pack.voices = voicesOf(manifest, refused);
    pack.files = listedFiles(manifest, pack.voices, refused);
    std::size_t found = 0;
    for (const archive::ZipEntry &one : reader.entries()) {
        if (one.folder || one.name == kPackManifest)
            continue;
        const auto listed = pack.files.find(one.name);
        if (listed == pack.files.end())
            throw refused(Said::tr("it holds %1, which its pack.json does not name.").arg(archive::shown(one.name)));
        if (listed->second.bytes != one.bytes)
            throw refused(Said::tr("%1 is not as long as its pack.json says.").arg(archive::shown(one.name)));
        ++found;
    }
    if (found != pack.files.size())
        throw refused(Said::tr("a file that its pack.json names is missing."));
    return pack;
}

} // namespace app::voices
