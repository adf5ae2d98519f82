// What waits to go from the chat thread to the thread of the reader: in order, bounded, and never with more than one
// call on its way. Both threads.
#pragma once

#include <QHash>
#include <QString>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>
#include <vector>

#include "app/chat/judgement.h"
#include "app/chat/message.h"
#include "app/chat/source.h"

namespace app::chat {

class BannedPhrases;

class Outbox {
public:
    static constexpr std::size_t kMost = 4096; // judged messages
    static constexpr std::size_t kBatch = 256; // taken at once, so that a window stays quick

    // gone: it was dropped for room.
    struct Gone {};
    using PhrasesPtr = std::shared_ptr<const BannedPhrases>;
    using What = std::variant<Gone, Judgement, Removal, SourceState, PhrasesPtr>;
    struct Entry {
        QString source; // whose end takes it away; empty: nobody's (inject, removals)
        What what;
    };

    // `call` asks the other side to come and take(); never more than once until it did.
    explicit Outbox(std::function<void()> call) : m_call(std::move(call)) {}

    // A source of this name may put from now on, under the number that is given back; what was put under another one is
    // forgotten and comes no more.
    quint64 open(const QString &source);
    void close(const QString &source);

    // `run`: of open(); 0 for what belongs to no source.
    void put(const QString &source, quint64 run, What what);

    // At most kBatch, in order; `dropped`: how many of the chat were dropped since the last call. Empty: nothing is
    // left, and the next put() calls.
    std::vector<Entry> take(int &dropped);

private:
    void forget(const QString &source); // under the lock
    void compact();                     // likewise

    const std::function<void()> m_call;
    std::mutex m_mutex;
    QHash<QString, quint64> m_runs;
    quint64 m_lastRun = 0;
    std::deque<Entry> m_waiting;
    std::deque<quint64> m_chat; // numbers of those in m_waiting that may be dropped
    quint64 m_front = 0;        // number of m_waiting.front()
    std::size_t m_judged = 0;
    std::size_t m_gone = 0;
    int m_dropped = 0;
    bool m_called = false;
};

} // namespace app::chat
