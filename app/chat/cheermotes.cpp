#include "app/chat/cheermotes.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <algorithm>

namespace app::chat {

namespace {

struct Cheer {
    QString word;
    QString prefix; // lower case
    qint64 bits = 0;
    int begin = 0, end = 0; // code points of the text
};

// Of Twitch itself (get-cheermotes, 2026); the channel's own are not told with a message.
const QSet<QString> &knownPrefixes() {
    static const QSet<QString> known = [] {
        const QString words = QStringLiteral(
            "4head anon bday biblethump bitboss bleedpurple bonus charity cheer cheerwhal corgo dansgame doodlecheer "
            "elegiggle failfish frankerz goal heyguys holidaycheer kappa kreygasm mrdestructoid muxy notlikethis party "
            "pjsalt pride ripcheer scoops seemsgood shamrock showlove streamlabs subs swiftrage trihard uni vohiyo");
        const QStringList each = words.split(u' ');
        return QSet<QString>(each.begin(), each.end());
    }();
    return known;
}

// Letters, and digits that do not begin with 0: "Cheer100", "4Head1".
bool readCheer(const QList<uint> &word, Cheer &cheer) {
    constexpr qsizetype kLongest = 40;
    if (word.size() > kLongest)
        return false;
    QString text;
    for (const uint c : word) {
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
            return false;
        text += QChar(char16_t(c));
    }
    qsizetype digits = text.size();
    while (digits > 0 && text[digits - 1].isDigit())
        --digits;
    if (digits == 0 || digits == text.size() || text[digits] == u'0' || text.size() - digits > 7)
        return false;
    cheer.word = text;
    cheer.prefix = text.first(digits).toLower();
    cheer.bits = text.sliced(digits).toLongLong();
    return true;
}

QList<Cheer> cheersIn(const QList<uint> &text) {
    QList<Cheer> cheers;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at;
        while (end < text.size() && !QChar::isSpace(text[end]))
            ++end;
        Cheer cheer;
        if (readCheer(text.sliced(at, end - at), cheer)) {
            cheer.begin = int(at);
            cheer.end = int(end);
            cheers.append(cheer);
        }
        at = end + 1;
    }
    return cheers;
}

} // namespace

void addCheermotes(qint64 bits, Message &message) {
    const QList<uint> text = message.text.toUcs4();
    const QList<Cheer> cheers = cheersIn(text);
    QHash<QString, qint64> others;
    qint64 left = bits;
    for (const Cheer &cheer : cheers) {
        if (knownPrefixes().contains(cheer.prefix))
            left -= cheer.bits;
        else
            others[cheer.prefix] += cheer.bits;
    }
    for (const Cheer &cheer : cheers) {
        const bool isCheer = knownPrefixes().contains(cheer.prefix) || (left > 0 && others.value(cheer.prefix) == left);
        const bool taken = std::any_of(message.emotes.begin(), message.emotes.end(), [&cheer](const Emote &emote) {
            return emote.begin < cheer.end && cheer.begin < emote.end;
        });
        if (isCheer && !taken)
            message.emotes.push_back({QStringLiteral("cheer"), cheer.word, cheer.begin, cheer.end});
    }
    std::stable_sort(message.emotes.begin(), message.emotes.end(),
                     [](const Emote &one, const Emote &other) { return one.begin < other.begin; });
}

} // namespace app::chat
