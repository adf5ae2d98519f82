// A short explanation beside the control that was asked: a heading and a paragraph. Esc or a click elsewhere closes it.
#pragma once

#include <QString>

class QHBoxLayout;
class QToolButton;
class QWidget;

namespace ui::shared {

void explain(QWidget *anchor, const QString &heading, const QString &text);

// The small "?" beside a setting.
QToolButton *makeQuestion(const QString &subject, const QString &text, QWidget *parent);

// What stands over a setting: its name, which leads to it by its mnemonic, and the "?" that explains it.
QHBoxLayout *makeCaption(const QString &name, QWidget *setting, const QString &explanation, QWidget *parent);

} // namespace ui::shared
