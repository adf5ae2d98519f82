// What a request asks for, in the form that the check of takes wants to know it. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/quality/take_check.h"

namespace engine::quality {

struct AskedLine {
    std::vector<AskedPart> parts;
    std::vector<double> pauses; // silences in it, seconds, in order; those with no word between them are one
};

// `text`, `spoken` and `speed` as a Request has them; `otherVoices`: the ids of CheckContext::otherVoices in order. A
// part in a voice that is none of these counts as one in the line's own. Error(BadInput) when `spoken` is not in the
// canonical form.
AskedLine askedLine(const std::string &text, const std::string &spoken, double speed,
                    const std::vector<std::string> &otherVoices);

// Of a line of which only is known how it was written. Never throws but for memory.
AskedLine writtenLine(const std::string &written);

std::string wordsOf(const AskedLine &line); // of its parts, a blank between two

// Where they are in the take as it was made: all samples are zero there, which speech is not for so long. Each pause at
// most once; those under 20 ms are not looked for.
std::vector<TimeSpan> silencesAskedFor(const Clip &take, std::vector<double> pauses);

} // namespace engine::quality
