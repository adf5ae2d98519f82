// What each pane has of the room. A message, a comparison or another size of everything takes some of it for a while:
// Qt takes it from all panes alike and gives it back to the ones that grow, so that each time a little would go from
// one to the other. When the room is again what it was, each has what it had, unless somebody has moved them since.
#pragma once

#include <QHash>
#include <QMainWindow>
#include <QTimer>

#include <vector>

class QDockWidget;

namespace ui {

class DockShares : public QObject {
    Q_OBJECT

public:
    explicit DockShares(QMainWindow &area);

    void add(QDockWidget &dock);
    void arranged(); // anew, by a program

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Shares { // of the panes that are seen
        QSize room;
        QHash<QDockWidget *, QSize> docks;

        bool areOf(const Shares &other) const; // the same panes
    };

    Shares shares() const;
    void settle();
    void giveBack();
    int heightOfTabs(QDockWidget *dock) const;

    QMainWindow &m_area;
    QList<QDockWidget *> m_docks;
    std::vector<Shares> m_known; // for each room, since somebody has put them anew
    Shares m_pressed;            // while a button of the mouse is down, perhaps on a line between them
    QTimer m_settles;            // when the layout is done
};

} // namespace ui
