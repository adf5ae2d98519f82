// A chat in a file, one event a line (JSON, UTF-8, at most 256 KiB a line), in the order in which things happened:
//
//   {"at":1764000000000,"message":{"source":"twitch","channel":"c","id":"…","userId":"1","login":"ann","user":"Ann",
//    "kind":"chat","text":"hello","emotes":[{"id":"25","begin":0,"end":5}],"sentAt":1764000000000}}
//   {"at":1764000000100,"removal":{"what":"person","source":"twitch","channel":"c","login":"ann","seconds":600}}
//   {"at":1764000000200,"raw":"@id=…;user-id=… :ann!ann@ann.tmi.twitch.tv PRIVMSG #c :hello"}
//
// `at` (ms since 1970 UTC, or since anything else) becomes receivedAt. Fields that are absent have message.h's
// defaults; kinds: chat, paid, gift, member, raid, notice, operator; roles: broadcaster, moderator, vip, member, first,
// bot; what: message, person, everything. `raw` is a line of Twitch's IRC; one that tells of no message (a PING) is
// left out. What breaks a rule (no JSON, an unknown kind, an emote outside its text, a number out of its range) makes
// the line a damaged one, which is left out and counted.
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/chat/message.h"
#include "app/chat/twitch_events.h"
#include "app/problem.h"

namespace app::storage {
class FileThread;
}

namespace app::chat {

constexpr qsizetype kLongestRecordedLine = 256 * 1024; // bytes

struct RecordedEvent {
    qint64 at = 0;
    ChatEvent what;
};

struct RecordedLine {
    std::optional<RecordedEvent> event; // nothing: damaged, or a raw line that tells of neither
    QString flaw;                       // damaged: why, for a person
};

QJsonObject recordedMessage(const Message &message); // what stands under "message" in its line
QByteArray recordedLine(const Message &message);     // with "\n"; `at` is receivedAt
QByteArray recordedLine(const Removal &removal);
RecordedLine parseRecordedLine(const QByteArray &line);

// A whole file, for what runs in fake time. Not on the GUI thread.
struct Recording {
    std::vector<MessagePtr> messages; // in order, each with its own source and receivedAt
    std::vector<Removal> removals;    // likewise
    int damaged = 0;                  // lines
    int firstDamaged = 0;             // number of the first one, from 1; 0: none
    QString flaw;                     // of that one
    Problem problem;                  // the file could not be read; else empty
};
Recording readRecording(const QString &file);

// Writes such a file (0600, new ones only; an existing one goes on), on the thread for files. What could not be written
// is told once, on the thread of `context`.
class ChatRecorder {
    Q_DECLARE_TR_FUNCTIONS(app::chat::ChatRecorder)

public:
    ChatRecorder(const QString &file, storage::FileThread &files, QObject *context,
                 std::function<void(const Problem &)> failed);
    ~ChatRecorder(); // what was added will be written

    void add(const Message &message);
    void add(const Removal &removal);

private:
    struct Book;
    void post(QByteArray line);

    storage::FileThread &m_files;
    std::shared_ptr<Book> m_book;
};

} // namespace app::chat
