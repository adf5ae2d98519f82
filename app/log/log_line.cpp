#include "app/log/log_line.h"

#include <QDateTime>

namespace app::log {

namespace {

constexpr qsizetype kShownOfRepeated = 80; // characters
constexpr qsizetype kLongestSubject = 80;

QString nameOf(Level level) {
    const QString names[] = {QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning"),
                             QStringLiteral("error"), QStringLiteral("fatal")};
    return names[int(level)];
}

bool isUnsafe(QChar c) {
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format: // among them what turns the direction of writing
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString escaped(const QString &text) {
    QString safe;
    safe.reserve(text.size());
    for (const QChar c : text) {
        if (!isUnsafe(c))
            safe += c;
        else if (c == u'\n')
            safe += QStringLiteral("\\n");
        else if (c == u'\t')
            safe += QStringLiteral("\\t");
        else if (c == u'\r')
            safe += QStringLiteral("\\r");
        else if (c.unicode() < 0x100)
            safe += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            safe += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
    }
    return safe;
}

// At most `most` bytes, never half a character.
QByteArray cut(QByteArray utf8, qsizetype most) {
    if (utf8.size() <= most)
        return utf8;
    qsizetype end = most;
    while (end > 0 && (uchar(utf8[end]) & 0xc0) == 0x80)
        --end;
    utf8.truncate(end);
    return utf8;
}

} // namespace

QByteArray written(const Line &line, const Scrubber &scrubber) {
    QString text = scrubber.clean(line.text);
    if (line.fullLength > 0) // its end may be half a path or half a word that was to be hidden
        text.chop(512);
    text = escaped(text.trimmed());
    if (line.repeats > 0)
        text = QStringLiteral("repeated %1 times: ").arg(line.repeats) + text.left(kShownOfRepeated);

    const QString start = QStringLiteral("%1 %2 %3: ")
                              .arg(QDateTime::fromMSecsSinceEpoch(line.time, Qt::UTC).toString(Qt::ISODateWithMs),
                                   nameOf(line.level), escaped(scrubber.clean(line.subject)).left(kLongestSubject));
    const QByteArray whole = (start + text).toUtf8();
    if (whole.size() < kLongestLine && line.fullLength == 0)
        return whole + '\n';
    const qsizetype length = line.fullLength > 0 ? line.fullLength : text.size();
    const QByteArray end = QStringLiteral(" … cut, %1 characters\n").arg(length).toUtf8();
    return cut(whole, kLongestLine - end.size()) + end;
}

} // namespace app::log
