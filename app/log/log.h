// The Studio's log: what happened, for people who look for a cause. Lines go to studio.log (rotating_file.h), formed
// and scrubbed as log_line.h says.
//
// Threads: write() from any, and nobody waits: lines are put into a queue of bounded size, which a thread of the log's
// own empties at once. When lines come faster than the disk takes them the oldest waiting ones are dropped, and the
// file says how many. The object itself and its signals belong to the thread that made it.
//
// A line that equals the one before is counted instead; the file says "repeated N times" when another line comes, after
// a minute, and at the end.
//
// What is in the file when the program ends: after the destructor, after flush(), and after qFatal() everything; after
// a crash or a kill all but the last moment's lines (a line is on its way for less than a millisecond when the disk is
// idle); after a power cut what the system had written, as it syncs by itself.
//
// A disk that is full or may not be written to: problem() once, then silence; tried again every few seconds, with
// resumed() when it works. What waited meanwhile is written then.
#pragma once

#include <QObject>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "app/log/log_line.h"
#include "app/log/rotating_file.h"
#include "app/log/scrubber.h"
#include "app/problem.h"

namespace app::log {

class Log : public QObject {
    Q_OBJECT

public:
    struct Limits {
        qint64 fileBytes = 5 << 20;
        int files = 10;
        qsizetype waitingBytes = 4 << 20; // of memory, for lines that wait
        std::chrono::milliseconds repeatedFor = std::chrono::seconds(60);
        std::chrono::milliseconds tryAgainAfter = std::chrono::seconds(5);
    };

    // An empty folder: no log is kept. Nothing is made before the first line.
    Log(std::filesystem::path folder, Limits limits, Scrubber scrubber);
    explicit Log(std::filesystem::path folder); // the limits above, the home folder of this user
    ~Log() override;                            // writes what waits, or gives up at the first refusal

    const std::filesystem::path &folder() const { return m_folder; }
    const Scrubber &scrubber() const { return m_scrubber; }

    void write(Level level, const QString &subject, const QString &text);
    void write(const QString &subject, const Problem &problem, Level level = Level::Warning); // what, and the detail
    // Waits until what was written before is in the file; false when it is not, after `patience` or a refusal.
    bool flush(std::chrono::milliseconds patience = std::chrono::seconds(10));
    qsizetype waitingBytes() const;

Q_SIGNALS:
    void problem(const app::Problem &problem); // once, until resumed()
    void resumed();

private:
    using Clock = std::chrono::steady_clock;

    void push(Line line);
    void sayRepeats();
    void run();
    void tell(const QString &error);
    Clock::time_point nextWork() const;

    const std::filesystem::path m_folder;
    const Limits m_limits;
    const Scrubber m_scrubber;
    RotatingFile m_file; // of the log's thread

    mutable std::mutex m_mutex; // for all below
    std::condition_variable m_wake;
    std::condition_variable m_rested;
    std::deque<Line> m_waiting;
    qsizetype m_waitingBytes = 0;
    qint64 m_dropped = 0;
    Line m_last; // with how often it came again
    Clock::time_point m_repeatsSince;
    bool m_busy = false;    // lines are out of the queue and not yet in the file
    bool m_failing = false; // the last attempt was refused
    Clock::time_point m_notBefore;
    quint64 m_attempts = 0;
    bool m_hurry = false; // somebody waits
    bool m_closing = false;
    std::thread m_thread; // last: it uses everything above
};

} // namespace app::log
