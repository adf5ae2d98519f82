#include "ui/layout_desk.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>

#include "app/settings/settings.h"
#include "ui/dock_area.h"
#include "ui/menus.h"
#include "ui/shared/notice_bar.h"

namespace ui {
namespace {

const QString kVoices = QStringLiteral("voices");
const QString kStudio = QStringLiteral("studio");
const QString kTakes = QStringLiteral("takes");
const QString kListening = QStringLiteral("listening");
const QString kResults = QStringLiteral("results");
const QString kDanmaku = QStringLiteral("danmaku");
const QString kOnAir = QStringLiteral("on_air");
const QString kPerformance = QStringLiteral("performance");
const QString kServer = QStringLiteral("server");
const QString kClone = QStringLiteral("clone"); // workspaces
const QString kCompare = QStringLiteral("compare");
const QString kStream = QStringLiteral("stream");
constexpr int kRoomForTakes = 800; // px of the window's height
constexpr int kRoomForPerformance = 900;
constexpr int kPerformanceHeight = 260;
constexpr int kRoomForServer = 1600; // px of the window's width
constexpr int kServerWidth = 440;

QString subjectOf(const QString &workspace) { // of the message of a reset
    return QStringLiteral("layout:") + workspace;
}

} // namespace

LayoutDesk::LayoutDesk(app::Settings &settings, DockArea &docks, Panes panes, shared::NoticeBar &notices,
                       QMainWindow *window)
    : QObject(window), m_settings(settings), m_docks(docks), m_notices(notices), m_window(window) {
    m_docks.addPane(kVoices, tr("Voices"), &panes.voices);
    m_docks.letHide(kVoices);
    m_docks.letHide(kTakes); // for who writes on a small screen
    m_docks.addPane(kStudio, tr("Studio"), &panes.studio);
    m_docks.addPane(kTakes, tr("Takes"), &panes.takes);
    m_docks.addPane(kListening, tr("Listening"), &panes.listening);
    m_docks.addPane(kResults, tr("Results"), &panes.results);
    m_docks.addPane(kDanmaku, tr("Danmaku"), &panes.danmaku);
    m_docks.addPane(kOnAir, tr("On air"), &panes.onAir);
    m_docks.addPane(kPerformance, tr("Performance"), &panes.performance);
    m_docks.letHide(kPerformance);
    m_docks.addPane(kServer, tr("Server"), &panes.server);
    m_docks.letHide(kServer);
    m_docks.addWorkspace({kClone, tr("Clone"), QStringLiteral("workspace"), [this] {
                              m_docks.place(kVoices, Qt::LeftDockWidgetArea);
                              m_docks.split(kVoices, kStudio, Qt::Horizontal);
                              m_docks.split(kStudio, kTakes, Qt::Vertical);
                              placeStrip(kTakes, false);
                              placeTab(kTakes);
                              placeServer(kStudio);
                              const bool low = m_window->height() < kRoomForTakes; // then three takes are enough
                              m_docks.share({kStudio, kTakes}, {3, low ? 1 : 2}, Qt::Vertical);
                              m_docks.share({kVoices, kStudio}, {264, 1016}, Qt::Horizontal);
                          }});
    m_docks.addWorkspace({kCompare, tr("Compare"), QStringLiteral("compare"), [this] {
                              m_docks.place(kListening, Qt::LeftDockWidgetArea);
                              placeStrip(kListening, false);
                              m_docks.split(kListening, kResults, Qt::Horizontal);
                              placeTab(kResults);
                              placeServer(kListening);
                              m_docks.share({kListening, kResults}, {820, 460}, Qt::Horizontal);
                          }});
    m_docks.addWorkspace({kStream, tr("Stream"), QStringLiteral("chat"), [this] {
                              m_docks.place(kDanmaku, Qt::LeftDockWidgetArea);
                              placeStrip(kDanmaku, true);
                              m_docks.split(kDanmaku, kOnAir, Qt::Horizontal);
                              placeTab(kOnAir);
                              placeServer(kDanmaku);
                              m_docks.share({kDanmaku, kOnAir}, {920, 360}, Qt::Horizontal);
                          }});
}

// Where the window has room for it a strip below `beside`; place it before that is split, and it lies below all of it.
// Hidden, it has its place for when it is wanted.
void LayoutDesk::placeStrip(const QString &beside, bool shown) {
    if (isLow())
        return;
    m_docks.split(beside, kPerformance, Qt::Vertical);
    m_docks.share({beside, kPerformance}, {m_window->height() - 2 * kPerformanceHeight, kPerformanceHeight},
                  Qt::Vertical);
    m_docks.setShown(kPerformance, shown);
}

// And where it is too low, a tab; last, for what is split beside a tab becomes another one.
void LayoutDesk::placeTab(const QString &over) {
    if (!isLow())
        return;
    m_docks.stack(over, kPerformance);
    m_docks.setShown(kPerformance, false);
}

bool LayoutDesk::isLow() const {
    return m_window->height() < kRoomForPerformance;
}

// At the side, or, where the window is too narrow, a tab of the pane in the middle.
void LayoutDesk::placeServer(const QString &beside) {
    if (m_window->width() < kRoomForServer) {
        m_docks.stack(beside, kServer);
    } else {
        m_docks.place(kServer, Qt::RightDockWidgetArea);
        m_docks.share({beside, kServer}, {m_window->width() - 2 * kServerWidth, kServerWidth}, Qt::Horizontal);
    }
    m_docks.setShown(kServer, false);
}

void LayoutDesk::connectActions(const Actions &actions) {
    m_actions = &actions;
    connect(actions.resetLayout, &QAction::triggered, this, &LayoutDesk::reset);
    connect(actions.showVoices, &QAction::triggered, &m_docks, [this](bool shown) {
        showStudio();
        m_docks.setShown(kVoices, shown);
    });
    connect(actions.showTakes, &QAction::triggered, &m_docks, [this](bool shown) {
        showStudio();
        m_docks.setShown(kTakes, shown);
    });
    connect(actions.showPerformance, &QAction::triggered, &m_docks,
            [this](bool shown) { m_docks.setShown(kPerformance, shown); });
    connect(actions.showServer, &QAction::triggered, &m_docks,
            [this](bool shown) { m_docks.setShown(kServer, shown); });
    connect(&m_docks, &DockArea::shownChanged, this, [this] {
        m_actions->showServer->setChecked(m_docks.isShown(kServer));
        m_actions->showPerformance->setChecked(m_docks.isShown(kPerformance));
        m_actions->showVoices->setChecked(m_docks.isShown(kVoices));
        m_actions->showTakes->setChecked(m_docks.isShown(kTakes));
    });
    connect(actions.workspaces, &QActionGroup::triggered, this,
            [this](QAction *action) { go(action->data().toString()); });
}

void LayoutDesk::reset() {
    const QString workspace = m_docks.current();
    const QByteArray before = m_docks.state();
    m_docks.reset();
    if (before == m_docks.state())
        return; // nothing moved; what a reset before it says leads to more than that
    QList<QByteArray> &befores = m_beforeResets[workspace];
    if (!m_notices.about(subjectOf(workspace)))
        befores.clear();
    befores.push_back(before);
    offerUndo(workspace);
}

void LayoutDesk::offerUndo(const QString &workspace) {
    QString name;
    for (const Workspace &each : m_docks.workspaces()) {
        if (each.id == workspace)
            name = each.name;
    }
    m_notices.post(shared::Notice::Kind::Info, subjectOf(workspace),
                   {tr("The panes of “%1” are where they were shipped.").arg(name), {}, {}},
                   {{tr("Undo"), [this, workspace] {
                         const QByteArray before = m_beforeResets[workspace].takeLast();
                         if (m_docks.current() != workspace)
                             go(workspace);
                         m_docks.enter(workspace, before);
                         if (!m_beforeResets[workspace].isEmpty())
                             offerUndo(workspace); // of the reset before that
                     }}});
}

void LayoutDesk::restore() {
    enter(m_settings.workspace());
    m_window->restoreGeometry(m_settings.windowGeometry(m_docks.current()));
}

void LayoutDesk::remember() {
    m_settings.setWindowState(m_docks.current(), m_docks.state());
    m_settings.setWindowGeometry(m_docks.current(), m_window->saveGeometry());
}

void LayoutDesk::go(const QString &workspace) {
    remember();
    enter(workspace);
    Q_EMIT entered(m_docks.current());
}

void LayoutDesk::showStudio() {
    if (m_docks.current() != kClone)
        go(kClone);
}

void LayoutDesk::showVoices() {
    showStudio();
    m_docks.setShown(kVoices, true);
}

void LayoutDesk::showTakes() {
    showStudio();
    m_docks.setShown(kTakes, true);
}

void LayoutDesk::showStream() {
    if (m_docks.current() != kStream)
        go(kStream);
}

void LayoutDesk::showPerformance() {
    m_docks.setShown(kPerformance, true);
}

void LayoutDesk::showServer() {
    m_docks.setShown(kServer, true);
}

void LayoutDesk::enter(const QString &workspace) {
    m_docks.enter(workspace, m_settings.windowState(workspace));
    m_settings.setWorkspace(m_docks.current());
    for (QAction *action : m_actions->workspaces->actions()) {
        action->setChecked(action->data() == m_docks.current());
    }
}

} // namespace ui

#include "moc_layout_desk.cpp"
