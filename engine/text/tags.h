// What a person writes between the words to say how they are to be spoken.
//
//   [kal]  [kal:happy]  [happy]     another voice, or another style of the voice that speaks: until the next such tag;
//                                   a colon behind it, as in scripts, is not said
//   {pause 500ms}  {pause 1.5s}     silence, exactly
//   {speed 0.9}  {seed 7}           until the next such tag; {speed line} is that of the line again
//   字(zi4)  银行(yin2 hang2)        how the characters before are read
//   <zi4>                           a syllable without a character
//   \[  \{  \<  \(  \\               the sign itself
//
// Also taken, because other programs write them: F5-TTS's [main] (the voice of the line) and {Regular} (the default
// style of the voice that speaks), {Happy}, {"name": "Happy", "seed": 7, "speed": 1.1} (that speed and seed last until
// the next voice or style); SSML's <break time="1s"/> and time="500ms".
//
// What looks like a tag and is none of these is never read aloud: it becomes a warning. Everything else is text. A tag
// ends on its own line, within 500 bytes. These look like tags:
//   [ ]  one word, of at most 32 characters (8 where some are Chinese), with a letter and no sign but _ - . ' and a
//        colon; or what is nearly the name of a voice or style. No tags are numbers [1], [10:30], several words
//        [see below], what stands in or behind a word (walk[ed], [T]hey, list[i]) and [links](https://…).
//   { }  all but what has no letter: {1, 2}. {} is an empty tag.
//   < >  what markup looks like: <p>, </p>, <a href="…">, <!-- … -->. Not a < b, <3, <me@example.org>, <红楼梦>.
//   ( )  directly behind a Chinese character, small letters that are a syllable, and a digit. Not 他(he), 版本(v2),
//        纸(A4); a single vowel only behind characters that may be read so: 啊(a4), but not 附录(a4).
// Of a tag that is not closed, as much is left out as is surely none of the words: "{pause 500ms Hello".
//
// White space at the edges of a part and beside a tag is not doubled; words that only a tag keeps apart stay apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/spoken_text.h"

namespace engine::text {

inline constexpr double kLongestPause = 60;          // seconds
inline constexpr std::size_t kMostTagWarnings = 200; // of one text; the last one says that there are more

// Part of a line: words in one voice, or a silence.
struct SpeechPart {
    SpokenText speech;           // empty text: this is a pause
    double pauseSeconds = 0;     // 0…kLongestPause; 0 for words
    std::string voice;           // "id" or "id:style"; "" = the voice of the line, also when it is named
    std::optional<double> speed; // 0.3…3; none: that of the line
    std::optional<std::uint64_t> seed;

    bool isPause() const { return speech.text.empty(); }
    bool operator==(const SpeechPart &) const = default;
};

struct TagWarning {
    std::size_t from = 0; // bytes of what was written
    std::size_t to = 0;
    std::string what;      // one sentence: what is wrong
    std::string remedy;    // one sentence: what to do
    std::string name = {}; // that no voice and no style has; "" = something else is wrong

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

// Never throws; linear in the text, of any bytes. Names are compared without regard to case. [name] is a style of the
// voice that speaks, if it has one called so, else a voice by its id, else by its name.
TaggedText readTags(std::string_view written, const SpeakerNames &names);

// The parts in the one spelling that says the same again, whatever voices there are: readCanonical() gives the parts
// back, but that their stretches lead to the canonical text. Parts side by side that differ in nothing but their words
// become one.
std::string canonical(const std::vector<SpeechPart> &parts);
// Linear. Error(BadInput) for what is not canonical.
std::vector<SpeechPart> readCanonical(std::string_view text);

} // namespace engine::text
