// What is read next, and what happens to everything else: the whole policy, without clock, thread, sound or engine. Who
// owns it tells it what happens and the time (ms since 1970 UTC, never backwards), and carries out the acts that come
// back. Live (stage.h) and in fake time (rehearsal.h) it is the same code; equal inputs give equal acts.
//
// Two stages: texts that wait (queue.h), and sound that is made ahead. Any change re-plans; sound that is being made
// for what is not next any more is stopped, sound that is ready is kept as long as its item may still be read.
#pragma once

#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "app/chat/judgement.h"
#include "app/danmaku/danmaku_event.h"
#include "app/danmaku/item.h"
#include "app/danmaku/rules.h"

namespace app::chat {
class BannedPhrases;
}

namespace app::danmaku {

// What its owner shall do. In order.
struct Act {
    enum class What {
        Make,     // begin the sound of `item` (its spoken text, voice, speed); one at a time
        StopMake, // its sound is not wanted any more
        Play,     // put it on air now; its sound is there, or streams while it is made
        FadeOut,  // take it off air now, with a fade of 10 to 20 ms
        Forget,   // its sound is not needed any more
        Pause,    // what is on air stops where it is
        Resume,
    };
    What what = What::Make;
    Item item;
};

// The operator's acts. Each is undone for 30 s by undo().
struct Command {
    enum class What {
        Pause,
        Resume, // also when it was halted
        Skip,   // what is on air
        Clear,  // all that waits, but what is held or offered; with `all`: and what is on air
        Mute,
        Unmute, // panic: silence at once, nothing is read until unmuted; what is on air is skipped
        HoldAll,
        ReleaseAll, // while I talk: what is on air is finished, nothing new begins; also: read on though I talk
        Approve,
        Hold,
        Release,
        ReadNext,
        Move,      // `item`; Move: to `place` among those that wait
        Remove,    // `item` out of the queue
        Edit,      // `text`
        SetVoice,  // `text` is the voice's id
        BanPerson, // of `item`, or `text` as Message::person(); everything of theirs goes
        UnbanPerson,
        BanPhrase, // `text`; everything with it goes
        Requeue,   // something that is over, or offered, is read again
        Say,       // `text`, typed by the operator, at once
    };
    What what = What::Pause;
    quint64 item = 0;
    int place = 0;
    bool all = false;
    QString text;
};

// For the figures of the pane and the verbs.
struct Figures {
    int received = 0, filtered = 0, played = 0, dropped = 0, repeats = 0, removed = 0, failed = 0;
    int waiting = 0, ready = 0;
    int overload = 0;     // the rung that counts now, 0…4
    double speed = 1;     // that new items are made with
    double readShare = 0; // of what came in and could have been read, 0…1
    double waitP50 = 0, waitP95 = 0,
           waitMax = 0;   // s from received to on air; of the last 200 that came in and were read
    double perMinute = 0; // received, of the last minute
};

class Director {
public:
    using Emit = std::function<void(DanmakuEvent)>; // number not set; called during the functions below

    Director(Rules rules, Emit emit, quint64 firstItemId = 1);
    ~Director();
    Director(const Director &) = delete;
    Director &operator=(const Director &) = delete;

    void setRules(Rules rules, qint64 now);
    // Banned phrases of the rules, compiled elsewhere, as that may take a second: what has one of them goes. All that
    // was judged before they counted has been told by then.
    void setPhrases(std::shared_ptr<const chat::BannedPhrases> phrases, qint64 now);
    const Rules &rules() const;

    // What happens. None of these plans by itself: call plan() after one or many.
    void add(const chat::Judgement &judgement, qint64 now);
    void offer(Item item, qint64 now);                     // of a run before: paid, not read
    void remove(const chat::Removal &removal, qint64 now); // a person: in that channel
    // A channel that is not read any more: nothing that waits of it is read. What was paid is Offered instead; what is
    // on air is finished.
    void leave(const QString &source, const QString &channel, qint64 now);
    bool command(const Command &command, qint64 now); // false: it does not apply (any more)
    bool undo(qint64 now);                            // the newest of the last 30 s
    QString undoWords(qint64 now) const;              // translated: "Skip of “…”"; empty: nothing to undo

    // What became of the acts.
    void makeStarted(quint64 item, qint64 now);
    void firstSound(quint64 item, qint64 now); // it can be put on air while the rest is made
    void made(quint64 item, double seconds, qint64 now);
    void makeStopped(quint64 item, qint64 now); // StopMake is done: the engine is free
    void makeFailed(quint64 item, const QString &why, qint64 now);
    void playing(quint64 item, qint64 now); // its first sample is heard
    void ended(quint64 item, qint64 now);   // its last one was, or the fade is done
    // What was on air was cut off by neither its end nor a fade. Like everything paid for that could not be made or
    // heard it is not over: it is Offered again (rules "interrupted", "failed", "not_heard"), for the operator to
    // decide.
    void interrupted(quint64 item, qint64 now);

    // `why` (translated, shown): nothing new is made or begins, as it would fail, until "" is told or the operator
    // resumes. What is on air is finished; deadlines run on.
    void setHalted(const QString &why, qint64 now);
    const QString &halted() const; // why; empty: it is not
    bool standsStill() const;      // paused, muted, held or halted: nothing begins until somebody does something

    // The operator's microphone hears them: as HoldAll, until it does not any more; `stops`: what is on air stops where
    // it is meanwhile. HoldAll and ReleaseAll go before it: the latter until they talk the next time.
    void setTalking(bool talking, bool stops, qint64 now);
    void setLeastGap(double seconds); // between two items, where the rules say less

    // Its text is being edited by somebody: meanwhile it is neither read nor late nor in the way. One at a time; 0:
    // none.
    void setEdited(quint64 item, qint64 now);

    std::vector<Act> plan(qint64 now);
    std::optional<qint64> wakeAt() const; // when plan() should be called though nothing happens

    // Views, in the order in which they would be read; cheap to ask after each plan().
    const std::vector<Item> &waiting() const; // Review, Held and Offered ones after the others
    std::optional<Item> onAir() const;
    std::vector<Item> recent(int most) const; // what is over, newest first; at most 500 are kept
    Figures figures(qint64 now) const;
    bool paused() const;
    bool muted() const;
    bool holding() const;
    bool talking() const;  // it is held as the microphone hears them
    bool airStops() const; // what is on air stands where it is

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace app::danmaku
