#include "engine/cli/take_doubts.h"

#include <algorithm>

#include "engine/audio/recording.h"
#include "engine/audio/reference.h"
#include "engine/cli/console.h"
#include "engine/quality/asked_line.h"

namespace engine::cli {

namespace {

ClipPtr recordingOf(const Voice &voice) {
    const audio::Sound sound = audio::readRecording(voice.recording, audio::kMaxReadSeconds);
    auto clip = std::make_shared<Clip>();
    clip->sampleRate = sound.sampleRate;
    clip->samples.resize(sound.frames());
    const std::size_t channels = std::size_t(std::max(sound.channels, 1));
    for (std::size_t i = 0; i < sound.interleaved.size(); ++i)
        clip->samples[i / channels] += sound.interleaved[i] / float(channels);
    return clip;
}

} // namespace

std::vector<quality::Doubt> doubtsOf(const SpokenTake &take, std::vector<double> joins) {
    const Request &request = take.request;
    quality::CheckContext context;
    std::vector<std::string> others;
    for (const Voice &voice : request.otherVoices) {
        context.otherVoices.push_back({recordingOf(voice), voice.transcript});
        others.push_back(voice.id);
    }
    quality::AskedLine asked = quality::askedLine(request.text, request.spoken, request.speed, others);
    context.reference = recordingOf(request.voice);
    context.transcript = request.voice.transcript;
    context.language = request.voice.language;
    context.joins = std::move(joins);
    context.pauses = quality::silencesAskedFor(*take.clip, std::move(asked.pauses));
    return quality::checkTake(*take.clip, asked.parts, context);
}

std::string lineOf(const quality::Doubt &doubt) {
    return "doubt: " + quality::toString(doubt.kind) + " at " + fixed(doubt.fromSeconds, 2) + " s: " + doubt.reason +
           " " + doubt.remedy;
}

Json doubtsJson(const std::vector<quality::Doubt> &doubts) {
    Json::Array list;
    for (const quality::Doubt &doubt : doubts)
        list.push_back(Json::Object{{"kind", quality::toString(doubt.kind)},
                                    {"from_seconds", rounded(doubt.fromSeconds)},
                                    {"to_seconds", rounded(doubt.toSeconds)},
                                    {"sureness", rounded(doubt.sureness)},
                                    {"reason", doubt.reason},
                                    {"remedy", doubt.remedy}});
    return list;
}

} // namespace engine::cli
