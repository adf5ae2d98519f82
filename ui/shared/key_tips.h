// Tooltips and sentences that name the keys of an action, as they are now: a person may have changed them.
#pragma once

#include <QString>

class QWidget;

namespace ui::shared {

// The keys of the action with this id (its object name) in the window of `widget`; empty when it has none.
QString keysOf(const QWidget &widget, const QString &actionId);

// "Stop speaking (Esc)": the keys are looked up whenever the tooltip is about to show.
void setKeyTip(QWidget *widget, const QString &tip, const QString &actionId);

} // namespace ui::shared
