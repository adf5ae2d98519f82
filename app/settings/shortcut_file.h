// shortcuts.json on disk: {"version": 1, "shortcuts": {"playback.mute": ["Ctrl+Alt+M"], "edit.find": []}}: the actions
// whose keys are not as shipped, each with its keys in portable text; an empty list is an action without keys. Actions
// that this version does not know stay in the file. Written whole or not at all, by change and under a lock
// (json_file.h). Any thread.
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

#include "app/problem.h"
#include "app/settings/json_file.h"

namespace app {

inline constexpr qsizetype kMostKeys = 4; // of one action

struct ShortcutChange {
    QString action;                  // its id
    std::optional<QStringList> keys; // none: as shipped
};

struct ShortcutFile {
    bool read = false;               // false: damaged, or it cannot be read; see problem
    QMap<QString, QStringList> keys; // by the action's id
    std::optional<Problem> problem;  // also names entries that are no lists of keys; they stay in the file
};

// A file that holds no shortcuts at all is moved aside to shortcuts.json.broken; `whole` takes its place.
ShortcutFile readShortcuts(const QString &file, const QJsonObject &whole);

// Waits for the lock at most 2 s.
ChangedObject writeShortcuts(const QString &file, const QList<ShortcutChange> &changes, const QJsonObject &whole);

QJsonObject fileOf(const QMap<QString, QStringList> &keys); // the whole file; empty when all is as shipped

void apply(QMap<QString, QStringList> &keys, const ShortcutChange &change);

} // namespace app
