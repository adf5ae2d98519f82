#include "app/log/scrubber.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

#include "app/log/secrets.h"

namespace app::log {

namespace {

bool goesOn(QChar c) {
    return c.isLetterOrNumber() || c == u'_' || c == u'-';
}

QString withHomeAsTilde(QString text, const QString &home) {
    for (qsizetype at = text.indexOf(home); at >= 0; at = text.indexOf(home, at + 1)) {
        const qsizetype end = at + home.size();
        const bool longerName =
            end < text.size() &&
            (goesOn(text[end]) || (text[end] == u'.' && end + 1 < text.size() && goesOn(text[end + 1])));
        if (!longerName)
            text.replace(at, home.size(), QStringLiteral("~"));
    }
    return text;
}

// The first closing quote behind a place, within its line. Each is looked for once for all that is opened before it, so
// that many that nothing closes take no longer than others.
class ClosingQuotes {
public:
    ClosingQuotes(const QString &text, const QRegularExpression &quoteOrLineEnd)
        : m_matches(quoteOrLineEnd.globalMatch(text)) {}

    qsizetype behind(qsizetype place) { // -1: none; it grows from call to call
        while (m_at <= place && m_matches.hasNext()) {
            const auto match = m_matches.next();
            m_at = match.capturedStart();
            m_endsLine = match.capturedView() == u"\n";
        }
        return m_at > place && !m_endsLine ? m_at : -1;
    }

private:
    QRegularExpressionMatchIterator m_matches;
    qsizetype m_at = -1;
    bool m_endsLine = false;
};

QString withoutQuoted(const QString &text) {
    static const QRegularExpression opening(QStringLiteral("[“\"]|(?<![\\w'])'"));
    static const QRegularExpression technical(QStringLiteral("^[\\x21-\\x7e]{0,64}$"));
    static const QRegularExpression curvedEnd(QStringLiteral("”|\\n"));
    static const QRegularExpression straightEnd(QStringLiteral("\"|\\n"));
    static const QRegularExpression singleEnd(QStringLiteral("'(?=[\\s.,;:!?)\\]]|$)|\\n"));
    ClosingQuotes curved(text, curvedEnd), straight(text, straightEnd), single(text, singleEnd);
    QString clean;
    qsizetype copied = 0;
    qsizetype behind = 0; // the last one that was closed
    for (auto matches = opening.globalMatch(text); matches.hasNext();) {
        const qsizetype open = matches.next().capturedStart();
        if (open < behind)
            continue;
        const QChar quote = text[open];
        const qsizetype close = (quote == u'“' ? curved : quote == u'"' ? straight : single).behind(open);
        if (close < 0)
            continue;
        behind = close + 1;
        const QString inside = text.mid(open + 1, close - open - 1);
        if (inside.startsWith(u'/') || inside.startsWith(u'~') || inside.startsWith(u'…') ||
            technical.match(inside).hasMatch())
            continue;
        clean += QStringView(text).mid(copied, open + 1 - copied);
        clean += QStringLiteral("… %1 characters").arg(inside.size());
        copied = close;
    }
    return clean + text.mid(copied);
}

QString withoutFileNames(const QString &text) {
    static const QRegularExpression work(
        QStringLiteral("([~/][^\\n“”\"]*?/|[~/])([^/"
                       "\\n“”\"]{1,255}?)(\\.(?:wav|flac|og[ag]|opus|mp3|m4a|srt|vtt|txt|md|ishowtts))\\b"),
        QRegularExpression::CaseInsensitiveOption);
    QString clean;
    qsizetype copied = 0;
    for (auto matches = work.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        if (match.captured(1).contains(QStringLiteral("/ishowtts-studio/")))
            continue;
        clean += QStringView(text).mid(copied, match.capturedStart(2) - copied);
        clean += u'*';
        copied = match.capturedEnd(2);
    }
    return clean + text.mid(copied);
}

} // namespace

Scrubber::Scrubber(const QStringList &homes) {
    for (const QString &home : homes) {
        QString plain = home;
        while (plain.endsWith(u'/'))
            plain.chop(1);
        if (!plain.startsWith(u'/'))
            continue;
        m_homes << plain << QString::fromLatin1(QUrl::toPercentEncoding(plain, "/"));
    }
    m_homes.removeDuplicates();
    std::sort(m_homes.begin(), m_homes.end(),
              [](const QString &one, const QString &other) { return one.size() > other.size(); });
}

Scrubber Scrubber::ofThisUser() {
    const QString home = QDir::homePath();
    return Scrubber({home, QFileInfo(home).canonicalFilePath()});
}

QString Scrubber::clean(const QString &text) const {
    QString clean = withoutSecrets(text);
    for (const QString &home : m_homes)
        clean = withHomeAsTilde(std::move(clean), home);
    return withoutFileNames(withoutQuoted(clean));
}

} // namespace app::log
