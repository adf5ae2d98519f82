#include "ui/shared/controls.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

class PassingWheel : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override {
        if (event->type() != QEvent::Wheel || static_cast<QWidget *>(watched)->hasFocus())
            return false;
        event->ignore();
        return true;
    }
};

} // namespace

QToolButton *makeIconButton(QStringView iconName, const QString &name, const QString &tip, QWidget *parent) {
    auto *button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setIconSize(QSize(20, 20));
    button->setAccessibleName(name);
    button->setToolTip(tip.isEmpty() ? name : tip);
    return button;
}

void letWheelPass(QWidget *control) {
    control->setFocusPolicy(Qt::StrongFocus); // the wheel does not take it either
    control->installEventFilter(new PassingWheel(control));
}

void keepRoomFor(QComboBox *box, const QString &text) {
    box->ensurePolished();
    QStyleOptionComboBox option;
    option.initFrom(box);
    const QFontMetrics metrics = box->fontMetrics();
    const QSize words(metrics.horizontalAdvance(text) + metrics.averageCharWidth(), metrics.height());
    box->setMinimumWidth(box->style()->sizeFromContents(QStyle::CT_ComboBox, &option, words, box).width());
}

QVBoxLayout *layOutSheet(QWidget *sheet) {
    auto *layout = new QVBoxLayout(sheet);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(12);
    return layout;
}

QHBoxLayout *sheetButtons(QPushButton *leave, QPushButton *act) {
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(leave);
    buttons->addWidget(act);
    return buttons;
}

} // namespace ui::shared
