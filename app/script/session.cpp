#include "app/script/session.h"

#include <algorithm>

#include "app/script/script_format.h"
#include "app/script/script_words.h"

namespace app::script {

namespace {

const char *const kSessionFormat = "ishowtts-session";
constexpr int kVersion = 1;
constexpr int kLongestScriptPath = 4096;

bool isFingerprint(const QByteArray &text) {
    return text.isEmpty() || (text.size() == 64 && QByteArray::fromHex(text).toHex() == text);
}

} // namespace

bool Session::isWorthKeeping() const {
    return modified || !path.isEmpty() || !std::all_of(script.lines.begin(), script.lines.end(), isBlank);
}

QByteArray toJson(const KeptSession &kept) {
    const Session &session = kept.session;
    engine::Json::Object value{
        {"closed", kept.closed},
        {"cursor", engine::Json::Object{{"line", session.cursor.line}, {"position", session.cursor.position}}},
        {"fingerprint", session.fingerprint.toStdString()},
        {"format", kSessionFormat},
        {"modified", session.modified},
        {"path", session.path.toStdString()},
        {"savedAt", kept.savedAt.toUTC().toString(Qt::ISODateWithMs).toStdString()},
        {"script", toValue(session.script)},
        {"version", kVersion}};
    if (kept.putAway)
        value.emplace("putAway", true);
    return QByteArray::fromStdString(engine::Json(std::move(value)).dump() + "\n");
}

KeptSession sessionFromJson(const QByteArray &bytes, const QString &name) {
    const engine::Json value = engine::Json::parse(std::string_view(bytes.constData(), std::size_t(bytes.size())),
                                                   name.toStdString(), {kLargestFile, 8, std::size_t(kMostLines) * 10});
    const QString where = QStringLiteral("“%1”").arg(name);
    const Members members(value, where);
    members.requireFormat(kSessionFormat, kVersion);
    members.knowOnly(
        {"closed", "cursor", "fingerprint", "format", "modified", "path", "putAway", "savedAt", "script", "version"});

    KeptSession kept;
    kept.closed = members.flag("closed");
    kept.putAway = !members.member("putAway").isNull() && members.flag("putAway");
    kept.savedAt = QDateTime::fromString(members.text("savedAt", 64), Qt::ISODateWithMs);
    if (!kept.savedAt.isValid())
        members.refuse(tr("“savedAt” is no point in time"));
    Session &session = kept.session;
    session.script = fromValue(members.member("script"), name);
    session.path = members.optionalText("path", kLongestScriptPath);
    if (!session.path.isEmpty() && !session.path.startsWith(u'/'))
        members.refuse(tr("“path” is no absolute path"));
    session.modified = members.flag("modified");
    session.fingerprint = members.optionalText("fingerprint", 64).toLatin1();
    if (!isFingerprint(session.fingerprint))
        members.refuse(tr("“fingerprint” is no SHA-256"));
    const Members cursor(members.member("cursor"), where);
    const int lastLine = int(session.script.lines.size()) - 1;
    session.cursor.line = int(std::min<quint64>(cursor.count("line").value_or(0), quint64(lastLine)));
    const auto length = quint64(session.script.lines.at(session.cursor.line).text.size());
    session.cursor.position = int(std::min<quint64>(cursor.count("position").value_or(0), length));
    return kept;
}

} // namespace app::script
