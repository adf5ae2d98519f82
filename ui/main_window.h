// The frame: menus, notice bar, the panes of a workspace, transport, status line. The only place that knows the panes
// and connects them with each other and with the services: main_window.cpp makes them, lays them out and closes,
// main_window_menus.cpp holds the menus, main_window_wiring.cpp what they tell each other.
#pragma once

#include <QMainWindow>

#include "ui/menus.h"
#include "ui/shared/notice_bar.h"
#include "ui/theme_desk.h"

class QStackedWidget;

namespace app {
class Services;
}

namespace ui {

namespace shared {
class CommandPalette;
class StatusLine;
class Transport;
} // namespace shared
namespace studio {
class StudioPane;
class TakesPane;
} // namespace studio

namespace backup {
class BackupDesk;
}
namespace comparison {
class ComparisonStrip;
}
namespace danmaku {
class DanmakuDesk;
}
namespace exporting {
class ExportDesk;
}

namespace lexicon {
class LexiconDesk;
}
namespace listening {
class ListeningPlace;
}
namespace models {
class ModelsDesk;
}
namespace performance {
class PerformanceDesk;
}
namespace server {
class ServerDesk;
}
namespace settings {
class SettingsDesk;
}
namespace voices {
class VoiceDesk;
}

class FolderDesk;
class HelpDesk;
class ImportDesk;
class LayoutDesk;
class OtherwiseDesk;
class QuitDesk;
class ScriptDesk;
class SizeDesk;
class StatusDesk;
class TakeDesk;
class UndoDesk;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(app::Services &services, QWidget *parent = nullptr);
    ~MainWindow() override;

    studio::StudioPane &studio() { return *m_studio; }
    studio::TakesPane &takes() { return *m_takes; }
    voices::VoiceDesk &voices() { return *m_voiceDesk; }
    ScriptDesk &scripts() { return *m_scriptDesk; }
    SizeDesk &sizes() { return *m_sizeDesk; }
    models::ModelsDesk &models() { return *m_modelsDesk; }
    comparison::ComparisonStrip &comparison() { return *m_comparison; }
    exporting::ExportDesk &exports() { return *m_exportDesk; }
    shared::Transport &transport() { return *m_transport; }
    shared::NoticeBar &notices() { return *m_notices; }
    shared::StatusLine &statusLine() { return *m_status; }
    backup::BackupDesk &backups() { return *m_backupDesk; }
    listening::ListeningPlace &listening() { return *m_listening; }
    danmaku::DanmakuDesk &danmaku() { return *m_danmaku; }
    performance::PerformanceDesk &performance() { return *m_performance; }
    server::ServerDesk &server() { return *m_server; }
    bool wantsRestart() const { return m_wantsRestart; } // it was closed for that

    shared::CommandPalette *openPalette();
    void saveTake(const QString &file); // the last whole take

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makePanes();
    void layOut();
    void makeDesks();
    // main_window_menus.cpp
    void makeMenuBar();
    void connectMenus();
    void connectViewMenu();
    void connectSpeechMenu();
    // main_window_wiring.cpp
    void connectDesks();
    void connectStudio();
    void connectTakes();
    void connectVoices();
    void connectServices();

    void followActions();
    void stopEverything();
    void restart();
    void showTitle();
    void goToVoices();
    void goToTakes();
    void goToPerformance();
    void goToServer();
    void showClinic(bool open);

    app::Services &m_services;
    ThemeDesk m_theme;

    shared::NoticeBar *m_notices;
    QStackedWidget *m_stage; // the panes, or the clinic
    DockArea *m_docks;
    studio::StudioPane *m_studio;
    studio::TakesPane *m_takes;
    voices::VoiceDesk *m_voiceDesk;
    shared::Transport *m_transport;
    comparison::ComparisonStrip *m_comparison;
    shared::StatusLine *m_status;
    Actions m_actions;
    LayoutDesk *m_layoutDesk = nullptr;
    listening::ListeningPlace *m_listening = nullptr;
    danmaku::DanmakuDesk *m_danmaku = nullptr;
    performance::PerformanceDesk *m_performance = nullptr;
    server::ServerDesk *m_server = nullptr;
    StatusDesk *m_statusDesk = nullptr;
    ScriptDesk *m_scriptDesk = nullptr;
    TakeDesk *m_takeDesk = nullptr;
    exporting::ExportDesk *m_exportDesk = nullptr;
    ImportDesk *m_importDesk = nullptr;
    FolderDesk *m_folderDesk = nullptr;
    HelpDesk *m_helpDesk = nullptr;
    SizeDesk *m_sizeDesk = nullptr;
    UndoDesk *m_undoDesk = nullptr;
    lexicon::LexiconDesk *m_lexiconDesk = nullptr;
    models::ModelsDesk *m_modelsDesk = nullptr;
    settings::SettingsDesk *m_settingsDesk = nullptr;
    backup::BackupDesk *m_backupDesk = nullptr;
    OtherwiseDesk *m_otherwiseDesk = nullptr;
    QuitDesk *m_quitDesk = nullptr;
    bool m_wantsRestart = false;
};

} // namespace ui
