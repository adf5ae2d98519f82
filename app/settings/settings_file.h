// settings.json on disk: an object of sections, each an object of keys. Written whole or not at all, and by change
// under a lock (json_file.h): what another Studio, a person or a newer version wrote into it meanwhile stays there. Any
// thread.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

#include "app/problem.h"
#include "app/settings/json_file.h"

namespace app {

struct SettingsChange {
    QString section; // "" = the top of the file
    QString key;
    QJsonValue value; // undefined = the key goes
};

struct SettingsFile {
    QJsonObject sections;
    QList<SettingsChange> brought; // what a version without sections wrote, moved to its place
    QList<Problem> problems;       // a damaged or unreadable file, values that make no sense
    bool mayWrite = true;          // false: a file nobody can read is not replaced
};

// A file that is no JSON object is moved aside to settings.json.broken; values that make no sense stay in it, are
// named, and count as their defaults.
SettingsFile readSettings(const QString &file);
// Leaves the file as it is and says nothing of one that is no JSON object: nothing, then.
std::optional<SettingsFile> lookAtSettings(const QString &file);

// `known`, all that the Studio knows, takes the place of a file that was damaged meanwhile.
ChangedObject writeSettings(const QString &file, const QList<SettingsChange> &changes, const QJsonObject &known = {});

void apply(QJsonObject &sections, const SettingsChange &change);

} // namespace app
