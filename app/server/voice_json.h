// Voices as the original writes them: fields that are absent are left out. Any thread.
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <filesystem>
#include <optional>
#include <string>

#include "app/voices/voice_library.h"

namespace app::server {

QJsonObject voiceObject(const engine::Voice &voice);

struct ReferenceState {
    engine::Voice voice;                   // as it is now
    std::optional<engine::Voice> baseline; // none: it is as it was at first
    bool sameRecording = false;            // only the transcript was overridden
    bool ownWords = false;                 // the override has a transcript, be it the baseline's
    QDateTime changed;
};

// Reads the folders; none: no such voice, or none that can be read.
std::optional<ReferenceState> referenceState(const std::vector<std::filesystem::path> &roots, const std::string &id);

QJsonObject referenceObject(const ReferenceState &state);

QByteArray jsonBytes(const QJsonObject &object);

} // namespace app::server
