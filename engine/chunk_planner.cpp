#include "engine/chunk_planner.h"

#include <algorithm>
#include <utility>

#include "engine/clip.h"
#include "engine/duration_plan.h"
#include "engine/error.h"
#include "engine/text/chunker.h"
#include "engine/text/tokens.h"

namespace engine {

namespace {

constexpr std::int64_t kMaxFrames = 65536; // upstream's max_duration, 11.6 minutes
constexpr double kLongestSeconds = 22;     // reference and new speech together, as maxChunkBytes()
constexpr double kFramesPerSecond = double(kSampleRate) / kHopLength;

std::size_t voiceCalled(const std::string &id, const Request &request) {
    if (id.empty() || id == request.voice.id)
        return 0;
    for (std::size_t i = 0; i < request.otherVoices.size(); ++i)
        if (request.otherVoices[i].id == id)
            return i + 1;
    throw badInput("The text names the voice \"" + id + "\", which did not come with it.",
                   "Choose a voice that is there, or remove its tag.");
}

std::vector<text::Reading> movedBy(std::size_t bytes, std::vector<text::Reading> readings) {
    for (text::Reading &reading : readings)
        reading.at += bytes;
    return readings;
}

double frames(double seconds) {
    return seconds * kFramesPerSecond;
}

} // namespace

std::vector<text::SpeechPart> partsOf(const Request &request) {
    std::vector<text::SpeechPart> parts;
    if (request.spoken.empty())
        parts.push_back({text::asWritten(request.text), 0, {}, {}, {}});
    else
        parts = text::readCanonical(request.spoken);
    std::erase_if(parts, [](const text::SpeechPart &part) {
        return !part.isPause() && part.speech.readings.empty() && !isSpeakable(part.speech.text);
    });
    if (parts.empty())
        throw badInput("Nothing is left of the text that could be said.", "Add a word.");
    return parts;
}

std::vector<std::size_t> voicesOf(const Request &request, const std::vector<text::SpeechPart> &parts) {
    std::vector<std::size_t> voices;
    for (const text::SpeechPart &part : parts) {
        if (part.isPause())
            continue;
        const std::size_t voice = voiceCalled(part.voice, request);
        if (std::find(voices.begin(), voices.end(), voice) == voices.end())
            voices.push_back(voice);
    }
    return voices;
}

// The words of one chunk and how they are said.
struct ChunkPlanner::Words {
    text::SpokenText text;
    std::vector<std::string> tokens;
    std::size_t voice = 0;
    double speed = 1;
    std::uint64_t seed = 0;
    std::uint32_t index = 0;
    std::optional<double> pauseBefore;
};

Plan ChunkPlanner::plan(const Request &request, const std::vector<text::SpeechPart> &parts,
                        const std::vector<Speaker> &speakers) const {
    Plan plan;
    const std::vector<Words> words = cut(request, parts, speakers, plan.pauseAtEnd);
    requireKnownCharacters(parts, words);
    for (const Words &each : words)
        plan.chunks.push_back(chunk(request.durationRule, speakers[each.voice], each));
    return plan;
}

std::vector<ChunkPlanner::Words> ChunkPlanner::cut(const Request &request, const std::vector<text::SpeechPart> &parts,
                                                   const std::vector<Speaker> &speakers,
                                                   std::optional<double> &pause) const {
    std::vector<Words> all;
    for (const text::SpeechPart &part : parts) {
        if (part.isPause()) {
            pause = pause.value_or(0) + part.pauseSeconds;
            continue;
        }
        Words words;
        words.voice = voiceCalled(part.voice, request);
        words.speed = part.speed.value_or(request.speed);
        words.seed = part.seed.value_or(request.seed);
        std::uint32_t ofPart = 0;
        const int most = budget(request.durationRule, speakers[words.voice], part.speech.text, words.speed);
        for (text::SpokenText &text : text::chunkText(part.speech, most)) {
            words.tokens = text::toTokens(text.text, text.readings, m_chinese);
            words.text = std::move(text);
            words.index = part.seed ? ofPart : std::uint32_t(all.size());
            words.pauseBefore = std::exchange(pause, std::nullopt);
            all.push_back(words);
            ++ofPart;
        }
    }
    return all;
}

// Bytes that a chunk may have.
int ChunkPlanner::budget(DurationRule rule, const Speaker &speaker, const std::string &text, double speed) const {
    const audio::Reference &reference = *speaker.reference;
    if (m_durations || rule == DurationRule::AsUpstream)
        return text::maxChunkBytes(reference.text, reference.seconds, speed);
    const double seconds = double(framesBySyllables(speaker.frames, reference.text, text, frames(reference.leadSeconds),
                                                    frames(reference.tailSeconds), speed) -
                                  speaker.frames) /
                           kFramesPerSecond;
    const double bytes = double(text.size()) / seconds * (kLongestSeconds - reference.seconds);
    return int(std::clamp(bytes, 1.0, 1e9));
}

void ChunkPlanner::requireKnownCharacters(const std::vector<text::SpeechPart> &parts,
                                          const std::vector<Words> &words) const {
    std::string example;
    for (const Words &chunk : words) {
        const std::vector<std::string> unknown = m_vocabulary.unknown(chunk.tokens);
        for (const std::string &token : chunk.tokens) {
            if (!isSpeakable(token))
                continue;
            if (std::find(unknown.begin(), unknown.end(), token) == unknown.end())
                return;
            if (example.empty())
                example = token;
        }
    }
    if (words.empty()) // a pause
        return;
    for (const text::SpeechPart &part : parts) {
        if (const std::string complaint = m_chinese.complaint(part.speech.text); !complaint.empty())
            throw badInput(complaint, "\"sh packaging/bootstrap.sh run\" fetches what it needs and builds it; or write "
                                      "the text in another script.");
    }
    throw badInput("The model \"" + m_modelName + "\" knows none of the characters of this text, such as \"" + example +
                       "\".",
                   "Choose a model of the text's language, or write the text in another script.");
}

PlannedChunk ChunkPlanner::chunk(DurationRule rule, const Speaker &speaker, const Words &words) const {
    const audio::Reference &reference = *speaker.reference;
    // Models with durations were trained with one blank between the texts, upstream's own have two.
    const std::string &prompt = m_durations ? reference.text : reference.prompt;
    std::vector<std::string> tokens =
        text::toTokens(prompt + words.text.text, movedBy(prompt.size(), words.text.readings), m_chinese);
    const std::size_t promptTokens = tokens.size() - words.tokens.size();
    // As between two texts in the training data of models with durations; a Chinese one has none behind it.
    const bool closingBlank = m_durations && !words.tokens.empty() && words.tokens.back().size() == 1;
    if (closingBlank)
        tokens.emplace_back(" ");
    const double lead = frames(reference.leadSeconds), tail = frames(reference.tailSeconds);

    PlannedChunk chunk;
    chunk.voice = words.voice;
    chunk.seed = words.seed;
    chunk.index = words.index;
    chunk.pauseBefore = words.pauseBefore;
    chunk.ids = m_vocabulary.ids(tokens);
    if (m_durations) {
        DurationPlan plan = planByWeights(
            speaker.frames, m_durations->weights({tokens.begin(), tokens.begin() + std::ptrdiff_t(promptTokens)}),
            m_durations->weights(words.tokens), lead, tail, words.speed, closingBlank, kMaxFrames);
        chunk.frames = plan.frames;
        chunk.tokenOfFrame = std::move(plan.tokenOfFrame);
    } else if (rule == DurationRule::BySyllables) {
        chunk.frames = framesBySyllables(speaker.frames, reference.text, words.text.text, lead, tail, words.speed);
    } else {
        chunk.frames = framesByBytes(speaker.frames, prompt, words.text.text, words.speed);
    }
    const std::int64_t least = std::max<std::int64_t>(std::int64_t(tokens.size()), speaker.melFrames) + 1;
    if (std::max(chunk.frames, least) > kMaxFrames)
        throw badInput("A part of the text is too long to be spoken in one go.",
                       "Put sentence ends into it, speak faster, or choose a reference with more words per second.");
    if (chunk.frames < least && !chunk.tokenOfFrame.empty())
        chunk.tokenOfFrame.resize(std::size_t(least), chunk.tokenOfFrame.back());
    chunk.frames = std::max(chunk.frames, least);
    return chunk;
}

} // namespace engine
