// Bytes of a stranger become lines. A line is at most kMost bytes; a longer one is skipped to its end and counted.
// Ends are "\n" or "\r\n"; they and empty lines are left out. Pure.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace app::chat {

class LineSplitter {
public:
    static constexpr qsizetype kMost = 64 * 1024;

    explicit LineSplitter(qsizetype most = kMost) : m_most(most) {}

    QList<QByteArray> feed(QByteArrayView bytes);
    QByteArray rest();                           // what came after the last end; empty after a line that was too long
    qint64 skipped() const { return m_skipped; } // lines that were too long
    qint64 number() const { return m_number; }   // lines that have ended so far, empty and skipped ones too
    void clear();                                // for a new stream; the counts stay

private:
    qsizetype m_most;
    QByteArray m_begun;
    bool m_skipping = false;
    qint64 m_skipped = 0;
    qint64 m_number = 0;
};

} // namespace app::chat
