// Finding in the lines of a script. Case and the way of composing letters make no difference, in all of Unicode
// ("STRASSE" finds "Straße", "É" finds "e" with a combining accent); a match never cuts a letter from its accents. Any
// thread.
#pragma once

#include <QList>
#include <QString>

#include <memory>
#include <optional>

#include "app/script/edits.h"

namespace app::script {

struct Match {
    int line = 0;
    int position = 0; // UTF-16 units
    int length = 0;

    friend bool operator==(const Match &, const Match &) = default;
};

// The matches of one line after the other, from left to right, none inside another. `line` is only handed on.
class LineFinder {
public:
    explicit LineFinder(const QString &what);
    ~LineFinder();
    LineFinder(LineFinder &&) noexcept;
    LineFinder &operator=(LineFinder &&) noexcept;

    bool isEmpty() const; // looks for nothing
    QList<Match> of(int line, const QString &text);

private:
    class Matches;
    std::unique_ptr<Matches> m_matches;
};

// The first match that begins at `from` or after it, going on at the beginning after the last line. None when `what` is
// empty or stands nowhere.
std::optional<Match> findNext(const Script &script, const QString &what, Place from);

// Whether this range still is what was looked for.
bool isMatch(const Script &script, const QString &what, const Match &match);

// `with` is cleaned; the cursor stands behind it. A match outside the script changes nothing.
Edited replaceMatch(Script script, const Match &match, const QString &with);

struct ReplacedAll {
    Script script;
    int count = 0;
};
ReplacedAll replaceAll(Script script, const QString &what, const QString &with); // in one go, never inside what it put

} // namespace app::script
