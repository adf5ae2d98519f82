#include "app/backup/backup_writer.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <chrono>
#include <deque>
#include <fstream>
#include <optional>

#include <unistd.h>

#include "app/archive/work_folder.h"
#include "app/archive/zip_writer.h"
#include "app/backup/library_copy.h"
#include "app/script/session.h"
#include "app/script/whole_file.h"
#include "app/storage/audio_store.h"
#include "app/storage/file_lock.h"
#include "app/storage/library_schema.h"
#include "app/storage/sha256.h"
#include "app/storage/storage_error.h"
#include "engine/json.h"
#include "engine/model_files.h"

namespace app::backup {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using archive::Packing;

namespace {

constexpr std::uintmax_t kLongestText = 32 << 20; // bytes
constexpr int kDeepest = 8;                       // folders in each other
constexpr auto kPatience = 10s;                   // with a program that changes voices

std::vector<fs::path> sortedIn(const fs::path &folder) { // none when it is not there
    std::error_code ignored;
    std::vector<fs::path> entries;
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored))
        entries.push_back(entry->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

class Writer {
public:
    Writer(const Places &places, const fs::path &target, const Choice &choice)
        : m_places(places), m_target(target), m_choice(choice), m_zip(target) {
        m_manifest.created = QDateTime::currentDateTimeUtc();
        m_manifest.program = QStringLiteral(ISHOWTTS_VERSION);
    }

    Manifest write(const archive::ZipProgress &progress, std::stop_token stop) {
        addVoices();
        addTakes();
        for (const char *name : {"settings", "presets", "shortcuts"})
            addConfig(name);
        addLexicon();
        if (addText("data/accepted-licences.json", m_places.dataFolder / "accepted-licences.json"))
            m_manifest.sections["licences"].count = 1;
        addScripts();
        addModels();
        if (m_manifest.sections.empty())
            throw engine::badInput(
                QCoreApplication::translate("backup", "There is nothing to back up in '%1'.")
                    .arg(QFile::decodeName(m_places.dataFolder.c_str()))
                    .toStdString(),
                QCoreApplication::translate("backup", "Make a voice or a take first.").toStdString());
        m_zip.addLater(kManifestName, [this] {
            for (std::size_t i = 0; i < m_hashes.size(); ++i)
                m_manifest.files[i].sha256 = m_hashes[i].take();
            return toJson(m_manifest);
        });
        m_zip.finish(progress, std::move(stop));
        return m_manifest;
    }

private:
    // Its hash is that of what went into the archive.
    archive::ZipWriter::Seen listed(const std::string &name) {
        const std::size_t index = m_hashes.size();
        m_hashes.emplace_back();
        m_manifest.files.push_back({name, 0, {}});
        return [this, index](std::span<const std::byte> bytes) {
            m_manifest.files[index].bytes += bytes.size();
            m_hashes[index].add(bytes);
        };
    }

    void addFile(const std::string &name, const fs::path &file, Packing packing) {
        m_zip.addFile(name, file, packing, listed(name));
    }

    // Small files that programs replace at any moment are read at once. What it says; nothing: it is not there.
    std::optional<std::string> addText(const std::string &name, const fs::path &file) {
        std::error_code error;
        const auto size = fs::file_size(file, error);
        if (error || !fs::is_regular_file(file, error))
            return {};
        std::ifstream in(file, std::ios::binary);
        if (size > kLongestText || !in)
            throw engine::badInput(
                QCoreApplication::translate("backup", "The file '%1' cannot be read, or is far too long.")
                    .arg(QFile::decodeName(file.c_str()))
                    .toStdString(),
                QCoreApplication::translate("backup", "Check it, or move it away.").toStdString());
        std::string text(std::istreambuf_iterator<char>(in), {});
        listed(name)(std::as_bytes(std::span(text)));
        m_zip.addText(name, text);
        return text;
    }

    // A script that is open now will not have been lost by a program that ended unexpectedly.
    bool addSession(const std::string &name, const fs::path &file) {
        std::error_code ignored;
        if (!fs::is_regular_file(file, ignored))
            return false;
        try {
            const QString shown = QFile::decodeName(file.c_str());
            script::KeptSession session = script::sessionFromJson(script::readWhole(shown, kLongestText), shown);
            session.closed = true;
            const std::string text = script::toJson(session).toStdString();
            listed(name)(std::as_bytes(std::span(text)));
            m_zip.addText(name, text);
            return true;
        } catch (const engine::Error &) { // damaged, or of a later version: as it is
            return addText(name, file).has_value();
        }
    }

    // A voice is replaced as a whole folder, so a second name of each of its files is that voice as it was now,
    // whatever happens to it until the archive is written. Where the disk has no second names it is read later.
    fs::path pinned(const fs::path &file) {
        if (!m_pins)
            return file;
        const fs::path pin = m_pins->path() / std::to_string(m_pinCount++);
        return ::link(file.c_str(), pin.c_str()) == 0 ? pin : file;
    }

    // All that is in it. Links to folders are followed.
    void addTree(const std::string &name, const fs::path &folder, int depth = 0) {
        std::error_code error;
        for (const fs::path &path : sortedIn(folder)) {
            const std::string part = path.filename().string();
            if (depth == 0 && part.starts_with('.')) // in the making, or removed
                continue;
            const auto kind = fs::status(path, error).type();
            const std::string place = name + "/" + part;
            if (kind == fs::file_type::directory && depth < kDeepest)
                addTree(place, path, depth + 1);
            else if (kind == fs::file_type::regular && path.extension() == ".json")
                addText(place, path);
            else if (kind == fs::file_type::regular)
                addFile(place, pinned(fs::canonical(path, error)), Packing::Deflated);
            else if (fs::exists(fs::symlink_status(path, error))) // not: gone meanwhile
                throw engine::badInput(
                    QCoreApplication::translate("backup", "'%1' cannot be backed up: it lies too deep, or is neither a "
                                                          "file nor a folder.")
                        .arg(QFile::decodeName(path.c_str()))
                        .toStdString(),
                    QCoreApplication::translate("backup", "Move it away and try again.").toStdString());
        }
    }

    // Nobody changes a voice until all are taken down. Data that cannot be written to is not changed by anybody.
    std::optional<storage::FileLock> voicesTurn(const fs::path &voices) {
        std::error_code ignored;
        if (!fs::exists(voices, ignored))
            return {};
        try {
            m_pins.emplace(m_places.dataFolder, "backing-up");
        } catch (const engine::Error &) { // read later, then
        }
        try {
            return storage::FileLock(voices / ".lock", storage::FileLock::Share::Shared, kPatience);
        } catch (const storage::Error &error) {
            if (error.trouble() == storage::Trouble::Busy)
                throw;
            return {};
        }
    }

    void addVoices() {
        const fs::path folder = m_places.dataFolder / "voices";
        const auto turn = voicesTurn(folder);
        addTree("data/voices", folder);
        if (m_manifest.files.empty())
            return;
        m_manifest.sections["voices"].count =
            std::count_if(m_manifest.files.begin(), m_manifest.files.end(), [](const ListedFile &file) {
                return file.name.ends_with("/voice.json") && std::count(file.name.begin(), file.name.end(), '/') == 3;
            });
    }

    void addTakes() {
        const fs::path library = storage::libraryFile(m_places.dataFolder);
        std::error_code ignored;
        if (!fs::exists(library, ignored))
            return;
        m_work.emplace(m_target.parent_path(), "backing-up"); // can be written to anyhow
        const fs::path copy = m_work->path() / "library.sqlite";
        copyLibrary(library, copy);
        const LibraryContents contents = contentsOf(copy);
        m_manifest.sections["takes"].count = contents.takes;
        addFile("data/library.sqlite", copy, Packing::Deflated);
        if (!m_choice.sound)
            return;
        SectionSummary &sound = m_manifest.sections["sound"];
        const storage::AudioStore store(storage::takesFolder(m_places.dataFolder));
        for (const QString &hash : contents.sounds) {
            const fs::path file = store.fileOf(hash);
            if (!fs::is_regular_file(file, ignored)) {
                ++m_manifest.soundsMissing;
                continue;
            }
            const std::string name = hash.toStdString();
            addFile("data/takes/" + name.substr(0, 2) + "/" + name + ".wav", file, Packing::Stored);
            ++sound.count;
        }
    }

    void addConfig(const char *section) {
        const std::string name = std::string(section) + ".json";
        const auto text = addText("config/" + name, m_places.configFolder / name);
        if (!text)
            return;
        SectionSummary &summary = m_manifest.sections[section];
        summary.count = 1;
        if (std::string_view(section) != "presets")
            return;
        try {
            summary.count = std::int64_t(engine::Json::parse(*text, name)["presets"].object().size());
        } catch (const engine::Error &) { // a damaged file is kept as it is
            summary.count = 0;
        }
    }

    void addLexicon() {
        const auto text = addText("data/lexicon.json", m_places.dataFolder / "lexicon.json");
        if (!text)
            return;
        SectionSummary &summary = m_manifest.sections["lexicon"];
        try {
            summary.count = std::int64_t(engine::Json::parse(*text, "lexicon.json")["entries"].array().size());
        } catch (const engine::Error &) { // as with the presets
            summary.count = 0;
        }
    }

    void addScripts() {
        const auto recent = addText("data/recent-scripts.json", m_places.dataFolder / "recent-scripts.json");
        std::int64_t open = 0;
        for (const fs::path &slot : sortedIn(m_places.dataFolder / "recovery"))
            open += addSession("data/recovery/" + slot.filename().string() + "/session.json", slot / "session.json");
        if (recent || open > 0)
            m_manifest.sections["scripts"].count = open;
    }

    void addModels() {
        std::error_code ignored;
        const fs::path folder = m_places.dataFolder / "models";
        for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
            const std::string name = entry->path().filename().string();
            if (!name.starts_with('.') && fs::is_directory(entry->path(), ignored))
                m_manifest.models << QString::fromStdString(name);
        }
        m_manifest.models.sort();
        if (!m_choice.models)
            return;
        const std::size_t before = m_manifest.files.size();
        for (const QString &model : m_manifest.models)
            addModel("data/models/" + model.toStdString(), folder / model.toStdString());
        if (m_manifest.files.size() > before)
            m_manifest.sections["models"].count = m_manifest.models.size();
    }

    // Of a folder that was added, what the model reads: anything may lie beside it. What is said of it beside its
    // folder goes with it, and so does a vocoder that lies elsewhere.
    void addModel(const std::string &name, const fs::path &folder) {
        std::error_code ignored;
        const bool isLinked = fs::is_symlink(folder, ignored);
        if (!isLinked)
            addTree(name, folder);
        addText(name + ".added.json", engine::addedNoteFile(folder));
        try {
            const engine::ModelFiles files = engine::readModelFolder(folder);
            if (isLinked) {
                for (const fs::path &file : {files.weights, files.vocabulary, files.durations})
                    addModelFile(name, file);
                for (const fs::path &file : sortedIn(folder)) { // its manifest and its configuration
                    const bool isSaid =
                        file.filename() == "model.json" || file.extension() == ".yaml" || file.extension() == ".yml";
                    if (isSaid)
                        addModelFile(name, file);
                }
            }
            if (isLinked || files.vocoderConfig.parent_path() != folder / "vocos") {
                addModelFile(name + "/vocos", files.vocoderConfig);
                addModelFile(name + "/vocos", files.vocoderWeights);
            }
        } catch (const engine::Error &) { // broken: nobody knows what belongs to it
        }
    }

    void addModelFile(const std::string &name, const fs::path &file) {
        std::error_code error;
        if (fs::is_regular_file(file, error))
            addFile(name + "/" + file.filename().string(), fs::canonical(file, error), Packing::Deflated);
    }

    const Places &m_places;
    const fs::path m_target;
    const Choice m_choice;
    archive::ZipWriter m_zip;
    Manifest m_manifest;
    std::deque<storage::Sha256> m_hashes;      // of manifest.files, in their order
    std::optional<archive::WorkFolder> m_work; // with the library's copy
    std::optional<archive::WorkFolder> m_pins; // with second names of the voices' files
    std::size_t m_pinCount = 0;
};

} // namespace

Manifest writeBackup(const Places &places, const fs::path &file, const Choice &choice,
                     const archive::ZipProgress &progress, std::stop_token stop) {
    return Writer(places, file, choice).write(progress, std::move(stop));
}

} // namespace app::backup
