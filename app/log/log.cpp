#include "app/log/log.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <utility>

#include <pthread.h>

namespace app::log {

namespace {

constexpr qsizetype kLongestText = 16'000;    // characters kept of a line that waits
constexpr qsizetype kLinesAtOnce = 64 * 1024; // bytes given to the disk in one write

qsizetype sizeOf(const Line &line) {
    return qsizetype(sizeof(Line)) + 2 * (line.subject.size() + line.text.size()) + 64; // with what strings cost
}

bool equal(const Line &one, const Line &other) {
    return one.level == other.level && one.subject == other.subject && one.text == other.text;
}

} // namespace

Log::Log(std::filesystem::path folder) : Log(std::move(folder), Limits(), Scrubber::ofThisUser()) {}

Log::Log(std::filesystem::path folder, Limits limits, Scrubber scrubber)
    : m_folder(std::move(folder)), m_limits(limits), m_scrubber(std::move(scrubber)),
      m_file(m_folder, limits.fileBytes, limits.files) {
    if (m_folder.empty())
        return;
    m_thread = std::thread([this] { run(); });
    pthread_setname_np(m_thread.native_handle(), "log");
}

Log::~Log() {
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Log::write(Level level, const QString &subject, const QString &text) {
    Line line{QDateTime::currentMSecsSinceEpoch(), level, subject, text};
    if (text.size() > kLongestText) {
        line.text.truncate(kLongestText);
        line.fullLength = text.size();
    }
    const std::lock_guard lock(m_mutex);
    if (m_folder.empty() || m_closing)
        return;
    if (m_last.time != 0 && equal(line, m_last)) {
        if (m_last.repeats++ == 0) {
            m_repeatsSince = Clock::now();
            m_wake.notify_one(); // it sleeps without an end until now
        }
        m_last.time = line.time;
        return;
    }
    sayRepeats();
    m_last = line;
    push(std::move(line));
}

void Log::write(const QString &subject, const Problem &problem, Level level) {
    write(level, subject, problem.detail.isEmpty() ? problem.what : problem.what + u' ' + problem.detail);
}

// Under the lock.
void Log::sayRepeats() {
    if (m_last.repeats == 0)
        return;
    Line said = m_last;
    m_last.repeats = 0;
    push(std::move(said));
}

// Under the lock.
void Log::push(Line line) {
    const bool slept = m_waiting.empty();
    m_waitingBytes += sizeOf(line);
    m_waiting.push_back(std::move(line));
    while (m_waitingBytes > m_limits.waitingBytes && m_waiting.size() > 1) {
        m_waitingBytes -= sizeOf(m_waiting.front());
        m_dropped += 1 + std::max<qint64>(0, m_waiting.front().repeats - 1);
        m_waiting.pop_front();
    }
    if (slept)
        m_wake.notify_one();
}

qsizetype Log::waitingBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_waitingBytes;
}

bool Log::flush(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    if (m_folder.empty())
        return true;
    sayRepeats();
    m_hurry = true;
    m_wake.notify_one();
    const quint64 before = m_attempts;
    const bool rested = m_rested.wait_for(
        lock, patience, [&] { return (m_waiting.empty() && !m_busy) || (m_failing && m_attempts > before); });
    return rested && !m_failing;
}

// Under the lock: when the thread has something to do.
Log::Clock::time_point Log::nextWork() const {
    if (m_failing && !m_hurry)
        return m_notBefore;
    if (!m_waiting.empty() || m_busy)
        return Clock::time_point::min();
    return m_last.repeats > 0 ? m_repeatsSince + m_limits.repeatedFor : Clock::time_point::max();
}

void Log::run() {
    QByteArray lines; // out of the queue, not yet in the file
    std::unique_lock lock(m_mutex);
    while (true) {
        while (!m_closing && Clock::now() < nextWork()) {
            if (const auto when = nextWork(); when == Clock::time_point::max())
                m_wake.wait(lock);
            else
                m_wake.wait_until(lock, when);
        }
        if (m_closing || (m_last.repeats > 0 && Clock::now() >= m_repeatsSince + m_limits.repeatedFor))
            sayRepeats();
        std::deque<Line> taken;
        qint64 dropped = 0;
        if (lines.isEmpty()) {
            dropped = std::exchange(m_dropped, 0);
            for (qsizetype size = 0; !m_waiting.empty() && size < kLinesAtOnce;) {
                size += sizeOf(m_waiting.front());
                m_waitingBytes -= sizeOf(m_waiting.front());
                taken.push_back(std::move(m_waiting.front()));
                m_waiting.pop_front();
            }
        }
        m_busy = true;
        lock.unlock();
        if (dropped > 0) {
            const QString said = QStringLiteral("%1 lines were dropped here, because they came too fast").arg(dropped);
            lines += written({taken.empty() ? QDateTime::currentMSecsSinceEpoch() : taken.front().time, Level::Warning,
                              QStringLiteral("log"), said},
                             m_scrubber);
        }
        for (const Line &line : taken)
            lines += written(line, m_scrubber);
        const QString error = lines.isEmpty() ? QString() : m_file.append(lines);
        lock.lock();
        m_busy = !lines.isEmpty();
        ++m_attempts;
        m_notBefore = Clock::now() + m_limits.tryAgainAfter;
        if (std::exchange(m_failing, !error.isEmpty()) != m_failing)
            tell(error);
        if (m_failing || m_waiting.empty())
            m_hurry = false;
        m_rested.notify_all();
        if (m_closing && (m_failing || m_waiting.empty()))
            return;
    }
}

// On the log's thread, under the lock.
void Log::tell(const QString &error) {
    QMetaObject::invokeMethod(this, [this, error] {
        if (error.isEmpty()) {
            Q_EMIT resumed();
            return;
        }
        const QString folder = QFile::decodeName(m_folder.c_str());
        Q_EMIT problem(
            {tr("The log cannot be written."),
             tr("Everything else works. Check that “%1” may be written to and the disk has room; the log then "
                "goes on by itself.")
                 .arg(folder),
             error});
    });
}

} // namespace app::log

#include "moc_log.cpp"
