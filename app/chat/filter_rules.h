// The steps of the filter, in the order in which they run, each with a switch and its numbers. Plain values with the
// shipped defaults; part of danmaku::Rules. Ids are for records and files and never change.
//
//   history     from before we came: shown only                   (always on)
//   clean       NFKC, invisible and control characters, zalgo and bidi marks out, white space to one space; nothing
//               left: "empty"                                     (always on)
//   people      ignored and banned people, timeouts
//   roles       who may be read at all
//   commands    "!word" and bots
//   links       http, www and bare domains
//   phrases     banned words and phrases: as written, with look-alike letters, spaced out, by pinyin; "/…/" is RE2
//   emotes      of the platform and emoji
//   repeats     letters > 3, words > 2 within one text
//   language    only texts in these languages
//   length      words, code points, and the spoken limit
//   person      so many seconds between two of one person; their share of what is read
//   amount      least amount for paid ones
//
// Chat goes through all of them. Paid ones, gifts, members, raids and notices may have no text, which is not "empty";
// roles, commands, language and person are not for them, links are taken out of their texts instead of refusing them,
// and a banned phrase refuses them whole, so that the operator decides. A line of the operator is cleaned and passes.
// "person" counts what the filter let through, which the queue may still drop.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include "app/chat/message.h"

namespace app::chat {

enum class LinkPolicy { Drop, Remove, SayLink };
enum class EmotePolicy { Remove, FirstOnly, Say };
enum class Audience { Everybody, Members, Moderators }; // members: and VIPs; moderators: and the broadcaster

struct FilterRules {
    bool people = true;
    QStringList ignored;           // Message::person(), of danmaku::Rules::people; kept there
    QHash<QString, qint64> banned; // person → until (ms since 1970 UTC; 0: for good)

    bool roles = false;
    Audience audience = Audience::Everybody;

    bool commands = true;
    QStringList commandPrefixes{QStringLiteral("!")};
    QStringList bots{QStringLiteral("nightbot"),   QStringLiteral("streamelements"), QStringLiteral("moobot"),
                     QStringLiteral("streamlabs"), QStringLiteral("fossabot"),       QStringLiteral("wizebot")};

    bool links = true;
    LinkPolicy linkPolicy = LinkPolicy::Drop;

    bool phrases = true;
    QStringList bannedPhrases; // "word", "*part*", "/pattern/": banned_phrases.h
    bool lookAlikes = true;    // confusable letters, spacing
    bool byPinyin = true;

    bool emotes = true;
    EmotePolicy emotePolicy = EmotePolicy::Remove;
    EmotePolicy emojiPolicy = EmotePolicy::Remove;

    bool repeats = true;
    int mostSameLetters = 3; // 1…50
    int mostSameWords = 2;   // 1…50

    bool language = false;
    QStringList languages{QStringLiteral("en"), QStringLiteral("zh")};

    int mostWords = 77;       // 1…1000; words between white space
    int mostCharacters = 280; // 1…5000 code points
    int mostSpoken = 120;     // code points that are said; 1…5000

    bool person = false;
    int personSeconds = 10; // 0…3600
    double personShare = 0; // 0: no limit, else 0.05…1 of the last 50 that were read

    bool amount = false;
    QHash<QString, double> leastAmount; // by currency, in its unit; others have none

    bool operator==(const FilterRules &) const = default;
};

} // namespace app::chat
