#include "app/log/secrets.h"

#include <QRegularExpression>

#include <algorithm>

namespace app::log {

namespace {

const QString kHidden = QStringLiteral("***");

// What may hold spaces, commas and semicolons: gone to the end of the line.
constexpr const char *kWholeLine =
    "passw(?:or)?d|passwd|passphrase|pwd|secret|cookie|authori[sz]ation|credential|密码|口令";
constexpr const char *kOneWord =
    "token(?!s\\b|i[sz]e)|api[ _-]?key|access[_-]?key|private[_-]?key|stream[_-]?key|sessdata|"
    "session[_-]?id|bili_jct|csrf|ttwid|buvid\\d?|令牌";

// A word of the list with the rest of its name, and what stands between it and its value:
//   token=  "token": "  \"token\":\"  token => '  token%3D  <token>  ("token", "  --token
const QRegularExpression &key() {
    static const QRegularExpression expression(QStringLiteral("(?<option>--?[\\w-]{0,40})?(?:(?<line>%1)|%2)\\w{0,24}"
                                                              "(?:\\\\*[\"']?\\s{0,9}(?:=>|[:=>：＝]|%3[AaDd])\\s{0,9}"
                                                              "|\\\\*[\"']\\s{0,9},\\s{0,9}(?=\\\\*[\"'])"
                                                              "|(?(<option>)\\s{1,9}|(?!)))")
                                                   .arg(QString::fromUtf8(kWholeLine), QString::fromUtf8(kOneWord)),
                                               QRegularExpression::CaseInsensitiveOption);
    return expression;
}

bool isQuote(QChar c) {
    return c == u'"' || c == u'\'' || c == u'“' || c == u'”';
}

bool endsLine(QChar c) {
    return c == u'\n' || c == u'\r';
}

// The place behind the value that begins at `from`. `from` moves behind an opening quote, which stays.
qsizetype endOfValue(const QString &text, qsizetype &from, bool wholeLine) {
    qsizetype slashes = 0;
    while (from + slashes < text.size() && text[from + slashes] == u'\\')
        ++slashes;
    if (from + slashes < text.size() && isQuote(text[from + slashes])) {
        const QChar quote = text[from + slashes] == u'“' ? QChar(u'”') : text[from + slashes];
        from += slashes + 1;
        // The value ends at a quote behind as many backslashes as stood before the first one.
        for (qsizetype i = from, run = 0; i < text.size(); ++i) {
            if (text[i] == quote && run <= slashes)
                return i - run;
            run = text[i] == u'\\' ? run + 1 : 0;
        }
        return text.size();
    }
    if (QStringView(text).mid(from).startsWith(kHidden)) // is done
        return from + kHidden.size();
    if (from < text.size() && (text[from] == u'{' || text[from] == u'[')) {
        const QChar close = text[from] == u'{' ? QChar(u'}') : QChar(u']');
        const qsizetype end = text.indexOf(close, from);
        return end < 0 ? text.size() : end + 1;
    }
    qsizetype end = from;
    while (end < text.size() && !endsLine(text[end]) &&
           (wholeLine || (!text[end].isSpace() && !isQuote(text[end]) && text[end] != u'<')))
        ++end;
    return end;
}

QString withoutValues(const QString &text) {
    QString clean;
    qsizetype copied = 0;
    for (qsizetype at = 0;;) {
        const auto match = key().match(text, at);
        if (!match.hasMatch())
            break;
        qsizetype from = match.capturedEnd();
        const qsizetype end = endOfValue(text, from, match.capturedStart(u"line") >= 0);
        if (end > from) {
            clean += QStringView(text).mid(copied, from - copied);
            clean += kHidden;
            copied = end;
        }
        at = std::max(end, match.capturedEnd());
    }
    return clean + text.mid(copied);
}

QString replaced(QString text, const QRegularExpression &expression, const QString &by) {
    return text.replace(expression, by);
}

} // namespace

QString withoutSecrets(const QString &text) {
    static const QRegularExpression scheme(
        QStringLiteral("\\b(Bearer\\s{1,9}|Basic\\s{1,9}(?=[A-Za-z]*[0-9+/=]))[A-Za-z0-9._~+/=-]{6,}"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression inAddress(QStringLiteral("://[^\\s/@\"'<>]{1,200}@"));
    static const QRegularExpression byShape(
        QStringLiteral("\\b(?:sk-|hf_|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA)[A-Za-z0-9_-]{12,}"
                       "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)?"));
    QString clean = withoutValues(text);
    clean = replaced(clean, scheme, QStringLiteral("\\1***"));
    clean = replaced(clean, inAddress, QStringLiteral("://***@"));
    return replaced(clean, byShape, kHidden);
}

} // namespace app::log
