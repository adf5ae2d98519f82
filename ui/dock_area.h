// The middle of the window: panes as docks, arranged by workspaces. A workspace is an arrangement of the same panes;
// what a person moved is remembered for each, and reset() brings the shipped arrangement back.
#pragma once

#include <QHash>
#include <QMainWindow>
#include <QSet>

#include <functional>
#include <vector>

class QDockWidget;

namespace ui {

class DockShares;

struct Workspace {
    QString id;                    // in the settings: "clone"
    QString name;                  // shown to people
    QString iconName;              // in resources/icons
    std::function<void()> arrange; // places docks with DockArea::place() and split(); all are hidden before
};

class DockArea : public QMainWindow {
    Q_OBJECT

public:
    explicit DockArea(QWidget *parent = nullptr);

    void addPane(const QString &id, const QString &title, QWidget *pane);
    void addWorkspace(Workspace workspace);
    const std::vector<Workspace> &workspaces() const { return m_workspaces; }
    const QString &current() const { return m_current; }

    // For arrange().
    void place(const QString &pane, Qt::DockWidgetArea area);
    void split(const QString &beside, const QString &pane, Qt::Orientation orientation);

    void stack(const QString &over, const QString &pane); // in one place, with a tab for each; `over` is seen
    void share(const QStringList &panes, const QList<int> &parts, Qt::Orientation orientation); // of the room

    // A pane that a person may do without: it has a button in its title. What was hidden stays so, in each workspace.
    void letHide(const QString &pane);
    bool isShown(const QString &pane) const;
    void setShown(const QString &pane, bool shown);

    void enter(const QString &workspace, const QByteArray &rememberedState);
    QByteArray state() const; // to be remembered
    void reset();             // the current one

Q_SIGNALS:
    void shownChanged(); // of any pane

public:
    // What the panes need at least; they have all the room that others leave.
    QSize sizeHint() const override { return minimumSizeHint(); }

private:
    void arrange(const Workspace &workspace);
    void followTabs();
    void dressDocks();

    std::vector<Workspace> m_workspaces;
    QHash<QString, QDockWidget *> m_docks;
    DockShares *m_shares;
    QSet<QString> m_canHide;
    QString m_current;
};

} // namespace ui
