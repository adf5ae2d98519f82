// How a question is answered, by keys or the pointer. Places are called A, B … as they stand on the screen; nothing
// here knows what lies where.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "app/listening/listening_event.h"
#include "app/listening/test_design.h"

class QKeyEvent;

namespace ui::listening {

class AnswerPanel : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void ask(int places) = 0;       // a new question with so many sounds, without an answer
    virtual void setHeard(int place) = 0;   // keys that change a sound's own answer change this one's
    virtual bool press(QKeyEvent &key) = 0; // true when it was for the answer
    virtual std::optional<app::listening::Vote> vote() const = 0; // nothing as long as something is missing
    virtual QString missing() const = 0;                          // what, in words
    virtual QString keyWords() const = 0;                         // the keys that press() takes, for people

Q_SIGNALS:
    void changed();
    void chosen(); // the answer was pressed again: it is meant
};

QString letterOf(int place); // "A", "B" …; kPlaceOfX: "X"

AnswerPanel *makeAnswerPanel(const app::listening::TestDesign &design, QWidget *parent);

} // namespace ui::listening
