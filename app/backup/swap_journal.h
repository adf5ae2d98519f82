// What is written down of an exchange (folder_swap.h), so that whoever comes next can finish it: journal.json, and
// state.json beside what was kept. Both are our own, and are read as if they were not: only known sections, names of
// their own folder, an absolute folder for the settings.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <QDateTime>
#include <QString>

#include "app/backup/backup_contents.h"

namespace app::backup {

struct SwapItem {
    Root root = Root::Data;
    std::string name;
    bool had = false;    // it was there
    bool brings = false; // it comes
};

struct Journal {
    enum class State { Wanted, Forward, Back };

    State state = State::Wanted;
    std::string from; // inside the data folder
    std::string kept; // the same; once it is chosen
    std::vector<std::string> sections;
    std::vector<SwapItem> items; // from Forward on
    std::filesystem::path configFolder;
    QString what;
};

// engine::Error: BadInput when it makes no sense, Failure for the disk.
void writeJournal(const std::filesystem::path &file, const Journal &journal);
Journal readJournal(const std::filesystem::path &file);

struct State {
    QDateTime date; // UTC, with its milliseconds
    std::vector<std::string> sections;
    std::vector<std::string> had; // what must be there to go back: "data/voices", "config/settings.json"
};
void writeState(const std::filesystem::path &folder, const Journal &journal);
State readState(const std::filesystem::path &folder);

} // namespace app::backup
