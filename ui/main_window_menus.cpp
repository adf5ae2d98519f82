// What the menus hold, and what their actions do.
#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

#include "app/services.h"
#include "app/settings/value_history.h"
#include "ui/backup/backup_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/dock_area.h"
#include "ui/exporting/export_desk.h"
#include "ui/folder_desk.h"
#include "ui/help_desk.h"
#include "ui/import_desk.h"
#include "ui/layout_desk.h"
#include "ui/lexicon/lexicon_desk.h"
#include "ui/listening/listening_place.h"
#include "ui/main_window.h"
#include "ui/models/models_desk.h"
#include "ui/otherwise_desk.h"
#include "ui/performance/performance_desk.h"
#include "ui/recent_menu.h"
#include "ui/script_desk.h"
#include "ui/server/server_desk.h"
#include "ui/settings/settings_desk.h"
#include "ui/shared/action_list.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/help_dialogs.h"
#include "ui/shared/transport.h"
#include "ui/shortcuts/shortcut_desk.h"
#include "ui/sound_desk.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/go_to_line.h"
#include "ui/studio/inspector.h"
#include "ui/studio/line_card.h"
#include "ui/studio/preset_desk.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_pane.h"
#include "ui/undo_desk.h"
#include "ui/voices/clinic.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voices_pane.h"

namespace ui {

namespace {

template <class Object, class Method> void on(QAction *action, Object *object, Method method) {
    QObject::connect(action, &QAction::triggered, object, method);
}

} // namespace

// The menus, and what lives in them or shows them.
void MainWindow::makeMenuBar() {
    m_actions =
        makeMenus(*menuBar(), m_docks->workspaces(), m_takes->acts().groups(), m_voiceDesk->pane().acts().groups());
    menuBar()->setAccessibleName(tr("Menu"));
    m_listening->addMenu(*menuBar());
    m_danmaku->addMenu(*menuBar());
    m_performance->fillMenu(*m_actions.performance);
    m_server->fillMenu(*m_actions.server);
    m_theme.connectMenu(*m_actions.themes);
    m_layoutDesk->connectActions(m_actions);
    m_settingsDesk = new settings::SettingsDesk(
        {m_services.settings(), m_services.voices(), m_services.player(), *m_actions.shortcuts}, this);
    auto *recent = new RecentMenu(*m_actions.openRecent, m_services.recentFiles());
    connect(recent, &RecentMenu::chosen, m_scriptDesk, &ScriptDesk::open);
    connect(recent, &RecentMenu::clearWanted, m_scriptDesk, &ScriptDesk::clearRecent);
    auto *values = new app::ValueHistory(m_services.settings(), m_services.presets(), this);
    new studio::PresetDesk(
        {m_services.presets(), *values, m_studio->presets(), *m_notices, *m_actions.presets, m_services.shortcuts()},
        this);
    m_undoDesk = new UndoDesk({m_services.script(), m_takes->history(), *values, m_services.presets(), *m_notices,
                               m_studio->editor(), *m_takes, m_studio->inspector(), *m_actions.undo, *m_actions.redo},
                              this);
    connect(&m_studio->inspector(), &studio::Inspector::asShipped, m_undoDesk, &UndoDesk::offerShippedBack);
    connect(m_actions.edit, &QMenu::aboutToShow, m_undoDesk, &UndoDesk::sayWhat);
    connect(m_actions.edit, &QMenu::aboutToHide, m_undoDesk, &UndoDesk::sayPlain);
    new shortcuts::ShortcutDesk({m_services.shortcuts(), *menuBar(), *m_notices, *m_actions.shortcuts}, this);
    new SoundDesk({m_services.player(), m_services.settings(), *m_transport, *m_notices, m_actions}, this);
}

void MainWindow::connectMenus() {
    on(m_actions.newScript, m_scriptDesk, &ScriptDesk::startAnew);
    on(m_actions.openScript, m_scriptDesk, &ScriptDesk::chooseAndOpen);
    for (QAction *each : {m_actions.saveScript, m_actions.saveScriptAs, m_actions.exportScript})
        on(each, &m_studio->lineCard(), &studio::LineCard::finishTyping); // first: it belongs to the script
    on(m_actions.saveScript, m_scriptDesk, &ScriptDesk::save);
    on(m_actions.saveScriptAs, m_scriptDesk, &ScriptDesk::chooseAndSave);
    on(m_actions.importLines, m_importDesk, &ImportDesk::choose);
    on(m_actions.exportScript, m_exportDesk, &exporting::ExportDesk::open);
    on(m_actions.openVoicesFolder, this, [this] { m_folderDesk->showOwn(QStringLiteral("voices")); });
    on(m_actions.backUp, m_backupDesk, &backup::BackupDesk::backUp);
    on(m_actions.restore, m_backupDesk, &backup::BackupDesk::restore);
    on(m_actions.lexicon, m_lexiconDesk, &lexicon::LexiconDesk::open);
    on(m_actions.models, m_modelsDesk, &models::ModelsDesk::open);
    on(m_actions.settings, m_settingsDesk, &settings::SettingsDesk::open);
    on(m_actions.quit, this, &QWidget::close);
    connectViewMenu();
}

void MainWindow::connectViewMenu() {
    on(m_actions.goToText, this, [this] {
        m_voiceDesk->leave();
        m_layoutDesk->showStudio();
        m_studio->focusText();
    });
    on(m_actions.goToMessage, m_notices, &shared::NoticeBar::focusFirst);
    on(m_actions.palette, this, &MainWindow::openPalette);
    on(m_actions.goToVoices, this, &MainWindow::goToVoices);
    on(m_actions.resetLayout, m_studio, &studio::StudioPane::focusText); // it is lost while panes move
    on(m_actions.showTakes, m_studio, &studio::StudioPane::focusText);
    on(m_actions.goToTakes, this, &MainWindow::goToTakes);
    on(m_actions.goToPerformance, this, &MainWindow::goToPerformance);
    on(m_actions.goToServer, this, &MainWindow::goToServer);
    on(m_actions.switchSides, m_comparison, &comparison::ComparisonStrip::switchSides);
    on(m_actions.spokenForm, this, [this](bool shown) { m_services.settings().setSpokenForm(shown); });
    on(m_actions.spectrogram, m_transport, &shared::Transport::toggleSpectrogram);
    on(m_actions.copyDiagnostics, m_helpDesk, &HelpDesk::copyDiagnostics);
    on(m_actions.openLogFolder, m_helpDesk, &HelpDesk::openLogFolder);
    on(m_actions.about, this, [this] { shared::showAbout(this); });
}

void MainWindow::connectSpeechMenu() {
    on(m_actions.makeChanged, m_studio, &studio::StudioPane::makeChanged);
    on(m_actions.makeOtherwise, m_studio, &studio::StudioPane::makeOtherwise);
    m_otherwiseDesk = new OtherwiseDesk(m_services.lines(), *m_actions.makeOtherwise, *m_actions.speech, this);
    on(m_actions.goToLine, m_studio, [this] { studio::askForLine(m_studio->editor()); });
    on(m_actions.playLine, m_studio, &studio::StudioPane::playLine);
    on(m_actions.lineVoice, m_studio, &studio::StudioPane::chooseLineVoice);
    on(m_actions.find, &m_studio->finder(), &studio::FindBar::find);
    on(m_actions.replace, &m_studio->finder(), &studio::FindBar::replace);
    on(m_actions.findNext, &m_studio->finder(), &studio::FindBar::findNext);
    on(m_actions.findPrevious, &m_studio->finder(), &studio::FindBar::findPrevious);
    on(m_actions.lineSpeed, &m_studio->lineCard(), &studio::LineCard::focusSpeed);
    on(m_actions.lineSeed, &m_studio->lineCard(), &studio::LineCard::focusSeed);
    on(m_actions.lineCue, &m_studio->lineCard(), &studio::LineCard::focusCue);
    on(m_actions.keepSeeds, &m_studio->lineCard(), &studio::LineCard::keepNewestSeeds);
    on(m_actions.lineAsStudio, &m_studio->lineCard(), &studio::LineCard::clearOwn);
    on(m_actions.lineUp, m_studio, [this] { m_studio->editor().moveLines(-1); });
    on(m_actions.lineDown, m_studio, [this] { m_studio->editor().moveLines(1); });
    on(m_actions.speak, this, [this] {
        if (m_voiceDesk->isClinicOpen()) {
            m_voiceDesk->clinic().save(true);
        } else {
            m_studio->speak();
        }
    });
    on(m_actions.stop, this, &MainWindow::stopEverything);
    on(m_actions.newSeed, m_studio, &studio::StudioPane::drawSeed);
    connect(m_actions.differences, &QActionGroup::triggered, m_studio,
            [this](const QAction *action) { m_studio->hearWhat(app::cloning::Varied(action->data().toInt())); });
}

shared::CommandPalette *MainWindow::openPalette() {
    m_undoDesk->sayWhat();
    m_otherwiseDesk->count();
    auto *palette = new shared::CommandPalette(shared::actionsOf(*menuBar()), this);
    m_otherwiseDesk->forget();
    m_undoDesk->sayPlain();
    palette->show();
    return palette;
}

} // namespace ui
