#include "app/server/speech_parts.h"

#include <QTextBoundaryFinder>

namespace app::server {

namespace {

constexpr char16_t kFirstWide = 0x2E80;
constexpr qsizetype kAhead = 32; // characters behind a place by which one sees what it is

int weightOf(QChar c) {
    if (c.isDigit()) // "seven "
        return 5;
    return c.unicode() >= kFirstWide ? 3 : 1;
}

qsizetype whatFits(QStringView text) {
    int weight = 0;
    qsizetype count = 0;
    while (count < text.size() && weight < kPartWeight)
        weight += weightOf(text[count++]);
    return count;
}

qsizetype endOfPart(QStringView text, qsizetype most) {
    const QString seen = text.left(most + kAhead).toString();
    using Finder = QTextBoundaryFinder;
    for (const auto kind : {Finder::Sentence, Finder::Word, Finder::Grapheme}) {
        Finder finder(kind, seen);
        finder.setPosition(most);
        const qsizetype end = finder.isAtBoundary() ? most : finder.toPreviousBoundary();
        if (end > 0)
            return end;
    }
    return most;
}

} // namespace

QStringList speechParts(const QString &text) {
    QStringList parts;
    QStringView rest = text;
    for (qsizetype most = whatFits(rest); most < rest.size(); most = whatFits(rest)) {
        const qsizetype end = endOfPart(rest, most);
        parts << rest.left(end).toString();
        rest = rest.mid(end);
    }
    parts << rest.toString();
    return parts;
}

} // namespace app::server
