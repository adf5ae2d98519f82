#include "app/log/shipped_names.h"

#include <QDir>

namespace app::log {

namespace {

QSet<QString> foldersIn(const std::filesystem::path &folder) {
    const QStringList names =
        QDir(QString::fromStdString(folder.string())).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    return {names.begin(), names.end()};
}

QString named(const QSet<QString> &shipped, const QString &name) {
    return name.isEmpty() || shipped.contains(name) ? name : QStringLiteral("(one of your own)");
}

} // namespace

ShippedNames ShippedNames::in(const std::filesystem::path &folder) {
    return {foldersIn(folder / "voices"), foldersIn(folder / "models")};
}

QString ShippedNames::voice(const QString &id) const {
    return named(voices, id);
}

QString ShippedNames::model(const QString &name) const {
    return named(models, name);
}

QString ShippedNames::inWords(const QStringList &voiceIds) const {
    QStringList shipped;
    for (const QString &id : voiceIds) {
        if (voices.contains(id))
            shipped << id;
    }
    const qsizetype own = voiceIds.size() - shipped.size();
    QStringList parts;
    if (!shipped.isEmpty())
        parts << shipped.join(QStringLiteral(", "));
    if (own > 0)
        parts << QStringLiteral("%1 of your own").arg(own);
    return parts.isEmpty() ? QStringLiteral("none") : parts.join(QStringLiteral("; "));
}

} // namespace app::log
