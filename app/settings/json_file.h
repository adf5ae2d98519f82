// The Studio's own JSON files (settings, presets, shortcuts): read with a limit, refused by line and column, moved
// aside when damaged, and changed under a lock beside the file (settings.json.lock), so that two Studios that write in
// one moment lose nothing of each other's. Any thread.
#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>
#include <optional>

#include "app/problem.h"

namespace app {

inline constexpr qint64 kLongestJsonFile = 16 << 20; // bytes; ours have some kilobytes

// What else must hold for the file to be whole; empty when it does, else what is wrong, translated.
using Objection = std::function<QString(const QJsonObject &)>;

// What a person is told, translated. What to do about it is said for them.
struct FileWords {
    QString unreadable; // "The settings could not be read, so …"
    QString damaged;    // and moved aside
    QString replaced;   // and moved aside, and written anew from what the Studio knows
    QString stuck;      // damaged, and cannot be moved aside
};

struct ReadObject {
    std::optional<QJsonObject> object; // an empty one when there is no file; none: see `problem`
    std::optional<Problem> problem;
    bool mayWrite = true; // false: a file nobody can read is not replaced
};

// A file that is no JSON object is moved aside to "<file>.broken", with a number when earlier ones are still there:
// nothing a person wrote is overwritten. `whole`, when it holds something, is written in its place. A damaged file that
// another program holds for 2 s is left to that one.
ReadObject readObject(const QString &file, const FileWords &words, const Objection &objection = {},
                      const QJsonObject &whole = {});

// Only looks: nothing is moved aside, written or waited for. None: it cannot be read, or holds no JSON object.
std::optional<QJsonObject> lookAtObject(const QString &file);

struct ChangedObject {
    QString error;                 // what the system said; empty when the change is in the file
    QString remedy;                // with an error: what to do about it, translated
    std::optional<Problem> damage; // the file was damaged, was moved aside, and is now what `whole` was, changed
    bool diskFull = false;         // that is the error
};

// Reads, applies and writes under the lock, for which it waits at most 2 s. What was damaged meanwhile is moved aside,
// and `whole`, which is all that the Studio knows, takes its place.
ChangedObject changeObject(const QString &file, const FileWords &words, const QJsonObject &whole,
                           const std::function<void(QJsonObject &)> &apply, const Objection &objection = {});

QString shortly(const QJsonValue &value); // for messages; at most 60 characters

} // namespace app
