#include "ui/otherwise_desk.h"

#include <QAction>
#include <QMenu>

#include "app/cloning/line_maker.h"

namespace ui {

OtherwiseDesk::OtherwiseDesk(const app::cloning::LineMaker &lines, QAction &action, QMenu &menu, QObject *parent)
    : QObject(parent), m_lines(lines), m_action(action) {
    connect(&menu, &QMenu::aboutToShow, this, &OtherwiseDesk::count);
    connect(&menu, &QMenu::aboutToHide, this, &OtherwiseDesk::forget);
    forget();
}

void OtherwiseDesk::count() {
    const int lines = int(m_lines.madeOtherwise().size());
    if (lines == 1) {
        m_action.setText(tr("Make 1 line made with &other settings"));
    } else if (lines > 1) {
        m_action.setText(tr("Make %Ln lines made with &other settings", nullptr, lines));
    }
}

void OtherwiseDesk::forget() {
    m_action.setText(tr("Make lines made with &other settings"));
}

} // namespace ui

#include "moc_otherwise_desk.cpp"
