#include "ui/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

#include "app/services.h"
#include "app/settings/value_history.h"
#include "ui/backup/backup_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/dock_area.h"
#include "ui/drop_desk.h"
#include "ui/exporting/export_desk.h"
#include "ui/folder_desk.h"
#include "ui/help_desk.h"
#include "ui/import_desk.h"
#include "ui/layout_desk.h"
#include "ui/lexicon/lexicon_desk.h"
#include "ui/listening/blind_page.h"
#include "ui/listening/listening_pane.h"
#include "ui/listening/listening_place.h"
#include "ui/listening/results_pane.h"
#include "ui/models/models_desk.h"
#include "ui/otherwise_desk.h"
#include "ui/quit_desk.h"
#include "ui/recent_menu.h"
#include "ui/script_desk.h"
#include "ui/settings/settings_desk.h"
#include "ui/settings/settings_window.h"
#include "ui/shared/action_list.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/help_dialogs.h"
#include "ui/shared/icons.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/shortcuts/shortcut_desk.h"
#include "ui/size_desk.h"
#include "ui/sound_desk.h"
#include "ui/status_desk.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/go_to_line.h"
#include "ui/studio/inspector.h"
#include "ui/studio/line_card.h"
#include "ui/studio/preset_desk.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_pane.h"
#include "ui/take_desk.h"
#include "ui/trouble_desk.h"
#include "ui/undo_desk.h"
#include "ui/voices/clinic.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voice_traffic.h"
#include "ui/voices/voices_pane.h"

namespace ui {

using shared::Notice;

namespace {

constexpr int kRoomForWave = 800; // px of the window's height

} // namespace

MainWindow::MainWindow(app::Services &services, QWidget *parent)
    : QMainWindow(parent), m_services(services), m_theme(services.settings()) {
    setWindowIcon(shared::programIcon());
    makePanes();
    layOut();
    makeDesks();
    makeMenuBar();
    connect(m_notices, &shared::NoticeBar::countChanged, this, &MainWindow::followActions);
    connectMenus();
    connectStudioActions();
    connectStudio();
    connectTakes();
    connectVoices();
    connectServices();
    showTitle();
    followActions();

    const QSize room = screen()->availableGeometry().size();
    if (room.width() < 1360 || room.height() < 800) {
        setWindowState(Qt::WindowMaximized); // a small screen has nothing to give away
    }
    resize(QSize(1280, 760).boundedTo(room));
    m_layoutDesk->restore();
    m_studio->focusText();
}

void MainWindow::makePanes() {
    m_notices = new shared::NoticeBar(this);
    m_stage = new QStackedWidget(this);
    m_docks = new DockArea(m_stage);
    m_studio =
        new studio::StudioPane({m_services.settings(), m_services.presets(), m_services.voices(), m_services.worker(),
                                m_services.script(), m_services.lines(), m_services.spokenLines(),
                                [this](const app::script::Line &line) { return m_services.request(line); }},
                               m_docks);
    m_takes = new studio::TakesPane(m_services.takes(), m_docks);
    m_transport = new shared::Transport(m_services.player(), m_services.settings(), this);
    m_voiceDesk = new voices::VoiceDesk({m_services.settings(), m_services.voices(), m_services.voiceEditor(),
                                         m_services.player(), *m_transport, *m_notices},
                                        this, m_docks, m_stage);
    m_listening = new listening::ListeningPlace(
        {{m_services.settings(), m_services.voices(), m_services.player(), m_services.designs(), m_services.cells(),
          m_services.sessions(), *m_transport, *m_notices},
         m_services.settingChange(),
         m_services.queue(),
         m_services.takes()},
        this, m_docks, m_stage);
    m_layoutDesk = new LayoutDesk(
        m_services.settings(), *m_docks,
        {m_voiceDesk->pane(), *m_studio, *m_takes, m_listening->tests().pane(), m_listening->results().pane()}, this);
    m_comparison = new comparison::ComparisonStrip({m_services.takes(), m_services.settings(), *m_transport}, this);
    m_status = new shared::StatusLine(this);
}

void MainWindow::layOut() {
    auto *line = new QFrame(this);
    setRole(line, "line");
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *noticeRoom = new QWidget(centre); // the bar itself comes and goes
    auto *noticeLayout = new QVBoxLayout(noticeRoom);
    noticeLayout->setContentsMargins(0, 0, 0, 0);
    noticeLayout->addWidget(m_notices);
    layout->addWidget(noticeRoom);
    m_stage->addWidget(m_docks);
    m_stage->addWidget(&m_voiceDesk->clinic());
    layout->addWidget(m_stage, 1);
    layout->addWidget(line);
    layout->addWidget(m_comparison);
    layout->addWidget(m_transport);
    layout->addWidget(m_status);
    setCentralWidget(centre);
    m_listening->takePlace({noticeRoom, line, m_comparison, m_transport, m_status});
}

void MainWindow::makeDesks() {
    m_statusDesk = new StatusDesk({m_services.settings(), m_services.worker(), m_services.queue(), *m_status}, this);
    m_scriptDesk = new ScriptDesk(
        {m_services.script(), m_services.scriptFile(), m_services.recovery(), m_services.recentFiles(), *m_notices},
        this);
    m_takeDesk = new TakeDesk({m_services.settings(), m_services.voices(), m_services.worker(), m_services.takes(),
                               m_services.lines(), m_services.recovery(), *m_notices, *m_transport},
                              this);
    m_exportDesk = new exporting::ExportDesk(
        {m_services.settings(), m_services.script(), m_services.lines(), m_services.takes(), *m_notices}, this);
    m_quitDesk =
        new QuitDesk({[this] { return m_voiceDesk->holdsRecording(); }, [this] { m_voiceDesk->goBackToRecording(); },
                      m_services.lines(), m_exportDesk->exporter(), *m_notices},
                     this);
    connect(m_quitDesk, &QuitDesk::closeWanted, this, [this](bool restarts) {
        m_wantsRestart = restarts;
        close();
    });
    m_importDesk = new ImportDesk({m_services.settings(), m_services.script(), m_services.voices(), *m_notices}, this);
    m_folderDesk = new FolderDesk(*m_notices, this);
    m_sizeDesk = new SizeDesk(m_services.settings(), *m_notices, this);
    m_helpDesk = new HelpDesk({m_services.log(), *m_notices, [this] { return m_services.diagnosticsInput(); }}, this);
    m_lexiconDesk = new lexicon::LexiconDesk(
        {m_services.settings(), m_services.lexicons(), m_services.voices(), m_services.spokenLines(), *m_notices},
        this);
    m_modelsDesk = new models::ModelsDesk({m_services.settings(), m_services.models(), m_services.worker(), *m_notices,
                                           [this] { m_services.unloadModel(); }, [this] { m_services.loadModel(); }},
                                          this);
    const app::log::DiagnosticsInput places = m_services.diagnosticsInput();
    m_backupDesk = new backup::BackupDesk({places.dataFolder, QFileInfo(places.settingsFile).path().toStdString()},
                                          *m_notices, this);
}

// The menus, and what lives in them or shows them.
void MainWindow::makeMenuBar() {
    m_actions =
        makeMenus(*menuBar(), m_docks->workspaces(), m_takes->acts().groups(), m_voiceDesk->pane().acts().groups());
    menuBar()->setAccessibleName(tr("Menu"));
    m_listening->addMenu(*menuBar());
    m_theme.connectMenu(*m_actions.themes);
    m_layoutDesk->connectActions(m_actions);
    m_settingsDesk = new settings::SettingsDesk(
        {m_services.settings(), m_services.voices(), m_services.player(), *m_actions.shortcuts}, this);
    auto *recent = new RecentMenu(*m_actions.openRecent, m_services.recentFiles());
    connect(recent, &RecentMenu::chosen, m_scriptDesk, &ScriptDesk::open);
    connect(recent, &RecentMenu::clearWanted, m_scriptDesk, &ScriptDesk::clearRecent);
    new studio::PresetDesk(
        {m_services.presets(), m_studio->presets(), *m_notices, *m_actions.presets, m_services.shortcuts()}, this);
    auto *values = new app::ValueHistory(m_services.settings(), m_services.presets(), this);
    m_undoDesk = new UndoDesk({m_services.script(), m_takes->history(), *values, m_services.presets(), *m_notices,
                               m_studio->editor(), *m_takes, m_studio->inspector(), *m_actions.undo, *m_actions.redo},
                              this);
    connect(&m_studio->inspector(), &studio::Inspector::asShipped, m_undoDesk, &UndoDesk::offerShippedBack);
    connect(m_actions.edit, &QMenu::aboutToShow, m_undoDesk, &UndoDesk::sayWhat);
    connect(m_actions.edit, &QMenu::aboutToHide, m_undoDesk, &UndoDesk::sayPlain);
    new shortcuts::ShortcutDesk({m_services.shortcuts(), *menuBar(), *m_notices, *m_actions.shortcuts}, this);
    new SoundDesk({m_services.player(), m_services.settings(), *m_transport, *m_notices, m_actions}, this);
}

// Hidden while all of it is there: what is still being typed into a field counts when the field is left.
MainWindow::~MainWindow() {
    for (QDialog *dialog : findChildren<QDialog *>(Qt::FindDirectChildrenOnly))
        dialog->hide();
    hide();
}

template <class Object, class Method> void MainWindow::on(QAction *action, Object *object, Method method) {
    connect(action, &QAction::triggered, object, method);
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
    connect(m_backupDesk, &backup::BackupDesk::restartWanted, this, &MainWindow::restart);
    connect(m_quitDesk, &QuitDesk::stays, m_backupDesk, &backup::BackupDesk::stay);
    connect(m_sizeDesk, &SizeDesk::restartWanted, this, &MainWindow::restart);
    on(m_actions.lexicon, m_lexiconDesk, &lexicon::LexiconDesk::open);
    on(m_actions.models, m_modelsDesk, &models::ModelsDesk::open);
    connect(m_status, &shared::StatusLine::modelWanted, m_modelsDesk, &models::ModelsDesk::open);
    on(m_actions.settings, m_settingsDesk, &settings::SettingsDesk::open);
    on(m_actions.quit, this, &QWidget::close);
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
    on(m_actions.switchSides, m_comparison, &comparison::ComparisonStrip::switchSides);
    on(m_actions.spokenForm, this, [this](bool shown) { m_services.settings().setSpokenForm(shown); });
    on(m_actions.spectrogram, m_transport, &shared::Transport::toggleSpectrogram);
    on(m_actions.copyDiagnostics, m_helpDesk, &HelpDesk::copyDiagnostics);
    on(m_actions.openLogFolder, m_helpDesk, &HelpDesk::openLogFolder);
    on(m_actions.about, this, [this] { shared::showAbout(this); });
    connect(m_takeDesk, &TakeDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_exportDesk, &exporting::ExportDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_helpDesk, &HelpDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_backupDesk, &backup::BackupDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(&m_listening->tests(), &listening::ListeningDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_listening, &listening::ListeningPlace::blindChanged, &m_services, &app::Services::holdSound);
    connect(m_layoutDesk, &LayoutDesk::entered, this, [this] {
        m_listening->tests().pane().isVisible() ? m_listening->tests().pane().focusGrid() : m_studio->focusText();
    });
}

void MainWindow::connectStudioActions() {
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

void MainWindow::connectStudio() {
    connect(m_studio, &studio::StudioPane::streamStarted, m_transport, &shared::Transport::beginStream);
    connect(m_studio, &studio::StudioPane::streamEnded, this, [this](quint64 id, const engine::ClipPtr &whole) {
        if (whole)
            m_transport->finishStream(id, whole);
        else
            m_transport->abandonStream(id);
    });
    connect(m_studio, &studio::StudioPane::taken, this, [this](const app::speech::Take &take) {
        m_takeDesk->setNewest(take);
        m_statusDesk->showTimings(take.timings);
        followActions();
    });
    connect(m_studio, &studio::StudioPane::busyChanged, this, [this](bool busy) {
        if (busy) {
            m_notices->withdraw(QStringLiteral("studio"));
        }
        followActions();
    });
    connect(m_studio, &studio::StudioPane::playWanted, m_takeDesk, &TakeDesk::play);
    connect(m_studio, &studio::StudioPane::streamStarted, m_takeDesk, &TakeDesk::listenTo);
    connect(m_studio, &studio::StudioPane::pairAsked, m_takeDesk, &TakeDesk::compareWhenKept);
    connect(m_studio, &studio::StudioPane::loudnessPairWanted, m_comparison, &comparison::ComparisonStrip::compareAt);
    connect(m_studio, &studio::StudioPane::currentLineChanged, m_takes, &studio::TakesPane::setCurrentLine);
    m_takes->setCurrentLine(m_studio->editor().currentLineId());
    connect(m_studio, &studio::StudioPane::cursorMoved, this,
            [this](const app::script::Place &place) { m_services.recovery().setCursor(place); });
    auto *drops = new DropDesk({*m_scriptDesk, *m_importDesk, *m_notices}, this);
    connect(m_studio, &studio::StudioPane::filesDropped, drops, &DropDesk::take);
    connect(m_studio, &studio::StudioPane::currentLineChanged, m_importDesk, &ImportDesk::setCurrentLine);
    m_importDesk->setCurrentLine(m_studio->editor().currentLineId());
    connect(m_importDesk, &ImportDesk::cursorWanted, m_studio, &studio::StudioPane::goTo);
    connect(m_studio, &studio::StudioPane::soundDropped, this,
            [this](const QStringList &files, const app::Problem &problem) {
                m_notices->post(Notice::Kind::Attention, QStringLiteral("studio"), problem,
                                {{files.size() == 1 ? tr("Make a voice of it") : tr("Make voices of them"),
                                  [this, files] { m_voiceDesk->addFiles(files); }}});
            });
    connect(m_studio, &studio::StudioPane::voiceWanted, m_voiceDesk->pane().acts()[voices::VoiceActs::Add],
            &QAction::trigger);
    connect(m_studio, &studio::StudioPane::voicesFolderWanted, m_actions.openVoicesFolder, &QAction::trigger);
    connect(m_scriptDesk, &ScriptDesk::cursorWanted, m_studio, &studio::StudioPane::goTo);
    connect(m_scriptDesk, &ScriptDesk::titleChanged, this, &MainWindow::showTitle);
}

void MainWindow::connectTakes() {
    connect(m_takes, &studio::TakesPane::playWanted, m_takeDesk, &TakeDesk::play);
    connect(m_takes, &studio::TakesPane::compareWanted, m_takeDesk, &TakeDesk::compare);
    connect(m_takes, &studio::TakesPane::switchSidesWanted, m_comparison, &comparison::ComparisonStrip::switchSides);
    connect(m_takes, &studio::TakesPane::againWanted, m_takeDesk, &TakeDesk::again);
    connect(m_takes, &studio::TakesPane::dragWanted, m_takeDesk, &TakeDesk::dragOut);
    connect(m_takes, &studio::TakesPane::saveWanted, m_takeDesk, &TakeDesk::save);
    connect(m_takes, &studio::TakesPane::saveNewestWanted, m_takeDesk, &TakeDesk::saveNewest);
    connect(m_takes, &studio::TakesPane::menuWanted, m_actions.take,
            [this](const QPoint &where) { m_actions.take->popup(where); });
    connect(m_takeDesk, &TakeDesk::comparisonWanted, m_comparison, &comparison::ComparisonStrip::compare);
    connect(m_comparison, &comparison::ComparisonStrip::openChanged, this, [this](bool open) {
        if (!open && m_comparison->isAncestorOf(focusWidget())) {
            m_takes->focusTakes();
        }
        followActions();
    });
    connect(m_comparison, &comparison::ComparisonStrip::problem, this, [this](const app::Problem &problem) {
        m_notices->post(Notice::Kind::Attention, QStringLiteral("sound"), problem);
    });
}

void MainWindow::connectVoices() {
    voices::VoicesPane *pane = &m_voiceDesk->pane();
    connect(m_voiceDesk, &voices::VoiceDesk::clinicWanted, this, &MainWindow::showClinic);
    connect(m_voiceDesk, &voices::VoiceDesk::speakWanted, this, [this](const QString &voiceId) {
        const int row = m_studio->editor().currentLine();
        if (!m_services.script().line(row).voiceId.isEmpty()) {
            m_services.script().setVoice({row}, voiceId); // it had one of its own
        }
        m_studio->speak();
    });
    auto *traffic = new voices::VoiceTraffic(m_services.voiceTransfer(), *m_notices, this);
    connect(pane, &voices::VoicesPane::importWanted, traffic, &voices::VoiceTraffic::chooseImport);
    connect(pane, &voices::VoicesPane::listDropped, traffic, &voices::VoiceTraffic::import);
    connect(pane, &voices::VoicesPane::exportWanted, traffic, &voices::VoiceTraffic::chooseExport);
    connect(pane, &voices::VoicesPane::left, m_studio, &studio::StudioPane::focusText);
    connect(pane, &voices::VoicesPane::menuWanted, m_actions.voice,
            [this](const QPoint &where) { m_actions.voice->popup(where); });
}

void MainWindow::connectServices() {
    auto *trouble = new TroubleDesk({m_services.settings(), m_services.voices(), m_services.worker(), *m_notices,
                                     [this] { m_services.loadModel(); }, [this] { return m_services.keptModel(); }},
                                    this);
    connect(trouble, &TroubleDesk::modelsWanted, m_modelsDesk, &models::ModelsDesk::open);
    connect(m_studio, &studio::StudioPane::problem, trouble, &TroubleDesk::tellOfStudio);
    connect(&m_services.queue(), &app::speech::SpeechQueue::chunkReady, m_transport,
            &shared::Transport::appendToStream);
    connect(&m_services.settings(), &app::Settings::changed, this, &MainWindow::followActions);
    connect(m_transport, &shared::Transport::changed, this, &MainWindow::followActions);
    connect(m_transport, &shared::Transport::stopRequested, this, &MainWindow::stopEverything);
}

void MainWindow::showTitle() {
    setWindowTitle(tr("%1[*] — iShowTTS Studio").arg(m_scriptDesk->title()));
    setWindowModified(m_services.script().isModified());
}

void MainWindow::stopEverything() {
    m_takeDesk->forgetAgain();
    m_studio->stop();
    m_transport->stop();
}

void MainWindow::followActions() {
    m_transport->setSpeaking(m_studio->isBusy());
    m_takes->offerNewest(m_takeDesk->hasNewest());
    m_actions.stop->setEnabled(m_studio->isBusy() ||
                               m_services.player().state() != app::speech::Player::State::Stopped);
    m_actions.switchSides->setEnabled(m_comparison->isOpen());
    m_actions.spectrogram->setChecked(m_services.settings().spectrogram());
    m_actions.spokenForm->setChecked(m_services.settings().spokenForm());
    m_actions.goToMessage->setEnabled(m_notices->count() > 0);
}

void MainWindow::showClinic(bool open) {
    m_stage->setCurrentWidget(open ? static_cast<QWidget *>(&m_voiceDesk->clinic()) : m_docks);
    if (!open)
        m_studio->focusText();
}

void MainWindow::goToVoices() {
    m_voiceDesk->leave();
    m_layoutDesk->showVoices();
    m_voiceDesk->pane().focusSearch();
}

void MainWindow::goToTakes() {
    m_layoutDesk->showTakes();
    m_takes->focusSearch();
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

void MainWindow::saveTake(const QString &file) {
    m_takeDesk->saveNewestAs(file);
}

void MainWindow::changeEvent(QEvent *event) {
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_scriptDesk) {
        m_scriptDesk->look();
        m_services.presets().refresh(); // another Studio may have saved some
        m_services.shortcuts().refresh();
        m_services.lexicons().refresh();
    }
    QMainWindow::changeEvent(event);
}

// The script gets what the wave can do without.
void MainWindow::resizeEvent(QResizeEvent *event) {
    m_transport->waveform().setLow(height() < kRoomForWave);
    QMainWindow::resizeEvent(event);
}

void MainWindow::restart() {
    m_wantsRestart = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event) {
    const bool restarts = std::exchange(m_wantsRestart, false) || m_backupDesk->isReady();
    m_listening->tests().blind().leave(); // what is asked must be seen, and panes of their own are there again
    if (!m_quitDesk->mayClose(restarts) || !m_backupDesk->decide()) {
        event->ignore();
        return;
    }
    m_wantsRestart = restarts;
    m_layoutDesk->remember();
    stopEverything();
}

// Space that no control wanted for itself (text, buttons and lists do) plays or pauses.
void MainWindow::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        m_transport->playOrPause();
        return;
    }
    QMainWindow::keyPressEvent(event);
}

} // namespace ui

#include "moc_main_window.cpp"
