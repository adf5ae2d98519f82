#include "ui/shared/explanation.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::shared {

void explain(QWidget *anchor, const QString &heading, const QString &text) {
    auto *popup = new QFrame(anchor->window(), Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    setRole(popup, "popup");
    popup->setAccessibleName(heading);
    popup->setAccessibleDescription(text);
    auto *title = new QLabel(heading, popup);
    setRole(title, "heading");
    auto *body = new QLabel(text, popup);
    body->setWordWrap(true);
    body->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    body->setAccessibleName(heading);
    body->setFixedWidth(340);
    auto *layout = new QVBoxLayout(popup);
    layout->setContentsMargins(2 * kGrid, 12, 2 * kGrid, 12);
    layout->setSpacing(kGrid);
    layout->addWidget(title);
    layout->addWidget(body);
    popup->adjustSize();

    const QRect screen = anchor->screen()->availableGeometry();
    QPoint corner = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    if (corner.y() + popup->height() > screen.bottom()) {
        corner.setY(anchor->mapToGlobal(QPoint(0, 0)).y() - popup->height() - 4);
    }
    corner.setX(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - popup->width())));
    popup->move(corner);
    popup->show();
    body->setFocus();
}

QToolButton *makeQuestion(const QString &subject, const QString &text, QWidget *parent) {
    auto *button = new QToolButton(parent);
    button->setIcon(icon(u"question", Tone::Quiet));
    button->setIconSize(QSize(16, 16));
    button->setToolTip(QObject::tr("What is this?"));
    button->setAccessibleName(QObject::tr("What is “%1”?").arg(subject));
    QObject::connect(button, &QToolButton::clicked, button,
                     [button, subject, text] { explain(button, subject, text); });
    return button;
}

QHBoxLayout *makeCaption(const QString &name, QWidget *setting, const QString &explanation, QWidget *parent) {
    auto *label = new QLabel(name, parent);
    label->setBuddy(setting);
    QString subject = name;
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(label);
    row->addWidget(makeQuestion(subject.remove(u'&'), explanation, parent));
    row->addStretch(1);
    return row;
}

} // namespace ui::shared
