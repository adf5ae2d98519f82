#include "app/script/imported_script.h"

#include <QFileInfo>
#include <QSet>

#include <array>
#include <cmath>
#include <utility>

#include "app/script/script_format.h"
#include "app/script/script_words.h"

namespace app::script {

QStringList importedSuffixes() {
    return QStringLiteral("txt srt vtt csv tsv ishowtts").split(u' ');
}

bool isOnlyImported(const QString &file) {
    return QStringLiteral("srt vtt csv tsv").split(u' ').contains(QFileInfo(file).suffix().toLower());
}

namespace {

constexpr qsizetype kMostNamed = 8;

ImportedScript readAs(const QByteArray &bytes, const QString &name, const ImportOptions &options) {
    const QString suffix = QFileInfo(name).suffix().toLower();
    if (suffix == u"srt" || suffix == u"vtt")
        return importCaptions(bytes, name, options);
    if (suffix == u"csv" || suffix == u"tsv")
        return importTable(bytes, name, options);
    if (looksLikeScript(bytes))
        return {fromJson(bytes, name).lines, {}};
    return importText(bytes, name, options.cut);
}

void addOnce(QStringList &names, const QString &name) {
    if (names.size() <= kMostNamed && !names.contains(name))
        names << name;
}

// Voices of lines that are not there, and names in tags that nobody has.
void noteVoices(ImportedScript &imported, const ImportOptions &options) {
    const QSet<QString> known(options.voices.begin(), options.voices.end());
    QStringList missing, tags;
    engine::text::SpeakerNames names = options.names;
    for (const Line &line : std::as_const(imported.lines)) {
        if (!line.voiceId.isEmpty() && !known.isEmpty() && !known.contains(line.voiceId))
            addOnce(missing, line.voiceId);
        if (names.speakers.empty() || !(line.text.contains(u'[') || line.text.contains(u'{')))
            continue;
        names.current = line.voiceId.isEmpty() ? options.names.current : line.voiceId.toStdString();
        for (const engine::text::TagWarning &warning : engine::text::readTags(line.text.toStdString(), names).warnings)
            if (!warning.name.empty())
                addOnce(tags, QString::fromStdString(warning.name));
    }
    if (missing.size() == 1)
        imported.notes
            << tr("The voice “%1” is not here: choose another one for its lines, or import it.").arg(missing.first());
    else if (!missing.isEmpty())
        imported.notes << tr("Voices that are not here: %1. Choose others for their lines, or import them.")
                              .arg(namesInNote(missing));
    if (!tags.isEmpty())
        imported.notes << tr("Tags that name no voice and no style: %1.").arg(namesInNote(tags));
}

} // namespace

QString namesInNote(QStringList names) {
    const bool more = names.size() > kMostNamed;
    names = names.mid(0, kMostNamed);
    if (more)
        names << QStringLiteral("…");
    return names.join(QStringLiteral(", ")).left(300);
}

ImportedScript importScript(const QByteArray &bytes, const QString &name, const ImportOptions &options) {
    ImportedScript imported = readAs(bytes, name, options);
    noteVoices(imported, options);
    return imported;
}

std::optional<double> secondsOfClock(QStringView text) {
    text = text.trimmed();
    std::array<double, 3> parts{}; // the last is seconds
    int count = 0;
    for (const QStringView part : text.split(u':')) {
        if (count == 3 || part.isEmpty() || part.size() > 12)
            return {};
        double value = 0;
        double place = 0; // of the next digit behind the point; 0 = before it
        bool digits = false;
        for (const QChar c : part) {
            if (c >= u'0' && c <= u'9') {
                const int digit = c.unicode() - u'0';
                value = place > 0 ? value + digit * place : value * 10 + digit;
                place /= 10;
                digits = true;
            } else if ((c == u'.' || c == u',') && place == 0 && digits) {
                place = 0.1;
            } else {
                return {};
            }
        }
        if (!digits || (place > 0 && count + 1 < text.count(u':') + 1))
            return {}; // only seconds have a fraction
        parts[std::size_t(count++)] = value;
    }
    if (count == 0)
        return {};
    double seconds = 0;
    for (int i = 0; i < count; ++i) {
        if (i > 0 && parts[std::size_t(i)] >= 60)
            return {};
        seconds = seconds * 60 + parts[std::size_t(i)];
    }
    seconds = std::round(seconds * 1e6) / 1e6;
    return seconds <= kLatestCue ? std::optional(seconds) : std::nullopt;
}

} // namespace app::script
