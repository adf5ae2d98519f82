#include "tests/app/chat/fuzzed_chat.h"

#include <algorithm>

#include "app/chat/chat_recording.h"
#include "app/chat/line_splitter.h"
#include "app/chat/twitch_events.h"
#include "app/chat/twitch_line.h"

using namespace app::chat;

namespace fuzzed_chat {

namespace {

const QByteArrayList &seeds() {
    static const QByteArrayList lines{
        "@badge-info=subscriber/3;badges=moderator/1,subscriber/3;bits=100;color=#1E90FF;display-name=Ann\\sB;"
        "emotes=25:0-4,12-16/1902:6-10;first-msg=0;id=aa-bb;mod=1;room-id=77;subscriber=1;tmi-sent-ts=1764000000000;"
        "user-id=42 :ann!ann@ann.tmi.twitch.tv PRIVMSG #home :Kappa Keepo Kappa",
        "@reply-parent-user-id=7;reply-parent-display-name=Bob;source-room-id=88;room-id=77 :a!a@a PRIVMSG #c ::) 你好",
        "@emotes=25:0-4 :a!a@a PRIVMSG #c :\001ACTION Kappa \xf0\x9f\x98\x80\001",
        "@pinned-chat-paid-amount=1400;pinned-chat-paid-currency=USD;pinned-chat-paid-exponent=2 :a!a@a PRIVMSG #c :x",
        "@msg-id=submysterygift;msg-param-mass-gift-count=5;msg-param-community-gift-id=99;login=ann;"
        "system-msg=Ann\\sis\\sgifting :tmi.twitch.tv USERNOTICE #home",
        "@msg-id=resub;msg-param-sub-plan=Prime;login=ann;display-name= :tmi.twitch.tv USERNOTICE #home :still here",
        "@msg-id=raid;msg-param-viewerCount=321;login=bob :tmi.twitch.tv USERNOTICE #home",
        "@msg-id=charitydonation;msg-param-donation-amount=500;msg-param-donation-currency=EUR;"
        "msg-param-exponent=2 :tmi.twitch.tv USERNOTICE #home",
        "@ban-duration=600;target-user-id=42 :tmi.twitch.tv CLEARCHAT #home :ann",
        "@login=ann;target-msg-id=aa-bb :tmi.twitch.tv CLEARMSG #home :hello",
        ":tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands",
        "@emote-only=0;room-id=77 :tmi.twitch.tv ROOMSTATE #home",
        "PING :tmi.twitch.tv",
        R"({"at":1764000000000,"message":{"source":"twitch","id":"1","login":"ann","kind":"paid","micros":5000000,)"
        R"("currency":"USD","text":"Kappa 你好","roles":["vip"],"emotes":[{"id":"25","name":"Kappa","begin":0,"end":5}]}})",
        R"({"at":5,"removal":{"what":"person","source":"twitch","login":"ann","seconds":600}})",
        R"({"at":5,"raw":"@id=1;emotes=25:0-4 :a!a@a PRIVMSG #c :Kappa \ud83d\ude00"})",
    };
    return lines;
}

const QByteArrayList &pieces() {
    static const QByteArrayList all{";",
                                    ":",
                                    " ",
                                    "@",
                                    "=",
                                    "\\",
                                    "\\s",
                                    "/",
                                    ",",
                                    "-",
                                    "#",
                                    "!",
                                    "\r",
                                    "\n",
                                    "\r\n",
                                    QByteArray("\0", 1),
                                    "\001",
                                    "\xff",
                                    "\xc3",
                                    "\xed\xa0\x80",
                                    "\xf4\x90\x80\x80",
                                    "\xe2\x80\xae",
                                    "\xf3\xa0\x80\x80",
                                    "emotes=",
                                    "bits=",
                                    "999999999999999999999",
                                    "-1",
                                    "0-0",
                                    "2147483647",
                                    "1e308",
                                    "\001ACTION ",
                                    "PRIVMSG",
                                    "{",
                                    "}",
                                    "[",
                                    "]",
                                    "\"",
                                    "\\u0000",
                                    "\\ud800",
                                    "\"at\":",
                                    "null",
                                    "id=",
                                    "你"};
    return all;
}

std::size_t below(std::mt19937_64 &random, std::size_t most) {
    return most == 0 ? 0 : std::size_t(random() % most);
}

QByteArray flawOf(const Message &message) {
    const auto points = message.text.toUcs4().size();
    int free = 0;
    for (const Emote &emote : message.emotes) {
        if (emote.begin < free || emote.end <= emote.begin || emote.end > points)
            return "an emote outside its text or over another";
        free = emote.end;
    }
    if (message.paid.micros < 0 || (message.paid.micros > 0 && message.paid.currency.isEmpty()))
        return "money without its currency";
    if (message.giftCount < 0 || message.viewers < 0 || message.sentAt < 0)
        return "a count below nothing";
    // What is recorded is read back as it was.
    const QByteArray line = recordedLine(message);
    if (line.count('\n') != 1)
        return "more than one line";
    const RecordedLine read = parseRecordedLine(line);
    if (!read.event)
        return "recorded, it cannot be read: " + read.flaw.toUtf8();
    if (recordedLine(std::get<Message>(read.event->what)) != line)
        return "recorded, it is another";
    return {};
}

QByteArray flawOf(const ChatEvent &event) {
    if (const auto *message = std::get_if<Message>(&event))
        return flawOf(*message);
    const auto &removal = std::get<Removal>(event);
    if (removal.seconds < 0)
        return "a timeout below nothing";
    if (removal.what == Removal::What::Message && removal.messageId.isEmpty())
        return "no message to remove";
    return {};
}

} // namespace

QByteArray line(std::mt19937_64 &random) {
    QByteArray made = seeds()[qsizetype(below(random, std::size_t(seeds().size())))];
    for (std::size_t changes = below(random, 8); changes > 0; --changes) {
        const auto at = qsizetype(below(random, std::size_t(made.size()) + 1));
        const auto length = qsizetype(below(random, 12));
        switch (below(random, 7)) {
        case 0: // a byte
            if (at < made.size())
                made[at] = char(random() & 0xff);
            break;
        case 1:
            made.remove(at, length);
            break;
        case 2:
        case 3:
            made.insert(at, pieces()[qsizetype(below(random, std::size_t(pieces().size())))]);
            break;
        case 4: // a part again
            made.insert(qsizetype(below(random, std::size_t(made.size()) + 1)), made.mid(at, length * 3));
            break;
        case 5: // a part of another
        {
            const QByteArray &other = seeds()[qsizetype(below(random, std::size_t(seeds().size())))];
            made.insert(at, other.mid(qsizetype(below(random, std::size_t(other.size()))), 40));
            break;
        }
        default: // much of one
            if (below(random, 50) == 0) {
                const QByteArray &piece = pieces()[qsizetype(below(random, std::size_t(pieces().size())))];
                made.insert(at, piece.repeated(qsizetype(below(random, 20'000))));
            } else {
                made.truncate(at);
            }
        }
    }
    return made;
}

QByteArray flawOf(const QByteArray &bytes, std::mt19937_64 &random) {
    // Cut anywhere, lines are the same.
    LineSplitter whole, cut;
    const QByteArray ended = bytes + '\n';
    const QByteArrayList lines = whole.feed(ended);
    QByteArrayList again;
    for (QByteArrayView rest = ended; !rest.isEmpty();) {
        const auto size = std::min(rest.size(), qsizetype(1 + below(random, 1 + std::size_t(ended.size()) / 3)));
        again += cut.feed(rest.first(size));
        rest = rest.sliced(size);
    }
    if (lines != again || whole.skipped() != cut.skipped() || whole.number() != cut.number())
        return "cut otherwise, other lines";
    for (const QByteArray &each : lines) {
        if (const auto parsed = parseTwitchLine(each)) {
            if (parsed->command.isEmpty())
                return "no command";
            const auto event = twitchEvent(*parsed, 1'764'000'000'000);
            const auto *message = event ? std::get_if<Message>(&*event) : nullptr;
            if (message != nullptr && (message->kind == Kind::Paid) != (message->paid.micros > 0))
                return "paid with nothing, or money for nothing";
            if (message != nullptr && message->text.contains(u'\n'))
                return "an end of line in a line";
            if (const QByteArray flaw = event ? flawOf(*event) : QByteArray(); !flaw.isEmpty())
                return flaw;
        }
        const RecordedLine read = parseRecordedLine(each);
        if (read.event && !read.flaw.isEmpty())
            return "damaged and good at once";
        if (read.event)
            if (const QByteArray flaw = flawOf(read.event->what); !flaw.isEmpty())
                return flaw;
    }
    return {};
}

} // namespace fuzzed_chat
