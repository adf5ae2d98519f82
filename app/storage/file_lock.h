// A lock between programs (flock): held by the kernel, so a program that is killed holds nothing. The file stays; it is
// empty and never removed. Two FileLocks of one program exclude each other like those of two programs.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "engine/descriptor.h"

namespace app::storage {

class FileLock {
public:
    enum class Share { Shared, Exclusive };

    // Waits at most `patience`; 0 tries once. Error(Busy) after that; another Error when the file cannot be made.
    FileLock(const std::filesystem::path &file, Share share, std::chrono::milliseconds patience);

    // Exclusive becomes shared. In between the lock is free for a moment.
    void share();

private:
    bool attempt(Share share);

    std::unique_ptr<engine::Descriptor> m_file;
};

} // namespace app::storage
