#include "app/voices/voice_pack.h"

#include <QFile>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "app/archive/zip_reader.h"
#include "app/archive/zip_writer.h"
#include "app/storage/sha256.h"
#include "app/voices/own_sound.h"
#include "app/voices/pack_manifest.h"
#include "app/voices/staged_folder.h"
#include "app/voices/voice_draft.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voices_words.h"
#include "engine/error.h"
#include "engine/text/lexicon_file.h"

namespace app::voices {

namespace fs = std::filesystem;

namespace {

constexpr const char *kVoiceManifest = "voice.json";
constexpr const char *kLexicon = engine::text::kLexiconFile;
constexpr archive::ZipLimits kLimits{2'000, 200'000'000, 1'000'000'000, 200};

fs::path pathOf(const QString &file) {
    return fs::path(QFile::encodeName(file).toStdString());
}

class Hash {
public:
    void add(std::span<const std::byte> bytes) {
        m_hash.add(bytes);
        m_bytes += bytes.size();
    }
    PackManifest::File take() { return {m_hash.take(), std::exchange(m_bytes, 0)}; }

private:
    storage::Sha256 m_hash;
    std::uint64_t m_bytes = 0;
};

// Names inside the voice's folder, each once.
std::set<std::string> recordingsOf(const engine::Voice &voice, const fs::path &folder) {
    std::set<std::string> names{voice.recording.lexically_relative(folder).lexically_normal().generic_string()};
    for (const engine::VoiceStyle &style : voice.styles)
        names.insert(style.recording.lexically_relative(folder).lexically_normal().generic_string());
    return names;
}

std::set<std::string> filesOf(const engine::Voice &voice, const fs::path &folder) {
    std::set<std::string> names = recordingsOf(voice, folder);
    names.insert(kVoiceManifest);
    std::error_code ignored;
    if (fs::is_regular_file(fs::symlink_status(folder / kLexicon, ignored)))
        names.insert(kLexicon);
    return names;
}

fs::path folderOf(const std::vector<fs::path> &roots, const engine::Voice &voice) {
    for (const fs::path &root : roots) {
        const fs::path folder = fs::absolute(root / "voices" / voice.id).lexically_normal();
        const auto inside = voice.recording.lexically_relative(folder).generic_string();
        if (!inside.empty() && !inside.starts_with(".."))
            return folder;
    }
    return {};
}

// Second names of the files of a pack that is being written: a voice is replaced as a whole folder, so they are that
// voice as it was, whatever happens to it meanwhile. What has no second name here is not the person's own to change, or
// is read as it is then.
class Pins {
public:
    explicit Pins(const fs::path &voices) {
        std::error_code ignored;
        if (!fs::is_directory(voices, ignored))
            return;
        try {
            m_folder.emplace(voices);
        } catch (const storage::Error &) { // nothing can be written there, so nothing changes there
        }
    }

    fs::path of(const fs::path &file) {
        const fs::path real = fs::canonical(file);
        if (!m_folder)
            return real;
        const fs::path pin = m_folder->path() / std::to_string(m_count++);
        std::error_code error;
        fs::create_hard_link(real, pin, error);
        return error ? real : pin;
    }

private:
    std::optional<StagedFolder> m_folder;
    int m_count = 0;
};

// What the archive throws, as everybody else here does.
template <class Work> auto translated(const fs::path &file, Work work) {
    try {
        return work();
    } catch (const archive::Stopped &) {
        throw TransferStopped{};
    } catch (const storage::Error &) {
        throw;
    } catch (const std::exception &) {
        asStorageError(file.parent_path(), [] { throw; });
        throw;
    }
}

// A pack in a folder of its own, where nobody looks for voices.
class Unpacked {
public:
    Unpacked(const QString &file, const VoiceFolders &folders, const std::stop_token &stop,
             const TransferProgress &progress)
        : m_file(file), m_staged(folders.roots().front() / "voices") {
        const archive::ZipReader reader(pathOf(file), kLimits);
        m_manifest = packManifestOf(reader, file);
        Hash hash;
        archive::ZipReader::Extraction extraction;
        extraction.place = [](const archive::ZipEntry &entry) {
            return entry.name == kPackManifest ? std::nullopt : std::optional(entry.name);
        };
        extraction.seen = [&](const archive::ZipEntry &, std::span<const std::byte> bytes) { hash.add(bytes); };
        extraction.ended = [&](const archive::ZipEntry &entry) {
            if (hash.take().sha256 != m_manifest.files.at(entry.name).sha256)
                throw refusedPack(
                    file, Said::tr("'%1' is damaged: it has another SHA-256.").arg(QString::fromStdString(entry.name)));
        };
        extraction.stop = stop;
        extraction.progress = [&](std::uint64_t done, std::uint64_t total) {
            if (progress && total > 0)
                progress(0.5 * double(done) / double(total));
        };
        reader.extract(folder(), extraction);
    }

    fs::path folder() const { return m_staged.path() / "pack"; }
    const PackManifest &manifest() const { return m_manifest; }

    // Every voice loads and holds nothing else than it names; every recording is sound, and becomes a WAV of ours here.
    void check(const Decode &decode, const std::stop_token &stop, const TransferProgress &progress) const {
        std::size_t done = 0;
        for (const std::string &id : m_manifest.voices) {
            const engine::Voice voice = loaded(id);
            const std::set<std::string> names = filesOf(voice, folder() / id);
            for (const auto &[name, ignored] : m_manifest.files) {
                if (name.starts_with(id + "/") && names.count(name.substr(id.size() + 1)) == 0)
                    throw refusedPack(
                        m_file,
                        Said::tr("it holds '%1', which its voice does not need.").arg(QString::fromStdString(name)));
            }
            const std::set<std::string> recordings = recordingsOf(voice, folder() / id);
            if (recordings.count(kVoiceManifest) != 0)
                throw refusedPack(
                    m_file,
                    Said::tr("the voice '%1' names its voice.json as a recording.").arg(QString::fromStdString(id)));
            writeRecordingsAnew(folder() / id, recordings,
                                [&](const std::string &name) { return heard(id, name, decode, stop); });
            ++done;
            if (progress)
                progress(0.5 + 0.5 * double(done) / double(m_manifest.voices.size()));
        }
    }

private:
    engine::Voice loaded(const std::string &id) const {
        try {
            engine::Voice voice;
            asStorageError(folder(), [&] {
                voice = engine::loadVoice(folder() / id);
                engine::text::readLexicon(folder() / id / kLexicon); // what is no lexicon is refused with the pack
            });
            return voice;
        } catch (const storage::Error &error) {
            throw refusedPack(m_file, error.problem().what);
        }
    }

    engine::ClipPtr heard(const std::string &id, const std::string &name, const Decode &decode,
                          const std::stop_token &stop) const {
        const decoding::Outcome outcome = decode(QFile::decodeName((folder() / id / name).c_str()), stop);
        if (stop.stop_requested() || std::holds_alternative<decoding::Stopped>(outcome))
            throw TransferStopped{};
        const QString shown = QString::fromStdString(id + "/" + name);
        if (const auto *problem = std::get_if<Problem>(&outcome))
            throw refusedPack(m_file, Said::tr("'%1' is no sound. %2").arg(shown, problem->what));
        return std::get<decoding::DecodedSound>(outcome).clip;
    }

    const QString m_file;
    const StagedFolder m_staged;
    PackManifest m_manifest;
};

} // namespace

bool isPack(const QString &file) {
    return file.endsWith(QStringLiteral(".zip"), Qt::CaseInsensitive);
}

void writePack(const QStringList &ids, const QString &file, const VoiceFolders &folders, const std::stop_token &stop,
               const TransferProgress &progress) {
    if (ids.isEmpty())
        throw storage::Error(storage::Trouble::BadInput,
                             {Said::tr("No voice was chosen."), Said::tr("Choose the voices for the pack."), {}});
    translated(pathOf(file), [&] {
        archive::ZipWriter writer(pathOf(file));
        auto pack = std::make_shared<PackManifest>();
        auto hashes = std::make_shared<std::map<std::string, Hash>>();
        Pins pins(folders.roots().front() / "voices");
        folders.atRest([&] {
            for (const QString &wanted : ids) {
                const engine::Voice voice = engine::findVoice(folders.roots(), wanted.toStdString());
                const fs::path folder = folderOf(folders.roots(), voice);
                if (wanted.contains(u':') || folder.empty())
                    throw engine::badInput("\"" + wanted.toStdString() + "\" is a style, not a voice.",
                                           "Name the voice; its styles go with it.");
                if (std::find(pack->voices.begin(), pack->voices.end(), voice.id) != pack->voices.end())
                    continue;
                pack->voices.push_back(voice.id);
                for (const std::string &name : filesOf(voice, folder)) {
                    Hash &hash = (*hashes)[voice.id + "/" + name];
                    writer.addFile(voice.id + "/" + name, pins.of(folder / name),
                                   name.ends_with(".json") ? archive::Packing::Deflated : archive::Packing::Stored,
                                   [&hash, hashes](std::span<const std::byte> bytes) { hash.add(bytes); });
                }
            }
        });
        writer.addLater(kPackManifest, [pack, hashes] {
            for (auto &[name, hash] : *hashes)
                pack->files[name] = hash.take();
            return pack->toJson();
        });
        writer.finish(
            [&](std::uint64_t done, std::uint64_t total) {
                if (progress && total > 0)
                    progress(double(done) / double(total));
            },
            stop);
    });
}

std::vector<PackedVoice> packedVoices(const QString &file, const VoiceFolders &folders) {
    return translated(pathOf(file), [&] {
        const archive::ZipReader reader(pathOf(file), kLimits);
        std::vector<PackedVoice> voices;
        for (const std::string &id : packManifestOf(reader, file).voices)
            voices.push_back({QString::fromStdString(id), folders.isTaken(QString::fromStdString(id))});
        return voices;
    });
}

ImportReport importPack(const QString &file, Clash clash, VoiceFolders &folders, const Decode &decode,
                        const std::stop_token &stop, const TransferProgress &progress) {
    return translated(pathOf(file), [&] {
        const Unpacked pack(file, folders, stop, progress);
        pack.check(decode, stop, progress);
        ImportReport report;
        try {
            for (const std::string &id : pack.manifest().voices) {
                const fs::path made = pack.folder() / id;
                const QString name = QString::fromStdString(engine::loadVoice(made).name);
                const auto moveThere = [&](const fs::path &folder) { fs::rename(made, folder); };
                const QString plain = QString::fromStdString(id);
                if (clash == Clash::Skip && folders.isTaken(plain))
                    report.refused << RefusedVoice{plain,
                                                   {Said::tr("There is a voice '%1' already.").arg(plain),
                                                    Said::tr("Import it beside that one, or in its place."),
                                                    {}}};
                else if (clash == Clash::Replace)
                    report.taken << TakenVoice{folders.replace(plain, moveThere), name, {}};
                else
                    report.taken << TakenVoice{folders.add(plain, moveThere), name, {}};
            }
        } catch (...) {
            takeBack(report, folders);
            throw;
        }
        return report;
    });
}

} // namespace app::voices
