#include "app/script/imported_script.h"

#include <QFileInfo>

#include <array>
#include <cmath>

#include "app/script/script_format.h"

namespace app::script {

QStringList importedSuffixes() {
    return QStringLiteral("txt srt vtt csv tsv ishowtts").split(u' ');
}

bool isOnlyImported(const QString &file) {
    return QStringLiteral("srt vtt csv tsv").split(u' ').contains(QFileInfo(file).suffix().toLower());
}

ImportedScript importScript(const QByteArray &bytes, const QString &name, const ImportOptions &options) {
    const QString suffix = QFileInfo(name).suffix().toLower();
    if (suffix == u"srt" || suffix == u"vtt")
        return importCaptions(bytes, name, options);
    if (suffix == u"csv" || suffix == u"tsv")
        return importTable(bytes, name, options);
    if (looksLikeScript(bytes))
        return {fromJson(bytes, name).lines, {}};
    return importText(bytes, name, options.cut);
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
