// Where the panes are: workspaces, what is remembered of them, and the actions of the View menu that change it.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>

class QMainWindow;

namespace app {
class Settings;
}

namespace ui {

class DockArea;
struct Actions;

namespace shared {
class NoticeBar;
}

class LayoutDesk : public QObject {
    Q_OBJECT

public:
    struct Panes {
        QWidget &voices;
        QWidget &studio;
        QWidget &takes;
        QWidget &listening;
        QWidget &results;
        QWidget &danmaku;
        QWidget &onAir;
        QWidget &performance;
        QWidget &server;
    };

    LayoutDesk(app::Settings &settings, DockArea &docks, Panes panes, shared::NoticeBar &notices, QMainWindow *window);

    void connectActions(const Actions &actions); // which outlive the desk's use
    void restore();                              // the window as it was left
    void remember();
    void showStudio(); // panes of another workspace bring it with them
    void showVoices();
    void showTakes();
    void showStream();
    void showPerformance(); // in whichever workspace
    void showServer();

Q_SIGNALS:
    void entered(const QString &workspace);

private:
    void placeStrip(const QString &beside, bool shown);
    void placeTab(const QString &over);
    void placeServer(const QString &beside);
    bool isLow() const;
    void reset();
    void offerUndo(const QString &workspace); // of its newest reset
    void enter(const QString &workspace);
    void go(const QString &workspace); // remembers the present one

    app::Settings &m_settings;
    DockArea &m_docks;
    shared::NoticeBar &m_notices;
    QMainWindow *m_window;
    const Actions *m_actions = nullptr;
    QHash<QString, QList<QByteArray>> m_beforeResets; // by workspace, the newest last, while their message stands
};

} // namespace ui
