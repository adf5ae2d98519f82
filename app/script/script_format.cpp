#include "app/script/script_format.h"

#include <QSet>

#include <algorithm>
#include <string>

#include "app/script/script_words.h"
#include "app/script/text_decoder.h"

namespace app::script {

namespace {

const char *const kFormat = "ishowtts-script";

Line lineOf(const engine::Json &value, const QString &where) {
    const Members members(value, where);
    members.knowOnly({"id", "text", "voice", "speed", "seed", "begin", "end"});
    Line line;
    line.id = members.id("id");
    line.text = members.text("text", kLongestLine);
    if (line.text != cleanText(line.text))
        members.refuse(tr("the text holds a line break or a control character"));
    line.voiceId = members.optionalText("voice", 255);
    if (!line.voiceId.isEmpty() && !isVoiceId(line.voiceId))
        members.refuse(tr("“%1” cannot be the name of a voice").arg(line.voiceId));
    line.speed = members.number("speed", kSlowest, kFastest);
    line.seed = members.count("seed");
    const auto begin = members.number("begin", 0, kLatestCue);
    const auto end = members.number("end", 0, kLatestCue);
    if (begin.has_value() != end.has_value() || (begin && *end < *begin))
        members.refuse(tr("“begin” and “end” are no times of a cue"));
    if (begin)
        line.cue = CueTimes{*begin, *end};
    return line;
}

} // namespace

void requireFits(const Script &script, const QString &name) {
    qint64 bytes = 0;
    for (qsizetype i = 0; i < script.lines.size(); ++i) {
        const qsizetype length = script.lines.at(i).text.toUtf8().size();
        if (length > kLongestLine)
            refuseFile(tr("“%4”, line %L1: it is %L2 bytes long; at most %L3 are spoken at once.")
                           .arg(i + 1)
                           .arg(length)
                           .arg(kLongestLine)
                           .arg(name),
                       tr("Cut it into several lines."));
        bytes += length;
    }
    if (bytes > kLongestScript || script.lines.size() > kMostLines)
        refuseFile(
            tr("“%5” is too long: it has %L1 lines and %L2 bytes of text, and a script holds %L3 lines and %L4 bytes.")
                .arg(script.lines.size())
                .arg(bytes)
                .arg(kMostLines)
                .arg(kLongestScript)
                .arg(name),
            tr("Cut it into several files."));
}

Members::Members(const engine::Json &object, QString where) : m_object(object), m_where(std::move(where)) {
    if (!object.isObject())
        refuse(tr("an object was expected"));
}

void Members::refuse(const QString &what) const {
    refuseFile(QStringLiteral("%1: %2.").arg(m_where, what),
               tr("Nothing was opened and the file is as it was: correct it there, or open another copy."));
}

const engine::Json &Members::member(const char *name) const {
    return m_object[name];
}

QString Members::optionalText(const char *name, int longest) const {
    const engine::Json &value = member(name);
    if (value.isNull())
        return {};
    if (!value.isString())
        refuse(tr("“%1” is no text").arg(QString::fromLatin1(name)));
    if (value.string().size() > std::size_t(longest))
        refuse(tr("“%1” has %L2 bytes; at most %L3 are allowed")
                   .arg(QString::fromLatin1(name))
                   .arg(value.string().size())
                   .arg(longest));
    return QString::fromStdString(value.string());
}

QString Members::text(const char *name, int longest) const {
    if (member(name).isNull())
        refuse(tr("“%1” is missing").arg(QString::fromLatin1(name)));
    return optionalText(name, longest);
}

QString Members::id(const char *name) const {
    const QString written = text(name, 64);
    const QString id = canonicalId(written);
    if (id.isEmpty())
        refuse(tr("“%1” is no UUID: “%2”").arg(QString::fromLatin1(name), written));
    return id;
}

std::optional<double> Members::number(const char *name, double low, double high) const {
    const engine::Json &value = member(name);
    if (value.isNull())
        return {};
    if (!value.isNumber() || !(value.number() >= low && value.number() <= high))
        refuse(tr("“%1” must be a number from %2 to %3").arg(QString::fromLatin1(name)).arg(low).arg(high));
    return value.number();
}

std::optional<quint64> Members::count(const char *name) const {
    const engine::Json &value = member(name);
    if (value.isNull())
        return {};
    try {
        if (value.isInteger())
            return value.unsignedInteger();
    } catch (const engine::Error &) { // below zero
    }
    refuse(tr("“%1” must be a whole number from 0 to 2^64 - 1").arg(QString::fromLatin1(name)));
}

bool Members::flag(const char *name) const {
    if (!member(name).isBool())
        refuse(tr("“%1” must be true or false").arg(QString::fromLatin1(name)));
    return member(name).boolean();
}

void Members::knowOnly(std::initializer_list<const char *> names) const {
    for (const auto &[name, value] : m_object.object()) {
        const bool known = std::any_of(names.begin(), names.end(), [&](const char *each) { return name == each; });
        if (!known)
            refuse(tr("“%1” is not known to this version").arg(QString::fromStdString(name)));
    }
}

void Members::requireFormat(const char *format, int version) const {
    if (text("format", 64) != QString::fromLatin1(format))
        refuse(tr("it is not of the format “%1”").arg(QString::fromLatin1(format)));
    const std::optional<quint64> found = count("version");
    if (!found || *found < 1)
        refuse(tr("“version” is missing"));
    if (*found > quint64(version))
        throw NewerFormat(
            engine::ErrorKind::BadInput,
            tr("%3: it was written by a newer version of the Studio (format %1; this one reads up to %2).")
                .arg(*found)
                .arg(version)
                .arg(m_where)
                .toStdString(),
            tr("Open it with the newer Studio. Nothing was opened and the file is as it was.").toStdString());
}

engine::Json toValue(const Script &script) {
    engine::Json::Array lines;
    int version = 1; // which older programs read too
    lines.reserve(std::size_t(script.lines.size()));
    for (const Line &line : script.lines) {
        engine::Json::Object members{{"id", line.id.toStdString()}, {"text", line.text.toStdString()}};
        if (!line.voiceId.isEmpty())
            members["voice"] = line.voiceId.toStdString();
        if (line.speed)
            members["speed"] = *line.speed;
        if (line.seed)
            members["seed"] = std::uint64_t(*line.seed);
        if (line.cue) {
            members["begin"] = line.cue->begin;
            members["end"] = line.cue->end;
            version = kScriptVersion;
        }
        lines.emplace_back(std::move(members));
    }
    return engine::Json::Object{
        {"format", kFormat}, {"id", script.id.toStdString()}, {"lines", std::move(lines)}, {"version", version}};
}

QByteArray toJson(const Script &script) {
    return QByteArray::fromStdString(toValue(script).dump(1) + "\n");
}

Script fromValue(const engine::Json &value, const QString &name) {
    const QString file = QStringLiteral("“%1”").arg(name);
    const Members members(value, file);
    members.requireFormat(kFormat, kScriptVersion);
    members.knowOnly({"format", "id", "lines", "version"});
    Script script;
    script.id = members.id("id");
    if (!members.member("lines").isArray())
        members.refuse(tr("“lines” is missing or no list"));
    const engine::Json::Array &lines = members.member("lines").array();
    if (lines.size() > std::size_t(kMostLines))
        members.refuse(tr("it has %L1 lines; a script holds %L2").arg(lines.size()).arg(kMostLines));
    QSet<QString> ids;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        Line line = lineOf(lines[i], tr("%2, line %1 of the script").arg(i + 1).arg(file));
        if (ids.contains(line.id))
            line.id = newLine().id;
        ids.insert(line.id);
        script.lines << line;
    }
    if (script.lines.isEmpty())
        script.lines << newLine();
    requireFits(script, name);
    return script;
}

Script fromJson(const QByteArray &bytes, const QString &name) {
    const engine::Json::Limits limits{kLargestFile, 8, std::size_t(kMostLines) * 10};
    const qsizetype start = bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    const std::string_view text(bytes.constData() + start, std::size_t(bytes.size() - start));
    return fromValue(engine::Json::parse(text, name.toStdString(), limits), name);
}

bool looksLikeScript(const QByteArray &bytes) {
    const QByteArray start = bytes.left(200);
    const qsizetype brace = start.indexOf('{');
    const QByteArray before = start.left(brace).trimmed();
    return brace >= 0 && (before.isEmpty() || before == "\xEF\xBB\xBF") && start.contains(kFormat);
}

Script fromText(const QByteArray &bytes, const QString &name) {
    Script script = newScript();
    script.lines.clear();
    for (const QString &text : linesOf(decodeText(bytes, name)))
        script.lines << newLine(text);
    requireFits(script, name);
    return script;
}

QByteArray toText(const Script &script) {
    QByteArray text;
    for (const Line &line : script.lines)
        text += line.text.toUtf8() + '\n';
    return text;
}

} // namespace app::script
