// Every service of the Studio, made in order and wired between subjects (wiring inside a subject stays there):
//   queue → leveller → player   what Origin::Studio says is heard as it is made, at the wanted loudness; cancel and
//                        failure end the stream
//   settings → player    volume, muted, loop, devices of monitor and program, the program's level
//   settings, voices → worker   the chosen voice is prepared ahead of the first job
//   settings → worker    model, device or precision changed: the model is loaded anew
//   worker, queue, player → log  models, jobs with their figures, the output device; never what was spoken
//   script → lines → queue → takes   lines are made through the queue, and every take is kept
//   chat → danmaku → queue → its own player   what is read live goes on air, beside the Studio's player
//   HTTP → queue → HTTP  what other programs ask for, behind the person's own; off until it is turned on
//   queue → artifacts    what is spoken for the chat and for other programs is looked at, as takes are
//   voices, model, device → cells    which sounds of a listening test are there is looked up again
//   queue, worker, takes, danmaku → performance   how long each job took, what waits; beside the machine's probes
//   models → settings, worker   a model whose licence is withdrawn is left at once
// Panes get the services they use by constructor; only the window sees this class. All on the GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "app/chat/token_store.h"
#include "app/cloning/line_maker.h"
#include "app/cloning/made_otherwise.h"
#include "app/cloning/model_precisions.h"
#include "app/cloning/spoken_lines.h"
#include "app/cloning/take_checker.h"
#include "app/danmaku/live_stage.h"
#include "app/lexicons/lexicon_library.h"
#include "app/listening/cell_maker.h"
#include "app/listening/design_store.h"
#include "app/listening/session_store.h"
#include "app/listening/setting_change.h"
#include "app/listening/spoken_artifacts.h"
#include "app/log/diagnostics.h"
#include "app/log/log.h"
#include "app/log/qt_messages.h"
#include "app/models/model_store.h"
#include "app/performance/performance_watch.h"
#include "app/script/recent_files.h"
#include "app/script/recovery.h"
#include "app/script/script_document.h"
#include "app/script/script_file.h"
#include "app/server/speech_server.h"
#include "app/service_log.h"
#include "app/settings/presets.h"
#include "app/settings/settings.h"
#include "app/settings/shortcuts.h"
#include "app/speech/leveller.h"
#include "app/speech/player.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "app/storage/database.h"
#include "app/storage/file_thread.h"
#include "app/takes/take_library.h"
#include "app/voices/voice_editor.h"
#include "app/voices/voice_library.h"
#include "app/voices/voice_transfer.h"

namespace app {

struct Places {
    QString settingsFile;
    std::vector<std::filesystem::path> dataRoots; // voices and models are looked for in all of them
    std::filesystem::path dataFolder = {};        // takes, library and recovery; empty = beside the settings
    std::filesystem::path logFolder = {};         // empty = no log
    std::filesystem::path performanceFolder = {}; // speed of before and its history; empty = none is kept

    static Places standard(); // XDG folders; see engine/data_folders.h
};

class Services : public QObject {
    Q_OBJECT

public:
    explicit Services(Places places = Places::standard());
    ~Services() override;

    // Lists the voices, loads the model of the settings and looks for the last session. Call when the window is
    // connected.
    void start();
    void loadModel(); // again, e.g. after a failure was repaired
    // Gives its memory back, once what runs is done; the next job loads it again.
    void unloadModel();
    // The model that is used again because the one that was chosen could not be loaded; empty when none was. The
    // settings name it again.
    QString keptModel() const { return m_keptModel; }

Q_SIGNALS:
    // `model` was used, and its licence is accepted no longer: the one that is shipped takes its place.
    void licenceWithdrawn(const QString &model);

public:
    // On: what is made is not heard, as something else has the player for itself (blind listening).
    void holdSound(bool on) { m_soundHeld = on; }

    log::Log &log() { return m_log; }
    void logQtMessages() { m_qtMessages.emplace(m_log); } // those of the whole program, as long as this lives
    log::DiagnosticsInput diagnosticsInput() const;
    Settings &settings() { return m_settings; }
    Presets &presets() { return m_presets; }
    Shortcuts &shortcuts() { return m_shortcuts; }
    models::ModelStore &models() { return m_models; }
    voices::VoiceLibrary &voices() { return m_voices; }
    voices::VoiceEditor &voiceEditor() { return m_voiceEditor; }
    voices::VoiceTransfer &voiceTransfer() { return m_voiceTransfer; }
    lexicons::LexiconLibrary &lexicons() { return m_lexicons; }
    speech::SpeechWorker &worker() { return m_worker; }
    speech::SpeechQueue &queue() { return m_queue; }
    speech::Player &player() { return m_player; }
    takes::TakeLibrary &takes() { return m_takes; }
    script::ScriptDocument &script() { return m_script; }
    script::ScriptFile &scriptFile() { return m_scriptFile; }
    script::Recovery &recovery() { return m_recovery; }
    script::RecentFiles &recentFiles() { return m_recentFiles; }
    const cloning::SpokenLines &spokenLines() const { return m_spokenLines; }
    cloning::LineMaker &lines() { return m_lines; }
    const cloning::ModelPrecisions &precisions() const { return m_precisions; }
    listening::DesignStore &designs() { return m_designs; }
    listening::SessionStore &sessions() { return m_sessions; }
    listening::CellMaker &cells() { return m_cells; }
    listening::CellMaker &batchCells() { return m_batchCells; } // sounds that nobody listens to
    listening::SettingChange &settingChange() { return m_settingChange; }
    const listening::SpokenArtifacts &spokenArtifacts() const { return m_spokenArtifacts; }
    chat::TokenStore &tokens() { return m_tokens; }
    danmaku::LiveStage &danmaku() { return m_danmaku; }
    server::SpeechServer &server() { return m_server; } // off until it is turned on
    performance::PerformanceWatch &performance() { return m_performance; }

    // The request that the settings describe: chosen voice, numbers, and the pinned or a new seed.
    // The voice is empty when the chosen one is not (yet) in the library.
    engine::Request request(const QString &text) const;
    // The same for a line, with what it says of its own.
    engine::Request request(const script::Line &line) const;

private:
    struct ModelChoice {
        QString model;
        QString device;
        engine::Precision precision = engine::Precision::Auto;
        bool operator==(const ModelChoice &) const = default;
    };

    void goBack();
    void lookAtLicence();
    void leaveModel(const QString &model);
    listening::CellSources cellSources();
    engine::Request strangersRequest(const QString &text, const QString &voiceId) const;
    void prepareVoice();
    void countMessages();
    void tellChosen();
    void applySetting(const QString &key);

    const Places m_places;
    log::Log m_log; // it, and what leads to it, outlive the rest
    std::optional<log::QtMessages> m_qtMessages;
    storage::FileThread m_files;
    Settings m_settings;
    Presets m_presets;
    Shortcuts m_shortcuts;
    storage::Database m_database;
    models::ModelStore m_models;
    voices::VoiceLibrary m_voices;
    voices::VoiceEditor m_voiceEditor;
    voices::VoiceTransfer m_voiceTransfer;
    lexicons::LexiconLibrary m_lexicons;
    speech::SpeechWorker m_worker;
    speech::SpeechQueue m_queue;
    speech::Player m_player;
    speech::Leveller m_leveller;
    takes::TakeLibrary m_takes;
    script::ScriptDocument m_script;
    script::ScriptFile m_scriptFile;
    script::Recovery m_recovery;
    script::RecentFiles m_recentFiles;
    cloning::SpokenLines m_spokenLines;
    cloning::MadeOtherwise m_madeOtherwise;
    cloning::LineMaker m_lines;
    cloning::ModelPrecisions m_precisions;
    cloning::TakeChecker m_takeChecker;
    listening::DesignStore m_designs;
    listening::SessionStore m_sessions;
    listening::CellMaker m_cells;
    listening::CellMaker m_batchCells;
    listening::SettingChange m_settingChange;
    listening::SpokenArtifacts m_spokenArtifacts;
    chat::TokenStore m_tokens;
    danmaku::LiveStage m_danmaku;
    server::SpeechServer m_server;
    performance::PerformanceWatch m_performance;
    ServiceLog m_serviceLog;
    bool m_started = false;
    bool m_unloaded = false;
    ModelChoice m_asked;
    std::optional<ModelChoice> m_working; // what was loaded last; goes back to when another cannot be
    QString m_keptModel;
    bool m_goingBack = false;
    quint64 m_loads = 0;
    struct LoadNumbers { // of the newest that ended so; the engine's thread writes
        std::atomic<quint64> failed = 0;
        std::atomic<quint64> done = 0;
    };
    std::shared_ptr<LoadNumbers> m_ended = std::make_shared<LoadNumbers>();
    bool m_soundHeld = false;
    quint64 m_sounding = 0; // the last job that the player was told to begin
};

} // namespace app
