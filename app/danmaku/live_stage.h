// The queue live: what the pane, the verbs and the HTTP service talk to. It owns the chat thread, the director, the
// sound that goes on air and the record, and wires them: sources → filter → director → speech queue → player. GUI
// thread; nothing here blocks it.
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/chat/banned_phrases.h"
#include "app/chat/message.h"
#include "app/chat/source.h"
#include "app/danmaku/danmaku_event.h"
#include "app/danmaku/director.h"
#include "app/danmaku/event_log.h"
#include "app/danmaku/item.h"
#include "app/danmaku/rules.h"
#include "app/problem.h"
#include "engine/clip.h"
#include "engine/request.h"

namespace app {
class Settings;
namespace chat {
class TokenStore;
}
namespace speech {
class Player;
class SpeechQueue;
} // namespace speech
namespace storage {
class Database;
class FileThread;
} // namespace storage
namespace voices {
class VoiceLibrary;
}
} // namespace app

namespace app::danmaku {

// Live latencies, as the issue asks: of the last 200.
struct Latencies {
    double rowP50 = -1, rowP95 = -1; // ms from the socket to the queue; -1: none yet
    double soundP50 = -1,
           soundP95 = -1; // ms from the socket to the first sample heard, of those that found the queue idle
};

// Why nothing more is read for now, though nobody wanted that.
struct Halt {
    enum class Cause {
        None,
        Failures,
        Model,
        NoSound
    }; // several in a row; all, as no model is there; nothing is heard
    Cause cause = Cause::None;
    Problem problem; // with what helps
};

struct TwitchChoice {
    QString channel;       // login, or an address with twitch.tv/login in it
    QString login;         // with a token; empty: anonymous
    bool signedIn = false; // use the token that is kept
    QString voice = {};    // id, of what is read of this channel where no person has one; empty: the chosen one
};

struct CrowdChoice {
    double perSecond = 2;
    quint64 seed = 1;
};

struct ReplayChoice {
    QString file;
    double speed = 1; // 0.1…100
};

class LiveStage : public QObject {
    Q_OBJECT

public:
    static constexpr int kMostChannels = 100; // of Twitch at once: it lets nobody join more

    struct Uses {
        Settings &settings;
        voices::VoiceLibrary &voices;
        speech::SpeechQueue &queue;
        storage::Database &database;
        storage::FileThread &files;
        chat::TokenStore &tokens; // key "twitch/<login>"
        QString rulesFile;        // danmaku.json
        QString captionFolder;    // captions.txt and captions.srt go there
        QString auditFolder;      // audit.h
        // A text of a stranger as the settings say it: brackets are text. Voice "": the chosen one; one that is not
        // there stays empty. Steps and speed are set by the stage.
        std::function<engine::Request(const QString &text, const QString &voiceId)> request;
    };

    explicit LiveStage(Uses uses, QObject *parent = nullptr);
    ~LiveStage() override;

    // Sources. Several may run at once, of Twitch's channels too: each is connected and stopped for itself.
    void connectTwitch(const TwitchChoice &choice); // a channel that is read already: anew
    QStringList channels() const; // of Twitch that are read or about to be; from connectTwitch() on, not when it failed
    // As channels(), states and messages have it; "" from what is no channel of Twitch.
    static QString channelOf(const QString &typed);
    // Stops it, and reads nothing more of what waits of it: what was paid is put aside. False: it was not read.
    bool leaveChannel(const QString &channel);
    void startCrowd(const CrowdChoice &choice);
    void replay(const ReplayChoice &choice);
    void reconnectNow(const QString &name); // SourceState::name
    void stopSource(const QString &name);   // likewise: "twitch/<channel>", "crowd", "replay"
    void stopAll();
    const QList<chat::SourceState> &sources() const;
    // What comes in from now on, as it comes, in a file that replay() takes; one that is there goes on behind its end.
    void recordChat(const QString &file);
    void stopRecording();
    const QString &recording() const; // the file; empty: nothing is recorded
    // Of a bridge: deduplicated (recent_messages.h; known() says so), filtered and queued like every other.
    void inject(const chat::MessagePtr &message);
    std::optional<qint64> bridgedAt() const;      // when inject() was called last, by now()
    void forget(const chat::MessagePtr &message); // as if it had not come: it may be injected again
    // Nothing sounds here and no device is used: who listens elsewhere hears it. Before anything is read.
    void setSilent(bool silent);
    // Of what is made or on air; empty: not whole yet, or not kept any more. soundMade() says when it is whole.
    std::vector<engine::ClipPtr> soundOf(quint64 item) const;

    bool command(const Command &command);
    bool undo();
    QString undoWords() const;

    const Rules &rules() const;
    void setRules(const Rules &rules); // kept in the file
    // Which banned phrases do nothing, and why; phrasesChanged() says when it is known of those of now.
    const std::vector<chat::BannedPhrases::Objection> &phraseObjections() const;
    // What the filter makes of a text, step by step, without being counted anywhere. The answer comes soon.
    void tryText(const QString &text, QObject *context, std::function<void(const QList<chat::FilterStep> &)> done);
    // Made for this only, and heard on the monitor alone.
    void preview(quint64 item);
    void stopPreview();
    // Its text is being edited: meanwhile it is neither read nor too late. One at a time; 0: none.
    void setEdited(quint64 item);

    const std::vector<Item> &waiting() const;
    std::optional<Item> onAir() const;
    std::vector<Item> recent(int most) const;
    Figures figures() const;
    Latencies latencies() const;
    qint64 now() const; // by the clock of all its times, which never jumps
    bool paused() const;
    bool muted() const;
    bool holding() const;
    bool talking() const;                      // held, as the microphone hears the operator (talk_hold.h)
    bool airStops() const;                     // what is on air stands where it is
    void setTalking(bool talking, bool stops); // Director::setTalking()
    void setLeastGap(double seconds);
    Halt halt() const; // until something helps by itself, or Resume
    const EventLog &events() const;
    speech::Player &sound(); // of what is on air: program device, its level

    // The program's own sound device ("iShowTTS Stream"), which other programs record. Empty: it is there; else why
    // not.
    void makeOwnDevice(bool wanted);
    const QString &captionFolder() const; // for other programs to read
    qint64 captionsBegunAt() const;       // second 0 of captions.srt, ms since 1970 UTC; 0: not begun
    bool hasOwnDevice() const;

Q_SIGNALS:
    void changed(); // queue, figures or states; at most 30 times a second
    void event(const app::danmaku::DanmakuEvent &event);
    void known(const app::chat::MessagePtr &message); // it was injected, and is a duplicate
    void sourceChanged(const app::chat::SourceState &state);
    void rulesChanged();
    void phrasesChanged();
    void recordingChanged();
    void soundMade(quint64 item);
    void ownDeviceChanged();
    void previewEnded(quint64 item);          // to its end, stopped, or it could not be made
    void captionChanged(const QString &text); // what is heard now; empty: nothing
    void problem(const app::Problem &problem);

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace app::danmaku
