// `ishowtts voices import ishowtts.toml --settings`: what the original's file says besides its voices, into the
// person's settings.json and danmaku.json.
#pragma once

#include <QString>
#include <QStringList>

namespace app::cli {

struct TakenFromFile {
    QStringList settings, rules, left; // a line each
};

// Needs an application. Nothing is written when the file or ours cannot be read: engine::Error, storage::Error.
TakenFromFile takeSettingsFrom(const QString &file);

} // namespace app::cli
