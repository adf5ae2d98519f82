// A short explanation beside the control that was asked: a heading and a paragraph. Esc or a click elsewhere closes it.
#pragma once

#include <QString>

class QToolButton;
class QWidget;

namespace ui::shared {

void explain(QWidget *anchor, const QString &heading, const QString &text);

// The small "?" beside a setting.
QToolButton *makeQuestion(const QString &subject, const QString &text, QWidget *parent);

} // namespace ui::shared
