// One line of Twitch's IRC, taken apart: "@tags :nick!user@host COMMAND params :trailing". Tag values are unescaped as
// robotty/twitch-irc-rs does ("\s" space, "\:" ";", "\\", "\r", "\n"; another letter stands for itself; a "\" at the
// end goes). Of a trailing parameter one leading colon is taken off, no more. Pure.
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace app::chat {

struct TwitchLine {
    std::vector<std::pair<QString, QString>> tags; // as they came; a tag without "=" has an empty value
    QString prefix;                                // "nick!user@host" or a server; empty: none
    QString command;                               // "PRIVMSG", "001"
    QStringList params;                            // the trailing one is the last

    QString tag(QStringView name) const; // the last of that name; empty: none
    bool hasTag(QStringView name) const;
    QString nick() const; // of the prefix; empty where it is a server's
    QString param(qsizetype index) const { return params.value(index); }
};

// `line` without its end; bytes that are no UTF-8 become U+FFFD. Nothing: there is no command in it.
std::optional<TwitchLine> parseTwitchLine(QByteArrayView line);

QString unescapedTag(QStringView value);
QString escapedTag(QStringView value);

} // namespace app::chat
