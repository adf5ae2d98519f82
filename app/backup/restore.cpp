#include "app/backup/restore.h"

#include <QDir>
#include <QTemporaryDir>

#include <fstream>
#include <map>
#include <memory>
#include <set>

#include "app/archive/archive_words.h"
#include "app/backup/backup_words.h"
#include "app/backup/library_copy.h"
#include "app/storage/folder_use.h"
#include "app/storage/sha256.h"
#include "app/storage/storage_error.h"
#include "engine/replacing_file.h"

namespace app::backup {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using archive::ZipEntry;

namespace {

constexpr const char *kLibrary = "data/library.sqlite";
constexpr auto patience = 5s; // with a program that is about to end

archive::ZipLimits limits() {
    constexpr std::uint64_t terabyte = 1'000'000'000'000;
    return {.entries = 2'000'000, .entryBytes = terabyte, .totalBytes = terabyte, .ratio = 1100};
}

engine::Error notAsListed(const fs::path &file, const std::string &name, const QString &what) {
    return engine::badInput(tr("The backup '%1' is damaged: '%2' %3.")
                                .arg(archive::shownPath(file), QString::fromStdString(name).left(80), what)
                                .toStdString(),
                            tr("Take another backup. Nothing was changed.").toStdString());
}

// Sees every piece of every file, in order, and compares the whole with the manifest.
class Hashes {
public:
    Hashes(const fs::path &file, const Manifest &manifest) : m_file(file) {
        for (const ListedFile &listed : manifest.files)
            m_wanted.emplace(listed.name, listed.sha256);
    }

    void see(std::span<const std::byte> bytes) { m_hash.add(bytes); }

    void end(const ZipEntry &entry) {
        if (m_wanted.at(entry.name) != m_hash.take())
            throw notAsListed(m_file, entry.name, tr("is not what was put in"));
    }

private:
    const fs::path m_file;
    std::map<std::string, std::string> m_wanted;
    storage::Sha256 m_hash;
};

// The longest that a list of these files is, however it is written.
std::size_t mostOfManifest(const archive::ZipReader &zip) {
    std::size_t bytes = 4 << 20; // of everything else: the names of models
    for (const ZipEntry &entry : zip.entries())
        bytes += 2 * entry.name.size() + 300;
    return bytes;
}

// Where the library is looked at. Never the current folder, which an empty path would stand for.
void requireRoom(const QTemporaryDir &temporary, std::uint64_t bytes) {
    if (!temporary.isValid())
        throw engine::failure(
            tr("The library of takes cannot be checked: no temporary folder can be made in '%1' (%2).")
                .arg(QDir::tempPath(), temporary.errorString())
                .toStdString(),
            tr("Set TMPDIR to a folder that can be written to and try again.").toStdString());
    std::error_code error;
    const fs::space_info space = fs::space(temporary.path().toStdString(), error);
    if (!error && space.available < bytes)
        throw engine::NoRoom(engine::ErrorKind::Failure,
                             tr("There is no room in the temporary folder '%1' for the library of takes (%2 MB).")
                                 .arg(QDir::tempPath())
                                 .arg((bytes >> 20) + 1)
                                 .toStdString(),
                             tr("Free some space there, or set TMPDIR to another folder.").toStdString());
}

Manifest readManifest(const archive::ZipReader &zip, const fs::path &file) {
    const ZipEntry *entry = zip.find(kManifestName);
    if (!entry)
        throw engine::badInput(tr("'%1' is no backup of this program: it has no list of what is in it.")
                                   .arg(archive::shownPath(file))
                                   .toStdString(),
                               tr("Choose a file that “Back up …” or `ishowtts backup` made.").toStdString());
    Manifest manifest =
        manifestFromJson(zip.read(*entry, mostOfManifest(zip)), archive::shownPath(file), zip.entries().size());
    std::map<std::string, std::uint64_t> listed;
    for (const ListedFile &each : manifest.files) {
        if (!listed.emplace(each.name, each.bytes).second)
            throw notAsListed(file, each.name, tr("is listed twice"));
    }
    for (const ZipEntry &each : zip.entries()) {
        if (&each == entry)
            continue;
        const auto found = listed.find(each.name);
        if (each.folder || found == listed.end())
            throw notAsListed(file, each.name, tr("is not listed"));
        if (found->second != each.bytes)
            throw notAsListed(file, each.name, tr("has another size"));
        listed.erase(found);
    }
    if (!listed.empty())
        throw notAsListed(file, listed.begin()->first, tr("is missing"));
    if (manifest.sections.empty())
        throw engine::badInput(tr("There is nothing in the backup '%1'.").arg(archive::shownPath(file)).toStdString(),
                               tr("Take another backup.").toStdString());
    return manifest;
}

} // namespace

Restore::Restore(const fs::path &file) : m_file(file), m_zip(file, limits()), m_manifest(readManifest(m_zip, file)) {}

void Restore::check(const archive::ZipProgress &progress, std::stop_token stop) const {
    Hashes hashes(m_file, m_manifest);
    const QTemporaryDir temporary;
    const fs::path library = fs::path(temporary.path().toStdString()) / "library.sqlite";
    std::uint64_t done = 0;
    for (const ZipEntry &entry : m_zip.entries()) {
        if (entry.name == kManifestName)
            continue;
        std::ofstream copy;
        const auto requireWritten = [&] {
            if (!copy)
                throw engine::failure(
                    tr("The library of takes cannot be unpacked into '%1'.").arg(temporary.path()).toStdString(),
                    tr("Free some space there and try again.").toStdString());
        };
        if (entry.name == kLibrary) {
            requireRoom(temporary, entry.bytes);
            copy.open(library, std::ios::binary);
            requireWritten();
        }
        m_zip.stream(
            entry,
            [&](std::span<const std::byte> bytes) {
                hashes.see(bytes);
                if (copy.is_open()) {
                    copy.write(reinterpret_cast<const char *>(bytes.data()), std::streamsize(bytes.size()));
                    requireWritten();
                }
                done += bytes.size();
                if (progress)
                    progress(done, m_zip.totalBytes());
            },
            stop);
        hashes.end(entry);
        if (!copy.is_open())
            continue;
        copy.close();
        requireWritten();
        requireWholeLibrary(library);
    }
}

SwapPlan Restore::prepare(const Places &places, const archive::ZipProgress &progress, std::stop_token stop) const {
    if (isDecided(places))
        throw engine::failure(tr("An earlier restore is not finished yet.").toStdString(),
                              tr("Close this program and start it again, then restore.").toStdString());
    clearStaging(places);
    std::error_code error;
    fs::create_directories(stagingFolder(places), error);
    Hashes hashes(m_file, m_manifest);
    archive::ZipReader::Extraction extraction;
    extraction.place = [](const ZipEntry &entry) {
        return entry.name == kManifestName ? std::nullopt : std::optional(entry.name);
    };
    extraction.seen = [&](const ZipEntry &, std::span<const std::byte> bytes) { hashes.see(bytes); };
    extraction.ended = [&](const ZipEntry &entry) { hashes.end(entry); };
    extraction.progress = progress;
    extraction.stop = stop;
    const fs::path staged = stagingFolder(places) / "new";
    try {
        m_zip.extract(staged, extraction);
        if (fs::exists(staged / kLibrary, error))
            requireWholeLibrary(staged / kLibrary);
        if (stop.stop_requested())
            throw archive::Stopped();
    } catch (...) {
        clearStaging(places);
        throw;
    }
    SwapPlan plan{".restore/new", {}, m_manifest.created.toString(Qt::ISODate)};
    std::set<std::string> held;
    for (const ListedFile &listed : m_manifest.files)
        held.insert(sectionOf(listed.name)->name);
    for (const auto &[section, summary] : m_manifest.sections) { // what it does not hold stays as it is
        if (held.contains(section) || (section == "sound" && held.contains("takes")))
            plan.sections.push_back(section);
    }
    return plan;
}

Problem problemOf(const std::exception &exception) {
    if (const auto *error = dynamic_cast<const storage::Error *>(&exception))
        return error->problem();
    if (const auto *error = dynamic_cast<const engine::Error *>(&exception))
        return {QString::fromUtf8(error->what()), QString::fromStdString(error->remedy()), {}};
    return {QString::fromUtf8(exception.what()), tr("This is a fault of the program: please report it."), {}};
}

Entrance enter(const Places &places) {
    Entrance entrance;
    try {
        do {
            entrance.use.reset();
            if (isDecided(places)) {
                const storage::FileLock turn = lockRestore(places, patience);
                try {
                    entrance.restored = carryOut(places, patience);
                } catch (const std::exception &error) {
                    entrance.problem = problemOf(error);
                    takeBack(places);
                }
                if (isDecided(places) && entrance.problem) // half done, and neither forward nor back
                    throw engine::failure(entrance.problem->what.toStdString(), entrance.problem->remedy.toStdString());
            }
            entrance.use = storage::useFolder(places.dataFolder, storage::FileLock::Share::Shared, patience);
        } while (isDecided(places)); // by another program meanwhile
    } catch (const storage::Error &) {
        throw engine::failure(tr("A backup is being restored into '%1' by another program.")
                                  .arg(archive::shownPath(places.dataFolder))
                                  .toStdString(),
                              tr("Wait until it is done, then start this program again.").toStdString());
    }
    return entrance;
}

} // namespace app::backup
