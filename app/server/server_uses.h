// What the routes use of the Studio. A group of routes is a class that takes the server, this and the desk in its
// constructor and adds its routes there (voice_routes.h); SpeechServer has one of each. All on the services' thread.
#pragma once

#include <QString>

#include <functional>

#include "engine/request.h"

namespace app {
class Settings;
}
namespace app::danmaku {
class LiveStage;
}
namespace app::speech {
class SpeechQueue;
class SpeechWorker;
} // namespace app::speech
namespace app::storage {
class FileThread;
}
namespace app::voices {
class VoiceEditor;
class VoiceLibrary;
} // namespace app::voices

namespace app::server {

struct ServerUses {
    Settings &settings;
    voices::VoiceLibrary &voices;
    voices::VoiceEditor &voiceEditor;
    speech::SpeechWorker &worker;
    speech::SpeechQueue &queue;
    storage::FileThread &files;
    // Text of strangers (brackets are text) in this voice, with the numbers of the settings; no voice named: the
    // chosen one. The request's voice is empty where there is none such.
    std::function<engine::Request(const QString &text, const QString &voiceId)> request;
    danmaku::LiveStage *danmaku = nullptr; // null: this program has none
};

} // namespace app::server
