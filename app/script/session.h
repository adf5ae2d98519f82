// What was open, as it is kept for the next start. Plain values.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include "app/script/script.h"

namespace app::script {

struct Session {
    Script script;
    QString path;           // absolute; "" = no file yet
    bool modified = false;  // differs from what `path` holds
    Place cursor;           // inside the script
    QByteArray fingerprint; // ScriptFile::fingerprint()

    // A session without a word in it need not be kept.
    bool isWorthKeeping() const;
};

struct KeptSession {
    Session session;
    bool closed = false;  // the program ended in order
    QDateTime savedAt;    // UTC
    bool putAway = false; // it was no longer open: another script had taken its place
};

// JSON as script files are, "format": "ishowtts-session". Reading throws Error(BadInput), NewerFormat for a later
// version.
QByteArray toJson(const KeptSession &kept);
KeptSession sessionFromJson(const QByteArray &bytes, const QString &name);

} // namespace app::script
