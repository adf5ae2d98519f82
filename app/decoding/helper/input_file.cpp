#include "app/decoding/helper/input_file.h"

#include <cerrno>

#include <unistd.h>

namespace decode {

namespace {

constexpr std::int64_t kMuch = 1 << 23;

} // namespace

bool InputFile::seek(std::int64_t to) {
    if (to < 0 || to > m_size || ::lseek(STDIN_FILENO, to, SEEK_SET) != to)
        return false;
    m_at = to;
    return true;
}

std::int64_t InputFile::read(void *bytes, std::int64_t count) {
    std::int64_t done = 0;
    char *const to = static_cast<char *>(bytes);
    while (done < count) {
        const ssize_t got = ::read(STDIN_FILENO, to + done, std::size_t(count - done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && done == 0)
            return -1;
        if (got <= 0)
            break;
        done += got;
    }
    m_at += done;
    if (m_at > m_furthest + kMuch) { // no progress: a reader looks at the end before it begins
        m_furthest = m_at;
        m_pipe.isAlive();
    }
    return done;
}

} // namespace decode
