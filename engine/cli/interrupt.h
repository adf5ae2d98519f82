// Ctrl+C as a stop token: between two transformer blocks the synthesis ends, and nothing half-written is left.
#pragma once

#include <stop_token>
#include <thread>

namespace engine::cli {

// While it lives, SIGINT and SIGTERM ask for a stop instead of ending the program; a second one ends it at once.
// Make it before the threads of the engine start, on the thread that makes them: they inherit its blocked signals.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    std::stop_token token() const { return m_stop.get_token(); }
    bool happened() const { return m_stop.stop_requested(); }

private:
    void watch();

    std::stop_source m_stop;
    int m_signals = -1; // signalfd
    int m_ended = -1;   // eventfd, written by the destructor
    std::thread m_watcher;
};

} // namespace engine::cli
