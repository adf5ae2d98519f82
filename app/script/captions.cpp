#include "app/script/captions.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

#include "app/script/script.h"
#include "engine/error.h"
#include "engine/request.h"

namespace app::script {

namespace {

constexpr double kLongest = kLatestCue;

QString clock(qint64 ms, QChar point) {
    return QStringLiteral("%1:%2:%3%4%5")
        .arg(ms / 3'600'000, 2, 10, QChar(u'0'))
        .arg(ms / 60'000 % 60, 2, 10, QChar(u'0'))
        .arg(ms / 1000 % 60, 2, 10, QChar(u'0'))
        .arg(point)
        .arg(ms % 1000, 3, 10, QChar(u'0'));
}

QString times(const Cue &cue, QChar point) {
    const qint64 start = std::llround(cue.start * 1000);
    const qint64 end = std::max<qint64>(std::llround(cue.end * 1000), start + 1);
    return clock(start, point) + QStringLiteral(" --> ") + clock(end, point);
}

QList<Cue> checked(const QList<Cue> &cues) {
    QList<Cue> spoken;
    for (qsizetype i = 0; i < cues.size(); ++i) {
        const Cue &cue = cues.at(i);
        if (!(cue.start >= 0 && cue.start <= kLongest && cue.end >= cue.start && cue.end <= kLongest))
            throw engine::badInput(
                QCoreApplication::translate("Captions", "Caption %1 would be shown from %2 s to %3 s.")
                    .arg(i + 1)
                    .arg(cue.start)
                    .arg(cue.end)
                    .toStdString(),
                QCoreApplication::translate("Captions", "Make that line again, then export the captions again.")
                    .toStdString());
        const QString text = cleanText(cue.text).simplified();
        if (!engine::isBlankText(text.toStdString()))
            spoken << Cue{cue.start, cue.end, text, cleanText(cue.voice).simplified()};
    }
    return spoken;
}

QString forSrt(const QString &text) {
    static const QChar joiner(0x2060);
    QString safe;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const QChar next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        safe += c;
        const bool tag = (c == u'<' && (next.isLetter() || next == u'/')) || (c == u'{' && !next.isSpace());
        const bool arrow = c == u'-' && QStringView(text).mid(i).startsWith(u"-->");
        if (tag || arrow)
            safe += joiner;
    }
    return safe;
}

QString forVtt(QString text) {
    return text.replace(u'&', QStringLiteral("&amp;"))
        .replace(u'<', QStringLiteral("&lt;"))
        .replace(u'>', QStringLiteral("&gt;"));
}

} // namespace

QByteArray toSrt(const QList<Cue> &cues) {
    QByteArray text;
    int number = 0;
    for (const Cue &cue : checked(cues))
        text += QStringLiteral("%1\n%2\n%3\n\n")
                    .arg(QString::number(++number), times(cue, u','), forSrt(cue.text))
                    .toUtf8();
    return text;
}

QByteArray toVtt(const QList<Cue> &cues) {
    QByteArray text = "WEBVTT\n\n";
    for (const Cue &cue : checked(cues)) {
        const QString voice = cue.voice.isEmpty() ? QString() : QStringLiteral("<v %1>").arg(forVtt(cue.voice));
        text += (times(cue, u'.') + u'\n' + voice + forVtt(cue.text) + QStringLiteral("\n\n")).toUtf8();
    }
    return text;
}

} // namespace app::script
