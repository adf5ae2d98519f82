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

// Where in the take a silence is that was asked for is not known, but how long it is.
void dropAskedPauses(std::vector<quality::Doubt> &doubts, std::vector<double> pauses) {
    constexpr double kShorter = 0.05, kLonger = 0.6; // what the speech beside it may take and add
    std::erase_if(doubts, [&](const quality::Doubt &doubt) {
        if (doubt.kind != quality::DoubtKind::Gap)
            return false;
        const double length = doubt.toSeconds - doubt.fromSeconds;
        const auto asked = std::find_if(pauses.begin(), pauses.end(), [&](double pause) {
            return length > pause - kShorter && length < pause + kLonger;
        });
        if (asked == pauses.end())
            return false;
        pauses.erase(asked);
        return true;
    });
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
    std::vector<quality::Doubt> doubts = quality::checkTake(*take.clip, asked.parts, context);
    dropAskedPauses(doubts, std::move(asked.pauses));
    return doubts;
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
