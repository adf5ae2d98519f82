// What a request makes the model do, before anything is computed: its parts, cut into chunks that the model can say in
// one go, each with its voice, its tokens, its length and the noise that it starts from; and the pauses between them.
// Sees no LibTorch. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/audio/reference.h"
#include "engine/request.h"
#include "engine/text/chinese.h"
#include "engine/text/durations.h"
#include "engine/text/tags.h"
#include "engine/text/vocabulary.h"

namespace engine {

// What the plan needs to know of a voice that was prepared.
struct Speaker {
    const audio::Reference *reference = nullptr;
    std::int64_t frames = 0;    // of the reference; the new speech starts there
    std::int64_t melFrames = 0; // of its mel
};

struct PlannedChunk {
    std::size_t voice = 0;         // 0: that of the request, n: otherVoices[n - 1]
    std::vector<std::int64_t> ids; // of the reference's text and the new one
    std::int64_t frames = 0;       // of the reference and the new speech
    std::vector<std::int64_t> tokenOfFrame;
    std::uint64_t seed = 0; // with the index, of its noise
    std::uint32_t index = 0;
    std::optional<double> pauseBefore; // seconds; none: joined to the one before, or the first without a pause
};

struct Plan {
    std::vector<PlannedChunk> chunks; // none: the request is a pause
    std::optional<double> pauseAtEnd;
};

// The parts of what is to be spoken, without those that have no sound: `spoken`, else the text as it stands.
// Error(BadInput) when `spoken` does not have the canonical form or nothing is left of it.
std::vector<text::SpeechPart> partsOf(const Request &request);

// The voices that speak, as PlannedChunk::voice counts them, each once. Error(BadInput) for one that is not there.
std::vector<std::size_t> voicesOf(const Request &request, const std::vector<text::SpeechPart> &parts);

class ChunkPlanner {
public:
    // All of it is viewed. durations: none for models without.
    ChunkPlanner(const text::Vocabulary &vocabulary, const text::Durations *durations, const text::Chinese &chinese,
                 const std::string &modelName)
        : m_vocabulary(vocabulary), m_durations(durations), m_chinese(chinese), m_modelName(modelName) {}

    // speakers: of the request's voice and its otherVoices; only those of voicesOf() are looked at. A part with a seed
    // of its own counts its chunks from 0, the others take the request's seed and count through the whole of it.
    // Error(BadInput) when the model knows no sign of the text, or a part cannot be said in one go.
    Plan plan(const Request &request, const std::vector<text::SpeechPart> &parts,
              const std::vector<Speaker> &speakers) const;

private:
    struct Words;
    std::vector<Words> cut(const Request &request, const std::vector<text::SpeechPart> &parts,
                           const std::vector<Speaker> &speakers, std::optional<double> &pauseAtEnd) const;
    int budget(DurationRule rule, const Speaker &speaker, const std::string &text, double speed) const;
    void requireKnownCharacters(const std::vector<text::SpeechPart> &parts, const std::vector<Words> &words) const;
    PlannedChunk chunk(DurationRule rule, const Speaker &speaker, const Words &words) const;

    const text::Vocabulary &m_vocabulary;
    const text::Durations *m_durations;
    const text::Chinese &m_chinese;
    const std::string &m_modelName;
};

} // namespace engine
