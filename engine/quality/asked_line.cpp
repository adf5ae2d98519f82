#include "engine/quality/asked_line.h"

#include <algorithm>

#include "engine/text/tags.h"

namespace engine::quality {

AskedLine askedLine(const std::string &text, const std::string &spoken, double speed,
                    const std::vector<std::string> &otherVoices) {
    AskedLine line;
    if (spoken.empty()) {
        line.parts.push_back({text, speed, 0});
        return line;
    }
    for (const text::SpeechPart &part : text::readCanonical(spoken)) {
        if (part.isPause()) {
            line.pauses.push_back(part.pauseSeconds);
            continue;
        }
        const auto voice = std::find(otherVoices.begin(), otherVoices.end(), part.voice);
        line.parts.push_back({part.speech.text, part.speed.value_or(speed),
                              voice == otherVoices.end() ? 0 : std::size_t(voice - otherVoices.begin()) + 1});
    }
    return line;
}

} // namespace engine::quality
