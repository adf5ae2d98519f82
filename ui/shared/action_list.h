// Every action of the program with its place in the menus: what the command palette searches and the shortcut list
// shows.
#pragma once

#include <QPointer>
#include <QString>

#include <optional>
#include <vector>

class QAction;
class QMenuBar;

namespace ui::shared {

struct ActionEntry {
    QPointer<QAction> action;
    QString name;  // without mnemonic
    QString place; // "View › Theme"
    QString id;    // the same in every version and language; empty = only said there, like "No scripts yet"
};

std::vector<ActionEntry> actionsOf(const QMenuBar &menus);

// How well `pattern` fits: all its letters in order, ignoring case and blanks; starts of words and runs count more.
// Nothing when it does not fit.
std::optional<int> fuzzyScore(const QString &pattern, const QString &text);

} // namespace ui::shared
