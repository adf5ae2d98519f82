#include "app/archive/zip_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <zip.h>

#include "app/archive/archive_directory.h"
#include "app/archive/archive_words.h"
#include "app/archive/entry_names.h"
#include "app/archive/fresh_folder.h"
#include "engine/descriptor.h"

namespace app::archive {

namespace fs = std::filesystem;

namespace {

engine::Error refusedError(const fs::path &file, const Refusal &refusal) {
    const QString what = QString::fromStdString(refusal.why);
    return engine::badInput(
        (refusal.name.empty()
             ? tr("The archive '%1' %2.").arg(shownPath(file), what)
             : tr("The archive '%1' is refused: %2 in it %3.").arg(shownPath(file), shown(refusal.name), what))
            .toStdString(),
        tr("Get it again from whoever made it. Nothing of it was written.").toStdString());
}

std::uint64_t sizeOfRegular(int file, const fs::path &path) {
    struct stat status {};
    if (file < 0 || ::fstat(file, &status) != 0)
        throw engine::badInput(tr("The archive '%1' cannot be opened (%2).")
                                   .arg(shownPath(path), QString::fromLocal8Bit(std::strerror(errno)))
                                   .toStdString(),
                               tr("Check its name and who may read it.").toStdString());
    if (!S_ISREG(status.st_mode))
        throw engine::badInput(tr("'%1' is no file.").arg(shownPath(path)).toStdString(),
                               tr("Choose a .zip file.").toStdString());
    return std::uint64_t(status.st_size);
}

struct CloseZip {
    void operator()(zip_t *zip) const { zip_discard(zip); }
};
struct CloseZipFile {
    void operator()(zip_file_t *file) const { zip_fclose(file); }
};

} // namespace

Stopped::Stopped()
    : engine::Error(engine::ErrorKind::Failure, tr("It was stopped.").toStdString(),
                    tr("Nothing was changed.").toStdString()) {}

struct ZipReader::Archive {
    fs::path file;
    std::vector<DirectoryEntry> directory;
    std::vector<ZipEntry> entries;
    std::uint64_t total = 0;
    std::unique_ptr<zip_t, CloseZip> zip;

    // Through the same descriptor as the directory was read.
    void openZip(int descriptor) {
        zip_error_t error{};
        zip_error_init(&error);
        FILE *stream = ::fdopen(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0), "rb");
        zip_source_t *source = stream ? zip_source_filep_create(stream, 0, -1, &error) : nullptr;
        if (source)
            zip.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
        if (!zip) {
            const std::string why = zip_error_strerror(&error);
            zip_error_fini(&error);
            if (source)
                zip_source_free(source);
            else if (stream)
                std::fclose(stream);
            throw Refusal{{}, tr("cannot be read (%1)").arg(QString::fromUtf8(why.c_str())).toStdString()};
        }
        zip_error_fini(&error);
    }

    void requireSameDirectory() const {
        bool same = zip_get_num_entries(zip.get(), 0) == zip_int64_t(directory.size());
        for (std::size_t i = 0; same && i < directory.size(); ++i) {
            zip_stat_t status{};
            const char *name = zip_get_name(zip.get(), i, ZIP_FL_ENC_RAW);
            same = name && directory[i].name == name && zip_stat_index(zip.get(), i, 0, &status) == 0 &&
                   status.size == directory[i].bytes && status.comp_size == directory[i].packed &&
                   status.comp_method == directory[i].method;
        }
        if (!same)
            throw Refusal{{}, tr("has a directory that can be read in two ways").toStdString()};
    }
};

ZipReader::ZipReader(const fs::path &file, const ZipLimits &limits) : m_archive(std::make_unique<Archive>()) {
    m_archive->file = file;
    const engine::Descriptor opened(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    const std::uint64_t size = sizeOfRegular(opened.get(), file);
    try {
        m_archive->directory = readDirectory(opened.get(), size, limits);
        requireHarmless(m_archive->directory, limits);
        m_archive->openZip(opened.get());
        m_archive->requireSameDirectory();
    } catch (const Refusal &refusal) {
        throw refusedError(file, refusal);
    }
    for (const DirectoryEntry &entry : m_archive->directory) {
        const bool folder = entry.name.ends_with('/');
        m_archive->entries.push_back({entry.name.substr(0, entry.name.size() - folder), folder, entry.bytes});
        m_archive->total += entry.bytes;
    }
}

ZipReader::~ZipReader() = default;

const std::vector<ZipEntry> &ZipReader::entries() const {
    return m_archive->entries;
}

const ZipEntry *ZipReader::find(std::string_view name) const {
    const auto found = std::find_if(entries().begin(), entries().end(),
                                    [&](const ZipEntry &entry) { return entry.name == name && !entry.folder; });
    return found == entries().end() ? nullptr : &*found;
}

std::uint64_t ZipReader::totalBytes() const {
    return m_archive->total;
}

void ZipReader::stream(const ZipEntry &entry, const Sink &sink, std::stop_token stop) const {
    const auto index = std::size_t(&entry - entries().data());
    const auto refusal = [&](const QString &why) {
        return refusedError(m_archive->file, {entry.name, why.toStdString()});
    };
    const std::unique_ptr<zip_file_t, CloseZipFile> file(zip_fopen_index(m_archive->zip.get(), index, 0));
    if (!file)
        throw refusal(tr("is damaged (%1)").arg(QString::fromUtf8(zip_strerror(m_archive->zip.get()))));
    std::array<std::byte, 1 << 16> buffer;
    std::uint64_t done = 0;
    for (;;) {
        if (stop.stop_requested())
            throw Stopped();
        const zip_int64_t count = zip_fread(file.get(), buffer.data(), buffer.size());
        if (count < 0)
            throw refusal(tr("is damaged (%1)").arg(QString::fromUtf8(zip_file_strerror(file.get()))));
        if (count == 0)
            break;
        done += std::uint64_t(count);
        if (done > entry.bytes)
            throw refusal(tr("is larger than it says"));
        sink(std::span(buffer).first(std::size_t(count)));
    }
    if (done != entry.bytes)
        throw refusal(tr("is smaller than it says"));
}

std::string ZipReader::read(const ZipEntry &entry, std::size_t most, std::stop_token stop) const {
    if (entry.bytes > most)
        throw refusedError(m_archive->file, {entry.name, tr("is too large").toStdString()});
    std::string text;
    stream(
        entry,
        [&](std::span<const std::byte> bytes) {
            text.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        },
        stop);
    return text;
}

namespace {

struct Placed {
    const ZipEntry *entry = nullptr;
    std::string place;
};

} // namespace

void ZipReader::extract(const fs::path &target, const Extraction &extraction) const {
    std::vector<Placed> wanted;
    NamesTogether names;
    std::uint64_t total = 0;
    const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
    const long longest = ::pathconf(parent.c_str(), _PC_NAME_MAX);
    for (const ZipEntry &entry : entries()) {
        const auto place = extraction.place ? extraction.place(entry) : std::optional(entry.name);
        if (!place)
            continue;
        QString objection = objectionTo(*place);
        if (objection.isEmpty())
            objection = names.add(entry.folder ? *place + "/" : *place);
        for (const fs::path &part : fs::path(*place)) {
            if (objection.isEmpty() && longest > 0 && part.native().size() > std::size_t(longest))
                objection = tr("has a longer name than this disk allows");
        }
        if (!objection.isEmpty())
            throw refusedError(m_archive->file, {entry.name, objection.toStdString()});
        wanted.push_back({&entry, *place});
        total += entry.bytes;
    }
    std::error_code unknown;
    const auto space = fs::space(parent, unknown);
    FreshFolder folder(target);
    if (!unknown && space.available < total)
        throwDiskError(target, ENOSPC);

    std::uint64_t done = 0;
    for (const auto &[entry, place] : wanted) {
        if (extraction.stop.stop_requested())
            throw Stopped();
        if (entry->folder) {
            folder.addFolder(place);
            continue;
        }
        folder.beginFile(place);
        stream(
            *entry,
            [&, from = entry](std::span<const std::byte> bytes) {
                folder.write(bytes);
                if (extraction.seen)
                    extraction.seen(*from, bytes);
                done += bytes.size();
                if (extraction.progress)
                    extraction.progress(done, total);
            },
            extraction.stop);
        folder.endFile();
        if (extraction.ended)
            extraction.ended(*entry);
    }
    if (extraction.stop.stop_requested())
        throw Stopped();
    folder.commit();
}

} // namespace app::archive
