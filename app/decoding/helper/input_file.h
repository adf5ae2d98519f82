// The one file that this process has: descriptor 0, already open.
#pragma once

#include <cstdint>

#include "app/decoding/helper/sound_pipe.h"

namespace decode {

class InputFile {
public:
    InputFile(std::int64_t size, SoundPipe &pipe) : m_size(size), m_pipe(pipe) {}

    std::int64_t size() const { return m_size; }
    std::int64_t at() const { return m_at; }
    bool seek(std::int64_t to); // clamped to nothing: outside is refused
    // At most so many bytes; 0 at the end, below 0 when the disk fails. Much that is read for the first time is told.
    std::int64_t read(void *bytes, std::int64_t count);
    double share() const { return m_size > 0 ? double(m_at) / double(m_size) : 0; } // of the file, up to here

private:
    const std::int64_t m_size;
    SoundPipe &m_pipe;
    std::int64_t m_at = 0;
    std::int64_t m_furthest = 0;
};

} // namespace decode
