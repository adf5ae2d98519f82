// The Studio's services as far as the HTTP server needs them, without a window: settings, voices, lexicons, the engine
// and its queue, over the same folders as a Studio that may run beside it. What that one changes counts here, too. The
// chat's queue is its own (serve_folder.h), with the Studio's rules; nothing sounds here, it is heard where it is sent.
#pragma once

#include <QObject>
#include <QTimer>

#include <string>

#include "app/chat/token_store.h"
#include "app/cli/serve_folder.h"
#include "app/cloning/spoken_lines.h"
#include "app/danmaku/live_stage.h"
#include "app/lexicons/lexicon_library.h"
#include "app/server/speech_server.h"
#include "app/settings/settings.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "app/storage/database.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_editor.h"
#include "app/voices/voice_library.h"

namespace app::cli {

class Serving : public QObject {
    Q_OBJECT

public:
    // `model` empty: that of the settings. Says where another server has the usual folder. Throws as ServeFolder does.
    explicit Serving(std::string model);

    // Throws engine::Error when it cannot listen. A model that cannot be loaded is said, and the requests fail with it.
    void start(const server::ServerOptions &options);
    const server::SpeechServer &server() const { return m_server; }

private:
    engine::Request request(const QString &text, const QString &voiceId) const;
    danmaku::LiveStage::Uses danmakuUses();
    void load();
    void look();
    void goOnByItself();
    void tellOfReview(const danmaku::DanmakuEvent &event);

    const std::string m_model;
    const ServeFolder m_folder;
    storage::FileThread m_files;
    Settings m_settings;
    voices::VoiceLibrary m_voices;
    voices::VoiceEditor m_voiceEditor;
    lexicons::LexiconLibrary m_lexicons;
    cloning::SpokenLines m_lines;
    speech::SpeechWorker m_worker;
    speech::SpeechQueue m_queue;
    chat::TokenStore m_tokens;
    storage::Database m_database;
    danmaku::LiveStage m_danmaku;
    server::SpeechServer m_server;
    QTimer m_again;            // when a chat that has come to a halt is tried again
    bool m_saidReview = false; // that nobody can approve here
    QTimer m_look;             // whether another program changed a voice
    std::string m_seen;
};

// The token that clients of a server must have: the file's, which nobody else may read; a new one, 0600, where there is
// no such file. Throws engine::Error.
std::string tokenIn(const std::string &file);
std::string tokenThere(const std::string &file); // nothing is made

// Where that is when nobody says: <runtime folder>/ishowtts/server-token, which is gone when the machine starts anew,
// or where that is not wanted (ISHOWTTS_KEEP_TOKEN) keptTokenFile().
std::string standardTokenFile();
std::string keptTokenFile(); // server-token in the state folder

} // namespace app::cli
