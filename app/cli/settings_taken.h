// `ishowtts voices import ishowtts.toml --settings`: what the original's file says besides its voices, into the
// person's settings.json and danmaku.json.
#pragma once

#include <QString>
#include <QStringList>

namespace app::cli {

struct TakenFromFile {
    QStringList settings, rules, left; // a line each
};

// Both need an application. engine::Error, storage::Error.

// That the file and ours can be read, and ours be written, as far as looking tells: before anything is taken. Nothing
// is moved or written.
void requireTakeable(const QString &file);

// What is in `taken` when this throws has been taken.
void takeSettingsFrom(const QString &file, TakenFromFile &taken);

} // namespace app::cli
