// What stands between the brackets of a tag, understood; which voices there are is asked elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

struct TagMeaning {
    enum Kind {
        Words,     // no tag: what stands there is said
        Wrong,     // a tag that cannot be followed
        Pause,     // `seconds`
        Speed,     // `speed`; none: that of the line
        Seed,      // `seed`; none: that of the line
        Name,      // of a voice or style: `name`
        Json,      // F5's: `name` (perhaps empty), `speed`, `seed`
        Syllables, // `syllables`
        Nothing,   // what ends a tag that has no words in it: </break>
    };
    Kind kind = Words;
    double seconds = 0;
    std::optional<double> speed;
    std::optional<std::uint64_t> seed;
    std::string name;
    std::vector<std::string> syllables;
    std::string what; // what is wrong (with a part of it, where the kind is Json), and
    std::string remedy;
};

// What was written, as UTF-8 and not too long.
std::string shownInMessage(std::string_view written);

// A time such as "500ms", "1.5s", "2 sec", "1min", 0…kLongestPause; else Wrong.
TagMeaning readPause(std::string_view time);
// A number, with or without an x behind it, 0.3…3, or "line"; else Wrong.
TagMeaning readSpeed(std::string_view number);
// 0…2^64 - 1, or "line"; else Wrong.
TagMeaning readSeed(std::string_view number);

TagMeaning readBraces(std::string_view inside); // of { }
TagMeaning readAngles(std::string_view inside); // of < >

// How many bytes at the beginning of `text`, which follows a "{" or "<" that nothing closes, are a tag all the same,
// such as those of "pause 500ms" in "{pause 500ms Hello". 0: none.
std::size_t unclosedBraces(std::string_view text);
std::size_t unclosedAngles(std::string_view text);

} // namespace engine::text
