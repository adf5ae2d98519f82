// What the Help menu opens. Neither blocks the window.
#pragma once

#include "ui/shared/action_list.h"

class QDialog;
class QWidget;

namespace ui::shared {

QDialog *showShortcuts(const std::vector<ActionEntry> &entries, QWidget *parent);
QDialog *showAbout(QWidget *parent); // with the licences of the code, its libraries and the models

} // namespace ui::shared
