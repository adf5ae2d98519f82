#include "ui/main_window.h"

#include <QCloseEvent>
#include <QDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

#include "app/services.h"
#include "ui/backup/backup_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/danmaku/danmaku_pane.h"
#include "ui/danmaku/on_air_pane.h"
#include "ui/dock_area.h"
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
#include "ui/performance/performance_desk.h"
#include "ui/performance/performance_pane.h"
#include "ui/quit_desk.h"
#include "ui/script_desk.h"
#include "ui/server/server_desk.h"
#include "ui/server/server_pane.h"
#include "ui/shared/icons.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/size_desk.h"
#include "ui/status_desk.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_pane.h"
#include "ui/take_desk.h"
#include "ui/voices/clinic.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voices_pane.h"

namespace ui {

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
    connectSpeechMenu();
    connectDesks();
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
    m_studio = new studio::StudioPane({m_services.settings(), m_services.presets(), m_services.voices(),
                                       m_services.worker(), m_services.script(), m_services.lines(),
                                       m_services.precisions(), m_services.spokenLines(),
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
         m_services.takes(),
         m_services.spokenArtifacts(),
         m_services.batchCells()},
        this, m_docks, m_stage);
    m_danmaku = new danmaku::DanmakuDesk({m_services.danmaku(), m_services.settings(), m_services.voices(), *m_notices},
                                         this, m_docks);
    m_performance =
        new performance::PerformanceDesk({m_services.performance(), m_services.settings(), *m_notices}, this, m_docks);
    m_server = new server::ServerDesk({m_services.server(), m_services.settings(), *m_notices}, this, m_docks);
    m_layoutDesk = new LayoutDesk(m_services.settings(), *m_docks,
                                  {m_voiceDesk->pane(), *m_studio, *m_takes, m_listening->tests().pane(),
                                   m_listening->results().pane(), m_danmaku->pane(), m_danmaku->onAir(),
                                   m_performance->pane(), m_server->pane()},
                                  *m_notices, this);
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
    m_statusDesk = new StatusDesk(
        {m_services.settings(), m_services.worker(), m_services.queue(), m_services.performance(), *m_status}, this);
    m_scriptDesk = new ScriptDesk(
        {m_services.script(), m_services.scriptFile(), m_services.recovery(), m_services.recentFiles(), *m_notices},
        this);
    m_takeDesk = new TakeDesk({m_services.settings(), m_services.voices(), m_services.worker(), m_services.takes(),
                               m_services.lines(), *m_notices, *m_transport},
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

// Hidden while all of it is there: what is still being typed into a field counts when the field is left.
MainWindow::~MainWindow() {
    for (QDialog *dialog : findChildren<QDialog *>(Qt::FindDirectChildrenOnly))
        dialog->hide();
    hide();
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
    const bool speaks = m_studio->isBusy() || m_takeDesk->isWaiting(); // or will, if nobody stops it
    m_transport->setSpeaking(speaks);
    m_takes->offerNewest(m_takeDesk->hasNewest());
    m_actions.stop->setEnabled(speaks || m_services.player().state() != app::speech::Player::State::Stopped);
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

void MainWindow::goToPerformance() {
    m_voiceDesk->leave();
    m_layoutDesk->showPerformance();
    m_performance->pane().focusPlot();
}

void MainWindow::goToServer() {
    m_voiceDesk->leave();
    m_layoutDesk->showServer();
    m_server->pane().focusSwitch();
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
