// Changes on their way into a small file, as their owner on the GUI thread sees them. One write is under way at a time:
// what is changed meanwhile waits for its answer, and what could not be written goes before what came later, so that
// the newest value of a key is the one that stays. What could not be written is tried again with the next write() and,
// once, at the end.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>

#include <functional>
#include <optional>
#include <utility>

#include "app/storage/file_thread.h"

namespace app {

// Outcome has `QString error`, empty when the changes are in the file.
template <class Change, class Outcome> class PendingWrites {
public:
    struct Ways {
        std::function<QJsonObject()> whole; // the file as its owner knows it, should it have been damaged meanwhile
        std::function<Outcome(const QList<Change> &changes, const QJsonObject &whole)> write; // on the file thread
        std::function<void(const Outcome &outcome)> answered;                                 // isEmpty() is up to date
    };

    // `owner` hears of it, and has this as its member, after all that `ways` use.
    PendingWrites(storage::FileThread &files, QObject &owner, Ways ways)
        : m_files(files), m_owner(owner), m_ways(std::move(ways)) {}

    ~PendingWrites() {
        m_files.flush(); // what is written refers to this object
        if (m_outcome)
            settle(*std::exchange(m_outcome, {})); // the answer itself goes with the owner
        write();
        m_files.flush();
    }
    PendingWrites(const PendingWrites &) = delete;
    PendingWrites &operator=(const PendingWrites &) = delete;

    void add(const QList<Change> &changes) { m_waiting += changes; }

    void write() { // returns at once
        m_again = !m_underWay.isEmpty();
        if (m_again || m_waiting.isEmpty())
            return;
        m_underWay = std::exchange(m_waiting, {});
        m_files.post([this, changes = m_underWay, whole = m_ways.whole()] {
            m_outcome = m_ways.write(changes, whole);
            QMetaObject::invokeMethod(
                &m_owner, [this] { answer(); }, Qt::QueuedConnection);
        });
    }

    bool isEmpty() const { return m_underWay.isEmpty() && m_waiting.isEmpty(); } // the file holds everything
    QList<Change> all() const { return m_underWay + m_waiting; }                 // in order

private:
    void answer() {
        const Outcome outcome = *std::exchange(m_outcome, {});
        settle(outcome);
        const bool again = std::exchange(m_again, false);
        m_ways.answered(outcome);
        if (again)
            write();
    }

    void settle(const Outcome &outcome) {
        const QList<Change> tried = std::exchange(m_underWay, {});
        if (!outcome.error.isEmpty())
            m_waiting = tried + m_waiting;
    }

    storage::FileThread &m_files;
    QObject &m_owner;
    const Ways m_ways;
    QList<Change> m_waiting;
    QList<Change> m_underWay;
    std::optional<Outcome> m_outcome; // the file thread's until its answer is here or it was flushed
    bool m_again = false;             // write() was called meanwhile
};

} // namespace app
