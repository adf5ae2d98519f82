#include "engine/cli/measuring_turn.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>

#include "engine/cli/console.h"
#include "engine/data_folders.h"

namespace engine::cli {

namespace {

constexpr std::chrono::milliseconds kBetweenTries(200);

} // namespace

MeasuringTurn::~MeasuringTurn() {
    if (m_file >= 0)
        ::close(m_file); // and so unlocked
}

void MeasuringTurn::take(const std::stop_token &stop) {
    if (m_file >= 0)
        return;
    const std::filesystem::path folder = userStateFolder() / "performance";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    m_file = ::open((folder / "measuring.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    bool said = false;
    while (m_file >= 0 && ::flock(m_file, LOCK_EX | LOCK_NB) != 0 && !stop.stop_requested()) {
        if (!said)
            note("something else measures speed on this machine; waiting until it is done");
        said = true;
        std::this_thread::sleep_for(kBetweenTries);
    }
}

} // namespace engine::cli
