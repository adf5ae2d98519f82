#include "app/chat/twitch_line.h"

namespace app::chat {

namespace {

// What stands before the next space; `text` goes on behind it and the spaces that follow.
QStringView takeWord(QStringView &text) {
    const qsizetype space = text.indexOf(u' ');
    const QStringView word = space < 0 ? text : text.first(space);
    text = space < 0 ? QStringView() : text.sliced(space);
    while (text.startsWith(u' '))
        text = text.sliced(1);
    return word;
}

std::vector<std::pair<QString, QString>> parseTags(QStringView all) {
    std::vector<std::pair<QString, QString>> tags;
    for (const QStringView tag : all.split(u';', Qt::SkipEmptyParts)) {
        const qsizetype equals = tag.indexOf(u'=');
        if (equals < 0)
            tags.emplace_back(tag.toString(), QString());
        else
            tags.emplace_back(tag.first(equals).toString(), unescapedTag(tag.sliced(equals + 1)));
    }
    return tags;
}

} // namespace

QString TwitchLine::tag(QStringView name) const {
    for (auto tag = tags.rbegin(); tag != tags.rend(); ++tag)
        if (tag->first == name)
            return tag->second;
    return {};
}

bool TwitchLine::hasTag(QStringView name) const {
    for (const auto &tag : tags)
        if (tag.first == name)
            return true;
    return false;
}

QString TwitchLine::nick() const {
    const qsizetype end = prefix.indexOf(u'!');
    if (end >= 0)
        return prefix.first(end);
    return prefix.contains(u'.') ? QString() : prefix.section(u'@', 0, 0);
}

std::optional<TwitchLine> parseTwitchLine(QByteArrayView bytes) {
    const QString whole = QString::fromUtf8(bytes);
    QStringView text = whole;
    while (text.startsWith(u' '))
        text = text.sliced(1);
    TwitchLine line;
    if (text.startsWith(u'@'))
        line.tags = parseTags(takeWord(text).sliced(1));
    if (text.startsWith(u':'))
        line.prefix = takeWord(text).sliced(1).toString();
    line.command = takeWord(text).toString().toUpper();
    if (line.command.isEmpty() || line.command.startsWith(u':'))
        return std::nullopt;
    while (!text.isEmpty()) {
        if (text.startsWith(u':')) {
            line.params.append(text.sliced(1).toString());
            break;
        }
        line.params.append(takeWord(text).toString());
    }
    return line;
}

QString unescapedTag(QStringView value) {
    if (!value.contains(u'\\'))
        return value.toString();
    QString plain;
    plain.reserve(value.size());
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value[i] != u'\\') {
            plain += value[i];
            continue;
        }
        if (++i == value.size())
            break;
        switch (value[i].unicode()) {
        case u':':
            plain += u';';
            break;
        case u's':
            plain += u' ';
            break;
        case u'r':
            plain += u'\r';
            break;
        case u'n':
            plain += u'\n';
            break;
        default:
            plain += value[i];
        }
    }
    return plain;
}

QString escapedTag(QStringView value) {
    QString escaped;
    for (const QChar letter : value) {
        switch (letter.unicode()) {
        case u';':
            escaped += QLatin1String("\\:");
            break;
        case u' ':
            escaped += QLatin1String("\\s");
            break;
        case u'\\':
            escaped += QLatin1String("\\\\");
            break;
        case u'\r':
            escaped += QLatin1String("\\r");
            break;
        case u'\n':
            escaped += QLatin1String("\\n");
            break;
        default:
            escaped += letter;
        }
    }
    return escaped;
}

} // namespace app::chat
