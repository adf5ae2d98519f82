// Small controls that are made the same everywhere.
#pragma once

#include <QString>

class QComboBox;
class QHBoxLayout;
class QPushButton;
class QToolButton;
class QVBoxLayout;
class QWidget;

namespace ui::shared {

// A button that is an icon; `tip` is `name` when it is empty.
QToolButton *makeIconButton(QStringView iconName, const QString &name, const QString &tip, QWidget *parent);

// The wheel of somebody who only scrolls past changes nothing: it is the control's when that has the focus.
void letWheelPass(QWidget *control);

// Never narrower than this text needs, in whatever language; longer choices are shortened, and whole in the list.
void keepRoomFor(QComboBox *box, const QString &text);

// A sheet that asks before something is done: its layout, and its last row.
QVBoxLayout *layOutSheet(QWidget *sheet);
QHBoxLayout *sheetButtons(QPushButton *leave, QPushButton *act);

} // namespace ui::shared
