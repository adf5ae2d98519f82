// The thread for small files (settings, voice folders), so that the GUI thread never waits for a disk. What is posted
// runs in order, one after another; the destructor runs what is still waiting.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace app::storage {

class FileThread {
public:
    explicit FileThread(const char *name = "files"); // as debuggers and `top` show it; at most 15 bytes
    ~FileThread();
    FileThread(const FileThread &) = delete;
    FileThread &operator=(const FileThread &) = delete;

    void post(std::function<void()> work); // from any thread; `work` must not throw
    void flush();                          // returns when everything posted before has run; not from `work`

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_waiting;
    bool m_closing = false;
    std::thread m_thread; // last: it uses everything above
};

} // namespace app::storage
