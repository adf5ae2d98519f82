// Exchanges what lies in the data folder and beside the settings for what was prepared, all of it or nothing, and keeps
// what was there.
//
//   <data>/.restore/new/{data,config}/…   what was prepared: whole, checked, synced
//   <data>/.restore/journal.json          says that it is wanted; from then on every program that starts finishes it
//   <data>/before-restore-<date>/{data,config}/…, state.json   what was there before
//   <data>/before-restore-<date>/sound/…   its takes' sound, when the new ones share that (shared_sound.h)
//
// Of the data folder, folders and files are renamed; of the settings, copies made beforehand on their own disk take the
// place of the old ones. Each step can be done again, and the journal says in which direction: forward, or, when a step
// failed, back. A program killed anywhere leaves either no journal (the old state; what was prepared is removed later)
// or one that the next program carries out before it reads anything (the new state). Nobody else uses the folder
// meanwhile (app/storage/folder_use.h). Any thread; engine::Error and app::storage::Error.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <QDateTime>
#include <QString>

#include "app/backup/backup_contents.h"
#include "app/storage/file_lock.h"

namespace app::backup {

// What is to come in: from <data>/<from>, the sections that are named.
struct SwapPlan {
    std::string from; // ".restore/new", or a folder of a state before
    std::vector<std::string> sections;
    QString what; // for people: when the backup was made
};

struct Swapped {
    std::filesystem::path kept; // the folder with what was there before
    QString what;               // of the plan
};

std::filesystem::path stagingFolder(const Places &places); // <data>/.restore

// Held by who prepares, decides or carries out. Error(Busy) when another program does.
storage::FileLock lockRestore(const Places &places, std::chrono::milliseconds patience);

// With the lock held. Removes what was prepared and not decided.
void clearStaging(const Places &places);
// With the lock held: from now on it is wanted. Error(BadInput) when what is to come in is not there, or not all of it.
void decide(const Places &places, const SwapPlan &plan);
bool isDecided(const Places &places);
// With the lock held: carries out what is decided. Waits `patience` for other programs that use the folder; then
// Error(Busy), and nothing has changed. Other errors: what was there is there again.
std::optional<Swapped> carryOut(const Places &places, std::chrono::milliseconds patience);
// With the lock held: what is decided and not begun is wanted no more.
void takeBack(const Places &places);

struct PreviousState {
    std::filesystem::path folder; // <data>/before-restore-<date>
    QDateTime date;               // when it was put there
    SwapPlan plan;                // that brings it back
};
// Newest first, whatever the folders are called. With the lock held when one of them is to be brought back.
std::vector<PreviousState> previousStates(const Places &places);

} // namespace app::backup
