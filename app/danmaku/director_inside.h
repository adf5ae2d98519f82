// The state of a Director and its parts, for its own files only.
#pragma once

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "app/chat/banned_phrases.h"
#include "app/danmaku/blocked_people.h"
#include "app/danmaku/director.h"
#include "app/danmaku/entry.h"
#include "app/danmaku/overload.h"
#include "app/danmaku/undo.h"

namespace app::danmaku {

struct Director::Inside {
    Q_DECLARE_TR_FUNCTIONS(Director)

public:
    static constexpr std::size_t kMostRecent = 500;
    static constexpr int kMostEntries = 200;     // that will be read, whatever the capacity; and as many put aside
    static constexpr int kMostPaid = 5000;       // of each; up to there nothing that was paid for is dropped for room
    static constexpr qint64 kComboKept = 60'000; // ms
    static constexpr std::size_t kWaits = 200;

    struct Why {
        QString rule, reason, by;
    };
    struct Sound {
        double seconds = 0;
        bool whole = false;
    };
    struct Make { // the one thing that the engine does
        quint64 item = 0;
        bool stopping = false;
        bool stale = false; // what comes out of it is not what the item says any more
    };
    struct Seen {
        quint64 item = 0;
        qint64 at = 0;
    };

    Rules rules;
    Emit emit;
    quint64 nextId = 1;
    qint64 now = 0; // the newest time that was told

    std::vector<Entry> entries; // in order, as of the last plan
    std::optional<Entry> air;
    quint64 fading = 0; // taken off air, its fade is not done
    quint64 forgottenAfterFade = 0;
    qint64 airFree = 0; // when the last one ended; 0: nothing was on air yet
    Make making;
    QHash<quint64, Sound> sounds; // that its owner keeps
    std::vector<Act> acts;        // of commands, for the next plan
    bool paused = false, muted = false, holding = false, airPaused = false;
    bool talking = false, talkStops = false; // by the microphone
    bool overruled = false;                  // the operator wants to read on though they talk
    double leastGap = 0;                     // s
    QString halted;                          // why; empty: it is not
    quint64 edited = 0;
    qint64 editedSince = 0;
    Overload overload;
    int row = 0;       // items that are not plain chat since the last one that was
    QString lastHeard; // person
    UndoStack undo;

    QHash<QString, Seen> seen; // by text
    std::deque<std::pair<qint64, QString>> seenOrder;
    QHash<QString, qint64> countedCombos; // whose number was told: when something of it came last
    BlockedPeople blocked;
    // Banned phrases: those that were compiled last, and those that the operator banned since, which the filter learns
    // of later than what arrives now.
    std::shared_ptr<const chat::BannedPhrases> phrases, freshPhrases; // null: none
    std::shared_ptr<const chat::BannedPhrases> formerFresh;           // that it has learned of

    std::deque<Item> recent; // newest first
    QSet<quint64> gone;      // of those: may never be read again
    std::vector<Item> view;
    std::optional<qint64> wake;
    Figures counts;
    int playedThatCame = 0; // of those that were played
    std::deque<double> waits;
    std::array<std::pair<qint64, int>, 60> arrivals{}; // second, and how many were received in it
    double charactersPerSecond = 15;                   // of sound at speed 1, learned

    // director.cpp
    void tick(qint64 time);
    void tell(DanmakuEvent::What what, const Item &item, const QString &by);
    void tellState(const QString &state, const QString &by);
    Entry *find(quint64 id);
    int activeCount() const;
    void finish(Entry entry, Stage stage, const Why &why);
    void dropAt(std::size_t place, Stage stage, const Why &why);
    Entry leaveAir(); // with a fade
    void takeOffAir(Stage stage, const Why &why);
    void forget(const Item &item);
    bool standsStill() const;
    bool isHeldByTalk() const { return talking && !overruled; }
    double gap() const;        // s between two items
    void unmake(Entry &entry); // its sound is not what it says any more
    void updateOverload();
    qint64 deadlineOf(const Item &item, qint64 from) const;

    // director_failures.cpp
    void fail(Entry entry, const Why &why);
    void putAside(Entry &entry, const Why &why); // for the operator to decide
    void halt(const QString &why, const QString &by);
    void giveEditingTime(); // to what is edited: that of whoever edits is not the writer's

    // director_arrivals.cpp
    bool isBlocked(const chat::Message &message) const; // by moderators there, or by the rules
    bool isBanned(const QString &person) const;         // by the rules
    bool isCounted(const chat::Message &gift, const QString &combo);
    bool mergeGift(const chat::Judgement &judgement, const QString &combo);
    bool isRepeat(const chat::Judgement &judgement, const QString &key);
    void remember(const QString &key, quint64 item);
    void enqueue(Entry entry, const QString &by);
    void keepWithinCapacity();
    void purge(const std::function<bool(const Entry &)> &whose, const Why &why);
    void purgePhrases();
    bool saysAny(const Entry &entry, const chat::BannedPhrases *phrases) const; // that is still banned
    bool saysFresh(const Entry &entry) const { return saysAny(entry, freshPhrases.get()); }
    bool saysBanned(const Entry &entry) const { return saysAny(entry, phrases.get()) || saysFresh(entry); }

    // director_commands.cpp
    bool commandStage(const Command &command, UndoStep &step);
    bool commandItem(const Command &command, UndoStep &step);
    bool commandPeople(const Command &command, UndoStep &step);
    bool putBackOn(const Command &command, UndoStep &step);
    void setPaused(bool wanted);
    void setMuted(bool wanted);
    void setHolding(bool wanted);
    void followStops(); // what is on air stands while it shall
    void moveTo(std::size_t from, std::size_t to);
    void takeOut(std::size_t place, UndoStep &step, const Why &why);
    void takeAirOut(UndoStep &step, Stage stage, const Why &why);
    QString personOf(const Command &command) const;
    QString shownName(const QString &person) const;

    // director_undo.cpp
    bool applies(const UndoStep &step) const;
    void putBack(const UndoStep &step);
    bool bringBack(const Former &former, qint64 since);
    void restore(const Former &former, qint64 since);

    // director_plan.cpp
    void dropLate();
    void remakeWrongNames();
    bool airIsFree() const;
    Entry *nextToPlay();
    void play();
    void make();
    void forgetSounds();
    void look(); // the view, expected waits and when to wake
};

} // namespace app::danmaku
