#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/performance/speed_record.h"

namespace engine::performance {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLongestFile = 64 << 20; // bytes
constexpr std::size_t kLongestLine = 1 << 20;

class OpenFile { // closed, and so unlocked, at the end
public:
    explicit OpenFile(const fs::path &file)
        : m_file(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
        if (m_file < 0)
            throw failed(file);
    }
    ~OpenFile() { ::close(m_file); }
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;
    int get() const { return m_file; }

    static Error failed(const fs::path &file) {
        return failure("The history " + file.string() + " cannot be written: " + std::strerror(errno) + ".",
                       "Make room or allow writing there, or name another file with --history.");
    }

private:
    int m_file;
};

// A program that was cut off leaves half a line: ours begins on a new one.
bool endsInside(int file) {
    char last = '\n';
    const off_t size = ::lseek(file, 0, SEEK_END);
    return size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n';
}

} // namespace

fs::path standardHistoryFile() {
    return userStateFolder() / "performance" / "history.jsonl";
}

History readHistory(const fs::path &file) {
    History history;
    std::error_code error;
    if (!fs::exists(file, error))
        return history;
    const std::uintmax_t size = fs::is_regular_file(file, error) ? fs::file_size(file, error) : kLongestFile + 1;
    if (error || size > kLongestFile)
        throw badInput("The history " + file.string() + " is no file of at most 64 MB.", "Name another one.");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw badInput("The history " + file.string() + " cannot be read.", "Allow reading it, or name another one.");
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        try {
            const std::string name = file.filename().string() + ":" + std::to_string(number);
            if (line.size() > kLongestLine)
                throw badInput(name + ": the line is too long.", "Remove it.");
            history.records.push_back(speedRecordFrom(Json::parse(line, name), name));
        } catch (const Error &damage) {
            if (history.damaged++ == 0) {
                history.firstDamaged = number;
                history.why = damage.what();
            }
        }
    }
    return history;
}

void appendRecord(const fs::path &file, const SpeedRecord &record) {
    std::error_code error;
    if (file.has_parent_path())
        fs::create_directories(file.parent_path(), error);
    const OpenFile open(file);
    if (::flock(open.get(), LOCK_EX) != 0)
        throw OpenFile::failed(file);
    std::string line;
    if (endsInside(open.get()))
        line += '\n';
    line += toJson(record).dump();
    line += '\n';
    const ssize_t written = ::write(open.get(), line.data(), line.size());
    if (written < 0)
        throw OpenFile::failed(file);
    if (std::size_t(written) != line.size()) {
        errno = ENOSPC;
        throw OpenFile::failed(file);
    }
    if (::fsync(open.get()) != 0)
        throw OpenFile::failed(file);
}

} // namespace engine::performance
