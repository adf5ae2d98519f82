// The six steps from text to wave, in reading order: see LocalSynthesizer::speak.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>

#include "engine/audio/content_key.h"
#include "engine/audio/mel.h"
#include "engine/audio/recording.h"
#include "engine/audio/reference.h"
#include "engine/audio/stitcher.h"
#include "engine/duration_plan.h"
#include "engine/error.h"
#include "engine/model/dit.h"
#include "engine/model/flow.h"
#include "engine/model/flow_times.h"
#include "engine/model/noise.h"
#include "engine/model/torch_errors.h"
#include "engine/model/vocos.h"
#include "engine/synthesizer.h"
#include "engine/text/chinese.h"
#include "engine/text/chunker.h"
#include "engine/text/durations.h"
#include "engine/text/tokens.h"
#include "engine/text/vocabulary.h"

namespace engine {
namespace {

constexpr std::int64_t kMaxFrames = 65536;  // upstream's max_duration, 11.6 minutes
constexpr std::size_t kKeptReferences = 16; // prepared voices held in memory
constexpr int kMostTries = 5;               // for a recording that is written meanwhile

constexpr const char *kReport =
    "Try a shorter text or a shorter reference; if it happens again, report it with this message.";

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Adds the time until its end to one stage.
class StageClock {
public:
    explicit StageClock(double &stage) : m_stage(stage), m_start(Clock::now()) {}
    ~StageClock() { m_stage += secondsSince(m_start); }
    StageClock(const StageClock &) = delete;
    StageClock &operator=(const StageClock &) = delete;

private:
    double &m_stage;
    Clock::time_point m_start;
};

struct PreparedVoice {
    audio::Reference reference;
    at::Tensor mel;          // [frames + 1, 100]: a centred transform has one row more
    std::int64_t frames = 0; // of the reference; the new speech starts at this row, as upstream
    std::uint64_t lastUse = 0;
};

struct LoadedModel {
    model::Dit dit;
    std::optional<model::Vocos> vocos;
    text::Vocabulary vocabulary;
    std::optional<text::Durations> durations;
};

class LocalSynthesizer : public Synthesizer {
public:
    LocalSynthesizer(LoadedModel loaded, ModelSummary summary, const std::filesystem::path &chineseTables)
        : m_model(std::move(loaded)), m_summary(std::move(summary)), m_chinese(chineseTables) {}

    Capabilities capabilities() const override { return {}; }
    ModelSummary summary() const override { return m_summary; }
    void prepare(const Voice &voice) override {
        const c10::InferenceMode guard;
        model::converted("The recording could not be prepared", kReport, [&] { prepared(voice); });
    }
    Timings speak(const Request &request, std::stop_token stop, const Listener &listener) override {
        const c10::InferenceMode guard;
        return model::converted("The engine could not finish", kReport, [&] { return run(request, stop, listener); });
    }

private:
    struct Chunk {
        std::vector<std::int64_t> ids; // of the reference's text and the new one
        std::int64_t frames = 0;       // of the reference and the new speech
        std::vector<std::int64_t> tokenOfFrame;
    };

    Timings run(const Request &request, const std::stop_token &stop, const Listener &listener);
    const PreparedVoice &prepared(const Voice &voice);
    PreparedVoice prepareAnew(const Voice &voice) const;
    std::vector<Chunk> plan(const Request &request, const PreparedVoice &voice) const;
    Chunk planChunk(const Request &request, const PreparedVoice &voice, const std::string &text,
                    const std::vector<std::string> &textTokens) const;
    void requireKnownCharacters(const std::string &text, const std::vector<std::vector<std::string>> &tokens) const;
    model::FlowInput flowInput(const Request &request, const PreparedVoice &voice, Chunk chunk,
                               std::uint32_t index) const;

    LoadedModel m_model;
    ModelSummary m_summary;
    text::Chinese m_chinese;
    std::map<audio::ContentKey, PreparedVoice> m_voices;
    std::uint64_t m_uses = 0;
};

Timings LocalSynthesizer::run(const Request &request, const std::stop_token &stop, const Listener &listener) {
    const Clock::time_point start = Clock::now();
    Timings timings;
    try {
        validate(request);
        const PreparedVoice *voice = nullptr;
        {
            const StageClock clock(timings.stages.reference);
            voice = &prepared(request.voice);
        }
        timings.referenceShortened = voice->reference.shortened;
        std::vector<Chunk> pieces;
        {
            const StageClock clock(timings.stages.text);
            pieces = plan(request, *voice);
        }
        const std::vector<float> times = model::flowTimes(request.nfeStep, request.schedule, request.swayCoefficient);
        audio::Stitcher stitcher(int(request.crossFadeSeconds * kSampleRate));
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto report = [&](int step) {
                if (!listener.progress)
                    return;
                Progress progress{int(i), int(pieces.size()), step, request.nfeStep, secondsSince(start), 0};
                const double done = progress.fraction();
                progress.secondsLeft = done > 0 ? progress.secondsElapsed * (1 - done) / done : 0;
                listener.progress(progress);
            };
            report(0);
            at::Tensor mel;
            {
                const StageClock clock(timings.stages.dit);
                mel = model::runFlow(m_model.dit, flowInput(request, *voice, std::move(pieces[i]), std::uint32_t(i)),
                                     times, stop, report);
            }
            std::vector<float> wave;
            {
                const StageClock clock(timings.stages.vocoder);
                const at::Tensor samples = (*m_model.vocos)(mel.narrow(0, voice->frames, mel.size(0) - voice->frames));
                const at::Tensor scaled = (samples / voice->reference.gain).contiguous();
                wave.assign(scaled.const_data_ptr<float>(), scaled.const_data_ptr<float>() + scaled.numel());
            }
            if (stop.stop_requested())
                throw model::Stopped();
            auto clip = std::make_shared<Clip>();
            clip->samples = stitcher.push(wave, i + 1 == pieces.size());
            timings.audioSeconds += clip->seconds();
            ++timings.chunks;
            if (clip->samples.empty())
                continue;
            if (timings.firstAudioSeconds == 0)
                timings.firstAudioSeconds = secondsSince(start);
            if (listener.chunk)
                listener.chunk(std::move(clip));
        }
    } catch (const model::Stopped &) {
        timings.stopped = true;
    }
    timings.synthesisSeconds = secondsSince(start);
    const Stages &s = timings.stages;
    timings.stages.other = std::max(0.0, timings.synthesisSeconds - s.text - s.reference - s.dit - s.vocoder);
    return timings;
}

// By what the recording and the transcript are: an edited voice is prepared anew, and one that only moved is not.
const PreparedVoice &LocalSynthesizer::prepared(const Voice &voice) {
    const auto keyOf = [&voice] {
        std::optional<audio::ContentKey> key = audio::contentKey(voice.recording, voice.transcript);
        if (!key)
            throw badInput("The recording of the voice \"" + voice.id +
                               "\" cannot be read: " + voice.recording.string() + ".",
                           "Put the file back or choose another voice.");
        return std::move(*key);
    };
    audio::ContentKey key = keyOf();
    auto known = m_voices.find(key);
    if (known == m_voices.end()) {
        PreparedVoice fresh = prepareAnew(voice);
        int tries = 1;
        for (audio::ContentKey now = keyOf(); now != key; now = keyOf()) { // somebody wrote it meanwhile
            if (++tries > kMostTries)
                throw badInput("The recording of the voice \"" + voice.id +
                                   "\" is being written all the time: " + voice.recording.string() + ".",
                               "Wait until it is finished, then try again.");
            key = std::move(now);
            fresh = prepareAnew(voice);
        }
        if (m_voices.size() >= kKeptReferences)
            m_voices.erase(std::min_element(m_voices.begin(), m_voices.end(), [](const auto &a, const auto &b) {
                return a.second.lastUse < b.second.lastUse;
            }));
        known = m_voices.insert_or_assign(std::move(key), std::move(fresh)).first;
    }
    known->second.lastUse = ++m_uses;
    return known->second;
}

PreparedVoice LocalSynthesizer::prepareAnew(const Voice &voice) const {
    PreparedVoice fresh;
    fresh.reference =
        audio::prepareReference(audio::readRecording(voice.recording, audio::kMaxReadSeconds), voice.transcript,
                                m_model.durations ? audio::Edges::AsTrained : audio::Edges::AsUpstream);
    audio::Mel mel = audio::logMel(fresh.reference.samples);
    fresh.frames = std::int64_t(fresh.reference.samples.size()) / kHopLength;
    fresh.mel = at::from_blob(mel.values.data(), {mel.frames, kMelBands}, at::kFloat).clone().to(m_model.dit.device());
    return fresh;
}

std::vector<LocalSynthesizer::Chunk> LocalSynthesizer::plan(const Request &request, const PreparedVoice &voice) const {
    const audio::Reference &reference = voice.reference;
    const int budget = text::maxChunkBytes(reference.text, reference.seconds, request.speed);
    const std::vector<std::string> texts = text::chunkText(request.text, budget);
    std::vector<std::vector<std::string>> tokens;
    for (const std::string &text : texts)
        tokens.push_back(text::toTokens(text, m_chinese));
    requireKnownCharacters(request.text, tokens);
    std::vector<Chunk> chunks;
    for (std::size_t i = 0; i < texts.size(); ++i)
        chunks.push_back(planChunk(request, voice, texts[i], tokens[i]));
    return chunks;
}

void LocalSynthesizer::requireKnownCharacters(const std::string &text,
                                              const std::vector<std::vector<std::string>> &tokens) const {
    std::string example;
    for (const std::vector<std::string> &chunk : tokens) {
        const std::vector<std::string> unknown = m_model.vocabulary.unknown(chunk);
        for (const std::string &token : chunk) {
            if (!isSpeakable(token))
                continue;
            if (std::find(unknown.begin(), unknown.end(), token) == unknown.end())
                return;
            if (example.empty())
                example = token;
        }
    }
    if (const std::string complaint = m_chinese.complaint(text); !complaint.empty())
        throw badInput(complaint, "\"sh packaging/bootstrap.sh run\" fetches what it needs and builds it; or write the "
                                  "text in another script.");
    throw badInput("The model \"" + m_summary.name + "\" knows none of the characters of this text, such as \"" +
                       example + "\".",
                   "Choose a model of the text's language, or write the text in another script.");
}

LocalSynthesizer::Chunk LocalSynthesizer::planChunk(const Request &request, const PreparedVoice &voice,
                                                    const std::string &text,
                                                    const std::vector<std::string> &textTokens) const {
    const audio::Reference &reference = voice.reference;
    // Models with durations were trained with one blank between the texts, upstream's own have two.
    const std::string &prompt = m_model.durations ? reference.text : reference.prompt;
    const std::vector<std::string> tokens = text::toTokens(prompt + text, m_chinese);

    Chunk chunk;
    chunk.ids = m_model.vocabulary.ids(tokens);
    if (m_model.durations) {
        const std::size_t promptTokens = tokens.size() - textTokens.size();
        DurationPlan plan = planByWeights(
            voice.frames, m_model.durations->weights({tokens.begin(), tokens.begin() + std::ptrdiff_t(promptTokens)}),
            m_model.durations->weights(textTokens), reference.leadSeconds * kSampleRate / kHopLength,
            reference.tailSeconds * kSampleRate / kHopLength, request.speed, kMaxFrames);
        chunk.frames = plan.frames;
        chunk.tokenOfFrame = std::move(plan.tokenOfFrame);
    } else {
        chunk.frames = framesByBytes(voice.frames, prompt, text, request.speed);
    }
    const std::int64_t least = std::max<std::int64_t>(std::int64_t(tokens.size()), voice.mel.size(0)) + 1;
    if (std::max(chunk.frames, least) > kMaxFrames)
        throw badInput("A part of the text is too long to be spoken in one go.",
                       "Put sentence ends into it, speak faster, or choose a reference with more words per second.");
    if (chunk.frames < least && !chunk.tokenOfFrame.empty())
        chunk.tokenOfFrame.resize(std::size_t(least), chunk.tokenOfFrame.back());
    chunk.frames = std::max(chunk.frames, least);
    return chunk;
}

model::FlowInput LocalSynthesizer::flowInput(const Request &request, const PreparedVoice &voice, Chunk chunk,
                                             std::uint32_t index) const {
    model::FlowInput input;
    input.reference = voice.mel;
    input.ids = std::move(chunk.ids);
    input.tokenOfFrame = std::move(chunk.tokenOfFrame);
    input.cfgStrength = request.cfgStrength;
    std::vector<float> noise = model::gaussianNoise(request.seed, index, std::size_t(chunk.frames * kMelBands));
    input.noise = at::from_blob(noise.data(), {chunk.frames, kMelBands}, at::kFloat).clone().to(m_model.dit.device());
    return input;
}

LoadedModel load(const LoadOptions &options, const std::stop_token &stop) {
    const auto continueOrThrow = [&stop] {
        if (stop.stop_requested())
            throw failure("Loading the model was stopped.", "Load it again when you need it.");
    };
    const ModelFiles &files = options.model;
    if (files.vocoderWeights.empty())
        throw badInput("The model \"" + files.name + "\" has no vocoder, so it cannot be heard.",
                       "Put Vocos (config.yaml and pytorch_model.bin or model.safetensors) into " +
                           (files.folder / "vocos").string() + ".");
    text::Vocabulary vocabulary = text::Vocabulary::load(files.vocabulary);
    std::optional<text::Durations> durations;
    if (files.usesDurations())
        durations = text::Durations::load(files.durations);
    continueOrThrow();
    const model::Arithmetic arithmetic = model::arithmeticFor(options.device, options.precision);
    model::Dit dit(model::Weights::open(files.weights), files.flags, arithmetic);
    if (vocabulary.maxId() >= dit.vocabularySize())
        throw badInput("The vocabulary has " + std::to_string(vocabulary.maxId() + 1) +
                           " lines but the model has room for " + std::to_string(dit.vocabularySize()) + " tokens.",
                       "Put the vocab.txt that belongs to this checkpoint into " + files.folder.string() + ".");
    continueOrThrow();
    model::Vocos vocos(model::Weights::open(files.vocoderWeights), files.vocoderConfig, arithmetic.device);
    return {std::move(dit), std::move(vocos), std::move(vocabulary), std::move(durations)};
}

} // namespace

std::unique_ptr<Synthesizer> makeLocalSynthesizer(const LoadOptions &options, std::stop_token stop) {
    const c10::InferenceMode guard;
    return model::converted(
        "The model could not be loaded", "Check that the checkpoint is complete and of a known form.",
        [&]() -> std::unique_ptr<Synthesizer> {
            const Clock::time_point start = Clock::now();
            LoadedModel loaded = load(options, stop);
            ModelSummary summary{
                options.model.name,      options.device,      resolvePrecision(options.precision, options.device),
                loaded.dit.parameters(), secondsSince(start), options.model.licence};
            return std::make_unique<LocalSynthesizer>(std::move(loaded), std::move(summary), options.chineseTables);
        });
}

} // namespace engine
