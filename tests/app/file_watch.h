// Sees every file call that the calling thread makes in the watched folders, whoever makes it: Qt, the C++ library, an
// sqlite, a stray std::ifstream. The kernel tells a thread of this class about each call (seccomp user notification,
// Linux 5.5 or newer, no rights needed) and then carries it out; so nothing depends on which function was used.
//
// Threads that the watched thread starts later are looked at too but not recorded. A filter stays for the life of the
// process: one watch per program.
#pragma once

#include <QString>

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

class FileWatch {
public:
    // Watches the calling thread from now on, but records only between begin() and end(). Never deleted: without its
    // listener every call would fail.
    static FileWatch &ofThisThread(std::vector<std::string> folders);

    const std::string &problem() const { return m_problem; } // why it does not work here; empty = it works

    void begin();
    std::vector<std::string> end(); // "openat /folder/file", one per call since begin()

private:
    explicit FileWatch(std::vector<std::string> folders);
    void serve();
    void look(unsigned number, const unsigned long long *arguments);

    const std::vector<std::string> m_folders;
    const int m_watched; // thread id
    std::string m_problem;
    std::atomic<int> m_listener = -1;
    std::atomic<bool> m_recording = false;
    std::mutex m_mutex;
    std::vector<std::string> m_calls;
};

inline QString joined(const std::vector<std::string> &calls) { // one a line
    QString all;
    for (const std::string &call : calls)
        all += QString::fromStdString(call) + u'\n';
    return all;
}
