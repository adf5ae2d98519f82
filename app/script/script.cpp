#include "app/script/script.h"

#include <QUuid>

#include <cmath>

#include "engine/request.h"

namespace app::script {

namespace {

QString newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

bool isControl(QChar c) {
    return c.category() == QChar::Other_Control && c != u'\t';
}

} // namespace

Line newLine(const QString &text) {
    return {newId(), cleanText(text), {}, {}, {}};
}

Line newLineLike(const Line &line, const QString &text) {
    Line made = newLine(text);
    made.voiceId = line.voiceId;
    made.speed = line.speed;
    made.seed = line.seed;
    return made;
}

Script newScript() {
    return {newId(), {newLine()}};
}

bool isLineBreak(QChar c) {
    return (c >= u'\n' && c <= u'\r') || c == u'\x85' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
}

QString cleanText(const QString &text) {
    QString clean = text;
    for (int i = 0; i < clean.size(); ++i) {
        const QChar c = clean.at(i);
        if (isLineBreak(c) || isControl(c)) {
            clean[i] = u' ';
        } else if (c.isHighSurrogate() && i + 1 < clean.size() && clean.at(i + 1).isLowSurrogate()) {
            ++i;
        } else if (c.isSurrogate()) {
            clean[i] = QChar::ReplacementCharacter;
        }
    }
    return clean;
}

QStringList linesOf(const QString &text) {
    QStringList lines;
    qsizetype start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isLineBreak(text.at(i)))
            continue;
        lines << cleanText(text.mid(start, i - start));
        if (text.at(i) == u'\r' && i + 1 < text.size() && text.at(i + 1) == u'\n')
            ++i;
        start = i + 1;
    }
    if (start < text.size() || lines.isEmpty())
        lines << cleanText(text.mid(start));
    return lines;
}

QString canonicalId(const QString &id) {
    const QUuid uuid = QUuid::fromString(id);
    return uuid.isNull() ? QString() : uuid.toString(QUuid::WithoutBraces);
}

bool isVoiceId(const QString &id) {
    if (id.isEmpty() || id.toUtf8().size() > 255 || id == u"." || id == u".." || id != cleanText(id))
        return false;
    return !id.contains(u'/') && !id.contains(u'\t');
}

bool isBlank(const Line &line) {
    return engine::isBlankText(line.text.toStdString());
}

LineState state(const Line &line, const Chosen &chosen, const std::optional<Made> &made, const SaysLine &says) {
    if (isBlank(line))
        return LineState::Blank;
    if (!made)
        return LineState::NotMade;
    const QString &voice = line.voiceId.isEmpty() ? chosen.voiceId : line.voiceId;
    const bool same = voice == made->voiceId && std::abs(line.speed.value_or(chosen.speed) - made->speed) < 1e-9 &&
                      line.seed.value_or(made->seed) == made->seed &&
                      std::abs(made->crossFade.value_or(chosen.crossFade) - chosen.crossFade) < 1e-9;
    const bool sameWords = same && (says ? says(*made, line, voice) : line.text == made->text);
    return sameWords ? LineState::Made : LineState::Changed;
}

} // namespace app::script
