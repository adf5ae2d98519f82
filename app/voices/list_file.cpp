#include "app/voices/list_file.h"

#include <QFile>
#include <QFileInfo>

#include "app/archive/entry_names.h"
#include "app/storage/storage_error.h"
#include "app/voices/voices_words.h"

namespace app::voices {

namespace {

constexpr qint64 kLongestList = 1 << 20;

storage::Error refusedList(const QString &what, const QString &remedy, const QString &detail = {}) {
    return {storage::Trouble::BadInput, {what, remedy, detail}};
}

} // namespace

QByteArray contentOfList(const QString &name) {
    const QFileInfo info(name);
    if (!info.isFile()) // a pipe would be waited for
        throw refusedList(Said::tr("There is no file '%1'.").arg(name), Said::tr("Choose another file."));
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        throw refusedList(Said::tr("The file '%1' cannot be read.").arg(name), Said::tr("Check its permissions."),
                          file.errorString());
    QByteArray content = file.read(kLongestList + 1);
    if (content.size() > kLongestList)
        throw refusedList(Said::tr("The file '%1' is too long for a list of voices.").arg(name),
                          Said::tr("Choose an F5-TTS .toml, an ishowtts.toml or an overrides.json."));
    return content;
}

toml::table tomlIn(const QString &file) {
    const QByteArray content = contentOfList(file);
    try {
        return toml::parse(std::string_view(content.constData(), std::size_t(content.size())));
    } catch (const toml::parse_error &error) {
        throw refusedList(
            Said::tr("The file '%1' is no TOML: line %2, column %3.")
                .arg(file, QString::number(error.source().begin.line), QString::number(error.source().begin.column)),
            Said::tr("Correct it there."), QString::fromUtf8(error.what()));
    }
}

QString fromToml(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString shownText(const QString &text) {
    const QString quoted = archive::shown(text.toStdString());
    return quoted.mid(1, quoted.size() - 2);
}

} // namespace app::voices
