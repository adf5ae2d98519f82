// "Make lines made with other settings": while the action is looked at, it says how many there are.
#pragma once

#include <QObject>

class QAction;
class QMenu;

namespace app::cloning {
class LineMaker;
}

namespace ui {

class OtherwiseDesk : public QObject {
    Q_OBJECT

public:
    OtherwiseDesk(const app::cloning::LineMaker &lines, QAction &action, QMenu &menu, QObject *parent);

    void count();  // until forget()
    void forget(); // the number: it would soon be wrong

private:
    const app::cloning::LineMaker &m_lines;
    QAction &m_action;
};

} // namespace ui
