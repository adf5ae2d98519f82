// What clients of OpenAI's speech API ask for (POST /v1/audio/speech), read and checked. Pure. Any thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>
#include <string>
#include <variant>

#include "engine/audio/stream_encoder.h"

namespace app::server {

struct OpenAiSpeech {
    QString model; // as named
    QString input; // at most kLongestInput characters
    QString voice; // as named
    engine::audio::StreamFormat format = engine::audio::StreamFormat::Mp3;
    std::optional<double> speed; // 0.3…3, as the engine has it; OpenAI's 0.25…4 are held within it
    bool events = false;         // "stream_format": "sse"
    bool instructions = false;   // there were some; they are not followed
};

inline constexpr int kLongestInput = 4096; // characters, as OpenAI has it

struct OpenAiRefusal {
    int status = 400;
    std::string sentence;
    std::string code; // as OpenAI names it: "invalid_value", "model_not_found" …
};

std::variant<OpenAiSpeech, OpenAiRefusal> openAiSpeechFrom(const QByteArray &json);

// OpenAI's names of models that stand for the one that is loaded.
bool isModelOfOpenAi(const QString &name);
bool isVoiceOfOpenAi(const QString &name); // "alloy" …

} // namespace app::server
