#include "ui/shared/explanation.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::shared {

namespace {

constexpr int kWidth = 340; // px

QPushButton *addOffer(QWidget *popup, QVBoxLayout *layout, const Offer &offer) {
    auto *words = new QLabel(offer.words, popup);
    setRole(words, "quiet");
    words->setWordWrap(true);
    words->setFixedWidth(kWidth);
    layout->addWidget(words);
    if (offer.button.isEmpty()) {
        words->setObjectName(QStringLiteral("why not"));
        return nullptr;
    }
    auto *button = new QPushButton(icon(u"compare"), offer.button, popup);
    setRole(button, "compact");
    button->setAccessibleDescription(offer.words);
    button->setAutoDefault(true);
    layout->addWidget(button, 0, Qt::AlignLeft);
    QObject::connect(button, &QPushButton::clicked, popup, [popup, take = offer.take] {
        popup->close();
        take();
    });
    return button;
}

} // namespace

void explain(QWidget *anchor, const QString &heading, const QString &text, const MakeOffer &offer) {
    auto *popup = new QFrame(anchor->window(), Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    setRole(popup, "popup");
    popup->setAccessibleName(heading);
    popup->setAccessibleDescription(text);
    auto *title = new QLabel(heading, popup);
    setRole(title, "heading");
    auto *body = new QLabel(text, popup);
    body->setTextFormat(Qt::PlainText); // it may quote names of models and files
    body->setWordWrap(true);
    body->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    body->setAccessibleName(heading);
    body->setFixedWidth(kWidth);
    auto *layout = new QVBoxLayout(popup);
    layout->setContentsMargins(2 * kGrid, 12, 2 * kGrid, 12);
    layout->setSpacing(kGrid);
    layout->addWidget(title);
    layout->addWidget(body);
    QPushButton *button = offer ? addOffer(popup, layout, offer()) : nullptr;
    popup->adjustSize();

    const QRect screen = anchor->screen()->availableGeometry();
    QPoint corner = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    if (corner.y() + popup->height() > screen.bottom()) {
        corner.setY(anchor->mapToGlobal(QPoint(0, 0)).y() - popup->height() - 4);
    }
    corner.setX(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - popup->width())));
    popup->move(corner);
    popup->show();
    button ? button->setFocus() : body->setFocus();
}

QToolButton *makeQuestion(const QString &subject, const QString &text, QWidget *parent, const MakeOffer &offer) {
    auto *button = new QToolButton(parent);
    button->setIcon(icon(u"question", Tone::Quiet));
    button->setIconSize(QSize(16, 16));
    button->setToolTip(QObject::tr("What is this?"));
    button->setAccessibleName(QObject::tr("What is “%1”?").arg(subject));
    QObject::connect(button, &QToolButton::clicked, button,
                     [button, subject, text, offer] { explain(button, subject, text, offer); });
    return button;
}

QHBoxLayout *makeCaption(const QString &name, QWidget *setting, const QString &explanation, QWidget *parent,
                         const MakeOffer &offer) {
    auto *label = new QLabel(name, parent);
    label->setBuddy(setting);
    QString subject = name;
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(label);
    row->addWidget(makeQuestion(subject.remove(u'&'), explanation, parent, offer));
    row->addStretch(1);
    return row;
}

} // namespace ui::shared
