#include "engine/text/tag_writer.h"

#include <array>
#include <charconv>

namespace engine::text {

namespace {

// In the shortest form that reads back the same, without an exponent.
std::string written(double value) {
    std::array<char, 400> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
    return {digits.data(), end};
}

std::string written(const std::string &voice) {
    return voice.empty() ? "main" : voice == "main" ? "main:default" : voice;
}

} // namespace

std::string TagWriter::before(const SpeechPart &part) {
    if (part.isPause())
        return "{pause " + written(part.pauseSeconds) + "s}";
    std::string tags;
    if (part.voice != m_voice)
        tags += "[" + written(part.voice) + "]";
    if (part.speed != m_speed)
        tags += "{speed " + (part.speed ? written(*part.speed) : "line") + "}";
    if (part.seed != m_seed)
        tags += "{seed " + (part.seed ? std::to_string(*part.seed) : "line") + "}";
    m_voice = part.voice;
    m_speed = part.speed;
    m_seed = part.seed;
    return tags;
}

} // namespace engine::text
