// The process that reads one file: started, listened to with patience, and always gone when this object is.
#pragma once

#include <QStringList>

#include <cstddef>
#include <stop_token>

#include <sys/types.h>

namespace app::decoding {

class HelperProcess {
public:
    // `input` becomes its descriptor 0. The first word of `command` is looked for in PATH when it has no slash.
    HelperProcess(const QStringList &command, int input);
    ~HelperProcess(); // kills it
    HelperProcess(const HelperProcess &) = delete;
    HelperProcess &operator=(const HelperProcess &) = delete;

    bool isStarted() const { return m_process > 0; }

    enum class Got { All, Ended, Stopped, Stuck };
    // Fills `bytes`, or says why not. `stop` is seen within 50 ms; Stuck: nothing came for `patienceMs`.
    Got read(void *bytes, std::size_t count, const std::stop_token &stop, int patienceMs);

    // After Ended: the signal that ended it, 0 when it ended by itself.
    int endedBy();
    int exitCode() const { return m_exitCode; } // after endedBy() gave 0

private:
    pid_t m_process = -1;
    int m_output = -1;
    int m_exitCode = 0;
};

} // namespace app::decoding
