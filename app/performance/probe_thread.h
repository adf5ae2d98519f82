// A thread that does one thing again and again, and can be left alone when that does not return: it keeps nothing but
// its own work and what it shares with this object, and what it wants to tell is dropped from then on.
#pragma once

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace app::performance {

class ProbeThread {
public:
    using Tell = std::function<void(std::function<void()>)>; // what it is given is called by `receiver`'s thread
    using Work = std::function<void()>;
    // Runs on the thread, once, and gives what is done each time. Neither may throw.
    using Begin = std::function<Work(Tell tell)>;

    ProbeThread(const char *name, QObject *receiver, Begin begin); // waits for start()
    // Waits so long for what is being done, then leaves the thread alone.
    void end(std::chrono::milliseconds patience);
    ~ProbeThread() { end(std::chrono::milliseconds(0)); }
    ProbeThread(const ProbeThread &) = delete;
    ProbeThread &operator=(const ProbeThread &) = delete;

    void start(std::chrono::milliseconds interval); // at once, then in this interval
    void pause();
    std::chrono::milliseconds busyFor() const; // since what is being done began; 0: nothing is

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace app::performance
