// Which keys an action may have. Text fields, lists and menus keep theirs: an action with such keys would work in some
// places only, or would take from a person what every program does.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

namespace ui::shortcuts {

using Keys = QList<QKeySequence>; // of an action; the first is shown

// Why no action may have them, as a sentence; empty when one may.
QString objectionTo(const QKeySequence &keys);

// The Enter of the keypad is another key than Return, and nobody means one of them alone.
Keys withTwin(const QKeySequence &keys);

// As the person's keyboard names them: "Ctrl+M, F5"; twins once. Empty when there are none.
QString shown(const Keys &keys);

// Portable text, as shortcuts.json has it. An empty sequence when it is none.
QKeySequence fromText(const QString &text);

} // namespace ui::shortcuts
