#include "app/models/model_fetch.h"

#include <QDateTime>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <span>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "app/models/address.h"
#include "app/models/fetch_rate.h"
#include "app/models/file_fetch.h"
#include "app/models/model_folders.h"
#include "app/models/models_words.h"
#include "engine/descriptor.h"
#include "engine/model_files.h"
#include "engine/replacing_file.h"

namespace app::models {

namespace fs = std::filesystem;
using engine::Json;
using namespace std::chrono_literals;

namespace {

constexpr auto kReportEvery = 100ms;
constexpr int kQuietTicks = 3; // of the clock without a byte: said to be a stall

QString shown(const fs::path &path) {
    return QFile::decodeName(path.c_str());
}

engine::Error alreadyThere(const fs::path &folder) {
    return engine::badInput(
        say(QT_TRANSLATE_NOOP("models", "There is a model %1 already.")).arg(shown(folder.filename())).toStdString(),
        say(QT_TRANSLATE_NOOP("models", "Remove it first to fetch it anew.")).toStdString());
}

// The hidden folder, held against other programs.
class PartFolder {
public:
    explicit PartFolder(const fs::path &folder)
        : m_path(folder), m_held((makeFolder(folder), ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))) {
        if (m_held.get() < 0)
            throw engine::failure(
                say(QT_TRANSLATE_NOOP("models", "%1 cannot be opened: %2."))
                    .arg(shown(folder), QString::fromLocal8Bit(std::strerror(errno)))
                    .toStdString(),
                say(QT_TRANSLATE_NOOP("models", "Check the permissions of the folder.")).toStdString());
        // A disk that knows no locks is used without them.
        const bool busy = ::flock(m_held.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        if (busy || !isStillThere())
            throw engine::failure(
                say(QT_TRANSLATE_NOOP("models", "Another program fetches this model just now.")).toStdString(),
                say(QT_TRANSLATE_NOOP("models", "Wait until it is done.")).toStdString());
    }

    const fs::path &path() const { return m_path; }

private:
    bool isStillThere() const { // and has not got its final name while we waited
        struct stat held {};
        struct stat named {};
        return ::fstat(m_held.get(), &held) == 0 && ::stat(m_path.c_str(), &named) == 0 && held.st_ino == named.st_ino;
    }

    const fs::path m_path;
    engine::Descriptor m_held;
};

class Reporter {
public:
    Reporter(std::int64_t total, std::chrono::milliseconds clock, const ReportProgress &report)
        : m_report(report), m_every(clock) {
        m_progress.total = total;
        QObject::connect(&m_clock, &QTimer::timeout, &m_clock, [this] { tick(); });
        m_clock.start(clock);
    }

    void beginFile(std::int64_t before) { m_before = before; }
    void bytes(std::int64_t ofFile) {
        m_progress.done = m_before + ofFile;
        const auto now = std::chrono::steady_clock::now();
        m_came = now;
        if (std::exchange(m_stalled, false))
            m_progress.state.clear();
        else if (now - m_last < kReportEvery && m_progress.done != m_progress.total)
            return;
        m_last = now;
        if (m_progress.state.isEmpty())
            m_rate.add(now, m_progress.done);
        send();
    }
    void state(const QString &state) {
        m_progress.state = state;
        m_stalled = false;
        m_came = std::chrono::steady_clock::now();
        m_rate.pause();
        send();
    }

private:
    // While it waits for a server: without bytes, speed and time left would stand still.
    void tick() {
        const auto now = std::chrono::steady_clock::now();
        if (!m_progress.state.isEmpty() && !m_stalled)
            return; // something else is said
        if (now - m_came < kQuietTicks * m_every) {
            m_rate.add(now, m_progress.done);
        } else {
            m_stalled = true;
            m_rate.pause();
            m_progress.state = say(QT_TRANSLATE_NOOP("models", "Nothing has come for %1 s."))
                                   .arg(std::chrono::ceil<std::chrono::seconds>(now - m_came).count());
        }
        send();
    }
    void send() {
        m_progress.bytesPerSecond = m_rate.bytesPerSecond();
        m_progress.secondsLeft = m_rate.secondsLeft(m_progress.total - m_progress.done);
        m_report(m_progress);
    }

    const ReportProgress &m_report;
    const std::chrono::milliseconds m_every;
    QTimer m_clock;
    bool m_stalled = false;
    std::chrono::steady_clock::time_point m_came = std::chrono::steady_clock::now();
    FetchProgress m_progress;
    FetchRate m_rate;
    std::int64_t m_before = 0;
    std::chrono::steady_clock::time_point m_last{};
};

void write(const fs::path &file, const std::string &text) {
    engine::replaceFile(file, {std::as_bytes(std::span(text))});
}

std::string manifestOf(const CatalogueEntry &entry, const std::string &origin) {
    Json::Object files;
    for (const SourceFile &file : entry.files)
        files[file.to] =
            Json::Object{{"from", addressOf(origin, file).toString().toStdString()}, {"sha256", file.sha256}};
    Json::Object manifest{{"name", entry.id},
                          {"licence", entry.licence.toStdString()},
                          {"licence_text", "LICENCE.txt"},
                          {"page", entry.page.toStdString()},
                          {"fetched", QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString()},
                          {"files", files}};
    if (entry.isModel()) {
        manifest["weights"] = entry.files.front().to;
        manifest["flags"] = entry.flags;
    }
    return Json(std::move(manifest)).dump(4) + "\n";
}

// Everything that is not the model's own, for example an ETag of a version that the list no longer names.
void removeOthers(const CatalogueEntry &entry, const fs::path &folder) {
    std::set<fs::path> own;
    for (const SourceFile &file : entry.files) {
        own.insert(folder / file.to);
        own.insert((folder / file.to).parent_path());
    }
    std::vector<fs::path> others;
    for (const auto &found : fs::recursive_directory_iterator(folder)) {
        if (own.count(found.path()) == 0)
            others.push_back(found.path());
    }
    for (const fs::path &other : others)
        fs::remove_all(other);
}

void becomeSeen(const fs::path &part, const fs::path &target) {
    engine::syncFolder(part);
    // A rename onto an empty folder would work; RENAME_NOREPLACE is not known by every disk.
    if (fs::exists(fs::symlink_status(target)))
        throw alreadyThere(target);
    fs::rename(part, target);
    engine::syncFolder(target.parent_path());
}

} // namespace

void requireNotThere(const fs::path &models, const std::string &id) {
    if (fs::exists(fs::symlink_status(models / id)))
        throw alreadyThere(models / id);
}

fs::path partFolder(const fs::path &models, const std::string &id) {
    return models / (".part-" + id);
}

std::int64_t bytesOfPart(const CatalogueEntry &entry, const fs::path &models) {
    std::int64_t sum = 0;
    for (const SourceFile &file : entry.files) {
        std::error_code error;
        const auto bytes = fs::file_size(partFolder(models, entry.id) / file.to, error);
        if (!error)
            sum += std::min(std::int64_t(bytes), file.bytes);
    }
    return sum;
}

fs::path setPartAside(const fs::path &models, const std::string &id) {
    const PartFolder part(partFolder(models, id));
    return setAside(part.path());
}

fs::path fetchModel(const CatalogueEntry &entry, const FetchPlan &plan, const std::stop_token &stop,
                    const ReportProgress &report) {
    try {
        const fs::path target = plan.models / entry.id;
        requireNotThere(plan.models, entry.id);
        makeFolder(plan.models);
        const PartFolder part(partFolder(plan.models, entry.id));
        requireSpaceFor(plan.models, entry.bytes() - bytesOfPart(entry, plan.models), plan.rules.keepFree);
        Reporter reporter(entry.bytes(), plan.rules.clock, report);
        FileFetch fetch(
            plan.rules, stop,
            {[&](std::int64_t bytes) { reporter.bytes(bytes); }, [&](const QString &state) { reporter.state(state); }});
        std::int64_t before = 0;
        for (const SourceFile &file : entry.files) {
            reporter.beginFile(before);
            makeFolder((part.path() / file.to).parent_path());
            fetch.fetch(addressOf(plan.origin, file), file, part.path() / file.to);
            before += file.bytes;
        }
        removeOthers(entry, part.path());
        write(part.path() / "LICENCE.txt", entry.licenceWords().toStdString());
        write(part.path() / "model.json", manifestOf(entry, plan.origin));
        if (entry.isModel())
            engine::readModelFolder(part.path());
        if (stop.stop_requested())
            throw FetchStopped();
        becomeSeen(part.path(), target);
        return target;
    } catch (const fs::filesystem_error &error) {
        throw engine::failure(say(QT_TRANSLATE_NOOP("models", "The folder of the models cannot be changed: %1."))
                                  .arg(QString::fromLocal8Bit(error.what()))
                                  .toStdString(),
                              say(QT_TRANSLATE_NOOP("models", "Check the permissions of the folder.")).toStdString());
    }
}

} // namespace app::models
