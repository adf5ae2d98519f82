// What the Help menu opens. Neither blocks the window.
#pragma once

class QDialog;
class QString;
class QWidget;

namespace ui::shared {

QDialog *showAbout(QWidget *parent); // with the licences of the code, its libraries and the models

QDialog *showText(const QString &title, const QString &text, QWidget *parent); // plain, to be read and copied

} // namespace ui::shared
