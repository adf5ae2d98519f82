#include "app/storage/file_lock.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>

#include "app/storage/folders.h"

namespace app::storage {

using namespace std::chrono_literals;

FileLock::FileLock(const std::filesystem::path &file, Share share, std::chrono::milliseconds patience)
    : m_file(std::make_unique<engine::Descriptor>(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666))) {
    const QString name = QFile::decodeName(file.c_str());
    if (m_file->get() < 0) {
        const QString detail = QString::fromLocal8Bit(std::strerror(errno));
        throw whyNotWritten(
            file.parent_path(), 1,
            {Trouble::Failed,
             {QCoreApplication::translate("storage", "The lock file '%1' cannot be opened.").arg(name),
              QCoreApplication::translate("storage", "Check who owns it and what may be written there."), detail}});
    }
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!attempt(share)) {
        if (std::chrono::steady_clock::now() >= end)
            throw busyError(name);
        std::this_thread::sleep_for(5ms);
    }
}

void FileLock::share() {
    attempt(Share::Shared);
}

bool FileLock::attempt(Share share) {
    const int wanted = (share == Share::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    int result = 0;
    do {
        result = ::flock(m_file->get(), wanted);
    } while (result != 0 && errno == EINTR);
    // A disk that knows no locks (some network disks) is used without them.
    return result == 0 || errno != EWOULDBLOCK;
}

} // namespace app::storage
