// What LiveStage is made of; seen by live_stage.cpp and the stage_*.cpp only, each of which has one subject.
#pragma once

#include <QHash>
#include <QMap>
#include <QSet>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/chat/banned_phrases.h"
#include "app/chat/chat_reader.h"
#include "app/chat/chat_recording.h"
#include "app/chat/twitch_source.h"
#include "app/danmaku/air_player.h"
#include "app/danmaku/audit.h"
#include "app/danmaku/caption_file.h"
#include "app/danmaku/danmaku_store.h"
#include "app/danmaku/item_sounds.h"
#include "app/danmaku/latency_window.h"
#include "app/danmaku/live_stage.h"
#include "app/danmaku/monitor_preview.h"
#include "app/danmaku/stage_clock.h"

#ifdef ISHOWTTS_HAVE_PULSE
#include "app/sound/own_sink.h"
#endif

namespace app::danmaku {

inline const QString kTwitchName = QStringLiteral("twitch/"); // and a channel: SourceState::name

struct LiveStage::Inside {
    Inside(LiveStage &owner, Uses wants);
    ~Inside();

    // live_stage.cpp
    qint64 now() const { return clock.now(); }
    void open(); // reads rules and record; what is asked for before waits
    void whenOpen(std::function<void()> work);
    void use();         // the first source or line: the chat thread and the sound are made ready
    void advance();     // plans, and carries out
    void advanceSoon(); // once after many
    void tellSoon();    // changed()
    void tell();
    void say(const Problem &problem); // the same one once, until another comes or something went well

    // stage_acts.cpp: to speech queue and player, and back
    void connectSound();
    void carryOut(const Act &act);
    Item withVoice(Item item) const; // that of its person, where the operator chose none
    void play(const Item &item);
    void startAir(quint64 item);
    void fadeOut(quint64 item);
    void began(quint64 item, qint64 at);
    void haltFor(Halt::Cause cause, const Problem &why);
    void goOn(); // if it was halted
    void over(quint64 item, qint64 at, AirPlayer::End end);

    // stage_sources.cpp
    chat::ChatReader &chat();
    void connectChat();
    void judged(const QList<chat::Judgement> &judgements);
    void removed(const chat::Removal &removal);
    void sourceState(chat::SourceState state);
    void readChannel(const TwitchChoice &choice, const QString &channel, quint64 run);
    void begins(const QString &channel); // Connecting, as nothing else is known yet
    void keepRules();                    // those of the director: into the file and to the filter

    // stage_record.cpp
    void note(DanmakuEvent event);
    void noteCommand(const Command &command, bool done);
    void writeDown(const DanmakuEvent &event);

    LiveStage &stage;
    Uses uses;
    StageClock clock;
    Rules rules;
    std::unique_ptr<Director> director; // null until the record was read
    EventLog log;
    DanmakuStore store;
    Audit audit;
    CaptionFile captions;
    ItemSounds sounds;
    AirPlayer air;
    MonitorPreview preview;
    std::unique_ptr<chat::ChatReader> reader;
    std::shared_ptr<const chat::BannedPhrases> phrases; // null: not compiled yet
#ifdef ISHOWTTS_HAVE_PULSE
    std::unique_ptr<sound::OwnSink> ownSink;
#endif
    QList<chat::SourceState> sources;
    std::unique_ptr<chat::ChatRecorder> recorder; // null: nothing is recorded
    std::unique_ptr<QObject> whileRecorded;
    QString recordedFile;
    std::optional<qint64> bridgedAt; // the newest inject()
    QSet<QString> live;              // names of sources of which it was said
    std::vector<std::function<void()>> whenOpened;
    QTimer wake, plan, telling;
    bool used = false;
    bool mayWriteRules = false;
    qint64 toldAt = 0;
    QString saidLast;
    struct Channel {
        quint64 run = 0; // of its last start; 0: it was stopped
        QString voice;   // of what is read of it; empty: the chosen one
    };
    QMap<QString, Channel> channels; // of Twitch, by login; also some that were stopped, of which something may wait
    quint64 lastRun = 0;
    std::shared_ptr<chat::TwitchCompany> company = std::make_shared<chat::TwitchCompany>();

    int failedInARow = 0;
    int failedAlike = 0; // of those the last ones
    QString failedBy;
    bool unheard = false; // it was halted because of the sound
    quint64 toPlay = 0;   // ordered, and waits for the record
    struct OnAir {
        quint64 item = 0;
        qint64 from = 0;
        qint64 pausedAt = 0; // 0: is not
        qint64 paused = 0;   // ms in all
        bool fading = false;
    } heard;

    Halt halted;

    bool arrives = false;             // what is told now came from a source just now
    bool idle = false;                // nothing was to be read when this batch came
    QHash<quint64, qint64> foundIdle; // items, when they were received
    std::vector<qint64> rows;         // received, and not shown yet
    LatencyWindow rowTimes, soundTimes;
};

} // namespace app::danmaku
