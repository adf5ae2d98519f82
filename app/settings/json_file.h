// JSON files of the Studio's own: read with a limit, refused by line and column, moved aside when damaged. Any thread.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace app {

inline constexpr qint64 kLongestJsonFile = 16 << 20; // bytes; ours have some kilobytes

struct ParsedObject {
    std::optional<QJsonObject> object; // none when the text is no JSON object, or too long
    QString error;                     // translated; where and what
};

ParsedObject parseObject(const QByteArray &text);

// Beside the file, with a number when earlier broken ones are still there: nothing a person wrote is overwritten.
QString nameForBroken(const QString &file);

QString shortly(const QJsonValue &value); // for messages; at most 60 characters

// Whole or not at all; makes the folder. Empty when it worked, else what the system said.
QString writeObject(const QString &file, const QJsonObject &object);

} // namespace app
