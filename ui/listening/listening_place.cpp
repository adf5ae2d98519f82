#include "ui/listening/listening_place.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

#include <utility>

#include "ui/listening/blind_page.h"
#include "ui/listening/listening_pane.h"
#include "ui/listening/results_pane.h"

namespace ui::listening {

ListeningPlace::ListeningPlace(Uses uses, QMainWindow *window, QWidget *docks, QStackedWidget *stage)
    : QObject(window), m_window(window), m_docks(docks), m_stage(stage),
      m_tests(new ListeningDesk(uses.tests, window, docks, stage)),
      m_results(new ResultsDesk({*m_tests, uses.tests.cells, uses.tests.sessions, uses.change, uses.queue,
                                 uses.tests.voices, uses.takes, uses.spoken, uses.batchCells, uses.tests.notices},
                                window, docks)) {
    connect(m_tests, &ListeningDesk::blindWanted, this, &ListeningPlace::showBlind);
}

void ListeningPlace::addMenu(QMenuBar &bar) {
    auto *menu = new QMenu(tr("&Listening"), &bar);
    menu->setToolTipsVisible(true); // they say why an action is off
    shared::addGroups(*menu, m_tests->acts().groups());
    bar.insertMenu(bar.actions().last(), menu);
}

void ListeningPlace::takePlace(const QList<QWidget *> &around) {
    m_around = around;
    m_stage->addWidget(&m_tests->blind());
}

void ListeningPlace::showBlind(bool open) {
    m_blind = open;
    if (open) {
        m_title = m_window->windowTitle();
        m_window->setWindowTitle(tr("Blind listening — iShowTTS Studio"));
        m_stage->setCurrentWidget(&m_tests->blind());
        QList<QWidget *> others = m_around + QList<QWidget *>{m_window->menuBar()};
        for (QDockWidget *dock : m_docks->findChildren<QDockWidget *>()) {
            if (dock->isFloating())
                others << dock;
        }
        for (QWidget *each : others) {
            if (!each->isHidden()) {
                each->hide();
                m_hidden.append(each);
            }
        }
    } else {
        m_stage->setCurrentWidget(m_docks);
        for (const QPointer<QWidget> &each : std::exchange(m_hidden, {})) {
            if (each)
                each->show();
        }
        m_window->setWindowTitle(m_title);
        m_tests->pane().focusGrid();
    }
    Q_EMIT blindChanged(open);
}

} // namespace ui::listening

#include "moc_listening_place.cpp"
