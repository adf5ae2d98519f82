// What a caller asks for. Plain values only: a request can be stored, sent to another process and repeated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/voice.h"

namespace engine {

// Which points in time the flow visits. EPSS (empirically pruned step sampling) has tables for NFE 5, 6, 7, 10, 12 and
// 16; with any other NFE upstream falls back to uniform steps, and so do we: see effectiveSchedule().
enum class Schedule { Epss, Uniform };

struct Request {
    std::string text; // UTF-8, at most 200,000 bytes
    Voice voice;
    int nfeStep = 7; // 1…128 evaluations of the model per chunk
    Schedule schedule = Schedule::Epss;
    double cfgStrength = 2.0;       // 0…10; 0 = no guidance
    double swayCoefficient = -1.0;  // -1…1
    double speed = 1.0;             // 0.3…3; >1 is faster speech
    double crossFadeSeconds = 0.15; // 0…1 between chunks
    std::uint64_t seed = 0;         // same seed, settings, build and device: same bytes
};

std::string toString(Schedule schedule); // "epss", "uniform"
Schedule scheduleFromString(const std::string &text);

// The schedule that is really used: EPSS has no table for most counts.
Schedule effectiveSchedule(int nfeStep, Schedule wanted);

// True when the text holds a letter or a digit of any script: something with a sound of its own.
bool isSpeakable(std::string_view utf8);
// True for white space (invisible signs included) alone, and for nothing.
bool isBlankText(std::string_view utf8);

// Error(BadInput) when a number is outside its range or the text has nothing to say.
void validate(const Request &request);

} // namespace engine
