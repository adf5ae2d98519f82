#include "ui/dock_shares.h"

#include <QDockWidget>
#include <QEvent>
#include <QGuiApplication>
#include <QLayout>
#include <QTabBar>

#include <algorithm>

namespace ui {

DockShares::DockShares(QMainWindow &area) : QObject(&area), m_area(area) {
    m_area.installEventFilter(this);
    m_settles.setSingleShot(true);
    connect(&m_settles, &QTimer::timeout, this, &DockShares::settle);
}

void DockShares::add(QDockWidget &dock) {
    m_docks << &dock;
    dock.installEventFilter(this);
}

void DockShares::arranged() {
    m_put = {};
    if (m_area.isVisible())
        m_area.layout()->activate(); // before something else changes the room
    settle();
}

bool DockShares::eventFilter(QObject *watched, QEvent *event) {
    switch (event->type()) {
    case QEvent::Resize:
        if (watched == &m_area) // its layout has dealt with it
            giveBack();
        [[fallthrough]];
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::MouseButtonRelease:
        m_settles.start(0);
        break;
    case QEvent::MouseButtonPress:
        if (watched == &m_area)
            m_pressed = shares();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

bool DockShares::Shares::areOf(const Shares &other) const {
    return docks.size() == other.docks.size() &&
           std::all_of(docks.keyBegin(), docks.keyEnd(), [&](QDockWidget *dock) { return other.docks.contains(dock); });
}

DockShares::Shares DockShares::shares() const {
    Shares shares{m_area.size(), {}};
    for (QDockWidget *dock : m_docks) {
        if (dock->isVisible() && !dock->isFloating() && m_area.rect().intersects(dock->geometry())) // or behind a tab
            shares.docks.insert(dock, dock->size());
    }
    return shares;
}

void DockShares::settle() {
    if (!m_area.isVisible())
        return;
    const Shares now = shares();
    const bool moved = now.room == m_pressed.room && now.docks != m_pressed.docks;
    if (!m_put.room.isValid() || !now.areOf(m_put) || moved)
        m_put = now;
    if (QGuiApplication::mouseButtons() == Qt::NoButton)
        m_pressed = {};
}

void DockShares::giveBack() {
    const Shares now = shares();
    if (now.room != m_put.room || !now.areOf(m_put))
        return;
    QList<QDockWidget *> docks;
    QList<int> widths, heights;
    for (auto each = m_put.docks.cbegin(); each != m_put.docks.cend(); ++each) {
        docks << each.key();
        widths << each->width();
        heights << each->height() + heightOfTabs(each.key());
    }
    m_area.resizeDocks(docks, widths, Qt::Horizontal);
    m_area.resizeDocks(docks, heights, Qt::Vertical);
}

int DockShares::heightOfTabs(QDockWidget *dock) const {
    const QList<QDockWidget *> others = m_area.tabifiedDockWidgets(dock);
    if (std::all_of(others.begin(), others.end(), [](const QDockWidget *other) { return other->isHidden(); }))
        return 0;
    int height = 0;
    for (const QTabBar *tabs : m_area.findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly))
        height = std::max(height, tabs->isVisible() ? tabs->height() : 0);
    return height;
}

} // namespace ui

#include "moc_dock_shares.cpp"
