#include "engine/quality/asked_line.h"

#include <algorithm>
#include <cmath>

#include "engine/request.h"
#include "engine/text/tags.h"

namespace engine::quality {

namespace {

AskedLine lineOf(const std::vector<text::SpeechPart> &parts, double speed,
                 const std::vector<std::string> &otherVoices) {
    AskedLine line;
    bool isBehindPause = false;
    for (const text::SpeechPart &part : parts) {
        if (part.isPause()) {
            if (isBehindPause)
                line.pauses.back() += part.pauseSeconds;
            else
                line.pauses.push_back(part.pauseSeconds);
            isBehindPause = true;
            continue;
        }
        if (part.speech.readings.empty() && !isSpeakable(part.speech.text))
            continue; // nothing is said of it, and pauses on both sides of it are one
        isBehindPause = false;
        const auto voice = std::find(otherVoices.begin(), otherVoices.end(), part.voice);
        line.parts.push_back({part.speech.text, part.speed.value_or(speed),
                              voice == otherVoices.end() ? 0 : std::size_t(voice - otherVoices.begin()) + 1});
    }
    return line;
}

} // namespace

AskedLine askedLine(const std::string &text, const std::string &spoken, double speed,
                    const std::vector<std::string> &otherVoices) {
    if (!spoken.empty())
        return lineOf(text::readCanonical(spoken), speed, otherVoices);
    AskedLine line;
    line.parts.push_back({text, speed, 0});
    return line;
}

AskedLine writtenLine(const std::string &written) {
    return lineOf(text::readTags(written, {}).parts, 1, {});
}

std::string wordsOf(const AskedLine &line) {
    std::string words;
    for (const AskedPart &part : line.parts)
        words += (words.empty() ? "" : " ") + part.text;
    return words;
}

std::vector<TimeSpan> silencesAskedFor(const Clip &take, std::vector<double> pauses) {
    constexpr double kShortest = 0.02, kNear = 0.02, kNearShare = 0.02; // seconds; pauses are exact to 5 ms
    std::vector<TimeSpan> spans;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= take.samples.size(); ++i) {
        if (i < take.samples.size() && take.samples[i] == 0.0F)
            continue;
        const double seconds = double(i - from) / take.sampleRate;
        const auto asked = std::find_if(pauses.begin(), pauses.end(), [&](double pause) {
            return seconds >= kShortest && std::abs(seconds - pause) <= kNear + kNearShare * pause;
        });
        if (asked != pauses.end()) {
            spans.push_back({double(from) / take.sampleRate, double(i) / take.sampleRate});
            pauses.erase(asked);
        }
        from = i + 1;
    }
    return spans;
}

} // namespace engine::quality
