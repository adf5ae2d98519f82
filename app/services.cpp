#include "app/services.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <utility>

#include "app/cloning/request_as_set.h"
#include "app/models/licence_gate.h"
#include "app/storage/library_schema.h"
#include "engine/data_folders.h"
#include "engine/device.h"
#include "engine/error.h"
#include "engine/model_files.h"
#include "engine/performance/speed_record.h"
#include "engine/synthesizer.h"

namespace app {

Places Places::standard() {
    return {Settings::standardFile(), engine::dataRoots(), engine::userDataFolder(), engine::userStateFolder() / "log",
            engine::performance::standardHistoryFile().parent_path()};
}

namespace {

Places withDataFolder(Places places) {
    if (places.dataFolder.empty())
        places.dataFolder = std::filesystem::path(places.settingsFile.toStdString()).parent_path();
    return places;
}

} // namespace

Services::Services(Places places)
    : m_places(withDataFolder(std::move(places))), m_log(m_places.logFolder),
      m_settings(m_places.settingsFile, m_files),
      m_presets(QFileInfo(m_places.settingsFile).path() + QStringLiteral("/presets.json"), m_settings, m_files),
      m_shortcuts(QFileInfo(m_places.settingsFile).path() + QStringLiteral("/shortcuts.json"), m_files),
      m_database(QString::fromStdString(storage::libraryFile(m_places.dataFolder).string()), storage::librarySchema()),
      m_models({m_places.dataRoots, m_places.dataFolder,
                m_places.dataRoots.empty() ? std::filesystem::path()
                                           : m_places.dataRoots.back() / "models" / "catalogue.json"},
               m_settings),
      m_voices(m_places.dataRoots, m_files), m_voiceEditor(m_places.dataRoots, m_voices, m_files),
      m_voiceTransfer(
          m_voices, [](const QString &file, const std::stop_token &stop) { return decoding::decodeFile(file, stop); }),
      m_lexicons({m_places.dataFolder, m_places.dataRoots}, m_voices, m_files), m_queue(m_worker),
      m_takes(m_database, storage::takesFolder(m_places.dataFolder)), m_scriptFile(m_script, m_files),
      m_recovery(m_script, m_scriptFile, m_files, QString::fromStdString((m_places.dataFolder / "recovery").string())),
      m_recentFiles(QString::fromStdString((m_places.dataFolder / "recent-scripts.json").string()), m_files),
      m_spokenLines(m_settings, m_voices, m_lexicons), m_madeOtherwise(m_settings, m_voices, m_takes, m_worker),
      m_lines(m_script, m_queue, m_takes, m_spokenLines, m_madeOtherwise,
              [this](const script::Line &line) { return request(line); }),
      m_precisions(m_places.dataRoots, m_worker), m_takeChecker(m_settings, m_voices, m_takes), m_designs(m_database),
      m_sessions(m_database), m_cells(m_queue, m_database, storage::takesFolder(m_places.dataFolder), cellSources()),
      m_batchCells(m_queue, m_database, storage::takesFolder(m_places.dataFolder), cellSources()),
      m_settingChange(m_settings),
      m_spokenArtifacts(m_settings, m_queue, m_files,
                        m_places.performanceFolder.empty() ? std::filesystem::path()
                                                           : m_places.performanceFolder / "artifacts.jsonl"),
      m_tokens(QString::fromStdString(m_places.dataFolder.string()), m_files),
      m_danmaku({m_settings, m_voices, m_queue, m_database, m_files, m_tokens,
                 QFileInfo(m_places.settingsFile).path() + QStringLiteral("/danmaku.json"),
                 QString::fromStdString((m_places.dataFolder / "captions").string()),
                 QString::fromStdString((m_places.dataFolder / "danmaku-audit").string()),
                 [this](const QString &text, const QString &voiceId) { return strangersRequest(text, voiceId); }}),
      m_server({m_settings, m_voices, m_voiceEditor, m_worker, m_queue, m_files,
                [this](const QString &text, const QString &voiceId) { return strangersRequest(text, voiceId); },
                &m_danmaku},
               &m_tokens),
      m_performance({m_settings, m_worker, m_queue, m_takes, m_files, m_places.performanceFolder,
                     m_places.performanceFolder.empty() ? std::filesystem::path()
                                                        : m_places.performanceFolder / "history.jsonl"}),
      m_serviceLog(m_log, log::ShippedNames::in(engine::shippedDataFolder()), m_worker, m_queue, m_player) {
    using speech::Origin;
    using speech::SpeechQueue;

    connect(&m_queue, &SpeechQueue::started, this, [this](quint64 id) {
        if (m_unloaded)
            loadModel(); // the job waits for it
        if (!m_soundHeld && m_queue.runningJob() && m_queue.runningJob()->origin == Origin::Studio) {
            m_sounding = id;
            m_player.begin(id);
            m_leveller.begin(id, m_settings.loudness());
        }
    });
    connect(&m_queue, &SpeechQueue::chunkReady, this,
            [this](quint64 id, const engine::ClipPtr &clip) { m_leveller.append(id, clip); });
    connect(&m_queue, &SpeechQueue::finished, this, [this](const speech::Take &take) { m_leveller.end(take.id); });
    connect(&m_queue, &SpeechQueue::failed, this, [this](quint64 id) { m_leveller.end(id); });
    connect(&m_leveller, &speech::Leveller::chunk, &m_player, &speech::Player::append);
    connect(&m_leveller, &speech::Leveller::ended, &m_player, &speech::Player::endOfStream);
    connect(&m_queue, &SpeechQueue::stopping, this, [this](quint64 id) {
        if (m_sounding == id)
            m_player.stop();
    });

    connect(&m_settings, &Settings::changed, this, &Services::applySetting);
    m_settings.follow();
    for (const QString &key :
         {QStringLiteral("volume"), QStringLiteral("muted"), QStringLiteral("loop"), QStringLiteral("outputDevice"),
          QStringLiteral("programDevice"), QStringLiteral("programLevel")})
        applySetting(key);
    connect(&m_voices, &voices::VoiceLibrary::changed, this, &Services::prepareVoice);
    connect(&m_voices, &voices::VoiceLibrary::changed, &m_cells, &listening::CellMaker::lookAgain);
    connect(&m_spokenLines, &cloning::SpokenLines::changed, &m_cells, &listening::CellMaker::lookAgain);
    connect(&m_worker, &speech::SpeechWorker::loaded, this, [this] {
        if (m_ended->done == m_loads) // else one from before, which stays until the newest is there
            m_working = m_asked;
        prepareVoice();
    });
    connect(&m_worker, &speech::SpeechWorker::refused, this, &Services::goBack);
    connect(&m_worker, &speech::SpeechWorker::loadFailed, this, [this] { m_keptModel.clear(); });
    connect(&m_models, &models::ModelStore::licencesChanged, this, &Services::lookAtLicence);
    connect(&m_danmaku, &danmaku::LiveStage::changed, this, &Services::countMessages);
    tellChosen();
}

Services::~Services() = default;

void Services::start() {
    m_started = true;
    m_recovery.start();
    m_recentFiles.refresh();
    m_voiceEditor.tidy();
    m_performance.start();
    m_spokenArtifacts.readBack();
    m_voices.refresh();
    loadModel();
}

void Services::unloadModel() {
    m_unloaded = true;
    m_worker.unload();
}

void Services::loadModel() {
    m_unloaded = false;
    m_keptModel.clear();
    m_asked = {m_settings.model(), m_settings.device(), m_settings.precision()};
    const auto optionsFor = [roots = m_places.dataRoots](const ModelChoice &asked) {
        engine::LoadOptions wanted;
        wanted.model = models::findUsable(roots, asked.model.toStdString());
        wanted.device = engine::chooseDevice(asked.device.toStdString());
        wanted.precision = asked.precision;
        return wanted;
    };
    const auto noting = [ended = m_ended, number = ++m_loads](auto work) {
        try {
            return work();
        } catch (...) {
            ended->failed = number;
            throw;
        }
    };
    speech::SpeechWorker::Factory before;
    if (m_working && !(*m_working == m_asked))
        before = [optionsFor, working = *m_working](std::stop_token stop) {
            return engine::makeLocalSynthesizer(optionsFor(working), std::move(stop));
        };
    m_worker.load(
        [optionsFor, asked = m_asked, noting, ended = m_ended, number = m_loads](std::stop_token stop) {
            auto made = noting([&] { return engine::makeLocalSynthesizer(optionsFor(asked), std::move(stop)); });
            ended->done = number;
            return made;
        },
        [optionsFor, asked = m_asked, noting] { noting([&] { engine::requireLoadable(optionsFor(asked)); }); },
        std::move(before));
}

// A model that cannot be used takes none away that can: what was loaded before is chosen again. The worker has it
// still, or loads it again.
void Services::goBack() {
    if (!m_working || m_ended->failed != m_loads || *m_working == m_asked)
        return;
    m_goingBack = true;
    m_settings.setModel(m_working->model);
    m_settings.setDevice(m_working->device);
    m_settings.setPrecision(m_working->precision);
    m_goingBack = false;
    m_asked = *m_working;
    m_keptModel = m_working->model.isEmpty() ? QStringLiteral("demo") : m_working->model;
}

// Weights may be asked about as a whole: not on this thread.
void Services::lookAtLicence() {
    m_worker.forgetOwnModel(); // of a column of a listening test: its next sound asks anew
    m_cells.lookAgain();
    if (!m_started)
        return;
    QSet<QString> used{m_asked.model}; // perhaps still on its way
    if (m_working)
        used << m_working->model;
    m_files.post([this, roots = m_places.dataRoots, used] {
        for (const QString &model : used) {
            engine::ModelFiles files;
            try {
                files = engine::findModel(roots, model.toStdString());
            } catch (const engine::Error &) {
                continue; // it is gone, and speaks from memory
            }
            try {
                models::requireAccepted(files, roots);
            } catch (const engine::Error &) {
                QMetaObject::invokeMethod(
                    this, [this, model] { leaveModel(model); }, Qt::QueuedConnection);
            }
        }
    });
}

void Services::leaveModel(const QString &model) {
    const bool works = m_working && m_working->model == model;
    if (works)
        m_working.reset();
    if (!works && m_asked.model != model)
        return;
    m_worker.unload(); // whatever comes in its place may fail
    if (m_settings.model() == model)
        m_settings.setModel({}); // loads it
    else
        loadModel();
    Q_EMIT licenceWithdrawn(model);
}

log::DiagnosticsInput Services::diagnosticsInput() const {
    QStringList voiceIds;
    for (const engine::Voice &voice : m_voices.voices()->voices)
        voiceIds << QString::fromStdString(voice.id);
    return {m_serviceLog.model(), voiceIds,           m_places.settingsFile,
            m_places.dataFolder,  m_places.logFolder, m_serviceLog.shipped()};
}

engine::Request Services::request(const QString &text) const {
    engine::Request request = cloning::requestAsSet(m_settings, text);
    if (const engine::Voice *voice = m_voices.find(m_settings.voiceId()))
        request.voice = *voice;
    return request;
}

engine::Request Services::request(const script::Line &line) const {
    engine::Request request = this->request(line.text);
    if (!line.voiceId.isEmpty()) {
        const engine::Voice *voice = m_voices.find(line.voiceId);
        request.voice = voice ? *voice : engine::Voice{};
    }
    request.speed = line.speed.value_or(request.speed);
    request.seed = line.seed.value_or(request.seed);
    m_spokenLines.fill(request, line.voiceId);
    return request;
}

engine::Request Services::strangersRequest(const QString &text, const QString &voiceId) const {
    engine::Request request = this->request(text);
    if (!voiceId.isEmpty()) {
        const engine::Voice *voice = m_voices.find(voiceId);
        request.voice = voice ? *voice : engine::Voice{};
    }
    m_spokenLines.fillStrangers(request, voiceId);
    return request;
}

listening::CellSources Services::cellSources() {
    listening::CellSources sources;
    sources.modelRoots = m_places.dataRoots;
    sources.model = [this] { return m_settings.model().toStdString(); };
    sources.device = [this] { return m_settings.device().toStdString(); };
    sources.voice = [this](const std::string &address) {
        const engine::Voice *voice = m_voices.find(QString::fromStdString(address));
        return voice ? std::optional(*voice) : std::nullopt;
    };
    sources.prepare = [this](engine::Request &request) {
        m_spokenLines.fill(request, QString::fromStdString(request.voice.id));
    };
    return sources;
}

void Services::tellChosen() {
    m_lines.setChosen({m_settings.voiceId(), m_settings.speed(), m_settings.crossFadeSeconds()});
}

void Services::countMessages() {
    using danmaku::Stage;
    const auto &waiting = m_danmaku.waiting();
    m_performance.setDanmakuQueue(int(std::count_if(waiting.begin(), waiting.end(), [](const danmaku::Item &item) {
        return item.stage == Stage::Waiting || item.stage == Stage::Making || item.stage == Stage::Ready;
    })));
}

void Services::prepareVoice() {
    if (const engine::Voice *voice = m_voices.find(m_settings.voiceId()))
        m_worker.prepare(*voice);
}

void Services::applySetting(const QString &key) {
    if (key == u"voice" || key == u"speed" || key == u"crossFade")
        tellChosen();
    if (key == u"model" || key == u"device")
        m_cells.lookAgain();
    if (key == u"volume")
        m_player.setVolume(m_settings.volume());
    else if (key == u"muted")
        m_player.setMuted(m_settings.muted());
    else if (key == u"loop")
        m_player.setLoop(m_settings.loop());
    else if (key == u"outputDevice")
        m_player.setDevice(m_settings.outputDevice());
    else if (key == u"programDevice")
        m_player.setProgramDevice(m_settings.programDevice());
    else if (key == u"programLevel")
        m_player.setProgramLevel(m_settings.programLevel());
    else if (key == u"voice")
        prepareVoice();
    else if (m_started && !m_goingBack && (key == u"model" || key == u"device" || key == u"precision"))
        loadModel();
}

} // namespace app

#include "moc_services.cpp"
