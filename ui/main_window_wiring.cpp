// What the panes, desks and services tell each other.
#include <QAction>
#include <QMenu>

#include "app/services.h"
#include "ui/backup/backup_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/danmaku/danmaku_pane.h"
#include "ui/drop_desk.h"
#include "ui/exporting/export_desk.h"
#include "ui/folder_desk.h"
#include "ui/full_disk_desk.h"
#include "ui/help_desk.h"
#include "ui/import_desk.h"
#include "ui/layout_desk.h"
#include "ui/listening/listening_pane.h"
#include "ui/listening/listening_place.h"
#include "ui/main_window.h"
#include "ui/models/models_desk.h"
#include "ui/performance/performance_desk.h"
#include "ui/quit_desk.h"
#include "ui/script_desk.h"
#include "ui/server/server_desk.h"
#include "ui/settings/original_desk.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/size_desk.h"
#include "ui/status_desk.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_pane.h"
#include "ui/take_desk.h"
#include "ui/trouble_desk.h"
#include "ui/undo_desk.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voice_traffic.h"
#include "ui/voices/voices_pane.h"

namespace ui {

using shared::Notice;

void MainWindow::connectDesks() {
    connect(m_backupDesk, &backup::BackupDesk::restartWanted, this, &MainWindow::restart);
    connect(m_quitDesk, &QuitDesk::stays, m_backupDesk, &backup::BackupDesk::stay);
    connect(m_sizeDesk, &SizeDesk::restartWanted, this, &MainWindow::restart);
    connect(m_status, &shared::StatusLine::modelWanted, m_modelsDesk, &models::ModelsDesk::open);
    connect(m_status, &shared::StatusLine::performanceWanted, this, &MainWindow::goToPerformance);
    connect(m_takeDesk, &TakeDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_exportDesk, &exporting::ExportDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_helpDesk, &HelpDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_backupDesk, &backup::BackupDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(&m_listening->tests(), &listening::ListeningDesk::folderWanted, m_folderDesk, &FolderDesk::show);
    connect(m_listening, &listening::ListeningPlace::blindChanged, &m_services, &app::Services::holdSound);
    connect(m_danmaku, &danmaku::DanmakuDesk::wanted, m_layoutDesk, &LayoutDesk::showStream);
    connect(m_danmaku, &danmaku::DanmakuDesk::modelsWanted, m_modelsDesk, &models::ModelsDesk::open);
    connect(m_performance, &performance::PerformanceDesk::wanted, m_layoutDesk, &LayoutDesk::showPerformance);
    connect(m_performance, &performance::PerformanceDesk::takeWanted, this, [this](qint64 id) {
        m_voiceDesk->leave();
        m_layoutDesk->showTakes();
        m_takes->goToTake(id);
    });
    connect(m_server, &server::ServerDesk::wanted, m_layoutDesk, &LayoutDesk::showServer);
    connect(m_danmaku, &danmaku::DanmakuDesk::waiting, m_statusDesk, &StatusDesk::setToRead);
    connect(m_layoutDesk, &LayoutDesk::entered, this, [this] {
        if (m_danmaku->pane().isVisible())
            m_danmaku->pane().focusQueue();
        else if (m_listening->tests().pane().isVisible())
            m_listening->tests().pane().focusGrid();
        else
            m_studio->focusText();
    });
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
    connect(m_takeDesk, &TakeDesk::waitingChanged, this, &MainWindow::followActions);
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
    auto *original = new settings::OriginalDesk(
        {m_services.settings(), m_services.danmaku(), *m_notices, m_services.voices().roots(),
         [this] { return m_services.server().state() != app::server::SpeechServer::State::Off; }},
        this);
    connect(traffic, &voices::VoiceTraffic::settingsWanted, original, &settings::OriginalDesk::take);
    connect(pane, &voices::VoicesPane::left, m_studio, &studio::StudioPane::focusText);
    connect(pane, &voices::VoicesPane::menuWanted, m_actions.voice,
            [this](const QPoint &where) { m_actions.voice->popup(where); });
}

void MainWindow::connectServices() {
    auto *trouble =
        new TroubleDesk({m_services.settings(), m_services.voices(), m_services.worker(), m_services.performance(),
                         *m_notices, [this] { m_services.loadModel(); }, [this] { return m_services.keptModel(); }},
                        this);
    new FullDiskDesk({m_services.takes(), m_services.recovery(), m_services.settings(), m_services.presets(),
                      m_services.shortcuts(), m_services.lexicons(), *m_notices},
                     this);
    connect(trouble, &TroubleDesk::modelsWanted, m_modelsDesk, &models::ModelsDesk::open);
    connect(trouble, &TroubleDesk::performanceWanted, this, &MainWindow::goToPerformance);
    connect(trouble, &TroubleDesk::measureWanted, m_performance, &performance::PerformanceDesk::openMeasure);
    connect(trouble, &TroubleDesk::clocksWanted, m_performance, &performance::PerformanceDesk::openClocks);
    connect(&m_services, &app::Services::licenceWithdrawn, trouble, &TroubleDesk::tellOfWithdrawn);
    connect(m_studio, &studio::StudioPane::problem, trouble, &TroubleDesk::tellOfStudio);
    connect(&m_services.queue(), &app::speech::SpeechQueue::chunkReady, m_transport,
            &shared::Transport::appendToStream);
    connect(&m_services.settings(), &app::Settings::changed, this, &MainWindow::followActions);
    connect(m_transport, &shared::Transport::changed, this, &MainWindow::followActions);
    connect(m_transport, &shared::Transport::stopRequested, this, &MainWindow::stopEverything);
}

} // namespace ui
