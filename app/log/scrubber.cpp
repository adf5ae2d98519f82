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

QString withoutQuoted(const QString &text) {
    static const QRegularExpression quoted(
        QStringLiteral("“([^”\\n]*)”|\"([^\"\\n]*)\"|(?<![\\w'])'([^\\n]*?)'(?=[\\s.,;:!?)\\]]|$)"));
    static const QRegularExpression technical(QStringLiteral("^[\\x21-\\x7e]{0,64}$"));
    QString clean;
    qsizetype copied = 0;
    for (auto matches = quoted.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        const int group = match.lastCapturedIndex();
        const QString inside = match.captured(group);
        if (inside.startsWith(u'/') || inside.startsWith(u'~') || inside.startsWith(u'…') ||
            technical.match(inside).hasMatch())
            continue;
        clean += QStringView(text).mid(copied, match.capturedStart(group) - copied);
        clean += QStringLiteral("… %1 characters").arg(inside.size());
        copied = match.capturedEnd(group);
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
