// How long a window cannot answer: a heartbeat asks for a turn every 2 ms; what passes between two turns beyond that is
// a gap.
#pragma once

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

inline constexpr int kBeat = 2; // ms

// Processor time of this thread, ms: what the window did itself, however busy the machine is with other things.
inline double workedSoFar() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

class Heartbeat {
public:
    Heartbeat() {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kBeat);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_gaps.push_back(std::max(0.0, double(m_clock.nsecsElapsed()) / 1e6 - kBeat));
            if (m_gaps.back() > m_longest) {
                m_longest = m_gaps.back();
                m_longestAt = double(m_since.elapsed()) / 1000;
            }
            m_clock.restart();
            const double work = workedSoFar();
            m_longestWork = std::max(m_longestWork, work - m_worked);
            m_worked = work;
        });
    }

    void start() {
        m_gaps.clear();
        m_longest = 0;
        m_longestWork = 0;
        m_worked = workedSoFar();
        m_since.start();
        m_clock.start();
        m_timer.start();
    }

    void print(const char *what) {
        m_timer.stop();
        std::sort(m_gaps.begin(), m_gaps.end());
        const auto at = [this](double share) { return m_gaps[std::size_t(share * double(m_gaps.size() - 1))]; };
        QTextStream(stdout)
            << QStringLiteral(
                   "%1: longest gap %2 ms (after %3 s), longest own work %4 ms, 99 %: %5 ms, median %6 ms, %7 turns\n")
                   .arg(QString::fromLatin1(what), -24)
                   .arg(m_longest, 0, 'f', 1)
                   .arg(m_longestAt, 0, 'f', 2)
                   .arg(m_longestWork, 0, 'f', 1)
                   .arg(at(0.99), 0, 'f', 1)
                   .arg(at(0.5), 0, 'f', 2)
                   .arg(m_gaps.size());
    }
    double share(double part) const { // of the gaps, after print()
        return m_gaps.empty() ? 0 : m_gaps[std::size_t(part * double(m_gaps.size() - 1))];
    }
    double longest() const { return m_longest; }
    double longestWork() const { return m_longestWork; }

private:
    QTimer m_timer;
    QElapsedTimer m_clock; // since the last turn
    QElapsedTimer m_since; // since start()
    double m_longest = 0;
    double m_longestAt = 0;
    double m_longestWork = 0;
    double m_worked = 0;
    std::vector<double> m_gaps;
};

// The event loop as in the program; QTest::qWaitFor would sleep between turns.
inline bool runUntil(const std::function<bool()> &done) {
    QEventLoop loop;
    QTimer asking;
    QObject::connect(&asking, &QTimer::timeout, &loop, [&] {
        if (done()) {
            loop.quit();
        }
    });
    asking.start(20);
    QTimer::singleShot(120'000, &loop, &QEventLoop::quit);
    loop.exec();
    return done();
}
