// A row of the pages of rules: a name, a control, and the button that restores what was shipped. GUI thread.
#pragma once

#include <QString>

class QGridLayout;
class QToolButton;
class QWidget;

namespace ui::danmaku {

// Below the rows of `grid`, whose widget has the button, too. A check box says its name itself. The button keeps its
// room while it is hidden.
QToolButton *addRuleRow(QGridLayout &grid, const QString &name, const QString &tip, QWidget *control);

} // namespace ui::danmaku
