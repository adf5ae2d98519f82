// The script file: JSON that begins {"format": "ishowtts-script", …}, indented so that people can read and compare it.
//   format   "ishowtts-script"
//   id       UUID of the script
//   lines    a list of {"id": UUID, "text": …, "voice": id, "speed": 0.3…3, "seed": 0…2^64-1, "begin": s, "end": s};
//            all but the first two may be absent, the last two are there together (0…3,600,000, begin ≤ end)
//   version  1, or 2 when a line has a begin and an end; whoever adds anything raises it, so that an older program says
//            so instead of losing it
// Everything is checked when it is read: kinds, ranges, lengths, UTF-8, names that are not known. Any thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <initializer_list>
#include <optional>

#include "app/script/script.h"
#include "engine/error.h"
#include "engine/json.h"

namespace app::script {

inline constexpr int kLargestFile = 32 << 20; // bytes
inline constexpr int kScriptVersion = 2;

// A file that is whole, but of a later format than this program knows.
class NewerFormat : public engine::Error {
public:
    using Error::Error;
};

engine::Json toValue(const Script &script);
QByteArray toJson(const Script &script);

// Error(BadInput), translated, naming the file and the place. Of two lines with one id the second gets a new one.
Script fromValue(const engine::Json &value, const QString &name);
Script fromJson(const QByteArray &bytes, const QString &name);

// Whether the bytes claim to be such a file, however damaged.
bool looksLikeScript(const QByteArray &bytes);

// Error(BadInput), translated: more lines or bytes than a script holds. `name` is the file's.
void requireFits(const Script &script, const QString &name);

// Plain text: one line of the file is one line of the script. Error(BadInput) when it is no text or too much of it.
Script fromText(const QByteArray &bytes, const QString &name);
QByteArray toText(const Script &script); // UTF-8, LF; voices, speeds and seeds are left out

// Members of JSON that was read, checked; shared by everything that keeps a script.
class Members {
public:
    // `where` begins the messages: "“x.ishowtts”, line 12".
    Members(const engine::Json &object, QString where);

    QString text(const char *name, int longest) const;         // required
    QString optionalText(const char *name, int longest) const; // "" when absent
    QString id(const char *name) const;                        // required, canonical
    std::optional<double> number(const char *name, double low, double high) const;
    std::optional<quint64> count(const char *name) const; // 0…2^64-1
    bool flag(const char *name) const;                    // required
    const engine::Json &member(const char *name) const;   // null when absent
    void knowOnly(std::initializer_list<const char *> names) const;
    // The names of format and version; a newer version is said to be newer.
    void requireFormat(const char *format, int version) const;
    [[noreturn]] void refuse(const QString &what) const;

private:
    const engine::Json &m_object;
    QString m_where;
};

} // namespace app::script
