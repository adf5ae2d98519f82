// Where in a take words of a reference may begin that nobody asked for. Pure; any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/quality/take_measures.h"

namespace engine::quality {

// The way from the text to the sound: where in the take so much of the text has been said, more or less.
class Course {
public:
    Course(const TakeSound &take, const SpokenLine &line); // `line` outlives this

    double secondsAt(std::size_t part) const; // where it begins; the end of the speech behind the last one
    double tolerance() const;                 // seconds to either side

private:
    const SpokenLine &m_line;
    const std::vector<Stretch> m_sounds;
    const double m_end;
    double m_all = 0; // seconds of speech
};

struct LeakStart {
    double seconds = 0;
    double until = 0; // so long the same voice speaks
    double speed = 1;
    std::vector<std::size_t> letters = {}; // of the line, with which it may begin; empty: not known
};
// The pieces of a voice, each from its first sound on; in order of time, and no two of one moment, end and speed.
std::vector<LeakStart> leakStarts(const TakeSound &take, const SpokenLine &line, const Course &course,
                                  const LeakPlaces &places);

} // namespace engine::quality
