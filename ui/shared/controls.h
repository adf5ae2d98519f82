// Small controls that are made the same everywhere.
#pragma once

#include <QString>

class QToolButton;
class QWidget;

namespace ui::shared {

// A button that is an icon; `tip` is `name` when it is empty.
QToolButton *makeIconButton(QStringView iconName, const QString &name, const QString &tip, QWidget *parent);

// The wheel of somebody who only scrolls past changes nothing: it is the control's when that has the focus.
void letWheelPass(QWidget *control);

} // namespace ui::shared
