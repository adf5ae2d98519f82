#include "ui/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDialog>
#include <QDir>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "app/services.h"
#include "engine/data_folders.h"
#include "ui/backup/backup_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/dock_area.h"
#include "ui/exporting/export_desk.h"
#include "ui/help_desk.h"
#include "ui/models/models_desk.h"
#include "ui/recent_menu.h"
#include "ui/script_desk.h"
#include "ui/settings/settings_desk.h"
#include "ui/settings/settings_window.h"
#include "ui/shared/action_list.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/figures.h"
#include "ui/shared/folder_making.h"
#include "ui/shared/help_dialogs.h"
#include "ui/shared/icons.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/shortcuts/shortcut_desk.h"
#include "ui/sound_desk.h"
#include "ui/status_desk.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/line_card.h"
#include "ui/studio/preset_desk.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_pane.h"
#include "ui/take_desk.h"
#include "ui/voices/clinic.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voice_traffic.h"
#include "ui/voices/voices_pane.h"

namespace ui {

using shared::Notice;
using shared::StatusLine;

MainWindow::MainWindow(app::Services &services, QWidget *parent)
    : QMainWindow(parent), m_services(services), m_theme(services.settings()) {
    setWindowIcon(shared::programIcon());

    m_notices = new shared::NoticeBar(this);
    m_stage = new QStackedWidget(this);
    m_docks = new DockArea(m_stage);
    m_studio = new studio::StudioPane({m_services.settings(), m_services.presets(), m_services.voices(),
                                       m_services.worker(), m_services.script(), m_services.lines(),
                                       [this](const app::script::Line &line) { return m_services.request(line); }},
                                      m_docks);
    m_takes = new studio::TakesPane(m_services.takes(), m_docks);
    m_transport = new shared::Transport(m_services.player(), m_services.settings(), this);
    m_voiceDesk = new voices::VoiceDesk({m_services.settings(), m_services.voices(), m_services.voiceEditor(),
                                         m_services.player(), *m_transport, *m_notices},
                                        this, m_docks, m_stage);
    m_docks->addPane(QStringLiteral("voices"), tr("Voices"), &m_voiceDesk->pane());
    m_docks->letHide(QStringLiteral("voices"));
    m_docks->addPane(QStringLiteral("studio"), tr("Studio"), m_studio);
    m_docks->addPane(QStringLiteral("takes"), tr("Takes"), m_takes);
    m_docks->addWorkspace(
        {QStringLiteral("clone"), tr("Clone"), QStringLiteral("workspace"), [this] {
             m_docks->place(QStringLiteral("voices"), Qt::LeftDockWidgetArea);
             m_docks->split(QStringLiteral("voices"), QStringLiteral("studio"), Qt::Horizontal);
             m_docks->split(QStringLiteral("studio"), QStringLiteral("takes"), Qt::Vertical);
             m_docks->share({QStringLiteral("studio"), QStringLiteral("takes")}, {3, 2}, Qt::Vertical);
             m_docks->share({QStringLiteral("voices"), QStringLiteral("studio")}, {264, 1016}, Qt::Horizontal);
         }});
    m_comparison = new comparison::ComparisonStrip({m_services.takes(), m_services.settings(), *m_transport}, this);
    m_status = new shared::StatusLine(this);
    new StatusDesk({m_services.settings(), m_services.worker(), m_services.queue(), *m_status}, this);

    auto *line = new QFrame(this);
    setRole(line, "line");
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notices);
    m_stage->addWidget(m_docks);
    m_stage->addWidget(&m_voiceDesk->clinic());
    layout->addWidget(m_stage, 1);
    layout->addWidget(line);
    layout->addWidget(m_comparison);
    layout->addWidget(m_transport);
    layout->addWidget(m_status);
    setCentralWidget(centre);

    m_scriptDesk = new ScriptDesk(
        {m_services.script(), m_services.scriptFile(), m_services.recovery(), m_services.recentFiles(), *m_notices},
        this);
    m_takeDesk = new TakeDesk({m_services.settings(), m_services.voices(), m_services.worker(), m_services.takes(),
                               m_services.lines(), *m_notices, *m_transport},
                              this);
    m_exportDesk = new exporting::ExportDesk(
        {m_services.settings(), m_services.script(), m_services.lines(), m_services.takes(), *m_notices}, this);
    m_helpDesk = new HelpDesk({m_services.log(), *m_notices, [this] { return m_services.diagnosticsInput(); }}, this);
    m_actions = makeMenus(*menuBar(), m_docks->workspaces(), m_studio->editor(), m_takes->acts().groups(),
                          m_voiceDesk->pane().acts().groups());
    m_theme.connectMenu(*m_actions.themes);
    m_modelsDesk = new models::ModelsDesk({m_services.settings(), m_services.models(), m_services.worker(), *m_notices,
                                           [this] { m_services.unloadModel(); }},
                                          this);
    m_settingsDesk = new settings::SettingsDesk(
        {m_services.settings(), m_services.voices(), m_services.player(), *m_actions.shortcuts}, this);
    const app::log::DiagnosticsInput places = m_services.diagnosticsInput();
    m_backupDesk = new backup::BackupDesk({places.dataFolder, QFileInfo(places.settingsFile).path().toStdString()},
                                          *m_notices, this);
    menuBar()->setAccessibleName(tr("Menu"));
    auto *recent = new RecentMenu(*m_actions.openRecent, m_services.recentFiles());
    connect(recent, &RecentMenu::chosen, m_scriptDesk, &ScriptDesk::open);
    connect(recent, &RecentMenu::clearWanted, m_scriptDesk, &ScriptDesk::clearRecent);
    new studio::PresetDesk(
        {m_services.presets(), m_studio->presets(), *m_notices, *m_actions.presets, m_services.shortcuts()}, this);
    new shortcuts::ShortcutDesk({m_services.shortcuts(), *menuBar(), *m_notices, *m_actions.shortcuts}, this);
    new SoundDesk({m_services.player(), m_services.settings(), *m_transport, *m_notices, m_actions}, this);
    connect(m_notices, &shared::NoticeBar::countChanged, this, &MainWindow::followActions);
    connectActions();
    connectPanes();
    connectServices();
    showTitle();
    followActions();

    const QSize room = screen()->availableGeometry().size();
    if (room.width() < 1360 || room.height() < 800) {
        setWindowState(Qt::WindowMaximized); // a small screen has nothing to give away
    }
    resize(QSize(1280, 760).boundedTo(room));
    enterWorkspace(m_services.settings().workspace());
    restoreGeometry(m_services.settings().windowGeometry(m_docks->current()));
    m_studio->focusText();
}

// Hidden while all of it is there: what is still being typed into a field counts when the field is left.
MainWindow::~MainWindow() {
    for (QDialog *dialog : findChildren<QDialog *>(Qt::FindDirectChildrenOnly))
        dialog->hide();
    hide();
}

void MainWindow::connectActions() {
    const auto on = [this](QAction *action, auto *object, auto method) {
        connect(action, &QAction::triggered, object, method);
    };
    on(m_actions.newScript, m_scriptDesk, &ScriptDesk::startAnew);
    on(m_actions.openScript, m_scriptDesk, &ScriptDesk::chooseAndOpen);
    for (QAction *each : {m_actions.saveScript, m_actions.saveScriptAs, m_actions.exportScript})
        on(each, &m_studio->lineCard(), &studio::LineCard::finishTyping); // first: it belongs to the script
    on(m_actions.saveScript, m_scriptDesk, &ScriptDesk::save);
    on(m_actions.saveScriptAs, m_scriptDesk, &ScriptDesk::chooseAndSave);
    on(m_actions.exportScript, m_exportDesk, &exporting::ExportDesk::open);
    on(m_actions.openVoicesFolder, this, [this] { openFolder(QStringLiteral("voices")); });
    on(m_actions.backUp, m_backupDesk, &backup::BackupDesk::backUp);
    on(m_actions.restore, m_backupDesk, &backup::BackupDesk::restore);
    connect(m_backupDesk, &backup::BackupDesk::restartWanted, this, [this] {
        m_wantsRestart = true;
        close();
    });
    connect(m_backupDesk, &backup::BackupDesk::folderWanted, this, &MainWindow::showFolder);
    on(m_actions.models, m_modelsDesk, &models::ModelsDesk::open);
    connect(m_status, &shared::StatusLine::modelWanted, m_modelsDesk, &models::ModelsDesk::open);
    connect(&m_services.worker(), &app::speech::SpeechWorker::unloaded, this,
            [this] { m_status->setPart(StatusLine::Part::Model, tr("Model not loaded")); });
    on(m_actions.settings, m_settingsDesk, &settings::SettingsDesk::open);
    on(m_actions.quit, this, &QWidget::close);
    on(m_actions.resetLayout, m_docks, &DockArea::reset);
    on(m_actions.goToText, this, [this] {
        m_voiceDesk->leave();
        m_studio->focusText();
    });
    on(m_actions.goToMessage, m_notices, &shared::NoticeBar::focusFirst);
    on(m_actions.palette, this, &MainWindow::openPalette);
    on(m_actions.goToVoices, this, &MainWindow::goToVoices);
    connect(m_actions.showVoices, &QAction::triggered, m_docks,
            [this](bool shown) { m_docks->setShown(QStringLiteral("voices"), shown); });
    connect(m_docks, &DockArea::shownChanged, this,
            [this] { m_actions.showVoices->setChecked(m_docks->isShown(QStringLiteral("voices"))); });
    on(m_actions.goToTakes, m_takes, &studio::TakesPane::focusSearch);
    on(m_actions.makeChanged, m_studio, &studio::StudioPane::makeChanged);
    on(m_actions.playLine, m_studio, &studio::StudioPane::playLine);
    on(m_actions.lineVoice, m_studio, &studio::StudioPane::chooseLineVoice);
    on(m_actions.find, &m_studio->finder(), &studio::FindBar::find);
    on(m_actions.replace, &m_studio->finder(), &studio::FindBar::replace);
    on(m_actions.findNext, &m_studio->finder(), &studio::FindBar::findNext);
    on(m_actions.findPrevious, &m_studio->finder(), &studio::FindBar::findPrevious);
    on(m_actions.lineSpeed, &m_studio->lineCard(), &studio::LineCard::focusSpeed);
    on(m_actions.lineSeed, &m_studio->lineCard(), &studio::LineCard::focusSeed);
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
    on(m_actions.switchSides, m_comparison, &comparison::ComparisonStrip::switchSides);
    on(m_actions.spectrogram, m_transport, &shared::Transport::toggleSpectrogram);
    on(m_actions.copyDiagnostics, m_helpDesk, &HelpDesk::copyDiagnostics);
    on(m_actions.openLogFolder, m_helpDesk, &HelpDesk::openLogFolder);
    on(m_actions.about, this, [this] { shared::showAbout(this); });
    connect(m_actions.workspaces, &QActionGroup::triggered, this, [this](QAction *action) {
        rememberLayout();
        enterWorkspace(action->data().toString());
    });
    connect(m_actions.differences, &QActionGroup::triggered, m_studio,
            [this](const QAction *action) { m_studio->hearWhat(app::cloning::Varied(action->data().toInt())); });
}

void MainWindow::connectPanes() {
    connect(m_studio, &studio::StudioPane::streamStarted, m_transport, &shared::Transport::beginStream);
    connect(m_studio, &studio::StudioPane::streamEnded, this, [this](quint64 id, const engine::ClipPtr &whole) {
        if (whole) {
            m_transport->finishStream(id, whole);
        } else {
            m_transport->abandonStream(id);
        }
    });
    connect(m_studio, &studio::StudioPane::taken, this, [this](const app::speech::Take &take) {
        m_take = take.clip;
        m_takeRecord = app::takes::recordOf(take);
        const double rtf = take.timings.rtf();
        m_status->setPart(StatusLine::Part::Rtf, tr("RTF %1").arg(shared::glance(rtf)),
                          tr("%L1 s of work for %L2 s of sound: %L3")
                              .arg(take.timings.synthesisSeconds, 0, 'f', 3)
                              .arg(take.timings.audioSeconds, 0, 'f', 3)
                              .arg(rtf, 0, 'f', 4));
        m_status->setPart(StatusLine::Part::FirstAudio,
                          tr("First audio %1").arg(shared::seconds(take.timings.firstAudioSeconds)),
                          tr("%L1 s").arg(take.timings.firstAudioSeconds, 0, 'f', 3));
        followActions();
    });
    connect(m_studio, &studio::StudioPane::busyChanged, this, [this](bool busy) {
        if (busy) {
            m_notices->withdraw(QStringLiteral("studio"));
        }
        followActions();
    });
    connect(m_studio, &studio::StudioPane::problem, this, [this](const app::Problem &problem) {
        if (m_modelProblem && m_modelProblem->what == problem.what) {
            postModelProblem();
        } else {
            m_notices->post(Notice::Kind::Attention, QStringLiteral("studio"), problem);
        }
    });
    connect(m_studio, &studio::StudioPane::playWanted, m_takeDesk, &TakeDesk::play);
    connect(m_studio, &studio::StudioPane::currentLineChanged, m_takes, &studio::TakesPane::setCurrentLine);
    connect(m_studio, &studio::StudioPane::cursorMoved, this,
            [this](const app::script::Place &place) { m_services.recovery().setCursor(place); });
    connect(m_studio, &studio::StudioPane::filesDropped, this,
            [this](const QStringList &files) { m_scriptDesk->open(files.first()); });
    connect(m_takes, &studio::TakesPane::playWanted, m_takeDesk, &TakeDesk::play);
    connect(m_studio, &studio::StudioPane::streamStarted, m_takeDesk, &TakeDesk::listenTo);
    connect(m_studio, &studio::StudioPane::pairAsked, m_takeDesk, &TakeDesk::compareWhenKept);
    connect(m_takes, &studio::TakesPane::compareWanted, m_takeDesk, &TakeDesk::compare);
    connect(m_takes, &studio::TakesPane::switchSidesWanted, m_comparison, &comparison::ComparisonStrip::switchSides);
    connect(m_takeDesk, &TakeDesk::comparisonWanted, m_comparison, &comparison::ComparisonStrip::compare);
    connect(m_studio, &studio::StudioPane::loudnessPairWanted, m_comparison, &comparison::ComparisonStrip::compareAt);
    connect(m_comparison, &comparison::ComparisonStrip::openChanged, this, [this](bool open) {
        if (!open && m_comparison->isAncestorOf(focusWidget())) {
            m_takes->focusTakes();
        }
        followActions();
    });
    connect(m_comparison, &comparison::ComparisonStrip::problem, this, [this](const app::Problem &problem) {
        m_notices->post(Notice::Kind::Attention, QStringLiteral("sound"), problem);
    });
    connect(m_takes, &studio::TakesPane::againWanted, m_takeDesk, &TakeDesk::again);
    connect(m_takes, &studio::TakesPane::dragWanted, m_takeDesk, &TakeDesk::dragOut);
    connect(m_takes, &studio::TakesPane::saveWanted, m_takeDesk, &TakeDesk::save);
    connect(m_takes, &studio::TakesPane::saveNewestWanted, this,
            [this] { m_takeDesk->chooseFile(m_take, m_takeRecord); });
    connect(m_takes, &studio::TakesPane::menuWanted, m_actions.take,
            [this](const QPoint &where) { m_actions.take->popup(where); });
    connect(m_scriptDesk, &ScriptDesk::cursorWanted, m_studio, &studio::StudioPane::goTo);
    connect(m_scriptDesk, &ScriptDesk::titleChanged, this, &MainWindow::showTitle);
    connect(m_takeDesk, &TakeDesk::folderWanted, this, &MainWindow::showFolder);
    connect(m_exportDesk, &exporting::ExportDesk::folderWanted, this, &MainWindow::showFolder);
    connect(m_helpDesk, &HelpDesk::folderWanted, this, &MainWindow::showFolder);
    connect(m_voiceDesk, &voices::VoiceDesk::clinicWanted, this, &MainWindow::showClinic);
    auto *traffic = new voices::VoiceTraffic(m_services.voiceTransfer(), *m_notices, this);
    connect(&m_voiceDesk->pane(), &voices::VoicesPane::importWanted, traffic, &voices::VoiceTraffic::chooseImport);
    connect(&m_voiceDesk->pane(), &voices::VoicesPane::listDropped, traffic, &voices::VoiceTraffic::import);
    connect(&m_voiceDesk->pane(), &voices::VoicesPane::exportWanted, traffic, &voices::VoiceTraffic::chooseExport);
    connect(m_voiceDesk, &voices::VoiceDesk::speakWanted, this, [this](const QString &voiceId) {
        const int row = m_studio->editor().currentLine();
        if (!m_services.script().line(row).voiceId.isEmpty()) {
            m_services.script().setVoice({row}, voiceId); // it had one of its own
        }
        m_studio->speak();
    });
    connect(m_studio, &studio::StudioPane::soundDropped, this,
            [this](const QStringList &files, const app::Problem &problem) {
                m_notices->post(Notice::Kind::Attention, QStringLiteral("studio"), problem,
                                {{tr("Make a voice of it"), [this, files] { m_voiceDesk->addFiles(files); }}});
            });
    connect(&m_voiceDesk->pane(), &voices::VoicesPane::left, m_studio, &studio::StudioPane::focusText);
    connect(&m_voiceDesk->pane(), &voices::VoicesPane::menuWanted, m_actions.voice,
            [this](const QPoint &where) { m_actions.voice->popup(where); });
    m_takes->setCurrentLine(m_studio->editor().currentLineId());
    connect(m_studio, &studio::StudioPane::voicesFolderWanted, m_actions.openVoicesFolder, &QAction::trigger);
    connect(m_transport, &shared::Transport::changed, this, &MainWindow::followActions);
    connect(m_transport, &shared::Transport::stopRequested, this, &MainWindow::stopEverything);
}

void MainWindow::connectServices() {
    using app::speech::SpeechQueue;
    using app::speech::SpeechWorker;
    connect(&m_services.queue(), &SpeechQueue::chunkReady, m_transport, &shared::Transport::appendToStream);

    connect(&m_services.worker(), &SpeechWorker::loading, this, [this] {
        m_modelProblem.reset();
        m_notices->withdraw(QStringLiteral("model"));
    });
    connect(&m_services.worker(), &SpeechWorker::loadFailed, this, [this](const app::Problem &problem) {
        m_modelProblem = problem;
        postModelProblem();
    });
    connect(&m_services.worker(), &SpeechWorker::prepareFailed, this,
            [this](const QString &, const app::Problem &problem) {
                m_notices->post(Notice::Kind::Attention, QStringLiteral("voice"), problem);
            });
    connect(&m_services.voices(), &app::voices::VoiceLibrary::changed, this, &MainWindow::showUnreadableVoices);
    connect(&m_services.settings(), &app::Settings::changed, this, [this](const QString &key) {
        if (key == u"voice") {
            m_notices->withdraw(QStringLiteral("voice"));
        }
        followActions();
    });
    connect(&m_services.settings(), &app::Settings::problem, this, [this](const app::Problem &problem) {
        m_notices->post(Notice::Kind::Attention, QStringLiteral("settings:") + problem.what, problem);
    });
    connect(&m_services.settings(), &app::Settings::saveFailed, this, [this](const app::Problem &problem) {
        m_notices->post(Notice::Kind::Attention, QStringLiteral("saving"), problem);
    });
    connect(&m_services.settings(), &app::Settings::saved, this,
            [this] { m_notices->withdraw(QStringLiteral("saving")); });
    for (const app::Problem &problem : m_services.settings().startProblems()) {
        m_notices->post(Notice::Kind::Attention, QStringLiteral("settings:") + problem.what,
                        problem); // none replaces another
    }
}

void MainWindow::showUnreadableVoices() {
    const auto &problems = m_services.voices().voices()->problems;
    if (problems.empty()) {
        m_notices->withdraw(QStringLiteral("voices"));
        return;
    }
    QStringList details;
    for (const std::string &sentence : problems) {
        details << QString::fromStdString(sentence);
    }
    m_notices->post(Notice::Kind::Attention, QStringLiteral("voices"),
                    {problems.size() == 1 ? tr("A voice could not be read.")
                                          : tr("%n voices could not be read.", nullptr, int(details.size())),
                     tr("The details say which, and what is wrong with them; put it right and look again."),
                     details.join(u'\n')},
                    {{tr("Look again"), [this] { m_services.voices().refresh(); }}});
}

void MainWindow::postModelProblem() {
    m_notices->post(
        Notice::Kind::Alarm, QStringLiteral("model"), *m_modelProblem,
        {{tr("Try again"), [this] { m_services.loadModel(); }}, {tr("Models …"), [this] { m_modelsDesk->open(); }}});
}

void MainWindow::showTitle() {
    setWindowTitle(tr("%1[*] — iShowTTS Studio").arg(m_scriptDesk->title()));
    setWindowModified(m_services.script().isModified());
}

void MainWindow::enterWorkspace(const QString &id) {
    m_docks->enter(id, m_services.settings().windowState(id));
    m_services.settings().setWorkspace(m_docks->current());
    for (QAction *action : m_actions.workspaces->actions()) {
        action->setChecked(action->data() == m_docks->current());
    }
}

void MainWindow::rememberLayout() {
    m_services.settings().setWindowState(m_docks->current(), m_docks->state());
    m_services.settings().setWindowGeometry(m_docks->current(), saveGeometry());
}

void MainWindow::stopEverything() {
    m_studio->stop();
    m_transport->stop();
}

void MainWindow::followActions() {
    m_transport->setSpeaking(m_studio->isBusy());
    m_takes->offerNewest(m_take != nullptr);
    m_actions.stop->setEnabled(m_studio->isBusy() ||
                               m_services.player().state() != app::speech::Player::State::Stopped);
    m_actions.switchSides->setEnabled(m_comparison->isOpen());
    m_actions.spectrogram->setChecked(m_services.settings().spectrogram());
    m_actions.goToMessage->setEnabled(m_notices->count() > 0);
}

void MainWindow::showClinic(bool open) {
    m_stage->setCurrentWidget(open ? static_cast<QWidget *>(&m_voiceDesk->clinic()) : m_docks);
    if (!open) {
        m_studio->focusText();
    }
}

void MainWindow::goToVoices() {
    m_voiceDesk->leave();
    m_docks->setShown(QStringLiteral("voices"), true);
    m_voiceDesk->pane().focusSearch();
}

shared::CommandPalette *MainWindow::openPalette() {
    auto *palette = new shared::CommandPalette(shared::actionsOf(*menuBar()), this);
    palette->show();
    return palette;
}

void MainWindow::saveTake(const QString &file) {
    if (m_take && !file.isEmpty()) {
        m_takeDesk->saveAs(m_take, file, m_takeRecord);
    }
}

void MainWindow::openFolder(const QString &subfolder) {
    const auto folder = QString::fromStdString((engine::userDataFolder()).string()) + u'/' + subfolder;
    shared::makeFolder(folder, this, [this, folder] { showFolder(folder); });
}

void MainWindow::showFolder(const QString &folder) {
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) {
        m_notices->post(Notice::Kind::Attention, QStringLiteral("folder"),
                        {tr("No file manager could be started."),
                         tr("The folder is %1").arg(QDir::toNativeSeparators(folder)),
                         {}});
    }
}

void MainWindow::changeEvent(QEvent *event) {
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_scriptDesk) {
        m_scriptDesk->look();
        m_services.presets().refresh(); // another Studio may have saved some
        m_services.shortcuts().refresh();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event) {
    if (!m_closesAnyway && m_voiceDesk->holdsRecording()) {
        event->ignore();
        m_notices->post(
            Notice::Kind::Attention, QStringLiteral("closing"),
            {tr("What you recorded is not saved as a voice yet."), {}, {}},
            {{tr("Go back to it"), [this] { m_voiceDesk->goBackToRecording(); }}, {tr("Close without it"), [this] {
                                                                                       m_closesAnyway = true;
                                                                                       close();
                                                                                   }}});
        return;
    }
    rememberLayout();
    stopEverything();
    event->accept();
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
