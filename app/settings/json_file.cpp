#include "app/settings/json_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace app {
namespace {

QString say(const char *words) {
    return QCoreApplication::translate("settings", words);
}

QString placeOf(const QByteArray &text, qsizetype offset) { // as editors count
    const QByteArray before = text.left(offset);
    return say(QT_TRANSLATE_NOOP("settings", "line %1, column %2"))
        .arg(before.count('\n') + 1)
        .arg(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1);
}

} // namespace

ParsedObject parseObject(const QByteArray &text) {
    if (text.size() > kLongestJsonFile)
        return {{}, say(QT_TRANSLATE_NOOP("settings", "the file is longer than 16 MiB"))};
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return {{}, placeOf(text, error.offset) + QStringLiteral(": ") + error.errorString()};
    if (!document.isObject())
        return {{}, say(QT_TRANSLATE_NOOP("settings", "the file holds no JSON object"))};
    return {document.object(), {}};
}

QString nameForBroken(const QString &file) {
    QString name = file + QStringLiteral(".broken");
    for (int number = 2; QFile::exists(name); ++number)
        name = file + QStringLiteral(".broken-%1").arg(number);
    return name;
}

QString shortly(const QJsonValue &value) {
    const QJsonDocument document(value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()));
    const QString text = value.isString() ? u'"' + value.toString() + u'"'
                         : value.isArray() || value.isObject()
                             ? QString::fromUtf8(document.toJson(QJsonDocument::Compact))
                             : value.toVariant().toString();
    return value.isNull() ? QStringLiteral("null") : text.size() > 60 ? text.left(59) + u'…' : text;
}

QString writeObject(const QString &file, const QJsonObject &object) {
    const QFileInfo info(file);
    if (!QDir().mkpath(info.path()))
        return say(QT_TRANSLATE_NOOP("settings", "The folder “%1” cannot be made.")).arg(info.path());
    const QByteArray text = QJsonDocument(object).toJson();
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit())
        return {};
    qWarning("settings: %s: %s", qUtf8Printable(file), qUtf8Printable(out.errorString()));
    return out.errorString();
}

} // namespace app
