#include "app/performance/probe_thread.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <pthread.h>

namespace app::performance {

using Clock = std::chrono::steady_clock;

struct ProbeThread::Shared {
    std::mutex mutex;
    std::condition_variable wake;
    QObject *receiver = nullptr; // null: nobody listens any more
    std::chrono::milliseconds interval{0};
    bool runs = false;
    bool quits = false;
    bool ended = false;
    quint64 starts = 0;
    std::optional<Clock::time_point> since; // something is being done

    void run(const Begin &begin, const std::shared_ptr<Shared> &self);
    template <class Something> void busy(std::unique_lock<std::mutex> &lock, Something something) {
        since = Clock::now();
        lock.unlock();
        something();
        lock.lock();
        since.reset();
    }
};

void ProbeThread::Shared::run(const Begin &begin, const std::shared_ptr<Shared> &self) {
    std::unique_lock lock(mutex);
    Work work;
    while (true) {
        wake.wait(lock, [this] { return quits || runs; });
        if (quits)
            break;
        if (!work) {
            const Tell tell = [self](std::function<void()> what) {
                const std::lock_guard guard(self->mutex);
                if (self->receiver != nullptr)
                    QMetaObject::invokeMethod(self->receiver, std::move(what), Qt::QueuedConnection);
            };
            busy(lock, [&] { work = begin(tell); });
            continue; // it may have been paused meanwhile
        }
        const quint64 start = starts;
        const auto next = Clock::now() + interval;
        busy(lock, work);
        wake.wait_until(lock, next, [&] { return quits || starts != start; });
    }
    lock.unlock();
    work = {}; // a driver is told that it ends, which may take time as well
    lock.lock();
    ended = true;
    wake.notify_all();
}

ProbeThread::ProbeThread(const char *name, QObject *receiver, Begin begin) : m_shared(std::make_shared<Shared>()) {
    m_shared->receiver = receiver;
    std::thread thread([shared = m_shared, begin = std::move(begin)] { shared->run(begin, shared); });
    pthread_setname_np(thread.native_handle(), name);
    thread.detach(); // end() waits for it
}

void ProbeThread::end(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_shared->mutex);
    m_shared->receiver = nullptr;
    m_shared->quits = true;
    m_shared->wake.notify_all();
    m_shared->wake.wait_for(lock, patience, [this] { return m_shared->ended; });
}

void ProbeThread::start(std::chrono::milliseconds interval) {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->interval = interval;
    m_shared->runs = true;
    ++m_shared->starts;
    m_shared->wake.notify_all();
}

void ProbeThread::pause() {
    const std::lock_guard lock(m_shared->mutex);
    m_shared->runs = false;
    ++m_shared->starts;
    m_shared->wake.notify_all();
}

std::chrono::milliseconds ProbeThread::busyFor() const {
    const std::lock_guard lock(m_shared->mutex);
    if (!m_shared->since)
        return std::chrono::milliseconds(0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - *m_shared->since) +
           std::chrono::milliseconds(1);
}

} // namespace app::performance
