// A short explanation beside the control that was asked: a heading and a paragraph. Esc or a click elsewhere closes it.
#pragma once

#include <QString>

#include <functional>

class QHBoxLayout;
class QToolButton;
class QWidget;

namespace ui::shared {

// Something that may be done about what is explained: a sentence, and a button that closes the explanation and does it.
// Without words on the button there is none.
struct Offer {
    QString words;
    QString button;
    std::function<void()> take;
};
using MakeOffer = std::function<Offer()>; // asked when the explanation opens; empty = nothing is offered

void explain(QWidget *anchor, const QString &heading, const QString &text, const MakeOffer &offer = {});

// The small "?" beside a setting.
QToolButton *makeQuestion(const QString &subject, const QString &text, QWidget *parent, const MakeOffer &offer = {});

// What stands over a setting: its name, which leads to it by its mnemonic, and the "?" that explains it.
QHBoxLayout *makeCaption(const QString &name, QWidget *setting, const QString &explanation, QWidget *parent,
                         const MakeOffer &offer = {});

} // namespace ui::shared
