#include "app/storage/file_thread.h"

#include <future>
#include <utility>

#include <pthread.h>

namespace app::storage {

FileThread::FileThread(const char *name) : m_thread([this] { run(); }) {
    pthread_setname_np(m_thread.native_handle(), name);
}

FileThread::~FileThread() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void FileThread::post(std::function<void()> work) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(std::move(work));
    }
    m_wake.notify_one();
}

void FileThread::flush() {
    std::promise<void> done;
    post([&done] { done.set_value(); });
    done.get_future().wait();
}

void FileThread::run() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
        if (m_waiting.empty())
            return;
        const auto work = std::move(m_waiting.front());
        m_waiting.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

} // namespace app::storage
