#include "app/archive/zip_writer.h"

#include <cerrno>
#include <cstring>
#include <deque>
#include <exception>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "app/archive/archive_words.h"
#include "app/archive/entry_names.h"
#include "app/archive/work_folder.h"
#include "engine/descriptor.h"
#include "engine/replacing_file.h"

namespace app::archive {

namespace fs = std::filesystem;

namespace {

constexpr zip_uint16_t kFirstDay = 1 << 5 | 1; // 1980-01-01, the first that zip knows
constexpr zip_uint32_t kPlainFile = zip_uint32_t(S_IFREG | 0644) << 16;

engine::Error unreadable(const fs::path &file, int reason) {
    return engine::badInput(
        tr("The file '%1' cannot be read (%2).")
            .arg(shownPath(file), reason == 0 ? tr("it is no file") : QString::fromLocal8Bit(std::strerror(reason)))
            .toStdString(),
        tr("Check whether it is there and who may read it, then try again.").toStdString());
}

// What goes on while libzip asks for bytes.
struct Run {
    const ZipProgress &progress;
    std::stop_token stop;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::exception_ptr problem = {};
};

struct Item {
    std::string name;
    Packing packing = Packing::Stored;
    fs::path file = {}; // of the disk, or else
    std::string text = {};
    std::function<std::string()> later = {};
    ZipWriter::Seen seen = {};

    Run *run = nullptr;
    std::unique_ptr<engine::Descriptor> opened = {};
    std::uint64_t bytes = 0; // that it will have
    std::uint64_t at = 0;    // that were read
    zip_error_t error = {};

    void open() {
        at = 0;
        if (later)
            text = later();
        if (file.empty()) {
            bytes = text.size();
            return;
        }
        opened =
            std::make_unique<engine::Descriptor>(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        struct stat status {};
        if (opened->get() < 0 || ::fstat(opened->get(), &status) != 0)
            throw unreadable(file, errno);
        if (!S_ISREG(status.st_mode))
            throw unreadable(file, 0);
    }

    std::size_t read(std::span<std::byte> into) {
        if (run->stop.stop_requested())
            throw Stopped();
        std::size_t count = 0;
        if (file.empty()) {
            count = text.copy(reinterpret_cast<char *>(into.data()), into.size(), at);
        } else {
            ssize_t result = 0;
            do {
                result = ::read(opened->get(), into.data(), into.size());
            } while (result < 0 && errno == EINTR);
            if (result < 0)
                throw unreadable(file, errno);
            count = std::size_t(result);
        }
        at += count;
        if (at > bytes || (count == 0 && at != bytes && !into.empty()))
            throw engine::failure(tr("The file '%1' changed while it was read.").arg(shownPath(file)).toStdString(),
                                  tr("Try again.").toStdString());
        if (seen && count > 0)
            seen(into.first(count));
        run->done += count;
        if (run->progress && run->done <= run->total)
            run->progress(run->done, run->total);
        return count;
    }

    zip_int64_t describe(void *data, zip_uint64_t size) {
        if (size < sizeof(zip_stat_t))
            return -1;
        zip_stat_t status;
        zip_stat_init(&status);
        if (!later || at > 0) {
            status.size = bytes;
            status.valid |= ZIP_STAT_SIZE;
        }
        std::memcpy(data, &status, sizeof status);
        return sizeof status;
    }
};

zip_int64_t answer(void *state, void *data, zip_uint64_t size, zip_source_cmd_t command) {
    Item &item = *static_cast<Item *>(state);
    try {
        switch (command) {
        case ZIP_SOURCE_OPEN:
            item.open();
            return 0;
        case ZIP_SOURCE_READ:
            return zip_int64_t(item.read({static_cast<std::byte *>(data), size}));
        case ZIP_SOURCE_CLOSE:
            item.opened.reset();
            return 0;
        case ZIP_SOURCE_STAT:
            return item.describe(data, size);
        case ZIP_SOURCE_ERROR:
            return zip_error_to_data(&item.error, data, size);
        case ZIP_SOURCE_FREE:
            return 0;
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                                  ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        default:
            zip_error_set(&item.error, ZIP_ER_OPNOTSUPP, 0);
            return -1;
        }
    } catch (...) { // goes on outside libzip
        if (!item.run->problem)
            item.run->problem = std::current_exception();
        zip_error_set(&item.error, ZIP_ER_READ, 0);
        return -1;
    }
}

int isStopped(zip_t *, void *run) {
    return static_cast<Run *>(run)->stop.stop_requested() ? 1 : 0;
}

class Zip {
public:
    explicit Zip(const fs::path &file) : m_file(file) {
        int code = 0;
        m_zip = zip_open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
        if (!m_zip)
            throwDiskError(file, errno);
    }
    ~Zip() {
        if (m_zip)
            zip_discard(m_zip);
    }
    Zip(const Zip &) = delete;
    Zip &operator=(const Zip &) = delete;

    void add(Item &item) {
        zip_error_t error{};
        zip_source_t *source = zip_source_function_create(answer, &item, &error);
        const zip_int64_t index = source ? zip_file_add(m_zip, item.name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            if (source)
                zip_source_free(source);
            fail();
        }
        const auto at = zip_uint64_t(index);
        const bool packed = item.packing == Packing::Deflated;
        if (zip_set_file_compression(m_zip, at, packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) != 0 ||
            zip_file_set_dostime(m_zip, at, 0, kFirstDay, 0) != 0 ||
            zip_file_set_external_attributes(m_zip, at, 0, ZIP_OPSYS_UNIX, kPlainFile) != 0)
            fail();
    }

    void write(Run &run) {
        zip_register_cancel_callback_with_state(m_zip, isStopped, nullptr, &run);
        if (zip_close(m_zip) == 0) {
            m_zip = nullptr;
            return;
        }
        if (run.problem)
            std::rethrow_exception(run.problem);
        if (run.stop.stop_requested())
            throw Stopped();
        fail();
    }

private:
    [[noreturn]] void fail() const {
        zip_error_t *error = zip_get_error(m_zip);
        const bool ofSystem = zip_error_system_type(error) == ZIP_ET_SYS;
        throwDiskError(m_file, ofSystem ? zip_error_code_system(error) : EIO);
    }

    const fs::path m_file;
    zip_t *m_zip = nullptr;
};

} // namespace

struct ZipWriter::Plan {
    fs::path target;
    NamesTogether names;
    std::deque<Item> items; // libzip keeps their addresses

    void add(Item item) {
        QString objection = objectionTo(item.name);
        if (objection.isEmpty())
            objection = names.add(item.name);
        if (!objection.isEmpty() || item.name.ends_with('/'))
            throw engine::badInput(tr("%1 cannot be put into the archive '%2': it %3.")
                                       .arg(shown(item.name), shownPath(target), objection)
                                       .toStdString(),
                                   tr("Rename it and try again.").toStdString());
        items.push_back(std::move(item));
    }
};

ZipWriter::ZipWriter(const fs::path &target) : m_plan(std::make_unique<Plan>()) {
    engine::requireReplaceable(target);
    m_plan->target = target;
}

ZipWriter::~ZipWriter() = default;

void ZipWriter::addFile(const std::string &name, const fs::path &source, Packing packing, Seen seen) {
    m_plan->add({.name = name, .packing = packing, .file = source, .seen = std::move(seen)});
}

void ZipWriter::addText(const std::string &name, std::string text, Packing packing) {
    m_plan->add({.name = name, .packing = packing, .text = std::move(text)});
}

void ZipWriter::addLater(const std::string &name, std::function<std::string()> text, Packing packing) {
    m_plan->add({.name = name, .packing = packing, .later = std::move(text)});
}

void ZipWriter::finish(const ZipProgress &progress, std::stop_token stop) {
    const fs::path target = engine::replaceableFile(m_plan->target);
    const WorkFolder work(target.parent_path(), "packing");
    const fs::path made = work.path() / "archive.zip";
    Run run{progress, stop};
    {
        Zip zip(made);
        for (Item &item : m_plan->items) {
            item.run = &run;
            item.bytes = item.text.size();
            struct stat status {};
            if (!item.file.empty() && ::lstat(item.file.c_str(), &status) != 0)
                throw unreadable(item.file, errno);
            if (!item.file.empty())
                item.bytes = std::uint64_t(status.st_size);
            run.total += item.bytes;
            zip.add(item);
        }
        zip.write(run);
    }
    std::error_code ignored;
    if (!fs::exists(made, ignored)) // libzip makes no file of nothing
        throw engine::badInput(tr("There is nothing to put into '%1'.").arg(shownPath(target)).toStdString(),
                               tr("Choose what it should hold.").toStdString());
    engine::giveRightsOf(target, made);
    if (const int reason = engine::syncFile(made); reason != 0)
        throwDiskError(made, reason);
    if (stop.stop_requested())
        throw Stopped();
    if (::rename(made.c_str(), target.c_str()) != 0)
        throwDiskError(target, errno);
    engine::syncFolder(target.parent_path().empty() ? fs::path(".") : target.parent_path());
}

} // namespace app::archive
