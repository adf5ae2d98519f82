// What a person writes between the words to say how they are to be spoken.
//
//   [kal]  [kal:happy]  [happy]     another voice, or another style of the voice that speaks: until the next such tag
//   {pause 500ms}  {pause 1.5s}     silence, exactly
//   {speed 0.9}  {seed 7}           until the next such tag
//   字(zi4)  <zi4>                   how a character is read; a syllable without a character
//   \[  \{  \<  \(  \\                the sign itself
//
// Also taken, because other programs write them: F5-TTS's [main] (the voice of the line) and {Regular} (its default
// style), {Happy}, {"name": "Happy", "seed": 7, "speed": 1.1}; SSML's <break time="1s"/> and time="500ms".
// A tag that is none of these is never read aloud: it becomes a warning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/spoken_text.h"

namespace engine::text {

inline constexpr double kLongestPause = 60; // seconds

// Part of a line: words in one voice, or a silence.
struct SpeechPart {
    SpokenText speech;           // empty text: this is a pause
    double pauseSeconds = 0;     // 0…kLongestPause; 0 for words
    std::string voice;           // "id" or "id:style"; "" = the voice of the line
    std::optional<double> speed; // 0.3…3; none: that of the line
    std::optional<std::uint64_t> seed;

    bool isPause() const { return speech.text.empty(); }
    bool operator==(const SpeechPart &) const = default;
};

struct TagWarning {
    std::size_t from = 0; // bytes of what was written
    std::size_t to = 0;
    std::string what;   // one sentence: what is wrong
    std::string remedy; // one sentence: what to do

    bool operator==(const TagWarning &) const = default;
};

struct TaggedText {
    std::vector<SpeechPart> parts; // in order; no empty ones, no two pauses side by side
    std::vector<TagWarning> warnings;
};

// Which names may stand in [ ]: the voices' ids, and each voice's styles.
struct SpeakerNames {
    struct Speaker {
        std::string id;
        std::string name;
        std::vector<std::string> styles; // besides the default
    };
    std::vector<Speaker> speakers;
    std::string current; // "id" or "id:style": the voice of the line
};

// Never throws; linear in the text. Names are compared without regard to case.
TaggedText readTags(std::string_view written, const SpeakerNames &names);

// The parts in the one spelling that says the same again, whatever voices there are: readCanonical() gives the parts
// back, but for where they came from.
std::string canonical(const std::vector<SpeechPart> &parts);
// Error(BadInput) for what canonical() cannot have written.
std::vector<SpeechPart> readCanonical(std::string_view text);

} // namespace engine::text
