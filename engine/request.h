// What a caller asks for. Plain values only: a request can be stored, sent to another process and repeated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/voice.h"

namespace engine {

// Which points in time the flow visits. EPSS (empirically pruned step sampling) has tables for NFE 5, 6, 7, 10, 12 and
// 16; with any other NFE upstream falls back to uniform steps, and so do we: see effectiveSchedule().
enum class Schedule { Epss, Uniform };

// How long new speech becomes, for models without durations of their own. AsUpstream counts bytes, which misleads where
// scripts meet and slows what has less than 10 bytes to 0.3; BySyllables counts what has to be said.
enum class DurationRule { AsUpstream, BySyllables };

// How the chunks of a longer text follow one another. AsUpstream: overlapped by crossFadeSeconds, whatever is there.
// Even: at one loudness for each voice, overlapped only where both are silent, and no longer apart than the speech's
// own pauses (engine/audio/chunk_joiner.h).
enum class Joining { AsUpstream, Even };

inline constexpr std::size_t kMostOtherVoices = 32;

struct Request {
    std::string text; // as a person wrote it; UTF-8, at most 200,000 bytes
    std::string
        spoken; // what is said, in the canonical form of engine/text/tags.h, at most 1,000,000 bytes; empty: `text`
    Voice voice;
    std::vector<Voice> otherVoices; // that parts of `spoken` name, by their id ("id" or "id:style"); at most 32
    int nfeStep = 7;                // 1…128 evaluations of the model per chunk
    Schedule schedule = Schedule::Epss;
    double cfgStrength = 2.0;       // 0…10; 0 = no guidance
    double swayCoefficient = -1.0;  // -1…1
    double speed = 1.0;             // 0.3…3; >1 is faster speech
    double crossFadeSeconds = 0.15; // 0…1 between chunks
    std::uint64_t seed = 0;         // same seed, settings, build and device: same bytes
    DurationRule durationRule = DurationRule::BySyllables;
    Joining joining = Joining::Even;
};

std::string toString(Schedule schedule); // "epss", "uniform"
Schedule scheduleFromString(const std::string &text);
std::string toString(DurationRule rule); // "upstream", "syllables"
DurationRule durationRuleFromString(const std::string &text);
std::string toString(Joining joining); // "upstream", "even"
Joining joiningFromString(const std::string &text);

// The schedule that is really used: EPSS has no table for most counts.
Schedule effectiveSchedule(int nfeStep, Schedule wanted);

// True when the text holds a letter or a digit of any script: something with a sound of its own.
bool isSpeakable(std::string_view utf8);
// True for white space (invisible signs included) alone, and for nothing.
bool isBlankText(std::string_view utf8);

// Error(BadInput) when a number is outside its range, a text is none, or nothing is to be said. Whether `spoken` has
// the canonical form, and its voices are there, is seen when it is spoken.
void validate(const Request &request);

} // namespace engine
