// studio.log, studio.1.log … in a folder: what is appended goes to studio.log; when that is full, every file gets the
// next number and the oldest goes. Several programs may append to the same files: each append is one write to a file
// opened with O_APPEND, so lines are never mixed, and only one program renames at a time (the lock file studio.lock). A
// program that was about to write while another renamed adds its lines to studio.1.log: nothing is lost, and a file may
// be longer than its limit by one append.
//
// Folder and files are made when something is appended, the files readable by their owner only. One thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <filesystem>
#include <memory>

#include "engine/descriptor.h"

namespace app::log {

// studio.log for 0, else studio.<number>.log
std::filesystem::path logFile(const std::filesystem::path &folder, int number);

class RotatingFile {
public:
    // `fileBytes` per file, `files` of them at most, the present one included.
    RotatingFile(std::filesystem::path folder, qint64 fileBytes, int files);

    // Whole lines, each with its newline; taken out of `lines` as they are written. Empty when all are, else why not,
    // as the system says it; what is left may then be appended again (a line that was written in part comes whole, on a
    // line of its own; so does the first line behind half a one of a program that was killed while it wrote). Survives
    // a kill at once, a power cut some seconds later (nothing is synced).
    QString append(QByteArray &lines);

private:
    QString open();
    QString rotateWhenFull(qint64 more);

    const std::filesystem::path m_folder;
    const qint64 m_fileBytes;
    const int m_files;
    std::unique_ptr<engine::Descriptor> m_file;
    bool m_torn = false;                                 // the file ends within a line
    std::chrono::steady_clock::time_point m_lockedUntil; // by another program: not asked again before
};

} // namespace app::log
