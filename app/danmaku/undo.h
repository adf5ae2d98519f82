// What the operator did in the last 30 s, with what must be put back: entries as they were and where. What moderators
// removed since is taken out of it, so that no undo brings it back.
#pragma once

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/danmaku/blocked_people.h"
#include "app/danmaku/entry.h"
#include "app/danmaku/rules.h"

namespace app::chat {
class BannedPhrases;
}

namespace app::danmaku {

struct Former {
    Entry entry;
    int place = 0; // among all entries of the queue; -1: it was on air
};

struct UndoStep {
    qint64 at = 0;                                          // ms since 1970 UTC
    QString words;                                          // translated
    std::vector<Former> gone;                               // taken out of the queue or off air
    std::vector<Former> changed;                            // still in the queue, as they were
    std::vector<quint64> added;                             // by the command: they go
    std::optional<bool> paused, muted, holding;             // as they were
    QString person;                                         // whose entry in the rules was changed
    std::optional<Person> was;                              // none: it had no entry
    BlockedPeople::Stops blocked;                           // where moderators had stopped the person, and until when
    QString phrase;                                         // that was banned
    std::optional<bool> phrasesOn;                          // whether phrases were looked for before it
    std::shared_ptr<const chat::BannedPhrases> phrasesWere; // those that were compiled before it; null: none
};

class UndoStack {
public:
    static constexpr qint64 kKept = 30'000; // ms

    void push(UndoStep step);
    void expire(qint64 now);
    // The newest that can still be undone, by `applies`; those after it are forgotten.
    std::optional<UndoStep> pop(const std::function<bool(const UndoStep &)> &applies);
    const UndoStep *newest(qint64 now, const std::function<bool(const UndoStep &)> &applies) const;
    UndoStep *newest(qint64 now, const std::function<bool(const UndoStep &)> &applies);
    void forget(const std::function<bool(const Entry &)> &whose); // they may never come back
    // Of those that are gone `how` makes what comes back, or says that it may not; what was changed stays as it is now.
    void alter(const std::function<bool(const Entry &)> &whose, const std::function<bool(Former &)> &how);
    bool holds(quint64 item) const; // taken out, and could come back
    qint64 nextExpiry() const;      // 0: none

private:
    std::vector<UndoStep> m_steps; // oldest first
};

} // namespace app::danmaku
