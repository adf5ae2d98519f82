// `danmaku replay FILE --live`: a recorded chat through the queue as it is in the Studio, with the engine and sound.
// Nothing of the person's own changes: settings, rules, record and captions of it lie in a folder that is thrown away.
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <exception>
#include <map>
#include <stop_token>
#include <string>
#include <utility>

#include "app/chat/token_store.h"
#include "app/cli/danmaku_verbs.h"
#include "app/cli/quiet_application.h"
#include "app/danmaku/live_stage.h"
#include "app/models/licence_gate.h"
#include "app/settings/settings.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "app/storage/database.h"
#include "app/storage/file_thread.h"
#include "app/storage/library_schema.h"
#include "app/voices/voice_library.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/preparation.h"
#include "engine/data_folders.h"
#include "engine/device.h"
#include "engine/error.h"
#include "engine/synthesizer.h"

namespace app::cli {

using namespace engine::cli;
using danmaku::DanmakuEvent;
using danmaku::LiveStage;
using engine::Json;

namespace {

constexpr int kLooksEvery = 50; // ms

class LiveReplay : public QObject {
public:
    explicit LiveReplay(const Arguments &arguments);
    void run(); // until all was read or quit()
    void report() const;

private:
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    engine::Request request(const QString &text, const QString &voiceId);
    const engine::text::PreparationSettings &preparation(const engine::Voice &voice);
    LiveStage::Uses uses();
    void load();
    void look();
    void tell(const DanmakuEvent &event);
    void fail(const Problem &problem);

    const Arguments &m_arguments;
    QTemporaryDir m_folder;
    storage::FileThread m_files;
    Settings m_settings;
    storage::Database m_database;
    voices::VoiceLibrary m_voices;
    speech::SpeechWorker m_worker;
    speech::SpeechQueue m_queue;
    chat::TokenStore m_tokens;
    LiveStage m_stage;
    QTimer m_look;
    std::map<std::string, engine::text::PreparationSettings> m_preparations; // by voice
    std::exception_ptr m_failure; // nothing may be thrown through the event loop
    bool m_loaded = false;
    bool m_begun = false;
    bool m_ended = false; // the file
};

LiveReplay::LiveReplay(const Arguments &arguments)
    : m_arguments(arguments), m_settings(path("settings.json"), m_files),
      m_database(path("library.sqlite"), storage::librarySchema()), m_voices(engine::dataRoots(), m_files),
      m_queue(m_worker), m_tokens(m_folder.path(), m_files, false), m_stage(uses()) {
    m_settings.setVoiceId(QString::fromStdString(arguments.text("--voice")));
    if (arguments.has("--output"))
        m_settings.setOutputDevice(QByteArray::fromStdString(arguments.text("--output")));
    connect(&m_stage, &LiveStage::event, this, &LiveReplay::tell);
    connect(&m_stage, &LiveStage::problem, this,
            [](const Problem &problem) { note(plainText(problem.what) + "\n  " + plainText(problem.remedy)); });
    connect(&m_stage, &LiveStage::sourceChanged, this, [this](const chat::SourceState &state) {
        if (state.phase == chat::SourceState::Phase::Failed)
            fail(state.problem);
        m_ended = m_ended || state.phase == chat::SourceState::Phase::Off;
    });
    connect(&m_worker, &speech::SpeechWorker::loaded, this, [this] { m_loaded = true; });
    connect(&m_worker, &speech::SpeechWorker::loadFailed, this, &LiveReplay::fail);
    connect(&m_look, &QTimer::timeout, this, &LiveReplay::look);
}

LiveStage::Uses LiveReplay::uses() {
    if (m_arguments.has("--rules"))
        QFile::copy(QString::fromStdString(m_arguments.text("--rules")), path("danmaku.json"));
    return {m_settings,
            m_voices,
            m_queue,
            m_database,
            m_files,
            m_tokens,
            path("danmaku.json"),
            path("captions"),
            path("audit"),
            [this](const QString &text, const QString &voiceId) { return request(text, voiceId); }};
}

// As the Studio has it for texts of strangers: brackets are text.
engine::Request LiveReplay::request(const QString &text, const QString &voiceId) {
    engine::Request request;
    request.text = text.toStdString();
    request.seed = QRandomGenerator::global()->generate();
    const engine::Voice *voice = m_voices.find(voiceId.isEmpty() ? m_settings.voiceId() : voiceId);
    if (!voice)
        return request;
    request.voice = *voice;
    const engine::text::PreparedLine line = engine::text::prepareLine(request.text, preparation(*voice));
    if (line.changed)
        request.spoken = line.spoken;
    if (line.parts.empty())
        request.text.clear();
    return request;
}

const engine::text::PreparationSettings &LiveReplay::preparation(const engine::Voice &voice) {
    const auto known = m_preparations.find(voice.id);
    if (known != m_preparations.end())
        return known->second;
    engine::text::PreparationSettings settings;
    try {
        settings = preparationFor(voice);
    } catch (const std::exception &error) {
        note(error.what());
    }
    settings.tags = false;
    return m_preparations.emplace(voice.id, std::move(settings)).first->second;
}

void LiveReplay::load() {
    m_worker.load([model = m_arguments.text("--model")](std::stop_token stop) {
        engine::LoadOptions options;
        options.model = models::findUsable(engine::dataRoots(), model);
        options.device = engine::chooseDevice("auto");
        return engine::makeLocalSynthesizer(options, std::move(stop));
    });
}

void LiveReplay::run() {
    load();
    m_voices.refresh();
    if (m_arguments.has("--own-device"))
        m_stage.makeOwnDevice(true);
    m_look.start(kLooksEvery);
    QCoreApplication::exec();
    m_look.stop();
    if (m_failure)
        std::rethrow_exception(m_failure);
}

void LiveReplay::look() {
    if (!m_begun) {
        if (!m_loaded || !m_voices.isRead() || (m_arguments.has("--own-device") && !m_stage.hasOwnDevice()))
            return;
        m_begun = true;
        m_stage.replay({QString::fromStdString(m_arguments.positional()[1]),
                        m_arguments.has("--speed") ? m_arguments.number("--speed") : 1});
        return;
    }
    const std::vector<danmaku::Item> &waiting = m_stage.waiting();
    const bool reads = m_stage.onAir() || std::any_of(waiting.begin(), waiting.end(), [](const danmaku::Item &item) {
                           return item.stage == danmaku::Stage::Waiting || item.stage == danmaku::Stage::Making ||
                                  item.stage == danmaku::Stage::Ready;
                       });
    if (m_ended && !reads)
        QCoreApplication::quit();
}

void LiveReplay::tell(const DanmakuEvent &event) {
    if (event.what != DanmakuEvent::What::Playing || m_arguments.has("--json") || m_failure)
        return;
    try {
        print(fixed(double(event.item.playAt - event.item.receivedAt) / 1000, 1) + " s waited  " +
              plainText(event.item.spoken) + "\n");
        flushOutput();
    } catch (...) {
        m_failure = std::current_exception();
        QCoreApplication::quit();
    }
}

void LiveReplay::fail(const Problem &problem) {
    if (!m_failure)
        m_failure = std::make_exception_ptr(engine::badInput(problem.what.toStdString(), problem.remedy.toStdString()));
    QCoreApplication::quit();
}

void LiveReplay::report() const {
    const danmaku::Figures figures = m_stage.figures();
    const danmaku::Latencies latencies = m_stage.latencies();
    if (m_arguments.has("--json")) {
        printJson(Json::Object{{"live", Json::Object{{"received", figures.received},
                                                     {"filtered", figures.filtered},
                                                     {"read", figures.played},
                                                     {"repeats", figures.repeats},
                                                     {"dropped", figures.dropped},
                                                     {"removed", figures.removed},
                                                     {"failed", figures.failed},
                                                     {"wait_p50", rounded(figures.waitP50)},
                                                     {"wait_p95", rounded(figures.waitP95)},
                                                     {"wait_max", rounded(figures.waitMax)},
                                                     {"row_p95_ms", latencies.rowP95},
                                                     {"first_sound_p95_ms", latencies.soundP95}}}});
        return;
    }
    print("\n" +
          table({{"received", "refused", "repeats", "read", "dropped", "failed", "wait p50 s", "p95", "max"},
                 {std::to_string(figures.received), std::to_string(figures.filtered), std::to_string(figures.repeats),
                  std::to_string(figures.played), std::to_string(figures.dropped), std::to_string(figures.failed),
                  fixed(figures.waitP50, 1), fixed(figures.waitP95, 1), fixed(figures.waitMax, 1)}}));
    if (latencies.soundP95 >= 0)
        print("from a message to its first sound when nothing waited: " + fixed(latencies.soundP95 / 1000, 2) +
              " s (95 of 100)\n");
}

} // namespace

int danmakuReplayLive(const Arguments &arguments) {
    const Interrupt interrupt;
    const QuietApplication application;
    LiveReplay replay(arguments);
    const std::stop_callback stop(interrupt.token(), [&replay] {
        QMetaObject::invokeMethod(
            &replay, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
    });
    replay.run();
    replay.report();
    return interrupt.happened() ? Interrupted : Done;
}

} // namespace app::cli
