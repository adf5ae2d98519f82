#include "app/backup/folder_swap.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

#include "app/archive/work_folder.h"
#include "app/backup/backup_words.h"
#include "app/backup/shared_sound.h"
#include "app/backup/swap_journal.h"
#include "app/backup/synced_copy.h"
#include "app/storage/folder_use.h"
#include "app/storage/folders.h"
#include "app/storage/library_schema.h"
#include "app/storage/storage_error.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::backup {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

using storage::FileLock;

constexpr const char *kKeptPrefix = "before-restore-";
constexpr const char *kSharedSound = "sound";    // of what was kept, when other takes came without theirs
constexpr const char *kStateFile = "state.json"; // of swap_journal.h

bool isThere(const fs::path &path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

void move(const fs::path &from, const fs::path &to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        archive::throwDiskError(to, errno);
    engine::syncFolder(to.parent_path());
    if (from.parent_path() != to.parent_path())
        engine::syncFolder(from.parent_path());
}

void removeOne(const fs::path &file) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT)
        archive::throwDiskError(file, errno);
    engine::syncFolder(file.parent_path());
}

engine::Error nothingToTakeIn(const fs::path &missing) {
    return engine::badInput(tr("What should be brought back is no longer there: '%1' is missing.")
                                .arg(QFile::decodeName(missing.c_str()))
                                .toStdString(),
                            tr("Another program has brought it back, or somebody moved it. Nothing was changed: put "
                               "it back, or restore a backup.")
                                .toStdString());
}

// What is taken in is there, and of a state before all that belongs to it.
void requireWhole(const fs::path &from) {
    if (!isThere(from))
        throw nothingToTakeIn(from);
    if (!from.filename().string().starts_with(kKeptPrefix))
        return;
    if (!isThere(from / kStateFile))
        throw nothingToTakeIn(from / kStateFile);
    for (const std::string &name : readState(from).had) {
        if (!isThere(from / name))
            throw nothingToTakeIn(from / name);
    }
}

class Swap {
public:
    Swap(const Places &places, Journal &journal)
        : m_data(places.dataFolder), m_config(journal.configFolder), m_besides(m_config / ".restore"),
          m_journal(journal) {}

    // Nothing that programs read changes here.
    void prepare(const fs::path &journalFile) {
        requireWhole(m_data / m_journal.from);
        if (m_journal.kept.empty()) {
            m_journal.kept = newKeptName();
            writeJournal(journalFile, m_journal);
        }
        std::error_code ignored;
        fs::remove_all(m_besides, ignored); // of an attempt that was cut off
        m_journal.items.clear();
        storage::makeFolder(kept() / "data");
        storage::makeFolder(kept() / "config");
        for (const std::string &section : m_journal.sections) {
            for (const Item &item : findSection(section)->items)
                prepareItem(item);
        }
        engine::syncFolder(kept() / "config");
        shareSound();
        writeState(kept(), m_journal);
        engine::syncFolder(m_data);
    }

    void forward() {
        for (const SwapItem &item : m_journal.items) {
            if (item.root == Root::Data) {
                if (item.had && !isThere(old(item)))
                    move(place(item), old(item));
                if (item.brings && isThere(incoming(item)))
                    move(incoming(item), place(item));
            } else if (!item.brings) {
                removeOne(place(item));
            } else if (isThere(m_besides / "new" / item.name)) {
                move(m_besides / "new" / item.name, behind(place(item)));
            }
        }
    }

    void back() {
        for (const SwapItem &item : m_journal.items) {
            if (item.root == Root::Data) {
                if (item.brings && !isThere(incoming(item)) && isThere(place(item)))
                    move(place(item), incoming(item));
                if (item.had && isThere(old(item)) && !isThere(place(item)))
                    move(old(item), place(item));
            } else if (!item.had) {
                removeOne(place(item));
            } else if (isThere(m_besides / "old" / item.name)) {
                move(m_besides / "old" / item.name, behind(place(item)));
            }
        }
    }

    // Before the journal goes: what it empties is no state any more that one can go back to.
    void forget(bool swapped) {
        const std::string &emptied = swapped ? m_journal.from : m_journal.kept;
        if (!emptied.empty() && isThere(m_data / emptied))
            removeOne(m_data / emptied / kStateFile);
    }

    // After the journal has gone.
    void clear(bool swapped) {
        std::error_code ignored;
        fs::remove_all(m_besides, ignored);
        if (m_journal.kept.empty())
            return;
        if (!swapped) { // nothing of it is anywhere else
            fs::remove_all(kept() / "config", ignored);
            fs::remove_all(kept() / kSharedSound, ignored);
            fs::remove(kept() / "data", ignored);
            fs::remove(kept(), ignored);
            return;
        }
        const fs::path from = m_data / m_journal.from;
        fs::remove_all(from / "config", ignored);
        fs::remove_all(from / kSharedSound, ignored);
        fs::remove(from / "data", ignored);
        fs::remove(from, ignored); // not when something else was put there
    }

    fs::path kept() const { return m_data / m_journal.kept; }

private:
    fs::path place(const SwapItem &item) const { return (item.root == Root::Data ? m_data : m_config) / item.name; }
    fs::path old(const SwapItem &item) const { return kept() / "data" / item.name; }
    fs::path incoming(const SwapItem &item) const {
        return m_data / m_journal.from / (item.root == Root::Data ? "data" : "config") / item.name;
    }

    // Takes that come without sound use what is there, and so does what is kept: neither may lose what the other one
    // deletes.
    void shareSound() const {
        const auto comes = [&](const char *section) {
            return std::find(m_journal.sections.begin(), m_journal.sections.end(), section) != m_journal.sections.end();
        };
        if (!comes("takes") || comes("sound"))
            return;
        const fs::path takes = storage::takesFolder(m_data);
        linkSound(m_data / m_journal.from / kSharedSound, takes);
        linkSound(takes, kept() / kSharedSound);
    }

    // Settings may be a link to a file that a person keeps elsewhere on that disk: then that one is exchanged.
    fs::path behind(const fs::path &file) const {
        std::error_code error;
        const fs::path target = fs::canonical(file, error);
        struct stat here {};
        struct stat there {};
        const bool sameDisk = !error && ::stat(m_config.c_str(), &here) == 0 &&
                              ::stat(target.parent_path().c_str(), &there) == 0 && here.st_dev == there.st_dev;
        return sameDisk && fs::is_symlink(file, error) ? target : file;
    }

    void prepareItem(const Item &known) {
        SwapItem item{known.root, known.name};
        item.had = isThere(place(item));
        item.brings = isThere(incoming(item));
        if (item.root == Root::Config) {
            storage::makeFolder(m_besides / "new");
            storage::makeFolder(m_besides / "old");
            if (item.had) {
                copySynced(place(item), m_besides / "old" / item.name);
                copySynced(place(item), kept() / "config" / item.name);
            }
            if (item.brings) {
                copySynced(incoming(item), m_besides / "new" / item.name);
                engine::giveRightsOf(behind(place(item)), m_besides / "new" / item.name);
            }
            engine::syncFolder(m_besides / "new");
            engine::syncFolder(m_besides / "old");
        }
        m_journal.items.push_back(item);
    }

    std::string newKeptName() const {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const std::string date = kKeptPrefix + now.toString(QStringLiteral("yyyy-MM-dd_HHmmss'Z'")).toStdString();
        std::string name = date;
        for (int number = 2; isThere(m_data / name); ++number)
            name = date + "-" + std::to_string(number);
        return name;
    }

    const fs::path m_data;
    const fs::path m_config;
    const fs::path m_besides; // on the disk of the settings
    Journal &m_journal;
};

fs::path journalFile(const Places &places) {
    return stagingFolder(places) / "journal.json";
}

struct Alone {
    std::optional<FileLock> folder;
    FileLock opening;
    FileLock session;

    Alone(const Places &places, std::chrono::milliseconds patience)
        : folder(storage::useFolder(places.dataFolder, FileLock::Share::Exclusive, patience)),
          opening(lockOf(places, ".opening.lock"), FileLock::Share::Exclusive, patience),
          session(lockOf(places, ".session.lock"), FileLock::Share::Exclusive, 0ms) {}

    static fs::path lockOf(const Places &places, const char *suffix) {
        return storage::libraryFile(places.dataFolder).string() + suffix;
    }
};

Alone beAlone(const Places &places, std::chrono::milliseconds patience) {
    try {
        return Alone(places, patience);
    } catch (const storage::Error &error) {
        if (error.trouble() != storage::Trouble::Busy)
            throw;
        throw storage::Error(storage::Trouble::Busy,
                             {tr("A Studio or another program is using the folder '%1'.")
                                  .arg(QFile::decodeName(places.dataFolder.c_str())),
                              tr("Close it and restore again. Nothing was changed."), error.problem().what});
    }
}

} // namespace

fs::path stagingFolder(const Places &places) {
    return places.dataFolder / ".restore";
}

FileLock lockRestore(const Places &places, std::chrono::milliseconds patience) {
    storage::makeFolder(places.dataFolder);
    try {
        return FileLock(places.dataFolder / ".restore.lock", FileLock::Share::Exclusive, patience);
    } catch (const storage::Error &error) {
        if (error.trouble() != storage::Trouble::Busy)
            throw;
        throw storage::Error(storage::Trouble::Busy,
                             {tr("Another program is restoring a backup into the same folder."),
                              tr("Wait until it is done, then try again."), error.problem().what});
    }
}

void clearStaging(const Places &places) {
    std::error_code ignored;
    if (!isDecided(places))
        fs::remove_all(stagingFolder(places), ignored);
}

void decide(const Places &places, const SwapPlan &plan) {
    requireWhole(places.dataFolder / plan.from);
    storage::makeFolder(stagingFolder(places));
    Journal journal;
    journal.from = plan.from;
    journal.sections = plan.sections;
    journal.what = plan.what;
    journal.configFolder = places.configFolder;
    writeJournal(journalFile(places), journal);
}

bool isDecided(const Places &places) {
    return isThere(journalFile(places));
}

void takeBack(const Places &places) {
    if (!isDecided(places))
        return;
    Journal journal = readJournal(journalFile(places));
    if (journal.state != Journal::State::Wanted)
        return;
    Swap swap(places, journal);
    swap.forget(false);
    removeOne(journalFile(places));
    swap.clear(false);
    clearStaging(places);
}

std::optional<Swapped> carryOut(const Places &places, std::chrono::milliseconds patience) {
    if (!isDecided(places))
        return std::nullopt;
    const Alone alone = beAlone(places, patience);
    if (!isDecided(places))
        return std::nullopt;
    Journal journal = readJournal(journalFile(places));
    Swap swap(places, journal);
    const auto finish = [&](bool swapped) {
        swap.forget(swapped);
        removeOne(journalFile(places));
        swap.clear(swapped);
        clearStaging(places);
    };
    try {
        if (journal.state == Journal::State::Wanted) {
            swap.prepare(journalFile(places));
            journal.state = Journal::State::Forward;
            writeJournal(journalFile(places), journal);
        }
        if (journal.state == Journal::State::Forward) {
            swap.forward();
            finish(true);
            return Swapped{swap.kept(), journal.what};
        }
    } catch (...) {
        if (journal.state == Journal::State::Forward) {
            journal.state = Journal::State::Back;
            try {
                writeJournal(journalFile(places), journal);
            } catch (const std::exception &) { // a full disk: going back needs no room, and forward again is as good
            }
            swap.back();
        }
        finish(false);
        throw;
    }
    swap.back();
    finish(false);
    return std::nullopt;
}

std::vector<PreviousState> previousStates(const Places &places) {
    std::vector<PreviousState> states;
    std::error_code ignored;
    for (fs::directory_iterator entry(places.dataFolder, ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(kKeptPrefix))
            continue;
        try {
            const State state = readState(entry->path());
            states.push_back({entry->path(), state.date, {name, state.sections, state.date.toString(Qt::ISODate)}});
        } catch (const engine::Error &) { // not one of ours
        }
    }
    std::sort(states.begin(), states.end(), [](const PreviousState &a, const PreviousState &b) {
        return a.date != b.date ? a.date > b.date : a.folder > b.folder;
    });
    return states;
}

} // namespace app::backup
