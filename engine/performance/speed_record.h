// One measurement of how fast this machine speaks (`ishowtts bench`), and the file that keeps them: JSON lines, newest
// last, one record a line. Source of the columns of imported tables: iShowTTS's rtf_history.csv. Any thread; several
// programs may append at once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/json.h"
#include "engine/performance/spread.h"

namespace engine::performance {

enum class Clocks { Unknown, Locked, Unlocked };

// What speed depends on besides the program: only records that agree in all of it are compared.
struct Conditions {
    std::string model;
    std::string device; // "cpu", "cuda"
    std::string deviceName;
    std::string precision; // "fp32", "bf16"
    int nfe = 0;
    std::string schedule;    // "epss", "uniform", as really used
    int threads = 0;         // 0: unknown
    std::string lengthClass; // lengthClass() of the speech: longer speech has a better RTF
    Clocks clocks = Clocks::Unknown;
    // Records of before these two were kept hold "unknown", which is alike only to itself.
    double cfg = -1;                 // strength of the guidance, which doubles the work; below 0: unknown
    std::string referenceClass = {}; // lengthClass() of the voice's recording as used; empty: unknown

    bool operator==(const Conditions &) const = default;
};

struct SpeedRecord {
    std::string at; // "2026-11-22T21:00:00Z"
    Conditions conditions;
    std::string program; // version
    std::string torch;   // LibTorch's version; empty: unknown
    std::string driver;  // of the GPU; empty: none or unknown
    double audioSeconds = 0;
    int runs = 0;
    Spread rtf;                    // of `runs` runs
    std::vector<double> rtfOfRuns; // empty where only the spread is known (imported)
    Spread firstAudioSeconds;      // all zero: unknown
    bool imported = false;
};

std::string toString(Clocks clocks); // "unknown", "locked", "unlocked"
Clocks clocksFromString(const std::string &text);
// "up to 3 s", "3 to 8 s", "8 to 16 s", "16 to 30 s", "over 30 s"
std::string lengthClass(double audioSeconds);

Json toJson(const SpeedRecord &record);
// Error(BadInput) naming the member that is missing or out of range: RTF and seconds above 0 and at most 100,000, at
// most 10,000 runs.
SpeedRecord speedRecordFrom(const Json &json, const std::string &nameForErrors);

struct History {
    std::vector<SpeedRecord> records; // in the order of the file
    int damaged = 0;                  // lines that hold no record; they stay in the file
    int firstDamaged = 0;             // line number from 1
    std::string why;                  // of the first one
};

// The last one that was measured here; null when there is none.
const SpeedRecord *newestOwn(const std::vector<SpeedRecord> &records);

// The last one that was measured here as `record` was but for the clocks, which it knows too: what locking them brings.
// Null when there is none, or the record's are unknown.
const SpeedRecord *otherClocks(const std::vector<SpeedRecord> &records, const SpeedRecord &record);

std::filesystem::path standardHistoryFile(); // in userStateFolder()
// An absent file is an empty history. Error(BadInput) when it cannot be read or is over 64 MB.
History readHistory(const std::filesystem::path &file);
// On the disk when it returns; the line is written at once and whole, after one that was cut off too. Makes the folder.
// Error(Failure) when it cannot be written.
void appendRecord(const std::filesystem::path &file, const SpeedRecord &record);

// A table with a heading: a column for the time (timestamp, date, time) and one for the RTF (mean_rtf, rtf_mean,
// avg_rtf, rtf); min, max, std, nfe and runs are taken where they are there. Without one, as iShowTTS appends to its
// rtf_history.csv: a day and an RTF. Error(BadInput) with line and column.
std::vector<SpeedRecord> importTable(const std::filesystem::path &file);

} // namespace engine::performance
