#include "engine/cli/interrupt.h"

#include <csignal>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "engine/cli/verb.h"
#include "engine/error.h"

namespace engine::cli {

namespace {

sigset_t stopSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

} // namespace

Interrupt::Interrupt() {
    const sigset_t set = stopSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_ended = eventfd(0, EFD_CLOEXEC);
    if (m_signals < 0 || m_ended < 0)
        throw failure("The system has no file handle left.", "Close other programs and try again.");
    m_watcher = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    const std::uint64_t one = 1;
    if (write(m_ended, &one, sizeof one) == sizeof one)
        m_watcher.join();
    else
        m_watcher.detach();
    close(m_signals);
    close(m_ended);
    const sigset_t set = stopSignals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Interrupt::watch() {
    for (;;) {
        pollfd events[] = {{m_signals, POLLIN, 0}, {m_ended, POLLIN, 0}};
        if (poll(events, 2, -1) < 0)
            continue;
        if (events[1].revents != 0)
            return;
        signalfd_siginfo info{};
        if (read(m_signals, &info, sizeof info) != sizeof info)
            continue;
        if (m_stop.stop_requested())
            _exit(Exit::Interrupted);
        m_stop.request_stop();
    }
}

} // namespace engine::cli
