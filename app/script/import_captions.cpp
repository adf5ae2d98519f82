#include <QRegularExpression>

#include <algorithm>

#include "app/script/edits.h"
#include "app/script/imported_script.h"
#include "app/script/script_format.h"
#include "app/script/script_words.h"
#include "app/script/text_decoder.h"
#include "engine/error.h"

namespace app::script {

namespace {

struct Times {
    std::optional<CueTimes> cue; // none: they make no sense
};

// "00:00:01,000 --> 00:00:02,500 X1:40", with what may stand behind it.
std::optional<Times> timesOf(const QString &line) {
    const qsizetype arrow = line.indexOf(u"-->");
    if (arrow < 0 || arrow > 40 || !line.left(arrow).contains(u':'))
        return {};
    if (const QString before = line.left(arrow).trimmed(); !before.front().isDigit() && before.front() != u'-')
        return {}; // words with an arrow
    const QString after = line.mid(arrow + 3, 40).simplified();
    const auto begin = secondsOfClock(QStringView(line).left(arrow));
    const auto end = secondsOfClock(after.section(u' ', 0, 0));
    if (!begin || !end || *end < *begin)
        return Times{};
    return Times{CueTimes{*begin, *end}};
}

bool isNumber(const QString &line) {
    const QString text = line.trimmed();
    return !text.isEmpty() && text.size() <= 9 &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

struct RawCue {
    std::optional<CueTimes> times;
    QStringList text;
};

// As players do it: what stands between two lines of times is the text of the first, without the number of the second.
QList<RawCue> srtCues(const QStringList &lines) {
    QList<RawCue> cues;
    for (const QString &line : lines) {
        if (const auto times = timesOf(line)) {
            if (!cues.isEmpty()) {
                QStringList &before = cues.last().text;
                while (!before.isEmpty() && before.last().trimmed().isEmpty())
                    before.removeLast();
                const bool apart = before.size() > 1 && before.at(before.size() - 2).trimmed().isEmpty();
                const bool odd =
                    apart && before.last().size() <= 8 &&
                    std::any_of(before.last().begin(), before.last().end(), [](QChar c) { return c.isDigit(); });
                if (!before.isEmpty() && (isNumber(before.last()) || odd))
                    before.removeLast();
            }
            cues << RawCue{times->cue, {}};
        } else if (!cues.isEmpty()) {
            cues.last().text << line;
        }
    }
    return cues;
}

// Blocks between blank lines; those without times are notes, styles and regions.
QList<RawCue> vttCues(const QStringList &lines) {
    QList<RawCue> cues;
    bool open = false;
    bool note = false;
    for (const QString &line : lines) {
        if (line.trimmed().isEmpty()) {
            open = false;
            note = false;
            continue;
        }
        const auto times = note ? std::nullopt : timesOf(line);
        if (times) {
            if (open && !cues.last().text.isEmpty() && isNumber(cues.last().text.last()))
                cues.last().text.removeLast(); // a blank line is missing
            cues << RawCue{times->cue, {}};
            open = true;
        } else if (open) {
            cues.last().text << line;
        } else {
            note |= line.startsWith(u"NOTE") || line == u"STYLE" || line.startsWith(u"REGION");
        }
    }
    return cues;
}

QString withoutEntities(QString text) {
    static const std::pair<const char *, const char16_t *> known[] = {
        {"&lt;", u"<"},    {"&gt;", u">"},  {"&nbsp;", u" "}, {"&lrm;", u""}, {"&rlm;", u""},
        {"&quot;", u"\""}, {"&#39;", u"'"}, {"&apos;", u"'"}, {"&amp;", u"&"}};
    for (const auto &[entity, sign] : known)
        text.replace(QLatin1String(entity), QString::fromUtf16(sign));
    return text;
}

struct Spoken {
    QString text;
    QString voice; // as it is named there
};

Spoken spokenOf(const RawCue &cue, bool vtt) {
    static const QRegularExpression voice(QStringLiteral("<v(?:\\.[^ >]*)?[ \\t]+([^>]{1,200})>"));
    static const QRegularExpression marks(QStringLiteral("</?(?:i|b|u|s|em|strong|font|c|v|lang|ruby|rt|span|br)"
                                                         "(?:[\\s.:=/][^<>]{0,200})?>"),
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression clocks(QStringLiteral("<[0-9:.]{5,14}>"));
    static const QRegularExpression place(QStringLiteral("\\{\\\\[^{}]{0,100}\\}"));
    static const QRegularExpression dash(QStringLiteral("^[-–—]\\s+"));
    static const QRegularExpression noise(QStringLiteral("^[\\s♪♫#]*(?:[\\[(（【][^\\])）】]*[\\])）】])?[\\s♪♫#]*$"));
    Spoken spoken;
    for (QString line : cue.text) {
        if (const auto named = vtt ? voice.match(line) : QRegularExpressionMatch();
            named.hasMatch() && spoken.voice.isEmpty())
            spoken.voice = withoutEntities(named.captured(1)).trimmed();
        line.remove(marks).remove(clocks).remove(place).remove(QChar(0x2060)).remove(u'♪').remove(u'♫');
        if (vtt)
            line = withoutEntities(line);
        line = cleanText(line).trimmed().remove(dash);
        if (!noise.match(line).hasMatch())
            appendWords(spoken.text, line);
    }
    spoken.text = spoken.text.trimmed();
    return spoken;
}

} // namespace

ImportedScript importCaptions(const QByteArray &bytes, const QString &name, const ImportOptions &options) {
    const QStringList lines = linesOf(decodeText(bytes, name));
    const bool vtt = !lines.isEmpty() && lines.first().startsWith(u"WEBVTT");
    QList<RawCue> cues = vtt ? vttCues(lines) : srtCues(lines);
    int silent = 0, timeless = 0;
    QStringList unknown; // speakers
    double last = 0;     // a cue without times keeps its place
    std::vector<std::pair<double, Line>> found;
    for (const RawCue &cue : cues) {
        const Spoken spoken = spokenOf(cue, vtt);
        Line line = newLine(spoken.text);
        if (isBlank(line)) {
            ++silent;
            continue;
        }
        line.voiceId = options.voices.value(spoken.voice.toLower());
        if (line.voiceId.isEmpty() && !spoken.voice.isEmpty() && !unknown.contains(spoken.voice) && unknown.size() < 20)
            unknown << spoken.voice;
        line.cue = cue.times;
        timeless += !cue.times;
        last = cue.times ? cue.times->begin : last;
        found.emplace_back(last, std::move(line));
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    Script script;
    for (auto &[begin, line] : found)
        script.lines << std::move(line);
    if (script.lines.isEmpty())
        throw engine::badInput(tr("“%1” holds no subtitles with words.").arg(name).toStdString(),
                               tr("Choose a file of SubRip (.srt) or WebVTT (.vtt).").toStdString());
    requireFits(script, name);
    ImportedScript imported{script.lines, {}};
    if (silent > 0)
        imported.notes << tr("Cues without words that were left out: %1.").arg(silent);
    if (!unknown.isEmpty())
        imported.notes << tr("Speakers without a voice of that name, so that their lines have the usual one: %1.")
                              .arg(namesInNote(unknown));
    if (timeless > 0)
        imported.notes << tr("Cues whose times make no sense, so that their lines have none: %1.").arg(timeless);
    return imported;
}

} // namespace app::script
