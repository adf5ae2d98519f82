// What goes wrong in takes, put into good ones at random places: the same number gives the same fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/clip.h"

// The same figures with every compiler.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next(); // SplitMix64 (Steele, Lea & Flood 2014)
    double between(double low, double high) { return low + (high - low) * double(next() >> 11) * 0x1p-53; }
    std::size_t below(std::size_t count) { return std::size_t(next() % count); }
    bool heads() { return next() % 2 == 0; }

private:
    std::uint64_t m_state;
};

enum class Fault {
    Hole,    // 25 to 250 ms of speech become (nearly) silent, with edges of 0 to 3 ms
    Gap,     // 0.45 to 1.5 s of the take's own silence, in a quiet place; 1.3 to 2 s where the text has a pause
    Click,   // a few samples, a short ring, or a step, 15 to 60 % of the take's peak
    Repeat,  // 0.25 to 0.9 s are said again, half of them as another take says them
    Leak,    // 0.35 to 1.2 s of the reference are added, its end first of all, half of them spoken anew
    Lost,    // 0.5 to 1 s of speech (at speed 1; less of faster one) are left out, without a seam
    CutEnd,  // the last 10 to 30 % of the speech are cut off
    Clipped, // amplified and limited
};
inline constexpr int kFaults = 8;
std::string toString(Fault fault);

struct Faulty {
    engine::Clip clip;
    double from = 0; // seconds: where a listener would point at
    double to = 0;
};

Faulty withHole(const engine::Clip &good, Dice &dice);
Faulty withGap(const engine::Clip &good, bool textHasPause, Dice &dice);
Faulty withClick(const engine::Clip &good, Dice &dice);
// `other`: the same text, spoken again at the same pace; empty: the take repeats itself exactly.
Faulty withRepeat(const engine::Clip &good, const engine::Clip &other, Dice &dice);
enum class LeakPlace { EndAtBegin, PartAtBegin, PartAtEnd }; // which part of the reference, and where in the take
// `leaking`: sound of the reference's words, to its end.
Faulty withLeak(const engine::Clip &good, const engine::Clip &leaking, LeakPlace place, Dice &dice);
Faulty withLostSpeech(const engine::Clip &good, double speed, Dice &dice);
Faulty withoutEnd(const engine::Clip &good, Dice &dice);
Faulty clipped(const engine::Clip &good, Dice &dice);
