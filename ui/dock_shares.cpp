#include "ui/dock_shares.h"

#include <QDockWidget>
#include <QEvent>
#include <QGuiApplication>
#include <QLayout>
#include <QTabBar>

#include <algorithm>

namespace ui {
namespace {

constexpr std::size_t kMostRooms = 16;

}

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
    m_known.clear();
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
        if (!dock->isHidden() && !dock->isFloating() && m_area.rect().intersects(dock->geometry())) // or behind a tab
            shares.docks.insert(dock, dock->size());
    }
    return shares;
}

void DockShares::settle() {
    if (!m_area.isVisible())
        return;
    const Shares now = shares();
    const bool moved = now.room == m_pressed.room && now.docks != m_pressed.docks;
    if (moved || (!m_known.empty() && !now.areOf(m_known.front())))
        m_known.clear();
    if (std::none_of(m_known.begin(), m_known.end(), [&](const Shares &each) { return each.room == now.room; })) {
        if (m_known.size() == kMostRooms)
            m_known.erase(m_known.begin());
        m_known.push_back(now);
    }
    if (QGuiApplication::mouseButtons() == Qt::NoButton)
        m_pressed = {};
}

void DockShares::giveBack() {
    const Shares now = shares();
    const auto before =
        std::find_if(m_known.begin(), m_known.end(), [&](const Shares &each) { return each.room == now.room; });
    if (before == m_known.end() || !now.areOf(*before))
        return;
    QList<QDockWidget *> docks;
    QList<int> widths, heights;
    for (auto each = before->docks.cbegin(); each != before->docks.cend(); ++each) {
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
