#include "ui/dock_area.h"

#include <QDockWidget>
#include <QTabBar>
#include <QTimer>

#include <algorithm>

#include "ui/dock_shares.h"

namespace ui {

DockArea::DockArea(QWidget *parent) : QMainWindow(parent), m_shares(new DockShares(*this)) {
    setWindowFlags(Qt::Widget); // a main window inside the main window, for its docks
    setDockNestingEnabled(true);
    setContextMenuPolicy(Qt::NoContextMenu);
}

void DockArea::addPane(const QString &id, const QString &title, QWidget *pane) {
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(id);
    dock->setWidget(pane);
    m_docks.insert(id, dock);
    m_shares->add(*dock);
    connect(dock, &QDockWidget::visibilityChanged, this, &DockArea::shownChanged);
    connect(dock, &QDockWidget::visibilityChanged, this,
            [this] { QTimer::singleShot(0, this, &DockArea::followTabs); });
}

void DockArea::addWorkspace(Workspace workspace) {
    m_workspaces.push_back(std::move(workspace));
}

void DockArea::place(const QString &pane, Qt::DockWidgetArea area) {
    addDockWidget(area, m_docks.value(pane));
    m_docks.value(pane)->show();
}

void DockArea::split(const QString &beside, const QString &pane, Qt::Orientation orientation) {
    splitDockWidget(m_docks.value(beside), m_docks.value(pane), orientation);
    m_docks.value(pane)->show();
}

void DockArea::stack(const QString &over, const QString &pane) {
    tabifyDockWidget(m_docks.value(over), m_docks.value(pane));
    m_docks.value(pane)->show();
    m_docks.value(over)->raise();
}

void DockArea::share(const QStringList &panes, const QList<int> &parts, Qt::Orientation orientation) {
    QList<QDockWidget *> docks;
    for (const QString &pane : panes) {
        docks << m_docks.value(pane);
    }
    resizeDocks(docks, parts, orientation);
}

void DockArea::enter(const QString &workspace, const QByteArray &rememberedState) {
    auto found = std::find_if(m_workspaces.begin(), m_workspaces.end(),
                              [&](const Workspace &candidate) { return candidate.id == workspace; });
    if (found == m_workspaces.end()) {
        found = m_workspaces.begin();
    }
    m_current = found->id;
    arrange(*found);
    if (!rememberedState.isEmpty()) {
        restoreState(rememberedState, int(m_docks.size())); // one with other panes is of another program
    }
    dressDocks();
    m_shares->arranged();
}

QByteArray DockArea::state() const {
    return saveState(int(m_docks.size()));
}

void DockArea::letHide(const QString &pane) {
    m_canHide.insert(pane);
}

bool DockArea::isShown(const QString &pane) const {
    return !m_docks.value(pane)->isHidden();
}

void DockArea::setShown(const QString &pane, bool shown) {
    m_docks.value(pane)->setVisible(shown);
    if (shown)
        m_docks.value(pane)->raise(); // it may share its place with another
    dressDocks();
}

void DockArea::reset() {
    enter(m_current, {});
}

void DockArea::arrange(const Workspace &workspace) {
    for (QDockWidget *dock : m_docks) {
        dock->setFloating(false);
        dock->hide();
        removeDockWidget(dock);
    }
    workspace.arrange();
}

// Qt keeps the bar of panes that shared a place, with no tab in it: the keyboard would stop where nothing is.
void DockArea::followTabs() {
    for (QTabBar *tabs : findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly))
        tabs->setFocusPolicy(tabs->count() > 1 ? Qt::TabFocus : Qt::NoFocus);
}

// A pane that is alone needs no title to be dragged by.
void DockArea::dressDocks() {
    const auto shown =
        std::count_if(m_docks.begin(), m_docks.end(), [](QDockWidget *dock) { return !dock->isHidden(); });
    for (QDockWidget *dock : m_docks) {
        const bool canHide = m_canHide.contains(dock->objectName());
        QWidget *before = dock->titleBarWidget();
        dock->setTitleBarWidget(shown == 1 ? new QWidget(dock) : nullptr);
        QDockWidget::DockWidgetFeatures features = QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable;
        features.setFlag(QDockWidget::DockWidgetClosable, canHide);
        dock->setFeatures(shown == 1 ? QDockWidget::NoDockWidgetFeatures : features);
        delete before;
    }
    followTabs();
    QTimer::singleShot(0, this, &DockArea::followTabs); // when the tabs are laid out
}

} // namespace ui

#include "moc_dock_area.cpp"
