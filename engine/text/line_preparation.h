// The way of a line from what a person wrote to what is said: tags, for each part of words the lexicons, then numbers
// and signs as words.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/lexicon.h"
#include "engine/text/normalizer.h"
#include "engine/text/spoken_text.h"
#include "engine/text/tags.h"
#include "engine/voice.h"

namespace engine::text {

// `current`: the voice of the line, "id" or "id:style".
SpeakerNames speakersOf(const std::vector<Voice> &voices, const std::string &current);

struct PreparationSettings {
    SpeakerNames names;
    bool tags = true;                            // false: brackets are text, as for what strangers write
    std::shared_ptr<const Lexicon> lexicon = {}; // for all voices; may be null
    std::map<std::string, std::shared_ptr<const Lexicon>> voiceLexicons = {}; // by the voice's id; before the one above
    std::optional<NormalizerOptions> normalizer = NormalizerOptions{};        // none: numbers stay as they are
};

struct PreparedLine {
    std::vector<SpeechPart> parts; // those of words have a sound: a part of signs alone joins the words before it
    std::vector<TagWarning> warnings;
    std::string spoken; // canonical(parts), for Request.spoken. Empty: there is nothing to say, and nothing to ask for
    bool changed = false; // something else is said, or in another way, than stands there
    // For people to read under the line: the words that are said, with the tags that count, each spelled one way. No
    // readings. Its stretches lead to what was written.
    SpokenText shown;

    // The voices that parts name, each once, in order: for Request.otherVoices.
    std::vector<std::string> otherVoices() const;
};

// Never throws but for want of memory. Linear. From any thread.
PreparedLine prepareLine(std::string_view written, const PreparationSettings &settings);

// Whether a Request.spoken says what stands there and nothing else: with it or without it the same is heard.
// Error(BadInput) for what is not canonical.
bool saysAsWritten(const std::string &spoken, std::string_view written);

} // namespace engine::text
