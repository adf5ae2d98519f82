// The six steps from text to wave, in reading order: see LocalSynthesizer::speak.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>

#include "engine/audio/chunk_joiner.h"
#include "engine/audio/content_key.h"
#include "engine/audio/even_loudness.h"
#include "engine/audio/mel.h"
#include "engine/audio/recording.h"
#include "engine/audio/reference.h"
#include "engine/chunk_planner.h"
#include "engine/error.h"
#include "engine/model/cuda_loader.h"
#include "engine/model/dit.h"
#include "engine/model/flow.h"
#include "engine/model/flow_times.h"
#include "engine/model/noise.h"
#include "engine/model/operator_scope.h"
#include "engine/model/torch_errors.h"
#include "engine/model/vocos.h"
#include "engine/synthesizer.h"
#include "engine/text/chinese.h"
#include "engine/text/durations.h"
#include "engine/text/vocabulary.h"

namespace engine {
namespace {

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
    StageClock(double &stage, const char *name)
        : m_stage(stage), m_start(Clock::now()), m_scope(name, model::SpanKind::Stage) {}
    ~StageClock() { m_stage += secondsSince(m_start); }
    StageClock(const StageClock &) = delete;
    StageClock &operator=(const StageClock &) = delete;

private:
    double &m_stage;
    Clock::time_point m_start;
    model::OperatorScope m_scope;
};

struct PreparedVoice {
    audio::Reference reference;
    at::Tensor mel;          // [frames + 1, 100]: a centred transform has one row more
    std::int64_t frames = 0; // of the reference; the new speech starts at this row, as upstream
    std::uint64_t lastUse = 0;

    Speaker speaker() const { return {&reference, frames, mel.size(0)}; }
};
using VoicePtr = std::shared_ptr<PreparedVoice>; // used on after it was forgotten here

struct LoadedModel {
    model::Dit dit;
    std::optional<model::Vocos> vocos;
    text::Vocabulary vocabulary;
    std::optional<text::Durations> durations;
};

// Of a GPU, what the tensors that went before it had.
struct MemoryGivenBack {
    bool ofGpu;

    explicit MemoryGivenBack(const Device &device) : ofGpu(device.kind == DeviceKind::Cuda) {}
    ~MemoryGivenBack() {
        if (ofGpu)
            model::giveGpuMemoryBack();
    }
    MemoryGivenBack(const MemoryGivenBack &) = delete;
    MemoryGivenBack &operator=(const MemoryGivenBack &) = delete;
};

class LocalSynthesizer : public Synthesizer {
public:
    LocalSynthesizer(LoadedModel loaded, ModelSummary summary, const std::filesystem::path &chineseTables)
        : m_memory(summary.device), m_model(std::move(loaded)), m_summary(std::move(summary)),
          m_chinese(chineseTables) {}

    Capabilities capabilities() const override { return {}; }
    ModelSummary summary() const override { return m_summary; }
    void prepare(const Voice &voice) override {
        const c10::InferenceMode guard;
        model::converted("The recording could not be prepared", kReport, [&] { prepared(voice); });
    }
    Timings speak(const Request &request, std::stop_token stop, const Listener &listener) override;

private:
    // One request, as far as it has come.
    struct Speech {
        const Request &request;
        const std::stop_token &stop;
        const Listener &listener;
        const Clock::time_point start = Clock::now();
        Timings timings = {};
        std::map<std::size_t, VoicePtr> voices = {}; // by PlannedChunk::voice
        Plan plan = {};
    };

    void prepare(Speech &speech);
    void speakChunks(Speech &speech);
    std::vector<float> synthesise(Speech &speech, std::size_t index, const std::vector<float> &times);
    VoicePtr prepared(const Voice &voice);
    VoicePtr preparedOther(const Voice &voice);
    VoicePtr prepareAnew(const Voice &voice) const;
    model::FlowInput flowInput(const Speech &speech, PlannedChunk chunk) const;

    const MemoryGivenBack m_memory; // first: every tensor has gone when it goes
    LoadedModel m_model;
    ModelSummary m_summary;
    text::Chinese m_chinese;
    std::map<audio::ContentKey, VoicePtr> m_voices;
    std::uint64_t m_uses = 0;
};

Timings LocalSynthesizer::speak(const Request &request, std::stop_token stop, const Listener &listener) {
    const c10::InferenceMode guard;
    return model::converted("The engine could not finish", kReport, [&] {
        Speech speech{request, stop, listener};
        Timings &timings = speech.timings;
        try {
            validate(request);
            prepare(speech);
            speakChunks(speech);
        } catch (const model::Stopped &) {
            timings.stopped = true;
        }
        timings.synthesisSeconds = secondsSince(speech.start);
        const Stages &s = timings.stages;
        timings.stages.other = std::max(0.0, timings.synthesisSeconds - s.text - s.reference - s.dit - s.vocoder);
        return timings;
    });
}

// Parts, voices, chunks.
void LocalSynthesizer::prepare(Speech &speech) {
    const Request &request = speech.request;
    Stages &stages = speech.timings.stages;
    std::vector<text::SpeechPart> parts;
    {
        const StageClock clock(stages.text, "text");
        parts = partsOf(request);
    }
    std::vector<Speaker> speakers(request.otherVoices.size() + 1);
    {
        const StageClock clock(stages.reference, "reference");
        for (const std::size_t voice : voicesOf(request, parts)) {
            const VoicePtr known = voice == 0 ? prepared(request.voice) : preparedOther(request.otherVoices[voice - 1]);
            speech.voices.emplace(voice, known);
            speakers[voice] = known->speaker();
            speech.timings.referenceShortened |= known->reference.shortened;
            if (speech.stop.stop_requested())
                throw model::Stopped();
        }
    }
    const StageClock clock(stages.text, "text");
    const ChunkPlanner planner(m_model.vocabulary, m_model.durations ? &*m_model.durations : nullptr, m_chinese,
                               m_summary.name);
    speech.plan = planner.plan(request, parts, speakers);
}

// Each chunk from noise to sound, and out with it.
void LocalSynthesizer::speakChunks(Speech &speech) {
    using Next = audio::ChunkJoiner::Next;
    const Request &request = speech.request;
    const std::vector<PlannedChunk> &chunks = speech.plan.chunks;
    const std::vector<float> times = model::flowTimes(request.nfeStep, request.schedule, request.swayCoefficient);
    audio::ChunkJoiner joiner(request.joining, int(request.crossFadeSeconds * kSampleRate));
    std::map<std::size_t, audio::EvenLoudness> loudness;
    const auto handOut = [&](std::vector<float> samples) {
        if (samples.empty())
            return;
        if (speech.stop.stop_requested()) // by whoever heard the last one
            throw model::Stopped();
        auto clip = std::make_shared<Clip>();
        clip->samples = std::move(samples);
        speech.timings.audioSeconds += clip->seconds();
        if (speech.timings.firstAudioSeconds == 0)
            speech.timings.firstAudioSeconds = secondsSince(speech.start);
        if (speech.listener.chunk)
            speech.listener.chunk(std::move(clip));
    };
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const bool last = i + 1 == chunks.size();
        const std::optional<double> before = chunks[i].pauseBefore;
        const std::optional<double> behind = last ? speech.plan.pauseAtEnd : chunks[i + 1].pauseBefore;
        std::vector<float> wave = synthesise(speech, i, times);
        const model::OperatorScope stage("joining", model::SpanKind::Stage);
        if (request.joining == Joining::Even && chunks.size() > 1)
            loudness[chunks[i].voice].apply(wave);
        std::vector<float> ready = before ? joiner.pause(*before) : std::vector<float>();
        const std::vector<float> joined = joiner.push(std::move(wave), behind ? Next::Pause
                                                                       : last ? Next::Nothing
                                                                              : Next::Chunk);
        ready.insert(ready.end(), joined.begin(), joined.end());
        handOut(std::move(ready));
        ++speech.timings.chunks;
    }
    if (speech.plan.pauseAtEnd)
        handOut(joiner.pause(*speech.plan.pauseAtEnd));
}

std::vector<float> LocalSynthesizer::synthesise(Speech &speech, std::size_t index, const std::vector<float> &times) {
    const int count = int(speech.plan.chunks.size()), steps = speech.request.nfeStep;
    const auto report = [&](int step) {
        if (!speech.listener.progress)
            return;
        Progress progress{int(index), count, step, steps, secondsSince(speech.start), 0};
        const double done = progress.fraction();
        progress.secondsLeft = done > 0 ? progress.secondsElapsed * (1 - done) / done : 0;
        speech.listener.progress(progress);
    };
    report(0);
    PlannedChunk &chunk = speech.plan.chunks[index];
    const PreparedVoice &voice = *speech.voices.at(chunk.voice);
    at::Tensor mel;
    {
        const StageClock clock(speech.timings.stages.dit, "dit");
        mel = model::runFlow(m_model.dit, flowInput(speech, std::move(chunk)), times, speech.stop, report);
    }
    std::vector<float> wave;
    {
        const StageClock clock(speech.timings.stages.vocoder, "vocoder");
        const at::Tensor samples = (*m_model.vocos)(mel.narrow(0, voice.frames, mel.size(0) - voice.frames));
        const at::Tensor scaled = (samples / voice.reference.gain).contiguous();
        wave.assign(scaled.const_data_ptr<float>(), scaled.const_data_ptr<float>() + scaled.numel());
    }
    if (speech.stop.stop_requested())
        throw model::Stopped();
    return wave;
}

// By what the recording and the transcript are: an edited voice is prepared anew, and one that only moved is not.
VoicePtr LocalSynthesizer::prepared(const Voice &voice) {
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
        VoicePtr fresh = prepareAnew(voice);
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
                return a.second->lastUse < b.second->lastUse;
            }));
        known = m_voices.insert_or_assign(std::move(key), std::move(fresh)).first;
    }
    known->second->lastUse = ++m_uses;
    return known->second;
}

// The line shows one voice: which other one cannot be used has to be said.
VoicePtr LocalSynthesizer::preparedOther(const Voice &voice) {
    try {
        return prepared(voice);
    } catch (const Error &error) {
        const std::string name = "\"" + voice.id + "\"", what = error.what();
        if (what.find(name) != std::string::npos)
            throw;
        throw Error(error.kind(), "The other voice " + name + " cannot speak. " + what, error.remedy());
    }
}

VoicePtr LocalSynthesizer::prepareAnew(const Voice &voice) const {
    auto fresh = std::make_shared<PreparedVoice>();
    audio::Reference &reference = fresh->reference;
    reference = audio::prepareReference(audio::readRecording(voice.recording, audio::kMaxReadSeconds), voice.transcript,
                                        m_model.durations ? audio::Edges::AsTrained : audio::Edges::AsUpstream);
    audio::Mel mel = audio::logMel(reference.samples);
    fresh->frames = std::int64_t(reference.samples.size()) / kHopLength;
    fresh->mel = at::from_blob(mel.values.data(), {mel.frames, kMelBands}, at::kFloat).clone().to(m_model.dit.device());
    reference.samples = {}; // in the mel now
    return fresh;
}

model::FlowInput LocalSynthesizer::flowInput(const Speech &speech, PlannedChunk chunk) const {
    model::FlowInput input;
    input.reference = speech.voices.at(chunk.voice)->mel;
    input.ids = std::move(chunk.ids);
    input.tokenOfFrame = std::move(chunk.tokenOfFrame);
    input.cfgStrength = speech.request.cfgStrength;
    const model::OperatorScope scope("ishowtts::noise");
    std::vector<float> noise = model::gaussianNoise(chunk.seed, chunk.index, std::size_t(chunk.frames * kMelBands));
    input.noise = at::from_blob(noise.data(), {chunk.frames, kMelBands}, at::kFloat).clone().to(m_model.dit.device());
    return input;
}

void requireVocoder(const ModelFiles &files) {
    if (files.vocoderWeights.empty())
        throw badInput("The model \"" + files.name + "\" has no vocoder, so it cannot be heard.",
                       "Put Vocos (config.yaml and pytorch_model.bin or model.safetensors) into " +
                           (files.folder / "vocos").string() +
                           ", or fetch it in the window Models or with `ishowtts "
                           "models fetch vocos-mel-24khz`.");
}

LoadedModel load(const LoadOptions &options, const std::stop_token &stop) {
    const auto continueOrThrow = [&stop] {
        if (stop.stop_requested())
            throw failure("Loading the model was stopped.", "Load it again when you need it.");
    };
    const ModelFiles &files = options.model;
    requireVocoder(files);
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

// Of a GPU, a part that came there goes when the rest does not come.
LoadedModel loadOrGiveBack(const LoadOptions &options, const std::stop_token &stop) {
    try {
        return load(options, stop);
    } catch (...) {
        const MemoryGivenBack back(options.device);
        throw;
    }
}

} // namespace

void requireLoadable(const LoadOptions &options) {
    const ModelFiles &files = options.model;
    requireVocoder(files);
    text::Vocabulary::load(files.vocabulary);
    if (files.usesDurations())
        text::Durations::load(files.durations);
    model::ditPrefix(model::Weights::open(files.weights));
    model::Weights::open(files.vocoderWeights);
}

std::unique_ptr<Synthesizer> makeLocalSynthesizer(const LoadOptions &options, std::stop_token stop) {
    const c10::InferenceMode guard;
    return model::converted(
        "The model could not be loaded", "Check that the checkpoint is complete and of a known form.",
        [&]() -> std::unique_ptr<Synthesizer> {
            const Clock::time_point start = Clock::now();
            LoadedModel loaded = loadOrGiveBack(options, stop);
            ModelSummary summary{
                options.model.name,      options.device,      resolvePrecision(options.precision, options.device),
                loaded.dit.parameters(), secondsSince(start), options.model.licence,
                options.model.folder};
            summary.vocoderParameters = loaded.vocos->parameters();
            summary.ownDurations = loaded.durations.has_value();
            return std::make_unique<LocalSynthesizer>(std::move(loaded), std::move(summary), options.chineseTables);
        });
}

} // namespace engine
