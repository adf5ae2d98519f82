// What Qt and qWarning() say goes to the log too, besides where it went before (stderr).
#pragma once

namespace app::log {

class Log;

// While it lives; one at a time. The log must live longer. A fatal message is in the file before the program ends.
class QtMessages {
public:
    explicit QtMessages(Log &log);
    ~QtMessages();
    QtMessages(const QtMessages &) = delete;
    QtMessages &operator=(const QtMessages &) = delete;
};

} // namespace app::log
