// Everything that can be done to a script, as functions from one script to the next. Rows and positions outside the
// script are brought inside it, a position inside a surrogate pair is moved before it, and ids stay unique. Any thread.
#pragma once

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

#include "app/script/script.h"

namespace app::script {

struct Edited {
    Script script;
    Place cursor; // where the person goes on
};

// The text of one line; `text` is cleaned.
Edited setText(Script script, int line, const QString &text);

// Two lines out of one. The second gets an id of its own and keeps voice, speed and seed; the first keeps the id and
// the cue.
Edited splitLine(Script script, Place at);

// Whether a space comes between words and others behind them: when neither has one there and both end and begin in a
// script that writes spaces.
bool wantSpaceBetween(const QString &left, const QString &right);
// With it.
void appendWords(QString &text, const QString &more);

// The line and the one after it become one (appendWords()), under the first one's id, voice, speed and seed; its cue
// ends with that of the second. Nothing happens on the last line.
Edited joinWithNext(Script script, int line);

// `count` lines from `first` on are put before the line that is now `before` (0…number of lines), keeping their order.
Edited moveLines(Script script, int first, int count, int before);

// A script keeps one line: removing all leaves one empty line with a new id.
Edited removeLines(Script script, int first, int count);

// Pasted text: its first line goes to `at`, its last one before what stood after `at`, those between become lines of
// their own with the voice, speed and seed of the line. A line break at the end counts only when something follows.
Edited insertText(Script script, Place at, const QString &text);

// Lines that came from elsewhere, before the line that is now `before`; their ids are theirs. A script that is one
// blank line becomes these. The cursor goes to the first of them.
Edited insertLines(Script script, int before, const QList<Line> &lines);

// Several lines at once; `rows` in any order. A voice id that is none (isVoiceId) counts as "", a speed is clamped.
Edited setVoice(Script script, const QList<int> &rows, const QString &voiceId);
Edited setSpeed(Script script, const QList<int> &rows, std::optional<double> speed);
Edited setSeed(Script script, const QList<int> &rows, std::optional<quint64> seed);
Edited setSeeds(Script script, const QHash<int, quint64> &seeds);  // to each row its own
Edited setSpeeds(Script script, const QHash<int, double> &speeds); // likewise; clamped
Edited clearOwn(Script script, const QList<int> &rows);            // voice, speed and seed as the Studio has them
// The times of one line; those that make no sense (script.h) count as none.
Edited setCue(Script script, int row, std::optional<CueTimes> cue);

} // namespace app::script
